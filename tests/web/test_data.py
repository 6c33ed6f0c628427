"""Data and importing in the browser, as an analyst does it."""

from __future__ import annotations

import re

import duckdb
import pytest

from merilo.facts.store import FactStore
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

CSV = (
    "Deal ID,Company,Owner,Stage,Value,Created,Closed\n"
    + "".join(f"{n},=Acme {n},Ann,Won,{n}00.50,2026-01-{n + 12},2026-02-{n + 12}\n" for n in range(1, 15))
    + "99,=Beta,Bob,Lost,much,2026-01-25,2026-01-31\n"
)


def test_files_are_looked_at_and_then_imported(site: Site) -> None:
    analyst = site.client("analyst")
    assert "What is connected" in analyst.get("/data/").words
    page = analyst.upload("/data/upload", "../../deals.csv", CSV)
    assert page.status == 200, page.words
    path = page.url.removeprefix(site.base)
    shown = analyst.until(path, "What it would bring", "did not work")
    assert "much" in shown.words  # the rejected row is shown before anything is written
    assert re.search(r'value="deals.source_id" selected', shown.text)
    assert site.client("seller").get(path).status == 404
    assert site.client("manager").post(f"{path}run").status == 404
    analyst.post(f"{path}run")
    done = analyst.until(path, "It is imported")
    assert "much" in done.words
    number = re.search(r"/data/rejects/([\w-]+)\.csv", done.text)
    assert number is not None
    rejects = analyst.get(f"/data/rejects/{number[1]}.csv")
    assert "'=Beta" in rejects.text  # no spreadsheet program runs it
    assert site.client("manager").get(f"/data/rejects/{number[1]}.csv").status == 404
    assert analyst.get("/data/rejects/..%2Fmerilo.csv").status == 404
    assert site.client("manager").get(f"/data/rejects/{number[1]}/").status == 404
    assert site.client("manager").post(f"/data/rejects/{number[1]}/correct").status == 404
    table = analyst.get(f"/data/rejects/{number[1]}/")
    cell = re.search(r'name="(cell-0-\d+)" value="much"', table.text)
    assert cell is not None  # the cell at fault is offered to be corrected
    assert "Nothing is corrected yet." in analyst.post(f"/data/rejects/{number[1]}/correct", **{"try": "1"}).words
    assert "1 cell is corrected." in analyst.post(f"/data/rejects/{number[1]}/correct", **{cell[1]: "70"}).words
    assert "came as much" in analyst.get(f"/data/rejects/{number[1]}/").words
    path = analyst.post(f"/data/rejects/{number[1]}/correct", **{"try": "1"}).url.removeprefix(site.base)
    assert "Mended rows" in analyst.until(path, "What it would bring", "did not work").words
    assert "tried again" in analyst.get(f"/data/rejects/{number[1]}/").words
    analyst.post(f"{path}drop")
    assert "tried again" not in analyst.get(f"/data/rejects/{number[1]}/").words
    mended = rejects.text.replace("much", "70")
    path = analyst.upload("/data/upload", f"{number[1]}.csv", mended).url.removeprefix(site.base)
    assert "Mended rows" in analyst.until(path, "What it would bring", "did not work").words
    analyst.post(f"{path}run")
    analyst.until(path, "It is imported")
    names = FactStore.open(site.place.facts).snapshot().files("accounts")
    with duckdb.connect() as con:
        found = con.execute("SELECT count(*) FROM read_parquet($1) WHERE name = '=Beta'", [list(names)]).fetchall()
    assert found == [(1,)]  # the sign that made it safe is gone again
    assert not list((site.place.root / "uploads").glob("*/files/*"))  # kept until they are imported, not longer
    assert list(site.place.mappings.glob("*.toml"))


def test_a_spreadsheet_that_is_given_up_is_kept_in_the_journal(site: Site) -> None:
    """Only who may write the journal is offered it: the administrator, not the analyst."""
    text = "Company,Website,Deal ID,Owner,Stage,Value,Created\n" + "".join(
        f"Kept {n},kept{n}.example,k-{n},{site.staff['names'][site.seller]},Proposal,{n}00,2026-01-{n + 12}\n"
        for n in range(1, 15)
    )
    admin = site.client("admin")
    path = admin.upload("/data/upload", "given-up.csv", text).url.removeprefix(site.base)
    shown = admin.until(path, "What it would bring", "did not work")
    assert "Keep it in the journal" in shown.words
    assert "Keep it in the journal" not in site.client("analyst").get(path).words
    assert site.client("analyst").post(f"{path}keep").status == 404
    admin.post(f"{path}keep")
    done = admin.until(path, "It is in the journal", "did not work", "failed")
    assert re.search(r"Deal</th><td[^>]*>14</td><td[^>]*>14</td>", done.text), done.words
    found = site.client("seller").get("/journal/search?q=Kept+7").words
    assert "kept7.example" in found or "Kept 7" in found, found


def test_what_is_no_table_is_refused_in_words(site: Site) -> None:
    page = site.client("analyst").upload("/data/upload", "run.exe", "MZ")
    assert page.status == 400
    assert "run.exe is no table" in page.words, page.words
    assert site.client("seller").upload("/data/upload", "deals.csv", CSV).status == 404

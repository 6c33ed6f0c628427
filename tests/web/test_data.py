"""Data and importing in the browser, as an analyst does it."""

from __future__ import annotations

import re
import time
from urllib.request import Request

import duckdb
import pytest

from merilo.facts.store import FactStore
from tests.web.client import Client, Page
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

CSV = (
    "Deal ID,Company,Owner,Stage,Value,Created,Closed\n"
    + "".join(f"{n},=Acme {n},Ann,Won,{n}00.50,2026-01-{n + 12},2026-02-{n + 12}\n" for n in range(1, 15))
    + "99,=Beta,Bob,Lost,much,2026-01-25,2026-01-31\n"
)


def _upload(who: Client, name: str, content: str) -> Page:
    token = who._token()
    body = "".join(
        f'--xyz\r\nContent-Disposition: form-data; name="{key}"{extra}\r\n\r\n{value}\r\n'
        for key, extra, value in (("csrfmiddlewaretoken", "", token), ("file", f'; filename="{name}"', content))
    )
    headers = who._headers | {"Content-Type": "multipart/form-data; boundary=xyz", "Referer": who.base + "/data/"}
    return who._sent(Request(f"{who.base}/data/upload", data=f"{body}--xyz--\r\n".encode(), headers=headers))


def _until(who: Client, path: str, *said: str) -> Page:
    for _try in range(240):
        page = who.get(path)
        if any(each in page.words for each in said):
            return page
        time.sleep(0.5)
    raise AssertionError(page.words)


def test_files_are_looked_at_and_then_imported(site: Site) -> None:
    analyst = site.client("analyst")
    assert "What is connected" in analyst.get("/data/").words
    page = _upload(analyst, "../../deals.csv", CSV)
    assert page.status == 200, page.words
    path = page.url.removeprefix(site.base)
    shown = _until(analyst, path, "What it would bring", "did not work")
    assert "much" in shown.words  # the rejected row is shown before anything is written
    assert re.search(r'value="deals.source_id" selected', shown.text)
    assert site.client("seller").get(path).status == 404
    assert site.client("manager").post(f"{path}run").status == 404
    analyst.post(f"{path}run")
    done = _until(analyst, path, "It is imported")
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
    assert "Mended rows" in _until(analyst, path, "What it would bring", "did not work").words
    assert "tried again" in analyst.get(f"/data/rejects/{number[1]}/").words
    analyst.post(f"{path}drop")
    assert "tried again" not in analyst.get(f"/data/rejects/{number[1]}/").words
    mended = rejects.text.replace("much", "70")
    path = _upload(analyst, f"{number[1]}.csv", mended).url.removeprefix(site.base)
    assert "Mended rows" in _until(analyst, path, "What it would bring", "did not work").words
    analyst.post(f"{path}run")
    _until(analyst, path, "It is imported")
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
    path = _upload(admin, "given-up.csv", text).url.removeprefix(site.base)
    shown = _until(admin, path, "What it would bring", "did not work")
    assert "Keep it in the journal" in shown.words
    assert "Keep it in the journal" not in site.client("analyst").get(path).words
    assert site.client("analyst").post(f"{path}keep").status == 404
    admin.post(f"{path}keep")
    done = _until(admin, path, "It is in the journal", "did not work", "failed")
    assert re.search(r"Deal</th><td[^>]*>14</td><td[^>]*>14</td>", done.text), done.words
    found = site.client("seller").get("/journal/search?q=Kept+7").words
    assert "kept7.example" in found or "Kept 7" in found, found


def test_what_is_no_table_is_refused_in_words(site: Site) -> None:
    page = _upload(site.client("analyst"), "run.exe", "MZ")
    assert page.status == 400
    assert "run.exe is no table" in page.words, page.words
    assert _upload(site.client("seller"), "deals.csv", CSV).status == 404

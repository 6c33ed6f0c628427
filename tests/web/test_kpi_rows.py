"""The rows behind a KPI: ordered and searched over all of them, not only those shown; taken along without harm."""

from __future__ import annotations

import io
import re
from urllib.parse import quote_plus
from urllib.request import Request, build_opener

import openpyxl
import pytest
from pyarrow import parquet

from merilo.kpis.question import Question
from merilo.reports.answer import answer
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _cells(text: str, place: int) -> list[str]:
    body = text[text.index("<tbody>") :]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[place]).strip() for row in rows]


def _place(text: str, heading: str) -> int:
    heads = [re.sub(r"<[^>]+>|[↑↓]", "", each).strip() for each in re.findall(r"<th[^>]*>(.*?)</th>", text, re.DOTALL)]
    return heads.index(heading)


def test_order_is_over_all_rows(site: Site) -> None:
    """The first page of the largest, of a KPI with more rows than a page has."""
    text = site.client("analyst").get("/kpi/touches/rows/?sort=-account_name").text
    rows = answer(site.place, Question("touches"), rows=True).rows
    assert rows is not None
    assert rows.num_rows > 1000
    names = [name for name in rows["account_name"].to_pylist() if name]
    assert _cells(text, _place(text, "Account")) == sorted(names, reverse=True)[:100]
    assert 'aria-sort="descending"' in text


def test_rows_are_searched_and_chosen(site: Site) -> None:
    name = site.staff["names"][site.seller]
    page = site.client("analyst").get(f"/kpi/won_amount/rows/?is_seller_name={quote_plus(name)}")
    own = answer(site.place, Question("won_amount", where=(("seller", site.seller),)), rows=True).rows
    assert own is not None
    assert set(_cells(page.text, _place(page.text, "Seller"))) == {name}
    assert f"{own.num_rows} of " in page.words
    largest = max(own["amount"].to_pylist())
    word = quote_plus(name.split()[0].upper())
    few = site.client("analyst").get(f"/kpi/won_amount/rows/?column=amount&least={largest}&q={word}")
    assert set(_cells(few.text, _place(few.text, "Seller"))) >= {name}
    assert site.client("analyst").get("/kpi/won_amount/rows/?q=nobody-at-all").words.count("No rows fit") == 1


def test_pages_of_rows_follow_each_other(site: Site) -> None:
    first, second = (site.client("analyst").get(f"/kpi/touches/rows/?sort=id&page={page}").text for page in (1, 2))
    ids = [_cells(text, _place(text, "Record")) for text in (first, second)]
    assert len(ids[0]) == 100
    assert ids[0][-1] < ids[1][0]


@pytest.mark.parametrize("query", ["sort=colour", "is_colour=red", "column=amount&least=much", "page=0", "page=x"])
def test_what_cannot_be_wanted_is_told(site: Site, query: str) -> None:
    assert site.client("analyst").get(f"/kpi/won_amount/rows/?{query}").status == 400


def _taken(site: Site, who: str, path: str) -> bytes:
    client = site.client(who)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies)
    with build_opener().open(Request(site.base + path, headers={"Cookie": cookies}), timeout=60) as answered:
        return bytes(answered.read())


def test_every_form_holds_the_same_rows(site: Site) -> None:
    """What the page shows is what is taken along: chosen rows only, numbers as numbers, days as days."""
    name = site.staff["names"][site.seller]
    query = f"?is_seller_name={quote_plus(name)}&sort=-amount"
    table = parquet.read_table(io.BytesIO(_taken(site, "analyst", f"/kpi/won_amount/rows.parquet{query}")))
    book = openpyxl.load_workbook(io.BytesIO(_taken(site, "analyst", f"/kpi/won_amount/rows.xlsx{query}")))
    head, *rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(head) == table.column_names
    assert set(table["seller_name"].to_pylist()) == {name}
    amounts = [float(value) for value in table["amount"].to_pylist()]
    assert [row[head.index("amount")] for row in rows] == pytest.approx(amounts)
    assert amounts == sorted(amounts, reverse=True)
    assert [row[head.index("day")].date() for row in rows] == table["day"].to_pylist()

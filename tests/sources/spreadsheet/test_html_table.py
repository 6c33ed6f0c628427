"""HTML tables under the name .xls, as Bitrix24 saves them."""

from __future__ import annotations

import pytest

from merilo.core.errors import DataError
from tests.sources.spreadsheet.conftest import Reader

BITRIX = """<html><head><meta http-equiv="Content-type" content="text/html;charset={charset}" /></head><body>
<table><tr><td>menu</td></tr></table>
<table border="1"><thead><tr><th>ID</th><th>Название сделки</th><th>Сумма </th></tr></thead>
<tbody><tr><td>1</td><td>ООО &laquo;Ромашка&raquo;</td><td>1&nbsp;000,50</td></tr>
<tr><td>2</td><td>строка<br>другая</td><td></td></tr></tbody></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_the_largest_table_of_a_page_is_read_whatever_its_encoding(one: Reader, encoding: str) -> None:
    table, rows = one(BITRIX.format(charset=encoding).encode(encoding), "deals.xls")
    assert table.columns == ("ID", "Название сделки", "Сумма")
    assert rows == [("1", "ООО «Ромашка»", "1 000,50"), ("2", "строка\nдругая", None)]


def test_spans_keep_the_columns_in_place(one: Reader) -> None:
    page = """<table><tr><td colspan=3>Report</td></tr><tr><td>a</td><td>b</td><td>c</td></tr>
    <tr><td rowspan=2>1</td><td colspan="2">2</td></tr><tr><td>3</td><td>4</td></tr><tr><td>5<td>6<td>7</table>"""
    table, rows = one(page, "x.xls")
    assert table.columns == ("a", "b", "c")
    assert rows == [("1", "2", None), (None, "3", "4"), ("5", "6", "7")]
    assert table.files[0].header_line == 2


def test_a_page_without_table_is_refused(one: Reader) -> None:
    with pytest.raises(DataError, match="no table"):
        one("<html><body><p>Session expired</p></body></html>", "deals.xls")

"""Any export or spreadsheet, as text: CSV and its kin, workbooks, HTML tables; packed, in folders, in any encoding."""

from __future__ import annotations

from merilo.sources.spreadsheet.lines import line_of
from merilo.sources.spreadsheet.reading import read

__all__ = ["line_of", "read"]

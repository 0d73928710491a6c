"""Released results as HTML and open data."""

from matchaudit.report.interface import findings_json, findings_schema
from matchaudit.report.page import report_html
from matchaudit.report.writing import Written, refuse_foreign, write

__all__ = [
    "Written",
    "findings_json",
    "findings_schema",
    "refuse_foreign",
    "report_html",
    "write",
]

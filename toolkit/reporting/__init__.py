"""Output: figures with their data, tables, and the report of a study.

study       a folder of articles -> every table of the report
page        a finished study -> one self-contained page
figures     figure -> PNG, SVG, PDF, CSV, JSON and caption, reproducible byte for byte
tables      table -> CSV, Parquet, HTML, LaTeX and .xlsx, safe to open in a spreadsheet
evidence_trail     a point of a chart -> the sentences that were counted
provenance_record  origin of the numbers: corpus hash, settings, versions

Each name is imported when first used: to save a figure takes nothing of a study or its page.
"""

from typing import TYPE_CHECKING

import lazy_loader  # type: ignore[import-untyped] # it has no types

if TYPE_CHECKING:
    from toolkit.reporting.figures.figure_files import SavedFigure, save_figure
    from toolkit.reporting.page.writer import write_report
    from toolkit.reporting.provenance_record import corpus_hash, provenance
    from toolkit.reporting.study.job import run_study
    from toolkit.reporting.study.results import Study
    from toolkit.reporting.study.settings import Settings
    from toolkit.reporting.tables.export import save_table
    from toolkit.reporting.tables.report_tables import ReportTable, to_report_table
    from toolkit.reporting.tables.table_files import read_report_table

__all__ = [
    "ReportTable",
    "SavedFigure",
    "Settings",
    "Study",
    "corpus_hash",
    "provenance",
    "read_report_table",
    "run_study",
    "save_figure",
    "save_table",
    "to_report_table",
    "write_report",
]

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "figures.figure_files": ["SavedFigure", "save_figure"],
        "page.writer": ["write_report"],
        "provenance_record": ["corpus_hash", "provenance"],
        "study.job": ["run_study"],
        "study.results": ["Study"],
        "study.settings": ["Settings"],
        "tables.export": ["save_table"],
        "tables.report_tables": ["ReportTable", "to_report_table"],
        "tables.table_files": ["read_report_table"],
    },
)

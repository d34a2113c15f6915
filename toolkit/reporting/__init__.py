"""Output: figures with their data, tables, and the report of a study.

provenance  origin of the numbers: corpus hash, settings, versions
alt_text    text alternatives of figures
saving      figure -> PNG, SVG, PDF, CSV, JSON and caption, reproducible byte for byte
exporting   table -> CSV and Parquet, safe to open in a spreadsheet
report_tables  table -> CSV, HTML, LaTeX and .xlsx with units, denominators and notes
            (cells and shown_cells: exact and displayed values; csv_tables, latex_tables,
            workbooks: one format each; reading_tables: the way back)
results     the settings of a study and its tables
study       a folder of articles -> every table of the report (parts in study_*.py)
pictures    the figures of a report
layout      one fixed layout for every format of a figure
page        a finished study -> one self-contained page
sentences   numbers -> the sentences and the methods paragraph of the report
"""

from toolkit.reporting.exporting import save_table
from toolkit.reporting.page import write_report
from toolkit.reporting.provenance import corpus_hash, provenance
from toolkit.reporting.reading_tables import read_report_table
from toolkit.reporting.report_tables import ReportTable, to_report_table
from toolkit.reporting.results import Settings, Study
from toolkit.reporting.saving import SavedFigure, save_figure
from toolkit.reporting.study import run_study

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

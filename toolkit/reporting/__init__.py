"""What leaves the toolkit: figures with their numbers, tables, and the report of a whole study.

provenance  where numbers came from: corpus hash, settings, versions
alt_text    a figure's numbers as a sentence for those who cannot see it
saving      figure -> PNG, SVG, PDF, CSV, JSON and caption, byte for byte repeatable
exporting   table -> CSV and Parquet, safe to open in a spreadsheet
report_tables  table -> CSV, HTML, LaTeX and .xlsx with units, denominators and notes
            (cells and shown_cells: values as exact texts and as readers see them; csv_tables,
            latex_tables, workbooks: one format each; reading_tables: back again)
results     the choices of a study and the tables that came of them
study       the main job: a folder of articles -> every table (topics and groups in study_*.py)
pictures    the figures of a report
layout      a figure's layout, found once and held
page        a finished study -> one self-contained page
sentences   numbers -> the plain sentences and the methods paragraph of the report
"""

from toolkit.reporting.figures.figure_files import SavedFigure, save_figure
from toolkit.reporting.page.writer import write_report
from toolkit.reporting.provenance_record import corpus_hash, provenance
from toolkit.reporting.study.job import run_study
from toolkit.reporting.study.results import Settings, Study
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

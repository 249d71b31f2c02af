"""The results workbook as the next input: its yellow cells, the record of its run, and whether its formulas agree."""

from mcda.excel.results_input.drafting import draft_of, edited_points
from mcda.excel.results_input.kept import write_record
from mcda.excel.results_input.reading import ResultsBook, is_results_book, read_results_book

__all__ = ["ResultsBook", "draft_of", "edited_points", "is_results_book", "read_results_book", "write_record"]

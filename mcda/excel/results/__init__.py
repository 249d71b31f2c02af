"""The live results workbook: a second engine in a spreadsheet, whose yellow cells are inputs again."""

from mcda.excel.results.book import Beside, results_workbook
from mcda.excel.results.listing import Room

__all__ = ["Beside", "Room", "results_workbook"]

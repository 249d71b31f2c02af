"""The study workbook: a whole study in one spreadsheet file, to be filled in by hand."""

from mcda.excel.template.writing import template_workbook

__all__ = ["template_workbook"]

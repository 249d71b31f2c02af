"""The verbs shared by the command line and notebooks: load, check, score, explain, save, init, schema."""

from mcda.api.agreeing import about_workbooks, agreement_with, not_read
from mcda.api.diagnosis import diagnose
from mcda.api.mixing import explain_mix, with_best, write_model
from mcda.api.robustness import Question, quick_look, robust
from mcda.api.saving import numbered, our_version, save
from mcda.api.starting import init, schema, weights_text
from mcda.api.study import check, explain, load, read, score, score_draft
from mcda.api.templates import template, to_folder
from mcda.api.workbooks import EDITED, is_results_workbook, outputs_of
from mcda.scenario.settings import Settings

__all__ = [
    "EDITED",
    "Question",
    "Settings",
    "about_workbooks",
    "agreement_with",
    "check",
    "diagnose",
    "explain",
    "explain_mix",
    "init",
    "is_results_workbook",
    "load",
    "not_read",
    "numbered",
    "our_version",
    "outputs_of",
    "quick_look",
    "read",
    "robust",
    "save",
    "schema",
    "score",
    "score_draft",
    "template",
    "to_folder",
    "weights_text",
    "with_best",
    "write_model",
]

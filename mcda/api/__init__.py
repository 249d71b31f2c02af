"""The verbs shared by the command line and notebooks: load, check, score, explain, save, init, schema."""

from mcda.api.diagnosis import diagnose
from mcda.api.mixing import explain_mix, with_best, write_model
from mcda.api.saving import our_version, save
from mcda.api.starting import init, schema, weights_text
from mcda.api.study import check, explain, load, read, score, score_draft
from mcda.api.templates import template, to_folder
from mcda.scenario.settings import Settings

__all__ = [
    "Settings",
    "check",
    "diagnose",
    "explain",
    "explain_mix",
    "init",
    "load",
    "our_version",
    "read",
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

"""The tables of a study workbook with what a study fills into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import get_args

from mcda.excel.template.blocks import Block, Column, Row
from mcda.excel.template.constraint_rows import CONSTRAINT_COLUMNS, constraint_rows
from mcda.excel.template.criterion_rows import criterion_rows, level_rows
from mcda.excel.template.weight_rows import STATEMENTS, statement_rows, weight_rows
from mcda.excel.template.world_rows import world_rows
from mcda.model.criterion import MixRule
from mcda.model.option import Option, Rating, Significance
from mcda.model.study import About, Study

SHEET_ORDER = "as on the Criteria sheet"
AUTHOR = "author"
CHECK = Column("check", 24, "Worked out by the sheet: what is still to be mended in this row.", "made")
_SHORT = Column("source", 24, "Where this comes from: a document, a page, or judgement.", "long")
_LEVELS = get_args(Significance)
_YES = "A key is short: small letters, digits and _, starting with a letter. Other sheets name the row by it."


def tables(study: Study | None) -> tuple[Block, ...]:
    """All tables of a workbook in the order of its sheets, filled from the study or ready for a new one."""
    resources = tuple(study.about.resources) if study else ()
    sets = tuple(weights.key for weights in study.weights) if study else ("baseline",)
    return (
        _guide(),
        _about(study.about if study else None),
        _themes(study),
        _resources(study),
        _criteria(study),
        _levels(study),
        _options(study, (*resources, *_spare_names("resource", resources, 1 if study else 3))),
        _ratings(study),
        _weights(study, (*sets, *_spare_names("weights", sets, 2))),
        _statements(study),
        _constraints(study),
        _sets(study),
        _worlds(study),
    )


def _spare_names(word: str, used: Sequence[str], number: int) -> tuple[str, ...]:
    """Names for columns that nobody uses yet."""
    free = (f"{word}_{i}" for i in count(len(used) + 1) if f"{word}_{i}" not in used)
    return tuple(name for name, _ in zip(free, range(number), strict=False))


GUIDE = (
    (
        "Start",
        "The question, the settings of the study, its themes and resources. The state of the study stands above.",
    ),
    (
        "Criteria",
        "What matters: one row a criterion, with its scale from worst to best and the level of doing nothing.",
    ),
    ("Levels", "What each level of a scale means in words, and what it is worth where the value is not linear."),
    ("Options", "What could be done: one row an option, with what it uses up."),
    ("Ratings", "What each option does on each criterion: lowest, best and highest guess, with source and reason."),
    ("Weights", "How much each criterion counts: one column for each point of view."),
    (
        "Statements",
        "More on the weights, where wanted: ranges, order, ratios, and the scales that points were given for.",
    ),
    ("Constraints", "What a mix of options must respect: one row a constraint."),
    ("Sets", "Names for groups of options that constraints refer to."),
    ("Worlds", "Futures in which some ratings would be others: one row for each such rating."),
    ("Checks", "What is still missing or wrong, counted sheet by sheet."),
)


def _guide() -> Block:
    columns = (Column("sheet", 16, kind="fixed"), Column("what_stands_there", 90, kind="fixed"))
    rows: tuple[Row, ...] = tuple({"sheet": sheet, "what_stands_there": text} for sheet, text in GUIDE)
    return Block("guide", "Start", "What is where", "The sheets of this workbook in their order.", columns, rows)


_FIELDS = {
    "name": "The study's short name.",
    "question": "What is to be decided, as one question.",
    "context": "What a reader needs to know.",
    "do_nothing": "What happens if nothing is decided. It is worth 0 points on every criterion.",
    "handling": "Who may see this (a marking such as Official).",
    AUTHOR: "One row each.",
    "when": "The month or date of the study.",
    "close_call": "Two scores less than so many points apart are called practically level.",
    "default_weights": "The column of the Weights sheet that counts when nobody names another.",
    "criteria": f"The order of criteria on screens: their keys with ; between them, or: {SHEET_ORDER}. Blank: by key.",
}


def _about(about: About | None) -> Block:
    columns = (
        Column("field", 16, kind="fixed"),
        Column("entry", 90, "What you type here describes the study.", "long"),
        Column("what_it_is", 60, kind="fixed"),
    )
    how = "Fill in the yellow cells."
    return Block("about", "Start", "The study", how, columns, tuple(_about_rows(about)))


def _about_rows(about: About | None) -> Iterator[Row]:
    for field, text in _FIELDS.items():
        if field == AUTHOR:
            authors = about.authors if about else ()
            for author in (*authors, None, None):
                yield {"field": shown(field), "entry": author, "what_it_is": text}
        else:
            yield {"field": shown(field), "entry": _about_entry(about, field), "what_it_is": text}


def shown(field: str) -> str:
    """A field's name as the Start sheet shows it; it is read without regard to case and _.

    >>> shown("do_nothing")
    'Do nothing'
    """
    return field.replace("_", " ").capitalize()


def _about_entry(about: About | None, field: str) -> str | None:
    if about is None:
        return {"close_call": "2", "default_weights": "baseline", "criteria": SHEET_ORDER}.get(field)
    if field == "criteria":
        return "; ".join(about.criteria) or None
    return f"{about.close_call:f}" if field == "close_call" else getattr(about, field)


def _themes(study: Study | None) -> Block:
    columns = (
        Column("key", 16, _YES),
        Column("meaning", 90, "What the theme stands for, in a few words.", "long"),
    )
    rows: tuple[Row, ...] = (
        tuple({"key": k, "meaning": text} for k, text in study.about.themes.items()) if study else ()
    )
    how = "Words that group options, used in the column Themes of the Options sheet."
    return Block("themes", "Start", "Themes", how, columns, rows, spare=4)


def _resources(study: Study | None) -> Block:
    columns = (
        Column("key", 16, f"{_YES} The Options sheet has a column with this heading."),
        Column("name", 90, "The name that people know.", "long"),
        Column("unit", 60, "What it is counted in, for example million a year.", "long"),
        Column("note", 30, "Anything a reader should know.", "long"),
    )
    rows: tuple[Row, ...] = tuple({"key": key} for key in _spare_names("resource", (), 3))
    if study:
        given = study.about.resources.items()
        rows = tuple({"key": key, "name": r.name, "unit": r.unit, "note": r.note} for key, r in given)
    how = "What options use up. A row without a name is not used; its column on the Options sheet then stays blank."
    return Block("resources", "Start", "Resources", how, columns, rows, spare=1)


def _criteria(study: Study | None) -> Block:
    columns = (
        Column("key", 18, _YES),
        Column("kind", 10, "criterion, or branch: a heading over criteria, for weights in two steps.", "text", _KINDS),
        Column("name", 20, "The name that people know.", "long"),
        Column("definition", 44, "What is judged, over what time, compared with what.", "long"),
        Column("unit", 16, "What the scale counts.", "long"),
        Column("worst", 9, "The worst end of the scale: a number, or a level from the Levels sheet.", "entry"),
        Column("best", 9, "The best end. If it is the lower number, less is better.", "entry"),
        Column("do_nothing", 9, "The level if nothing is decided; worth 0 points.", "entry"),
        Column("value", 9, "linear: every step is worth the same. points, levels: see Levels.", "text", _VALUES),
        Column("mix_rule", 9, "How options add up in a mix.", "text", get_args(MixRule)),
        Column("cap", 8, "With mix rule sum: the level beyond which more counts no further.", "number"),
        Column("parent", 14, "The branch it belongs to, if there are branches.", source="criteria.key"),
        Column("veto_at", 9, "An option at this level or worse is left out of a mix (exclude) or marked.", "entry"),
        Column("veto_effect", 9, "What the veto does.", "text", ("exclude", "mark")),
        Column("veto_reason", 30, "Why nothing makes up for it.", "long"),
        Column("notes", 76, "Why this scale and rule; what must not be counted here.", "long"),
        _SHORT,
        CHECK,
    )
    rows = criterion_rows(study) if study else ()
    how = "One row a criterion. Points of the weights belong to the whole move from worst to best."
    return Block("criteria", "Criteria", "Criteria", how, columns, rows, spare=max(4, 14 - len(rows)))


_KINDS = ("criterion", "branch")
_VALUES = ("linear", "points", "levels")


def _levels(study: Study | None) -> Block:
    columns = (
        Column("criterion", 22, "The key of the criterion.", source="criteria.key"),
        Column("level", 12, "A number on its scale, or the word for a level.", "entry"),
        Column("words", 90, "What can be observed at this level; two people should arrive at the same one.", "long"),
        Column("value", 10, "For value points or levels: what it is worth, 0 for worst to 100 for best.", "number"),
        CHECK,
    )
    rows = level_rows(study) if study else ()
    how = "One row a level, from worst to best. Value stays blank where every step is worth the same (linear)."
    return Block("levels", "Levels", "Levels of the scales", how, columns, rows, spare=max(20, 60 - len(rows)))


def _options(study: Study | None, resources: Sequence[str]) -> Block:
    columns = (
        Column("key", 24, _YES),
        Column("name", 30, "The name that people know.", "long"),
        Column("instrument", 16, "Options of one instrument are its levels: a mix has one of them at most."),
        Column("themes", 20, "Keys of themes with ; between them.", "long"),
        *(Column(k, 12, "How much it uses; 0 for nothing.", "number", own_heading=True) for k in resources),
        Column("significance", 12, "How weighty the option is.", "text", _LEVELS),
        _SHORT,
        Column("note", 44, "Anything a reader should know.", "long"),
        CHECK,
    )
    rows = tuple(_option_row(option) for option in study.options) if study else ()
    how = "One row an option. Above the headings of the resource columns stand their names from the Start sheet."
    return Block("options", "Options", "Options", how, columns, rows, spare=max(10, 40 - len(rows)))


def _option_row(option: Option) -> Row:
    return {
        "key": option.key,
        "name": option.name,
        "instrument": option.instrument,
        "themes": "; ".join(option.themes) or None,
        **option.uses,
        "significance": option.significance,
        "source": option.source,
        "note": option.note,
    }


def _ratings(study: Study | None) -> Block:
    columns = (
        Column("option", 24, "The key of the option.", source="options.key"),
        Column("criterion", 20, "The key of the criterion.", source="criteria.key"),
        Column("scale_worst", 9, "Worked out by the sheet: the worst end of the criterion's scale.", "made"),
        Column("scale_best", 9, "Worked out by the sheet: the best end of the criterion's scale.", "made"),
        Column("low", 9, "The lowest it could be; may stay blank.", "entry"),
        Column("best", 9, "The best guess, in the criterion's unit. Blank is unknown, never 0.", "entry"),
        Column("high", 9, "The highest it could be; may stay blank.", "entry"),
        Column("confidence", 11, "How sure you are.", "text", _LEVELS),
        _SHORT,
        Column("rationale", 60, "Why this rating and no other.", "long"),
        CHECK,
    )
    rows = tuple(_rating_row(rating) for rating in study.ratings) if study else ()
    how = "One row for each option on each criterion."
    return Block("ratings", "Ratings", "Ratings", how, columns, rows, spare=max(40, 160 - len(rows)))


def _rating_row(rating: Rating) -> Row:
    return {
        "option": rating.option,
        "criterion": rating.criterion,
        "low": rating.low,
        "best": rating.best,
        "high": rating.high,
        "confidence": rating.confidence,
        "source": rating.source,
        "rationale": rating.rationale,
    }


def _weights(study: Study | None, sets: Sequence[str]) -> Block:
    columns = (
        Column(
            "part", 9, "name, who, when, why: about the points; points: how much a criterion counts.", "text", _PARTS
        ),
        Column("criterion", 22, "In rows of points: the key of the criterion or branch.", source="criteria.key"),
        Column("swing", 34, "Worked out by the sheet: the move that the points belong to.", "made"),
        *(Column(key, 24, "One point of view; the heading is its key.", "entry", own_heading=True) for key in sets),
        CHECK,
        Column("branch", 16, "Worked out by the sheet: the branch that the criterion belongs to.", "made"),
    )
    rows = weight_rows(study) if study else tuple({"part": part} for part in _PARTS[:-1])
    how = (
        "One column a point of view. Picture everything at worst: the criterion you would move to best first gets most "
        "points. Only proportions count."
    )
    return Block("weights", "Weights", "Weights", how, columns, rows, spare=max(6, 24 - len(rows)))


_PARTS = ("name", "who", "when", "why", "points")


def _statements(study: Study | None) -> Block:
    columns = (
        Column("weights", 20, "The heading of the column on the Weights sheet.", source="weights"),
        Column("statement", 11, "range, order, ratio or scale.", "text", tuple(STATEMENTS)),
        Column("criterion", 22, "The key of the criterion.", source="criteria.key"),
        Column("low", 9, "range: the lowest overall weight in percent.", "number"),
        Column("high", 9, "range: the highest overall weight in percent.", "number"),
        Column("place", 9, "order: 1 for the first; level ones share a place.", "number"),
        Column("at_least", 9, "ratio: at least so many times the weight of Times.", "number"),
        Column("times", 22, "ratio: the other criterion.", source="criteria.key"),
        Column("worst", 9, "scale: worst when the points were given.", "entry"),
        Column("best", 9, "scale: best when the points were given.", "entry"),
        Column("unit", 24, "scale: unit when the points were given.", "long"),
        CHECK,
    )
    rows = statement_rows(study) if study else ()
    how = "May stay empty. Grey cells are not used by the statement. If a scale changes after its points, mcda asks."
    return Block("statements", "Statements", "Statements on weights", how, columns, rows, spare=max(10, 30 - len(rows)))


def _constraints(study: Study | None) -> Block:
    rows = constraint_rows(study) if study else ()
    how = (
        "One row a constraint; grey cells are not used by its kind. Options: keys of options, instruments, sets, or "
        "theme:key, with ; between them."
    )
    spare = max(10, 30 - len(rows))
    return Block("constraints", "Constraints", "Constraints", how, (*CONSTRAINT_COLUMNS, CHECK), rows, spare)


def _sets(study: Study | None) -> Block:
    columns = (
        Column("key", 22, _YES),
        Column("members", 90, "Keys of options, instruments, other sets, or theme:key, with ; between them.", "long"),
        CHECK,
    )
    given: Mapping[str, Sequence[str]] = study.constraints.sets if study else {}
    rows: tuple[Row, ...] = tuple({"key": key, "members": "; ".join(names)} for key, names in given.items())
    how = "Names for groups of options that constraints refer to. May stay empty."
    return Block("sets", "Sets", "Sets of options", how, columns, rows, spare=max(6, 12 - len(rows)))


def _worlds(study: Study | None) -> Block:
    columns = (
        Column("world", 18, f"{_YES} The same in every row of a world."),
        Column("name", 20, "In one row of the world: the name that people know.", "long"),
        Column("chance", 9, "In one row: its chance in percent, if you give every world one.", "number"),
        Column("story", 40, "In one row: what would happen.", "long"),
        Column("option", 24, "The key of the option that would be rated otherwise.", source="options.key"),
        Column("criterion", 20, "The key of the criterion.", source="criteria.key"),
        Column("low", 9, "The lowest it could be; may stay blank.", "entry"),
        Column("best", 9, "The best guess in this world, in the criterion's unit.", "entry"),
        Column("high", 9, "The highest it could be; may stay blank.", "entry"),
        Column("confidence", 11, "How sure you are.", "text", _LEVELS),
        _SHORT,
        Column("rationale", 44, "Why it would be so.", "long"),
        CHECK,
    )
    rows = world_rows(study) if study else ()
    how = "May stay empty. Ratings that are not named here stay as they are on the Ratings sheet."
    return Block("worlds", "Worlds", "Worlds", how, columns, rows, spare=max(10, 30 - len(rows)))

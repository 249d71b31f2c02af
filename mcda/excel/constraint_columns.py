"""How the fields of each kind of constraint stand in the columns of the Constraints sheet."""

from __future__ import annotations

from collections.abc import Mapping

Fields = tuple[str, ...]

# Kind -> column -> the field's path below the kind. The empty path is the kind itself (a list of options).
ARGUMENTS: Mapping[str, Mapping[str, Fields]] = {
    "budget": {"resource": ("resource",), "at_least": ("at_least",), "at_most": ("at_most",)},
    "size": {"at_least": ("min",), "at_most": ("max",), "exactly": ("exactly",)},
    "must": {"options": ()},
    "must_not": {"options": ()},
    "not_both": {"options": ()},
    "at_most": {"options": ("of",), "at_most": ("count",)},
    "at_least": {"options": ("of",), "at_least": ("count",)},
    "requires": {"options": ("options",), "all_of": ("all_of",), "any_of": ("any_of",)},
    "cover": {"options": ("themes",), "at_least": ("at_least",)},
    "ratio": {"options": ("count",), "at_most": ("at_most",), "for_every": ("for_every",), "of": ("of",)},
    "for_every": {"options": ("count",), "for_every": ("every",), "at_least": ("at_least",), "of": ("of",)},
    "if_then": {
        "options": ("if_at_least", "of"),
        "if_at_least": ("if_at_least", "count"),
        "of": ("then_at_least", "of"),
        "at_least": ("then_at_least", "count"),
    },
    "mix_level": {"criterion": ("criterion",), "at_least": ("at_least",), "at_most": ("at_most",)},
    "each_member": {"criterion": ("criterion",), "at_least": ("at_least",), "at_most": ("at_most",)},
    "interaction": {
        "options": ("options",),
        "criterion": ("criterion",),
        "points": ("points",),
        "resource": ("resource",),
        "saves": ("saves",),
    },
}

# Columns without which a kind says nothing (the row check asks for them).
NEEDED: Mapping[str, Fields] = {
    "budget": ("resource",),
    "size": (),
    "must": ("options",),
    "must_not": ("options",),
    "not_both": ("options",),
    "at_most": ("options", "at_most"),
    "at_least": ("options", "at_least"),
    "requires": ("options",),
    "cover": ("options",),
    "ratio": ("options", "at_most", "of"),
    "for_every": ("options", "for_every", "of"),
    "if_then": ("options", "if_at_least", "of", "at_least"),
    "mix_level": ("criterion",),
    "each_member": ("criterion",),
    "interaction": ("options",),
}

COLUMNS: Fields = ("options", "if_at_least", "all_of", "any_of", "of", "at_least", "at_most", "exactly", "for_every")
COLUMNS += ("criterion", "points", "resource", "saves")
LISTS = frozenset({"options", "all_of", "any_of", "of"})

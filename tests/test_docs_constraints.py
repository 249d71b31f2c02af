"""docs/constraints.md: every example is read, and reads back as the sentence below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from mcda import api
from mcda.model.constraint import KINDS, Constraint
from mcda.problem.limits import limit_of
from mcda.problem.sentences import sentence

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "constraints.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```\n> (.*?)\n", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize(("text", "words"), EXAMPLES, ids=[re.search(r"name: (.*)", text)[1] for text, _ in EXAMPLES])
def test_an_example_reads_back_as_its_sentence(text: str, words: str) -> None:
    study = api.load(ROOT)

    constraint = Constraint.model_validate(YAML(typ="safe", pure=True).load(text))

    assert sentence(study, constraint) == words
    if constraint.interaction is None:
        assert limit_of(study, constraint).tests


def test_every_kind_has_an_example() -> None:
    shown = {Constraint.model_validate(YAML(typ="safe", pure=True).load(text)).kind for text, _ in EXAMPLES}

    assert shown == set(KINDS)

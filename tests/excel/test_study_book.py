"""A study goes through a workbook and through a folder without losing anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mcda import api
from mcda.api.starting import reference_study
from mcda.api.templates import template, to_folder
from mcda.api.workbooks import read_workbook
from mcda.errors import errors
from mcda.excel.template import template_workbook
from mcda.files.writing import study_files
from mcda.model.checks import check
from mcda.model.option import Option
from mcda.model.study import Study
from tests.excel.study_cases import full_study, hostile_study, worlds_study

CASES = {
    "reference": lambda: api.load(reference_study()),
    "full": full_study,
    "hostile": hostile_study,
    "worlds": worlds_study,
}
SOON = ("hostile", "worlds")
STAGED = [*SOON, *(pytest.param(case, marks=pytest.mark.campaign) for case in CASES if case not in SOON)]


def through_workbook(study: Study, folder: Path) -> Study:
    path = folder / "study.xlsx"
    path.write_bytes(template_workbook(study))
    draft = read_workbook(path)
    assert errors(draft.findings) == ()
    return draft.study()


def through_folder(study: Study, folder: Path) -> Study:
    for name, data in study_files(study).items():
        path = folder / "study" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    draft = api.read(folder / "study")
    assert errors(draft.findings) == ()
    return draft.study()


@pytest.mark.parametrize("case", STAGED)
def test_a_study_comes_back_from_a_workbook_unchanged(case: str, tmp_path: Path) -> None:
    study = CASES[case]()

    assert through_workbook(study, tmp_path) == study


@pytest.mark.parametrize("case", STAGED)
def test_a_study_comes_back_from_a_folder_unchanged(case: str, tmp_path: Path) -> None:
    study = CASES[case]()

    assert through_folder(study, tmp_path) == study


def test_folder_to_workbook_to_folder_gives_the_same_files(tmp_path: Path) -> None:
    template(tmp_path / "one.xlsx", reference_study())
    folder = to_folder(tmp_path / "one.xlsx", tmp_path / "folder")
    template(tmp_path / "two.xlsx", folder)

    assert api.load(folder) == api.load(reference_study())
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_reference_study_in_a_workbook_has_the_findings_it_has_in_its_folder(tmp_path: Path) -> None:
    path = template(tmp_path / "study.xlsx", reference_study())

    found = check(read_workbook(path))

    assert [f.code for f in found] == [f.code for f in api.check(reference_study())]


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60)
# An apostrophe before a formula sign is what CSV files guard with; such texts cannot be told from guarded ones there.
_SAFE = _TEXT.map(str.strip).filter(lambda text: not text.startswith("'") and "x005F_" not in text)


# Without shrinking: each example is a workbook and a folder, and what fails is small enough to read.
@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(_SAFE.filter(bool), _SAFE), min_size=1, max_size=12),
    st.lists(_SAFE.filter(bool), min_size=4, max_size=4),
)
def test_any_text_survives_workbook_and_folder(
    tmp_path_factory: pytest.TempPathFactory, named: list[tuple[str, str]], texts: list[str]
) -> None:
    study = full_study()
    options = tuple(
        Option(key=f"o{i}", name=name, uses={"money": 1, "staff": i}, note=note) for i, (name, note) in enumerate(named)
    )
    about = study.about.model_copy(update=dict(zip(("question", "context", "handling", "when"), texts, strict=True)))
    study = study.model_copy(update={"options": options, "ratings": (), "about": about})
    folder = tmp_path_factory.mktemp("texts")

    back = through_folder(through_workbook(study, folder), folder)

    assert back == study


@settings(max_examples=60, deadline=None)
@given(
    st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=None).filter(
        # Longer numbers are refused with a finding.
        lambda d: (not d or -20 < d.adjusted() < 20) and len(d.as_tuple().digits) <= 60
    )
)
def test_any_number_survives_a_cell(number: object) -> None:
    from decimal import Decimal

    from mcda.excel.cells import number_text
    from mcda.excel.template.blocks import stored
    from mcda.model.numbers import read_quantity

    cell = stored(Decimal(str(number)))

    text = cell if isinstance(cell, str) else number_text(float(cell or 0))
    assert read_quantity(text).value == number

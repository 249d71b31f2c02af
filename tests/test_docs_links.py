"""Links between the pages of docs/ lead somewhere, and every page can be reached from the first one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def targets(page: Path) -> list[Path]:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [(page.parent / link).resolve() for link in LINK.findall(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_links_and_pictures_are_there(page: Path) -> None:
    assert [target.name for target in targets(page) if not target.exists()] == []


@pytest.mark.parametrize("folder", ["howto", "reference", "textbook"])
def test_the_list_of_a_folder_and_its_toctree_name_the_same_pages(folder: str) -> None:
    index = DOCS / folder / "index.md"
    tree = re.search(r"```\{toctree\}\n:hidden:\n(.*?)```", index.read_text(encoding="utf-8"), re.DOTALL)
    listed = [target.stem for target in targets(index) if target.parent == index.parent]

    assert tree is not None
    assert sorted(tree[1].split()) == sorted(listed)


def test_every_page_is_reached_from_the_index() -> None:
    reached, new = set[Path](), {DOCS / "index.md"}
    while new:
        reached |= new
        linked = {target for page in new for target in targets(page)}
        new = {page for page in linked if page.suffix == ".md" and page.exists()} - reached

    assert {page.relative_to(DOCS).as_posix() for page in set(PAGES) - reached} == set()

"""Makes odd and hostile workbooks, byte by byte: what programs, people and attackers put into a file called .xlsx."""

from __future__ import annotations

import random
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

RATINGS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>option</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>best</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>heat</t></is></c><c r="B2"><v>3</v></c></row>'
)


@dataclass(frozen=True)
class Odd:
    """A file: its name, its bytes, and words and code of the finding it must lead to (none: it must simply be read)."""

    name: str
    content: bytes | Mapping[str, bytes]
    code: str = ""
    words: str = ""
    extra: tuple[tuple[str, bytes], ...] = field(default=())

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
            return path
        with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            warnings.simplefilter("ignore")
            for name, data in (*self.content.items(), *self.extra):
                archive.writestr(name, data)
        return path


def text_cell(name: str, text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'


def table(*cells: str, before: str = "", after: str = "") -> str:
    """A sheet with the headings option and best, and one row of further cells for row 2."""
    head = f'<row r="1">{text_cell("A1", "option")}{text_cell("B1", "best")}</row>'
    return sheet(head + f'<row r="2">{"".join(cells)}</row>', before, after)


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def package(
    sheet_xml: str | bytes, others: Mapping[str, str | bytes] | None = None, names: str = ""
) -> dict[str, bytes]:
    """The parts of a small workbook with one sheet called Ratings; style 1 is 0%, style 2 a date."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types("xl/sharedStrings.xml" in (others or {})),
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Ratings" sheetId="1" '
        f'r:id="rId1"/></sheets><definedNames>{names}</definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    parts.update(others or {})
    return {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}


def _content_types(has_strings: bool) -> str:
    kinds = {"workbook.xml": "sheet.main", "worksheets/sheet1.xml": "worksheet", "styles.xml": "styles"}
    if has_strings:
        kinds["sharedStrings.xml"] = "sharedStrings"
    lines = [f'<Override PartName="/xl/{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in kinds.items()]
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{''.join(lines)}</Types>"
    )


def _styles(extra: str = "") -> str:
    return (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill><patternFill/></fill></fills>'
        "<borders><border/></borders>"
        f'<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/>{extra}'
        "</cellXfs></styleSheet>"
    )


def strings(items: str, doctype: str = "") -> str:
    return f'<?xml version="1.0"?>{doctype}<sst xmlns="{MAIN}">{items}</sst>'


_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
_XXE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
_SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>'


def _with_strings(part: str | bytes) -> dict[str, bytes]:
    return package(sheet(_SHARED), {"xl/sharedStrings.xml": part})


def _noise(size: int) -> str:
    return random.Random(4).randbytes(size // 2).hex()


def refused() -> list[Odd]:
    """Files that must not be read at all."""
    good = package(sheet(RATINGS))
    pad = f"<!-- {'x' * 70_000} -->"
    early = f"<!-- {'x' * 5_000} <a -->"
    laughing = strings("<si><t>&j;</t></si>", _LAUGHS)
    many = {f"xl/junk{i}.xml": b"<a/>" for i in range(1200)}
    sheets = {**good, "xl/externalLinks/../../evil.xml": b"<a/>"}
    word = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}
    return [
        Odd("empty.xlsx", b"", "empty-file", "is empty"),
        Odd("old.xlsx", OLE + b"\0" * 5000, "old-excel", "old Excel file (.xls)"),
        Odd("book.xls", OLE + b"\0" * 5000, "old-excel", "old Excel file (.xls)"),
        Odd("locked.xlsx", OLE + b"\0" * 3000 + "EncryptedPackage".encode("utf-16-le"), "password", "needs a password"),
        Odd("text.xlsx", b"option;best\nheat;3\n", "not-a-workbook", "looks like text"),
        Odd("page.xlsx", b"<html><table></table></html>", "not-a-workbook", "looks like text"),
        Odd("~$study.xlsx", b"\x05Anna" + b" " * 50, "lock-file", "lock file"),
        Odd(".~lock.study.xlsx#", b",anna,host;", "lock-file", "lock file"),
        Odd("tiny.xlsx", b"PK\x03\x04 cut", "damaged", "damaged or cut short"),
        Odd("open.xlsx", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "not-a-workbook", "(.ods)"),
        Odd("letter.xlsx", word, "not-a-workbook", "Word document"),
        Odd("binary.xlsx", {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}, "not-a-workbook", "(.xlsb)"),
        Odd("zip.xlsx", {"readme.txt": b"hello"}, "not-a-workbook", "without a workbook"),
        Odd("twice.xlsx", good, "part-twice", "twice", extra=(("xl/styles.xml", b"<styleSheet/>"),)),
        Odd("case.xlsx", good, "part-twice", "twice", extra=(("XL/Styles.xml", b"<styleSheet/>"),)),
        Odd("climbing.xlsx", sheets, "unsafe-name", "unsafe name"),
        Odd("absolute.xlsx", {**good, "/etc/cron.xml": b"<a/>"}, "unsafe-name", "unsafe name"),
        Odd("bomb-strings.xlsx", _with_strings(b"<sst>" + b" " * (61 * 2**20)), "too-large", "far more"),
        Odd("bomb-rows.xlsx", package("<worksheet>" + "<row/>" * 3_000_000), "too-large", "far more"),
        Odd("many-parts.xlsx", {**good, **many}, "too-large", "far more"),
        Odd(
            "long-directory.xlsx", {**good, **{"x" * 30_000 + str(i): b"" for i in range(10)}}, "too-large", "far more"
        ),
        Odd(
            "slow-styles.xlsx", package(sheet(RATINGS), {"xl/styles.xml": _slow_styles()}), "too-large", "far too long"
        ),
        Odd("slow-head.xlsx", package(sheet(RATINGS, _slow_columns())), "too-large", "far too long"),
        Odd("slow-names.xlsx", package(sheet(RATINGS), names=_slow_names()), "too-large", "far too long"),
        Odd("laughs.xlsx", _with_strings(laughing), "doctype", "document type"),
        Odd("laughs-utf16.xlsx", _with_strings(_utf16(laughing)), "doctype", "document type"),
        Odd("laughs-utf16-bare.xlsx", _with_strings(_utf16(laughing)[2:]), "doctype", "document type"),
        Odd("outside-entity.xlsx", _with_strings(strings("<si><t>&f;</t></si>", _XXE)), "doctype", "document type"),
        Odd("hidden-doctype.xlsx", package(early + _XXE + sheet(RATINGS)), "doctype", "document type"),
        Odd("far-doctype.xlsx", package(pad + _XXE + sheet(RATINGS)), "damaged", "is damaged"),
        Odd("strict.xlsx", _strict(), "strict-workbook", "Strict Open XML"),
    ]


def _slow_styles() -> str:
    numbers = random.Random(4)
    return _styles("".join(f'<xf numFmtId="0" fontId="{numbers.randrange(10**9)}"/>' for _ in range(80_000)))


def _slow_columns() -> str:
    numbers = random.Random(4)
    widths = "".join(f'<col min="1" max="1" width="{numbers.randrange(10**9)}"/>' for _ in range(60_000))
    return f"<cols>{widths}</cols>"


def _slow_names() -> str:
    numbers = random.Random(4)
    names = (f'<definedName name="n{numbers.randrange(10**9)}">Ratings!$A$1</definedName>' for _ in range(40_000))
    return "".join(names)


def _utf16(text: str) -> bytes:
    return text.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16")


def _strict() -> dict[str, bytes]:
    good = package(sheet(RATINGS))
    return {
        name: part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, part in good.items()
    }


def damaged() -> list[Odd]:
    """Files that look right from outside and are not."""
    unsorted = '<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    deep = f'<sst xmlns="{MAIN}">' + "<si>" * 20_000 + "</si>" * 20_000 + "</sst>"
    return [
        Odd("cut-sheet.xlsx", package(sheet(RATINGS)[:300]), "damaged", "is damaged"),
        Odd("rows-unsorted.xlsx", package(sheet(unsorted)), "damaged", "is damaged"),
        Odd(
            "no-string.xlsx", package(sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')), "damaged", "is damaged"
        ),
        Odd("not-a-number.xlsx", package(table('<c r="A2"><v>NaN</v></c>')), "damaged", "is damaged"),
        Odd("no-style.xlsx", package(table('<c r="A2" s="77"><v>1</v></c>')), "damaged", "is damaged"),
        Odd("deep.xlsx", _with_strings(deep), "no-table", "No sheet holds a table"),
        Odd(
            "no-rels.xlsx",
            package(sheet(RATINGS), {"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
            "damaged",
            "damaged",
        ),
        Odd("blank.xlsx", package(sheet("")), "no-table", "No sheet holds a table"),
        Odd(
            "no-sheet.xlsx",
            {name: data for name, data in package(sheet(RATINGS)).items() if "sheet1" not in name},
            "damaged",
            "damaged",
        ),
        Odd(
            "odd-encoding.xlsx",
            package(sheet(RATINGS), {"docProps/core.xml": '<?xml version="1.0" encoding="inf"?><a/>'}),
            "damaged",
            "damaged",
        ),
    ]


def read_with_a_finding() -> list[Odd]:
    """Files that are read, with a finding about something in them."""
    name = text_cell("A2", "heat")
    far = RATINGS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    long = RATINGS + "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(3, 2100))
    wide = RATINGS.replace("</row>", '<c r="XFD1"><v>9</v></c></row>', 1)
    merge = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    hidden_column = '<cols><col min="2" max="2" hidden="1"/></cols>'
    link = {"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>'}
    everything = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    huge = "".join(
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>{_noise(3800)}</t></is></c></row>' for i in range(1, 2300)
    )
    heads = f'<row r="1">{text_cell("A1", "best")}{text_cell("B1", "Best ")}</row>'
    return [
        Odd("far-cell.xlsx", package(sheet(far)), "beyond-bounds", "XFD1048576"),
        Odd("far-column.xlsx", package(sheet(wide)), "beyond-bounds", "XFD1"),
        Odd("long.xlsx", package(sheet(long)), "too-many-rows", "beyond row 2000"),
        Odd("huge.xlsx", package(sheet(huge)), "sheet-too-large", "far more than a table"),
        Odd("dense.xlsx", package(sheet(_dense())), "sheet-too-large", "far more than a table"),
        Odd("links.xlsx", package(sheet(RATINGS), link), "outside-links", "nothing was fetched"),
        Odd("macros.xlsm", package(sheet(RATINGS), {"xl/vbaProject.bin": OLE}), "macros", "were not run"),
        Odd("dde.xlsx", package(table(name, _formula("cmd|'/c calc'!A0", "<v>3</v>"))), "outside-links", "B2"),
        Odd("other-book.xlsx", package(table(name, _formula("[1]Data!A1", "<v>3</v>"))), "outside-links", "B2"),
        Odd("web.xlsx", package(table(name, _formula('WEBSERVICE("http://x")', "<v>3</v>"))), "outside-links", "B2"),
        Odd("formula.xlsx", package(table(name, _formula("1+2", "<v>3</v>"))), "formulas", "stored results: B2"),
        Odd("no-result.xlsx", package(table(name, _formula("1+2", "<v/>"))), "formula-without-result", "save it"),
        Odd("error.xlsx", package(table(name, '<c r="B2" t="e"><v>#DIV/0!</v></c>')), "spreadsheet-error", "#DIV/0!"),
        Odd("endless.xlsx", package(table(name, '<c r="B2"><v>1e999</v></c>')), "spreadsheet-error", "without end"),
        Odd("date.xlsx", package(table(name, '<c r="B2" s="2"><v>46145</v></c>')), "date", "2026-05-03"),
        Odd("merged.xlsx", package(table(name, after=merge)), "merged-cells", "holds a value: A2:A3"),
        Odd("all-merged.xlsx", package(table(name, after=everything)), "merged-cells", "A1:XFD1048576"),
        Odd("hidden-row.xlsx", package(sheet(RATINGS.replace('r="2"', 'r="2" hidden="1"'))), "hidden", "others: 2"),
        Odd(
            "hidden-column.xlsx",
            package(sheet(RATINGS, before=hidden_column)),
            "hidden",
            "columns were read like the others: B",
        ),
        Odd("hidden-sheet.xlsx", _hidden_sheet(), "hidden", "The sheet is hidden"),
        Odd("headings.xlsx", package(sheet(heads)), "heading-twice", "more than one column"),
        Odd("beside.xlsx", package(table(name, text_cell("F2", "a remark"))), "beside-table", "F2"),
        Odd("wrong-size.xlsx", package(sheet(RATINGS, before='<dimension ref="A1:XFD1048576"/>'))),
        Odd("no-references.xlsx", package(sheet(re.sub(r' r="\w+"', "", RATINGS)))),
        Odd("utf16.xlsx", package(f'<?xml version="1.0" encoding="UTF-16"?>{sheet(RATINGS)}'.encode("utf-16"))),
    ]


def _formula(formula: str, value: str) -> str:
    return f'<c r="B2"><f>{formula}</f>{value}</c>'


def _hidden_sheet() -> dict[str, bytes]:
    parts = package(sheet(RATINGS))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'sheetId="1"', b'sheetId="1" state="hidden"')
    return parts


def _dense() -> str:
    numbers = random.Random(4)
    rows = []
    for i in range(1, 401):
        cells = "".join(f'<c r="{column}{i}"><v>{numbers.randrange(10**6)}</v></c>' for column in _columns(200))
        rows.append(f'<row r="{i}">{cells}</row>')
    return "".join(rows)


def _columns(count: int) -> list[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [(letters[i // 26 - 1] if i >= 26 else "") + letters[i % 26] for i in range(count)]

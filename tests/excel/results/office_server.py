"""LibreOffice at the other end of a pipe: reads commands as lines of JSON, types into cells, answers with their values.

Run by a Python that has `uno` (the system's own), started by `tests.excel.results.office`; it imports nothing of ours.
An error cell is answered as the text `#ERROR`, a blank one as an empty text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # only there beside LibreOffice
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.uno import RuntimeException  # type: ignore[import-not-found]

_PATIENCE = 60
# com.sun.star.sheet.FormulaResult.ERROR
_ERROR = 4


def _property(name: str, value: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


_HIDDEN = _property("Hidden", value=True)
# Arguments of LibreOffice, which takes none by name.
_FOR_GOOD, _NOTHING_MORE = True, False


# Field separator, quotes, UTF-8, first line.
_COMMAS = "44,34,76,1"


def _kind(path: Path) -> tuple[Any, ...]:
    """How a file is read, and so written again."""
    if path.suffix != ".csv":
        return (_HIDDEN,)
    return _HIDDEN, _property("FilterName", "Text - txt - csv (StarCalc)"), _property("FilterOptions", _COMMAS)


def _connected(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _values(cells: Any) -> list[list[object]]:
    return [["#ERROR" if value is None else value for value in row] for row in cells.getDataArray()]


def _type(document: Any, sheet: str, cell: str, value: object) -> None:
    found = document.Sheets.getByName(sheet).getCellRangeByName(cell)
    if isinstance(value, dict):
        found.setFormula(value["formula"])
    elif isinstance(value, str):
        found.setString(value)
    elif value is None:
        found.setString("")
    else:
        found.setValue(float(value))


def _errors(document: Any) -> list[list[str]]:
    """Sheet and range of the formulas that give an error."""
    found = []
    for sheet in document.Sheets:
        ranges = sheet.queryFormulaCells(_ERROR).getRangeAddressesAsString()
        found += [[sheet.Name, area.rpartition(".")[2]] for area in ranges.split(";") if area]
    return found


def _filled(sheets: list[Any]) -> dict[str, list[list[object]]]:
    found = {}
    for sheet in sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(_NOTHING_MORE)
        end = cursor.getRangeAddress()
        found[sheet.Name] = _values(sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow))
    return found


def _answer(desktop: Any, document: Any, order: dict[str, Any]) -> tuple[Any, object]:
    match order["do"]:
        case "open":
            if document is not None:
                document.close(_FOR_GOOD)
            path = Path(order["path"]).resolve()
            return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, _kind(path)), "open"
        case "close":
            document.close(_FOR_GOOD)
            return None, "closed"
        case "type":
            before = []
            for sheet, cell, value in order["cells"]:
                before.append(document.Sheets.getByName(sheet).getCellRangeByName(cell).getFormula())
                _type(document, sheet, cell, value)
            return document, before
        case "recalculate":
            document.calculateAll()
            return document, "done"
        case "read":
            blocks = ((document.Sheets.getByName(sheet), area) for sheet, area in order["blocks"])
            return document, [_values(sheet.getCellRangeByName(area)) for sheet, area in blocks]
        case "everything":
            return document, _filled(list(document.Sheets))
        case "visible":
            return document, _filled([sheet for sheet in document.Sheets if sheet.IsVisible])
        case "errors":
            return document, _errors(document)
        case "rows":
            rows = document.Sheets.getByName(order["sheet"]).Rows
            try:
                (rows.insertByIndex if order["count"] > 0 else rows.removeByIndex)(order["at"], abs(order["count"]))
            except RuntimeException:
                return document, "refused"
            return document, "done"
        case "unprotect":
            document.Sheets.getByName(order["sheet"]).unprotect("")
            return document, "done"
        case "move":
            document.Sheets.moveByName(order["sheet"], order["place"])
            return document, "done"
        case "store":
            document.store()
            return document, "stored"
        case "save":
            url = Path(order["path"]).resolve().as_uri()
            document.storeToURL(url, (_property("FilterName", "Calc MS Excel 2007 XML"),))
            return document, "saved"
    raise ValueError(order["do"])


def main(soffice: str, profile: str) -> None:
    """Serve until the input ends."""
    pipe = f"mcda{os.getpid()}"
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck", "--nodefault"]
    office = subprocess.Popen(
        [*command, f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        desktop, document = _connected(pipe), None
        for line in sys.stdin:
            document, answer = _answer(desktop, document, json.loads(line))
            print(json.dumps(answer), flush=True)
        if document is not None:
            document.close(_FOR_GOOD)
        desktop.terminate()
        office.wait(timeout=20)
    finally:
        if office.poll() is None:
            office.kill()


if __name__ == "__main__":
    main(*sys.argv[1:3])

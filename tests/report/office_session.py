"""One LibreOffice session that edits a file and saves it as often as asked; run by a Python that has `uno`.

    python office_session.py FILE PROFILE

Each line on standard input is a sheet (name or number), a column, a row (from 0) and a number; "saved" is the answer.
Nothing of this project may be imported here: that Python is not ours.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 90.0
COMMAS = "44,34,76,1"  # field separator, quotes, UTF-8, first line


def main(file: Path, profile: Path) -> None:
    """Open the file, change and save it line by line, and end the program with the last line."""
    pipe = f"mcda{profile.name}"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL)
    desktop = connected(pipe)
    try:
        document = desktop.loadComponentFromURL(file.as_uri(), "_blank", 0, kind_of(file))
        print("open", flush=True)
        for line in sys.stdin:
            sheet, column, row, number = line.split()
            sheets = document.Sheets
            chosen = sheets.getByIndex(int(sheet)) if sheet.isdigit() else sheets.getByName(sheet)
            chosen.getCellByPosition(int(column), int(row)).setValue(float(number))
            document.store()
            print("saved", flush=True)
        document.close(True)  # noqa: FBT003  (its signature)
    finally:
        with contextlib.suppress(Exception):
            # It closes the connection before it answers.
            desktop.terminate()
        office.wait(PATIENCE)


def connected(pipe):
    """The program once it listens."""
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def kind_of(file):
    """How a file is read, and so written again."""
    import uno  # noqa: F401  (it makes the next import possible)
    from com.sun.star.beans import PropertyValue

    properties = {"Hidden": True}
    if file.suffix == ".csv":
        properties |= {"FilterName": "Text - txt - csv (StarCalc)", "FilterOptions": COMMAS}
    return tuple(PropertyValue(Name=name, Value=value) for name, value in properties.items())


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())

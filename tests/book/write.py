"""Writes cells of a workbook by LibreOffice's own scripting: WORK BOOK OUT 'sheet|label|text'…

A cell is meant by its label: the first open cell to the right of that label or, of a heading, below it; 「名+1」 is the
one below the first.
"""

import re
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def prop(name, value):
    own = PropertyValue()
    own.Name, own.Value = name, value
    return own


def connect(work):
    pipe = "fugi-book"
    process = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation=file://{work}/office",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            return process, desktop
        except Exception:  # not there yet
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def is_open(cell):
    return not cell.CellProtection.IsLocked


def find(sheet, label):
    name, _, number = label.partition("+")
    number = int(number or 0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows, columns = cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1
    for row in range(rows):
        for column in range(columns):
            if sheet.getCellByPosition(column, row).String != name:
                continue
            if number == 0:
                for right in range(column + 1, columns):
                    cell = sheet.getCellByPosition(right, row)
                    if is_open(cell):
                        return cell
                    if cell.String:
                        break
            below = [sheet.getCellByPosition(column, at) for at in range(row + 1, rows)]
            below = [cell for cell in below if is_open(cell)]
            if len(below) > number:
                return below[number]
    raise SystemExit(f"no open cell for {label}")


def main():
    work, book, out, *cells = sys.argv[1:]
    process, desktop = connect(work)
    try:
        document = desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(book), "_blank", 0, (prop("Hidden", True),)
        )
        for cell in cells:
            sheet, label, text = re.split(r"\|", cell, maxsplit=2)
            find(document.Sheets.getByName(sheet), label).String = text
        document.storeToURL(uno.systemPathToFileUrl(out), (prop("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)
    finally:
        try:
            desktop.terminate()
        except Exception:  # it ends before it answers
            pass
        process.wait(timeout=60)


main()

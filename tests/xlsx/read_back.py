"""Reads a workbook of `fugi render` with openpyxl: what can be filled in, what is locked, how it prints.

usage: read_back.py WORKBOOK
"""

import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
assert book.sheetnames[0] == "目次", book.sheetnames
answers = 0
for sheet in book:
    name = sheet.title
    assert sheet.page_setup.paperSize == 9, f"{name}: not A4"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage, f"{name}: not fitted to the page"
    assert sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0, name
    assert "&P / &N" in (sheet.oddFooter.center.text or "").replace("&[Page]", "&P").replace("&[Pages]", "&N"), name
    assert "【案】" in sheet.oddHeader.left.text, name
    assert sheet.print_title_rows, f"{name}: the heading is not repeated"
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert all(height is None or height <= 409.5 for height in heights), f"{name}: a row is too high"
    if not name.startswith("チェック"):
        continue
    assert sheet.protection.sheet, f"{name}: not protected"
    assert not sheet.protection.formatRows, f"{name}: rows cannot be made higher"
    lists = [own for own in sheet.data_validations.dataValidation if own.type == "list"]
    assert all(own.formula1 == '"○,ー"' for own in lists), name
    chosen = {cell for own in lists for area in own.sqref.ranges for cell in area.cells}
    answers += len(chosen)
    unlocked = {
        (cell.row, cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    wanted = {(row, column + offset) for row, column in chosen for offset in (0, 2, 3)}
    assert unlocked == wanted, f"{name}: {unlocked ^ wanted}"
    red = {area.coord for own in sheet.conditional_formatting for area in own.sqref.ranges}
    assert len(red) == 2 * len(chosen), f"{name}: {len(red)} conditions"
    groups = [area for area in sheet.merged_cells.ranges if area.min_col == area.max_col == 1]
    assert len(groups) == 2, f"{name}: {groups}"
assert answers == 80, answers
print(f"{len(book.sheetnames)} sheets, {answers} answers to choose")

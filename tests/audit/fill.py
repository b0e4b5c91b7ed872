"""Fills in a form of `fugi audit sheet` as an inspector does, with openpyxl.

usage: fill.py FORM OUT [CELL=TEXT…]     CELL=TEXT spoils a cell of the questions afterwards
"""

import datetime
import sys

import openpyxl

form, out, *spoilings = sys.argv[1:]
book = openpyxl.load_workbook(form)
assert book["様式の印"].sheet_state == "hidden" and all(sheet.protection.sheet for sheet in book)
sheet = book["監査票"] if "監査票" in book.sheetnames else book["回答票"]
cells = {cell.value: cell for row in sheet.iter_rows(max_col=1) for cell in row if cell.value}
head = cells["変更"].row
questions = [row for row in range(head + 1, sheet.max_row + 1) if sheet.cell(row, 2).value]
lists = {str(own.sqref): own for own in sheet.data_validations.dataValidation if own.type == "list"}
assert all(f"D{row}" in lists for row in questions), "a question has no drop-down"
assert not any(sheet.cell(row, 4).protection.locked for row in questions), "an answer is locked"
assert all(sheet.cell(row, 3).protection.locked for row in questions), "a question is not locked"
assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
if sheet.title == "監査票":
    def field(label, value, column=3):
        sheet.cell(cells[label].row, column).value = value

    field("実施日", datetime.date(2026, 11, 20))
    field("方法", "実地")
    field("検査した者１", "見本課")
    field("検査した者１", "係長", 4)
    field("検査した者１", "見本 太郎", 6)
    field("再委託先", "含む")
    field("総評", "おおむね良い。")
    for index, row in enumerate(questions):
        # 〇 and the like are pasted from elsewhere; here the words with spaces.
        sheet.cell(row, 4).value = "適 "
        sheet.cell(row, 5).value = f"記録{index + 1}（2026-11-20）"
    last = questions[-1]
    sheet.cell(last, 4).value = "不適"
    sheet.cell(last, 6).value = "所在地の届出がない。"
    sheet.cell(last, 7).value = datetime.date(2027, 1, 31)
else:
    # A mark that was pasted, and another answer.
    sheet.cell(questions[0], 4).value = "〇"
    sheet.cell(questions[-1], 4).value = "－"
    sheet.cell(questions[-1], 5).value = "サーバを使わないため"
    sheet.cell(questions[-1], 6).value = None
for spoiling in spoilings:
    cell, text = spoiling.split("=", 1)
    sheet[cell] = text
book.save(out)

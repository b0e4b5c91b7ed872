"""What python-docx sees in the Word file of the submission of fiscal 2025: tables, sections, headings."""

import sys

import docx
from docx.enum.section import WD_ORIENT

document = docx.Document(sys.argv[1])

properties = document.core_properties
assert "後期高齢者医療保険料" in properties.title, properties.title
assert properties.language == "ja-JP", properties.language

landscape = [own for own in document.sections if own.orientation == WD_ORIENT.LANDSCAPE]
assert len(landscape) == 3, f"{len(landscape)} landscape sections"
for own in landscape:
    assert own.page_width > own.page_height

headings = [own.text for own in document.paragraphs if own.style.name in ("heading 1", "Heading 1", "図の見出し", "表紙の見出し")]
assert len(headings) == 15, headings
assert headings[1] == "事業の概要", headings[1]

checklists = [table for table in document.tables if len(table.columns) == 3 and table.cell(0, 2).text == "情報保護対策"]
assert len(checklists) == 4, f"{len(checklists)} checklists"
rows = 0
for table in checklists:
    groups = {}
    for row in table.rows[1:]:
        rows += 1
        # A merged cell is one object, however often it is asked for.
        groups.setdefault(row.cells[0]._tc, 0)
        groups[row.cells[0]._tc] += 1
    assert sorted(groups.values()) in ([5, 11], [11, 13]), groups.values()
assert rows == 80, f"{rows} rows"

pictures = document.inline_shapes
assert len(pictures) == 3
for picture, section in zip(pictures, landscape):
    inside = section.page_width - section.left_margin - section.right_margin
    assert inside * 0.9 < picture.width <= inside, "a diagram fills its page"
print(f"python-docx: {len(document.tables)} tables, {len(document.sections)} sections, {len(headings)} headings, {rows} checklist rows")

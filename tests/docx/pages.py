"""Pages that LibreOffice made of a Word file (pdftotext -bbox): none is empty, no word leaves its page."""

import re
import sys

name, path = sys.argv[1:]
pages = re.split(r"<page ", open(path, encoding="utf-8").read())[1:]
assert pages
wrong = []
for number, page in enumerate(pages, 1):
    width, height = (float(own) for own in re.search(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
    words = re.findall(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">', page)
    # Header and footer alone are about ten words.
    body = [own for own in words if 60 < float(own[1]) < height - 50]
    if not body and width < height:
        wrong.append(f"page {number} is empty")
    for left, top, right, bottom in words:
        if float(left) < 0 or float(top) < 0 or float(right) > width or float(bottom) > height:
            wrong.append(f"page {number}: a word at {left},{top}-{right},{bottom} of {width}x{height}")
assert not wrong, f"{name}: " + "\n".join(wrong)
print(f"{name}: {len(pages)} pages, nothing runs off them, none is empty")

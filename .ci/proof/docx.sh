#!/usr/bin/env bash
# The Word file of the submission, as other programs see it: openxml-audit and the Open XML SDK find nothing, LibreOffice opens it and
# its text holds all 377 units, no page is empty, nothing runs off a page (nor in a matter of 8 parties, 40 steps
# and 300 items), python-docx sees tables, sections and headings.
# FUGI_FLAGS="--no-default-features --features cli" leaves the PDF out of the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install libreoffice-writer-nogui poppler-utils fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho
pip_install openxml-audit python-docx
office_install
python=$PWD/target/proof-python/bin/python
audit() { "$python" -m openxml_audit -m 0 "$1"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
read -ra flags <<< "${FUGI_FLAGS:-}"
mkdir "$work/whole" "$work/parts"
fugi() { cargo run --locked -q "${flags[@]}" -- render "$@" -q > /dev/null; }
fugi policies/r07/koki-iryo-cashless.yaml --format docx --out "$work/whole"
fugi policies/r08 --format docx --out "$work/r08"
# The matter that no ward has, and the submission in a ward's own looks; both are made by a test.
FUGI_DOCX="$work/whole" cargo test --locked -q "${flags[@]}" --test it -- --ignored docx::for_other_programs > /dev/null
for part in $("$python" -c 'import json; print(*json.load(open("tests/data/units.json")))'); do
  fugi policies/r07/koki-iryo-cashless.yaml --part "$part" --format docx --out "$work/parts"
done

for file in "$work"/whole/*.docx "$work"/r08/*.docx "$work"/parts/*.docx; do
  audit "$file" > "$work/audit.txt" || true
  grep -q '^Errors: 0' "$work/audit.txt" || { echo "$file"; cat "$work/audit.txt"; exit 1; }
done
for file in "$work"/whole/*.docx "$work"/r08/*.docx; do
  office_accepts "$file" Microsoft365 Office2013 Office2019
done
# The auditors must be able to fail.
mkdir "$work/broken"
(cd "$work/broken" && "$python" -m zipfile -e "$work/whole/koki-iryo-cashless.docx" .)
sed -i 's/<w:tblPr>/<w:nothing\/><w:tblPr>/' "$work/broken/word/document.xml"
(cd "$work/broken" && "$python" -m zipfile -c "$work/broken.docx" '[Content_Types].xml' _rels docProps word)
if audit "$work/broken.docx" > "$work/broken.txt" && grep -q '^Errors: 0' "$work/broken.txt"; then
  echo "openxml-audit finds nothing in a broken file" && exit 1
fi
if office_accepts "$work/broken.docx" Microsoft365 > /dev/null; then
  echo "the Open XML SDK finds nothing in a broken file" && exit 1
fi

office() { soffice "-env:UserInstallation=file://$work/office" --headless --convert-to "$@" > /dev/null 2>&1; }
office 'txt:Text (encoded):UTF8' --outdir "$work/text" "$work"/parts/*.docx
FUGI_DOCX="$work/text" cargo test --locked -q "${flags[@]}" --test it -- --ignored docx::libreoffice_reads_every_unit

office pdf --outdir "$work/pdf" "$work"/whole/*.docx
office pdf --outdir "$work/pdf/r08" "$work"/r08/*.docx
"$python" tests/docx/read_back.py "$work/whole/koki-iryo-cashless.docx"
for pdf in "$work"/pdf/*.pdf "$work"/pdf/r08/*.pdf; do
  pdftotext -bbox "$pdf" "$work/words.html"
  "$python" tests/docx/pages.py "$(basename "$pdf" .pdf)" "$work/words.html"
done

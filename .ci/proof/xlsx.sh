#!/usr/bin/env bash
# The workbook of the submission, as other programs see it: openxml-audit and the Open XML SDK find nothing,
# LibreOffice opens and saves it without a change, openpyxl finds the drop-downs, the locks and the print set-up.
# FUGI_FLAGS="--no-default-features --features cli" leaves the PDF out of the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install libreoffice-calc-nogui fonts-morisawa-bizud-gothic
pip_install openxml-audit openpyxl
office_install
python=$PWD/target/proof-python/bin/python
audit() { "$python" -m openxml_audit "$1"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
cargo run --locked -q ${FUGI_FLAGS:-} -- render policies/r07/koki-iryo-cashless.yaml --format xlsx --out "$work" > /dev/null
book="$work/koki-iryo-cashless.xlsx"

audit "$book" | tee "$work/audit.txt"
grep -q '^Errors: 0' "$work/audit.txt"
office_accepts "$book" Microsoft365 Office2013 Office2019

# The auditors must be able to fail.
mkdir "$work/broken"
(cd "$work/broken" && "$python" -m zipfile -e "$book" . 2> /dev/null)
sed -i 's/<sheetData>/<sheetData><nothing\/>/' "$work/broken/xl/worksheets/sheet1.xml"
(cd "$work/broken" && "$python" -m zipfile -c "$work/broken.xlsx" '[Content_Types].xml' _rels docProps xl)
if audit "$work/broken.xlsx" > "$work/broken.txt" && grep -q '^Errors: 0' "$work/broken.txt"; then
  echo "openxml-audit finds nothing in a broken workbook" && exit 1
fi
if office_accepts "$work/broken.xlsx" Microsoft365 > /dev/null; then
  echo "the Open XML SDK finds nothing in a broken workbook" && exit 1
fi

"$python" tests/xlsx/read_back.py "$book"
# shellcheck disable=SC2086
cargo test --locked -q ${FUGI_FLAGS:-} --test it -- --ignored xlsx::libreoffice

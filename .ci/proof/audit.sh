#!/usr/bin/env bash
# The audit form in other programs: openxml-audit and the Open XML SDK find nothing; it is filled in, opened and saved by LibreOffice, and
# imported; spoilt, encrypted, with macros, or blown up it is refused. The answers before a submission come back the
# same way into the matter.
# FUGI_FLAGS="--no-default-features --features cli" leaves the PDF out of the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install libreoffice-calc-nogui fonts-morisawa-bizud-gothic
pip_install openxml-audit openpyxl msoffcrypto-tool
office_install
python=$PWD/target/proof-python/bin/python

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
cargo build --locked -q ${FUGI_FLAGS:-}
cp -r policies fugi.yaml "$work"
fugi() { "$PWD/target/debug/fugi" --workspace "$work" --as-of 2026-12-01 "$@"; }
# Opens a workbook with LibreOffice and saves it again.
saved() {
  soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "xlsx:Calc MS Excel 2007 XML" \
    --outdir "$work/saved" "$1" > /dev/null 2>&1
  echo "$work/saved/$(basename "$1")"
}
# Imports a file that must be refused, and looks for what is said of it.
refused() {
  local file=$1 wanted=$2
  shift 2
  if fugi audit import "$file" "$@" > "$work/out.txt" 2>&1; then echo "imported: $file" && exit 1; fi
  grep -qF "$wanted" "$work/out.txt" || { echo "not said of $file: $wanted"; cat "$work/out.txt"; exit 1; }
}

fugi audit sheet r08/mihon-itaku/ticket insatsu > /dev/null
fugi audit sheet r08/koki-iryo-cashless/bank ntt > /dev/null
fugi audit sheet r08/mihon-itaku/ticket insatsu --before-submission > /dev/null
for form in "$work"/out/r08/*.xlsx; do
  "$python" -m openxml_audit "$form" > "$work/audit.txt" || { cat "$work/audit.txt"; exit 1; }
  grep -q '^Errors: 0' "$work/audit.txt"
  office_accepts "$form" Microsoft365 Office2013 Office2019
done

form="$work/out/r08/audit-mihon-itaku-ticket-insatsu.xlsx"
refused "$(saved "$form")" "監査票!D17: P1 の結果が未記入です"
"$python" tests/audit/fill.py "$form" "$work/spoilt.xlsx" "D18==1+1" "C19=変えた" "D20=良" "E21="
spoilt=$(saved "$work/spoilt.xlsx")
for wanted in "監査票!D18: 数式が入っています" "監査票!C19: 変えられない欄が変わっています" \
  "監査票!D20: 「良」は" "監査票!E21: P5 の確認した証跡を書いてください"; do
  refused "$spoilt" "$wanted"
done
[ ! -e "${form%.xlsx}.yaml" ]

"$python" tests/audit/fill.py "$form" "$work/filled.xlsx"
"$python" -m msoffcrypto -e -p secret "$work/filled.xlsx" "$work/secret.xlsx"
refused "$work/secret.xlsx" "パスワードの付いたファイルです"
"$python" - "$work" << 'EOF'
import sys, zipfile
work = sys.argv[1]
with zipfile.ZipFile(f"{work}/filled.xlsx") as own, zipfile.ZipFile(f"{work}/macro.xlsm", "w") as macro:
    for name in own.namelist():
        macro.writestr(name, own.read(name))
    macro.writestr("xl/vbaProject.bin", b"\0")
with zipfile.ZipFile(f"{work}/bomb.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
    bomb.writestr("xl/workbook.xml", "<workbook/>")
    for index in range(5):
        bomb.writestr(f"xl/worksheets/sheet{index + 1}.xml", b"\0" * (200 << 20))
EOF
refused "$work/macro.xlsm" "マクロを含む形式のファイルです"
refused "$work/bomb.xlsx" "展開すると大きすぎるファイルです"

fugi audit import "$(saved "$work/filled.xlsx")"
fugi audit plan --year r08 --format json > "$work/plan.txt"
# Imported is not yet signed: it is told, and counts for nothing.
grep -q '"waiting": 1' "$work/plan.txt"
grep -q '実施済' "$work/plan.txt" && { echo "an unsigned result counts as done"; exit 1; }
fugi audit report --year r08 > /dev/null
"$python" -m openxml_audit "$work/out/r08/audit-report.xlsx" | grep -q '^Errors: 0'

answers="$work/out/r08/answers-mihon-itaku-ticket-insatsu.xlsx"
"$python" tests/audit/fill.py "$answers" "$work/answers.xlsx"
fugi audit import "$(saved "$work/answers.xlsx")" --before-submission
diff policies/r08/mihon-itaku.yaml "$work/policies/r08/mihon-itaku.yaml" > "$work/diff.txt" && { echo "nothing was written"; exit 1; }
grep -c '^[<>]' "$work/diff.txt" | grep -qx 2
grep -q 'row: T11, status: not_needed, reason: サーバを使わないため' "$work/policies/r08/mihon-itaku.yaml"
echo "forms filled in with LibreOffice were imported; spoilt ones were refused"

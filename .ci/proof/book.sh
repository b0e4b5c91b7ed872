#!/usr/bin/env bash
# A matter as a workbook, as other programs see it: openxml-audit finds nothing; what LibreOffice saves anew changes
# nothing; what LibreOffice's own scripting (python3-uno) writes comes in, and nothing else; a matter begins from an
# empty book that was filled in so.
# FUGI_FLAGS="--no-default-features --features cli" leaves the PDF out of the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install libreoffice-calc-nogui fonts-morisawa-bizud-gothic python3-uno
pip_install openxml-audit
python=$PWD/target/proof-python/bin/python
audit() { "$python" -m openxml_audit "$1"; }
# shellcheck disable=SC2086
cargo build --locked -q ${FUGI_FLAGS:-}
fugi=$PWD/target/debug/fugi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/copy" "$work/books" "$work/saved"
cp -r fugi.yaml policies samples "$work/copy"
cd "$work/copy"

office() { soffice "-env:UserInstallation=file://$work/office" --headless "$@" > /dev/null 2>&1; }
script() { # in the office's own scripting: book, sheet, cell, text, …
  /usr/bin/python3 "$script" "$work" "$@"
}
script=$OLDPWD/tests/book/write.py

matters=(r07/koki-iryo-cashless r08/koki-iryo-cashless r08/mihon-itaku r09/kogaku-tsuchi r09/kosodate-kyufukin)
for matter in "${matters[@]}"; do
  "$fugi" book export "$matter" --out "$work/books/${matter/\//-}.xlsx" > /dev/null
done
"$fugi" --workspace samples/mihonshi book export r08/mimamori --out "$work/books/mihonshi.xlsx" > /dev/null
for book in "$work"/books/*.xlsx; do
  audit "$book" | tee "$work/audit.txt" | grep '^Errors: 0' || { cat "$work/audit.txt"; exit 1; }
done

# Saved anew by LibreOffice: no change, in every sample.
office --convert-to xlsx --outdir "$work/saved" "$work"/books/*.xlsx
for book in "$work"/saved/*.xlsx; do
  folder=.
  [ "$(basename "$book")" = mihonshi.xlsx ] && folder=samples/mihonshi
  "$fugi" --workspace "$folder" book import "$book" --lang en | tee "$work/said.txt"
  grep -q 'nothing changes' "$work/said.txt"
done

# Written by LibreOffice's scripting: these cells change, and no other line of the file.
before=$(mktemp -p "$work")
cp policies/r08/mihon-itaku.yaml "$before"
script "$work/saved/r08-mihon-itaku.xlsx" "$work/edited.xlsx" '概要|目的|新しい目的を、ここに書いた。' '概要|対象者数|１２，３４５' '概要|開始日|令和８年５月１日'
"$fugi" book import "$work/edited.xlsx"
cmp -s "$before" policies/r08/mihon-itaku.yaml
"$fugi" book import "$work/edited.xlsx" --yes
[ "$(diff "$before" policies/r08/mihon-itaku.yaml | grep -c '^>')" = 3 ]
[ "$(diff "$before" policies/r08/mihon-itaku.yaml | grep -c '^<')" = 3 ]
grep -q 'purpose: 新しい目的を、ここに書いた。' policies/r08/mihon-itaku.yaml
grep -q 'value: 12345' policies/r08/mihon-itaku.yaml
grep -q 'from: 2026-05-01' policies/r08/mihon-itaku.yaml

# The same book again is one of another state of the file.
if "$fugi" book import "$work/edited.xlsx" 2> "$work/refused.txt"; then exit 1; fi
grep -q '書き出した後に変わっています' "$work/refused.txt"

# What cannot be placed is told by its cell, and nothing is written.
"$fugi" book export r08/mihon-itaku --out "$work/wrong.xlsx" > /dev/null
script "$work/wrong.xlsx" "$work/wrong-2.xlsx" '概要|対象者数|多数' '概要|担当課|どこかの課'
if "$fugi" book import "$work/wrong-2.xlsx" --yes 2> "$work/refused.txt"; then exit 1; fi
cat "$work/refused.txt"
[ "$(grep -c '概要!' "$work/refused.txt")" = 2 ]

# A matter begins from an empty book.
"$fugi" book new hajimari --year r08 --out "$work/new.xlsx" > /dev/null
script "$work/new.xlsx" "$work/new-2.xlsx" '概要|件名|見本の業務の委託について' '概要|目的|始まりを示す。' \
  '当事者|名|申請者' '当事者|名+1|見本区' '当事者|名+2|印刷事業者' '当事者|種類|本人' '当事者|種類+1|区' '当事者|種類+2|委託先' \
  '別紙と図の一覧|一覧の題|申請の項目' '別紙と図の一覧|一覧|申請の項目' '別紙と図の一覧|情報項目|氏名' \
  '別紙と図の一覧|件名+2|印刷業務の委託について'
"$fugi" book import "$work/new-2.xlsx" --yes
cat policies/r08/hajimari.yaml
"$fugi" book export r08/hajimari --out "$work/new-3.xlsx" > /dev/null
"$fugi" book import "$work/new-3.xlsx" --lang en | grep -q 'nothing changes'

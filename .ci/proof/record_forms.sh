#!/usr/bin/env bash
# The forms that a contractor fills in, as other programs see them: openxml-audit finds nothing in the workbook;
# LibreOffice opens the paper for Word; what LibreOffice saves anew says the same; what its own scripting (python3-uno)
# writes is read, signed as any form, and says what was written; what cannot be placed is told by its cell.
# FUGI_FLAGS="--no-default-features --features cli" leaves the PDF out of the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install libreoffice-calc-nogui libreoffice-writer-nogui fonts-morisawa-bizud-gothic python3-uno
pip_install openxml-audit
python=$PWD/target/proof-python/bin/python
# shellcheck disable=SC2086
cargo build --locked -q ${FUGI_FLAGS:-}
fugi=$PWD/target/debug/fugi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/copy" "$work/forms" "$work/saved"
cp -r fugi.yaml policies evidence "$work/copy"
script=$PWD/tests/book/write.py
cd "$work/copy"

office() { soffice "-env:UserInstallation=file://$work/office" --headless "$@" > /dev/null 2>&1; }
write() { /usr/bin/python3 "$script" "$work" "$@"; }

contract=r08/mihon-itaku/result
"$fugi" erasure form $contract クラウド --as-of 2026-11-01 --out "$work/forms/erasure.xlsx" > /dev/null
"$fugi" erasure form $contract クラウド --as-of 2026-11-01 --out "$work/forms/erasure.docx" > /dev/null
for kind in incident handlers-report handover-ledger; do
  for ending in xlsx docx; do
    "$fugi" record new $kind --contract $contract --party クラウド --out "$work/forms/$kind.$ending" > /dev/null
  done
done
for form in "$work"/forms/*.xlsx; do
  "$python" -m openxml_audit "$form" | tee "$work/audit.txt" | grep '^Errors: 0' || { cat "$work/audit.txt"; exit 1; }
done

# LibreOffice opens each, and what it saves anew has the same gaps in the same cells.
office --convert-to pdf --outdir "$work/saved" "$work"/forms/*.docx
office --convert-to xlsx --outdir "$work/saved" "$work"/forms/*.xlsx
for form in "$work"/forms/*.xlsx; do
  name=$(basename "$form" .xlsx)
  test -s "$work/saved/$name.pdf"
  gaps() { "$fugi" record check "$1" --lang en 2>&1 | grep -oE '\b[A-Z]+[0-9]+: .*' | sort || true; }
  gaps "$form" > "$work/before.txt"
  gaps "$work/saved/$name.xlsx" > "$work/after.txt"
  test -s "$work/before.txt"
  diff "$work/before.txt" "$work/after.txt"
done

# Filled in by LibreOffice's scripting: one medium erased, the other never held anything.
write "$work/saved/erasure.xlsx" "$work/filled.xlsx" '消去完了報告|消したきっかけ|区の指示' \
  '消去完了報告|最後に使った日|2026/10/31' '消去完了報告|全て消し終えた日|令和８年１１月３日' \
  '消去完了報告|残したものはない|はい' '消去完了報告|職名|個人情報保護管理者' '消去完了報告|氏名|見本 九郎' \
  '消去完了報告|数量|１' '消去完了報告|消し方|暗号の鍵を消した（CE）' '消去完了報告|消し方の説明|保存領域の鍵の消去' \
  '消去完了報告|消した人の職名|主任' '消去完了報告|消した人の氏名|見本 八郎' '消去完了報告|消した日|2026-11-02' \
  '消去完了報告|消した場所|運用室' '消去完了報告|確かめた方法|読取りができないことの確認' \
  '消去完了報告|確かめた人の職名|室長' '消去完了報告|確かめた人の氏名（消した人と別）|見本 九郎' \
  '消去完了報告|確かめた日|2026-11-03' '消去完了報告|確かめた場所|運用室' \
  '消去完了報告|媒体の番号|２' '消去完了報告|写しがなかった理由|世代の保存をしていない'
"$fugi" record check "$work/filled.xlsx"
"$fugi" record sign "$work/filled.xlsx" --statement-only > /dev/null
"$python" - "$work/filled.statement.json" <<'PYTHON'
import json, sys
said = json.load(open(sys.argv[1], encoding="utf-8"))["predicate"]
[copy] = said["copies"]
assert (copy["place"], copy["method"]["category"], copy["quantity"]) == ("cloud-server", "crypto_erase", 1), copy
assert copy["verification"]["by"]["date"] == "2026-11-03" == said["completedOn"], said
assert said["absent"] == [{"place": "backup", "reason": "世代の保存をしていない"}], said["absent"]
assert said["trigger"] == "instruction" and said["nothingRetained"] is True and len(said["items"]) == 19, said
PYTHON

# What cannot be placed is told by its cell, and nothing is written.
write "$work/filled.xlsx" "$work/wrong.xlsx" '消去完了報告|数量|一式' '消去完了報告|消した日|先月'
if "$fugi" record sign "$work/wrong.xlsx" --statement-only 2> "$work/refused.txt"; then exit 1; fi
cat "$work/refused.txt"
[ "$(grep -cE '^要修正\[record-field\]: C[0-9]+: ' "$work/refused.txt")" = 2 ]
test ! -e "$work/wrong.statement.json"

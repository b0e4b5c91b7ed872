#!/usr/bin/env bash
# The log in crates of another hand (`signed_note`, `tlog_tiles`): they read what fugi writes, and fugi reads what they
# write. They have a lock file of their own in `peers/`, so that none of what they pull in is a part of fugi.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install jq

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
peers=$(cargo build --locked --quiet --manifest-path peers/Cargo.toml --message-format=json |
  jq -r 'select(.executable != null) | .executable')
others=$(cargo test --locked --test it --no-run --message-format=json 2> /dev/null |
  jq -r 'select(.executable != null and .target.name == "it") | .executable')
run() { "$others" --ignored --exact "evidence_others::$1" --test-threads=1 > "$work/out.txt" 2>&1 || { cat "$work/out.txt"; return 1; }; }

echo "-- they read what fugi writes"
FUGI_OUT=$work/log run a_log_for_others
"$peers" check "$work/log"
# It must be able to fail: whatever is edited is refused.
edited() { # WHAT FILE SED-EXPRESSION
  rm -rf "$work/edited"; cp -r "$work/log" "$work/edited"
  sed -i "$3" "$work/edited/$2"
  cmp -s "$work/log/$2" "$work/edited/$2" && { echo "$1: the edit changed nothing"; exit 1; }
  if "$peers" check "$work/edited" 2> /dev/null; then echo "$1 passed"; exit 1; fi
}
edited "an edited entry" evidence/log/tile/entries/000 's/receipt/RECEIPT/'
edited "an edited head" evidence/log/checkpoint '2s/.*/304/'
edited "an edited head of the series" evidence/log/checkpoints/256 '3s/^./A/;3s/^A\(.\)/B\1/'
edited "an edited tile" evidence/log/tile/0/000 '1s/^./\x00/;1s/^\x00./\x01\x02/'
edited "an edited proof" 255.tlog-proof '2s/.*/index 254/'

echo "-- fugi reads what they write"
"$peers" make "$work/log" "$work/theirs/evidence"
cp -r "$work"/log/evidence/{records,trust} "$work/theirs/evidence/"
FUGI_OUT=$work/theirs run a_log_by_peers
diff -r -x '*.cosigned' -x checkpoint -x leaf -x '.*' "$work/log/evidence/log" "$work/theirs/evidence/log"
echo "not a byte differs, but for the cosignature that fugi's witness gave"
rm -rf "$work/edited"; cp -r "$work/theirs" "$work/edited"
sed -i 's/receipt/RECEIPT/' "$work/edited/evidence/log/tile/entries/000"
if FUGI_OUT=$work/edited run a_log_by_peers > /dev/null; then echo "an edited entry of theirs passed"; exit 1; fi

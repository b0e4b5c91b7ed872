#!/usr/bin/env bash
# The log against programs and vectors of others, and under faults of the operating system.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install golang-go golang-golang-x-mod-dev strace jq

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
test_program() {
  cargo test --locked --test it --no-run --message-format=json 2> /dev/null |
    jq -r 'select(.executable != null and .target.name == "it") | .executable'
}
others=$(test_program)
run() { "$others" --ignored --exact "evidence_others::$1" --test-threads=1 > "$work/out.txt" 2>&1 || { cat "$work/out.txt"; return 1; }; }

echo "-- vectors of others"
if [ -n "${FUGI_VECTORS:-}" ]; then
  for test in signatures_of_others proofs_of_others a_log_of_others; do run "$test"; done
  echo "914 + 12 + 128 signatures, 195 proofs, a log of tessera: as expected"
else
  echo "FUGI_VECTORS is not set: third-party vectors were NOT run"
fi

echo "-- Go's sumdb reads what fugi writes"
FUGI_OUT=$work/log run a_log_for_others
GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$work/go go build -o "$work/checklog" tests/go/checklog.go
"$work/checklog" "$work/log"
# It must be able to fail: an edited entry, an edited head.
cp -r "$work/log" "$work/edited"
sed -i 's/receipt/RECEIPT/' "$work/edited/evidence/log/tile/entries/000"
if "$work/checklog" "$work/edited" 2> /dev/null; then echo "an edited entry passed"; exit 1; fi
rm -rf "$work/edited"; cp -r "$work/log" "$work/edited"
sed -i '2s/.*/304/' "$work/edited/evidence/log/checkpoint"
if "$work/checklog" "$work/edited" 2> /dev/null; then echo "an edited head passed"; exit 1; fi

echo "-- every call that changes a file is killed, fails, or finds the disk full; the next command recovers"
FUGI_OUT=$work/base run a_small_log_to_break
strace_append() { # FOLDER STRACE-OPTIONS…
  local folder=$1; shift
  FUGI_OUT=$folder strace -f -qq -o "$work/trace.txt" "$@" \
    "$others" --ignored --exact evidence_others::one_append_to_break --test-threads=1 > /dev/null 2>&1
}
cp -r "$work/base" "$work/whole"
strace_append "$work/whole" -e trace=fsync,fdatasync
waits=$(grep -cE 'f(data)?sync\(' "$work/trace.txt")
echo "an append waits $waits times for the disk"
[ "$waits" -le 6 ] || { echo "more than 6"; exit 1; }
points=0
for call in openat write link linkat rename renameat2 unlink unlinkat rmdir mkdir fsync flock; do
  rm -rf "$work/whole"; cp -r "$work/base" "$work/whole"
  strace_append "$work/whole" -e trace="$call" || true
  count=$(grep -cE "\b$call\(" "$work/trace.txt" || true)
  for fault in signal=KILL error=EIO error=ENOSPC; do
    for ((n = 1; n <= count; n++)); do
      rm -rf "$work/broken"; cp -r "$work/base" "$work/broken"
      # The shell's own word on each that is killed is of no interest.
      { strace_append "$work/broken" -e trace="$call" -e inject="$call:$fault:when=$n" || true; } 2> /dev/null
      FUGI_OUT=$work/broken run the_next_command_recovers || { echo "not recovered: $call $fault $n"; exit 1; }
      points=$((points + 1))
    done
  done
done
echo "$points faults, all recovered"

echo "-- every call in the model of a disk with a cache"
FUGI_THOROUGH=1 cargo test --locked --quiet --test it -- evidence_crash:: evidence_power:: evidence_flips::

#!/usr/bin/env bash
# The program for Windows, with everything in it, built here and run under wine: what it prints for programs and every
# paper of the samples is the same, byte for byte, as what Linux's program prints; a double click opens the page; an old
# console (code page 932) shows Japanese; then the tests of what Windows does otherwise. All other tests run under wine
# in `.ci/long/windows-tests.sh`. It builds into target/windows, and leaves Linux's build as it is.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
source .ci/windows/tools.sh
apt_install curl
windows_install
wine_keep

begun=$SECONDS
say() { printf '%3d:%02d  %s\n' $(((SECONDS - begun) / 60)) $(((SECONDS - begun) % 60)) "$*"; }

cargo build --locked --quiet
tests=$(windows_build_tests)
[ -f "$tests" ] && [ -f "$windows_program" ] || { echo "nothing was built for Windows"; exit 1; }
say "built: $(stat -c %s "$windows_program") bytes"

work=$PWD/target/windows-compared
rm -rf "$work"
mkdir -p "$work"
python3 .ci/long/windows/compare.py "$work" "$PWD/target/debug/fugi" wine "$windows_program"
rm -rf "$work"
say "the same as on Linux"

# What a double click runs, in a folder with a Japanese name: the page answers.
office="$windows_temporary/配布 の資料"
mkdir -p "$office"
cp .ci/windows/open.cmd "$office/fugi を開く.cmd"
ln -s "$windows_program" "$office/fugi.exe"
(cd "$office" && exec wine cmd /c 'fugi を開く.cmd' --no-browser < /dev/null > "$windows_temporary/said" 2>&1) &
server=$!
for _ in $(seq 300); do
  grep -q '^http' "$windows_temporary/said" && break
  sleep 1
done
address=$(grep -m 1 '^http' "$windows_temporary/said" | tr -d '\r') || { cat "$windows_temporary/said"; exit 1; }
jar=$windows_temporary/jar
page=$(curl -sS --fail -L -c "$jar" -b "$jar" "$address")
grep -q '付議' <<< "$page"
[ -f "$office/shiryo/fugi.yaml" ] || { echo "the double click made no workspace"; exit 1; }
kill "$server"
wine taskkill /f /im fugi.exe > /dev/null 2>&1 || true
say "a double click opens the page"

# A console of code page 932; its letters come through as they would be drawn.
printf '%s\r\n' '@echo off' 'chcp 932' 'fugi.exe explain item-outside-receiver-scope' > "$office/old.cmd"
(cd "$office" && TERM=xterm script -qec 'stty cols 200 rows 50; wine cmd /c old.cmd' "$windows_temporary/console" < /dev/null > /dev/null)
grep -q 'Active code page: 932' "$windows_temporary/console"
grep -q '受け手に渡せない項目が、線で渡っている' "$windows_temporary/console" \
  || { cat "$windows_temporary/console"; echo "an old console shows no Japanese"; exit 1; }
say "an old console shows Japanese"

# wine starts no program with a share as its current folder, so FUGI_TEST_SHARE is left to a real Windows.
windows "$tests" windows:: --test-threads 2
say "the tests of Windows"

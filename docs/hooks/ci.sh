#!/bin/sh
# For continuous integration: findings as SARIF, and what a branch changes. usage: ci.sh BASE [FOLDER-FOR-RESULTS]
# Ends with 1 where a finding is an error or a change must go back to the council, with 2 where something cannot be read.
set -u
base=$1
out=${2:-.}
worst=0
note() { [ "$1" -le "$worst" ] || worst=$1; }
fugi fmt --check || note $?
fugi check --format sarif > "$out/findings.sarif" || note $?
fugi diff --git "$base..HEAD" > "$out/changes.txt" || note $?
fugi diff --git "$base..HEAD" --format json > "$out/changes.json" || note $?
exit $worst

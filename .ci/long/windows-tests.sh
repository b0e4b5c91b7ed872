#!/usr/bin/env bash
# All integration tests under wine, with the PDF. Left out is what needs git, which wine has not: four tests of
# `fugi diff --git`.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
source .ci/windows/tools.sh
windows_install
wine_keep
tests=$(windows_build_tests)
[ -f "$tests" ] || { echo "nothing was built for Windows"; exit 1; }
without_git=(
  diff::revisions_are_read_through_git_and_nothing_is_written
  diff_sides::a_matter_that_was_moved_is_found_by_either_name
  diff_sides::a_moved_matter_is_found_from_any_folder
  diff_sides::a_revision_is_compared_year_by_year
)
skip=()
for own in "${without_git[@]}"; do
  # A name that no test has leaves nothing out, and would say so for ever.
  windows "$tests" --list 2> /dev/null | tr -d '\r' | grep -qx "$own: test" || { echo "there is no $own"; exit 1; }
  skip+=(--skip "$own")
done
FUGI_TEST_SHARE='\\fugi\share' windows "$tests" --test-threads 2 "${skip[@]}"

#!/usr/bin/env bash
# The list of licences that `fugi licenses` prints is the list of what is linked in; licences, sources and crates that
# come twice are as deny.toml allows.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo fetch --locked --quiet
python3 .ci/licenses.py --check

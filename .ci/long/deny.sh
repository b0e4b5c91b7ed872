#!/usr/bin/env bash
# cargo-deny's word on licences, sources and crates that come twice, by deny.toml. Advisories are not asked: their list
# lies on a server that this run may not reach.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v cargo-deny > /dev/null || cargo install --locked cargo-deny
cargo deny --locked check bans licenses sources

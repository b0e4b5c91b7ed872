#!/usr/bin/env bash
# The office's page as a clerk uses it, in Chromium: from an empty folder to a printed paper, every finding of r07 clicked,
# two people on one field, a change without script and by keyboard alone; axe-core on every page, light, dark and 390 px;
# no request to anywhere else. And the numbers of the library's promise: 500 random edits, 1,000 interleavings.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install chromium fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho
command -v npm > /dev/null || apt_install nodejs npm

node=target/proof-node
mkdir -p "$node"
[ -e "$node/package.json" ] || echo '{ "private": true }' > "$node/package.json"
npm install --prefix "$node" --silent --no-audit --no-fund axe-core@4 playwright-core@1

# FUGI_FLAGS="--no-default-features --features cli,web" leaves the PDF out of the build.
read -ra flags <<< "${FUGI_FLAGS:-}"
cargo build --locked -q "${flags[@]}"
FUGI_MANY=1 cargo test --locked -q "${flags[@]}" --test it -- edit::

out=target/proof-page
rm -rf "$out"
mkdir -p "$out/empty" "$out/office"
cp -r fugi.yaml policies docs evidence "$out/office/"
(cd "$node" && node ../../.ci/proof/page/story.mjs "$(command -v chromium)" "$OLDPWD/target/debug/fugi" "$OLDPWD/$out")

#!/usr/bin/env bash
# Editors: a scripted session with yaml-language-server 2 over every file of the workspace, and over what `init` and
# `new` make. Nothing is marked; a mistake is; hover names the key; keys and words are completed.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
command -v npm > /dev/null || apt_install nodejs npm

node=target/proof-editor
mkdir -p "$node"
[ -e "$node/package.json" ] || echo '{ "private": true }' > "$node/package.json"
# The language server needs Node 22; npm has it.
npm install --prefix "$node" --silent --no-audit --no-fund yaml-language-server@2 node@22

out=target/proof-editor/workspaces
rm -rf "$out"
mkdir -p "$out/own"
cp -r policies fugi.yaml schemas "$out/own/"
read -ra flags <<< "${FUGI_FLAGS:-}"
fugi() { cargo run --locked -q "${flags[@]}" -- "$@" > /dev/null; }
fugi init "$out/made" --year r08
fugi new matter kenshin --workspace "$out/made"
NODE_PATH="$PWD/$node/node_modules" "$node/node_modules/.bin/node" .ci/proof/editor/session.js "$PWD/$out"

#!/usr/bin/env bash
# SARIF: what the schema of SARIF 2.1.0 says of the findings of r07, of r08, and of a run that could not read a file.
# The schema is the one that @microsoft/jest-sarif carries.
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
command -v npm > /dev/null || apt_install nodejs npm

node=target/proof-node
mkdir -p "$node"
[ -e "$node/package.json" ] || echo '{ "private": true }' > "$node/package.json"
npm install --prefix "$node" --silent --no-audit --no-fund @microsoft/jest-sarif@1.0.0-beta.0 ajv@6

out=target/proof-sarif
rm -rf "$out"
mkdir -p "$out"
read -ra flags <<< "${FUGI_FLAGS:-}"
fugi() { cargo run --locked -q "${flags[@]}" -- "$@" 2> /dev/null || [ $? -le "${most:-1}" ]; }
for language in ja en; do
  for year in r07 r08; do
    fugi check "policies/$year" --format sarif --lang "$language" > "$out/$year-$language.sarif"
  done
done
cp -r policies fugi.yaml "$out/"
printf 'title: [\n' > "$out/policies/r08/broken.yaml"
most=2 fugi check --workspace "$out" --format sarif > "$out/failed.sarif"
NODE_PATH="$node/node_modules" node .ci/proof/sarif/check.js "$out"

#!/bin/sh
# Copies the repository's own files into corpus/, where each target begins.
set -eu
cd "$(dirname "$0")"
for target in yaml_parse matter_decode; do
    mkdir -p "corpus/$target"
    find ../policies ../fugi.yaml ../tests/support -name '*.yaml' | while read -r file; do
        cp "$file" "corpus/$target/$(echo "$file" | tr -c 'a-zA-Z0-9\n' '_')"
    done
done
# These take the text after some bytes of choice; a part of a file is enough.
for target in edit era spelling; do
    mkdir -p "corpus/$target"
    for file in ../policies/r07/parties.yaml ../policies/common/networks.yaml ../policies/common/laws.yaml; do
        head -c 600 "$file" > "corpus/$target/$(basename "$file")"
    done
done
# The mistakes of the tests: what stands between quotes in their tables.
for target in yaml_parse matter_decode; do
    number=0
    grep -oh 'sandbox.spoil("[^"]*", "[^"]*")' ../tests/loading/*.rs | sed 's/.*, "\(.*\)")/\1/' | while read -r line; do
        number=$((number + 1))
        printf '%b\n' "$line" > "corpus/$target/mistake_$number"
    done
done

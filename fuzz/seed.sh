#!/bin/sh
# Puts the repository's own files into corpus/, where each target begins. It asks for openssl, ssh-keygen and iconv.
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

# Records and what is in their envelopes.
mkdir -p corpus/envelope corpus/key corpus/log_texts corpus/form corpus/workbook corpus/layout corpus/template
payload() { sed -n 's/^ *"payload": "\(.*\)",*$/\1/p' "$1" | base64 -d; }
find ../evidence/records ../evidence/trust -name '*.json' -o -path '*records/sha256*' -type f | while read -r file; do
    name=$(echo "$file" | tr -c 'a-zA-Z0-9\n' '_')
    cp "$file" "corpus/envelope/$name"
    payload "$file" > "corpus/envelope/$name.payload" || rm "corpus/envelope/$name.payload"
done
printf '{"a":1,"a":2}' > corpus/envelope/twice
printf '["\\ud842\\udfb7", 1e3, -0, {"b":null}]' > corpus/envelope/values

# The first byte says which reader gets the rest.
under() { printf "\\$(printf %03o "$1")" > "corpus/$2/$3"; cat >> "corpus/$2/$3"; }

# Keys, with as little stretching of the passphrase as there can be.
keys=$(mktemp -d)
trap 'rm -r "$keys"' EXIT
openssl genpkey -algorithm ed25519 -out "$keys/plain.pem"
openssl pkcs8 -topk8 -in "$keys/plain.pem" -scrypt -scrypt_N 16 -scrypt_r 1 -scrypt_p 1 -passout pass:p -out "$keys/scrypt.pem"
openssl pkcs8 -topk8 -in "$keys/plain.pem" -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 16 -passout pass:p -out "$keys/pbkdf2.pem"
openssl pkey -in "$keys/plain.pem" -pubout -out "$keys/public.pem"
ssh-keygen -q -t ed25519 -N '' -C fuzz -f "$keys/ssh"
printf m > "$keys/m"
ssh-keygen -q -Y sign -f "$keys/ssh" -n record@fugi.example "$keys/m"
inside() { grep -v -e '^-----' "$1" | base64 -d; }
for file in plain.pem scrypt.pem pbkdf2.pem public.pem ssh.pub m.sig; do
    under 0 key "text-$file" < "$keys/$file"
done
inside "$keys/scrypt.pem" | under 1 key scrypt
inside "$keys/pbkdf2.pem" | under 1 key pbkdf2
inside "$keys/public.pem" | under 2 key public
inside "$keys/m.sig" | under 3 key signature
cut -d ' ' -f 2 "$keys/ssh.pub" | base64 -d | under 4 key line
inside "$keys/public.pem" | tail -c 32 | under 5 key point
printf %064d 0 | under 0 key id

# The log, its trust, its register.
log=../evidence/log
for file in "$log"/checkpoint "$log"/checkpoints/*; do
    for reader in 0 2; do under "$reader" log_texts "head-$reader-$(basename "$file")" < "$file"; done
done
sed -n 's/^log //p; s/^witness [^ ]* //p' ../docs/mihon-trust.txt | while read -r line; do
    printf %s "$line" | under 1 log_texts "key-$(echo "$line" | cut -c 1-8)"
done
grep '^— ' "$log/checkpoint" | head -n 1 | tr -d '\n' | under 3 log_texts signature
hash=$(sed -n 3p "$log/checkpoint")
{ printf 'old 1\n%s\n\n' "$hash"; cat "$log/checkpoint"; } | under 4 log_texts request
{ printf 'c2sp.org/tlog-proof@v1\nindex 3\n%s\n\n' "$hash"; cat "$log/checkpoint"; } | under 5 log_texts receipt
{ printf 'c2sp.org/tlog-proof@v1\nextra AAAA\nindex 3\n\n'; cat "$log/checkpoint"; } | under 5 log_texts receipt-extra
for file in "$log"/leaf/*; do under 6 log_texts "leaf-$(basename "$file")" < "$file"; done
under 7 log_texts policy < ../evidence/trust/policy.txt
grep -v '^register' ../docs/mihon-trust.txt | under 7 log_texts policy-mihon
under 8 log_texts trust < ../docs/mihon-trust.txt
for file in ../evidence/trust/root.*.json; do
    under 9 log_texts "version-$(basename "$file")" < "$file"
    payload "$file" | under 10 log_texts "register-$(basename "$file")"
done
printf 2026-04-01T00:00:00Z | under 11 log_texts moment
find "$log/tile/entries" -type f | head -n 1 | while read -r file; do under 12 log_texts bundle < "$file"; done
find "$log/tile/0" -type f | head -n 1 | while read -r file; do under 13 log_texts tile < "$file"; done
printf x001/x234/067 | under 14 log_texts number

# Forms: blank ones, and filled in ones with their days and digests.
# FUGI names the program; without it, it is built.
fugi() {
    if [ -n "${FUGI:-}" ]; then "$FUGI" --workspace .. "$@"
    else cargo run --quiet --manifest-path ../Cargo.toml --no-default-features --features cli -- --workspace .. "$@"
    fi
}
for kind in erasure-report incident receipt correction retention-disposal key-event audit-result publication \
    council-decision handover-ledger handlers-report; do
    rm -f "corpus/form/$kind"
    fugi --quiet record new "$kind" --out "corpus/form/$kind" > /dev/null
done
zeros=$(printf %064d 0)
for file in ../tests/data/records/*.yaml ../tests/audit/result.yaml; do
    sed 's/@D[0-9]*@/2026-07-01/g; s/@T[0-9]*@/2026-07-01T10:00:00+09:00/g; s/@LOG@/mihon.example\/evidence/g' "$file" |
        sed "s/@[A-Za-z0-9-]*@/$zeros/g" > "corpus/form/$(basename "$file")"
done

# Workbooks that are sent out, and layouts.
fugi --quiet audit sheet r08/mihon-itaku/ticket mihon-insatsu --out corpus/workbook
fugi --quiet audit sheet r08/mihon-itaku/ticket mihon-insatsu --before-submission --out corpus/workbook
printf 'PK' > corpus/workbook/smallest
cp ../tests/data/records/erasure-log-insatsu.csv corpus/layout/log.csv
printf '受診券番号,被保険者番号,氏名\n1,2,3\n' > corpus/layout/utf-8.csv
printf '氏名\t"住\n所"\t生年月日\n' > corpus/layout/tabs.tsv
printf '項目名,位置,桁数\n氏名,1,20\n住所,21,40\n合計,,60\n' > corpus/layout/fixed.csv
for encoding in CP932 EUC-JP ISO-2022-JP UTF-16; do
    iconv -f UTF-8 -t "$encoding" corpus/layout/fixed.csv > "corpus/layout/$encoding.csv"
done

# Templates: the strings come last, whether a page before them.
for file in ../templates/document.html ../templates/document.md; do
    { printf '\1'; cat "$file"; } > "corpus/template/$(basename "$file")"
done
number=0
for text in '{{ document.title }}' '{% for s in document.sections %}{{ s.title | upper }}{% endfor %}' \
    '{% macro a(x) %}{{ x }}{% endmacro %}{{ a("b" ~ 1) }}' '{% include "document.md" %}' '{{ range(3) | join("、") }}' \
    '{% set x = [1, 2] %}{{ x[0:1] | length }}{% if x is defined %}{{ "%s" | replace("s", "t") }}{% endif %}' \
    '{%- block b -%}{{ loop }}{%- endblock %}{# c #}{% raw %}{{{% endraw %}'; do
    number=$((number + 1))
    printf '\0%s' "$text" > "corpus/template/part_$number"
done

#!/usr/bin/env bash
# The records before other programs: OpenSSL, ssh-keygen, securesystemslib, in-toto-attestation, the verifiers that an
# export carries, and the vectors of others (FUGI_VECTORS).
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
apt_install jq openssl openssh-client
pip_install 'cryptography>=42' 'securesystemslib==1.6.0' 'in-toto-attestation==0.9.3'
python=$PWD/target/proof-python/bin/python
features=(--locked -q)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FUGI_PASSPHRASE=見本のための合言葉である
say() { printf '   %s\n' "$*"; }
refused() { if "$@" > /dev/null 2>&1; then echo "accepted, though it must be refused: $*"; exit 1; fi; }

cargo test "${features[@]}" --test it -- --ignored evidence_records::vectors::write_story evidence_records::vectors::write_attacks > /dev/null
fugi=$PWD/target/debug/fugi
story=$PWD/target/story

# OpenSSL reads our private keys, and not with another passphrase; it verifies our envelope.
key=$story/keys/insatsu.key.pem
openssl pkey -in "$key" -passin env:FUGI_PASSPHRASE -pubout -out "$work/pub.pem"
diff <(openssl pkey -pubin -in "$story/keys/insatsu.pub.pem" -outform DER | sha256sum) <(openssl pkey -pubin -in "$work/pub.pem" -outform DER | sha256sum)
refused openssl pkey -in "$key" -passin pass:another -noout
jq -r .payload "$story/record.json" | openssl base64 -d -A > "$work/payload"
type=$(jq -r .payloadType "$story/record.json")
{ printf 'DSSEv1 %d %s %d ' ${#type} "$type" "$(wc -c < "$work/payload")"; cat "$work/payload"; } > "$work/message"
jq -r '.signatures[0].sig' "$story/record.json" | openssl base64 -d -A > "$work/sig"
openssl pkeyutl -verify -pubin -inkey "$work/pub.pem" -rawin -in "$work/message" -sigfile "$work/sig" > /dev/null
sed -i 's/見本印刷/見本印別/' "$work/message"
refused openssl pkeyutl -verify -pubin -inkey "$work/pub.pem" -rawin -in "$work/message" -sigfile "$work/sig"
public=$(openssl pkey -pubin -in "$work/pub.pem" -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \n')
id=$(printf '{"keytype":"ed25519","keyval":{"public":"%s"},"scheme":"ed25519"}' "$public" | sha256sum | cut -d' ' -f1)
[ "$id" = "$(jq -r '.signatures[0].keyid' "$story/record.json")" ]
say "OpenSSL $(openssl version | cut -d' ' -f2): private key, envelope, key id"

# A key that OpenSSL made is taken by fugi.
openssl genpkey -algorithm ed25519 -out "$work/plain.pem"
openssl pkcs8 -topk8 -scrypt -in "$work/plain.pem" -passout env:FUGI_PASSPHRASE -out "$work/openssl.key.pem"
"$fugi" log new openssl.example/log --log-key "$work/openssl.key.pem" --evidence "$work/own" > /dev/null
refused "$fugi" log new openssl.example/log --log-key "$work/plain.pem" --evidence "$work/other"
say "fugi: a key made by openssl pkcs8 -topk8 -scrypt; a plain one is refused"

# securesystemslib and in-toto-attestation read ours; we read theirs.
"$python" .ci/proof/evidence_records.py "$story/record.json" "$work/pub.pem" "$work/theirs.json" "$work/theirs.pub.pem"
FUGI_THEIRS=$work cargo test "${features[@]}" --test it -- --ignored evidence_records::vectors::envelope_of_securesystemslib > /dev/null
say "securesystemslib, in-toto-attestation: both ways"

# ssh-keygen verifies the signature over our checkpoint, and we verify one of its own.
(cd "$story/taken"
  ssh-keygen -q -Y verify -f allowed_signers -I mihon.example/evidence -n checkpoint@fugi.example -s checkpoint.sig < log/checkpoint > /dev/null
  refused ssh-keygen -Y verify -f allowed_signers -I mihon.example/evidence -n file -s checkpoint.sig < log/checkpoint
  refused ssh-keygen -Y verify -f allowed_signers -I mihon.example/evidence -n checkpoint@fugi.example -s checkpoint.sig < log/checkpoints/1)
ssh-keygen -q -t ed25519 -N '' -C data -f "$work/ssh"
ssh-keygen -q -t rsa -N '' -C data -f "$work/rsa"
roots=(--root-key keys/root-a.key.pem --root-key keys/root-b.key.pem --log-key keys/log.key.pem --yes)
(cd "$story"
  "$fugi" key enrol "$work/ssh.pub" --role contractor --holder 見本データ株式会社 --party mihon-data "${roots[@]}" > /dev/null
  refused "$fugi" key enrol "$work/rsa.pub" --role contractor --holder 見本データ株式会社 --party mihon-data "${roots[@]}"
  "$fugi" record sign forms/erasure-data.yaml --statement-only --out "$work/data.statement.json" > /dev/null
  receive=("$fugi" record receive "$work/data.statement.json" --by "主査 見本 次子" --key keys/tanto.key.pem --log-key keys/log.key.pem --yes --ssh-signature)
  ssh-keygen -q -Y sign -f "$work/rsa" -n record@fugi.example "$work/data.statement.json"
  refused "${receive[@]}" "$work/data.statement.json.sig"
  rm "$work/data.statement.json.sig"
  ssh-keygen -q -Y sign -f "$work/ssh" -n record@fugi.example -O hashalg=sha256 "$work/data.statement.json"
  "${receive[@]}" "$work/data.statement.json.sig" > /dev/null
  "$fugi" -q verify --trust trust.txt > /dev/null)
say "ssh-keygen: our checkpoint, its own record (sha256), RSA refused"

# The drill: only what the export carries, on the story and on every attack.
bash "$story/taken/verify.sh" "$story/trust.txt" "$story/taken" > /dev/null
"$python" "$story/taken/verify.py" "$story/trust.txt" "$story/taken" > /dev/null
# Which of swapped entries go back in time depends on the second in which each was logged.
timeless() {
  if [ "$1" = entries-swapped ]; then grep -v 'its time goes back' | sed -E 's/[0-9]+ problem/<n> problem/'; else cat; fi
}
export -f timeless
one() { # one NAME PROGRAM: what it says of an attacked folder, digests and times taken out
  local folder=target/attacks/$1 said status=0
  case $2 in
    sh) said=$(bash "$folder/verify.sh" "$folder/trust.txt" "$folder/evidence" 2>&1) || status=$? ;;
    py) said=$("$python" "$folder/verify.py" "$folder/trust.txt" "$folder/evidence" 2>&1) || status=$? ;;
  esac
  { printf '== %s exit %d\n' "$1" $status; grep -E '^(NG|OK|Traceback)|disposed of' <<< "$said" | sed -E 's/[0-9a-f]{64}/<digest>/g' | timeless "$1"; } > "$work/$1.$2"
}
export -f one
export python work
ls target/attacks | while read -r name; do printf '%s sh\n%s py\n' "$name" "$name"; done | xargs -P "$(nproc)" -L 1 bash -c 'one "$0" "$1"'
for program in sh py; do
  for name in $(ls target/attacks); do cat "$work/$name.$program"; done > "$work/all.$program"
  golden=tests/evidence_records/outside-$program.golden
  if [ -n "${UPDATE:-}" ]; then cp "$work/all.$program" "$golden"; fi
  diff "$golden" "$work/all.$program"
done
say "verify.sh and verify.py: $(ls target/attacks | wc -l) folders, as the golden output says"
command -v pwsh > /dev/null && pwsh -File templates/evidence/verify.ps1 "$story/taken/allowed_signers" "$story/taken" || say "verify.ps1: not run, there is no pwsh here"

if [ -n "${FUGI_VECTORS:-}" ]; then
  cargo test "${features[@]}" --test it -- --ignored evidence_records::vectors::envelopes_of_go_securesystemslib evidence_records::vectors::json_test_suite > /dev/null
  say "vectors: DSSE of go-securesystemslib, JSONTestSuite"
else
  say "vectors: NOT run, FUGI_VECTORS names no folder"
fi

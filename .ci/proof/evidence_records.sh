#!/usr/bin/env bash
# The records before other programs: OpenSSL, ssh-keygen, securesystemslib, in-toto-attestation, the verifiers that an
# export carries, and the vectors of others (FUGI_VECTORS). FUGI_CASES=register tries only the cases of such a name.
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

# The drill: only what the export carries, on the story and on every case of the table. Each program gives the one
# verdict of tests/evidence_records/cases.tsv; verify.ps1 where there is a PowerShell, on what it looks at.
bash "$story/taken/verify.sh" "$story/trust.txt" "$story/taken" > /dev/null
"$python" "$story/taken/verify.py" "$story/trust.txt" "$story/taken" > /dev/null
table=$PWD/tests/evidence_records/cases.tsv
one() { # one NAME PROGRAM: the verdict of a program on a case
  local folder=evidence said status=0 more=() verdict
  cd "target/attacks/$1"
  [ ! -e -rf ] || folder=-rf
  [ ! -e as-of ] || export AS_OF=$(cat as-of)
  case $2 in
    fugi)
      [ ! -e held ] || more+=(--head held)
      [ -z "${AS_OF:-}" ] || more+=(--as-of "$AS_OF")
      said=$("$fugi" verify --trust trust.txt "${more[@]}" -- "$folder" 2>&1) || status=$?
      ;;
    verify.sh) [ ! -e held ] || more+=(held); said=$(bash verify.sh trust.txt "$folder" "${more[@]}" 2>&1) || status=$? ;;
    verify.py) [ ! -e held ] || more+=(held); said=$("$python" verify.py trust.txt "$folder" "${more[@]}" 2>&1) || status=$? ;;
    verify.ps1) said=$(pwsh -File verify.ps1 allowed_signers "./$folder" 2>&1) || status=$? ;;
  esac
  case $status$(tail -n 1 <<< "$said") in
    0*一部のみ立会済*) verdict=一部のみ立会済 ;; 0*合格*) verdict=合格 ;; 1*不合格*) verdict=不合格 ;; 2*) verdict=実行できない ;; *) verdict="? $status" ;;
  esac
  # Nothing that a file says reaches the terminal as anything but text.
  if grep -q $'[\x01-\x08\x0b-\x1f\x7f]' <<< "$said"; then verdict="制御文字 $verdict"; fi
  # U+0080-009F, U+200B-200F, U+2028-202E, U+2060-206F, U+FEFF, U+FFFE and U+FFFF.
  if LC_ALL=C grep -q $'\xc2[\x80-\x9f]\|\xe2\x80[\x8b-\x8f\xa8-\xae]\|\xe2\x81[\xa0-\xaf]\|\xef\xbb\xbf\|\xef\xbf[\xbe\xbf]' <<< "$said"; then verdict="見えない文字 $verdict"; fi
  # The last line is the verdict, and no other line looks like one.
  if head -n -1 <<< "$said" | grep -q '^ *\(合格\|一部のみ立会済\|不合格 NG\|不合格:\)'; then verdict="にせの判定 $verdict"; fi
  echo "$verdict" > "$work/verdict.$1.$2"
}
export -f one
export python fugi work
programs=(fugi verify.sh verify.py)
if command -v pwsh > /dev/null; then programs+=(verify.ps1); fi
cases=$(grep -v '^#' "$table" | cut -f1 | grep -F -e "${FUGI_CASES:-}")
for name in $cases; do for program in "${programs[@]}"; do echo "$name $program"; done; done | xargs -P "$(nproc)" -L 1 bash -c 'one "$0" "$1"'
wrong=0
printf '%-48s %-16s %-16s %-16s %s\n' case fugi verify.sh verify.py verify.ps1
while IFS=$'\t' read -r name wanted windows _; do
  [[ $name == *"${FUGI_CASES:-}"* ]] || continue
  row=$(printf '%-48s' "$name")
  for program in fugi verify.sh verify.py; do
    said=$(cat "$work/verdict.$name.$program")
    [ "$said" = "$wanted" ] || { said="$said (!= $wanted)"; wrong=1; }
    row="$row $said"
  done
  said=未実行
  if [ -e "$work/verdict.$name.verify.ps1" ]; then
    said=$(cat "$work/verdict.$name.verify.ps1")
    [ "$windows" = 見ない ] || [ "$said" = "$windows" ] || { said="$said (!= $windows)"; wrong=1; }
  fi
  echo "$row $said"
done < <(grep -v '^#' "$table")
[ $wrong -eq 0 ] || { echo "a verdict differs from tests/evidence_records/cases.tsv"; exit 1; }
say "fugi, verify.sh, verify.py: $(wc -w <<< "$cases") cases, each with the one verdict; none accepted that must be refused"
command -v pwsh > /dev/null || say "verify.ps1: 未実行, there is no PowerShell here"

if [ -n "${FUGI_VECTORS:-}" ]; then
  cargo test "${features[@]}" --test it -- --ignored evidence_records::vectors::envelopes_of_go_securesystemslib evidence_records::vectors::json_test_suite > /dev/null
  say "vectors: DSSE of go-securesystemslib, JSONTestSuite"
else
  say "vectors: NOT run, FUGI_VECTORS names no folder"
fi

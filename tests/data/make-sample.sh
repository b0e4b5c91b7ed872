#!/usr/bin/env bash
# Makes the sample evidence of the fictional matter policies/r08/mihon-itaku: the folder evidence/.
#
# usage: bash tests/data/make-sample.sh NEW_WORKSPACE     (FUGI names the program; default: target/debug/fugi)
#
# Every key is made here and thrown away with NEW_WORKSPACE/keys, so nobody can add to the committed sample, and no
# two runs give the same bytes. What is committed is NEW_WORKSPACE/evidence, and trust.txt as docs/mihon-trust.txt.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
fugi=${FUGI:-$root/target/debug/fugi}
new=${1:?"usage: bash tests/data/make-sample.sh NEW_WORKSPACE"}
log=mihon.example/evidence
FUGI_PASSPHRASE=$(openssl rand -base64 24)
export FUGI_PASSPHRASE
export TZ=JST-9

mkdir "$new" "$new/keys"
cp -r policies fugi.yaml "$new"
cp -r tests/data/records "$new/forms"
cd "$new"

# A change of the register comes into force as an entry of the log.
roots=(--root-key keys/root-joho.key.pem --root-key keys/root-kansa.key.pem --log-key keys/log.key.pem --yes)
ward=(--key keys/tanto.key.pem --log-key keys/log.key.pem --yes)
by=(--by "主査 見本 次子")

# Fills the placeholders of a form: days and times before today, the log, digests.
fill() {
  local form=forms/$1 day contract digest
  shift
  for day in $(seq 0 30); do
    sed -i "s|@D$day@|$(date -d "-$day days" +%F)|g; s|@T$day@|$(date -d "-$day days" +%FT10:00:00+09:00)|g" "$form"
  done
  sed -i "s|@LOG@|$log|g" "$form"
  for contract in ticket result; do
    [ -e "forms/.$contract.yaml" ] || "$fugi" record new handlers-report --contract "r08/mihon-itaku/$contract" --log $log --out "forms/.$contract.yaml" > /dev/null
    digest=$(sed -n 's/^contract_digest: \([0-9a-f]*\).*/\1/p' "forms/.$contract.yaml")
    sed -i "s|@CONTRACT-$contract@|$digest|g" "$form"
  done
  while [ $# -gt 0 ]; do sed -i "s|@$1@|$2|g" "$form"; shift 2; done
}
# Returns the digest of the record under an entry.
record() { sed -n 's/^record sha256://p' "evidence/log/leaf/$(printf %03d "$1")"; }

# Keys: three for the register, one for the log, one for the ward, one for the auditors, one a contractor.
for name in root-joho root-kansa root-somu; do "$fugi" key new "$name" --role root --out keys; done
"$fugi" key new log --role log --out keys
"$fugi" key new tanto --role ward --out keys
"$fugi" key new kansa --role witness --out keys
for name in insatsu funyu cloud; do "$fugi" key new "$name" --role contractor --out keys; done
# One contractor has no fugi, and signs with ssh-keygen.
ssh-keygen -q -t ed25519 -N "$FUGI_PASSPHRASE" -C mihon-data -f keys/data

"$fugi" log new $log --log-key keys/log.key.pem
"$fugi" key root 情報システム課=keys/root-joho.pub.pem 監査事務局=keys/root-kansa.pub.pem 総務課=keys/root-somu.pub.pem --threshold 2 "${roots[@]}"
"$fugi" key enrol keys/log.pub.pem --role log --holder 情報システム課 "${roots[@]}"
"$fugi" key enrol keys/tanto.pub.pem --role ward --holder 見本福祉課 "${roots[@]}"
"$fugi" key enrol keys/kansa.pub.pem --role witness --holder 監査事務局 --name kansa.mihon.example "${roots[@]}"
"$fugi" key enrol keys/insatsu.pub.pem --role contractor --holder 株式会社見本印刷 --party mihon-insatsu "${roots[@]}"
"$fugi" key enrol keys/funyu.pub.pem --role contractor --holder 見本封入株式会社 --party mihon-funyu "${roots[@]}"
"$fugi" key enrol keys/data.pub --role contractor --holder 見本データ株式会社 --party mihon-data "${roots[@]}"
"$fugi" key enrol keys/cloud.pub.pem --role contractor --holder 見本クラウド株式会社 --party mihon-cloud "${roots[@]}"
"$fugi" key trust --out trust.txt

# How the last key was confirmed is recorded, beside the version that brought it.
version=$("$fugi" key list --format json | jq .register)
last=$("$fugi" key list --format json | jq -c '.keys[-1]')
fill key-event.yaml KEY "$(jq -r .key_id <<< "$last")" ROLE contractor HOLDER "$(jq -r .holder <<< "$last")" \
  VERSION "$version" REGISTER "$(sha256sum "evidence/trust/root.$version.json" | cut -d' ' -f1)"
"$fugi" record add forms/key-event.yaml "${ward[@]}" > /dev/null

# Before the work, the printer names who handles the data; while it goes on, the ward inspects it once a year.
fill handlers-insatsu.yaml
"$fugi" record sign forms/handlers-insatsu.yaml --key keys/insatsu.key.pem --yes > /dev/null
"$fugi" record receive forms/handlers-insatsu.record.json "${by[@]}" "${ward[@]}" > /dev/null
fill audit-insatsu.yaml
"$fugi" record add forms/audit-insatsu.yaml "${ward[@]}" > /dev/null

# Three contractors sign with fugi, one with ssh-keygen, one sends paper.
for name in insatsu funyu cloud; do
  fill erasure-$name.yaml
  "$fugi" record check forms/erasure-$name.yaml
  "$fugi" record sign forms/erasure-$name.yaml --key keys/$name.key.pem --yes > /dev/null
  "$fugi" record receive forms/erasure-$name.record.json "${by[@]}" "${ward[@]}" > /dev/null
done
fill erasure-data.yaml
"$fugi" record sign forms/erasure-data.yaml --statement-only
printf '#!/bin/sh\nprintf "%%s\\n" "$FUGI_PASSPHRASE"\n' > keys/askpass && chmod 700 keys/askpass
SSH_ASKPASS=$PWD/keys/askpass SSH_ASKPASS_REQUIRE=force ssh-keygen -q -Y sign -f keys/data -n record@fugi.example forms/erasure-data.statement.json
"$fugi" record receive forms/erasure-data.statement.json --ssh-signature forms/erasure-data.statement.json.sig "${by[@]}" "${ward[@]}" > /dev/null
fill erasure-hasso.yaml
"$fugi" record sign forms/erasure-hasso.yaml --statement-only
printf '見本: 見本発送株式会社の消去完了報告書（紙）の写し\n' > forms/hasso-paper.txt
"$fugi" record receive forms/erasure-hasso.statement.json --paper forms/hasso-paper.txt "${by[@]}" "${ward[@]}" > /dev/null

# One incident: the sub-processor's first report, then the ward's two.
fill incident-first.yaml
"$fugi" record sign forms/incident-first.yaml --key keys/funyu.key.pem --yes > /dev/null
"$fugi" record receive forms/incident-first.record.json "${by[@]}" "${ward[@]}" > /dev/null
size() { sed -n 2p evidence/log/checkpoint; }
fill incident-preliminary.yaml FOLLOWS "$(record $(($(size) - 2)))"
"$fugi" record add forms/incident-preliminary.yaml "${ward[@]}" > /dev/null
fill incident-final.yaml FOLLOWS "$(record $(($(size) - 1)))"
"$fugi" record add forms/incident-final.yaml "${ward[@]}" > /dev/null

# Every place of both contracts is closed, when the term is over.
"$fugi" erasure status policies/r08/mihon-itaku.yaml --as-of 2027-05-01

# The auditors cosign the head, and verify.
"$fugi" log witness request --out request.txt
"$fugi" log witness sign request.txt --out answer.txt --state witness-state --trust trust.txt --name kansa.mihon.example --key keys/kansa.key.pem --first $log
"$fugi" log witness accept answer.txt
"$fugi" verify --trust trust.txt

#!/usr/bin/env bash
# Verifies an exported evidence folder without fugi. Needs bash, OpenSSL 3 and jq.
# usage: bash verify.sh TRUST_FILE [FOLDER]     (the trust file comes from elsewhere, never from the folder)
set -u
export LC_ALL=C
trust=${1:?"usage: bash verify.sh TRUST_FILE [FOLDER]"}
folder=${2:-.}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
problems=0
fail() { problems=$((problems + 1)); echo "NG $*"; }
die() { echo "NG $*"; exit 2; }
command -v jq > /dev/null && command -v openssl > /dev/null || die "jq or openssl is missing"
[ -r "$trust" ] && [ -d "$folder/entries" ] || die "no trust file, or no exported folder"

sha() { openssl dgst -sha256 -binary | od -An -v -tx1 | tr -d ' \n'; }
hex_of_base64() { openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n'; }
bytes() { printf '%b' "$(printf '%s' "$1" | sed 's/../\\x&/g')"; }
# holds KEY_HEX SIGNATURE_HEX MESSAGE_FILE
holds() {
  [ ${#1} -eq 64 ] && [ ${#2} -eq 128 ] || return 1
  bytes "302a300506032b6570032100$1" > "$work/key"
  bytes "$2" > "$work/sig"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$3" -sigfile "$work/sig" > /dev/null 2>&1
}
# envelope FILE NAME: writes NAME.payload, NAME.message (what is signed) and NAME.signatures (hex)
envelope() {
  local type
  type=$(jq -er .payloadType "$1") || return 1
  jq -er .payload "$1" | tr -- '-_' '+/' | openssl base64 -d -A > "$2.payload" || return 1
  { printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$2.payload")"; cat "$2.payload"; } > "$2.message"
  jq -r '.signatures[].sig' "$1" | tr -- '-_' '+/' | while read -r one; do printf '%s' "$one" | hex_of_base64; echo; done > "$2.signatures"
}
signed_by() { # signed_by KEY_HEX NAME
  local one
  while read -r one; do holds "$1" "$one" "$2.message" && return 0; done < "$2.signatures"
  return 1
}

# The trust file: log and witness keys, how many witnesses, and the register's first version.
grep -E '^(log|witness|group|register) ' "$trust" > "$work/trust"
key_of() { sed 's/^[^+]*+[^+]*+//' <<< "$1" | tr -d '\n' | hex_of_base64 | cut -c3-; }
need=$(awk '$1 == "group" { print $3 }' "$work/trust"); need=${need:-0}
pin=$(awk '$1 == "register" { sub("sha256:", "", $3); print $3 }' "$work/trust")

# 1. The heads: signed by a trusted log key; the copy is the newest.
newest=0; witnessed=0
head_of() { # head_of FILE: sets origin, size, root; counts cosignatures into seen
  local file=$1 line name rest key ok=0
  sed '/^$/,$d' "$file" > "$work/note"
  { read -r origin; read -r size; read -r root; } < "$work/note"
  root=$(printf '%s' "$root" | hex_of_base64); seen=0
  sed '1,/^$/d' "$file" > "$work/lines"
  while read -r _ name line; do
    rest=$(printf '%s' "$line" | hex_of_base64)
    while read -r kind known; do
      case $kind in
        log) [ "${known%%+*}" = "$name" ] && [ "$name" = "$origin" ] && holds "$(key_of "$known")" "${rest:8}" "$work/note" && ok=1 ;;
        witness)
          [ "${known%%+*}" = "$name" ] || continue
          { printf 'cosignature/v1\ntime %d\n' "$((16#${rest:8:16}))"; cat "$work/note"; } > "$work/cosigned"
          holds "$(key_of "$known")" "${rest:24}" "$work/cosigned" && seen=$((seen + 1)) ;;
      esac
    done < <(awk '$1 == "log" { print $1, $2 } $1 == "witness" { print $1, $3 }' "$work/trust")
  done < "$work/lines"
  [ $ok -eq 1 ] || fail "${file#"$folder"/}: no trusted log key signed it"
}
: > "$work/heads"
for file in "$folder"/log/checkpoints/*; do
  head_of "$file"
  echo "$size $root" >> "$work/heads"
  [ "$size" -gt "$newest" ] && newest=$size
  [ "$seen" -ge "$need" ] && [ "$seen" -gt 0 ] && [ "$size" -gt "$witnessed" ] && witnessed=$size
done
head_of "$folder/log/checkpoint"
echo "$size $root" >> "$work/heads"
[ "$newest" -gt "$size" ] && fail "log/checkpoint: a newer head lies in log/checkpoints (rolled back)"
[ "$need" -gt 0 ] && [ "$witnessed" -eq 0 ] && fail "no head has enough cosignatures of witnesses"
log=$origin

# 2. The tree over the entries (RFC 6962), at every signed size.
count=0; leaves=()
for file in "$folder"/entries/[0-9]*; do
  leaves+=("$({ printf '\000'; cat "$file"; } | sha)"); count=$((count + 1))
done
[ "$count" -eq "$size" ] || fail "entries: $count of $size"
stack=(); levels=()
root_now() { # The root of what is folded so far: full subtrees, joined from the right.
  local hash top
  [ ${#stack[@]} -eq 0 ] && { printf '' | sha; return; }
  hash=${stack[-1]}
  for ((top = ${#stack[@]} - 2; top >= 0; top--)); do hash=$({ printf '\001'; bytes "${stack[top]}$hash"; } | sha); done
  printf '%s' "$hash"
}
sort -n -u "$work/heads" > "$work/sorted"
at=0
while read -r signed_size signed; do
  while [ "$at" -lt "$signed_size" ] && [ "$at" -lt "$count" ]; do # as a binary counter carries
    hash=${leaves[at]}; level=0; at=$((at + 1))
    while [ ${#levels[@]} -gt 0 ] && [ "${levels[-1]}" -eq $level ]; do
      hash=$({ printf '\001'; bytes "${stack[-1]}$hash"; } | sha); unset 'stack[-1]' 'levels[-1]'; level=$((level + 1))
    done
    stack+=("$hash"); levels+=("$level")
  done
  [ "$signed_size" -eq "$at" ] && [ "$(root_now)" = "$signed" ] || fail "entries: not those that were signed (head of $signed_size)"
done < "$work/sorted"

# 3. The key register, each version signed by enough root keys of the one before and of its own.
version=1; register=
roots() { jq -r '.keys[] | select(.role == "root" and (has("until") | not)) | .public' "$1" | sort -u; }
while [ -e "$folder/trust/root.$version.json" ]; do
  file=$folder/trust/root.$version.json; now=$work/register.$version
  envelope "$file" "$now" || { fail "trust/root.$version.json: not readable"; break; }
  [ $version -gt 1 ] || [ -z "$pin" ] || [ "$(sha < "$file")" = "$pin" ] || fail "trust/root.1.json: not the register that you trust"
  jq -e --arg log "$log" --argjson version $version '.version == $version and .log == $log' "$now.payload" > /dev/null || fail "trust/root.$version.json: of another log or version"
  for judge in ${register:+"$register"} "$now.payload"; do
    enough=0
    for key in $(roots "$judge"); do signed_by "$key" "$now" && enough=$((enough + 1)); done
    [ "$enough" -ge "$(jq .threshold "$judge")" ] || fail "trust/root.$version.json: too few root keys signed"
  done
  register=$now.payload; version=$((version + 1))
done
[ -n "$register" ] || { fail "trust/root.1.json: missing"; echo '{"keys":[]}' > "$work/none"; register=$work/none; }

# 4. Every record: unchanged, of its type, signed by whoever might at that position.
signers() {
  case $1 in
    erasure-report | incident | handover-ledger) echo contractor ward ;;
    correction) echo contractor ward witness ;; audit-result) echo ward witness ;;
    key-event) echo ward root ;; handlers-report) echo contractor ;;
    receipt | retention-disposal | publication | council-decision) echo ward ;;
  esac
}
position=-1; last=; : > "$work/ids"; : > "$work/seen"; : > "$work/gone"; : > "$work/disposed"
for file in "$folder"/entries/[0-9]*; do
  position=$((position + 1))
  digest=$(sed -n '2s/^record sha256://p' "$file"); uri=$(sed -n '3s/^type //p' "$file"); logged=$(sed -n '4s/^logged //p' "$file")
  kind=$(basename "$(dirname "$uri")"); record=$folder/records/sha256/${digest:0:2}/$digest.json
  [[ "$logged" < "$last" ]] && fail "entry $position: its time goes back"
  last=$logged
  grep -qx "$digest" "$work/seen" && fail "entry $position: a record that was logged before"
  echo "$digest" >> "$work/seen"
  if [ ! -e "$record" ]; then echo "$position $digest" >> "$work/gone"; continue; fi
  [ "$(sha < "$record")" = "$digest" ] || { fail "entry $position ($digest.json): the record was changed"; continue; }
  envelope "$record" "$work/record" || { fail "entry $position: not readable"; continue; }
  says=$work/record.payload
  [ "$(jq -r .payloadType "$record")" = application/vnd.in-toto+json ] && [ "$(jq -r .predicateType "$says")" = "$uri" ] || fail "entry $position: another type than logged"
  [ "$(jq -r .predicate.log "$says")" = "$log" ] || fail "entry $position: a record of another log"
  id=$(jq -r .predicate.recordId "$says")
  grep -qxF -- "$id" "$work/ids" && fail "entry $position: its id was used before"
  echo "$id" >> "$work/ids"
  party=$(jq -r 'if .predicateType | test("/(receipt|audit-result)/") then "" else .predicate.party // "" end' "$says")
  by=
  while IFS=$'\t' read -r key holder; do signed_by "$key" "$work/record" && by="$by $holder"; done < <(
    jq -r --arg roles "$(signers "$kind")" --argjson at $position --arg party "$party" '.keys[]
      | select((.role | IN($roles | split(" ")[])) and .from <= $at and (.until // ($at + 1)) > $at
        and ($party == "" or (.party // $party) == $party)) | [.public, .holder] | @tsv' "$register")
  [ -n "$by" ] || fail "entry $position: signed by nobody who might (unknown, revoked, of another role, or changed)"
  [ "$kind" = retention-disposal ] && [ -n "$by" ] && jq -r --argjson at $position '.predicate.targets[] | "\($at) \(.digest)"' "$says" >> "$work/disposed"
  jq -r --argjson at $position '(.predicateType | test("/receipt/")) as $receipt | .predicate.form as $form | .subject[]
    | select((.name | contains(":") | not) and .name != "signature" or $receipt and $form != "envelope") | "\($at) \(.digest.sha256)"' "$says" >> "$work/gone"
  echo "   $position $kind $(jq -r '.predicate.contract // "-"' "$says")$by $logged"
done
while read -r at digest; do
  blob=$folder/blobs/sha256/${digest:0:2}/$digest
  if [ -e "$blob" ]; then
    [ "$(sha < "$blob")" = "$digest" ] || fail "entry $at (blob $digest): the attachment was changed"
  else
    by=$(awk -v at="$at" -v digest="$digest" '$2 == digest && $1 > at { print $1; exit }' "$work/disposed")
    if [ -n "$by" ]; then echo "   $at content lawfully disposed of, see entry $by"; else fail "entry $at: $digest is gone, and no disposal statement says why"; fi
  fi
done < "$work/gone"
if [ "$problems" -eq 0 ]; then echo "OK: $count entries, $witnessed witnessed"; else echo "NG: $count entries, $problems problem(s)"; exit 1; fi

#!/usr/bin/env bash
# Verifies an exported evidence folder without fugi. Needs bash 4.3, OpenSSL 3, jq 1.6 and iconv.
# usage: bash verify.sh TRUST_FILE [FOLDER [HEAD…]]     (the trust file comes from elsewhere, never from the folder;
# HEAD: a checkpoint or .tlog-proof held elsewhere, which the log must extend; AS_OF=2027-04-01: the day to verify at)
# The name in brackets is the one that `fugi verify` gives to the same finding.
set -u
export LC_ALL=C
trust=${1:?"usage: bash verify.sh TRUST_FILE [FOLDER [HEAD…]]"}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
# The kinds of records, who may sign them, and their fields: made from the declarations of fugi.
cat > "$work/kinds" << 'KINDS'
@KINDS@
KINDS
# The letters of names: the ranges of those that are decided here (=20-7e), and what a letter is compared as (ff21=61).
cat > "$work/letters" << 'LETTERS'
@LETTERS@
LETTERS
# What jq is told in every call: nothing that a file says can move the cursor, end the line, or turn it round.
lib='
def hex: [recurse(if . >= 16 then (. / 16 | floor) else empty end) % 16 | "0123456789abcdef"[.:. + 1]] | reverse | add;
def shown: gsub("(?<c>[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{2800}\\x{3164}\\x{ffa0}])"; "\\u{" + (.c | explode[0] | hex) + "}");
def digest: type == "string" and test("\\A[0-9a-f]{64}\\z");
def day: "(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
def is_day: (. + "T00:00:00Z" | fromdateiso8601 | todate) == . + "T00:00:00Z";
# Whether what stands outside the strings of a JSON text is written in the one way that every program reads alike: blanks, words, whole numbers of 64 bits
# without a sign, brackets within each other at most 127 times. (A number is compared as text: jq keeps no more than 53 bits of it.)
def bare: [splits("\"(?:[^\"\\\\]++|\\\\.)*+\"")] | join("\"");
def is_strict: bare as $bare | ($bare | test("\\A(?:[\\[\\]{}:,\" \t\n\r]|(?<![\\w.+-])(?:true|false|null|0|[1-9][0-9]{0,19})(?![\\w.+-]))*+\\z"))
  and all($bare | match("[0-9]{20}"; "g").string; . <= "18446744073709551615")
  and (reduce ($bare | explode[] | select(. == 91 or . == 123 or . == 93 or . == 125)) as $c ([0, 0]; if $c == 91 or $c == 123 then [.[0] + 1, ([.[1], .[0] + 1] | max)] else .[0] -= 1 end) | .[1] <= 127);
def fits($s):
  if ($s | type) == "object" then
    if $s.word then type == "string" and IN($s.word[])
    elif $s.list then type == "array" and all(.[]; fits($s.list))
    else type == "object" and (. as $v
      | [$s.record | to_entries[] | {key: (.key | rtrimstr("?")), shape: .value, optional: (.key | endswith("?"))}] as $fields
      | ($v | keys) - [$fields[].key] == [] and all($fields[]; . as $f | ($f.optional and $v[$f.key] == null) or (($v | has($f.key)) and ($v[$f.key] | fits($f.shape)))))
    end
  elif $s == "number" then type == "number" and . >= 0 and . == floor
  elif $s == "flag" then type == "boolean"
  elif type != "string" then false
  elif $s == "date" then test("\\A" + day + "\\z") and is_day
  elif $s == "moment" then (.[0:10] | test("\\A" + day + "\\z") and is_day) and test("\\A" + day + "[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])\\z")
  elif $s == "digest" then digest
  else true end;
# A character that acts on the text around it, or stands in it, without being seen (as fugi judges it), by its number.
def is_hidden: (. < 32 and . != 9 and . != 10) or (. >= 127 and . < 160) or IN(173, 847, 1564, 4447, 4448, 6068, 6069, 10240, 12644, 65279, 65440) or (. >= 6155 and . <= 6159) or (. >= 8203 and . <= 8207)
  or (. >= 8232 and . <= 8238) or (. >= 8288 and . <= 8303) or (. >= 64976 and . <= 65007) or (. >= 65520 and . <= 65531)
  or (. >= 113824 and . <= 113827) or (. >= 119155 and . <= 119162) or (. >= 917504 and . <= 917759) or (. >= 918000 and . <= 921599) or . % 65536 >= 65534;
# Whether a text of a record shows a reader something else than what is signed.
def deceives($s):
  if ($s | type) == "object" then
    if $s.list then any(.[]; deceives($s.list)) elif $s.record then . as $v | any($s.record | to_entries[]; .value as $shape | $v[.key | rtrimstr("?")] | . != null and deceives($shape)) else false end
  elif IN($s; "line", "text", "id") then any(explode[]; is_hidden) or ($s != "text" and test("[\n\t]")) or ($s == "id" and test("\\s")) else false end;
# The company that a record is by, or about.
def party_of: if .says.partyName == null then null else .says.party end;
def moment_of: capture("\\A(?<d>.{10})[Tt ](?<t>.{8})(\\.[0-9]+)?(?<z>[Zz]|(?<g>[+-])(?<h>..):(?<m>..))\\z")
  | ("\(.d)T\(.t | sub(":60\\z"; ":59"))Z" | fromdateiso8601) - (if .g == null then 0 else (if .g == "-" then -1 else 1 end) * ((.h | tonumber) * 3600 + (.m | tonumber) * 60) end);
def kind_of($kinds): capture("\\Ahttps://fugi\\.example/(?<k>[a-z-]+)/v1\\z") | .k | select($kinds[.]);
# What a statement names in its text: what it is about beside its attachments.
def named($kind): [if .contract != null then .contractDigest else null end, .supersedes,
  if $kind == "receipt" then .document, .signature elif $kind == "correction" then .corrects elif $kind == "key-event" then .registerDigest
  elif $kind == "publication" or $kind == "council-decision" then .matterDigest, .documents[].digest
  elif $kind == "retention-disposal" then .targets[].digest elif $kind == "incident" then .follows else null end] - [null];
# The facts of a statement; an empty output where it is none.
def statement($kinds): select(type == "object" and keys == ["_type", "predicate", "predicateType", "subject"]
    and ._type == "https://in-toto.io/Statement/v1" and (.predicateType | type == "string") and (.subject | type == "array" and length > 0)
    and all(.subject[]; type == "object" and (.name | type == "string") and (.digest | type == "object") and (.digest.sha256 | digest)))
  | (.predicateType | kind_of($kinds)) as $kind | .predicate as $says | select($says | fits({record: $kinds[$kind].fields}))
  | [.subject[].digest.sha256] as $subjects | ($says | named($kind)) as $named
  | {kind: $kind, says: $says, unnamed: ($named - $subjects), attachments: ($subjects - $named),
     deceives: (any(.subject[].name; any(explode[]; is_hidden or . == 9 or . == 10)) or ($says | deceives({record: $kinds[$kind].fields})))};
'
# The same in the shell, for what is surely text that is seen: ASCII, kana, kanji and full-width letters.
line_re=$'^([ -~]|\xe2\x80\x94|\xe3\x80[\x80-\xbf]|\xe3\x81[\x81-\xbf]|\xe3\x82[\x80-\x96\x99-\xbf]|\xe3\x83[\x80-\xbf]|\xe4[\xb8-\xbf][\x80-\xbf]|[\xe5-\xe9][\x80-\xbf][\x80-\xbf]|\xef\xbc[\x81-\xbf]|\xef\xbd[\x80-\x9e])*$'
text_re=${line_re/'[ -~]'/$'[\n\t -~]'}
say() { if [[ $* =~ $line_re ]]; then printf '%s\n' "$*"; else printf '%s' "$*" | jq -Rrs "$lib shown"; fi; }
problems=0 notes=0
fail() { problems=$((problems + 1)); say "不合格[$1] $2: $3"; } # fail NAME PLACE TEXT
note() { notes=$((notes + 1)); say "注意[$1] $2: $3"; }
die() { say "$*"; exit 2; }
for tool in jq openssl iconv od; do command -v $tool > /dev/null || { echo "$tool がありません"; exit 2; }; done
case $trust in /*) ;; *) trust=$PWD/$trust ;; esac
held=()
for path in "${@:3}"; do case $path in /*) held+=("$path") ;; *) held+=("$PWD/$path") ;; esac; done
cd -- "${2:-.}" 2> /dev/null || die "${2:-.}: フォルダがありません"
[ -f "$trust" ] || die "信頼ファイル $trust: ありません"
[ -d entries ] && [ -d log ] || die "$PWD: 書き出された証跡のフォルダではありません（log か entries がありません）"

plain() { [ -f "$1" ] && [ ! -L "$1" ] && [ -r "$1" ]; }                 # a file, and no link, pipe or device
there() { [ -e "$1" ] || [ -L "$1" ]; }
length() { stat -c %s -- "$1" 2> /dev/null || stat -f %z -- "$1"; }
sha() { local h; read -r h _ < <(openssl dgst -sha256 -r) && printf %s "$h"; }
unhex() { local at text=; for ((at = 0; at < ${#1}; at += 2)); do text+="\\x${1:at:2}"; done; printf '%b' "$text"; }
tohex() { od -An -v -tx1 | tr -d ' \n'; }
# slurp FILE LIMIT: sets content; fails where the file holds a NUL or more than LIMIT bytes
slurp() { content=; ! IFS= read -r -d '' -n $(($2 + 1)) content < "$1"; }
declare -A six=()
for ((at = 0; at < 64; at++)); do
  one=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/
  six[${one:at:1}]=$at
done
# base64 TEXT: sets hex; only one spelling is read
base64() {
  local text=$1 at quad b c d
  [[ $text =~ ^[A-Za-z0-9+/]*={0,2}$ ]] && [ $((${#text} % 4)) -eq 0 ] || return 1
  hex=
  for ((at = 0; at < ${#text}; at += 4)); do
    b=${six[${text:at + 1:1}]} c=${text:at + 2:1} d=${text:at + 3:1}
    if [ "$c" = = ]; then [ $((b & 15)) -eq 0 ] || return 1; printf -v quad %02x $((${six[${text:at:1}]} << 2 | b >> 4))
    elif [ "$d" = = ]; then [ $((six[$c] & 3)) -eq 0 ] || return 1; printf -v quad %04x $((${six[${text:at:1}]} << 10 | b << 4 | six[$c] >> 2))
    else printf -v quad %06x $((${six[${text:at:1}]} << 18 | b << 12 | six[$c] << 6 | six[$d])); fi
    hex+=$quad
  done
}
# lenient TEXT: sets padded, the one spelling of what DSSE may write in either alphabet, padded or not
lenient() {
  padded=$1
  case $padded in *[-_]*[+/]* | *[+/]*[-_]*) return 1 ;; esac
  padded=${padded//-/+} padded=${padded//_//}
  case $padded in *=) ;; *) while [ $((${#padded} % 4)) -ne 0 ]; do padded+==; done ;; esac
}
# decode TEXT FILE: writes what base64 (lenient) says; sets decoded, its length
decode() {
  lenient "$1" && [[ $padded =~ ^[A-Za-z0-9+/]*={0,2}$ ]] && [ $((${#padded} % 4)) -eq 0 ] || return 1
  if [ -z "$padded" ]; then decoded=0; : > "$2"; return; fi
  base64 "${padded: -4}" || return 1
  decoded=$((${#padded} / 4 * 3 - 3 + ${#hex} / 2))
  printf %s "$padded" | openssl base64 -d -A > "$2"
}
small=" $(printf '0%.0s' {1..64}) 01$(printf '0%.0s' {1..62}) ec$(printf 'f%.0s' {1..60})7f ed$(printf 'f%.0s' {1..60})7f ee$(printf 'f%.0s' {1..60})7f 26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05 c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a "
# A point of small order (the sign bit apart): under such a key, or with such an R, a signature proves nothing.
is_small() { local last; printf -v last %02x $((16#${1:62:2} & 127)); case $small in *" ${1:0:62}$last "*) return 0 ;; esac; return 1; }
declare -A proven=() id_of=()
holds() { # holds KEY_HEX SIGNATURE_HEX MESSAGE_FILE [NAME]: NAME stands for the message where it is asked of again
  local was=${4:+${proven[$1 $2 $4]:-}}
  [ -z "$was" ] || return "$was"
  [ ${#1} -eq 64 ] && [ ${#2} -eq 128 ] && ! is_small "$1" && ! is_small "${2:0:64}" || return 1
  [ -e "$work/key.$1" ] || unhex "302a300506032b6570032100$1" > "$work/key.$1"
  unhex "$2" > "$work/sig"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.$1" -rawin -in "$3" -sigfile "$work/sig" > /dev/null 2>&1
  was=$?
  [ -z "${4:-}" ] || proven[$1 $2 $4]=$((was != 0))
  return $was
}
key_id() { [ -n "${id_of[$1]:-}" ] || id_of[$1]=$(printf '{"keytype":"ed25519","keyval":{"public":"%s"},"scheme":"ed25519"}' "$1" | sha); } # sets id_of
# text FILE LIMIT: UTF-8 without control characters, ended by a line feed; sets content
controls=$'[\001-\010\013-\037\177]'
text() {
  wrong=
  if ! plain "$1"; then wrong=普通のファイルではありません
  elif ! slurp "$1" "$2" || [ -z "$content" ]; then wrong=空か、長すぎるか、制御文字があります
  elif [[ $content =~ $text_re ]]; then :
  elif ! iconv -f UTF-8 -t UTF-16 < "$1" > /dev/null 2>&1; then wrong='UTF-8 ではありません'
  elif [[ $content == *$'\r'* ]]; then wrong='改行が CRLF に変換されています'
  elif [[ $content == *$controls* || $content == *$'\xef\xbb\xbf'* ]]; then wrong=制御文字があります; fi
  [ -n "$wrong" ] || [ "${content: -1}" = $'\n' ] || wrong=最後の改行がありません
  [ -z "$wrong" ]
}
# json FILE: one JSON value without a byte order mark, a lone surrogate, or a key that stands twice
json() {
  plain "$1" && [ "$(length "$1")" -le 1048576 ] && [ "$(head -c 3 < "$1" | tohex)" != efbbbf ] && iconv -f UTF-8 -t UTF-16 < "$1" > /dev/null 2>&1 &&
    jq -Rse "$lib is_strict" < "$1" > /dev/null 2>&1 &&
    ! sed 's/\\\\//g; s/\\u[dD][89abAB][0-9a-fA-F][0-9a-fA-F]\\u[dD][c-fC-F][0-9a-fA-F][0-9a-fA-F]//g' < "$1" | grep -q '\\u[dD][89a-fA-F]' &&
    jq -c --stream 'if length == 2 then .[0] else .[0][:-1] end' < "$1" > "$work/paths" 2> /dev/null && [ -s "$work/paths" ] && [ -z "$(sort "$work/paths" | uniq -d)" ]
}
# decent FILE…: all are UTF-8 without control characters, byte order marks and surrogates
printf '\n' > "$work/nl"
decent() {
  local path between=()
  for path; do between+=("$path" "$work/nl"); done
  cat -- "${between[@]}" > "$work/all" && iconv -f UTF-8 -t UTF-16 < "$work/all" > /dev/null 2>&1 &&
    tr -d '\000-\010\013-\037' < "$work/all" | cmp -s - "$work/all" && ! grep -q -e $'\xef\xbb\xbf' -e '\\u[dD][89a-fA-F]' "$work/all"
}
# ahead FILTER FILE…: what FILTER makes of each file that is one JSON object without a key that stands twice, behind the
# file's number, from one call of jq for many files. A file of which nothing is said is looked at by itself.
ahead() {
  local filter=$1 at from path many args
  shift
  many=("$@")
  for ((from = 0; from < ${#many[@]}; from += 64)); do
    at=$from
    decent "${many[@]:from:64}" || continue
    args=()
    for path in "${many[@]:from:64}"; do args+=(--rawfile "f$at" "$path"); at=$((at + 1)); done
    jq -nr --slurpfile kinds "$work/kinds" "${args[@]}" "$lib"'
      def keys_written: [match("\"(?:[^\"\\\\]++|\\\\.)*+\"(\\s*:)?"; "g") | .captures[0].string | select(. != null)] | length;
      $ARGS.named | to_entries[] | select(.key | startswith("f")) | .key[1:] as $number | .value as $text
      | (try ($text | fromjson) catch null) | select(type == "object" and ($text | is_strict) and ($text | keys_written) == ([.. | objects | length] | add)) | "\($number) \('"$filter"')"' > "$work/said" 2> /dev/null && cat "$work/said"
  done
}
opens='if .payloadType == $type and (.payload | type == "string") and (.signatures | type == "array" and length >= 1 and length <= 16)
      and all(.signatures[]; type == "object" and (.sig | type == "string") and (.keyid | type | IN("string", "null")))
      and all(.payload, .signatures[].sig; test("\\A[-A-Za-z0-9+/_=]*\\z")) then
      [.payload, (.signatures[] | (if (.keyid // "" | test("\\A[0-9a-f]{64}\\z")) then .keyid else "-" end), .sig)] | map("=" + .) | join(" ")'
# unseal NAME TYPE PAYLOAD HINT SIGNATURE…: writes NAME.payload and NAME.message (what is signed); sets signs (key ids and hexadecimal)
unseal() {
  local name=$1 type=$2
  signs=()
  decode "${3#=}" "$name.payload" || return 1
  { printf 'DSSEv1 %d %s %d ' ${#type} "$type" "$decoded"; cat "$name.payload"; } > "$name.message"
  shift 3
  while [ $# -gt 0 ]; do
    lenient "${2#=}" && base64 "$padded" && [ ${#hex} -eq 128 ] || return 1
    signs+=("${1#=} $hex"); shift 2
  done
}
# envelope FILE TYPE DIGEST: sets opened (where its payload and message are) and signs
declare -A unsealed=() digest_of=() facts_of=() document_of=()
record_type=application/vnd.in-toto+json register_type=application/vnd.fugi.register+json
envelope() {
  local parts
  opened=$work/envelope/$3
  if [ -n "${unsealed[$2 $3]:-}" ]; then mapfile -t signs <<< "${unsealed[$2 $3]}"; return; fi
  json "$1" && parts=$(jq -er --arg type "$2" "$opens else false | halt_error end" < "$1" 2> /dev/null) && unseal "$opened" "$2" $parts
}

# is_day YEAR MONTH DAY: whether the month, of a year, has so many days
is_day() {
  local days=31
  case $2 in 04 | 06 | 09 | 11) days=30 ;; 02) days=28; [ $(($1 % 4)) -ne 0 ] || { [ $(($1 % 100)) -eq 0 ] && [ $(($1 % 400)) -ne 0 ]; } || days=29 ;; esac
  [ $((10#$3)) -le $days ]
}
# policy FILE OUT (C2SP tlog-policy, `register VERSION sha256:DIGEST`, `require-witness [DAYS]`): jq reads the lines, then come the
# keys; sets policy_keys (kind, name, hexadecimal, id), or wrong
policy() {
  local kind name id typed mine
  policy_keys=()
  text "$1" 262144 || return 1
  wrong='読めません（log、witness、group、quorum、register の行を確かめてください）'
  jq -Rse "$lib"'
  def number: select(test("\\A(0|[1-9][0-9]{0,18})\\z") and (length < 19 or . <= "9223372036854775807")) | tonumber;
  def name: test("\\A[^\\s+]+\\z") and (any(explode[]; is_hidden) | not);
  reduce (split("\n")[] | sub("\\A[ \t]+"; "") | sub("[ \t]+\\z"; "") | select(. != "" and (startswith("#") | not)) | [splits("[ \t]+")]) as $w
    ({logs: [], witnesses: [], members: {}, taken: [], quorum: null, pin: null, within: null};
    ($w | length) as $n
    | def define($name; $member): if $name == "none" or .members[$name] then error("\($name)") else .members[$name] = $member end;
    def typed($key): ($key | capture("\\A(?<name>[^+]*)\\+(?<id>[0-9a-f]{8})\\+(?<typed>.*)\\z")) // error($key) | select(.name | name) // error($key);
    if $w[0] == "log" and ($n == 2 or $n == 3) then .logs += [typed($w[1])]
    elif $w[0] == "witness" and ($n == 3 or $n == 4) then define($w[1]; {witness: (.witnesses | length)}) | .witnesses += [typed($w[2])]
    elif $w[0] == "group" and $n > 3 then
      $w[3:] as $in | (if $w[2] == "all" then $in | length elif $w[2] == "any" then 1 else ($w[2] | number) // 0 end) as $need
      | if $need < 1 or $need > ($in | length) then error($w[1]) else . end
      | reduce $in[] as $one (.; if .members[$one] == null or ([$one] - .taken == []) then error($one) else .taken += [$one] end)
      | . as $s | define($w[1]; {need: $need, of: [$in[] | $s.members[.]]})
    elif $w[0] == "quorum" and $n == 2 and .quorum == null then
      if $w[1] == "none" then .quorum = "none" elif .members[$w[1]] then .quorum = .members[$w[1]] else error($w[1]) end
    elif $w[0] == "register" and $n == 3 and .pin == null then
      .pin = {version: (($w[1] | number | select(. > 0)) // error("register")), digest: (($w[2] | capture("\\Asha256:(?<d>[0-9a-f]{64})\\z").d) // error("register"))}
    elif $w[0] == "require-witness" and $n <= 2 and .within == null then
      .within = (if $n == 1 then 0 else (($w[1] | number | select(. >= 1 and . <= 36500)) // error("days")) end)
    else error($w | join(" ")) end)
  | if .quorum == null or (.logs | map(.typed) | unique | length) < (.logs | length) or (.witnesses | map(.typed) | unique | length) < (.witnesses | length) then error("quorum") else . end
  ' < "$1" > "$2" 2> /dev/null || return 1
  while read -r kind name id typed; do
    wrong="鍵「$name」を読めません"
    base64 "$typed" && [ ${#hex} -eq 66 ] && ! is_small "${hex:2}" || return 1
    mine=$({ printf '%s\n' "$name"; unhex "$hex"; } | sha)
    wrong="鍵「$name」の鍵IDが鍵と合いません"
    [ "${mine:0:8}" = "$id" ] || return 1
    wrong="鍵「$name」の種類が違います"
    case $kind${hex:0:2} in log01 | witness04) policy_keys+=("$kind $name ${hex:2} $id") ;; *) return 1 ;; esac
  done < <(jq -r '(.logs[] | "log \(.name) \(.id) \(.typed)"), (.witnesses[] | "witness \(.name) \(.id) \(.typed)")' "$2")
}
ended() { [ "$(tail -c 1 < "$1" | tohex)" = 0a ] || echo >> "$1"; } # ended FILE: with a line feed at its end, as people may leave it out
real=$(readlink -f -- "$trust" 2> /dev/null) || real=$trust
case $real in "$(pwd -P)"/*) die "信頼ファイル $trust: 確かめるフォルダの中にあります。フォルダと共に差し替えられたものかもしれません。別の道で受け取ったものを、フォルダの外に置いて使ってください" ;; esac
[ -z "${AS_OF:-}" ] || { [[ $AS_OF =~ ^(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$ ]] && is_day "${BASH_REMATCH[@]:1:3}"; } || die "AS_OF=$AS_OF: 2027-04-01 の形で書いてください"
# An editor of Windows ends lines so; at the end of the file, without a line feed, it ends none.
[ "$(tail -c 1 < "$trust" | tohex)" != 0d ] || die "信頼ファイル $trust: 最後の改行がありません（CR だけです）"
sed $'s/\r$//' < "$trust" > "$work/trust"
ended "$work/trust"
policy "$work/trust" "$work/policy" || die "信頼ファイル $trust: $wrong"
log_name=() log_key=() log_id=() wit_name=() wit_key=() wit_id=()
for line in "${policy_keys[@]}"; do
  read -r kind name key id <<< "$line"
  if [ "$kind" = log ]; then log_name+=("$name") log_key+=("$key") log_id+=("$id"); else wit_name+=("$name") wit_key+=("$key") wit_id+=("$id"); fi
done
asks=$(jq -r 'if .quorum == "none" then 0 else 1 end' "$work/policy") within=$(jq -r '.within // ""' "$work/policy")

# The folder's own policy: nobody is trusted for it, and it must be one.
if ! plain trust/policy.txt; then fail policy-unreadable trust/policy.txt 普通のファイルがありません
else
  cat trust/policy.txt > "$work/own"
  ended "$work/own"
  if ! policy "$work/own" "$work/own.policy" || ! jq -e '.pin == null and .within == null' "$work/own.policy" > /dev/null; then fail policy-unreadable trust/policy.txt "$wrong"
  else
    for line in "${policy_keys[@]}"; do
      read -r kind name key id <<< "$line"
      [ "$kind" = witness ] || { for at in "${!log_key[@]}"; do [ "${log_name[at]} ${log_key[at]}" != "$name $key" ] || continue 2; done; note policy-differs trust/policy.txt 手元の信頼ファイルにないログの鍵が書かれています; break; }
    done
  fi
fi

# 1. The files below log/, and the heads: signed by a trusted log key, each what its name says.
number_path() { local n=$1 path; printf -v path %03d $((n % 1000)); while [ "$n" -ge 1000 ]; do n=$((n / 1000)); printf -v path 'x%03d/%s' $((n % 1000)) "$path"; done; printf %s "$path"; }
head_re='^checkpoints/(0|[1-9][0-9]*)(\.cosigned)?$' leaf_re='^leaf/((x[0-9]{3}/)*[0-9]{3})$' tile_re='^tile/((entries|[0-9]{1,2})/((x[0-9]{3}/)*[0-9]{3}))(\.p/([1-9][0-9]{0,2}))?$'
heads=() cosigned=() leaf_paths=() tiles=()
while IFS= read -r -d '' path; do
  name=${path#./log/}
  if ! plain "$path"; then fail file-strange "log/$name" 普通のファイルではありません
  elif [[ $name =~ $head_re ]]; then if [ -n "${BASH_REMATCH[2]}" ]; then cosigned+=("${BASH_REMATCH[1]}"); else heads+=("${BASH_REMATCH[1]}"); fi
  elif [[ $name =~ $leaf_re ]]; then leaf_paths+=("$name")
  elif [[ $name =~ $tile_re ]] && [ "${BASH_REMATCH[6]:-1}" -lt 256 ]; then tiles+=("${BASH_REMATCH[1]} ${BASH_REMATCH[6]:-256}")
  elif [ "$name" != checkpoint ]; then fail file-strange "log/$name" ここに置かれるファイルではありません; fi
done < <(find ./log -mindepth 1 -name '.*' -prune -o ! -type d -print0 | sort -z)
# parse FILE: sets origin, size, root, named (the register), body (the note), lines (name, hexadecimal of each signature); writes the note
parse() {
  local name rest hex count
  text "$1" 65536 || return 1
  wrong=チェックポイントの形が違います lines=() whole=$content
  case $content in *$'\n\n'*) ;; *) return 1 ;; esac
  body=${content%$'\n\n'*}$'\n' rest=${content##*$'\n\n'} count=${content%$'\n\n'*}
  count=${count//[!$'\n']/}
  [ ${#count} -eq 2 ] || [ ${#count} -eq 3 ] || return 1
  printf %s "$body" > "$work/note"
  named=
  { IFS= read -r origin; IFS= read -r size; IFS= read -r root; IFS= read -r named; } < "$work/note"
  [ ${#count} -eq 2 ] || { [[ $named =~ ^register\ sha256:[0-9a-f]{64}$ ]] && named=${named#register sha256:}; } || return 1
  [[ $origin =~ ^[^+[:space:]]+$ && $size =~ ^(0|[1-9][0-9]{0,18})$ ]] && ! [[ ${#size} -eq 19 && $size > 9223372036854775807 ]] && base64 "$root" && [ ${#hex} -eq 64 ] || return 1
  root=$hex
  while IFS= read -r rest; do
    [[ $rest =~ ^—\ ([^+[:space:]]+)\ ([^[:space:]]+)$ ]] && name=${BASH_REMATCH[1]} && base64 "${BASH_REMATCH[2]}" && [ ${#hex} -gt 8 ] || { wrong=署名の行を読めません; return 1; }
    lines+=("$name $hex")
  done <<< "${rest%$'\n'}"
  [ ${#lines[@]} -ge 1 ] && [ ${#lines[@]} -le 64 ] && { [[ $content =~ $text_re ]] || jq -Rse "$lib any(explode[]; is_hidden) | not" < "$1" > /dev/null; }
}
by_log() { # by_log: 0 where a trusted key of the log signed the note (sets by, those that did), 2 where one is only claimed to have
  local at line claimed=1 good
  by=
  for at in "${!log_name[@]}"; do
    [ "${log_name[at]}" = "$log" ] || continue
    good=
    for line in "${lines[@]}"; do
      [ "${line%% *}" = "${log_name[at]}" ] && line=${line#* } && [ "${line:0:8}" = "${log_id[at]}" ] || continue
      claimed=2
      if holds "${log_key[at]}" "${line:8}" "$work/note" "$body"; then good=${good:-yes}; else good=no; fi
    done
    [ "$good" = yes ] && [ "$origin" = "$log" ] && by+=" ${log_key[at]}"
  done
  [ -z "$by" ] || return 0
  return $claimed
}
is_known() { # is_known LINE WITNESSES: whether a line is by a key of the log, or (WITNESSES) of a witness
  local at name=${1%% *} id=${1#* }
  for at in "${!log_name[@]}"; do [ "${log_name[at]}" = "$log" ] && [ "$name" = "$log" ] && [ "${id:0:8}" = "${log_id[at]}" ] && return 0; done
  [ -n "${2:-}" ] || return 1
  for at in "${!wit_name[@]}"; do [ "${wit_name[at]}" = "$name" ] && [ "${id:0:8}" = "${wit_id[at]}" ] && return 0; done
  return 1
}
cosignatures() { # cosignatures FILE: sets times (JSON: witness to time); tells of lines that do not hold where FILE is given
  local at line time false_line=0
  times=
  for at in "${!wit_name[@]}"; do
    for line in "${lines[@]}"; do
      [ "${line%% *}" = "${wit_name[at]}" ] && line=${line#* } && [ "${line:0:8}" = "${wit_id[at]}" ] || continue
      [[ ${line:8:16} =~ ^000000[0-9a-f]{10}$ ]] && time=$((16#${line:8:16})) && [ "$time" -gt 0 ] && [ "$time" -lt 253402300800 ] &&
        { printf 'cosignature/v1\ntime %d\n' "$time"; cat "$work/note"; } > "$work/cosigned" && holds "${wit_key[at]}" "${line:24}" "$work/cosigned" "$time $body" || {
          false_line=1; [ -z "${1:-}" ] || fail cosignature-wrong "$1" "立会人「${wit_name[at]}」の署名が合いません"; continue 2; }
      times="$times{\"$at\":$time}"
    done
  done
  return $false_line
}
judge() { # judge FILE: sets signed
  by_log; signed=$?
  if [ "$origin" != "$log" ]; then fail head-of-other-log "$1" "別のログ「$origin」のものです"
  elif [ $signed -eq 2 ]; then fail head-signature-wrong "$1" ログの署名が合いません
  elif [ $signed -ne 0 ]; then fail log-key-unknown "$1" 信頼する鍵の署名がありません; fi
}
log=
if parse log/checkpoint; then log=$origin latest=$size; else fail head-malformed log/checkpoint "$wrong"; latest=; fi
if [ -z "$log" ]; then for at in $(printf '%s\n' "${heads[@]}" | sort -n); do parse "log/checkpoints/$at" && log=$origin; done; fi
[ -n "$log" ] || fail head-missing log/checkpoint 読めるチェックポイントが一つもありません
largest=0 max=${latest:-0}; : > "$work/heads"; : > "$work/seen"; : > "$work/signers"
known() { echo "$size $1$by" >> "$work/signers"; echo "$size $root $signed ${named:--} $1" >> "$work/heads"; [ "$size" -gt "$max" ] && max=$size; [ $signed -eq 0 ] && [ "$size" -gt "$largest" ] && largest=$size; }
for at in $(printf '%s\n' "${heads[@]}" | sort -n); do
  parse "log/checkpoints/$at" || { fail head-malformed "log/checkpoints/$at" "$wrong"; continue; }
  judge "log/checkpoints/$at"
  [ "$size" = "$at" ] || { fail head-misnamed "log/checkpoints/$at" "中身は $size 件のチェックポイントです"; continue; }
  [ ${#lines[@]} -eq 1 ] || fail head-malformed "log/checkpoints/$at" ログの署名のほかに署名があります
  known "log/checkpoints/$at"
done
begins() { plain "$1" && slurp "$1" 65536 && [ "${2:0:${#content}}" = "$content" ]; } # begins SHORT TEXT
: > "$work/times"
for at in $(printf '%s\n' "${cosigned[@]}" | sort -n); do
  name=log/checkpoints/$at.cosigned
  parse "$name" || { fail head-malformed "$name" "$wrong"; continue; }
  judge "$name"
  [ "$size" = "$at" ] || { fail head-misnamed "$name" "中身は $size 件のチェックポイントです"; continue; }
  if plain "log/checkpoints/$at" && slurp "log/checkpoints/$at" 65536 && [ "${content%%$'\n\n'*}" = "${whole%%$'\n\n'*}" ]; then
    begins "log/checkpoints/$at" "$whole" || fail head-malformed "$name" 元のチェックポイントに書き足したものではありません
  fi
  others=0
  for line in "${lines[@]}"; do
    is_known "$line" || others=1
    is_known "$line" witnesses || note signer-unknown "$name" "信頼ファイルにない「${line%% *}」の署名は数えません"
  done
  [ $others -eq 1 ] || fail head-malformed "$name" 立会人の署名がありません
  cosignatures "$name"
  if [ $signed -eq 0 ] && [ "$size" -gt 0 ] && [ -n "$times" ]; then printf '{"size":%s,"times":[%s]}\n' "$size" "${times//\}\{/\},\{}" >> "$work/times"; fi
  known "$name"
done
if [ -n "$latest" ]; then
  parse log/checkpoint; judge log/checkpoint; known log/checkpoint
  if [ $signed -eq 0 ]; then
    ok=1; for line in "${lines[@]}"; do is_known "$line" witnesses || ok=0; done; cosignatures || ok=0
    begins "log/checkpoints/$size" "$whole" && { [ $ok -eq 1 ] || cmp -s "log/checkpoints/$size" log/checkpoint; } ||
      cmp -s "log/checkpoints/$size.cosigned" log/checkpoint || fail head-malformed log/checkpoint "log/checkpoints/$size の写しではありません"
    plain "log/checkpoints/$size" || fail head-missing "log/checkpoints/$size" 最新のチェックポイントの本体がありません
    [ "$largest" -le "$size" ] || fail rolled-back log/checkpoint "署名済みの log/checkpoints/$largest があります。古い状態に戻されています"
  fi
fi

# 2. The tree over the entries (RFC 6962), at every signed size; the tiles and bundles that follow from it.
count=0 entry_text=() leaves=()
mkdir "$work/leaf" "$work/node" "$work/envelope"
while IFS= read -r -d '' path; do
  printf -v name 'entries/%08d' "$count"
  if [ "$path" != "./$name" ] || ! plain "$path"; then fail file-strange "${path#./}" ログの項目ではありません; continue; fi
  if slurp "$path" 65535; then entry_text[count]=$content; printf '\0%s' "$content" > "$work/leaf/$count"; else { printf '\000'; cat "$path"; } > "$work/leaf/$count"; fi
  count=$((count + 1))
done < <(find ./entries -mindepth 1 -name '.*' -prune -o -print0 | sort -z)
digests() { # digests FOLDER COUNT: the digests of its files 0, 1, …, one a line
  local at
  for ((at = 0; at < $2; at++)); do printf '%s\0' "$1/$at"; done | xargs -0 openssl dgst -sha256 -r | cut -d' ' -f1
}
[ "$count" -eq 0 ] || mapfile -t leaves < <(digests "$work/leaf" "$count")
[ "$count" -ge "$max" ] || fail entry-missing "$count 番" "項目がありません（$((max - 1)) 番まであるはずです）"
declare -A has_leaf=() is_full=()
for tile in "${tiles[@]}"; do is_full[$tile]=1; done
for name in "${leaf_paths[@]}"; do
  at=$((10#${name//[!0-9]/}))
  printf -v entry 'entries/%08d' "$at"
  has_leaf[$at]=1
  [ "leaf/$(number_path "$at")" = "$name" ] && cmp -s "log/$name" "$entry" || fail entry-file-differs "log/$name" 番号と、書き出された項目が違います
done
# The copies that an export holds are no part of the log: each entry stands in a file of its own or in a full bundle.
for ((at = 0; at < count; at++)); do
  [ -z "${has_leaf[$at]:-}" ] && [ -z "${is_full[entries/$(number_path $((at / 256))) 256]:-}" ] || continue
  fail entry-file-missing "log/leaf/$(number_path "$at")" 項目のファイルがありません
  break
done
# The full subtrees, level by level: `subtree[LEVEL NUMBER]`; by level of a tile, their hashes one after the other.
declare -A subtree=() upper=() joined=()
for ((at = 0; at < count; at++)); do subtree[0 $at]=${leaves[at]}; done
for ((level = 1, wide = count / 2; wide > 0; level++, wide /= 2)); do
  for ((at = 0; at < wide; at++)); do unhex "01${subtree[$((level - 1)) $((2 * at))]}${subtree[$((level - 1)) $((2 * at + 1))]}" > "$work/node/$at"; done
  mapfile -t hashes < <(digests "$work/node" "$wide")
  for ((at = 0; at < wide; at++)); do subtree[$level $at]=${hashes[at]}; done
  [ $((level % 8)) -ne 0 ] || upper[$((level / 8))]=$(printf %s "${hashes[@]}")
done
root_at() { # root_at SIZE: sets hash: full subtrees, joined from the right
  local left=$1 begin=0 level parts=() top
  [ "$left" -gt 0 ] || { hash=$(printf '' | sha); return; }
  for ((level = 62; level >= 0; level--)); do
    if [ $((left >> level & 1)) -eq 1 ]; then parts+=("${subtree[$level $((begin >> level))]}"); begin=$((begin + (1 << level))); fi
  done
  hash=${parts[-1]}
  for ((top = ${#parts[@]} - 2; top >= 0; top--)); do
    [ -n "${joined[${parts[top]}$hash]:-}" ] || joined[${parts[top]}$hash]=$(unhex "01${parts[top]}$hash" | sha)
    hash=${joined[${parts[top]}$hash]}
  done
}
changed=0
# The versions of the key register among the entries: position and digest.
: > "$work/logged"
for ((position = 0; position < count; position++)); do
  printf -v entry 'entries/%08d' "$position"
  if [ -n "${entry_text[position]:-}" ]; then
    { IFS= read -r one; IFS= read -r digest; IFS= read -r uri; } <<< "${entry_text[position]}"
    [[ $digest =~ ^record\ sha256:[0-9a-f]{64}$ && $uri == type\ * ]] || continue
    read -r digest uri <<< "${digest#record sha256:} ${uri#type }"
  else
    sed -n '2s/^record sha256:\([0-9a-f]\{64\}\)$/\1/p; 3s/^type \(.*\)$/\1/p' < "$entry" 2> /dev/null | tr '\n' ' ' > "$work/line"
    # `read` fails at the end of a file that has no line feed, and what it read counts all the same.
    read -r digest uri < "$work/line"
  fi
  [ "$uri" = https://fugi.example/key-register/v1 ] && echo "$position $digest" >> "$work/logged"
done
# proof FILE: writes the checkpoint of a proof (C2SP tlog-proof)
proof() {
  local own line at=1
  text "$1" 81920 && [[ $content == *$'\n\n'* ]] || return 1
  printf %s "${content#*$'\n\n'}" > "$work/held"
  mapfile -t own <<< "${content%%$'\n\n'*}"
  [ "${own[0]}" = c2sp.org/tlog-proof@v1 ] || return 1
  case ${own[1]:-} in extra\ *) base64 "${own[1]#extra }" || return 1; at=2 ;; esac
  [[ ${own[at]:-} =~ ^index\ (0|[1-9][0-9]{0,18})$ && ${#own[@]} -le $((at + 64)) ]] || return 1
  for line in "${own[@]:at + 1}"; do base64 "$line" && [ ${#hex} -eq 64 ] || return 1; done
}
for path in "${held[@]}"; do
  plain "$path" || die "$path: 普通のファイルではありません"
  file=$path
  case $(head -c 20 < "$path" 2> /dev/null | head -n 1) in c2sp.org/tlog-proof@*) proof "$path" || die "$path: 受領証の形が違います"; file=$work/held ;; esac
  parse "$file" || die "$path: チェックポイントでも受領証でもありません"
  judge "$path"
  [ $signed -ne 0 ] || echo "$size $root 3 ${named:--} $path" >> "$work/heads"
done
while read -r signed_size signed_root signed named name; do
  if [ "$signed" -eq 3 ] && [ "$signed_size" -gt "$count" ]; then fail older-copy "$name" "手元のチェックポイントは $signed_size 件ですが、このフォルダは $count 件です"; fi
  [ $((signed % 3)) -eq 0 ] && [ "$signed_size" -le "$count" ] || continue
  root_at "$signed_size"
  if [ "$hash" != "$signed_root" ]; then
    if [ "$signed" -eq 3 ]; then fail fork "$name" "$signed_size 件の時点の根が、このログと違います"
    elif [ $changed -eq 0 ]; then changed=1; fail tree-changed "$name" 項目から計算した根が、署名された根と違います; fi
  else
    last=-
    while read -r at digest; do [ "$at" -ge "$signed_size" ] || last=$digest; done < "$work/logged"
    [ "$last" = "$named" ] || fail head-register-differs "$name" チェックポイントにある鍵の登録簿が、その時点でログに載っていた登録簿と違います
  fi
done < <(sort -s -n -k 1,1 "$work/heads")
[ "$count" -le "$largest" ] || fail entry-unsigned "$((count - 1)) 番" 署名済みのチェックポイントに入っていません
upper[0]=$(printf %s "${leaves[@]}")
expect() { # expect LEVEL INDEX WIDTH: a bundle, or the hexadecimal of a tile; fails where there are not so many
  local hashes index=$2 width=$3 position entry
  if [ "$1" = entries ]; then
    [ $((index * 256 + width)) -le "$count" ] || return 1
    for ((position = index * 256; position < index * 256 + width; position++)); do
      entry=${entry_text[position]:-}
      if [ -n "$entry" ]; then printf -v entry %04x ${#entry}; printf "\\x${entry:0:2}\\x${entry:2}%s" "${entry_text[position]}"
      else printf -v entry 'entries/%08d' "$position"; unhex "$(printf %04x "$(length "$entry")")"; cat "$entry"; fi
    done
  else
    hashes=${upper[$((10#$1))]:-}
    [ ${#hashes} -ge $(((index * 256 + width) * 64)) ] && printf %s "${hashes:$((index * 256 * 64)):$((width * 64))}"
  fi
}
if [ $changed -eq 0 ] && [ "$count" -ge "$max" ]; then
  for tile in "${tiles[@]}"; do
    path=${tile% *} width=${tile#* } name=log/tile/$path
    [ "$width" -eq 256 ] || name=$name.p/$width
    index=${path#*/} index=$((10#${index//[!0-9]/})) level=${path%%/*}
    [ "$level" = entries ] || level=$((10#$level))
    if [ "$path" != "$level/$(number_path "$index")" ]; then false
    elif [ "$level" = entries ]; then [ $((index * 256 + width)) -le "$count" ] && expect entries $index "$width" | cmp -s - "$name"
    else [ "$(tohex < "$name")" = "$(expect "${path%%/*}" $index "$width" || echo none)" ]; fi || fail derived-changed "$name" 項目から作られる内容と違います
  done
  have=" $(printf '%s|' "${tiles[@]}" | tr ' |' ': ')"
  for level in entries "${!upper[@]}"; do
    if [ $level = entries ]; then hashes=$count; else hashes=$((${#upper[$level]} / 64)); fi
    for ((index = 0; index * 256 < hashes; index++)); do
      width=$((hashes - index * 256)); [ $width -le 256 ] || width=256
      case $have in *" $level/$(number_path $index):$width "*) ;; *) fail derived-missing "log/tile/$level/$(number_path $index)" 項目から作られるファイルがありません ;; esac
    done
  done
fi

# What many files hold, in a few calls: digests, envelopes, statements, and documents that receipts are for.
known_re='^\./(records/sha256/[0-9a-f]{2}/[0-9a-f]{64}\.json|blobs/sha256/[0-9a-f]{2}/[0-9a-f]{64}|trust/root\.[0-9]+\.json)$'
for top in records blobs trust; do [ ! -d $top ] || find ./$top ! -type d -print0; done | while IFS= read -r -d '' path; do
  if [[ $path =~ $known_re ]] && plain "$path" && [ "$(length "$path")" -le 1073741824 ]; then printf '%s\0' "${path#./}"; fi
done > "$work/list"
[ ! -s "$work/list" ] || while read -r digest path; do digest_of[${path#\*}]=$digest; done < <(xargs -0 openssl dgst -sha256 -r < "$work/list" 2> /dev/null)
sha_of() { # sha_of FILE: sets digest_of
  [ -n "${digest_of[$1]:-}" ] || digest_of[$1]=$(sha < "$1")
}
# short FILE…: sets files, those of at most 64 kilobytes
short() {
  local sizes at=0
  files=()
  [ $# -gt 0 ] || return 0
  mapfile -t sizes < <(stat -c %s -- "$@" 2> /dev/null || stat -f %z -- "$@")
  for path; do [ "${sizes[at]:-65537}" -gt 65536 ] || files+=("$path"); at=$((at + 1)); done
}
declare -A listed=() is_short=() is_json=()
several=()
for path in "${!digest_of[@]}"; do
  digest=${digest_of[$path]}
  case $path in blobs/*) continue ;; records/*) [ "$path" = "records/sha256/${digest:0:2}/$digest.json" ] || continue ;; esac
  [ -n "${listed[$digest]:-}" ] || several+=("$path")
  listed[$digest]=1
done
short "${several[@]}"
for path in "${files[@]}"; do is_short[$path]=1; done
envelopes=("${files[@]}") several=() registers=()
while read -r at type parts; do
  digest=${digest_of[${envelopes[at]}]}
  # No part holds a blank or a character that the shell acts on.
  unseal "$work/envelope/$digest" "$type" $parts || continue
  unsealed[$type $digest]=$(printf '%s\n' "${signs[@]}")
  if [ "$type" = $record_type ]; then several+=("$work/envelope/$digest.payload"); else registers+=("$work/envelope/$digest.payload"); fi
done < <(ahead '(.payloadType | select(IN("'$record_type'", "'$register_type'"))) as $type | $type + " " + ('"$opens"' else empty end)' "${envelopes[@]}")
short "${registers[@]}"
registers=("${files[@]}")
while read -r at _; do is_json[${registers[at]}]=1; done < <(ahead '""' "${registers[@]}")
short "${several[@]}"
payloads=("${files[@]}") several=()
declare -A receives=()
while read -r at document signature facts; do
  digest=${payloads[at]##*/} digest=${digest%.payload}
  facts_of[$digest]=$facts
  [ "$document" != - ] || continue
  receives[$digest]="$document $signature"
  path=blobs/sha256/${document:0:2}/$document
  [ "${digest_of[$path]:-}" != "$document" ] || several+=("$path")
done < <(ahead '(try [statement($kinds[0])][0] catch null) as $facts | (if $facts.kind == "receipt" and $facts.says.form != "envelope"
  then "\($facts.says.document) \(if $facts.says.form == "ssh" then $facts.says.signature // "-" else "-" end)" else "- -" end) + " " + ($facts | tojson)' "${payloads[@]}")
short "${several[@]}"
documents=("${files[@]}")
while read -r at facts; do document_of[${documents[at]##*/}]=$facts; done < <(ahead '(try [statement($kinds[0])][0] catch null) // {malformed: true} | tojson' "${documents[@]}")

# 3. The key register, each version signed by enough root keys of the one before and of its own.
version=1 before= before_digest= wrongs=$problems; : > "$work/versions"; : > "$work/owns"
# own_version FILE: a version on its own; sets opened, signs and own (its facts, keys and root keys, by digest)
declare -A own=() own_wrong=()
own_version() {
  local what key public digest said
  sha_of "$1"
  digest=${digest_of[$1]} wrong=登録簿として読めません
  envelope "$1" $register_type "$digest" || return 1
  if [ -n "${own[$digest]:-}${own_wrong[$digest]:-}" ]; then wrong=${own_wrong[$digest]:-}; [ -z "$wrong" ]; return; fi
  own_wrong[$digest]=$wrong
  [ -n "${is_json[$opened.payload]:-}" ] || json "$opened.payload" || return 1
  wrong=登録簿の形が違います own_wrong[$digest]=$wrong
  said=$(jq -er --arg log "$log" "$lib"'if fits({record: {version: "number", log: "text", issuedAt: "moment", threshold: "number", keys: {list: {record: {keyId: "digest", public: "digest",
      role: {word: ["contractor", "ward", "witness", "log", "root"]}, holder: "text", "party?": "text", "noteName?": "text", from: "number", "until?": "number", "reason?": "text"}}}}})
    and all(.keys[]; . as $key | (.holder | deceives("line") or . == "" or test("\\A\\s|\\s\\z") | not) and (.reason // "" | deceives("text") | not) and all(("party", "noteName"); $key[.] | . == null or (deceives("id") or . == "" | not)))
    and ([.keys[].keyId] | length == (unique | length)) and all(.keys[]; (.until // .from) >= .from and ((.role == "log" or .role == "witness") == (.noteName != null)) and ((.role == "contractor") == (.party != null)))
    and .threshold >= 1 and ([.keys[] | select(.role == "root" and .until == null)] | length) >= .threshold
    then "facts \({register: .version, log} | tojson)", "head \(.version + 0) \(.threshold + 0) \(.log == $log)", (.keys[] | "key \(.keyId) \(.public)"), ([.keys[] | select(.role == "root" and .until == null) | .public] | unique[] | "root \(.)")
    else false | halt_error end' "$opened.payload" 2> /dev/null) || return 1
  wrong=鍵の識別子が鍵と合いません own_wrong[$digest]=$wrong
  while read -r what key public; do
    [ "$what" = key ] || continue
    key_id "$public"
    [ "${id_of[$public]}" = "$key" ] && ! is_small "$public" || return 1
  done <<< "$said"
  own[$digest]=$said wrong=
  unset "own_wrong[$digest]"
}
version_holds() { # version_holds FILE: it follows the one before, and enough root keys of both signed it
  local now judge enough key hint one what threshold
  own_version "$1" || return 1
  now=$opened digest=${digest_of[$1]}
  wrong=版か、ログが違います
  [[ ${own[$digest]} =~ $'\n'head\ $version\ [0-9]+\ true$'\n' ]] || return 1
  for judge in $before_digest "$digest"; do
    enough=0 threshold=
    while read -r what key one; do
      case $what in
        head) threshold=${one% *} ;;
        root) for one in "${signs[@]}"; do holds "$key" "${one#* }" "$now.message" "$digest" && { enough=$((enough + 1)); break; }; done ;;
      esac
    done <<< "${own[$judge]}"
    [ "$enough" -ge "$threshold" ] || { wrong=鍵の管理者の署名が足りません; return 1; }
  done
  [ -z "$before" ] || jq -e --slurpfile old "$before" '. as $new | all($old[0].keys[]; . as $was | [$new.keys[] | select(.keyId == $was.keyId)][0] as $now
    | $now != null and all(("role", "from", "party", "noteName"); $now[.] == $was[.]) and ($was.until == null or ($now.until != null and $now.until <= $was.until)))' "$now.payload" > /dev/null 2>&1 ||
    { wrong=前の版の鍵が、消えているか、書き換えられているか、失効から戻っています; return 1; }
}
while there "trust/root.$version.json"; do
  version_holds "trust/root.$version.json" || { fail register-wrong "trust/root.$version.json" "$wrong"; break; }
  before=$opened.payload before_digest=${digest_of[trust/root.$version.json]}
  { printf '{"digest":"%s","own":' "$before_digest"; cat "$before"; echo '}'; } >> "$work/owns"
  version=$((version + 1))
done
jq -c '.own + {digest}' "$work/owns" > "$work/versions"
[ -n "$before" ] || fail register-missing trust/root.1.json 鍵の登録簿がありません
if ! jq -e --slurpfile versions "$work/versions" '.pin == null or (.pin.version <= ($versions | length) and $versions[.pin.version - 1].digest == .pin.digest)' "$work/policy" > /dev/null; then
  fail register-untrusted trust "手元の信頼ファイルの登録簿と違います"; : > "$work/versions"
fi
# Where each version stands in the log. A key counts from the entry that brought it, whatever it claims.
jq -Rcn '[inputs | split(" ") | {at: (.[0] | tonumber), digest: .[1]}]' < "$work/logged" > "$work/logged.json"
jq -sc --slurpfile logged "$work/logged.json" --argjson sound $((problems == wrongs)) '. as $versions | $logged[0] as $logged
  | (reduce $versions[] as $v ({of: [], before: 0}; ([$logged[] | select(.digest == $v.digest) | .at][0]) as $place
      | if $place == null then .of += [null] else .before = ([.before, $place] | max) | .of += [.before] end) | .of) as $of
  | (if $logged == [] then ($versions | length) elif ($of[0] // 0) > 0 then ([range(0; $of | length) | select($of[.] != $of[0] + .)][0] // ($of | length)) else 0 end) as $adopted
  | (if $sound == 0 or $versions == [] and $logged == [] then [] elif $logged == [] then [["register-not-adopted", "trust/root.\($versions | length).json", "鍵の登録簿が、ログに一つも載っていません"]]
     else [range(0; $versions | length) | select($of[.] == null) | ["register-not-logged", "trust/root.\(. + 1).json", "ログのどの項目も載せていません"]]
       + [$logged[] | . as $l | select(all($versions[]; .digest != $l.digest)) | ["register-gone", "\(.at) 番", "この項目が載せた鍵の登録簿（sha256:\(.digest)）が trust にありません"]] end) as $found
  | {found: $found, keys: [(($versions | last).keys // [])[] | . as $key | ([range(0; $versions | length) as $i | $versions[$i].keys[] | select(.keyId == $key.keyId) | {i: $i, own: .}]) as $owns
      | $owns[0].i as $i | $owns[0].own.from as $claimed
      | .from = (if $i < $adopted then $claimed elif $of[$i] == null then 9007199254740991 else ([$of[$i], $claimed] | max) end)
      | .holders = [$owns[] | {at: (if .i == $i then 0 else $of[.i] end), holder: .own.holder} | select(.at != null)]],
     revoked: [[range(0; $versions | length) as $i | select($of[$i] != null) | $versions[$i].keys[] | select((.role == "log" or .role == "witness") and .until != null) | {public, at: $of[$i]}] | group_by(.public)[] | min_by(.at)]}' "$work/versions" > "$work/register"
while IFS=$'\t' read -r name where text; do fail "$name" "$where" "$text"; done < <(jq -r '.found[] | @tsv' "$work/register")
# A key of the log or of a witness that was revoked: the head over the entry of the revocation itself is the last one that such
# a key of the log signs; a witness's signature over a head that holds that entry does not count.
declare -A revoked=()
while read -r key at; do revoked[$key]=$at; done < <(jq -r '.revoked[] | "\(.public) \(.at)"' "$work/register")
while read -r size name by; do
  at=
  for key in $by; do
    [ -n "${revoked[$key]:-}" ] || continue 2
    [ "${revoked[$key]}" -le "${at:--1}" ] || at=${revoked[$key]}
  done
  [ -z "$at" ] || [ $((size - 1)) -le "$at" ] || fail log-key-revoked "$name" "$at 番の登録簿が失効させたログの鍵で、その後に署名されています"
done < "$work/signers"
gone=
for at in "${!wit_key[@]}"; do [ -z "${revoked[${wit_key[at]}]:-}" ] || gone+="${gone:+,}\"$at\":${revoked[${wit_key[at]}]}"; done
echo "{$gone}" > "$work/gone"
# When enough witnesses had cosigned each: a witness counts once, at its latest time.
[ ! -s "$work/times" ] || jq -r --slurpfile policy "$work/policy" --slurpfile gone "$work/gone" '
  def met($m; $seen): if $m.witness != null then [$m.witness | tostring] - $seen == [] else ([$m.of[] | select(met(.; $seen))] | length) >= $m.need end;
  .size as $size | (reduce .times[] as $one ({}; reduce ($one | to_entries[] | select(($gone[0][.key] // $size) >= $size)) as $e (.; .[$e.key] = ([.[$e.key] // 0, $e.value] | max)))) as $times
  | [$times[] | . as $t | select($policy[0].quorum == "none" or met($policy[0].quorum; [$times | to_entries[] | select(.value <= $t) | .key]))]
  | if length > 0 then "\($size) \(min)" else empty end' "$work/times" >> "$work/seen"
while read -r size at; do
  note witness-revoked "log/checkpoints/$size.cosigned" "立会人「${wit_name[at]}」の鍵は、${revoked[${wit_key[at]}]} 番の登録簿が失効させています。この署名は数えません"
done < <([ ! -s "$work/times" ] || jq -r --slurpfile gone "$work/gone" '.size as $size | [.times[] | keys[]] | unique[] | select(($gone[0][.] // $size) < $size) | "\($size) \(.)"' "$work/times")
key_ids=() key_public=()
while read -r id public; do key_ids+=("$id") key_public+=("$public"); done < <(jq -r '.keys[] | "\(.keyId) \(.public)"' "$work/register")

# 4. The facts of every record, one line of JSON each; what openssl must say of them is said here.
: > "$work/facts"; : > "$work/blobs"
signed_by() { # signed_by HINT SIGNATURE MESSAGE: sets key to the number of the key that signed, or to null
  local at
  key=null hinted=false
  for at in "${!key_ids[@]}"; do [ "${key_ids[at]}" = "$1" ] && { hinted=true; holds "${key_public[at]}" "$2" "$3" && { key=$at; return; }; }; done
  for at in "${!key_ids[@]}"; do [ "${key_ids[at]}" != "$1" ] && holds "${key_public[at]}" "$2" "$3" && { key=$at; return; }; done
}
# ssh FILE MESSAGE: the key that a signature of `ssh-keygen -Y sign` names; fails where it does not hold for a record
ssh() {
  local hex field fields=() length public
  # Base64 with line ends and blanks; other blanks are read by some programs and not by others.
  [ "$(length "$1")" -le 65536 ] && [ "$(tr '\r\n' '__' < "$1" | grep -c '^[ _]*-----BEGIN SSH SIGNATURE-----[A-Za-z0-9+/= _]*-----END SSH SIGNATURE-----[ _]*$')" = 1 ] || return 1
  base64 "$(sed 's/-----[A-Z ]*-----//g' < "$1" | tr -d ' \n\r')" || return 1
  case $hex in 53534853494700000001*) hex=${hex:20} ;; *) return 1 ;; esac
  for field in 0 1 2 3 4; do
    [ ${#hex} -ge 8 ] && length=$((16#${hex:0:8} * 2)) && [ ${#hex} -ge $((8 + length)) ] || return 1
    fields+=("${hex:8:length}"); hex=${hex:$((8 + length))}
  done
  # Each of key and signature: a string `ssh-ed25519` and one of 32 or 64 bytes.
  [ -z "$hex" ] && [ -z "${fields[2]}" ] && [ "${fields[1]}" = "$(printf record@fugi.example | tohex)" ] || return 1
  [ "${fields[0]:0:38}" = 0000000b7373682d6564323535313900000020 ] && [ ${#fields[0]} -eq 102 ] || return 1
  [ "${fields[4]:0:38}" = 0000000b7373682d6564323535313900000040 ] && [ ${#fields[4]} -eq 166 ] || return 1
  case $(unhex "${fields[3]}") in sha256) length=256 ;; sha512) length=512 ;; *) return 1 ;; esac
  public=${fields[0]:38}
  { printf 'SSHSIG\0\0\0\023record@fugi.example\0\0\0\0\0\0\0\006sha%s' $length; unhex "$(printf %08x $((length / 8)))"; openssl dgst -sha$length -binary < "$2"; } > "$work/ssh.message"
  holds "$public" "${fields[4]:38}" "$work/ssh.message" && key_id "$public" && printf %s "${id_of[$public]}"
}
entry_re=$'^fugi-entry/v1\nrecord sha256:([0-9a-f]{64})\ntype ([[:graph:]]*:[[:graph:]]*)\nlogged ((19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)$'
position=-1
for leaf in "${leaves[@]}"; do
  position=$((position + 1)); printf -v file 'entries/%08d' "$position"
  text "$file" 1024 && content=${content%$'\n'} || content=
  if ! [[ $content =~ $entry_re ]] || [ ${#BASH_REMATCH[2]} -gt 512 ] || ! is_day "${BASH_REMATCH[@]:4:3}"; then fail entry-malformed "$position 番" 項目の形が違います; continue; fi
  digest=${BASH_REMATCH[1]} uri=${BASH_REMATCH[2]} logged=${BASH_REMATCH[3]} record=records/sha256/${digest:0:2}/$digest.json state=whole
  facts=null sigs= document=null ssh=null inner= one=
  if ! there "$record"; then state=absent
  elif ! plain "$record" || { [ -z "${is_short[$record]:-}" ] && [ "$(length "$record")" -gt 1048576 ]; }; then state=unreadable
  elif sha_of "$record" && [ "${digest_of[$record]}" != "$digest" ]; then state=changed
  elif [ "$uri" = https://fugi.example/key-register/v1 ]; then
    facts='{"register":null}'
    if own_version "$record"; then facts=${own[$digest]%%$'\n'*} facts=${facts#facts }; fi
  elif envelope "$record" $record_type "$digest"; then
    if [ -n "${facts_of[$digest]:-}" ]; then
      facts=${facts_of[$digest]}
      [ -z "${receives[$digest]:-}" ] || read -r inner one <<< "${receives[$digest]}"
    elif json "$opened.payload"; then
      facts=$(jq -c --slurpfile kinds "$work/kinds" "$lib"' statement($kinds[0])' "$opened.payload" 2> /dev/null)
      facts=${facts:-null}
      if [ "${facts#'{"kind":"receipt"'}" != "$facts" ]; then
        read -r inner one < <(jq -r '.says | select(.form != "envelope") | "\(.document) \(if .form == "ssh" then .signature // "-" else "-" end)"' <<< "$facts")
      fi
    fi
    [ "$facts" = null ] || for line in "${signs[@]}"; do signed_by "${line% *}" "${line#* }" "$opened.message"; sigs="${sigs:+$sigs,}{\"key\":$key,\"hinted\":$hinted}"; done
  fi
  if [ -n "$inner" ]; then
    path=blobs/sha256/${inner:0:2}/$inner
    if plain "$path" && sha_of "$path" && [ "${digest_of[$path]}" = "$inner" ]; then
      document=${document_of[$inner]:-}
      if [ -z "$document" ]; then
        json "$path" && document=$(jq -c --slurpfile kinds "$work/kinds" "$lib"' statement($kinds[0])' "$path" 2> /dev/null)
        document=${document:-'{"malformed":true}'}
      fi
      one=blobs/sha256/${one:0:2}/$one
      if plain "$one"; then ssh=\"$(ssh "$one" "$path")\"; fi
    fi
  fi
  # The address of the kind is ASCII, as the form of an entry says.
  uri=${uri//\\/\\\\} uri=${uri//\"/\\\"}
  printf '{"at":%d,"digest":"%s","uri":"%s","logged":"%s","state":"%s","facts":%s,"sigs":[%s],"document":%s,"ssh":%s}\n' "$position" "$digest" "$uri" "$logged" $state "$facts" "$sigs" "$document" "$ssh" >> "$work/said.facts"
done
[ ! -e "$work/said.facts" ] || jq -c '. + {attachments: ((.facts.attachments // []) + (if .facts.kind == "receipt" and .facts.says.form != "envelope" then [.facts.says.document, .facts.says.signature] - [null] else [] end) + (.document.attachments // []))}' "$work/said.facts" > "$work/facts"
declare -A is_record=() is_blob=()
while read -r what digest; do if [ "$what" = r ]; then is_record[$digest]=1; else is_blob[$digest]=1; fi; done < <(jq -r '"r \(.digest)", "b \(.attachments[])"' "$work/facts")
for digest in $(printf '%s\n' "${!is_blob[@]}" | sort); do
  blob=blobs/sha256/${digest:0:2}/$digest
  if ! there "$blob"; then echo "{\"$digest\":\"absent\"}"; elif ! plain "$blob" || [ "$(length "$blob")" -gt 1073741824 ]; then echo "{\"$digest\":\"unreadable\"}"
  elif sha_of "$blob" && [ "${digest_of[$blob]}" != "$digest" ]; then echo "{\"$digest\":\"changed\"}"; fi
done > "$work/blobs"
while IFS= read -r -d '' path; do
  name=${path#./} digest=${path##*/} ending=
  case $name in records/*) ending=.json digest=${digest%.json} ;; esac
  if [ "$name" = "${name%%/*}/sha256/${digest:0:2}/$digest$ending" ] && plain "$path"; then
    case $ending in .json) [ -z "${is_record[$digest]:-}" ] || continue ;; *) [ -z "${is_blob[$digest]:-}" ] || continue ;; esac
    if [ "$(length "$name")" -le 1073741824 ]; then
      sha_of "$name"
      [ "${digest_of[$name]}" != "$digest" ] || continue
    fi
  fi
  fail file-strange "$name" ここに置かれるファイルではありません
done < <(for top in records blobs; do [ ! -d $top ] || find ./$top -name '.*' -mindepth 1 -prune -o ! -type d -print0; done | sort -z)

# 5. What the facts come to: signers at their position, references, chains, receipts, disposals.
jq -Rcn '[inputs | split(" ") | {size: (.[0] | tonumber), time: (.[1] | tonumber)}]' < "$work/seen" > "$work/witnessed"
jq -Rsc 'def number: reduce (explode[] | if . >= 97 then . - 87 else . - 48 end) as $digit (0; . * 16 + $digit);
  [split("\n")[] | split(" ")[] | select(. != "") | split("=")] | {known: [.[] | select(.[0] == "") | .[1] | split("-") | map(number)],
    map: (reduce (.[] | select(.[0] != "")) as $one ({}; .[[$one[0] | number] | implode] = ([$one[1] | split("+")[] | select(. != "") | number] | implode)))}' "$work/letters" > "$work/letters.json"
latest=$(jq -nr --arg day "${AS_OF:-}" '[now, (if $day == "" then 0 else ($day + "T23:59:59Z" | fromdateiso8601) - 32400 end)] | max | floor')
while IFS=$'\t' read -r what name where text; do
  case $what in fail) fail "$name" "$where" "$text" ;; note) note "$name" "$where" "$text" ;; line) echo "$text" ;; esac
done < <(jq -rs --slurpfile kinds "$work/kinds" --slurpfile register "$work/register" --slurpfile versions "$work/versions" --slurpfile witnessed "$work/witnessed" --slurpfile blobs "$work/blobs" --slurpfile letters "$work/letters.json" --arg log "$log" --argjson latest "$latest" "$lib"'
  . as $all | $letters[0] as $letters | $kinds[0] as $kinds | $register[0].keys as $keys | ($blobs | add // {}) as $blobs
  | def fail($name; $text): ["fail", $name, "\(.at) 番", $text];
  def may($key; $kind; $party): if ([$key.role] - $kinds[$kind].signers) != [] then "signer-role" elif .at < $key.from then "signer-not-yet"
    # A later receipt confirms who signed with a revoked key, never for whom.
    elif $party != null and $key.party != null and $key.party != $party then "signer-party" elif $key.until != null and .at >= $key.until then "signer-revoked" else null end;
  def japan: (. + 32400 | strftime("%Y-%m-%d %H:%M"));
  def holder($key): . as $at | [$key.holders[] | select(.at <= $at) | .holder] | last;
  # The end of a number of years in Japan, in seconds; null after the year 9999.
  def years_later($n): (. + 32400 | gmtime) as $t | ($t[0] + $n) as $y | if $y > 9999 then null else
    ($t | .[0] = $y | if .[1] == 1 and .[2] == 29 and (($y % 4 == 0 and $y % 100 != 0) or $y % 400 == 0 | not) then .[2] = 28 else . end | mktime - 32400) end;
  def in_time($by): (.logged | fromdateiso8601) as $logged | $by.facts.says as $d | if $d.ground != "retention_ended" then true elif ($d.retentionYears // 0) == 0 then false
    else ($logged | years_later($d.retentionYears)) as $over | $over != null and $over <= ($by.logged | fromdateiso8601) end;
  # A version of the key register and a disposal itself are never disposed of.
  def stays: .uri | IN("https://fugi.example/key-register/v1", "https://fugi.example/retention-disposal/v1");
  def party: .facts as $f | if $f.kind == "receipt" or $f.kind == "audit-result" or ($f.kind == "incident" and $f.says.partyName == null) then null else $f.says.party end;
  def judged: . as $r | party as $party | reduce .sigs[] as $s ({good: [], why: null, revoked: null};
    if $s.key == null then .why = (.why // (if $s.hinted then "signature-wrong" else "signer-unknown" end))
    elif [$s.key] - .good == [] then . else ($r | may($keys[$s.key]; $r.facts.kind; $party)) as $why | if $why then .why = $why | .revoked = (if $why == "signer-revoked" then $s.key else null end) else .good += [$s.key] end end)
    | if .good == [] then .why = (.why // "signer-unknown") elif (.good | length) < ($kinds[$r.facts.kind].keys // 1) then .why = "signers-too-few" else .why = null end;
  def is_sound: all(.own[]; .[0] != "fail");
  # Who stands behind a record: a company with its key, a role, or nobody; null where no register says.
  def stands: if .facts.says == null or $keys == [] then null else judged as $j
    | ([$j.good[] | $keys[.] | select(.role == "contractor")][0]) as $company
    | if $j.why == "signer-revoked" then $keys[$j.revoked] | if .role == "contractor" then {company: true, party, key: .keyId} else {role} end elif $j.why != null then {nobody: true}
      elif $company then {company: true, party: $company.party, key: $company.keyId} else {role: $keys[$j.good[0]].role} end end;
  # The name of a company, whatever the width, the case and the form of its letters; whether all of them are decided here.
  def folded: [explode[] | [.] | implode | $letters.map[.] // .] | join("");
  def is_decided: all(explode[]; . as $c | any($letters.known[]; .[0] <= $c and $c <= .[1]));
  # Whether the name of another company stands beside the own id of a company; null where that is not decided. A name that a
  # company had belongs to nobody else.
  def another_name($r): . as $f | if .says.partyName == null or .says.party == null then false else
    (.says.partyName | folded) as $name | [$keys[] | select(.party != null) | . as $key | $key.holders[] | select(.at <= $r.at) | {party: $key.party, holder, name: (.holder | folded)}] as $all
    | if any($all[]; .party == $f.says.party and (.holder == $f.says.partyName or .name == $name)) then false elif any($all[]; .name == $name) then true
      elif ($f.says.partyName | is_decided) and all($all[]; .holder | is_decided) then false else null end end;
  def told_name($at; $f): ($f | another_name($at)) as $another | if $another then $at | fail("party-name"; "「\($f.says.partyName)」は \($f.says.party) の名ではありません")
    elif $another == null then ["note", "party-name", "\($at.at) 番", "「\($f.says.partyName)」は、字形を比べられない字があり、ほかの会社の名でないかを決めていません。fugi か verify.py で確かめてください"] else empty end;
  def of_receipt($says; $to): if $to.by.company | not then "受領した記録に、委託先の署名がありません"
    elif ($to.facts | party_of) != $says.party then "受領した記録は、受領の記録にある \($says.party) のものではありません"
    elif ($to.facts.says | .contract // .matter) != $says.contract then "受領した記録は、受領の記録にある契約 \($says.contract) のものではありません"
    elif $to.by.key != $says.signerKey then "受領した記録に署名した鍵が、受領の記録にある鍵と違います" else null end;
  # Whether a record may do to another what it says: change it, or go on where it ended.
  def may_change($by; $kind; $does; $to): $does == "names" or $by.nobody or ($does == "follows" and $by.role != null)
    or (if $by.company then ($to.by.company and $to.by.party == $by.party) or ($does == "follows" and ($to.facts | party_of) == $by.party)
      else $to.by.role == $by.role or ($by.role == "ward" and $kind == "correction") end);
  # What was signed after it was logged, as it claims: an error once no wrong time zone explains it.
  def ahead($says): (($says.issuedAt | moment_of) - (.logged | fromdateiso8601)) as $ahead | "署名の日時（\($says.issuedAt)）が、登載の日時（\(.logged)）より後です" as $text
    | if $ahead > 43200 then [fail("claimed-later"; $text)] elif $ahead > 300 then [["note", "claimed-later", "\(.at) 番", $text]] else [] end;
  # Whether a revoked key signed the document that a receipt receives, beside it: a later receipt may confirm it.
  def of_revoked: . as $r | if .document.says == null or .ssh == null then false else ([$keys[] | select(.keyId == $r.ssh)][0]) as $key
    | $key != null and may($key; $r.document.kind; $r.document.says.party) == "signer-revoked" end;
  def own: . as $r | .facts as $f | $f.says as $says | ($f.kind) as $kind
    | if $f | type == "object" and has("register") then (if $f.register == null then fail("register-wrong"; "鍵の登録簿でないものが、登録簿として載っています") elif $f.log != $log then fail("record-of-other-log"; "別のログ「\($f.log)」のものです") else empty end) else
    if .state == "changed" then fail("record-changed"; "記録が書き換えられています（\(.digest).json）") elif .state == "unreadable" then fail("record-unreadable"; "記録を読めません") else empty end,
    if .state == "whole" and $f == null then fail("record-malformed"; "記録の形が違います") else empty end,
    if $f == null then empty else
      (if "https://fugi.example/\($kind)/v1" != .uri then fail("record-type-differs"; "署名された種類は \($kind) です") else empty end),
      (if $says.log != $log then fail("record-of-other-log"; "別のログ「\($says.log)」の記録です") else empty end),
      (if $f.deceives then fail("record-deceives"; "読む者を欺く字（見えない字、文字の向き、一行の欄の改行、識別子の空白）があります") else empty end),
      told_name($r; $f),
      (ahead($says)[]),
      (if $kind != "receipt" then empty else
        (if $says.assurance != ({envelope: "A", ssh: "A", other_signature: "B"}[$says.form] // "C") then fail("receipt-differs"; "確かさを \($says.assurance) と言いますが、この形のものは違います") else empty end),
        (if ($says.form == "ssh" or $says.form == "other_signature") and $says.signature == null or ($says.form == "envelope" or $says.form == "ssh") and $says.signerKey == null
          then fail("receipt-differs"; "確かさ \($says.assurance) と言いますが、署名のファイルか、署名した鍵の識別子がありません") else empty end),
        (if $says.form == "paper" and $f.attachments == [] then fail("receipt-differs"; "紙などで受領したと言いますが、その写しの添付がありません") else empty end),
        (if $kinds[$says.documentKind] then empty else fail("receipt-differs"; "受領した記録の種類「\($says.documentKind)」は知られていません") end) end),
      (if $f.unnamed != [] then fail("subject-differs"; "本文にあるダイジェストが、署名の対象（subject）にありません") else empty end),
      (if $keys != [] then judged | .why // empty | select(. != "signer-revoked" and . != "signers-too-few") as $why | $r | fail($why; "署名すべき者の署名がありません") else empty end),
      (if .document.malformed then fail("document-malformed"; "受領した文書の形が違います")
       elif .document then
        (if .document.kind != $says.documentKind then fail("record-type-differs"; "受領の記録は \($says.documentKind) と言い、文書は \(.document.kind) です") else empty end),
        (if .document.says.log != $log then fail("record-of-other-log"; "受領した文書が、別のログ「\(.document.says.log)」のものです") else empty end),
        (ahead(.document.says)[]),
        (if .document.deceives then fail("record-deceives"; "受領した文書に、読む者を欺く字があります") else empty end),
        (if $kinds[.document.kind].signers - ["contractor"] == $kinds[.document.kind].signers then fail("receipt-differs"; "\($kinds[.document.kind].label)は、委託先が出せるものではありません") else empty end),
        told_name($r; .document),
        (if (.document | party_of) != $says.party or .document.says.contract != $says.contract then fail("receipt-differs"; "受領の記録にある法人か契約が、文書のものと違います") else empty end),
        (if .ssh == null then empty elif .ssh == "" then fail("signature-wrong"; "ssh-keygen の署名が合いません") else
          (if .ssh != $says.signerKey then fail("receipt-key-differs"; "受領の記録にある鍵と、署名した鍵が違います") else empty end),
          ([$keys[] | select(.keyId == $r.ssh)][0] as $key | (if $key then may($key; $r.document.kind; $r.document.says.party) else "signer-unknown" end)
            | select(. != null and . != "signer-revoked" and $keys != []) as $why | $r | fail($why; "署名すべき者の署名がありません")) end)
       else empty end)
    end end;
  [$all[] | . + {own: [own], by: stands, why: (if .facts.says == null or $keys == [] then null else judged.why end)}] as $all
  | (reduce $all[] as $r ({}; if .[$r.digest] then . else .[$r.digest] = {at: $r.at, uri: $r.uri, logged: $r.logged, by: $r.by, facts: $r.facts, kind: ($r.facts.kind // ($r.uri | [kind_of($kinds)][0]))} end)) as $first
  # Documents that were received and are no records, by their digest.
  | (reduce ($all[] | select(.document.says)) as $r ({}; $r.facts.says.document as $d | if .[$d] then . else .[$d] = {at: $r.at, by: {company: true, party: $r.facts.says.party}, facts: $r.document, kind: $r.document.kind} end)) as $papers
  | (reduce ($all[] | select(.facts.kind == "retention-disposal" and is_sound and .why == null)) as $r ({}; reduce $r.facts.says.targets[].digest as $d (.; .[$d] += [$r]))) as $disposals
  | def gone($name; $d): . as $r | [($disposals[$d] // [])[] | select(.at > $r.at)] as $later | ($name == "record-missing" and ($r | stays)) as $stays | [$later[] | . as $by | select($stays or ($r | in_time($by) | not) | not) | .at][0] as $by
      | if $by == null then fail($name; "\($d) がなく、" + if $later == [] then "廃棄の記録もありません" elif $stays then "廃棄できない記録です" else "廃棄の記録は早すぎます" end)
        elif $name == "record-missing" then ["line", "-", "-", "\(.at) 番 内容は適法に廃棄（\($by) 番を参照）"] else empty end;
  (reduce $all[] as $r ({last: "", ids: {}, incidents: {}, doubtful: {}, unapproved: {}, out: []};
      . as $s | $r.facts.says as $says | $r.facts.kind as $kind
      | ([$witnessed[0][] | select(.size > $r.at) | .time] | min) as $seen
      | .out += [$r | .own[],
          (if .logged < $s.last then fail("time-went-back"; "登載の日時（\(.logged)）が、前の項目より前です") else empty end),
          (if $seen and (.logged | fromdateiso8601) > $seen + 300 then fail("clock-ahead"; "登載の日時（\(.logged)）が、立会人の見た日時（\($seen | japan)）より後です")
           elif (.logged | fromdateiso8601) > $latest + 43200 then fail("clock-ahead"; "登載の日時（\(.logged)）が、確かめている時より後です") else empty end),
          (if $first[.digest].at < .at then fail("record-twice"; "\($first[.digest].at) 番と同じ記録です") else empty end),
          (if .state == "absent" then gone("record-missing"; .digest) else empty end),
          (.attachments | unique[] as $d | $blobs[$d] // empty | if . == "absent" then $r | gone("attachment-missing"; $d)
            else . as $b | $r | fail(if $b == "changed" then "attachment-changed" else "record-unreadable" end; "添付が書き換えられているか、読めません（\($d)）") end),
          (if $says then
            (if $s.ids[$says.recordId] then fail("record-id-twice"; "記録の番号（recordId）が前の記録と同じです") else empty end),
            # The same document may be received once more; no other bears its number.
            (.document.says | select(.) | .recordId as $id | $r | if $id == $says.recordId or ($s.ids[$id] // $says.document) != $says.document then fail("record-id-twice"; "受領した文書の番号（recordId）が前の記録と同じです") else empty end),
            ([[$says.supersedes, $kind, "changes"], (if $kind == "incident" then [$says.follows, "incident", "follows"] elif $kind == "correction" then [$says.corrects, null, "changes"] elif $kind == "audit-result" then [$says.previous, "audit-result", "names"]
               elif $kind == "council-decision" then [$says.publication, "publication", "names"] elif $kind == "receipt" and $says.form == "envelope" then [$says.document, ([$says.documentKind | select($kinds[.])][0]), "receives"] else [null, null, null] end)][]
              | select(.[0] != null) as [$d, $of, $does] | ($first[$d] // (if $does == "changes" or $does == "follows" then $papers[$d] else null end)) as $to | if $to == null or $to.at >= $r.at then $r | fail("reference-wrong"; "指す記録 \($d) が、それより前にありません")
                elif $of != null and $to.kind != null and $to.kind != $of then $r | fail("reference-wrong"; "指す記録は \($to.at) 番で、種類は \($to.kind) です")
                elif $to.by == null then empty elif $does == "receives" then of_receipt($says; $to) // empty | . as $why | $r | fail("receipt-differs"; "\($why)（\($to.at) 番）")
                elif $r.by == null or may_change($r.by; $kind; $does; $to) then empty else $r | fail("not-own-record"; "\($to.at) 番は、署名した者の記録ではないか、自治体が理由なしに置き換えています") end),
            # What a received document does to others is the word of the company, whoever signed the receipt.
            (.document | select(.says) as $f | [[$f.says.supersedes, $f.kind, "changes"], (if $f.kind == "incident" then [$f.says.follows, "incident", "follows"] elif $f.kind == "correction" then [$f.says.corrects, null, "changes"] else [null, null, null] end)][]
              | select(.[0] != null) as [$d, $of, $does] | ($first[$d] // $papers[$d]) as $to | if $to == null or $to.at >= $r.at then $r | fail("reference-wrong"; "受領した文書の指す記録 \($d) が、それより前にありません")
                elif $of != null and $to.kind != null and $to.kind != $of then $r | fail("reference-wrong"; "受領した文書の指す記録は \($to.at) 番で、種類は \($to.kind) です")
                elif $to.by == null or may_change({company: true, party: $says.party}; $f.kind; $does; $to) then empty else $r | fail("not-own-record"; "\($to.at) 番は、受領した文書を出した者の記録ではありません") end),
            (if $kind == "incident" then (([[$says.supersedes, $says.follows][] | select(. != null) | $s.incidents[.] // empty][0]) as $before
              # A contractor reports to the ward and the ward to the commission: each in its own order.
              | if $before and ($before.incident != $says.incident or ($before.stage > ($kinds.incident.fields.stage.word | index($says.stage)) and $before.company == ($r.by.company == true))) then $r | fail("incident-chain-broken"; "前の報告とつながりません") else empty end) else empty end),
            (if $kind == "retention-disposal" and is_sound and .why == null then $says.targets[].digest as $d | $first[$d] as $to
              | select($to != null and $to.at < .at) | if $to | stays then fail("disposal-not-allowed"; "\($to.at) 番は、廃棄できない記録です（鍵の登録簿の版か、廃棄の記録）")
                elif . as $by | $to | in_time($by) | not then fail("disposal-too-early"; "\($to.at) 番の廃棄が早すぎます") else empty end else empty end),
            (if $kind == "key-event" and ([$says.registerVersion, $versions[$says.registerVersion - 1].digest] != [$says.registerVersion, $says.registerDigest] or $says.registerVersion < 1) then fail("register-differs"; "記録に載った登録簿の第\($says.registerVersion)版が、フォルダのものと違うか、ありません")
             elif $kind == "key-event" and $says.key != null then ([$versions[$says.registerVersion - 1].keys[] | select(.keyId == $says.key)][0]) as $own
               | if $own == null or ($says.role != null and $says.role != $own.role) or ($says.holder != null and $says.holder != $own.holder)
                  or ($says.event == "revoked" and $own.until == null) or ($says.event == "root_changed" and $own.role != "root")
                 then fail("key-event-differs"; "記録にある鍵が、登録簿の第\($says.registerVersion)版にないか、役割、持ち主、又は出来事がそれと違います") else empty end
             else empty end)
          else empty end),
          (if .facts.register then ["line", "-", "-", "\(.at) 番 鍵の登録簿 第\(.facts.register)版 登載 \(.logged) / 立会 \(if $seen then $seen | japan else "まだ" end)"]
           elif $says then ["line", "-", "-", (([judged.good[] as $k | $keys[$k] as $key | "\(.at | holder($key))（\($key.role)）"] | join("、")) as $by | "\(.at) 番 \($kinds[$kind].label) \($says.contract // "–") 署名 \(if $by == "" then "?" else $by end) 登載 \(.logged) / 立会 \(if $seen then $seen | japan else "まだ" end)")] else empty end)]
      | .last = ([.last, $r.logged] | max)
      | if $says then .ids[$says.recordId] //= $r.digest
          | (if $r.document.says then .ids[$r.document.says.recordId] //= $says.document else . end)
          | (if $kind == "incident" then .incidents[$r.digest] = {incident: $says.incident, stage: ($kinds.incident.fields.stage.word | index($says.stage)), company: ($r.by.company == true)} else . end)
          | (if $r.why == "signer-revoked" then .doubtful[$r.digest] = $r.at else . end)
          | (if $kind == "retention-disposal" and $r.why == "signers-too-few" then .unapproved["\($r.at)"] = [$says.targets[].digest]
             elif $kind == "retention-disposal" and ($r | is_sound) and $r.why == null then .unapproved |= with_entries(.value -= [$says.targets[].digest] | select(.value != [])) else . end)
          | (if $kind == "receipt" and ($r | is_sound) and (any(.out[]; .[0] == "fail" and .[2] == "\($r.at) 番" and .[1] == "record-id-twice") | not) and $says.purpose == "reconfirmed" then del(.doubtful[$says.document]) else . end)
          | (if $r | of_revoked then .doubtful[$says.document] = $r.at else . end)
        else . end)
    | .out[], (.unapproved | keys[] | ["fail", "signers-too-few", "\(.) 番", "別々の鍵 2 本の署名が要ります"]), (.doubtful | to_entries[] | ["fail", "signer-revoked", "\(.value) 番", "失効した鍵の署名です。再確認の受領もありません"]))
  | map(shown | gsub("\t"; " ")) | join("\t")' "$work/facts" 2> "$work/error")
[ ! -s "$work/error" ] || fail record-malformed records "読めない記録があります（$(head -c 200 "$work/error")）"
for top in log records blobs trust entries; do
  ! there $top || { [ -d $top ] && [ ! -L $top ]; } || fail file-strange $top '普通のフォルダではありません（リンクなら、その先は証跡の外です）'
done
unread=
for top in VERIFY.md allowed_signers checkpoint.sig inbox proofs verify.ps1 verify.py verify.sh; do ! there $top || unread+=${unread:+, }$top; done
[ -z "$unread" ] || say "参考[not-read] $unread: 読んでいません。判定は、ここにあるものには及びません"
gap=1
while there "trust/root.$gap.json"; do gap=$((gap + 1)); done
while IFS= read -r -d '' path; do
  case ${path#./} in
    VERIFY.md | allowed_signers | blobs | checkpoint.sig | entries | inbox | log | proofs | records | trust | verify.ps1 | verify.py | verify.sh) ;;
    trust/policy.txt) ;;
    # A version behind a gap follows no other, and nobody reads it.
    *) [[ ${path#./} =~ ^trust/root\.([1-9][0-9]{0,17})\.json$ ]] && [ "${BASH_REMATCH[1]}" -lt "$gap" ] || note file-surplus "${path#./}" 証跡のフォルダに置かれるファイルではありません（確かめていません） ;;
  esac
done < <({ find . -mindepth 1 -maxdepth 1 ! -name '.*' -print0; [ ! -d trust ] || find ./trust -mindepth 1 -maxdepth 1 ! -name '.*' -print0; } | sort -z)
seen=$(sort -n "$work/seen" | tail -1 | cut -d' ' -f1); seen=${seen:-0}
[ "$asks" -eq 0 ] || [ "$count" -eq 0 ] || [ "$seen" -gt 0 ] || fail quorum-missing log/checkpoints 信頼ファイルが求める立会人の署名がありません
if [ "$seen" -gt 0 ]; then tail="立会 $seen 件まで"; else tail=立会はまだない; fi
partly=0
if [ "$seen" -lt "$count" ] && { [ "$asks" -eq 1 ] || [ -n "$within" ] || [ "$seen" -gt 0 ]; }; then
  partly=1
  if [ -n "$within" ]; then
    late=$(jq -rs --argjson seen "$seen" --argjson days "$within" --arg day "${AS_OF:-}" '(if $day == "" then now else ($day + "T23:59:59Z" | fromdateiso8601) - 32400 end) as $now
      | [.[] | select(.at >= $seen) | .logged | fromdateiso8601][0] as $since | $days == 0 or $since == null or $since > $now + 300 or $now - $since > $days * 86400' "$work/facts")
    [ "$late" = false ] || fail witness-late "$seen 番から" '立会の署名がありません（require-witness）'
  fi
fi
word='合格 OK'
if [ "$problems" -gt 0 ]; then word='不合格 NG'; elif [ $partly -eq 1 ]; then word='一部のみ立会済 PARTLY WITNESSED'; fi
echo "$word: 記録 $count 件、不合格 $problems 件、注意 $notes 件。$tail"
[ "$problems" -eq 0 ]

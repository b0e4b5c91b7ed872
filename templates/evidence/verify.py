#!/usr/bin/env python3
"""Verifies an evidence folder without fugi. Needs Python 3.9 and the package `cryptography`.
usage: python3 verify.py TRUST_FILE [FOLDER [HEAD…]]     (the trust file comes from elsewhere, never from the folder;
HEAD: a checkpoint or .tlog-proof held elsewhere, which the log must extend; AS_OF=2027-04-01: the day to verify at)
The name in brackets is the one that `fugi verify` gives to the same finding."""
import base64, datetime, hashlib, json, os, pathlib, re, stat, sys, unicodedata
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# The kinds of records, who may sign them, and their fields: made from the declarations of fugi (tests/generated.rs).
KINDS = json.loads(r'''@KINDS@''')
BASE, SKEW, RECORD_LIMIT, BLOB_LIMIT = "https://fugi.example/", 300, 1024 * 1024, 1 << 30
REGISTER, DISPOSAL = BASE + "key-register/v1", BASE + "retention-disposal/v1"
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
# Points of small order (RFC 8032; the sign bit apart): under such a key, or with such an R, a signature proves nothing.
SMALL = {bytes.fromhex(one) for one in (
    "00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f", "ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")}
problems, notes = 0, 0


def is_hidden(c):
    """Whether a character acts on the text around it, or stands in it, without being seen (as fugi judges it)."""
    n = ord(c)
    return (n < 0x20 and c not in "\n\t") or 0x7F <= n < 0xA0 or n in (0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFEFF, 0xFFA0) or \
        0x180B <= n <= 0x180F or 0x200B <= n <= 0x200F or 0x2028 <= n <= 0x202E or 0x2060 <= n <= 0x206F or 0xFDD0 <= n <= 0xFDEF or 0xFFF0 <= n <= 0xFFFB or \
        0x1BCA0 <= n <= 0x1BCA3 or 0x1D173 <= n <= 0x1D17A or 0xE0000 <= n <= 0xE00FF or 0xE01F0 <= n <= 0xE0FFF or n & 0xFFFE == 0xFFFE


class Wrong(Exception):
    """Bytes that are not what they should be."""


def shown(text):
    """Nothing that a file says can move the cursor, end the line, or turn it round."""
    return "".join(f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in HIDDEN or is_hidden(c) else c for c in str(text))
def fail(name, where, text):
    global problems
    problems += 1
    print(shown(f"不合格[{name}] {where}: {text}"))
def note(name, where, text):
    global notes
    notes += 1
    print(shown(f"注意[{name}] {where}: {text}"))
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def japan(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone(datetime.timedelta(hours=9))).strftime("%Y-%m-%d %H:%M")

def slurp(path, limit=RECORD_LIMIT):
    """Reads a plain file, and nothing else: a link, a pipe or a device is refused."""
    if not stat.S_ISREG(os.lstat(path).st_mode): raise Wrong("普通のファイルではありません")
    with open(path, "rb") as file: data = file.read(limit + 1)
    if len(data) > limit: raise Wrong(f"{limit} バイトを超えています")
    return data
def digest_of(path):
    about = os.lstat(path)
    if not stat.S_ISREG(about.st_mode): raise Wrong("普通のファイルではありません")
    if about.st_size > BLOB_LIMIT: raise Wrong(f"{BLOB_LIMIT} バイトを超えています")
    state = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""): state.update(block)
    return state.hexdigest()
def b64(text, lenient=False):
    """Standard Base64 with padding, one spelling only; lenient: either alphabet, padding or not (DSSE)."""
    try: data = text.encode("ascii")
    except (UnicodeEncodeError, AttributeError): raise Wrong("Base64 ではありません") from None
    if lenient:
        url = b"-" in data or b"_" in data
        if url and (b"+" in data or b"/" in data): raise Wrong("Base64 ではありません")
        data = data.translate(bytes.maketrans(b"-_", b"+/")) if url else data
        data += b"=" * (-len(data) % 4) if not data.endswith(b"=") else b""
    try: decoded = base64.b64decode(data, validate=True)
    except ValueError: raise Wrong("Base64 ではありません") from None
    if base64.b64encode(decoded) != data: raise Wrong("Base64 ではありません")
    return decoded
def lines_of(data, limit, tabs=False):
    if not data or len(data) > limit: raise Wrong("空か、長すぎます")
    try: text = data.decode("utf-8")
    except UnicodeDecodeError: raise Wrong("UTF-8 ではありません") from None
    if "\r" in text: raise Wrong("改行が CRLF に変換されています")
    if any((c < " " and c != "\n" and not (tabs and c == "\t")) or c in "\x7f\ufeff" for c in text):
        raise Wrong("制御文字があります")
    if not text.endswith("\n"): raise Wrong("最後の改行がありません")
    return text
def number(text):
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text, re.ASCII) or int(text) >= 1 << 63: raise Wrong("数を読めません")
    return int(text)
def moment(text):
    """Seconds since 1970 of an RFC 3339 time."""
    found = re.fullmatch(r"((?:19[7-9]\d|[2-9]\d{3})-\d\d-\d\d)[Tt ](\d\d:\d\d):(\d\d)(?:\.\d+)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)", text, re.ASCII)
    if not found: raise Wrong("日時を読めません")
    day, minute, second, zone = found.groups()
    try: at = datetime.datetime.fromisoformat(f"{day}T{minute}:00" + ("+00:00" if zone in "Zz" else zone))
    except ValueError: raise Wrong("日時を読めません") from None
    if int(second) > 60: raise Wrong("日時を読めません")
    return int(at.timestamp()) + min(int(second), 59)

def once(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)): raise Wrong("同じ欄が二度あります")
    return dict(pairs)
def load(data):
    if data.startswith(b"\xef\xbb\xbf"): raise Wrong("先頭に BOM があります")
    def constant(_): raise Wrong("JSON ではありません")
    def whole(text):
        # Programs read other numbers differently.
        if not re.fullmatch(r"0|[1-9][0-9]{0,19}", text, re.ASCII) or int(text) >= 1 << 64: raise Wrong("符号・小数点・指数のない整数ではない数があります")
        return int(text)
    try:
        depth = deepest = 0
        for one in re.sub(r'"(?:[^"\\]|\\.)*"', "", data.decode("utf-8"), flags=re.DOTALL):
            depth += (one in "[{") - (one in "]}"); deepest = max(depth, deepest)
        if deepest > 127: raise Wrong("入れ子が深すぎます")
        value = json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_constant=constant, parse_int=whole, parse_float=whole)
    except (UnicodeDecodeError, ValueError, RecursionError): raise Wrong("JSON として読めません") from None
    if any(0xD800 <= ord(c) < 0xE000 for c in json.dumps(value, ensure_ascii=False)): raise Wrong("半端なサロゲートがあります")
    return value
def is_small(point): return point[:31] + bytes([point[31] & 0x7F]) in SMALL
def holds(key, signature, message):
    if len(key) != 32 or len(signature) != 64 or is_small(key) or is_small(signature[:32]): return False
    try: Ed25519PublicKey.from_public_bytes(key).verify(signature, message); return True
    except Exception: return False
def dsse(data):
    """Type, payload, what is signed, and the signatures with the key id that each hints at."""
    envelope = load(data)
    try:
        kind, payload = envelope["payloadType"], b64(envelope["payload"], True)
        signatures = [(one.get("keyid"), b64(one["sig"], True)) for one in envelope["signatures"]]
        encoded = kind.encode()
    except (KeyError, TypeError, AttributeError): raise Wrong("DSSE の封筒ではありません") from None
    if not 1 <= len(signatures) <= 16 or any(len(sig) != 64 or not isinstance(hint, (str, type(None))) for hint, sig in signatures):
        raise Wrong("署名の形が違います")
    return kind, payload, b"DSSEv1 %d %s %d %s" % (len(encoded), encoded, len(payload), payload), signatures
def key_id(key):
    return sha(b'{"keytype":"ed25519","keyval":{"public":"%s"},"scheme":"ed25519"}' % key.hex().encode()).hex()

# The trust file: C2SP tlog-policy, `register VERSION sha256:DIGEST`, and `require-witness [DAYS]`.
def name_of(text):
    if not text or any(c.isspace() or c == "+" or is_hidden(c) for c in text): raise Wrong("鍵の名を読めません")
    return text
def verifier(text, kind):
    parts = text.split("+", 2)
    if len(parts) != 3: raise Wrong("公開鍵は「名前+鍵ID+Base64」の形です")
    name, hint, typed = name_of(parts[0]), parts[1], b64(parts[2])
    key = {"name": name, "key": typed[1:], "id": sha(name.encode(), b"\n", typed)[:4]}
    if len(typed) != 33 or typed[0] != kind or key["id"].hex() != hint or is_small(typed[1:]): raise Wrong("鍵の種類か鍵IDが違います")
    return key
def trusted(data):
    # An editor of Windows ends lines so.
    data = data.replace(b"\r\n", b"\n")
    if not data.endswith(b"\n"): data += b"\n"
    logs, witnesses, members, taken, quorum, pin, within = [], [], {}, set(), None, None, None
    def define(name, member):
        if name == "none" or name in members: raise Wrong(f"名前「{name}」は2回目です")
        members[name] = member
    for line in lines_of(data, 256 * 1024, tabs=True).split("\n"):
        words = re.split(r"[ \t]+", line.strip(" \t"))
        if words[0] == "" or words[0].startswith("#"): continue
        if words[0] == "log" and len(words) in (2, 3):
            logs.append(verifier(words[1], 1))
            if [one["key"] for one in logs].count(logs[-1]["key"]) > 1: raise Wrong("ログの鍵が2回あります")
        elif words[0] == "witness" and len(words) in (3, 4):
            key = verifier(words[2], 4)
            if any(one["key"] == key["key"] for one in witnesses): raise Wrong("立会人の鍵が2回あります")
            define(words[1], len(witnesses)); witnesses.append(key)
        elif words[0] == "group" and len(words) > 3:
            inside = words[3:]
            need = {"all": len(inside), "any": 1}.get(words[2]) or number(words[2])
            if not 1 <= need <= len(inside): raise Wrong("group の必要数が違います")
            for one in inside:
                if one not in members or one in taken: raise Wrong(f"「{one}」は定義されていないか、既に構成員です")
                taken.add(one)
            define(words[1], (need, [members[one] for one in inside]))
        elif words[0] == "quorum" and len(words) == 2 and quorum is None:
            if words[1] != "none" and words[1] not in members: raise Wrong(f"「{words[1]}」は定義されていません")
            quorum = ("none",) if words[1] == "none" else ("of", members[words[1]])
        elif words[0] == "register" and len(words) == 3 and pin is None:
            found = re.fullmatch(r"sha256:([0-9a-f]{64})", words[2], re.ASCII)
            if not found or number(words[1]) < 1: raise Wrong("「register 版 sha256:SHA-256」の形ではありません")
            pin = (number(words[1]), found[1])
        elif words[0] == "require-witness" and len(words) in (1, 2) and within is None:
            within = number(words[1]) if len(words) == 2 else 0
            if len(words) == 2 and not 1 <= within <= 36500: raise Wrong("「require-witness 日数」の形ではありません")
        else: raise Wrong(f"この行を読めません: {line}")
    if quorum is None: raise Wrong("quorum の行がありません")
    return logs, witnesses, quorum, pin, within
def met(member, seen):
    return member in seen if isinstance(member, int) else sum(met(one, seen) for one in member[1]) >= member[0]

# Signed heads (C2SP tlog-checkpoint, tlog-cosignature).
def claims(line, key): return line[0] == key["name"] and line[1][:4] == key["id"]
def parse_head(data):
    text = lines_of(data, 64 * 1024)
    body, gap, below = text.rpartition("\n\n")
    if not gap: raise Wrong("署名がありません")
    signatures = []
    for line in below[:-1].split("\n"):
        found = re.fullmatch(r"— (\S+) (\S+)", line)
        if not found: raise Wrong("署名の行を読めません")
        signatures.append((name_of(found[1]), b64(found[2])))
        if len(signatures[-1][1]) < 5: raise Wrong("署名の行を読めません")
    lines = body.split("\n")
    names = re.fullmatch(r"register sha256:([0-9a-f]{64})", lines[3]) if len(lines) == 4 else None
    if len(lines) not in (3, 4) or (len(lines) == 4 and not names) or len(signatures) > 64 or len(b64(lines[2])) != 32: raise Wrong("チェックポイントの形が違います")
    return {"register": names and names[1], "origin": name_of(lines[0]), "size": number(lines[1]), "root": b64(lines[2]),
            "text": (body + "\n").encode(), "data": data, "signatures": signatures}
def signed_by_log(head, logs):
    """The keys of the log that signed a head."""
    good = []
    for key in logs:
        own = [one for one in head["signatures"] if claims(one, key)]
        if key["name"] == head["origin"] and own and all(holds(key["key"], one[1][4:], head["text"]) for one in own): good.append(key["key"])
    return good
def cosigned(head, witness):
    """When a witness cosigned; None where it did not; Wrong where a line claims so falsely."""
    latest = None
    for _, data in (one for one in head["signatures"] if claims(one, witness)):
        at = int.from_bytes(data[4:12], "big")
        if not 0 < at < 253402300800 or not holds(witness["key"], data[12:], b"cosignature/v1\ntime %d\n" % at + head["text"]): raise Wrong
        latest = max(latest or 0, at)
    return latest

# Tree, bundles and tiles (RFC 6962, C2SP tlog-tiles).
def root_of(hashes):
    if len(hashes) < 2: return hashes[0] if hashes else sha()
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return sha(b"\1", root_of(hashes[:split]), root_of(hashes[split:]))
def number_path(index):
    path = f"{index % 1000:03}"
    while index >= 1000: index //= 1000; path = f"x{index % 1000:03}/{path}"
    return path
def derived(entries, leaves):
    """Every file below log/tile that follows from the entries at a size, with the bytes it must have; None where any width may stand."""
    files, level, hashes = {}, 0, leaves
    while hashes:
        for at in range(0, len(hashes), 256):
            part = hashes[at:at + 256]
            for name, pieces in [(str(level), part)] + ([("entries", [len(e).to_bytes(2, "big") + e for e in entries[at:at + 256]])] if level == 0 else []):
                path = f"{name}/{number_path(at // 256)}"
                files[path] = pieces
        hashes = [root_of(hashes[at:at + 256]) for at in range(0, len(hashes) - 255, 256)]
        level += 1
    return files
def tree_of(folder):
    found = {}
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names + [one for one in folders if os.path.islink(os.path.join(base, one))]):
            path = pathlib.Path(base, name)
            if not name.startswith("."): found[path.relative_to(folder).as_posix()] = path
    return found

# The shape of what a record says.
def fits(value, shape):
    if isinstance(shape, dict):
        if "word" in shape: return value in shape["word"] if isinstance(value, str) else False
        if "list" in shape: return isinstance(value, list) and all(fits(one, shape["list"]) for one in value)
        fields = {name.rstrip("?"): (one, name.endswith("?")) for name, one in shape["record"].items()}
        return isinstance(value, dict) and value.keys() <= fields.keys() and all(
            (name in value and fits(value[name], one)) or (optional and value.get(name) is None) for name, (one, optional) in fields.items())
    if shape == "number": return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 64
    if shape == "flag": return isinstance(value, bool)
    if not isinstance(value, str): return False
    try:
        if shape == "date": datetime.date.fromisoformat(value)
        if shape == "moment": moment(value)
    except (ValueError, Wrong): return False
    return {"date": bool(re.fullmatch(r"(19[7-9]\d|[2-9]\d{3})-\d\d-\d\d", value, re.ASCII)), "digest": bool(re.fullmatch(r"[0-9a-f]{64}", value))}.get(shape, True)
def deceives(value, shape):
    """Whether a text of a record shows a reader something else than what is signed."""
    if isinstance(shape, dict):
        if "list" in shape: return any(deceives(one, shape["list"]) for one in value)
        own = {name.rstrip("?"): one for name, one in shape.get("record", {}).items()}
        return any(value.get(name) is not None and deceives(value[name], one) for name, one in own.items())
    if shape not in ("line", "text", "id"): return False
    return any(map(is_hidden, value)) or (shape != "text" and ("\n" in value or "\t" in value)) or (shape == "id" and any(c.isspace() for c in value))
def statement_of(payload):
    """What a payload says: its kind, its predicate, the digests of its subjects, and whether it deceives a reader."""
    says = load(payload)
    if not isinstance(says, dict) or says.keys() != {"_type", "predicateType", "subject", "predicate"} or \
            says["_type"] != "https://in-toto.io/Statement/v1": raise Wrong("in-toto Statement v1 ではありません")
    found = re.fullmatch(re.escape(BASE) + r"([a-z-]+)/v1", str(says["predicateType"]))
    if not found or found[1] not in KINDS: raise Wrong("記録の種類が知られていません")
    if not fits(says["predicate"], {"record": KINDS[found[1]]["fields"]}): raise Wrong("欄の形が違います")
    try: subjects = [one["digest"]["sha256"] for one in says["subject"] if isinstance(one["name"], str)]
    except (KeyError, TypeError): raise Wrong("subject の形が違います") from None
    if not subjects or len(subjects) != len(says["subject"]) or not all(fits(one, "digest") for one in subjects): raise Wrong("subject の形が違います")
    tricky = any(is_hidden(c) or c in "\n\t" for one in says["subject"] for c in one["name"])
    return found[1], says["predicate"], subjects, tricky or deceives(says["predicate"], {"record": KINDS[found[1]]["fields"]})
LIKE = str.maketrans({**dict.fromkeys("〇◯⚪", "○"), **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"), "髙": "高", "﨑": "崎"})
def is_unseen(c):
    n = ord(c)
    return n in (0xAD, 0x61C, 0x180E, 0xFEFF) or 0x200B <= n <= 0x200F or 0x202A <= n <= 0x202E or 0x2060 <= n <= 0x206F or 0xFE00 <= n <= 0xFE0F or 0xE0100 <= n <= 0xE01EF
def folded(name):
    """A company's name as fugi compares it: whatever the width, the case and the form of its letters."""
    kept = "".join(c.lower() for c in unicodedata.normalize("NFKC", name) if not c.isspace() and not is_unseen(c)).translate(LIKE)
    return unicodedata.normalize("NFKC", kept)
def another_name(kind, says, keys):
    """Whether a record has the name of another company beside a company's own id."""
    if kind == "incident" and says.get("partyName") is None or says.get("party") is None or says.get("partyName") is None: return False
    # A name that a company had belongs to nobody else.
    own = [(key["party"], folded(name)) for key in keys if key.get("party") is not None for name in key["names"]]
    name = folded(says["partyName"])
    return (says["party"], name) not in own and any(one == name for _, one in own)
def named(kind, says):
    """Digests that a record names in its text: what it is about beside its attachments."""
    found = [says["contractDigest"]] if says.get("contract") is not None and says.get("contractDigest") is not None else []
    own = {"receipt": ("document", "signature"), "correction": ("corrects",), "key-event": ("registerDigest",),
           "publication": ("matterDigest",), "council-decision": ("matterDigest",), "incident": ("follows",)}
    found += [says.get(field) for field in own.get(kind, ()) + ("supersedes",)]
    listed = {"retention-disposal": "targets", "publication": "documents", "council-decision": "documents"}.get(kind)
    return [one for one in found if one is not None] + ([one["digest"] for one in says[listed]] if listed else [])
def ssh_signature(data):
    """Key, namespace and signature of a file of `ssh-keygen -Y sign`, and what is signed, given the message's digests."""
    # Base64 with line ends and blanks; other blanks are read by some programs and not by others.
    found = re.fullmatch(rb"[ \r\n]*-----BEGIN SSH SIGNATURE-----([A-Za-z0-9+/= \r\n]*)-----END SSH SIGNATURE-----[ \r\n]*", data) if len(data) <= 64 * 1024 else None
    rest = b64(found[1].translate(None, b" \r\n").decode()) if found else b""
    if rest[:10] != b"SSHSIG\0\0\0\1": raise Wrong("ssh-keygen の署名ファイルではありません")
    def take(data):
        length = int.from_bytes(data[:4], "big")
        if len(data) < 4 + length: raise Wrong("ssh-keygen の署名ファイルではありません")
        return data[4:4 + length], data[4 + length:]
    fields, rest = [], rest[10:]
    for _ in range(5): one, rest = take(rest); fields.append(one)
    kind, key = take(fields[0]); sig_kind, signature = take(fields[4])
    key, tail = take(key); signature, more = take(signature)
    if rest or tail or more or kind != b"ssh-ed25519" or sig_kind != kind or fields[2] or fields[3] not in (b"sha256", b"sha512"):
        raise Wrong("ssh-keygen の署名の種類が違います")
    pack = lambda one: len(one).to_bytes(4, "big") + one
    return key, fields[1], signature, lambda message: b"SSHSIG" + pack(fields[1]) + pack(b"") + pack(fields[3]) + pack(
        hashlib.new(fields[3].decode(), message).digest())

def main(trust, folder, held):
    try:
        logs, witnesses, quorum, pin, within = trusted(slurp(trust))
        held = [(str(path), held_head(slurp(path))) for path in held]
    except (OSError, Wrong) as error: print(shown(f"{trust}: 信頼ファイルか控えを読めません（{error}）")); return 2
    if folder.resolve() in trust.resolve().parents:
        print(shown(f"{trust}: 信頼ファイルが、確かめるフォルダの中にあります。フォルダと共に差し替えられたものかもしれません。別の道で受け取ったものを、フォルダの外に置いて使ってください")); return 2
    day, clock = os.environ.get("AS_OF"), int(datetime.datetime.now().timestamp())
    try: now = moment(day + "T23:59:59+09:00") if day else clock
    except Wrong: print(shown(f"AS_OF={day}: 2027-04-01 の形で書いてください")); return 2
    if not (folder / "log").is_dir(): print(shown(f"{folder}: 証跡のフォルダではありません（log がありません）")); return 2

    # 1. The files below log/, and the heads: signed by a trusted log key, each what its name says.
    files, heads, cosigned_heads, leaf_files, tiles = tree_of(folder / "log"), {}, {}, {}, {}
    for name, path in files.items():
        tile = re.fullmatch(r"tile/((?:entries|\d{1,2})/(?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?", name, re.ASCII)
        leaf = re.fullmatch(r"leaf/((?:x\d{3}/)*\d{3})", name, re.ASCII)
        head = re.fullmatch(r"checkpoints/(0|[1-9]\d*)(\.cosigned)?", name, re.ASCII)
        plain = stat.S_ISREG(os.lstat(path).st_mode)
        if plain and head: (cosigned_heads if head[2] else heads)[int(head[1])] = name
        elif plain and leaf and number_path(int(re.sub(r"\D", "", leaf[1]))) == leaf[1]: leaf_files[int(re.sub(r"\D", "", leaf[1]))] = path
        elif plain and tile and int(tile[2] or 1) < 256: tiles.setdefault(tile[1], []).append(int(tile[2] or 256))
        elif not (plain and name == "checkpoint"): fail("file-strange", f"log/{name}", "ここに置かれるファイルではありません")
    def read_head(name):
        try: return parse_head(slurp(folder / "log" / name, 64 * 1024))
        except (OSError, Wrong) as error: fail("head-malformed", f"log/{name}", error); return None
    try:
        data = slurp(folder / "trust/policy.txt", 256 * 1024)
        own, *_, own_pin, own_within = trusted(data)
        if b"\r" in data or own_pin is not None or own_within is not None: raise Wrong("ここに書けない行があります")
        if any(key not in logs for key in own): note("policy-differs", "trust/policy.txt", "手元の信頼ファイルにないログの鍵が書かれています")
    except (OSError, Wrong) as error: fail("policy-unreadable", "trust/policy.txt", error)
    latest = read_head("checkpoint")
    series = {size: head for size, head in ((size, read_head(name)) for size, name in sorted(heads.items())) if head}
    if latest is None and not series: fail("head-missing", "log/checkpoint", "読めるチェックポイントが一つもありません"); return verdict(0, 0, False)
    origin = (latest or series[max(series)])["origin"]
    own_logs, known = [key for key in logs if key["name"] == origin], []
    def judge(name, head, folder="log/"):
        name = folder + name
        head["signed"] = signed_by_log(head, own_logs)
        if head["origin"] != origin: fail("head-of-other-log", name, f"別のログ「{head['origin']}」のものです")
        elif not head["signed"] and any(claims(one, key) for one in head["signatures"] for key in own_logs):
            fail("head-signature-wrong", name, "ログの署名が合いません")
        elif not head["signed"]: fail("log-key-unknown", name, "信頼する鍵の署名がありません")
    for size, head in series.items():
        name = heads[size]; judge(name, head)
        if head["size"] != size: fail("head-misnamed", f"log/{name}", f"中身は {head['size']} 件のチェックポイントです"); continue
        if len(head["signatures"]) > 1: fail("head-malformed", f"log/{name}", "ログの署名のほかに署名があります")
        known.append((name, head))
    cosigned_at = []
    for size, name in sorted(cosigned_heads.items()):
        head = read_head(name)
        if not head: continue
        judge(name, head)
        if head["size"] != size: fail("head-misnamed", f"log/{name}", f"中身は {head['size']} 件のチェックポイントです"); continue
        plain = series.get(size)
        if plain and plain["text"] == head["text"] and not head["data"].startswith(plain["data"]): fail("head-malformed", f"log/{name}", "元のチェックポイントに書き足したものではありません")
        if all(any(claims(one, key) for key in own_logs) for one in head["signatures"]): fail("head-malformed", f"log/{name}", "立会人の署名がありません")
        for one in head["signatures"]:
            if not any(claims(one, key) for key in own_logs + witnesses): note("signer-unknown", f"log/{name}", f"信頼ファイルにない「{one[0]}」の署名は数えません")
        times = {}
        for index, witness in enumerate(witnesses):
            try: at = cosigned(head, witness)
            except Wrong: fail("cosignature-wrong", f"log/{name}", f"立会人「{witness['name']}」の署名が合いません"); continue
            if at: times[index] = at
        if head["signed"] and size > 0: cosigned_at.append((size, name, times))
        known.append((name, head))
    if latest:
        judge("checkpoint", latest); known.append(("checkpoint", latest)); size = latest["size"]
        plain, full = series.get(size), folder / "log" / cosigned_heads.get(size, "/")
        falsely = any(not any(claims(one, key) for key in own_logs + witnesses) for one in latest["signatures"])
        try: [cosigned(latest, witness) for witness in witnesses]
        except Wrong: falsely = True
        begins = plain and latest["data"].startswith(plain["data"]) and (len(latest["data"]) == len(plain["data"]) or not falsely)
        if latest["signed"] and not begins and not (size in cosigned_heads and slurp(full) == latest["data"]):
            fail("head-malformed", "log/checkpoint", f"log/checkpoints/{size} の写しではありません")
        if latest["signed"] and size not in series: fail("head-missing", f"log/checkpoints/{size}", "最新のチェックポイントの本体がありません")
        largest = max([one["size"] for _, one in known if one["signed"]], default=0)
        if latest["signed"] and largest > size: fail("rolled-back", "log/checkpoint", f"署名済みの log/checkpoints/{largest} があります。古い状態に戻されています")

    # 2. The entries, from their own files or a full bundle; what follows from them; the tree at every signed size.
    entries, end = [], max([one["size"] for _, one in known] + [at + 1 for at in leaf_files] + [0])
    while True:
        at = len(entries)
        if at % 256 == 0 and 256 in tiles.get(f"entries/{number_path(at // 256)}", []):
            data, bundle = slurp(folder / f"log/tile/entries/{number_path(at // 256)}", 256 * 1026), []
            while data and len(bundle) < 257: length = int.from_bytes(data[:2], "big"); bundle.append(data[2:2 + length]); data = data[2 + length:]
            if len(bundle) == 256: entries += bundle; continue
        if at not in leaf_files: break
        try: entries.append(slurp(leaf_files[at], 1024))
        except (OSError, Wrong) as error: fail("file-unreadable", f"log/leaf/{number_path(at)}", error); break
    if len(entries) < end: fail("entry-missing", f"{len(entries)} 番", f"項目がありません（{end - 1} 番まであるはずです）")
    for at, path in leaf_files.items():
        if at < len(entries) and slurp(path, 1024) != entries[at]: fail("entry-file-differs", f"log/leaf/{number_path(at)}", "束にある項目と違います")
    leaves = [sha(b"\0", entry) for entry in entries]
    changed = False
    for name, head in sorted(known, key=lambda one: one[1]["size"]):
        if head["signed"] and head["size"] <= len(entries) and root_of(leaves[:head["size"]]) != head["root"] and not changed:
            changed = True; fail("tree-changed", f"log/{name}", "項目から計算した根が、署名された根と違います")
    for name, head in held:
        judge(name, head, "")
        if not head["signed"]: continue
        if head["size"] > len(entries): fail("older-copy", name, f"手元のチェックポイントは {head['size']} 件ですが、このフォルダは {len(entries)} 件です")
        elif root_of(leaves[:head["size"]]) != head["root"]: fail("fork", name, f"{head['size']} 件の時点の根が、このログと違います")
    logged = [(at, found[1]) for at, found in enumerate(re.fullmatch(rb"[^\n]*\nrecord sha256:([0-9a-f]{64})\ntype " + re.escape(REGISTER).encode() + rb"\n[^\n]*\n", one) for one in entries) if found]
    logged = [(at, digest.decode()) for at, digest in logged]
    for name, head in known + held:
        last = [digest for at, digest in logged if at < head["size"]][-1:]
        if head["signed"] and head["size"] <= len(entries) and root_of(leaves[:head["size"]]) == head["root"] and [head["register"]] != (last or [None]):
            fail("head-register-differs", name, "チェックポイントにある鍵の登録簿が、その時点でログに載っていた登録簿と違います")
    if len(entries) > max([one["size"] for _, one in known if one["signed"]], default=0): fail("entry-unsigned", f"{len(entries) - 1} 番", "署名済みのチェックポイントに入っていません")
    wanted = derived(entries, leaves) if not changed and len(entries) >= end else {}
    for path, widths in tiles.items() if wanted else ():
        for width in widths:
            name = f"log/tile/{path}" + ("" if width == 256 else f".p/{width}")
            pieces = wanted.get(path, [])
            try: same = len(pieces) >= width and slurp(folder / name, 256 * 1026) == b"".join(pieces[:width])
            except (OSError, Wrong): same = False
            if not same: fail("derived-changed", name, "項目から作られる内容と違います")
    for path, pieces in wanted.items():
        if len(pieces) not in tiles.get(path, []): fail("derived-missing", f"log/tile/{path}", "項目から作られるファイルがありません")
    for name in sorted(os.listdir(folder / "entries")) if (folder / "entries").is_dir() else ():
        if name[0] == ".": continue
        try: same = re.fullmatch(r"\d{8,18}", name, re.ASCII) and f"{int(name):08}" == name and slurp(folder / "entries" / name, 1024) == entries[int(name)]
        except (OSError, Wrong, IndexError): same = False
        if not same: fail("file-strange", f"entries/{name}", "ログの項目と違います")
    if (folder / "entries").is_dir():
        for at in range(len(entries)):
            if not os.path.lexists(folder / f"entries/{at:08}"): fail("file-strange", f"entries/{at:08}", "項目の写しがありません"); break

    # 3. The key register, from the version that the trust file names.
    versions, before = [], problems
    while os.path.lexists(folder / f"trust/root.{len(versions) + 1}.json"):
        name = f"trust/root.{len(versions) + 1}.json"
        try: versions.append(register(folder / name, versions, origin))
        except (OSError, Wrong) as error: fail("register-wrong", name, error); break
    if not versions: fail("register-missing", "trust/root.1.json", "鍵の登録簿がありません")
    if pin and (len(versions) < pin[0] or versions[pin[0] - 1]["digest"] != pin[1]):
        fail("register-untrusted", f"trust/root.{pin[0]}.json", "手元の信頼ファイルの登録簿と違います"); versions = []
    views, revoked = history(versions, logged, problems == before), revoked_keys(versions, logged)
    for name, head in known:
        gone = [revoked.get(key) for key in head["signed"]]
        # The head over the entry of the revocation itself is the last one that such a key signs.
        if gone and None not in gone and head["size"] - 1 > max(gone): fail("log-key-revoked", f"log/{name}", f"{max(gone)} 番の登録簿が失効させたログの鍵で、その後に署名されています")
    seen_at = []
    for size, name, times in cosigned_at:
        for index in list(times):
            gone = revoked.get(witnesses[index]["key"])
            if gone is not None and gone < size:
                del times[index]
                note("witness-revoked", f"log/{name}", f"立会人「{witnesses[index]['name']}」の鍵は、{gone} 番の登録簿が失効させています。この署名は数えません")
        enough = [at for at in sorted(times.values()) if quorum[0] == "none" or met(quorum[1], {one for one in times if times[one] <= at})]
        if enough: seen_at.append((size, enough[0]))
    keys_at = lambda position: next((keys for start, keys in reversed(views) if start <= position), [])

    # 4. Every record: unchanged, of its type, signed by whoever might at that position.
    seen, ids, records, last, absent, disposed, blobs, since = {}, {}, [], "", [], {}, set(), None
    seen_size = max((size for size, _ in seen_at), default=0)
    latest = max(now, clock)
    for position, entry in enumerate(entries):
        where = f"{position} 番"
        try: digest, uri, logged = leaf_of(entry)
        except Wrong as error: fail("entry-malformed", where, error); continue
        if logged < last: fail("time-went-back", where, f"登載の日時（{logged}）が、前の項目より前です")
        last = max(last, logged)
        witnessed = min((at for size, at in seen_at if size > position), default=None)
        if witnessed and moment(logged) > witnessed + SKEW: fail("clock-ahead", where, f"登載の日時（{logged}）が、立会人の見た日時（{japan(witnessed)}）より後です")
        elif moment(logged) > latest + 43200: fail("clock-ahead", where, f"登載の日時（{logged}）が、確かめている時より後です")
        if digest in seen: fail("record-twice", where, f"{seen[digest]['at']} 番と同じ記録です")
        path = folder / f"records/sha256/{digest[:2]}/{digest}.json"
        if position >= seen_size and since is None: since = moment(logged)
        keys, kind = keys_at(position), uri[len(BASE):-3]
        record = {"at": position, "digest": digest, "logged": moment(logged), "stays": uri in (REGISTER, DISPOSAL), "kind": kind if BASE + kind + "/v1" == uri and kind in KINDS else None}
        seen.setdefault(digest, record)
        if not os.path.lexists(path): absent.append((position, digest, "record-missing")); records.append(record); continue
        try:
            data = slurp(path)
            if sha(data).hex() != digest: fail("record-changed", where, f"記録が書き換えられています（{path.name}）"); records.append(record); continue
        except (OSError, Wrong) as error: fail("record-unreadable", where, error); records.append(record); continue
        before = problems
        if uri == REGISTER:
            try:
                version = parse_version(data)
                if version["log"] != origin: fail("record-of-other-log", where, f"別のログ「{version['log']}」のものです")
                print(f"{position} 番 鍵の登録簿 第{version['version']}版 登載 {logged} / 立会 {japan(witnessed) if witnessed else 'まだ'}")
            except Wrong as error: fail("register-wrong", where, error)
            records.append(record); continue
        try:
            payload_type, payload, message, signatures = dsse(data)
            if payload_type != "application/vnd.in-toto+json": raise Wrong("payloadType が違います")
            kind, says, subjects, tricky = statement_of(payload)
        except Wrong as error: fail("record-malformed", where, error); records.append(record); continue
        if BASE + kind + "/v1" != uri: fail("record-type-differs", where, f"署名された種類は {kind} です")
        if says["log"] != origin: fail("record-of-other-log", where, f"別のログ「{says['log']}」の記録です")
        if says["recordId"] in ids: fail("record-id-twice", where, "記録の番号（recordId）が前の記録と同じです")
        ids.setdefault(says["recordId"], digest)
        if tricky: fail("record-deceives", where, "読む者を欺く字（見えない字、文字の向き、一行の欄の改行、識別子の空白）があります")
        if another_name(kind, says, keys): fail("party-name", where, f"「{says['partyName']}」は {says['party']} の名ではありません")
        claimed(says, where, logged)
        about = named(kind, says)
        if any(one not in subjects for one in about): fail("subject-differs", where, "本文にあるダイジェストが、署名の対象（subject）にありません")
        party = None if kind in ("receipt", "audit-result") else says.get("party") if kind != "incident" or says.get("partyName") is not None else None
        signers, problem, revoked = signers_of(message, signatures, kind, party, keys, position) if keys else ([], None, None)
        company = next((key for key in signers + [revoked] if key and key["role"] == "contractor"), None)
        role = signers[0]["role"] if signers and not problem else revoked["role"] if revoked else None
        # Who stands behind it: a company with its key, a role, or nobody; nothing where no register says.
        record["by"] = None if not keys else ("company", company.get("party"), company["keyId"]) if company and problem in (None, "signer-revoked") else \
            ("role", role, None) if role else ("nobody", None, None)
        later = ("signer-revoked", "signers-too-few") # A later record may fix these.
        if problem and problem not in later: fail(problem, where, "署名すべき者の署名がありません")
        record.update(kind=kind, says=says, problem=problem if problem in later else None)
        attachments = [one for one in subjects if one not in about]
        record["disposes"] = kind == "retention-disposal" and problems == before and not problem
        if record["disposes"]:
            for one in says["targets"]: disposed.setdefault(one["digest"], []).append(record)
        if kind == "receipt":
            if says["assurance"] != {"envelope": "A", "ssh": "A", "other_signature": "B"}.get(says["form"], "C"): fail("receipt-differs", where, f"確かさを {says['assurance']} と言いますが、この形のものは違います")
            if says["form"] in ("ssh", "other_signature") and says.get("signature") is None or says["form"] in ("envelope", "ssh") and says.get("signerKey") is None:
                fail("receipt-differs", where, f"確かさ {says['assurance']} と言いますが、署名のファイルか、署名した鍵の識別子がありません")
            if says["documentKind"] not in KINDS: fail("receipt-differs", where, f"受領した記録の種類「{says['documentKind']}」は知られていません")
            if says["form"] == "paper" and not attachments: fail("receipt-differs", where, "紙などで受領したと言いますが、その写しの添付がありません")
        if kind == "receipt" and says["form"] != "envelope":
            attachments += receipt(folder, says, where, keys, position, record)
            inside = record["paper"]["says"] if record.get("paper") else None
            if inside and inside["log"] != origin: fail("record-of-other-log", where, f"受領した文書が、別のログ「{inside['log']}」のものです")
            # The same document may be received once more; no other bears its number.
            if inside and ids.setdefault(inside["recordId"], says["document"]) != says["document"]: fail("record-id-twice", where, "受領した文書の番号（recordId）が前の記録と同じです")
            if inside: claimed(inside, where, logged)
        record["holds"] = problems == before
        records.append(record)
        blobs.update(attachments)
        absent += [(position, one, "attachment-missing") for one in attachments if not check_blob(folder, one, where)]
        by = "、".join(f"{key['holder']}（{key['role']}）" for key in signers)
        print(shown(f"{position} 番 {KINDS[kind]['label']} {says.get('contract') or '–'} 署名 {by or '?'} 登載 {logged} / 立会 {japan(witnessed) if witnessed else 'まだ'}"))
    at_of = {record["at"]: record for record in records}
    for position, digest, name in absent:
        later = [one for one in disposed.get(digest, []) if one["at"] > position]
        stays = name == "record-missing" and at_of[position]["stays"]
        by = next((one["at"] for one in later if not stays and in_time(one, at_of[position]["logged"])), None)
        if by is None: fail(name, f"{position} 番", f"{digest} がなく、" + ("廃棄できない記録です" if stays else "廃棄の記録は早すぎます" if later else "廃棄の記録もありません"))
        elif name == "record-missing": print(f"{position} 番 内容は適法に廃棄（{by} 番を参照）")

    # 5. Records among each other.
    among(records, seen, versions)
    for top, ending, known_digests in (("records", ".json", set(seen)), ("blobs", "", blobs)):
        for name, path in tree_of(folder / top).items() if (folder / top).is_dir() else ():
            found = re.fullmatch(r"sha256/([0-9a-f]{2})/(\1[0-9a-f]{62})" + re.escape(ending), name)
            if found and stat.S_ISREG(os.lstat(path).st_mode) and found[2] in known_digests: continue
            if not found or not stat.S_ISREG(os.lstat(path).st_mode) or digest_of(path) != found[2]: fail("file-strange", f"{top}/{name}", "ここに置かれるファイルではありません")
    for name in ("log", "records", "blobs", "trust", "entries"):
        if os.path.lexists(folder / name) and not stat.S_ISDIR(os.lstat(folder / name).st_mode): fail("file-strange", name, "普通のフォルダではありません（リンクなら、その先は証跡の外です）")
    unread = "VERIFY.md allowed_signers checkpoint.sig inbox proofs verify.ps1 verify.py verify.sh".split()
    unread = ", ".join(name for name in sorted(os.listdir(folder)) if name in unread)
    if unread: print(f"参考[not-read] {unread}: 読んでいません。判定は、ここにあるものには及びません")
    known_names = "VERIFY.md allowed_signers blobs checkpoint.sig entries inbox log proofs records trust verify.ps1 verify.py verify.sh".split()
    for name in sorted(os.listdir(folder)):
        if name[0] != "." and name not in known_names: note("file-surplus", name, "証跡のフォルダに置かれるファイルではありません（確かめていません）")
    # A version behind a gap follows no other, and nobody reads it.
    there, gap = os.listdir(folder / "trust") if (folder / "trust").is_dir() else [], 1
    while f"root.{gap}.json" in there: gap += 1
    for name in sorted(there):
        if name[0] != "." and name != "policy.txt" and name not in {f"root.{number}.json" for number in range(1, gap)}: note("file-surplus", f"trust/{name}", "証跡のフォルダに置かれるファイルではありません（確かめていません）")
    if quorum[0] != "none" and entries and not seen_at: fail("quorum-missing", "log/checkpoints", "信頼ファイルが求める立会人の署名がありません")
    tail = len(entries) > seen_size and bool(quorum[0] != "none" or within is not None or seen_at)
    if tail:
        late = since is None or since > now + SKEW or now - since > (within or 0) * 86400
        if within is not None and (within == 0 or late): fail("witness-late", f"{seen_size} 番から", "立会の署名がありません（require-witness）")
    return verdict(len(entries), seen_size, tail)

def leaf_of(entry):
    found = re.fullmatch(r"fugi-entry/v1\nrecord sha256:([0-9a-f]{64})\ntype ([!-~]{1,512})\nlogged (\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\dZ)\n", lines_of(entry, 1024), re.ASCII)
    if not found or ":" not in found[2]: raise Wrong("項目の形が違います")
    moment(found[3])
    return found.groups()
def parse_version(data):
    """Reads a version of the key register, on its own."""
    kind, payload, message, signatures = dsse(data); says = load(payload)
    fields = {"version": "number", "log": "text", "issuedAt": "moment", "threshold": "number", "keys": {"list": {"record": {
        "keyId": "digest", "public": "digest", "role": {"word": ["contractor", "ward", "witness", "log", "root"]}, "holder": "text", "party?": "text",
        "noteName?": "text", "from": "number", "until?": "number", "reason?": "text"}}}}
    if kind != "application/vnd.fugi.register+json" or not fits(says, {"record": fields}): raise Wrong("登録簿の形が違います")
    says["keys"] = [{field: value for field, value in key.items() if value is not None} for key in says["keys"]]
    if len({key["keyId"] for key in says["keys"]}) != len(says["keys"]): raise Wrong("同じ鍵が二度あります")
    for key in says["keys"]:
        if key_id(bytes.fromhex(key["public"])) != key["keyId"] or is_small(bytes.fromhex(key["public"])): raise Wrong("鍵の識別子が鍵と合いません")
        if key.get("until", key["from"]) < key["from"]: raise Wrong("始まる前に終わる鍵があります")
        if any(deceives(key[field], shape) or key[field].strip() != key[field] or not key[field] for field, shape in (("holder", "line"), ("party", "id"), ("noteName", "id")) if field in key) or any(map(is_hidden, key.get("reason", ""))):
            raise Wrong("見えない字か、前後に空白のある名があります")
        if (key["role"] in ("log", "witness")) != ("noteName" in key) or (key["role"] == "contractor") != ("party" in key): raise Wrong("鍵の役割と欄が合いません")
    roots = {key["public"] for key in says["keys"] if key["role"] == "root" and "until" not in key}
    if not 1 <= says["threshold"] <= len(roots): raise Wrong("必要数（threshold）が違います")
    return dict(says, roots=roots, message=message, signatures=signatures, digest=sha(data).hex())
def register(path, versions, origin):
    """Reads the next version: it follows the one before, and enough root keys of both signed it."""
    says, before = parse_version(slurp(path)), versions[-1] if versions else None
    if says["version"] != len(versions) + 1 or says["log"] != origin: raise Wrong("版か、ログが違います")
    for judge in filter(None, (before, says)):
        if sum(any(holds(bytes.fromhex(key), sig, says["message"]) for _, sig in says["signatures"]) for key in judge["roots"]) < judge["threshold"]:
            raise Wrong("鍵の管理者の署名が足りません")
    for old in before["keys"] if before else ():
        new = next((key for key in says["keys"] if key["keyId"] == old["keyId"]), None)
        if not new or any(new.get(field) != old.get(field) for field in ("role", "from", "party", "noteName")) or \
                ("until" in old and not new.get("until", old["until"] + 1) <= old["until"]): raise Wrong("前の版の鍵が、消えているか、書き換えられているか、失効から戻っています")
    return says
def places(versions, logged):
    """Where each version stands in the log, never before the one in front of it; None where no entry names it."""
    of, before = [], 0
    for version in versions:
        place = next((at for at, digest in logged if digest == version["digest"]), None)
        before = before if place is None else max(before, place)
        of.append(None if place is None else before)
    return of
def revoked_keys(versions, logged):
    """The keys of the log and of witnesses that were revoked, each with the entry whose version says so."""
    revoked = {}
    for version, place in zip(versions, places(versions, logged)):
        for key in version["keys"] if place is not None else ():
            if key["role"] in ("log", "witness") and "until" in key: revoked.setdefault(bytes.fromhex(key["public"]), place)
    return revoked
def history(versions, logged, sound):
    """The keys by the first position that they hold at. A key counts from the entry that brought it, whatever it claims."""
    of = places(versions, logged)
    # Versions of an older log, logged together later: what they claim is all that is known.
    adopted = 0
    while logged and of and of[0] and adopted < len(of) and of[adopted] == of[0] + adopted: adopted += 1
    if not logged: adopted = len(versions)
    if sound and versions and not logged: fail("register-not-adopted", f"trust/root.{len(versions)}.json", "鍵の登録簿が、ログに一つも載っていません")
    elif sound:
        for version, place in zip(versions, of):
            if place is None: fail("register-not-logged", f"trust/root.{version['version']}.json", "ログのどの項目も載せていません")
        for at, digest in logged:
            if all(version["digest"] != digest for version in versions): fail("register-gone", f"{at} 番", f"この項目が載せた鍵の登録簿（sha256:{digest}）が trust にありません")
    if not versions: return []
    keys = [dict(key) for key in versions[-1]["keys"]]
    for key in keys:
        index, first = next((index, own) for index, version in enumerate(versions) for own in version["keys"] if own["keyId"] == key["keyId"])
        key["holder"], key["names"] = first["holder"], [first["holder"]]
        key["from"] = first["from"] if index < adopted else 1 << 63 if of[index] is None else max(of[index], first["from"])
    views = [(0, [dict(key) for key in keys])]
    for index in range(1, len(versions)):
        old = {key["keyId"]: key["holder"] for key in versions[index - 1]["keys"]}
        renamed = {key["keyId"]: key["holder"] for key in versions[index]["keys"] if key["keyId"] in old and old[key["keyId"]] != key["holder"]}
        for key in keys:
            if key["keyId"] in renamed: key["holder"] = renamed[key["keyId"]]; key["names"] = key["names"] + [key["holder"]]
        if renamed and of[index] is not None: views.append((of[index], [dict(key) for key in keys]))
    return views
def in_time(disposal, logged):
    """Whether what was logged at a moment had been kept long enough when its disposal was logged."""
    says = disposal["says"]
    if says["ground"] != "retention_ended": return True
    years = says.get("retentionYears")
    zone = datetime.timezone(datetime.timedelta(hours=9))
    try: then = datetime.datetime.fromtimestamp(logged, zone)
    except (ValueError, OverflowError): return False
    if not years or then.year + years > 9999: return False
    try: end = then.replace(year=then.year + years)
    except ValueError: end = then.replace(year=then.year + years, day=28)
    return end.timestamp() <= disposal["logged"]
def may_sign(key, kind, party, position):
    if key["role"] not in KINDS[kind]["signers"]: return "signer-role"
    if position < key["from"]: return "signer-not-yet"
    # A later receipt confirms who signed with a revoked key, never for whom.
    if party is not None and key.get("party", party) != party: return "signer-party"
    return "signer-revoked" if position >= key.get("until", position + 1) else None
def signers_of(message, signatures, kind, party, keys, position):
    good, problem, revoked = [], None, None
    for hint, signature in signatures:
        hinted = [key for key in keys if key["keyId"] == hint]
        key = next((key for key in hinted + keys if holds(bytes.fromhex(key["public"]), signature, message)), None)
        if key is None: problem = problem or ("signature-wrong" if hinted else "signer-unknown")
        elif key not in good:
            why = may_sign(key, kind, party, position)
            if why: problem, revoked = why, key if why == "signer-revoked" else None
            else: good.append(key)
    if not good: return good, problem or "signer-unknown", revoked
    return good, "signers-too-few" if len(good) < KINDS[kind].get("keys", 1) else None, None
def claimed(says, where, logged):
    """Tells of a claim to have been signed after it was logged."""
    ahead = moment(says["issuedAt"]) - moment(logged)
    if ahead > SKEW: (fail if ahead > 43200 else note)("claimed-later", where, f"署名の日時（{says['issuedAt']}）が、登載の日時（{logged}）より後です")
def check_blob(folder, digest, where):
    path = folder / f"blobs/sha256/{digest[:2]}/{digest}"
    if not os.path.lexists(path): return False
    try:
        if digest_of(path) != digest: fail("attachment-changed", where, f"添付が書き換えられています（{digest}）")
    except (OSError, Wrong) as error: fail("record-unreadable", where, error)
    return True
def receipt(folder, says, where, keys, position, record):
    """A receipt over a document that is no record: the document, its signature and its attachments are blobs."""
    attachments = [says["document"]] + ([says["signature"]] if says.get("signature") else [])
    blob = lambda digest: slurp(folder / f"blobs/sha256/{digest[:2]}/{digest}", 1024 * 1024)
    try: document = blob(says["document"])
    except OSError: return attachments
    except Wrong as error: fail("document-malformed", where, error); return attachments
    if sha(document).hex() != says["document"]: return attachments
    try: kind, inside, subjects, tricky = statement_of(document)
    except Wrong as error: fail("document-malformed", where, error); return attachments
    attachments += [one for one in subjects if one not in named(kind, inside)]
    record["paper"] = {"at": position, "kind": kind, "says": inside, "by": ("company", says["party"], None)}
    if "contractor" not in KINDS[kind]["signers"]: fail("receipt-differs", where, f"{KINDS[kind]['label']}は、委託先が出せるものではありません")
    if kind != says["documentKind"]: fail("record-type-differs", where, f"受領の記録は {says['documentKind']} と言い、文書は {kind} です")
    if tricky: fail("record-deceives", where, "受領した文書に、読む者を欺く字があります")
    if another_name(kind, inside, keys): fail("party-name", where, f"「{inside['partyName']}」は {inside['party']} の名ではありません")
    if party_of(kind, inside) != says["party"] or inside.get("contract") != says["contract"]: fail("receipt-differs", where, "受領の記録にある法人か契約が、文書のものと違います")
    if says["form"] != "ssh" or not says.get("signature"): return attachments
    try: key, namespace, signature, signed = ssh_signature(blob(says["signature"]))
    except OSError: return attachments
    except Wrong as error: fail("signature-wrong", where, error); return attachments
    if namespace != b"record@fugi.example" or not holds(key, signature, signed(document)): fail("signature-wrong", where, "ssh-keygen の署名が合いません"); return attachments
    if key_id(key) != says.get("signerKey"): fail("receipt-key-differs", where, "受領の記録にある鍵と、署名した鍵が違います")
    entry = next((one for one in keys if one["keyId"] == key_id(key)), None)
    why = may_sign(entry, kind, inside.get("party"), position) if entry else "signer-unknown"
    if keys and why == "signer-revoked": record["paper"]["revoked"] = True # A later receipt may confirm it.
    elif keys and why: fail(why, where, "署名すべき者の署名がありません")
    return attachments
def party_of(kind, says):
    """The company that a record is by, or about."""
    return None if kind == "incident" and says.get("partyName") is None else says.get("party") if "partyName" in says else None
def of_receipt(says, to):
    """What is wrong with a receipt of a record that a contractor signed."""
    if to["by"][0] != "company": return "受領した記録に、委託先の署名がありません"
    if party_of(to["kind"], to["says"]) != says["party"]: return f"受領した記録は、受領の記録にある {says['party']} のものではありません"
    if to["says"].get("contract", to["says"].get("matter")) != says["contract"]: return f"受領した記録は、受領の記録にある契約 {says['contract']} のものではありません"
    return None if to["by"][2] == says.get("signerKey") else "受領した記録に署名した鍵が、受領の記録にある鍵と違います"
def may_change(record, does, to):
    """Whether a record may do to another what it says: change it, or go on where it ended."""
    (who, whose, _), (other, others, _) = record["by"], to["by"]
    if does is None or who == "nobody" or (does == "follows" and who == "role"): return True
    if who == "company": return (other == "company" and others == whose) or (does == "follows" and party_of(to["kind"], to["says"]) == whose)
    return (other == "role" and others == whose) or (whose == "ward" and record["kind"] == "correction")
def among(records, seen, versions):
    incidents, doubtful, unapproved, papers = {}, {}, {}, {}
    for record in records:
        if record.get("paper"): papers.setdefault(record["says"]["document"], record["paper"])
    for record in records:
        where, says, kind = f"{record['at']} 番", record.get("says"), record["kind"]
        if says is None: continue
        refers = [(says.get("supersedes"), kind, "changes")]
        if kind == "incident": refers.append((says.get("follows"), "incident", "follows"))
        if kind == "correction": refers.append((says["corrects"], None, "changes"))
        if kind == "audit-result": refers.append((says.get("previous"), "audit-result", None))
        if kind == "council-decision": refers.append((says.get("publication"), "publication", None))
        if kind == "receipt" and says["form"] == "envelope": refers.append((says["document"], says["documentKind"] if says["documentKind"] in KINDS else None, "receives"))
        paper = record.get("paper")
        # What a received document does to others is the company's own word, whoever signed the receipt.
        within = [(paper["says"].get("supersedes"), paper["kind"], "changes"), (paper["says"].get("follows") if paper["kind"] == "incident" else None, "incident", "follows"),
                  (paper["says"]["corrects"] if paper["kind"] == "correction" else None, None, "changes")] if paper else []
        for digest, of, does, whose in [(*one, record) for one in refers] + [(*one, paper) for one in within]:
            at = seen.get(digest) or (papers.get(digest) if does in ("changes", "follows") else None)
            if digest and (not at or at["at"] >= record["at"]): fail("reference-wrong", where, f"指す記録 {digest} が、それより前にありません")
            elif digest and of and at["kind"] not in (of, None): fail("reference-wrong", where, f"指す記録は {at['at']} 番で、種類は {at['kind']} です")
            elif digest and at.get("by") and does == "receives":
                why = of_receipt(says, at)
                if why: fail("receipt-differs", where, f"{why}（{at['at']} 番）")
            elif digest and at.get("by") and whose.get("by") and not may_change(whose, does, at): fail("not-own-record", where, f"{at['at']} 番は、署名した者の記録ではないか、自治体が理由なしに置き換えています")
        if kind == "incident":
            stages = KINDS[kind]["fields"]["stage"]["word"]
            before = next((incidents[one] for one, of, _ in refers if one in incidents and of == "incident"), None)
            # A contractor reports to the ward and the ward to the commission: each in its own order.
            company = (record.get("by") or ("",))[0] == "company"
            if before and (before[0] != says["incident"] or before[1] > stages.index(says["stage"]) and before[2] == company): fail("incident-chain-broken", where, "前の報告とつながりません")
            incidents[record["digest"]] = (says["incident"], stages.index(says["stage"]), company)
        if record["problem"] == "signer-revoked": doubtful[record["digest"]] = where
        if kind == "retention-disposal" and record["problem"] == "signers-too-few": unapproved[where] = {one["digest"] for one in says["targets"]}
        if record["disposes"]:
            for one in says["targets"]:
                for left in unapproved.values(): left.discard(one["digest"])
                at = seen.get(one["digest"])
                if at and at["at"] < record["at"] and at["stays"]: fail("disposal-not-allowed", where, f"{at['at']} 番は、廃棄できない記録です（鍵の登録簿の版か、廃棄の記録）")
                elif at and at["at"] < record["at"] and not in_time(record, at["logged"]): fail("disposal-too-early", where, f"{at['at']} 番の廃棄が早すぎます")
            unapproved = {place: left for place, left in unapproved.items() if left}
        if kind == "receipt" and record["holds"] and says["purpose"] == "reconfirmed": doubtful.pop(says["document"], None)
        if paper and paper.get("revoked"): doubtful[says["document"]] = where
        if kind == "key-event":
            version = says["registerVersion"]
            if not 1 <= version <= len(versions) or versions[version - 1]["digest"] != says["registerDigest"]: fail("register-differs", where, f"記録に載った登録簿の第{version}版が、フォルダのものと違うか、ありません")
            elif says.get("key") is not None:
                key = next((key for key in versions[version - 1]["keys"] if key["keyId"] == says["key"]), None)
                if key is None or any(says.get(field) not in (None, key[field]) for field in ("role", "holder")) or \
                        says["event"] == "revoked" and "until" not in key or says["event"] == "root_changed" and key["role"] != "root":
                    fail("key-event-differs", where, f"記録にある鍵が、登録簿の第{version}版にないか、役割、持ち主、又は出来事がそれと違います")
    for where in unapproved: fail("signers-too-few", where, "別々の鍵 2 本の署名が要ります")
    for where in doubtful.values(): fail("signer-revoked", where, "失効した鍵の署名です。再確認の受領もありません")
def held_head(data):
    """A head held elsewhere: a checkpoint, or the one in a proof (C2SP tlog-proof)."""
    if not data.startswith(b"c2sp.org/tlog-proof@"): return parse_head(data)
    front, gap, head = lines_of(data, 80 * 1024).partition("\n\n")
    lines = front.split("\n")
    if not gap or lines.pop(0) != "c2sp.org/tlog-proof@v1": raise Wrong("受領証の形が違います")
    if lines and lines[0].startswith("extra "): b64(lines.pop(0)[6:])
    if not lines or not lines[0].startswith("index ") or len(lines) > 64: raise Wrong("受領証の形が違います")
    number(lines[0][6:])
    if any(len(b64(line)) != 32 for line in lines[1:]): raise Wrong("受領証の形が違います")
    return parse_head(head.encode())
def verdict(entries, seen, partly):
    tail = f"立会 {seen} 件まで" if seen else "立会はまだない"
    word = "不合格 NG" if problems else "一部のみ立会済 PARTLY WITNESSED" if partly else "合格 OK"
    print(f"{word}: 記録 {entries} 件、不合格 {problems} 件、注意 {notes} 件。{tail}")
    return 1 if problems else 0

if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"): sys.stdout.reconfigure(errors="backslashreplace")
    if len(sys.argv) < 2: print(__doc__); sys.exit(2)
    paths = [pathlib.Path(one) for one in sys.argv[1:]]
    # Whatever stops the program before its verdict is none: it never ends as if all had been looked at.
    try: sys.exit(main(paths[0], paths[1] if len(paths) > 1 else pathlib.Path("."), paths[2:]))
    except (Exception, RecursionError, MemoryError) as error: print(shown(f"実行できない: 確かめる途中で止まりました（{type(error).__name__}: {str(error)[:200]}）")); sys.exit(2)

#!/usr/bin/env python3
"""Verifies an exported evidence folder without fugi. Needs Python 3.9 and the package `cryptography`.
usage: python3 verify.py TRUST_FILE [FOLDER]     (the trust file comes from elsewhere, never from the folder)"""
import base64, hashlib, json, pathlib, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIGNERS = {"erasure-report": "contractor ward", "incident": "contractor ward", "receipt": "ward",
           "correction": "contractor ward witness", "retention-disposal": "ward", "key-event": "ward root",
           "audit-result": "ward witness", "publication": "ward", "council-decision": "ward",
           "handover-ledger": "contractor ward", "handlers-report": "contractor"}
problems = []
def fail(text): problems.append(text); print("NG", text)
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def b64(text): return base64.b64decode(text + "=" * (-len(text) % 4))
def once(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)): raise ValueError("a key stands twice")
    return dict(pairs)
def load(data): return json.loads(data.decode("utf-8"), object_pairs_hook=once)
def holds(key, signature, message):
    try: Ed25519PublicKey.from_public_bytes(key).verify(signature, message); return True
    except Exception: return False
def dsse(data):
    envelope = load(data)
    kind, payload = envelope["payloadType"].encode(), b64(envelope["payload"])
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    return kind.decode(), payload, message, [b64(one["sig"]) for one in envelope["signatures"]]
def root_of(hashes):
    if len(hashes) < 2: return hashes[0] if hashes else sha()
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return sha(b"\1", root_of(hashes[:split]), root_of(hashes[split:]))

trust, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".")
logs, witnesses, need, pin = {}, {}, 0, None
for words in (line.split() for line in trust.read_text("utf-8").splitlines() if line[:1] not in ("#", "")):
    if words[0] in ("log", "witness"):
        name, _, typed = words[-1].split("+", 2)
        (logs if words[0] == "log" else witnesses)[name] = b64(typed)[1:]
    elif words[0] == "group": need = int(words[2])
    elif words[0] == "register": pin = words[2].removeprefix("sha256:")

# 1. the head: who signed it, and that it is the newest
def head(path):
    text, signed = path.read_text("utf-8").split("\n\n", 1)
    text += "\n"; origin, size, root = text.split("\n")[:3]
    lines = [(line.split()[1], b64(line.split()[2])[4:]) for line in signed.splitlines()]
    if not any(name == origin == log and holds(key, rest, text.encode()) for name, rest in lines for log, key in logs.items()):
        fail(f"{path.relative_to(folder)}: no trusted log key signed it")
    seen = {name: int.from_bytes(rest[:8], "big") for name, rest in lines if name in witnesses and holds(
        witnesses[name], rest[8:], b"cosignature/v1\ntime %d\n" % int.from_bytes(rest[:8], "big") + text.encode())}
    return origin, int(size), b64(root), seen
origin, size, root, _ = head(folder / "log/checkpoint")
heads = [head(path) for path in sorted((folder / "log/checkpoints").iterdir()) if path.name[0] != "."]
if max(one[1] for one in heads) > size: fail("log/checkpoint: a newer head lies in log/checkpoints (rolled back)")
witnessed = sorted((one[1], sorted(one[3].values())[max(need, 1) - 1]) for one in heads if len(one[3]) >= max(need, 1))
if need and not witnessed: fail("no head has enough cosignatures of witnesses")

# 2. the tree over the entries, at every signed size
entries = [path.read_bytes() for path in sorted((folder / "entries").iterdir()) if path.name.isdigit()]
leaves = [sha(b"\0", entry) for entry in entries]
if len(entries) != size: fail(f"entries: {len(entries)} of {size}")
for _, at, signed, _ in heads + [(origin, size, root, None)]:
    if at > len(entries) or root_of(leaves[:at]) != signed: fail(f"entries: not those that were signed (head of {at})")

# 3. the key register, from the version that the trust file names
keys, before, version = [], None, 1
while (path := folder / f"trust/root.{version}.json").exists():
    kind, payload, message, signatures = dsse(path.read_bytes()); register = load(payload)
    if version == 1 and pin and sha(path.read_bytes()).hex() != pin: fail(f"{path.name}: not the register that you trust")
    if register["version"] != version or register["log"] != origin: fail(f"{path.name}: of another log or version")
    for judge in filter(None, (before, register)):
        roots = {key["public"] for key in judge["keys"] if key["role"] == "root" and "until" not in key}
        signed = [key for key in roots if any(holds(bytes.fromhex(key), one, message) for one in signatures)]
        if len(signed) < judge["threshold"]: fail(f"{path.name}: too few root keys signed")
    keys, before, version = register["keys"], register, version + 1
if not keys: fail("trust/root.1.json: missing")

# 4. every record: unchanged, of its type, signed by whoever might at that position
records, disposed, ids, last, gone = {}, {}, set(), "", []
for position, entry in enumerate(entries):
    lines = entry.decode().splitlines()
    digest, uri, logged = lines[1].split(":")[1], lines[2].split(" ", 1)[1], lines[3].split(" ", 1)[1]
    path, name = folder / f"records/sha256/{digest[:2]}/{digest}.json", uri.split("/")[-2]
    if logged < last: fail(f"entry {position}: its time goes back")
    last = logged
    if digest in records: fail(f"entry {position}: the record of entry {records[digest]} again")
    records.setdefault(digest, position)
    if not path.exists(): gone.append((position, digest)); continue
    data = path.read_bytes()
    if sha(data).hex() != digest: fail(f"entry {position} ({path.name}): the record was changed"); continue
    try: kind, payload, message, signatures = dsse(data); statement = load(payload)
    except Exception as error: fail(f"entry {position}: {error}"); continue
    says, named = statement["predicate"], set()
    if statement["predicateType"] != uri or kind != "application/vnd.in-toto+json": fail(f"entry {position}: another type than logged")
    if says["log"] != origin: fail(f"entry {position}: a record of the log {says['log']}")
    if says["recordId"] in ids: fail(f"entry {position}: its id was used before")
    ids.add(says["recordId"])
    party = None if name in ("receipt", "audit-result") else says.get("party")
    good = [key for key in keys if key["role"] in SIGNERS.get(name, "").split()
            and key["from"] <= position < key.get("until", position + 1) and (not party or key.get("party", party) == party)
            and any(holds(bytes.fromhex(key["public"]), one, message) for one in signatures)]
    if not good: fail(f"entry {position}: signed by nobody who might (unknown, revoked, of another role, or changed)")
    if name == "retention-disposal" and good: disposed.update((one["digest"], position) for one in says["targets"])
    for subject in statement["subject"]:
        if ":" not in subject["name"] and subject["name"] != "signature" or name == "receipt" and says["form"] != "envelope":
            gone += [(position, subject["digest"]["sha256"])]
    print("  ", position, name, says.get("contract", "-"), ", ".join(key["holder"] for key in good), logged)
for position, digest in gone:
    path = folder / f"blobs/sha256/{digest[:2]}/{digest}"
    if path.exists():
        if sha(path.read_bytes()).hex() != digest: fail(f"entry {position} (blob {digest}): the attachment was changed")
    elif disposed.get(digest, -1) > position: print("  ", position, "content lawfully disposed of, see entry", disposed[digest])
    else: fail(f"entry {position}: {digest} is gone, and no disposal statement says why")
seen = f"{witnessed[-1][0]} entries witnessed" if witnessed else "not witnessed"
print(f"{'NG' if problems else 'OK'}: {len(entries)} entries, {len(problems)} problem(s), {seen}")
sys.exit(1 if problems else 0)

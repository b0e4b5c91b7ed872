"""Reads an envelope of fugi with securesystemslib and in-toto-attestation, and writes one for fugi to read."""
import json, sys
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf.json_format import Parse
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.v1.statement_pb2 import Statement as Message
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

ours, public, theirs, theirs_public = sys.argv[1:]
envelope = Envelope.from_dict(json.load(open(ours, encoding="utf-8")))
key = SSlibKey.from_crypto(serialization.load_pem_public_key(open(public, "rb").read()))
accepted = envelope.verify([key], 1)
assert list(accepted) == [key.keyid] == list(envelope.signatures), "the key id is not securesystemslib's"
statement = Statement.copy_from_pb(Parse(envelope.payload.decode(), Message()))
statement.validate()
envelope.payload += b" "
try:
    envelope.verify([key], 1)
    raise SystemExit("an altered payload was accepted")
except VerificationError:
    pass

keys = [Ed25519PrivateKey.generate() for _ in range(2)]
signers = [CryptoSigner(key) for key in keys]
other = Envelope(json.dumps({"_type": "https://in-toto.io/Statement/v1", "title": "見本"}).encode(), "application/vnd.in-toto+json", {})
for signer in signers:
    other.sign(signer)
json.dump(other.to_dict(), open(theirs, "w", encoding="utf-8"))
form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
open(theirs_public, "wb").write(b"".join(key.public_key().public_bytes(*form) for key in keys))

"""The published vectors: they are what the program makes, and they follow from the contract's text alone."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64decode
from pathlib import Path
from typing import Any

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from build import vectors

JOURNAL = "a" * 32


def published(name: str = "batches") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(f"docs/vectors/{name}.json").read_text("utf-8"))
    return found


def test_the_published_vectors_are_what_the_program_makes() -> None:
    assert published() == json.loads(json.dumps(vectors.made()))
    assert published("period_close") == json.loads(json.dumps(vectors.closed()))
    assert published("judging") == json.loads(json.dumps(vectors.judging()))


def test_the_tables_of_the_contract_are_made_from_the_code() -> None:
    page = Path("docs/batch.md").read_text("utf-8")
    assert all(table in page for table in vectors.tables().values())
    assert vectors.with_tables(page) == page


def test_the_chain_follows_from_the_text_of_the_contract() -> None:
    for lines in (published()["lines"], published()["erased"]):
        head = hashlib.sha256(JOURNAL.encode()).digest()
        for one in lines:
            line = json.loads(one["text"])
            header = canonical(line["header"])
            if "erased" in line:
                assert (set(line), one["text"]) == ({"erased", "header"}, canonical(line))
                hash_of_fields = bytes.fromhex(line["erased"])
            else:
                salt = urlsafe_b64decode(line["salt"] + "==")
                assert len(salt) == 16
                hash_of_fields = hashlib.sha256(salt + canonical(line["fields"]).encode()).digest()
            head = hashlib.sha256(head + hashlib.sha256(header.encode()).digest() + hash_of_fields).digest()
            assert (one["hash_of_fields"], one["head"]) == (hash_of_fields.hex(), head.hex())


def test_a_batch_and_the_one_sealed_anew_open_by_the_text_of_the_contract() -> None:
    said = published()
    secret, public = (raw(said["key"][name]) for name in ("secret", "public"))
    assert Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw() == public
    for name, lines in (("batch", said["lines"]), ("sealed_anew", said["erased"])):
        content = b64decode(said[name]["base64"])
        assert hashlib.sha256(content).hexdigest() == said[name]["name"]
        Ed25519PublicKey.from_public_bytes(public).verify(content[-64:], content[:-64])
        length = int.from_bytes(content[4:6], "big")
        header = json.loads(content[6 : 6 + length])
        assert (content[:4], header["first"], header["last"], raw(header["key"])) == (b"LZB1", 1, 3, public)
        assert raw(header["previous"]).hex() == said["first_hash"]
        inside = zstandard.ZstdDecompressor().decompress(content[6 + length : -64]).decode()
        assert inside == "".join(f"{one['text']}\n" for one in lines)
        assert header.get("replaces") == (said["batch"]["name"] if name == "sealed_anew" else None)
    assert [one["head"] for one in said["lines"]] == [one["head"] for one in said["erased"]]


def test_of_a_clash_both_values_are_kept_and_the_fixed_order_says_which_shows() -> None:
    clash = published()["clash"]
    assert clash["values"]["name"] == clash["clashes"]["name"][0][0] == "杨一一"
    assert [one[1] for one in clash["clashes"]["name"]] == sorted(one[1] for one in clash["clashes"]["name"])
    assert len(clash["heads"]) == 2


def test_a_closed_period_s_figures_follow_from_the_text_of_the_contract() -> None:
    said = published("period_close")
    record, lines = said["record"], [json.loads(one["text"]) for one in said["lines"]]
    standing: dict[str, dict[str, Any]] = {}
    for line in lines:
        standing.setdefault(line["header"]["record"], {}).update(line["fields"])
    counted = {uid: one for uid, one in standing.items() if one["state"] == "REGISTERED"}
    ((uid, visit),) = counted.items()
    row = visit["station"]
    assert record["figures"] == canonical({row: {"visits": 1, "people": visit["headcount"]}})
    assert record["lists_hash"] == digest({row: {"visits": [uid], "people": [uid]}})
    assert record["editions"] == f"T1 {digest(said['edition'])}"
    journal, seq, head = record["vector"].split(" ")
    assert (journal, seq, raw(head).hex()) == (JOURNAL, str(len(lines)), said["lines"][-1]["head"])


def digest(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

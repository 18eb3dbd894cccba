"""Commands for sealed letters: an organ makes its key and opens what it was sent; a station types the key and seals."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from station_app.cli import speech
from station_app.cli.commands import find
from station_app.cli.desk import DONE, desk_of
from station_app.domain.problem import refusal, reject
from station_app.services import letters, prints
from station_app.sync import letter
from station_app.text import commands as text
from station_app.text.problems import reason_of

KEY_FILE_BYTES, LETTER_BYTES = 200, 2**28
"""What a secret key's file and a letter hold at most."""


def new_key(options: argparse.Namespace) -> int:
    """Make an organ's key pair: the secret half into a file that only its owner may read, the public half is said."""
    secret, public = letter.new_key()
    _write(options.out, secret.encode("ascii"))
    said = {"key": public, "fingerprint": letter.fingerprint(letter.key_of(public))}
    speech.say(options, said, text.LETTER_KEY.format_map(said))
    return DONE


def type_key(options: argparse.Namespace) -> int:
    """Type the key from the organ's paper, with the fingerprint that was read back."""
    organ = letters.trust(desk_of(options), options.organ, options.key, options.read_back)
    said = {"organ": organ.name, "fingerprint": organ.fingerprint}
    speech.say(options, said, text.LETTER_TRUSTED.format_map(said))
    return DONE


def seal(options: argparse.Namespace) -> int:
    """Write an accusation as a file that the organ alone can open."""
    desk = desk_of(options)
    uid = find(desk, options.uid, "opinion").uid
    content = letters.sealed(desk, uid, prints.discipline_letter(desk, uid).pdf)
    _write(options.out, content)
    speech.say(options, {"file": str(options.out)}, text.LETTER_SEALED.format(file=options.out))
    return DONE


def open_letter(options: argparse.Namespace) -> int:
    """Open such a file with the organ's secret key, into a folder."""
    secret = _read(options.key_file, KEY_FILE_BYTES).decode("ascii", "replace")
    content = _read(options.file, LETTER_BYTES)
    files = letter.opened(content, letter.key_of(secret))
    try:
        options.out.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise reject(refusal("file_not_written", value=str(options.out), reason=reason_of(error))) from error
    for name, held in files.items():
        _write(options.out / Path(name).name, held)
        speech.say(options, {"file": name}, name)
    return DONE


def add_to(made: Mapping[str, argparse.ArgumentParser]) -> None:
    """What the four commands take."""
    for name in ("letter-new-key", "letter-seal", "letter-open"):
        made[name].add_argument("--out", type=Path, required=True, help=text.OPTIONS["out"])
    made["letter-key"].add_argument("organ", help=text.OPTIONS["organ"])
    made["letter-key"].add_argument("--key", required=True, help=text.OPTIONS["letter_key"])
    made["letter-key"].add_argument("--read-back", required=True, help=text.OPTIONS["read_back"])
    made["letter-seal"].add_argument("uid", help=text.OPTIONS["uid"])
    made["letter-open"].add_argument("file", type=Path, help=text.OPTIONS["file"])
    made["letter-open"].add_argument("--key-file", type=Path, required=True, help=text.OPTIONS["key_file"])


def _read(path: Path, most: int) -> bytes:
    """A file that holds no more than `most` bytes. Raises Rejected."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise reject(refusal("path_refused", value=str(path), reason=reason_of(error))) from error
    if len(content) > most:
        raise reject(refusal("letter_unreadable"))
    return content


def _write(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read. Raises Rejected."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise reject(refusal("file_not_written", value=str(path), reason=reason_of(error))) from error

"""JSON files that carry a digest of what they say: one that was changed is not believed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.disk.files import read_bounded, write_atomically

__all__ = ["FORMATS", "DamagedDocument", "document_text", "read_document", "write_document"]

_DIGEST = "digest"

FORMATS = {
    "run": "sslcheck run 4",
    "comparison": "sslcheck comparison 4",
    "ensemble": "sslcheck ensemble 1",
    "sweep": "sslcheck sweep 1",
}
"""What the documents of a run, and of many, say that they are."""


class DamagedDocument(SslcheckError, ValueError):
    """A document is no JSON, was changed after it was written, or is of another kind."""


def write_document(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document with its digest, whole or not at all. Raises `OutputError`."""
    write_atomically(path, document_text(document))


def document_text(document: Mapping[str, Any]) -> str:
    """A document as it is written, with its digest."""
    plain = {key: _plain(value) for key, value in document.items() if key != _DIGEST}
    plain[_DIGEST] = _digest(plain)
    return json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def read_document(path: Path, wanted: str) -> dict[str, Any]:
    """What `write_document` wrote, of the kind in `FORMATS` that is wanted.

    Raises `DamagedDocument` and `UnreadableFile`.
    """
    raw = read_bounded(path)
    try:
        document = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DamagedDocument(f"`{path}` is damaged: it is not UTF-8 text") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise DamagedDocument(f"`{path}` is damaged: {error}") from error
    except ValueError:  # Python reads no whole number of thousands of digits
        raise DamagedDocument(f"`{path}` is damaged: a number of too many digits") from None
    if not isinstance(document, dict) or "format" not in document:
        raise DamagedDocument(f"`{path}` is damaged: it has no `format`")
    kind = next((k for k, form in FORMATS.items() if form == document["format"]), None)
    if kind is None:
        raise DamagedDocument(f"`{path}` was not written by this version of sslcheck")
    if kind != wanted:
        raise DamagedDocument(f"`{path}` is about a {kind}, not about a {wanted}")
    found = document.pop(_DIGEST, None)
    try:
        true = _digest(document)
    except (ValueError, RecursionError) as error:
        raise DamagedDocument(f"`{path}` is damaged: {error}") from error
    if found != true:
        raise DamagedDocument(
            f"`{path}` was changed after it was written: it is not what its run did, nor can the"
            " run go on from it; put the original back, or run again in another folder"
        )
    return document


def _digest(document: Mapping[str, Any]) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """JSON has no word for what is not a number: null stands for it."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value

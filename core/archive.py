"""A zip whose members are stored as they are and held by their sha256: the same content always gives the same bytes.

Any zip program opens it. It is read back strictly: its manifest comes first and says what must follow, the file must be
exactly as long as that, and every byte of headers and directory must be the one that writing gives. So a size is known
to be true before memory is taken, and no changed bit goes unseen.

The layout is that of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

from .errors import BadProject
from .files import backup_name, open_regular, shown, unreadable
from .members import LARGEST_JSON, json_bytes, short, tree_of

FORMAT = "inknet-project"
VERSION = 1
MANIFEST = "manifest.json"
LARGEST = 2_000_000_000  # bytes of a file
ROOM = LARGEST - LARGEST_JSON  # bytes of all members, besides manifest and headers
MEMBERS = 64  # besides the manifest
NAME = re.compile(r"[\w%~-][\w%~.-]{0,199}(/[\w%~-][\w%~.-]{0,199})?", re.ASCII)
DIGEST = re.compile(r"[0-9a-f]{64}")

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
NEEDED = 20  # version of the zip format that a reader needs: 2.0
MADE_BY = 3 << 8 | NEEDED  # 3 for Unix, so that the permissions count
FLAGS = STORED = TIME = 0
DATE = 1 << 5 | 1  # 1 January 1980, the first that a zip knows
MODE = 0o100600 << 16


class Part(NamedTuple):
    """What the zip's directory says of one member."""

    name: str
    crc: int
    size: int

    def local(self) -> bytes:
        """The header in front of the member's bytes."""
        fixed = (NEEDED, FLAGS, STORED, TIME, DATE, self.crc, self.size, self.size, len(self.name), 0)
        return LOCAL.pack(b"PK\3\4", *fixed) + self.name.encode()

    def central(self, offset: int) -> bytes:
        """The directory's entry for a member whose header is at ``offset``."""
        fixed = (MADE_BY, NEEDED, FLAGS, STORED, TIME, DATE, self.crc, self.size, self.size, len(self.name))
        return CENTRAL.pack(b"PK\1\2", *fixed, 0, 0, 0, 0, MODE, offset) + self.name.encode()

    @property
    def room(self) -> int:
        """Bytes from the start of its header to the start of the next."""
        return LOCAL.size + len(self.name) + self.size


def directory(parts: list[Part]) -> bytes:
    """The end of the file: an entry for every member, then where they begin."""
    entries, offset = b"", 0
    for part in parts:
        entries += part.central(offset)
        offset += part.room
    return entries + END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(entries), offset, 0)


def archived(members: Mapping[str, bytes]) -> Iterator[bytes]:
    """The file, piece by piece. Raises BadProject for more or larger members than can be read back."""
    size = sum(map(len, members.values()))
    if len(members) > MEMBERS or size > ROOM:
        raise BadProject(
            f"expected at most {MEMBERS} members and {ROOM:,} bytes, found {len(members)} and {size:,}; "
            "choose a smaller network, or an optimizer that remembers less"
        )
    table = {name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in members.items()}
    parts = []
    for name, data in ({MANIFEST: _manifest(table)} | dict(members)).items():
        parts.append(Part(name, zlib.crc32(data), len(data)))
        yield parts[-1].local()
        yield data
    yield directory(parts)


def read_archive(path: Path) -> dict[str, bytes]:
    """Every member by name. Raises BadProject with place, what was expected, what is there, and what to do."""
    try:
        with open_regular(path) as file:
            return _Reader(path, file).read()
    except OSError as error:
        raise unreadable(BadProject, path, error) from None
    except MemoryError:
        remedy = "close other programs"
        raise BadProject.at(path, "", "enough free memory", "a file too large for it", remedy, "large") from None


def remedy(path: Path) -> str:
    """What to do about a file that cannot be opened."""
    backup = backup_name(path)
    return f"open {shown(backup)}, the version before" if backup.exists() else "open a copy of it from elsewhere"


def _manifest(table: Mapping[str, Any]) -> bytes:
    return json_bytes({"format": FORMAT, "version": VERSION, "members": dict(table)})


class _Reader:
    """Reads a file from front to end, believing nothing that it has not checked."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path, self.file = path, file
        self.size = os.fstat(file.fileno()).st_size

    def read(self) -> dict[str, bytes]:
        if self.size > LARGEST:
            self._bad("size", f"at most {LARGEST:,} bytes", f"{self.size:,}", "large")
        first, manifest = self._first()
        table = self._table(manifest)
        parts = [first]
        claimed = [Part(name, 0, entry["size"]) for name, entry in table.items()]
        whole = sum(part.room for part in (first, *claimed)) + len(directory([first, *claimed]))
        if whole != self.size:
            expected, code = f"{whole:,} bytes, as its manifest says", "cut" if self.size < whole else "long"
            self._bad("size", expected, f"{self.size:,}: it is cut or was added to", code)
        members = {}
        for claim in claimed:
            start = self.file.read(LOCAL.size)
            part, members[claim.name] = self._content(start, claim, table[claim.name]["sha256"])
            parts.append(part)
        if self.file.read() != directory(parts):
            self._bad("directory", "the entries that saving writes", "others: a byte was changed", "damaged")
        return members

    def _first(self) -> tuple[Part, bytes]:
        """The manifest, whose size only its own header says."""
        start = self.file.read(LOCAL.size)
        if len(start) < LOCAL.size or not start.startswith(b"PK\3\4"):
            found = f"bytes {start[:4].hex(' ')}" if start else "an empty file"
            expected, code = (
                "a project that inknet saved, which begins with 50 4b 03 04",
                "format" if start else "empty",
            )
            self._bad("offset 0", expected, found, code)
        size = LOCAL.unpack(start)[8]
        if size > min(self.size, LARGEST_JSON):
            code = "large" if size > LARGEST_JSON else "cut"
            self._bad(MANIFEST, f"at most {min(self.size, LARGEST_JSON):,} bytes", f"{size:,}", code)
        return self._content(start, Part(MANIFEST, 0, size))

    def _content(self, start: bytes, claim: Part, digest: str = "") -> tuple[Part, bytes]:
        """The bytes behind a header that starts so, if it is the header of the member that must come here.

        The manifest has no digest: it is held against the form in which it is written.
        """
        header = start + self.file.read(len(claim.name))
        if len(header) < LOCAL.size + len(claim.name) or not header.startswith(b"PK\3\4"):
            self._bad(claim.name, "its header", "other bytes: it is missing, or something else was added", "missing")
        flags, method, name = header[6] | header[7] << 8, header[8] | header[9] << 8, header[LOCAL.size :]
        if name != claim.name.encode():
            found = f"member {name.decode('ascii', 'backslashreplace')!r}"
            self._bad(claim.name, "this member here", found, "missing")
        if flags & 1:
            self._bad(claim.name, "a member that is not encrypted", "an encrypted one", "encrypted")
        if method != STORED:
            found = f"a compressed one (method {method}); do not pack it anew"
            self._bad(claim.name, "a stored member", found, "format")
        data = self.file.read(claim.size)
        if digest and (found := hashlib.sha256(data).hexdigest()) != digest:
            self._bad(claim.name, f"sha256 {digest[:12]}...", f"{found[:12]}...: its bytes were changed", "damaged")
        part = Part(claim.name, zlib.crc32(data), len(data))
        if header != part.local():
            self._bad(claim.name, "the header that saving writes", "another: it was changed or packed anew", "damaged")
        return part, data

    def _table(self, manifest: bytes) -> dict[str, Any]:
        """Sizes and digests by name, once they make sense."""
        try:
            tree = tree_of(manifest)
        except BadProject as error:
            told = f"{shown(self.path)}: {MANIFEST}: {error}; {remedy(self.path)}"
            raise BadProject(told, code=error.code) from None
        if not isinstance(tree, dict) or tree.get("format") != FORMAT:
            self._bad(MANIFEST, f'"format": "{FORMAT}"', short(tree), "format")
        version = tree.get("version")
        if type(version) is int and version > VERSION:
            raise BadProject(
                f"{shown(self.path)}: {MANIFEST}: it was saved by a later inknet (version {short(version)} of the "
                f"form, this one knows {VERSION}); update inknet to open it",
                code="later-version",
            )
        table = tree.get("members")
        if type(version) is not int or version != VERSION:
            self._bad(MANIFEST, f'"version": {VERSION}', short(version), "version")
        if not isinstance(table, dict) or not 0 < len(table) <= MEMBERS:
            self._bad(MANIFEST, f'1 to {MEMBERS} "members"', short(table), "large" if table else "missing")
        for name, entry in table.items():
            if not NAME.fullmatch(name) or name == MANIFEST:
                self._bad(MANIFEST, "names such as state/m.npy", short(name), "path")
            sound = isinstance(entry, dict) and list(entry) == ["sha256", "size"] and type(entry["size"]) is int
            if not sound or not DIGEST.fullmatch(str(entry["sha256"])) or not 0 <= entry["size"] <= LARGEST:
                self._bad(f"{MANIFEST}: {name}", "a sha256 and a size", short(entry), "format")
        if manifest != _manifest(table):
            self._bad(MANIFEST, "what saving writes", "the same in another form: a byte was changed", "damaged")
        return table

    def _bad(self, where: str, expected: str, found: str, code: str) -> NoReturn:
        raise BadProject.at(self.path, where, expected, found, remedy(self.path), code)

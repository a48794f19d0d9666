"""The gzip members of a compressed WARC file: one is one record."""

from __future__ import annotations

import zlib
from pathlib import Path

_CHUNK = 1 << 20
_FIRST = 1 << 15  # most pages are smaller when compressed


def member_at(path: Path, start: int) -> bytes:
    """The member that begins at an offset, unpacked.

    Raises:
        OSError: the file cannot be read.
        ValueError: no member begins there, or it is broken off.
    """
    unzip = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        size = _FIRST
        while not unzip.eof:
            data = file.read(size)
            if not data:
                raise ValueError("the file ends before the record does")
            try:
                parts.append(unzip.decompress(data))
            except zlib.error as error:
                raise ValueError(str(error)) from error
            size = _CHUNK
    return b"".join(parts)


def last_whole_member(path: Path, start: int = 0) -> int:
    """The offset behind the last gzip member from ``start`` on that reads to its end; ``start`` when there is none.

    One member is one record, so this is where a file broken off in mid-record is to be cut. One pass, flat memory.
    """
    end = read = start
    unzip = zlib.decompressobj(wbits=31)
    data = b""
    with path.open("rb") as file:
        file.seek(start)
        while True:
            if not data:
                data = file.read(_CHUNK)
                read += len(data)
                if not data:
                    return end
            try:
                unzip.decompress(data, _CHUNK)
            except zlib.error:
                return end
            if unzip.eof:
                data = unzip.unused_data
                end = read - len(data)
                unzip = zlib.decompressobj(wbits=31)
            else:
                data = unzip.unconsumed_tail

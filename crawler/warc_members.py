"""Where the whole records of a compressed WARC file end."""

from __future__ import annotations

import zlib
from pathlib import Path

_CHUNK = 1 << 20


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

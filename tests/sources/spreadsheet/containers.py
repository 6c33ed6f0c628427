"""Files that no library at hand writes: a compound file, and a small binary workbook in it."""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound_file(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file with the given streams, each padded past the size of small streams."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    padded = {n: d.ljust(-(-len(d) // _SECTOR) * _SECTOR, b"\0") for n, d in padded.items()}
    fat, starts, body = [_FAT, _END], {}, b""
    for name, data in padded.items():
        starts[name] = len(fat)
        count = len(data) // _SECTOR
        fat += [len(fat) + i + 1 for i in range(count - 1)] + [_END]
        body += data
    fat += [_FREE] * (128 - len(fat))
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    names = list(padded)
    for i, name in enumerate(names):
        entries.append(_entry(name, 2, starts[name], len(padded[name]), right=i + 2 if i + 1 < len(names) else _FREE))
    entries += [bytes(64) + struct.pack("<BBIII", 0, 0, _FREE, _FREE, _FREE) + bytes(50)] * (4 - len(entries))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    return header + struct.pack("<128I", *fat) + b"".join(entries) + body


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def binary_workbook(rows: list[list[str | float]]) -> bytes:
    """A BIFF8 workbook (`.xls`) with one sheet of texts and numbers."""
    bof = lambda kind: _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))  # noqa: E731
    end = _record(0x0A, b"")
    xf = _record(0xE0, bytes(20))
    name = b"Deals"
    size = len(bof(5)) + len(xf) + 4 + 8 + len(name) + len(end)
    sheet_entry = _record(0x85, struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name)
    cells = b"".join(_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    return compound_file({"Workbook": bof(5) + xf + sheet_entry + end + bof(0x10) + cells + end})


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))

"""From any file to UTF-8 text on disk: archives unpacked within limits, encodings recognised from all bytes."""

from __future__ import annotations

import codecs
import gzip
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from merilo.core.errors import DataError
from merilo.core.text import _

CHUNK = 1 << 18
# An archive is refused when it unpacks to more than this, or grows more than MAX_RATIO times past FREE_BYTES.
MAX_UNPACKED_BYTES = 32 << 30
MAX_RATIO = 200
FREE_BYTES = 64 << 20
MAX_MEMBERS = 10_000
_UTF8_MAJORITY = 10  # a text with this many whole characters per broken one is damaged UTF-8, not another encoding
MAX_DEPTH = 2  # an archive in an archive is opened, one more level is not

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\f\x1a\x00")
_CP1251_UNDEFINED = b"\x98"
_CP1252_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
# First bytes in UTF-8 of white space beyond ASCII (and of much else: this is only a cheap test that rules it out).
_ODD_BLANK_LEADS = (b"\xc2", b"\xe1", b"\xe2", b"\xe3")
# Russian words are runs of high bytes; Western accents stand alone between ASCII letters.
_HIGH_RUN = re.compile(rb"[\xc0-\xff\xa8\xb8]+")


@dataclass(frozen=True)
class Content:
    """Bytes on disk that no archive hides any more. `part` is the member's name in an archive, else empty."""

    path: Path
    part: str
    local: Path

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"{self.path} ({self.part})" if self.part else str(self.path)


@dataclass(frozen=True)
class Text:
    """A text file in UTF-8 on disk: what was found while all of its bytes were read."""

    local: Path
    encoding: str
    newlines: int  # line feeds
    returns: int  # carriage returns
    lone_returns: int  # carriage returns without a line feed behind
    trailing_blank_lines: int
    ends_with_newline: bool
    escaped_quote_at: int  # offset of the first \" in bytes, -1 when there is none
    odd_blanks: bool  # white space beyond ASCII (a no-break space, say) may occur
    guessed: bool = False  # the bytes only make the encoding likely
    damaged: int = 0  # characters that are not valid in it, now U+FFFD
    longest_line: int = 0  # bytes without a line end, where more than one chunk has none


def unreadable(label: str, what: str, way_out: str) -> DataError:
    """The error for a file that cannot be read, with what is allowed."""
    return DataError(
        what,
        where=_("in {file}").format(file=label),
        allowed=_(
            "allowed: CSV, TSV and other delimited text (UTF-8, UTF-16, Windows-1251, Windows-1252), "
            "XLSX, XLSM, XLS, ODS, HTML tables; also packed as .gz or .zip"
        ),
        way_out=way_out,
    )


def unpack(path: Path, room: Path) -> Iterator[Content | DataError]:
    """The contents of a file: itself, or what its archive holds. Members that fail come as errors, in place.

    `room` is a temporary folder. Raises DataError when the file itself cannot be opened.
    """
    try:
        yield from _unpack(Content(path, "", path), room, 0)
    except OSError as error:
        raise unreadable(
            str(path),
            _("The file cannot be opened: {error}").format(error=error.strerror or error),
            _("Check that it still exists and that you may read it."),
        ) from error


def _unpack(content: Content, room: Path, depth: int) -> Iterator[Content | DataError]:
    with content.local.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\x1f\x8b"):
        yield from _unpack(Content(content.path, content.part, _gunzip(content, room)), room, depth + 1)
    elif head.startswith(b"PK") and not _is_workbook(content):
        yield from _members(content, room, depth + 1)
    else:
        yield content


def _is_workbook(content: Content) -> bool:
    with _zip(content) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names or "content.xml" in names:
            _refuse_bomb(content, sum(i.file_size for i in archive.infolist()), content.local.stat().st_size)
            return True
    return False


def _zip(content: Content) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(content.local)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise unreadable(
            content.label,
            _("The file is broken: {error}").format(error=error),
            _("Export or download it again."),
        ) from error


def _refuse_bomb(content: Content, unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > FREE_BYTES and unpacked > MAX_RATIO * max(packed, 1)):
        raise DataError(
            _("The archive is refused: it unpacks to far more than it weighs."),
            where=_("in {file}").format(file=content.label),
            allowed=_("allowed: up to {ratio} times its size and {size} GiB").format(
                ratio=MAX_RATIO, size=MAX_UNPACKED_BYTES >> 30
            ),
            way_out=_("If you trust it, unpack it yourself and name the unpacked file."),
        )


def _gunzip(content: Content, room: Path) -> Path:
    try:
        with gzip.open(content.local) as source:
            return _copy(content, source, room, content.local.stat().st_size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise unreadable(
            content.label,
            _("The .gz file is cut off or broken: {error}").format(error=error),
            _("Export or download it again."),
        ) from error


def _copy(content: Content, source: IO[bytes] | gzip.GzipFile, room: Path, packed: int) -> Path:
    target = _new_file(room)
    size = 0
    with target.open("wb") as out:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            _refuse_bomb(content, size, packed)
            out.write(chunk)
    return target


def _new_file(room: Path) -> Path:
    return room / f"{sum(1 for _entry in room.iterdir()):06d}"


def _members(content: Content, room: Path, depth: int) -> Iterator[Content | DataError]:
    if depth > MAX_DEPTH:
        yield unreadable(content.label, _("An archive inside an archive inside an archive."), _("Unpack it first."))
        return
    with _zip(content) as archive:
        members = [m for m in sorted(archive.infolist(), key=lambda m: m.filename) if _is_data(m.filename)]
        _refuse_bomb(content, sum(m.file_size for m in members), content.local.stat().st_size)
        if len(members) > MAX_MEMBERS:
            raise unreadable(content.label, _("The archive has too many files."), _("Unpack it first."))
        for member in members:
            try:
                yield from _unpack(_extract(content, archive, member, room), room, depth)
            except DataError as error:
                yield error


def _is_data(name: str) -> bool:
    parts = name.split("/")
    return not name.endswith("/") and not any(p.startswith((".", "__MACOSX")) for p in parts)


def _extract(content: Content, archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: Path) -> Content:
    part = f"{content.part}/{member.filename}" if content.part else member.filename
    inner = Content(content.path, part, content.local)
    try:
        with archive.open(member) as source:
            return Content(content.path, part, _copy(inner, source, room, member.compress_size))
    except RuntimeError as error:  # what zipfile raises for a missing password
        raise unreadable(inner.label, _("The archive has a password."), _("Unpack it first.")) from error
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise unreadable(
            inner.label,
            _("The archive is broken: {error}").format(error=error),
            _("Export or download it again."),
        ) from error


def as_text(content: Content, room: Path) -> Text:
    """The content as UTF-8 text on disk (in place when it already is); raises DataError when it is not text."""
    with content.local.open("rb") as file:
        head = file.read(CHUNK)
    if not head.strip():
        raise unreadable(content.label, _("The file is empty."), _("Export it again."))
    encoding = _by_bom(head) or _utf16_without_bom(head)
    if encoding in (None, "utf-8-sig"):
        _refuse_binary(content, head)
        found = _survey(content.local, encoding or "utf-8")
        if found is not None:
            return found
        if damaged := _damaged_characters(content.local):
            return replace(_transcoded(content, "utf-8", room, errors="replace"), damaged=damaged)
        return replace(_transcoded(content, _single_byte(content.local), room), guessed=True)
    return _transcoded(content, encoding, room)


def _damaged_characters(path: Path) -> int:
    """How many characters are broken in a file that otherwise clearly is UTF-8; 0 when it is something else."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    bad = good = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            broken = text.count("\ufffd")
            bad += broken
            good += len(text) - broken - len(text.encode("ascii", "ignore"))
    bad += len(decoder.decode(b"", final=True))
    return bad if good > _UTF8_MAJORITY * bad else 0


def refuse_markup(content: Content, start: str) -> None:
    """Raise DataError for text of other kinds: XML, JSON."""
    begin = start.lstrip("\ufeff \t\r\n")[:200]
    if begin.startswith(("<?xml", "<!", "{")) or re.match(r"\[\s*[{\[\]]", begin):
        raise unreadable(
            content.label,
            _("This is not a table: the file holds XML or JSON."),
            _("Export the table as CSV or XLSX."),
        )


def _by_bom(head: bytes) -> str | None:
    return next((name for bom, name in _BOMS if head.startswith(bom)), None)


def _utf16_without_bom(head: bytes) -> str | None:
    sample = head[: 1 << 16]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    zeros = odd + even
    if zeros * 40 < len(sample) or (len(head) % 2 and len(head) < CHUNK):
        return None
    if odd >= 0.9 * zeros:
        return "utf-16-le"
    return "utf-16-be" if even >= 0.9 * zeros else None


def _refuse_binary(content: Content, head: bytes) -> None:
    sample = head[: 1 << 16]
    controls = len(sample) - len(sample.translate(None, _CONTROL + b"\x00"))
    if controls * 100 > len(sample) or sample.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format")):
        raise unreadable(
            content.label,
            _("This is not a table: the file holds binary data."),
            _("Export the table as CSV or XLSX."),
        )


def _survey(path: Path, encoding: str) -> Text | None:
    """Read all bytes once: None when they are not UTF-8, else what counts when records are verified."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    newlines = returns = pairs = offset = open_line = longest = 0
    escaped_at, odd_blanks, tail = -1, False, b""
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            try:
                _check_utf8(decoder, chunk)
            except UnicodeDecodeError:
                return None
            newlines += chunk.count(b"\n")
            open_line, longest = _open_line(chunk, open_line, longest)
            if b"\r" in chunk:
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n")
            pairs += tail.endswith(b"\r") and chunk.startswith(b"\n")
            if escaped_at < 0 and (b"\\" in chunk or tail.endswith(b"\\")):
                at = (tail[-1:] + chunk).find(b'\\"')
                escaped_at = offset - len(tail[-1:]) + at if at >= 0 else -1
            odd_blanks = odd_blanks or (any(lead in chunk for lead in _ODD_BLANK_LEADS))
            offset += len(chunk)
            tail = chunk[-4096:] if len(chunk) >= 4096 else (tail + chunk)[-4096:]
    if decoder.getstate()[0]:
        return None
    blank, ended = _line_ends(tail)
    return Text(
        path, encoding, newlines, returns, returns - pairs, blank, ended, escaped_at, odd_blanks, longest_line=longest
    )  # fmt: skip


def _open_line(chunk: bytes, open_line: int, longest: int) -> tuple[int, int]:
    """Bytes since the last line end, and the most there were; lines within one chunk are short and left out."""
    end = b"\n" if b"\n" in chunk else b"\r"
    first, last = chunk.find(end), chunk.rfind(end)
    if first < 0:
        return open_line + len(chunk), max(longest, open_line + len(chunk))
    return len(chunk) - last - 1, max(longest, open_line + first)


def _check_utf8(decoder: codecs.IncrementalDecoder, chunk: bytes) -> None:
    # Most exports are ASCII for long stretches, which is told ten times faster than by decoding.
    if decoder.getstate()[0] or not chunk.isascii():
        decoder.decode(chunk)


def _line_ends(tail: bytes) -> tuple[int, bool]:
    body = tail.rstrip(b"\r\n")
    ends = tail[len(body) :]
    count = ends.count(b"\n") or ends.count(b"\r")
    return max(count - 1, 0), count > 0


def _single_byte(path: Path) -> str:
    """Windows-1251 or a Western encoding, by how letters above ASCII stand to each other in the whole file."""
    letters = in_runs = 0
    seen: set[int] = set()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            seen.update(chunk)
            for run in _HIGH_RUN.finditer(chunk):
                length = run.end() - run.start()
                letters += length
                in_runs += length if length > 1 else 0
    cyrillic = in_runs * 2 > letters if letters else 0xB9 in seen  # 0xB9 is № in Windows-1251
    if cyrillic and not seen & set(_CP1251_UNDEFINED):
        return "cp1251"
    return "latin-1" if seen & set(_CP1252_UNDEFINED) else "cp1252"


def _transcoded(content: Content, encoding: str, room: Path, *, errors: str = "strict") -> Text:
    target = _new_file(room)
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        with content.local.open("rb") as source, target.open("wb") as out:
            first = True
            while chunk := source.read(CHUNK):
                text = decoder.decode(chunk)
                out.write((text.removeprefix("\ufeff") if first else text).encode("utf-8"))
                first = False
            out.write(decoder.decode(b"", final=True).encode("utf-8"))
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise unreadable(
            content.label,
            _("The text is not valid {encoding}: {error}").format(encoding=encoding, error=error),
            _("Save it as UTF-8."),
        ) from error
    found = _survey(target, encoding)
    if found is None:
        raise unreadable(content.label, _("The text is not valid."), _("Save it as UTF-8."))
    return found


def copy_out(local: Path, room: Path) -> Path:
    """A link to the file under a name without wildcard characters, which the engine would expand."""
    target = _new_file(room)
    try:
        target.symlink_to(local.resolve())
    except OSError:  # a file system without links
        shutil.copyfile(local, target)
    return target

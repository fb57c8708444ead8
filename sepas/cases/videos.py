"""Videos from phones (MP4, MOV) without what they tell of the sender: place, maker, times, hidden tracks.

The picture and the sound are not touched. Every box of the file that is not needed to play them becomes an empty
`free` box of the same size, so that no offset changes; media data that no picture or sound track points to is
zeroed. A file that cannot be understood that far is refused, never kept as it came. (ISO/IEC 14496-12.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import error as too_short
from struct import unpack_from

KEPT_AT_TOP = frozenset({b"ftyp", b"moov", b"mdat"})
KEPT_IN_MOVIE = frozenset({b"mvhd", b"trak"})
KEPT_IN_TRACK = frozenset({b"tkhd", b"edts", b"mdia", b"tref", b"clef"})
KEPT_IN_MEDIA = frozenset({b"mdhd", b"hdlr", b"minf", b"elng"})
KEPT_IN_MEDIA_INFORMATION = frozenset({b"vmhd", b"smhd", b"dinf", b"stbl", b"hdlr", b"gmhd"})
KEPT_IN_TABLE = frozenset(
    {
        b"stsd",
        b"stts",
        b"ctts",
        b"cslg",
        b"stss",
        b"stps",
        b"sdtp",
        b"stsc",
        b"stsz",
        b"stz2",
        b"stco",
        b"co64",
    }
    | {b"sgpd", b"sbgp"}
)
PLAYED = frozenset({b"vide", b"soun"})
MOST_SAMPLES = 2_000_000
MOST_BOXES = 20_000


class Unreadable(ValueError):
    """Not a video that can be cleaned."""


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    start: int
    inside: int
    """Where its contents begin."""
    end: int


def is_video(content: bytes) -> bool:
    """Whether it calls itself MP4 or QuickTime, or begins as old QuickTime files do."""
    return content[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}


def cleaned(content: bytes) -> tuple[bytes, str]:
    """The same video without its extras, and its content type. Raises `Unreadable`."""
    data = bytearray(content)
    try:
        return _cleaned(data)
    except (too_short, IndexError, OverflowError) as problem:
        raise Unreadable("the file ends in the middle of something") from problem


def _cleaned(data: bytearray) -> tuple[bytes, str]:
    top = list(_boxes(data, 0, len(data)))
    movies = [box for box in top if box.kind == b"moov"]
    if len(movies) != 1 or any(box.kind == b"moof" for box in top):
        raise Unreadable("no single index of the whole film")
    played: list[tuple[int, int]] = []
    pictures = 0
    for box in list(_boxes(data, movies[0].inside, movies[0].end)):
        if box.kind == b"trak":
            kind = _track(data, box, played)
            pictures += kind == b"vide"
        elif box.kind == b"mvhd":
            _forget_times(data, box)
    if not pictures:
        raise Unreadable("no picture in it")
    _keep_only(data, movies[0], KEPT_IN_MOVIE)
    for box in top:
        if box.kind == b"mdat":
            _zero_outside(data, box, played)
        elif box.kind not in KEPT_AT_TOP:
            _empty(data, box)
    brand = next((bytes(data[box.inside : box.inside + 4]) for box in top if box.kind == b"ftyp"), b"qt  ")
    return bytes(data), "video/quicktime" if brand == b"qt  " else "video/mp4"


def _track(data: bytearray, track: Box, played: list[tuple[int, int]]) -> bytes:
    """Clean one track and note which bytes it plays; one that is neither picture nor sound is emptied."""
    media = _only(data, track, b"mdia")
    handler = _only(data, media, b"hdlr")
    kind = bytes(data[handler.inside + 8 : handler.inside + 12])
    if kind not in PLAYED:
        _empty(data, track)
        return b""
    information = _only(data, media, b"minf")
    table = _only(data, information, b"stbl")
    played += _chunks(data, table)
    for box in (_only(data, track, b"tkhd"), _only(data, media, b"mdhd")):
        _forget_times(data, box)
    # The name of the handler is free text of the maker.
    data[handler.inside + 24 : handler.end] = bytes(handler.end - handler.inside - 24)
    _keep_only(data, table, KEPT_IN_TABLE)
    _keep_only(data, information, KEPT_IN_MEDIA_INFORMATION)
    _keep_only(data, media, KEPT_IN_MEDIA)
    _keep_only(data, track, KEPT_IN_TRACK)
    return kind


def _chunks(data: bytearray, table: Box) -> list[tuple[int, int]]:
    """Where the samples of a track lie: chunk by chunk, begin and end."""
    sizes = _sizes(data, table)
    offsets = _offsets(data, table)
    runs = _only(data, table, b"stsc")
    (count,) = unpack_from(">I", data, runs.inside + 4)
    _no_more_than(count, (runs.end - runs.inside - 8) // 12)
    firsts = [unpack_from(">II", data, runs.inside + 8 + 12 * n) for n in range(count)]
    found: list[tuple[int, int]] = []
    sample = run = 0
    for number, offset in enumerate(offsets, start=1):
        while run + 1 < len(firsts) and firsts[run + 1][0] <= number:
            run += 1
        if not firsts:
            raise Unreadable("chunks without samples")
        taken = sizes[sample : sample + firsts[run][1]]
        sample += len(taken)
        end = offset + sum(taken)
        if end > len(data):
            raise Unreadable("a chunk beyond the end")
        found.append((offset, end))
    return found


def _sizes(data: bytearray, table: Box) -> list[int]:
    box = _only(data, table, b"stsz")
    each, count = unpack_from(">II", data, box.inside + 4)
    _no_more_than(count, MOST_SAMPLES)
    if each:
        return [each] * count
    return list(unpack_from(f">{count}I", data, box.inside + 12))


def _offsets(data: bytearray, table: Box) -> list[int]:
    for kind, letter in ((b"stco", "I"), (b"co64", "Q")):
        for box in _boxes(data, table.inside, table.end):
            if box.kind == kind:
                (count,) = unpack_from(">I", data, box.inside + 4)
                _no_more_than(count, MOST_SAMPLES)
                return list(unpack_from(f">{count}{letter}", data, box.inside + 8))
    raise Unreadable("no chunks")


def _zero_outside(data: bytearray, box: Box, played: list[tuple[int, int]]) -> None:
    """Zero what lies between the bytes that are played."""
    at = box.inside
    for begin, end in sorted(played):
        if end <= box.inside or begin >= box.end:
            continue
        if begin > at:
            data[at:begin] = bytes(begin - at)
        at = max(at, end)
    if at < box.end:
        data[at : box.end] = bytes(box.end - at)


def _forget_times(data: bytearray, box: Box) -> None:
    """Creation and change of `mvhd`, `tkhd`, `mdhd`: two numbers after version and flags."""
    length = 16 if data[box.inside] == 1 else 8
    data[box.inside + 4 : box.inside + 4 + length] = bytes(length)


def _keep_only(data: bytearray, parent: Box, kinds: frozenset[bytes]) -> None:
    for box in list(_boxes(data, parent.inside, parent.end)):
        if box.kind not in kinds and box.kind != b"free":
            _empty(data, box)


def _empty(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.inside : box.end] = bytes(box.end - box.inside)


def _only(data: bytearray, parent: Box, kind: bytes) -> Box:
    found = [box for box in _boxes(data, parent.inside, parent.end) if box.kind == kind]
    if len(found) != 1:
        raise Unreadable(f"{len(found)} {kind!r} in {parent.kind!r}")
    return found[0]


def _boxes(data: bytearray, start: int, end: int) -> Iterator[Box]:
    at = start
    for _number in range(MOST_BOXES):
        if end - at < 8:
            # QuickTime closes some lists with four zero bytes.
            if any(data[at:end]):
                raise Unreadable("something after the last box")
            return
        size, kind = unpack_from(">I4s", data, at)
        inside = at + 8
        if size == 1:
            (size,) = unpack_from(">Q", data, inside)
            inside += 8
        elif size == 0:
            size = end - at
        if size < inside - at or at + size > end:
            raise Unreadable(f"{kind!r} has an impossible size")
        yield Box(bytes(kind), at, inside, at + size)
        at += size
    raise Unreadable("too many boxes")


def _no_more_than(count: int, most: int) -> None:
    if count > most:
        raise Unreadable("too many entries")

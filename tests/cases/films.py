"""Small films made box by box, so that a test knows every byte of them."""

from struct import pack

PLACE = b"+35.6892+051.3890/"
PICTURE, SOUND, HIDDEN = b"P" * 40, b"S" * 24, b"GPS 35.6892 51.3890 "


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return pack(">I4s", 8 + len(content), kind) + content


def full(kind: bytes, *parts: bytes) -> bytes:
    return box(kind, bytes(4), *parts)


def table(offset: int, size: int, each: int) -> bytes:
    count = size // each
    return box(
        b"stbl",
        full(b"stsd", pack(">I", 0)),
        full(b"stts", pack(">III", 1, count, 1)),
        full(b"stsc", pack(">IIII", 1, 1, count, 1)),
        full(b"stsz", pack(">II", each, count)),
        full(b"stco", pack(">II", 1, offset)),
    )


def track(handler: bytes, offset: int, size: int, each: int = 4) -> bytes:
    return box(
        b"trak",
        full(b"tkhd", pack(">II", 3_000_000_000, 3_000_000_001), bytes(72)),
        box(
            b"mdia",
            full(b"mdhd", pack(">II", 3_000_000_000, 3_000_000_001), bytes(12)),
            full(b"hdlr", bytes(4), handler, bytes(12), b"Maker Camera\x00"),
            box(b"minf", full(b"vmhd", bytes(8)), table(offset, size, each)),
        ),
        box(b"udta", box(b"\xa9xyz", PLACE)),
    )


def film(*, brand: bytes = b"isom", index_first: bool = False, big: bool = False) -> bytes:
    """A picture, a sound and a hidden track of places; places in `udta` and `meta`; an extra box at the end."""
    head = box(b"ftyp", brand, bytes(4))

    def movie(at: int) -> bytes:
        return box(
            b"moov",
            full(b"mvhd", pack(">II", 3_000_000_000, 3_000_000_001), bytes(88)),
            track(b"vide", at, len(PICTURE)),
            track(b"soun", at + len(PICTURE), len(SOUND)),
            track(b"meta", at + len(PICTURE) + len(SOUND), len(HIDDEN)),
            box(b"udta", box(b"\xa9xyz", PLACE)),
            box(b"meta", b"com.apple.quicktime.location.ISO6709", PLACE),
        )

    inside = PICTURE + SOUND + HIDDEN
    data = pack(">I4sQ", 1, b"mdat", 16 + len(inside)) + inside if big else box(b"mdat", inside)
    before = len(head) + (len(movie(0)) if index_first else 0) + (16 if big else 8)
    parts = [movie(before), data] if index_first else [data, movie(before)]
    return head + b"".join(parts) + box(b"uuid", b"maker's notes", PLACE)

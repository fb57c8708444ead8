"""Photos, videos and files that people add: read, checked, stripped of what they tell of the sender, and kept.

A photo is drawn anew: what comes out has no place, camera or time in it, and nothing that hid behind the
picture. A video loses everything but picture and sound (`videos`). Photos get a small picture for lists.
"""

import hashlib
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Protocol

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from sepas.cases import videos
from sepas.cases.models import Attachment, Case, Post
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.files import written
from sepas.kernel.text import normalise

LARGEST = 10 * 1024 * 1024
"""Bytes of one photo or PDF as it is sent."""
LARGEST_VIDEO = 60 * 1024 * 1024
"""Bytes of one video: about a minute from a phone."""
AT_ONCE = 6
THUMBNAIL = 320
"""Pixels of the small picture for lists."""
LONGEST_SIDE = 2560
"""Pixels kept: enough to read a serial number on a label."""
MOST_PIXELS = 60_000_000
"""More are not opened: a small file can unfold to a picture that fills the memory."""
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis", b"avif"}


class Upload(Protocol):
    """A file as doors hand it over: Django's uploaded files are such."""

    name: str | None
    size: int | None

    def read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that may be kept."""

    name: str
    content_type: str
    content: bytes
    sha256: str
    thumbnail: bytes = b""
    """A small JPEG of a photo."""


def prepare(files: "Sequence[Upload | Prepared]") -> list[Prepared]:
    """Read, check and clean the files before anything is written; those that were prepared stay as they are.

    Raises `Invalid` on `files`, naming the file.
    """
    if len(files) > AT_ONCE:
        raise _wrong(_("Add at most %(most)d files at once.") % {"most": AT_ONCE}, "too_many_files")
    return [each if isinstance(each, Prepared) else _prepared(each) for each in files]


def keep(
    case: Case, prepared: Sequence[Prepared], *, post: Post | None, internal: bool, now: datetime
) -> list[Attachment]:
    """Store the files with their case. Call inside the transaction; a file whose row does not commit is an
    orphan with a name that nobody knows.
    """
    rows = []
    for each in prepared:
        row = Attachment(
            case=case,
            post=post,
            name=each.name,
            content_type=each.content_type,
            size=len(each.content),
            sha256=each.sha256,
            internal=internal,
            at=now,
        )
        row.file.save(each.name, ContentFile(each.content), save=False)
        if each.thumbnail:
            row.thumbnail.save(each.name, ContentFile(each.thumbnail), save=False)
        written(row.file, row.thumbnail)
        rows.append(row)
    return Attachment.objects.bulk_create(rows) if rows else []


def as_data(prepared: Sequence[Prepared]) -> list[dict[str, str]]:
    """What an event keeps of files: the SHA-256 that proves which bytes they were. No names: people put theirs in."""
    return [{"sha256": each.sha256} for each in prepared]


def _prepared(upload: Upload) -> Prepared:
    name = normalise(PurePath((upload.name or "").replace("\\", "/")).name)[-120:] or "file"
    if (upload.size or 0) > LARGEST_VIDEO:
        raise _too_large(name, LARGEST_VIDEO)
    content = upload.read()
    if not content:
        raise _wrong(_("“%(name)s” is empty. Choose it again.") % {"name": name}, "empty_file")
    heic = content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS
    film = not heic and videos.is_video(content)
    most = LARGEST_VIDEO if film else LARGEST
    if len(content) > most:
        raise _too_large(name, most)
    small = b""
    if content.startswith(b"%PDF-"):
        content_type = "application/pdf"
    elif heic:
        raise _wrong(
            _(
                "“%(name)s” is a HEIC photo, which most devices cannot show. On an iPhone choose Settings → "
                "Camera → Formats → Most Compatible and take it again, or send a screenshot of it."
            )
            % {"name": name},
            "heic",
        )
    elif film:
        content, content_type = _without_extras(name, content)
    else:
        content, content_type, small = _redrawn(name, content)
    stem = name.rsplit(".", 1)[0][:100] or "file"
    digest = hashlib.sha256(content).hexdigest()
    return Prepared(f"{stem}.{SUFFIXES[content_type]}", content_type, content, digest, small)


def _without_extras(name: str, content: bytes) -> tuple[bytes, str]:
    try:
        return videos.cleaned(content)
    except videos.Unreadable:
        raise _wrong(
            _(
                "We could not take the place and time out of the video “%(name)s”, so we did not keep it. "
                "Record it again with the phone's own camera, or send photos."
            )
            % {"name": name},
            "video",
        ) from None


def _redrawn(name: str, content: bytes) -> tuple[bytes, str, bytes]:
    """The same picture from its pixels alone, upright, at most `LONGEST_SIDE` long; and a small one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=list(FORMATS)) as source:
                if source.width * source.height > MOST_PIXELS:
                    raise _wrong(
                        _("“%(name)s” has too many pixels. Send it in a smaller size.") % {"name": name},
                        "too_many_pixels",
                    )
                kind = source.format or "JPEG"
                source.seek(0)
                upright = ImageOps.exif_transpose(source)
                mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
                picture = upright.convert("RGB" if kind == "JPEG" else mode)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise _wrong(
            _(
                "“%(name)s” is not a file that can be kept here. Send a photo (JPEG, PNG, WebP), a video (MP4, MOV) "
                "or a PDF."
            )
            % {"name": name},
            "unknown_format",
        ) from None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    options = {"JPEG": {"quality": 85, "optimize": True}, "PNG": {"optimize": True}, "WEBP": {"quality": 85}}
    clean.save(out, kind, **options[kind])  # type: ignore[arg-type]
    clean.thumbnail((THUMBNAIL, THUMBNAIL))
    small = io.BytesIO()
    on_white = Image.new("RGB", clean.size, (255, 255, 255))
    on_white.paste(clean, mask=clean.getchannel("A") if "A" in clean.getbands() else None)
    on_white.save(small, "JPEG", quality=75, optimize=True)
    return out.getvalue(), FORMATS[kind], small.getvalue()


def _too_large(name: str, most: int) -> Invalid:
    return _wrong(
        _("“%(name)s” is larger than %(mb)d MB. Send it in a smaller size.")
        % {"name": name, "mb": most // 1024 // 1024},
        "too_large",
    )


def _wrong(message: type_of_text, code: str) -> Invalid:
    return Invalid({"files": message}, message, code=f"file_{code}")

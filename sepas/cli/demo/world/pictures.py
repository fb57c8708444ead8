"""Small drawn pictures that stand for the photos people send: the label on the back, or the thing with its fault."""

import io
from random import Random

from PIL import Image, ImageDraw

from sepas.cli.demo.world.fleet import Owned

SIZE = (480, 360)
WALLS = ((226, 221, 210), (214, 222, 226), (232, 226, 221), (206, 208, 203))
STEELS = ((240, 240, 238), (196, 201, 206), (52, 55, 60), (176, 60, 54))


class Photo:
    """As doors hand files over."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name: str | None = name
        self.size: int | None = len(content)
        self._content = content

    def read(self) -> bytes:
        return self._content


def photo(rng: Random, unit: Owned) -> Photo:
    image = Image.new("RGB", SIZE, rng.choice(WALLS))
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.5:
        _label(draw, rng, unit)
    else:
        _thing(draw, rng)
    image = image.rotate(rng.uniform(-4, 4), fillcolor=image.getpixel((0, 0)))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=72)
    return Photo(f"IMG_{rng.randrange(1000, 9999)}.jpg", kept.getvalue())


def _label(draw: ImageDraw.ImageDraw, rng: Random, unit: Owned) -> None:
    """A maker's label with the model and the serial number as a bar code and in letters."""
    draw.rounded_rectangle((70, 80, 410, 280), 10, fill=(250, 250, 247), outline=(120, 120, 120), width=2)
    draw.text((90, 95), f"MODEL  {unit.sold.code}", fill=(30, 30, 30), font_size=24)
    draw.text((90, 130), f"S/N  {unit.serial}", fill=(30, 30, 30), font_size=20)
    left = 90
    while left < 385:
        width = rng.choice((2, 2, 3, 5))
        draw.rectangle((left, 170, left + width, 235), fill=(20, 20, 20))
        left += width + rng.choice((2, 3, 4))
    draw.text((90, 245), "220-240 V~  50 Hz", fill=(70, 70, 70), font_size=16)


def _thing(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """The thing in its corner, with a mark where the fault shows."""
    draw.rectangle((0, 290, 480, 360), fill=(150, 132, 112))
    draw.rounded_rectangle((130, 40, 350, 320), 14, fill=rng.choice(STEELS), outline=(90, 90, 90), width=3)
    draw.line((130, 150, 350, 150), fill=(110, 110, 110), width=3)
    draw.line((330, 70, 330, 130), fill=(80, 80, 80), width=6)
    x, y = rng.randrange(160, 300), rng.randrange(170, 290)
    draw.ellipse((x - 26, y - 26, x + 26, y + 26), outline=(214, 48, 36), width=4)

"""Parts that fail, by class of product: how they age, who can mend them, and how their failing shows.

Lifetimes are Weibull: `shape` under one fails early, about one at any time, over one by wear; `scale` is the age in
years by which 63 of 100 have failed. Both are chosen so that a class fails about as often in its first three years
as owners of household goods tell in surveys: some one in five to one in three.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    name: str
    shape: float
    scale: float
    skill: str
    hours: float
    """Mean hours of work of a repair."""
    stock: float
    """How likely the part is at hand on the day."""
    shows: tuple[tuple[str, float], ...]
    """Symptoms with the probability that each is told, independent of one another."""
    component: str = ""
    """What the rules call it, where they name it."""
    misuse: float = 0.05
    """How likely the owner's own use broke it."""


COLD, WHIRL, BOARD, GLASS, HEAT, ENGINE, SIMPLE = (
    "refrigeration", "mechanics", "electronics", "screens", "burners", "engines", "basics",
)  # fmt: skip
SKILLS = {
    COLD: "مدار سرد و گاز", WHIRL: "مکانیک لوازم خانگی", BOARD: "برد و الکترونیک", GLASS: "پنل و نمایشگر",
    HEAT: "مشعل و گاز", ENGINE: "مکانیک خودرو", SIMPLE: "کارهای پایه",
}  # fmt: skip

PARTS: dict[str, tuple[Part, ...]] = {
    "refrigerator": (
        Part("compressor", "کمپرسور", 2.4, 12, COLD, 3.0, 0.55, (("warm", 0.85), ("hums", 0.35), ("fuse", 0.12))),
        Part("gas_circuit", "نشتی گاز", 1.3, 22, COLD, 3.5, 0.9, (("weak", 0.75), ("always_on", 0.5), ("warm", 0.3))),
        Part("thermostat", "ترموستات", 1.2, 22, BOARD, 1.0, 0.8, (("freezes", 0.5), ("always_on", 0.4), ("weak", 0.3))),
        Part("fan", "فن اواپراتور", 1.6, 15, WHIRL, 1.2, 0.75, (("rattles", 0.75), ("frost", 0.35), ("weak", 0.25))),
        Part("gasket", "لاستیک دور در", 2.6, 11, SIMPLE, 0.6, 0.85, (("door", 0.75), ("frost", 0.35), ("puddle", 0.2)),
             misuse=0.12),
        Part("board", "برد اصلی", 0.95, 30, BOARD, 1.5, 0.6, (("dead", 0.5), ("display", 0.5), ("light", 0.2))),
        Part("defrost", "المنت برفک‌زدا", 1.5, 18, BOARD, 1.3, 0.7, (("frost", 0.85), ("puddle", 0.3), ("weak", 0.2))),
    ),
    "washing_machine": (
        Part("drain_pump", "پمپ تخلیه", 1.4, 13, WHIRL, 1.0, 0.8, (("drain", 0.85), ("e20", 0.4), ("stops", 0.3)),
             misuse=0.1),
        Part("bearing", "بلبرینگ دیگ", 2.8, 8, WHIRL, 3.5, 0.7, (("roars", 0.85), ("shakes", 0.45), ("leaks", 0.15))),
        Part("door_lock", "قفل در", 1.2, 18, SIMPLE, 0.7, 0.85, (("locked", 0.8), ("stops", 0.3))),
        Part("heater", "المنت", 1.6, 15, BOARD, 1.0, 0.85, (("cold_water", 0.85), ("fuse", 0.2))),
        Part("board", "برد کنترل", 0.95, 28, BOARD, 1.5, 0.6, (("stops", 0.5), ("dead", 0.5))),
        Part("damper", "کمک‌فنر", 2.5, 10, WHIRL, 1.2, 0.8, (("shakes", 0.9), ("roars", 0.2)), misuse=0.1),
        Part("belt", "تسمه", 2.2, 11, WHIRL, 0.8, 0.9, (("no_spin", 0.85), ("smell", 0.35))),
    ),
    "dishwasher": (
        Part("wash_pump", "پمپ شست‌وشو", 1.7, 13, WHIRL, 1.8, 0.65, (("dirty", 0.7), ("hums", 0.4))),
        Part("heater", "المنت", 1.6, 15, BOARD, 1.2, 0.8, (("wet", 0.6), ("dirty", 0.4), ("fuse", 0.2))),
        Part("inlet", "شیر برقی ورودی", 1.2, 17, SIMPLE, 0.8, 0.85, (("no_water", 0.85), ("stops", 0.3))),
        Part("seal", "لاستیک در", 2.5, 11, SIMPLE, 0.6, 0.85, (("leaks", 0.9),)),
        Part("board", "برد کنترل", 0.95, 28, BOARD, 1.5, 0.6, (("dead", 0.5), ("stops", 0.5))),
    ),
    "tv": (
        Part("panel", "پنل", 1.1, 26, GLASS, 2.0, 0.35, (("line", 0.7), ("spot", 0.4), ("half", 0.15)), misuse=0.14),
        Part("backlight", "نور پس‌زمینه", 2.2, 9, GLASS, 2.0, 0.65, (("dark", 0.8), ("spot", 0.3))),
        Part("power_board", "برد پاور", 1.0, 22, BOARD, 1.2, 0.7, (("dead", 0.75), ("off_alone", 0.4))),
        Part("main_board", "برد اصلی", 0.95, 26, BOARD, 1.3, 0.6, (("hdmi", 0.4), ("wifi", 0.5), ("off_alone", 0.4))),
        Part("speaker", "بلندگو", 1.2, 25, BOARD, 0.8, 0.8, (("crackle", 0.9),)),
    ),
    "air_conditioner": (
        Part("compressor", "کمپرسور", 2.2, 12, COLD, 3.5, 0.5, (("warm_air", 0.85), ("fuse", 0.25), ("hums", 0.3))),
        Part("gas_circuit", "نشتی گاز", 1.4, 14, COLD, 2.5, 0.9, (("warm_air", 0.6), ("weak", 0.6), ("ice", 0.35))),
        Part("fan_motor", "موتور فن", 1.7, 14, WHIRL, 1.5, 0.7, (("rattles", 0.7), ("weak", 0.3))),
        Part("drain", "لولهٔ تخلیه", 1.2, 12, SIMPLE, 0.7, 0.95, (("drips", 0.95),), misuse=0.02),
        Part("board", "برد پنل داخلی", 0.95, 26, BOARD, 1.3, 0.6, (("dead", 0.5), ("remote", 0.4))),
    ),
    "water_heater": (
        Part("exchanger", "مبدل حرارتی", 2.4, 11, HEAT, 2.5, 0.6, (("lukewarm", 0.7), ("leaks", 0.4)), misuse=0.1),
        Part("gas_valve", "شیر گاز", 1.3, 18, HEAT, 1.5, 0.7, (("no_flame", 0.8), ("goes_out", 0.4))),
        Part("pump", "پمپ", 1.8, 13, HEAT, 1.5, 0.75, (("cold_radiator", 0.8), ("hums", 0.4))),
        Part("sensor", "سنسور دما", 1.1, 20, BOARD, 0.8, 0.85, (("goes_out", 0.6), ("error", 0.6))),
        Part("board", "برد", 0.95, 25, BOARD, 1.3, 0.6, (("dead", 0.5), ("error", 0.5))),
    ),
    "vacuum_cleaner": (
        Part("motor", "موتور", 1.8, 10, WHIRL, 1.3, 0.7, (("burnt", 0.5), ("weak_suck", 0.5), ("dead", 0.3)), misuse=0.12),
        Part("reel", "سیم‌جمع‌کن", 1.6, 9, SIMPLE, 0.7, 0.85, (("cord", 0.95),)),
        Part("hose", "لولهٔ خرطومی", 2.3, 8, SIMPLE, 0.3, 0.9, (("weak_suck", 0.6), ("torn", 0.6)), misuse=0.2),
    ),
    "phone": (
        Part("battery", "باتری", 2.3, 5, SIMPLE, 0.7, 0.8, (("drains", 0.85), ("hot", 0.3), ("off_alone", 0.3)), "battery"),
        Part("screen", "صفحهٔ نمایش", 1.0, 14, GLASS, 0.8, 0.7, (("touch", 0.6), ("line", 0.5)), misuse=0.4),
        Part("port", "سوکت شارژ", 1.6, 8, BOARD, 0.8, 0.85, (("no_charge", 0.9),), misuse=0.15),
        Part("camera", "دوربین", 1.1, 20, BOARD, 0.7, 0.7, (("blurry", 0.85),), misuse=0.1),
        Part("board", "برد", 0.95, 18, BOARD, 1.8, 0.5, (("restarts", 0.5), ("no_signal", 0.5), ("hot", 0.3))),
    ),
    "tablet": (
        Part("battery", "باتری", 2.3, 6, SIMPLE, 0.8, 0.8, (("drains", 0.9), ("off_alone", 0.3)), "battery"),
        Part("screen", "صفحهٔ نمایش", 1.0, 16, GLASS, 1.0, 0.6, (("touch", 0.7), ("line", 0.4)), misuse=0.4),
        Part("port", "سوکت شارژ", 1.6, 9, BOARD, 0.8, 0.85, (("no_charge", 0.9),), misuse=0.15),
        Part("board", "برد", 0.95, 20, BOARD, 1.8, 0.5, (("restarts", 0.7), ("wifi", 0.4))),
    ),
    "motor_vehicle": (
        Part("battery", "باتری", 2.4, 4, SIMPLE, 0.5, 0.9, (("no_start", 0.9),), "battery"),
        Part("brake_pad", "لنت ترمز", 3.0, 3.2, ENGINE, 1.0, 0.9, (("squeals", 0.85), ("brake_long", 0.3)), "brake_pad"),
        Part("clutch", "صفحه‌کلاچ", 2.8, 5, ENGINE, 4.0, 0.7, (("slips", 0.8), ("smell", 0.4)), "clutch", 0.2),
        Part("gearbox", "گیربکس", 1.3, 16, ENGINE, 9.0, 0.3, (("gear", 0.85), ("roars", 0.4)), "other_part"),
        Part("ecu", "یونیت موتور", 0.95, 14, BOARD, 3.0, 0.4, (("check", 0.8), ("stalls", 0.6)), "other_part"),
        Part("alternator", "دینام", 1.7, 8, BOARD, 2.0, 0.6, (("no_start", 0.5), ("lamp", 0.7)), "other_part"),
        Part("water_pump", "واترپمپ", 1.9, 9, ENGINE, 3.0, 0.6, (("boils", 0.8), ("puddle", 0.4)), "other_part"),
        Part("window", "شیشه‌بالابر", 1.2, 9, SIMPLE, 1.0, 0.7, (("glass", 0.95),), "other_part"),
        Part("ac", "کمپرسور کولر", 1.7, 9, COLD, 3.0, 0.5, (("warm_air", 0.9), ("rattles", 0.2)), "other_part"),
    ),
}  # fmt: skip


CHANGED_ONLY = frozenset(
    {"battery", "brake_pad", "clutch", "gasket", "seal", "belt", "hose", "screen", "heater", "damper"}
)
"""Parts that nobody repairs."""


def part_of(product_class: str, key: str) -> Part:
    return next(part for part in PARTS[product_class] if part.key == key)

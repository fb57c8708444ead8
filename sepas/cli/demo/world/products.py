"""What the three companies sold, besides the few units that the introduction names. No brand here exists."""

from dataclasses import dataclass

from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD


@dataclass(frozen=True, slots=True)
class Sold:
    company: str
    code: str
    name_fa: str
    name_en: str
    brand: str
    product_class: str
    share: float
    """Of all units of all companies; normalised."""
    price: int
    """Rial, for the law's sums about vehicles."""
    vehicle_class: str = ""
    factor: float = 1.0
    """How much longer its parts live than the usual ones of its class."""
    exists: bool = False
    """Made by the hand-written part of the demo already."""


MODELS = (
    Sold(SARD, "RF-620", "یخچال ساید ۶۲۰ لیتری", "Side-by-side refrigerator 620 l", "سرد", "refrigerator", 9, 0, exists=True),
    Sold(SARD, "RF-340", "یخچال‌فریزر ۳۴۰ لیتری", "Fridge-freezer 340 l", "سرد", "refrigerator", 11, 0, exists=True, factor=1.15),
    Sold(SARD, "WM-9", "ماشین لباسشویی ۹ کیلویی", "Washing machine 9 kg", "سرد", "washing_machine", 11, 0, exists=True),
    Sold(SARD, "WM-7", "ماشین لباسشویی ۷ کیلویی", "Washing machine 7 kg", "سرد", "washing_machine", 6, 0, factor=1.1),
    Sold(SARD, "DW-14", "ماشین ظرفشویی ۱۴ نفره", "Dishwasher, 14 place settings", "سرد", "dishwasher", 5, 0),
    Sold(SARD, "TV-55", "تلویزیون ۵۵ اینچ", "55-inch television", "سرد", "tv", 7, 0, exists=True),
    Sold(SARD, "TV-43", "تلویزیون ۴۳ اینچ", "43-inch television", "سرد", "tv", 5, 0, factor=1.1),
    Sold(SARD, "AC-24", "کولر گازی ۲۴ هزار", "Air conditioner 24,000 BTU", "نسیم", "air_conditioner", 7, 0),
    Sold(SARD, "WH-28", "پکیج دیواری ۲۸ هزار", "Wall-hung boiler 28 kW", "نسیم", "water_heater", 5, 0),
    Sold(SARD, "VC-22", "جاروبرقی ۲۲۰۰ وات", "Vacuum cleaner 2200 W", "نسیم", "vacuum_cleaner", 4, 0),
    Sold(HAMRAH, "M-12", "گوشی همراه ام ۱۲", "M12 mobile phone", "همراه", "phone", 9, 0, exists=True),
    Sold(HAMRAH, "M-20", "گوشی همراه ام ۲۰ پرو", "M20 Pro mobile phone", "همراه", "phone", 5, 0, factor=1.1),
    Sold(HAMRAH, "T-8", "تبلت تی ۸", "T8 tablet", "همراه", "tablet", 4, 0, exists=True),
    Sold(KHODRO, "K-1", "سواری کا ۱", "K1 passenger car", "خودرو", "motor_vehicle", 5, 9_800_000_000, "passenger", exists=True),
    Sold(KHODRO, "K-3", "شاسی‌بلند کا ۳", "K3 crossover", "خودرو", "motor_vehicle", 3, 18_500_000_000, "passenger", 1.1),
    Sold(KHODRO, "P-2", "وانت پی ۲", "P2 pickup", "خودرو", "motor_vehicle", 2, 8_200_000_000, "pickup", 0.9),
)  # fmt: skip

GTINS = {
    "WM-7": "9506000134390", "DW-14": "9506000134406", "TV-43": "9506000134413", "AC-24": "9506000134420",
    "WH-28": "9506000134437", "VC-22": "9506000134444", "M-20": "9506000140032", "K-3": "9506000150024",
    "P-2": "9506000150031",
}  # fmt: skip
"""Of the models that the introduction does not name; GS1's own range for examples."""
INTERVALS = {"motor_vehicle": 6, "air_conditioner": 12, "water_heater": 12, "washing_machine": 12}
"""Months between the services that a maker recommends."""

LARGE = frozenset({"refrigerator", "washing_machine", "dishwasher", "tv", "air_conditioner", "water_heater"})
"""Repaired at home; the rest is brought in."""
INSTALLED = {
    "washing_machine": 0.3,
    "dishwasher": 0.4,
    "air_conditioner": 0.5,
    "water_heater": 0.6,
    "tv": 0.08,
}
"""How likely the buyer asks the company to install it; many have the shop or a neighbour do it."""
SERVICED = {"motor_vehicle": 0.5, "air_conditioner": 0.12, "water_heater": 0.14, "refrigerator": 0.02}
"""Services asked for a year and unit."""

SEASON: dict[str, tuple[float, ...]] = {
    "refrigerator": (0.8, 1.0, 1.3, 1.7, 1.6, 1.1, 0.8, 0.7, 0.65, 0.65, 0.7, 1.0),
    "washing_machine": (0.8, 0.95, 0.95, 0.95, 0.95, 0.95, 1.0, 0.95, 0.95, 1.0, 1.05, 1.5),
    "dishwasher": (0.9, 1.0, 1.0, 1.0, 0.95, 0.95, 1.0, 1.0, 1.0, 1.0, 1.0, 1.2),
    "tv": (0.9, 1.0, 1.05, 1.1, 1.1, 1.0, 1.0, 0.95, 0.95, 0.95, 0.95, 1.05),
    "air_conditioner": (0.5, 1.3, 2.2, 2.4, 2.1, 1.2, 0.5, 0.3, 0.3, 0.3, 0.35, 0.55),
    "water_heater": (0.6, 0.5, 0.4, 0.4, 0.45, 0.7, 1.2, 1.8, 1.9, 1.8, 1.35, 0.9),
    "vacuum_cleaner": (0.8, 0.9, 0.95, 0.95, 0.9, 0.9, 0.95, 0.95, 0.95, 0.95, 1.1, 1.7),
    "phone": (0.95, 1.0, 1.05, 1.1, 1.1, 1.05, 1.0, 0.95, 0.95, 0.95, 0.95, 0.95),
    "tablet": (0.9, 0.95, 0.95, 0.95, 0.95, 1.1, 1.2, 1.1, 1.0, 0.95, 0.95, 1.0),
    "motor_vehicle": (1.0, 0.95, 1.05, 1.1, 1.1, 1.0, 0.95, 0.9, 0.95, 0.95, 0.95, 1.1),
}  # fmt: skip
"""Use and trouble by Jalali month, Farvardin first; each row is about one in the mean. Summer heat loads fridges and
coolers, the cold loads boilers, the cleaning before Nowruz loads washing machines and vacuum cleaners."""

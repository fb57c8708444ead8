"""Who lives in the demo's world: names as frequent as they are, cities as large as they are, numbers nobody has.

Every mobile number has 000 after its prefix, a block that is not given to people; the format is valid.
"""

from random import Random

PREFIXES = ("912", "912", "912", "919", "910", "913", "915", "917", "911", "914", "916", "935", "936", "937", "938", "939",
            "901", "902", "903", "933", "990", "991", "921", "922")  # fmt: skip
PER_PREFIX = 9_000
WOMEN = {
    "فاطمه": 14, "زهرا": 12, "مریم": 10, "معصومه": 6, "سکینه": 2, "زینب": 6, "لیلا": 5, "نرگس": 4, "سمیه": 4, "سارا": 5, "مینا": 3,
    "الهام": 4, "نسرین": 3, "شهناز": 2, "پریسا": 3, "ندا": 2, "آزاده": 2, "مهسا": 3, "رویا": 2, "اعظم": 3, "طاهره": 2, "اکرم": 2, "نگین": 1,
    "هانیه": 2, "شیوا": 1, "آیدا": 1,
}  # fmt: skip
MEN = {
    "محمد": 14, "علی": 13, "حسین": 11, "مهدی": 9, "رضا": 8, "حسن": 7, "احمد": 5, "امیر": 5, "سعید": 4, "مجید": 4, "حمید": 3, "محسن": 4,
    "عباس": 4, "اکبر": 2, "بهروز": 2, "فرهاد": 2, "آرش": 2, "بابک": 2, "پیمان": 2, "جواد": 3, "ناصر": 2, "یوسف": 2, "ابراهیم": 2, "کاوه": 1,
    "سیاوش": 1, "کیوان": 1,
}  # fmt: skip
LAST = {
    "محمدی": 12, "حسینی": 11, "احمدی": 10, "رضایی": 9, "کریمی": 9, "موسوی": 8, "جعفری": 8, "صادقی": 6, "رحیمی": 6, "ابراهیمی": 5, "قاسمی": 5,
    "کاظمی": 5, "مرادی": 6, "اکبری": 5, "نوری": 4, "یزدانی": 3, "شریفی": 4, "عباسی": 5, "حیدری": 5, "سلطانی": 3, "امینی": 3, "هاشمی": 5,
    "میرزایی": 4, "بهرامی": 3, "توکلی": 2, "کیانی": 2, "خراسانی": 1, "اصفهانی": 1, "تهرانی": 1, "افشار": 1, "زارعی": 2, "نجفی": 3, "ملکی": 2,
    "پورمحمد": 1, "نیک‌پور": 1, "زندی": 1, "طاهری": 3, "باقری": 4, "فرجی": 2, "شفیعی": 2, "غلامی": 3, "رستمی": 3, "نظری": 3, "اسدی": 3,
}  # fmt: skip

CITIES = {
    "تهران": 38, "کرج": 7, "اصفهان": 14, "مشهد": 14, "شیراز": 10, "تبریز": 7, "قم": 3, "یزد": 3, "رشت": 2, "کاشان": 2,
}  # fmt: skip
NEAR = {"کرج": "تهران", "قم": "تهران", "رشت": "تهران", "تبریز": "تهران", "کاشان": "اصفهان", "یزد": "اصفهان"}
"""Where somebody goes whose city has no branch."""


STREETS = ("خیابان بهار", "خیابان گلستان", "بلوار سعدی", "خیابان شهید رجایی", "کوچهٔ یاس", "خیابان فردوسی", "بلوار کشاورز", "خیابان حافظ",
           "شهرک نور", "خیابان ۱۷ شهریور")  # fmt: skip
DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def address_of(rng: Random) -> str:
    house = f"{rng.choice(STREETS)}، پلاک {rng.randrange(1, 180)}، واحد {rng.randrange(1, 12)}"
    return house.translate(DIGITS)


def name_of(rng: Random) -> str:
    first = WOMEN if rng.random() < 0.47 else MEN
    return f"{weighted(rng, first)} {weighted(rng, LAST)}"


def mobile_of(number: int) -> str:
    """E.164, another one for every `number` below 200,000."""
    mixed = number * 7_919 % (len(PREFIXES) * PER_PREFIX)
    return f"+98{PREFIXES[mixed % len(PREFIXES)]}000{mixed // len(PREFIXES) + 1000:04d}"


def weighted(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]

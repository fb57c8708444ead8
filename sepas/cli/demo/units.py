"""What the companies of the demo world sold: models, and units old and new enough to try every answer."""

from datetime import date, datetime, timedelta
from typing import Any

from sepas.assets.actions.models import add_model
from sepas.assets.actions.units import add_unit
from sepas.cli.demo.organisations import AGE, HAMRAH, KHODRO, SARD, Places
from sepas.warranty.actions.issue_cards import issue_card

# company, code, Persian, English, brand, class, class of vehicle
MODELS = [
    (SARD, "RF-620", "یخچال ساید ۶۲۰ لیتری", "Side-by-side refrigerator 620 l", "سرد", "refrigerator", ""),
    (SARD, "RF-340", "یخچال‌فریزر ۳۴۰ لیتری", "Fridge-freezer 340 l", "سرد", "refrigerator", ""),
    (SARD, "WM-9", "ماشین لباسشویی ۹ کیلویی", "Washing machine 9 kg", "سرد", "washing_machine", ""),
    (SARD, "TV-55", "تلویزیون ۵۵ اینچ", "55-inch television", "سرد", "tv", ""),
    (HAMRAH, "M-12", "گوشی همراه ام ۱۲", "M12 mobile phone", "همراه", "phone", ""),
    (HAMRAH, "T-8", "تبلت تی ۸", "T8 tablet", "همراه", "tablet", ""),
    (KHODRO, "K-1", "سواری کا ۱", "K1 passenger car", "خودرو", "motor_vehicle", "passenger"),
]

# What is printed on the box, and how often the maker wants to see it. Codes of GS1's own range for examples (950).
BOXES: dict[tuple[str, str], dict[str, Any]] = {
    (SARD, "RF-620"): {"gtin": "9506000134352"},
    (SARD, "RF-340"): {"gtin": "9506000134369"},
    (SARD, "WM-9"): {"gtin": "9506000134376", "service_interval_months": 12},
    (SARD, "TV-55"): {"gtin": "9506000134383"},
    (HAMRAH, "M-12"): {"gtin": "9506000140018"},
    (HAMRAH, "T-8"): {"gtin": "9506000140025"},
    (KHODRO, "K-1"): {"gtin": "9506000150017", "service_interval_months": 6},
}

# Cards that a printer had codes for; any other unit gets its own at the desk.
CARDS = {
    "SARD-620-1001": "9140573018462952",
    "SARD-WM9-3001": "9274183065194727",
    "SARD-TV55-4001": "9381650277493015",
    "NAAM01CA5PK123456": "9502736188402658",
}

# company, model, serial, days since it was sold, channel, branch, what a visitor sees with it
UNITS = [
    (SARD, "RF-620", "SARD-620-1001", 70, "in_store", "tehran", "یخچال، دو ماه پس از خرید"),
    (SARD, "RF-620", "SARD-620-1002", 400, "in_store", "isfahan", "یخچال، سیزده ماه پس از خرید"),
    (SARD, "RF-340", "SARD-340-2001", 760, "in_store", "mashhad", "یخچال‌فریزر، بیش از دو سال پس از خرید"),
    (SARD, "WM-9", "SARD-WM9-3001", 150, "in_store", "tehran", "ماشین لباسشویی، پنج ماه پس از خرید"),
    (SARD, "WM-9", "SARD-WM9-3002", 3, "distance", "tehran", "ماشین لباسشویی، سه روز پس از خرید اینترنتی"),
    (SARD, "TV-55", "SARD-TV55-4001", 300, "in_store", "isfahan", "تلویزیون، ده ماه پس از خرید"),
    (HAMRAH, "M-12", "356938035643809", 90, "in_store", "tehran", "گوشی همراه، سه ماه پس از خرید"),
    (HAMRAH, "T-8", "HAMRAH-T8-5001", 500, "in_store", "tehran", "تبلت، شانزده ماه پس از خرید"),
    (KHODRO, "K-1", "NAAM01CA5PK123456", 200, "in_store", "tehran", "سواری، شش ماه پس از تحویل"),
]


def create(places: Places, now: datetime, age: timedelta = AGE) -> None:
    """Models since the companies began; each unit entered on the day it was sold."""
    models = {}
    for company, code, name_fa, name_en, brand, product_class, vehicle_class in MODELS:
        models[company, code] = add_model(
            places.actor(company),
            organisation=places.companies[company],
            code=code,
            name_fa=name_fa,
            name_en=name_en,
            brand=brand,
            product_class=product_class,
            vehicle_class=vehicle_class,
            now=now - age,
            **BOXES[company, code],
        )
    for company, code, serial, days, channel, branch, _ in UNITS:
        sold = now - timedelta(days=days)
        unit = add_unit(
            places.actor(company),
            model=models[company, code],
            serial=serial,
            sold_by=places.branches[company, branch],
            sales_channel=channel,
            **dates(sold.date(), company),
            now=sold + timedelta(days=2),
        )
        if serial in CARDS:
            issue_card(places.actor(company), unit=unit, code=CARDS[serial], now=sold + timedelta(days=2))


def dates(sold: date, company: str) -> dict[str, Any]:
    """Made three months before the sale, delivered the day after; a phone's import was declared in between."""
    found: dict[str, Any] = {
        "manufactured_on": sold - timedelta(days=90),
        "sold_on": sold,
        "delivered_on": sold + timedelta(days=1),
    }
    if company == HAMRAH:
        found["import_declared_on"] = sold - timedelta(days=40)
    return found


def serials() -> list[tuple[str, str]]:
    return [(serial, what) for _, _, serial, *_, what in UNITS]

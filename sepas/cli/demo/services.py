"""What the companies of the demo world offer after the sale, with prices of 1405 that nobody should take for real."""

from datetime import datetime, timedelta
from typing import Any

from sepas.assets.models import ProductModel
from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD, Places
from sepas.offers.actions.keep import add_offer
from sepas.offers.actions.life import make_offer
from sepas.warranty.days import local_day

WHY = "the demo world is made by whoever runs this installation"
SINCE = timedelta(days=75)
"""How long before `now` they began to be offered."""

HOME: dict[str, Any] = {"way": "at_home", "duration_unit": "hour"}
SHOP: dict[str, Any] = {"way": "at_branch", "duration_unit": "hour"}

# company, kind, model or kind of product, Persian, English, rials (0: free, None: after an estimate), duration, more
OFFERS: list[tuple[str, str, str, str, str, int | None, int | None, dict[str, Any]]] = [
    (SARD, "installation", "model:WM-9", "نصب و راه‌اندازی ماشین لباسشویی", "Installing a washing machine", 0, 1,
     {**HOME, "text_fa": "بازکردن پیچ‌های حمل، اتصال آب و فاضلاب، تراز کردن و یک شست‌وشوی آزمایشی.",
      "text_en": "Transport bolts out, water and drain connected, levelled, and one wash as a trial.",
      "prepare_fa": "شیر آب، راه فاضلاب و پریز ارت‌دار در یک‌متری دستگاه",
      "prepare_en": "A tap, a drain and an earthed socket within a metre"}),
    (SARD, "installation", "class:tv", "نصب تلویزیون روی دیوار", "Hanging a television on the wall", 14_500_000, 2,
     {**HOME, "text_fa": "نصب با پایهٔ دیواری، تنظیم کانال‌ها و اتصال اینترنت. پایه جداگانه حساب می‌شود.",
      "text_en": "Hung on its bracket, channels set, connected to the internet. The bracket is not included.",
      "prepare_fa": "دیوار خالی و پریز نزدیک آن", "prepare_en": "A free wall with a socket near it"}),
    (SARD, "activation", "class:refrigerator", "راه‌اندازی یخچال و فعال‌سازی گارانتی", "Starting a refrigerator", 0, 45,
     {**HOME, "duration_unit": "minute", "text_fa": "بررسی تراز و دما، و فعال‌کردن گارانتی در همان بازدید.",
      "text_en": "Level and temperature are checked, and the guarantee is activated in the same visit."}),
    (SARD, "maintenance", "class:washing_machine", "سرویس سالانهٔ ماشین لباسشویی", "Yearly service of a washing machine",
     18_900_000, 2, {**HOME, "text_fa": "جرم‌گیری، تمیزکردن فیلتر و پمپ، بررسی تسمه و لاستیک در.",
                     "text_en": "Descaling, filter and pump cleaned, belt and door seal looked over."}),
    (SARD, "installation", "class:dishwasher", "نصب ماشین ظرفشویی", "Installing a dishwasher", 9_500_000, 1,
     {**HOME, "text_fa": "اتصال آب و فاضلاب، تراز کردن و یک شست‌وشوی آزمایشی.",
      "text_en": "Water and drain connected, levelled, and one wash as a trial."}),
    (SARD, "installation", "class:air_conditioner", "نصب کولر گازی", "Installing an air conditioner", 48_000_000, 4,
     {**HOME, "text_fa": "نصب دو یونیت، سه متر لوله‌کشی، وکیوم و آزمایش. لولهٔ بیشتر جداگانه حساب می‌شود.",
      "text_en": "Both units, three metres of pipe, vacuum and trial. More pipe is charged apart.",
      "prepare_fa": "کلید مینیاتوری جدا و جای یونیت بیرونی", "prepare_en": "A breaker of its own and a place outside"}),
    (SARD, "installation", "class:water_heater", "نصب و راه‌اندازی پکیج", "Installing a boiler", 36_000_000, 3,
     {**HOME, "text_fa": "اتصال دودکش و گاز، هواگیری مدار و تنظیم شعله.",
      "text_en": "Flue and gas connected, circuit vented, flame set.",
      "prepare_fa": "تأییدیهٔ گاز ساختمان", "prepare_en": "The approval of the gas installation"}),
    (SARD, "maintenance", "class:air_conditioner", "سرویس سالانهٔ کولر گازی", "Yearly service of an air conditioner",
     21_000_000, 2, {**HOME, "text_fa": "شست‌وشوی فیلتر و کندانسور، اندازه‌گیری گاز و آزمایش.",
                     "text_en": "Filter and condenser washed, gas measured, and a trial."}),
    (SARD, "maintenance", "class:water_heater", "سرویس سالانهٔ پکیج", "Yearly service of a boiler", 24_000_000, 2,
     {**HOME, "text_fa": "تمیزکردن مشعل و مبدل، بررسی دودکش و فشار.",
      "text_en": "Burner and exchanger cleaned, flue and pressure looked over."}),
    (SARD, "advice", "", "بازدید و مشاوره در محل", "Advice at your place", 6_000_000, 1,
     {**HOME, "text_fa": "کارشناس جای دستگاه، برق و آب را می‌بیند و می‌گوید چه باید کرد.",
      "text_en": "An expert looks at the place, power and water, and says what to do."}),
    (SARD, "training", "", "آموزش کار با دستگاه", "How to use it well", 0, 20,
     {"way": "remote", "duration_unit": "minute", "text_fa": "تماس تصویری با کارشناس، هر ساعت که بخواهید.",
      "text_en": "A video call with an expert, at the hour that suits you."}),
    (SARD, "paid_repair", "", "تعمیر خارج از گارانتی در خانه", "Repair at home outside the guarantee", None, None,
     {"way": "at_home", "text_fa": "نخست عیب‌یابی؛ قیمت پیش از کار گفته می‌شود و بی رضایت شما کاری انجام نمی‌شود.",
      "text_en": "First the fault is found; the price is told before any work, and nothing is done without you."}),
    (HAMRAH, "activation", "class:phone", "فعال‌سازی و انتقال اطلاعات گوشی", "Activating a phone and moving its data",
     4_500_000, 1,
     {**SHOP, "prepare_fa": "گوشی قبلی با شارژ کافی و رمز آن", "prepare_en": "The old phone, charged, and its code"}),
    (HAMRAH, "paid_repair", "class:phone", "تعویض صفحه خارج از گارانتی", "New screen outside the guarantee", None, 3,
     SHOP),
    (HAMRAH, "training", "", "آموزش کار با گوشی و تبلت", "Learning to use a phone or tablet", 0, 30,
     {"way": "at_branch", "duration_unit": "minute"}),
    (KHODRO, "maintenance", "class:motor_vehicle", "سرویس ده‌هزار کیلومتر", "10,000 km service", 62_000_000, 3,
     {**SHOP, "text_fa": "تعویض روغن و فیلترها، بررسی ترمز، لاستیک و باتری.",
      "text_en": "Oil and filters changed, brakes, tyres and battery looked over.",
      "prepare_fa": "دفترچهٔ سرویس خودرو", "prepare_en": "The service booklet of the car"}),
    (KHODRO, "paid_repair", "", "تعمیر خارج از گارانتی", "Repair outside the guarantee", None, None, SHOP),
]  # fmt: skip


def create(places: Places, now: datetime) -> None:
    """Written down and offered some weeks ago; one draft is left for the office to look at."""
    moment = now - SINCE
    rows = ProductModel.objects.unscoped(WHY)
    models = {(row.organisation_id, row.code): row for row in rows}
    for company, kind, about, name_fa, name_en, price, duration, more in OFFERS:
        actor, organisation = places.actor(company), places.companies[company]
        what, _colon, name = about.partition(":")
        values = more | {
            "kind": kind,
            "name_fa": name_fa,
            "name_en": name_en,
            "pricing": "estimate" if price is None else "fixed" if price else "free",
            "price": price or None,
            "duration": duration,
            "model": models[organisation.pk, name] if what == "model" else None,
            "product_class": name if what == "class" else "",
            "valid_from": local_day(moment, organisation),
        }
        offer = add_offer(actor, organisation=organisation, now=moment, **values)
        make_offer(actor, offer=offer, day=local_day(moment, organisation), now=moment)
    add_offer(
        places.actor(SARD),
        organisation=places.companies[SARD],
        now=moment,
        kind="maintenance",
        product_class="refrigerator",
        name_fa="سرویس سالانهٔ یخچال",
        name_en="Yearly service of a refrigerator",
        pricing="estimate",
        **HOME,
    )

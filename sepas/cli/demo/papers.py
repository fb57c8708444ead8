"""What stands beside the models of the demo world: which photos help, and models whose life is at its beginning or at
its end. What a model needs for its sale is in `launch`.
"""

from datetime import datetime, timedelta

from sepas.assets.actions.life import discontinue_model
from sepas.assets.actions.models import add_model
from sepas.catalogue.actions.photos import keep_photo_hint
from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD, Places
from sepas.warranty.days import local_day

OWED = timedelta(days=8 * 365)

# company, kind of product, kind of request, Persian, English, how in Persian, how in English
HINTS = (
    (SARD, "refrigerator", "", "دیوارهٔ داخلی و برفک", "The inner wall and any frost", "با در باز، چراغ روشن",
     "With the door open and the light on"),
    (SARD, "refrigerator", "", "صفحهٔ دما", "The temperature display", "چنان که عدد خوانده شود",
     "So that the number can be read"),
    (SARD, "washing_machine", "", "کدی که روی نمایشگر آمده", "The code on the display", "پیش از خاموش‌کردن دستگاه",
     "Before you switch it off"),
    (SARD, "washing_machine", "installation", "شیر آب و راه فاضلاب", "The tap and the drain", "از یک متری",
     "From a metre away"),
    (SARD, "tv", "", "صفحهٔ روشن با ایراد", "The screen, on, with the fault",
     "از روبه‌رو و در نور کم", "From the front, in little light"),
    (SARD, "dishwasher", "", "کف دستگاه و صافی", "The bottom and the filter", "پس از یک شست‌وشو", "After a wash"),
    (SARD, "air_conditioner", "", "یونیت بیرونی و جای آن", "The outdoor unit and its place",
     "از دو متری", "From two metres away"),
    (SARD, "water_heater", "", "نمایشگر و فشارسنج", "The display and the pressure gauge", "چنان که عدد خوانده شود",
     "So that the number can be read"),
    (HAMRAH, "tablet", "", "صفحه با نور روشن", "The screen, lit", "از روبه‌رو", "From the front"),
    (HAMRAH, "phone", "", "صفحه با نور روشن", "The screen, lit", "از روبه‌رو و از پهلو", "From the front and the side"),
    (KHODRO, "motor_vehicle", "", "چراغ‌های هشدار پشت فرمان", "Warning lights behind the wheel", "با موتور روشن",
     "With the engine running"),
)  # fmt: skip


def create(places: Places, now: datetime, age: timedelta) -> None:
    """Everything beside the models, and a planned and a discontinued one, since the companies began."""
    begun = now - age
    actor, sard = places.actor(SARD), places.companies[SARD]
    add_model(
        actor, organisation=sard, code="RF-710", name_fa="یخچال ساید ۷۱۰ لیتری هوشمند",
        name_en="Smart side-by-side refrigerator 710 l", brand="سرد", product_class="refrigerator",
        gtin="9506000134451", planned=True, now=now - timedelta(days=25),
    )  # fmt: skip
    add_model(
        actor, organisation=sard, code="CK-90", name_fa="اجاق‌گاز مبله ۹۰ سانتی", name_en="Range cooker 90 cm",
        brand="نسیم", product_class="cooker", gtin="9506000134475", planned=True, now=now - timedelta(days=9),
    )  # fmt: skip
    add_model(
        places.actor(HAMRAH), organisation=places.companies[HAMRAH], code="M-21", name_fa="گوشی همراه ام ۲۱",
        name_en="M21 mobile phone", brand="همراه", product_class="phone", gtin="9506000140049",
        now=now - timedelta(days=6),
    )  # fmt: skip
    add_model(
        places.actor(KHODRO), organisation=places.companies[KHODRO], code="E-5", name_fa="سواری برقی ای ۵",
        name_en="E5 electric car", brand="خودرو", product_class="motor_vehicle", vehicle_class="passenger",
        gtin="9506000150048", planned=True, now=now - timedelta(days=15),
    )  # fmt: skip
    old = add_model(
        actor, organisation=sard, code="RF-300", name_fa="یخچال ۳۰۰ لیتری", name_en="Refrigerator 300 l", brand="سرد",
        product_class="refrigerator", gtin="9506000134468", now=begun,
    )  # fmt: skip
    ended = begun + timedelta(days=60)
    last = local_day(ended, sard)
    discontinue_model(actor, model=old, day=last, service_until=last + OWED, now=ended)
    for company, product_class, kind, title_fa, title_en, hint_fa, hint_en in HINTS:
        keep_photo_hint(
            places.actor(company), organisation=places.companies[company], product_class=product_class, kind=kind,
            title_fa=title_fa, title_en=title_en, hint_fa=hint_fa, hint_en=hint_en, now=now - timedelta(days=20),
        )  # fmt: skip

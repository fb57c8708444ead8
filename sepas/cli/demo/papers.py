"""What stands beside the models of the demo world: parts, a manual to download, which photos help, and two models
whose life is at its beginning and at its end.
"""

from datetime import datetime, timedelta

from sepas.assets.actions.life import discontinue_model
from sepas.assets.actions.models import add_model
from sepas.assets.models import ProductModel
from sepas.catalogue.actions.manuals import keep_manual
from sepas.catalogue.actions.parts import keep_parts
from sepas.catalogue.actions.photos import keep_photo_hint
from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD, Places
from sepas.cli.demo.world.pictures import Photo
from sepas.warranty.days import local_day

WHY = "the demo world is made by whoever runs this installation"
OWED = timedelta(days=8 * 365)

PARTS = {
    (
        SARD,
        "RF-620",
    ): "C-620, کمپرسور, Compressor, yes, 182000000, 7\nT-620, ترموستات, Thermostat, yes, 21000000, 3\n"
    "G-620, لاستیک در, Door seal, yes, 14500000, 4\nB-620, برد کنترل, Control board, yes, 96000000, 10",
    (
        SARD,
        "WM-9",
    ): "P-9, پمپ تخلیه, Drain pump, yes, 28000000, 3\nD-9, لاستیک در, Door seal, yes, 19000000, 3\n"
    "M-9, موتور, Motor, yes, 140000000, 12",
    (SARD, "RF-710"): "C-710, کمپرسور, Compressor, yes, 210000000, 14",
    (HAMRAH, "M-12"): "S-12, صفحهٔ نمایش, Screen, yes, 86000000, 2\nB-12, باتری, Battery, yes, 24000000, 2",
    (
        KHODRO,
        "K-1",
    ): "BR-1, لنت ترمز, Brake pads, yes, 31000000, 1\nF-1, فیلتر روغن, Oil filter, yes, 3800000, 1",
}
MANUALS = {
    (SARD, "RF-620"): "Side-by-side refrigerator RF-620",
    (SARD, "WM-9"): "Washing machine WM-9",
    (HAMRAH, "M-12"): "M12 mobile phone",
    (KHODRO, "K-1"): "K1 passenger car",
}
ADVICE = (
    "Read this before first use.",
    "1. Keep the guarantee card and the invoice.",
    "2. The rating plate holds model and serial number.",
    "3. Ask for service at the address on the card; you get a code at once.",
    "This is a sample: no such product exists.",
)
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
    old = add_model(
        actor, organisation=sard, code="RF-300", name_fa="یخچال ۳۰۰ لیتری", name_en="Refrigerator 300 l", brand="سرد",
        product_class="refrigerator", gtin="9506000134468", now=begun,
    )  # fmt: skip
    ended = begun + timedelta(days=60)
    last = local_day(ended, sard)
    discontinue_model(actor, model=old, day=last, service_until=last + OWED, now=ended)
    rows = ProductModel.objects.unscoped(WHY).select_related("organisation")
    models = {(row.organisation.slug, row.code): row for row in rows}
    for (company, code), text in PARTS.items():
        keep_parts(
            places.actor(company), model=models[company, code], text=text, now=now - timedelta(days=20)
        )
    for (company, code), title in MANUALS.items():
        file = Photo(f"{code.lower()}-manual.pdf", pdf([title, "Owner's manual", "", *ADVICE]))
        keep_manual(places.actor(company), model=models[company, code], language="en", file=file, now=begun)
    for company, product_class, kind, title_fa, title_en, hint_fa, hint_en in HINTS:
        keep_photo_hint(
            places.actor(company), organisation=places.companies[company], product_class=product_class, kind=kind,
            title_fa=title_fa, title_en=title_en, hint_fa=hint_fa, hint_en=hint_en, now=now - timedelta(days=20),
        )  # fmt: skip


def pdf(lines: list[str]) -> bytes:
    """A page of text as a PDF: five objects and where they begin. Latin letters only."""
    shown = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines]
    text = "BT /F1 14 Tf 24 TL 60 760 Td " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, begins = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        begins.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{begin:010} 00000 n \n" for begin in begins)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode("latin-1")

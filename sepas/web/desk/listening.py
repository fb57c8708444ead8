"""What to listen for when somebody answers a question on the phone: one short hint for each fact that is asked.

Words for the person who asks, not for the engine: how people say it, what to look at, what not to take for an
answer. Beside the vocabulary, which holds the questions themselves.
"""

from collections.abc import Mapping

HINTS: Mapping[str, tuple[str, str]] = {
    "product_class": (
        "نام خودمانی وسیله هم کافی است: «لباسشویی»، «گوشی»، «پراید».",
        "An everyday name will do: “the washer”, “my phone”.",
    ),
    "vehicle_class": (
        "سواری، وانت، موتورسیکلت یا سنگین؟ اگر نمی‌داند، از کارت خودرو بخواند.",
        "Car, pickup, motorcycle or heavy? If unsure, read it from the vehicle card.",
    ),
    "public_use": (
        "تاکسی اینترنتیِ گاه‌به‌گاه را جدا بپرسید؛ پروانهٔ کار نشانهٔ روشن است.",
        "Ask about occasional ride-hailing too; a work permit settles it.",
    ),
    "component": (
        "نشانه را به جای قطعه نگیرید: «سرد نمی‌کند» یعنی هنوز قطعه معلوم نیست.",
        "A symptom is not a part: “it does not cool” leaves the part unknown.",
    ),
    "goods_nature": (
        "خوراکی، بهداشتی، سفارشی یا پلمب‌دار بودن را بپرسید.",
        "Ask whether it was food, hygiene, made to order or sealed.",
    ),
    "second_hand": (
        "«در حد نو» یعنی دست دوم؛ «استوک» هم همین‌طور.",
        "“As good as new” and “refurbished” both mean used.",
    ),
    "buyer_kind": (
        "برای مغازه یا شرکت خریده؟ فاکتور رسمی به نام شرکت نشانه است.",
        "For a shop or company? An invoice in a company's name is a sign.",
    ),
    "imported": (
        "برچسب واردکننده یا ثبت در همتا نشانهٔ واردات رسمی است.",
        "An importer's label or an entry in the national register shows it.",
    ),
    "seller_channel": (
        "سایت، اینستاگرام، تلفن یا پیک؟ تحویل حضوری، خرید را حضوری نمی‌کند.",
        "Site, Instagram or phone? Collecting it in person does not make it a shop sale.",
    ),
    "purchase_price": (
        "مبلغ فاکتور، نه قیمت امروز. تومان می‌گوید یا ریال؟",
        "The amount on the invoice, not today's price. Toman or rial?",
    ),
    "guarantee_given": (
        "برگ، کارت، کد خراشیدنی یا پیامک گارانتی؛ هر کدام کافی است.",
        "A sheet, a card, a scratch code or a text message: any of them counts.",
    ),
    "invoice_given": (
        "رسید کارت‌خوان فاکتور نیست، ولی تاریخ را نشان می‌دهد.",
        "A card slip is no invoice, yet it shows the date.",
    ),
    "purchase_date": (
        "اگر روز را نمی‌داند، پیامک بانک یا فاکتور را نگاه کند؛ حدس را «نمی‌داند» بگیرید.",
        "If unsure, the bank's text message or the invoice tells; take a guess as “does not know”.",
    ),
    "contract_date": (
        "روز توافق، نه روزی که تعمیرکار آمد.",
        "The day of the agreement, not of the visit.",
    ),
    "delivery_date": (
        "روزی که به دستش رسید، نه روز خرید یا نصب.",
        "The day it arrived, not the day of purchase or installation.",
    ),
    "installation_date": (
        "نصب را نمایندگی انجام داد یا خودش؟ برگهٔ نصب تاریخ دارد.",
        "Installed by the agency or by themselves? The installation sheet has the date.",
    ),
    "activation_date": (
        "با شماره‌گیری *#06# شناسه را بخواند؛ تاریخ را خودتان هم می‌توانید استعلام کنید.",
        "Dialling *#06# shows the identifier; you can look the date up yourself.",
    ),
    "event_date": (
        "بار نخست، نه آخرین بار. «از اول همین‌طور بود» یعنی روز تحویل.",
        "The first time, not the latest. “It was always so” means the day of delivery.",
    ),
    "defect_reported_date": (
        "تماس تلفنی هم حساب است؛ پیامک یا شمارهٔ پیگیری دارد؟",
        "A phone call counts; is there a text message or a reference?",
    ),
    "device_received_date": (
        "روی رسید تعمیرگاه نوشته شده است.",
        "It is on the workshop's receipt.",
    ),
    "repair_completed_date": (
        "روزی که گفتند آماده است، نه روزی که گرفت.",
        "The day they said it was ready, not the day it was fetched.",
    ),
    "last_repair_date": (
        "همان ایراد یا همان قطعه؛ سرویس دوره‌ای را نگیرید.",
        "The same fault or part; routine service does not count.",
    ),
    "odometer": (
        "عدد هنگام پیدا شدن ایراد؛ اگر نمی‌داند، عدد امروز را بپرسید و بنویسید.",
        "The figure when the fault appeared; if unknown, note today's and say so.",
    ),
    "reported_before": (
        "به شخص خاصی گفته است؟ کِی و با چه شماره‌ای؟",
        "Told to whom, when, from which number?",
    ),
    "repaired_before": (
        "تعمیر بیرون از نمایندگی را جدا یادداشت کنید.",
        "Note a repair outside the agency separately.",
    ),
    "failed_repairs": (
        "فقط دفعه‌هایی که همین ایراد برگشته است؛ این بار را نشمارید.",
        "Only times after which this fault came back; not the present one.",
    ),
    "same_defect_visits": (
        "با این بار بشمارید؛ تماس تلفنی مراجعه نیست.",
        "Count this one in; a phone call is no visit.",
    ),
    "days_in_repair": (
        "روز تحویل به تعمیرگاه تا امروز؛ جمعه هم حساب است.",
        "From handing it in until today, weekends included.",
    ),
    "total_days_in_repair": (
        "همهٔ دفعه‌ها روی هم؛ اگر دقیق نمی‌داند، رسیدها را بشمارد.",
        "All times together; the receipts help.",
    ),
    "defective": (
        "روشن‌نشدن به علت قطع برق یا ندانستن طرز کار، عیب نیست.",
        "A power cut or not knowing how to use it is no fault.",
    ),
    "life_threatening": (
        "بوی سوختگی، برق‌گرفتگی، نشت گاز، ترمز: همین حالا بگویید خاموشش کند.",
        "Burning smell, shock, gas, brakes: tell them now to switch it off.",
    ),
    "stranded": (
        "جای امن ایستاده است؟ اول این را بپرسید.",
        "Is it standing somewhere safe? Ask this first.",
    ),
    "within_city": (
        "شهر محل دستگاه مهم است، نه شهر خرید.",
        "Where the product is counts, not where it was bought.",
    ),
    "caused_damage": (
        "آب‌دیدن فرش، سوختن پریز یا آسیب به کسی؛ عکس نگه دارد.",
        "A wet carpet, a burnt socket, somebody hurt; ask them to keep photos.",
    ),
    "damage_amount": (
        "برآورد خودش کافی است؛ فاکتور تعمیر خسارت را نگه دارد.",
        "Their own estimate will do; ask them to keep the bills.",
    ),
    "damaged_in_repair": (
        "خط، شکستگی یا قطعهٔ گم‌شده که پیش از تحویل نبود.",
        "A scratch, a crack, a missing part that was not so before.",
    ),
    "repair_refused": (
        "چه کسی و با چه جمله‌ای رد کرد؟ همان را بنویسید.",
        "Who refused, in which words? Write them down.",
    ),
    "duty_breached": (
        "ندادن فاکتور یا برگ گارانتی پرتکرارترین است.",
        "No invoice or no guarantee sheet is the most frequent.",
    ),
}
"""Fact → (Persian, English)."""


def hint_for(fact: str) -> dict[str, str] | None:
    """What to listen for, or None where the question says enough."""
    found = HINTS.get(fact)
    return {"fa": found[0], "en": found[1]} if found else None

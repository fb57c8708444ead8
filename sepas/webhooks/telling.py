"""What each event that a webhook may hear is called, and when it is sent, in both languages."""

from typing import TypedDict

Text = dict[str, str]
LANGUAGES = ("fa", "en")


class Called(TypedDict):
    """`name` as people call it; `when`: one sentence on what has happened when it is sent."""

    name: Text
    when: Text


def _called(name: tuple[str, str], when: tuple[str, str]) -> Called:
    return {"name": dict(zip(LANGUAGES, name, strict=True)), "when": dict(zip(LANGUAGES, when, strict=True))}


# fmt: off
EVENTS: dict[str, Called] = {
    "case.absorbed": _called(("پرونده‌ای در این ادغام شد", "Another case merged in"), (
        "پروندهٔ دیگری بسته شد و کارش در این پرونده پیش می‌رود.",
        "Another case was closed and goes on in this one.")),
    "case.answered": _called(("پاسخ به پرسش تصمیم", "Question answered"), (
        "مشتری یا همکار به پرسشی که تصمیم را روشن‌تر می‌کند پاسخ داد.",
        "The customer or staff answered a question that the decision had.")),
    "case.appointment_cancelled": _called(("لغو قرار", "Appointment cancelled"), (
        "قراری لغو شد: به خواست مشتری، به خواست شرکت، یا چون کار تمام شده بود.",
        "An appointment was cancelled, by the customer, by the company, or because the work was done.")),
    "case.appointment_chosen": _called(("انتخاب زمان آزاد", "Free time taken"), (
        "مشتری یکی از زمان‌های آزاد را برداشت، خودش یا با کمک همکاران یا برنامه‌ای دیگر.",
        "The customer took one of the free times, themselves or through staff or a program.")),
    "case.appointment_confirmed": _called(("تأیید قرار", "Appointment agreed to"), (
        "مشتری زمان قرار را پذیرفت.",
        "The customer agreed to the time of an appointment.")),
    "case.appointment_declined": _called(("درخواست زمان دیگر", "Another time asked for"), (
        "مشتری گفت زمان قرار مناسب نیست و زمان دیگری خواست.",
        "The customer said that the time does not suit and asked for another.")),
    "case.appointment_kept": _called(("انجام قرار", "Appointment kept"), (
        "قرار سر جایش انجام شد.",
        "An appointment took place.")),
    "case.appointment_made": _called(("قرار تازه", "Appointment made"), (
        "شرکت زمانی را تعیین یا پیشنهاد کرد.",
        "The company fixed a time or proposed one.")),
    "case.appointment_missed": _called(("نیامدن به قرار", "Appointment missed"), (
        "مشتری یا فرستادهٔ شرکت سر قرار نبود.",
        "The customer or the company’s person was not there at the appointed time.")),
    "case.appointment_moved": _called(("جابه‌جایی قرار", "Appointment moved"), (
        "زمان، جا یا تکنسین قرار عوض شد.",
        "The time, place or technician of an appointment changed.")),
    "case.appointment_preferred": _called(("زمان دلخواه مشتری", "Wish for an appointment"), (
        "مشتری گفت چه روزها و ساعت‌هایی برایش مناسب است.",
        "The customer said which days and times would suit.")),
    "case.appointment_reminded": _called(("یادآوری قرار", "Appointment reminded of"), (
        "یک روز مانده به قرار، زمان یادآوری آن رسید.",
        "A day before an appointment it was time to remind of it.")),
    "case.assigned": _called(("سپردن پرونده", "Case assigned"), (
        "پرونده به همکاری سپرده شد یا همکاری آن را برداشت.",
        "Somebody was given the case or took it.")),
    "case.closed": _called(("بسته‌شدن پرونده", "Case closed"), (
        "پرونده بسته شد: مشتری راضی بود، همکاری آن را بست، یا مهلت بازکردن دوباره گذشت.",
        "The case was closed: the customer was satisfied, staff closed it, or the time to reopen it ran out.")),
    "case.decided": _called(("تصمیم تازه", "Decided anew"), (
        "با دانسته‌های تازه، تصمیم دیگری جای تصمیم پیشین را گرفت.",
        "With what is known now, a new decision took the place of the one before.")),
    "case.erased": _called(("پاک‌شدن نوشته‌های پرونده", "Case erased"), (
        "به خواست مشتری نوشته‌ها، فایل‌ها و پیوندهای پرونده پاک شد.",
        "Words, files and links of the case went at the customer’s wish.")),
    "case.escalated": _called(("بالابردن پرونده", "Case escalated"), (
        "پرونده در نردبان پیگیری یک پله بالاتر رفت.",
        "The case climbed one step of the ladder.")),
    "case.forgotten": _called(("پروندهٔ فراموش‌شده", "Case forgotten"), (
        "مدتی است کسی سراغ پرونده نرفته است.",
        "Nobody has touched the case for too long.")),
    "case.held": _called(("توقف پرونده", "Case on hold"), (
        "کار پرونده به دلیلی متوقف شد.",
        "Work on the case paused, with a reason.")),
    "case.inspected": _called(("نتیجهٔ کارشناسی", "Case inspected"), (
        "تکنسین یافته‌هایش را ثبت کرد.",
        "A technician recorded what they found.")),
    "case.linked": _called(("پیوند دو پرونده", "Cases linked"), (
        "این پرونده به پروندهٔ دیگری پیوند خورد.",
        "The case was linked to another.")),
    "case.macro_run": _called(("اجرای ماکرو", "Macro run"), (
        "یک ماکرو روی پرونده اجرا شد؛ هر کار آن رویداد خودش را هم دارد.",
        "A macro ran on the case; each of its verbs is an event of its own too.")),
    "case.merged": _called(("ادغام پرونده", "Case merged"), (
        "این پرونده بسته شد و کارش در پروندهٔ دیگری پیش می‌رود.",
        "The case was closed and goes on in another one.")),
    "case.opened": _called(("پروندهٔ تازه", "Case opened"), (
        "درخواستی از هر راهی رسید و کد پیگیری گرفت.",
        "A request arrived, by whichever way, and has a tracking code.")),
    "case.overridden": _called(("پیش‌بردن با وجود مانع", "Decided against what held it back"), (
        "پرونده با وجود بخش‌های بازش تمام‌شده یا بسته اعلام شد.",
        "The case was resolved or closed although parts of it were open.")),
    "case.progressed": _called(("گامی از کار", "Step of the work"), (
        "گامی از کار ثبت شد؛ برای نمونه دستگاه رسید یا تعمیر تمام شد.",
        "A step of the work was recorded, such as the arrival of the device or the end of the repair.")),
    "case.rated": _called(("امتیاز مشتری", "Case rated"), (
        "مشتری به کار انجام‌شده امتیاز داد؛ خود امتیاز فرستاده نمی‌شود.",
        "The customer rated what was done; the rating itself is not sent.")),
    "case.released": _called(("پس‌دادن پرونده", "Case given back"), (
        "کسی که پرونده را داشت آن را پس داد و دیگر مسئولی ندارد.",
        "Whoever had the case gave it back; nobody has it now.")),
    "case.reopened": _called(("بازشدن دوبارهٔ پرونده", "Case reopened"), (
        "پرونده‌ای که تمام شده بود دوباره باز شد.",
        "A case that was done was opened again.")),
    "case.replied": _called(("پیام در پرونده", "Message in a case"), (
        "مشتری یا همکاری پیامی نوشت یا یادداشتی گذاشت.",
        "The customer or staff wrote a message, or staff a note.")),
    "case.resolved": _called(("انجام کار", "Case resolved"), (
        "کار تمام‌شده اعلام شد و نتیجه‌اش نوشته شد.",
        "The work was declared done, with its result.")),
    "case.resumed": _called(("ادامهٔ کار", "Case resumed"), (
        "کار پروندهٔ متوقف‌شده دوباره پیش رفت.",
        "Work on a case that was on hold went on.")),
    "case.shared": _called(("پیوند فقط‌تماشا", "Case shared"), (
        "مشتری پیوندی ساخت که دیگری هم پرونده را ببیند.",
        "The customer made a link for somebody else to look on.")),
    "case.snoozed": _called(("کنارگذاشتن پرونده", "Case put aside"), (
        "همکاری پرونده را تا زمانی از فهرست خودش کنار گذاشت.",
        "A colleague put the case out of their own list for a while.")),
    "case.split": _called(("جداکردن بخشی از پرونده", "Case split"), (
        "بخشی از گفت‌وگو پروندهٔ جداگانه‌ای شد.",
        "A part of the conversation became a case of its own.")),
    "case.triaged": _called(("بررسی نخست", "Case triaged"), (
        "پرونده بررسی شد و نوع و شعبه‌اش معلوم است.",
        "The case was looked at first; its kind and branch are settled.")),
    "case.unassigned": _called(("پروندهٔ بی‌مسئول", "Nobody found for a case"), (
        "قاعده‌های تخصیص برای پرونده کسی را پیدا نکردند.",
        "The rules of assignment found nobody for the case.")),
    "case.unlinked": _called(("برداشتن پیوند", "Cases unlinked"), (
        "پیوند این پرونده با پروندهٔ دیگر برداشته شد.",
        "A link to another case was taken away.")),
    "case.unmerged": _called(("برگرداندن ادغام", "Merge undone"), (
        "ادغامی برگشت و دو پرونده باز از هم جدا هستند؛ برای هر دو فرستاده می‌شود.",
        "A merge was undone; sent for both cases.")),
    "case.unshared": _called(("پس‌گرفتن پیوند فقط‌تماشا", "Case no longer shared"), (
        "مشتری پیوند فقط‌تماشا را پس گرفت.",
        "The customer took a link for looking on back.")),
    "case.woken": _called(("بازگشت پروندهٔ کنارگذاشته", "Case back in sight"), (
        "پرونده‌ای که کنار گذاشته شده بود دوباره در فهرست آمد.",
        "A case that was put aside is in its list again.")),
    "customer.cases_renewed": _called(("تازه‌شدن نام در پرونده‌ها", "Cases found by a new name"), (
        "پرونده‌های مشتری با نام تازه‌اش پیدا می‌شوند.",
        "The customer’s cases are found by their new name.")),
    "customer.consent_given": _called(("رضایت مشتری", "Consent given"), (
        "مشتری برای یک منظور رضایت داد.",
        "The customer consented to one purpose.")),
    "customer.consent_withdrawn": _called(("پس‌گرفتن رضایت", "Consent withdrawn"), (
        "مشتری رضایتش را برای یک منظور پس گرفت.",
        "The customer withdrew their consent to one purpose.")),
    "customer.created": _called(("مشتری تازه", "Customer added"), (
        "مشتری با شمارهٔ موبایلش ثبت شد.",
        "A customer was added by their mobile number.")),
    "customer.edited": _called(("تغییر مشخصات مشتری", "Customer edited"), (
        "مشخصات مشتری عوض شد؛ تنها نام خانه‌های تغییرکرده فرستاده می‌شود.",
        "Details of a customer changed; only the names of the fields are sent.")),
    "customer.erased": _called(("پاک‌شدن داده‌های مشتری", "Customer erased"), (
        "داده‌های شخصی مشتری پاک شد.",
        "What was held about a customer was erased.")),
    "customer.erasure_asked": _called(("درخواست پاک‌کردن", "Erasure asked for"), (
        "مشتری خواست داده‌هایش پاک شود.",
        "A customer asked to be forgotten.")),
    "customer.notices_chosen": _called(("انتخاب پیام‌ها", "Choice of messages"), (
        "مشتری انتخاب کرد چه پیام‌هایی و از چه راهی بگیرد.",
        "A customer chose which messages to get, and how.")),
    "guarantee.ended": _called(("پایان گارانتی", "Guarantee ended"), (
        "گارانتی برای خریدهای پس از روزی که گفته شده دیگر داده نمی‌شود.",
        "A guarantee is no longer promised for purchases after a day.")),
    "guarantee.published": _called(("انتشار گارانتی", "Guarantee published"), (
        "گارانتی تازه یا نسخهٔ تازه‌ای از آن منتشر شد.",
        "A guarantee or a new version of it was published.")),
    "guarantee.registered": _called(("ثبت گارانتی", "Guarantee registered"), (
        "گارانتی دستگاهی به نام مالکش فعال شد.",
        "The guarantee of a unit was registered to its owner.")),
    "model.added": _called(("مدل تازه", "Model added"), (
        "مدل کالای تازه‌ای ثبت شد.",
        "A product model was added.")),
    "model.discontinued": _called(("پایان فروش مدل", "Model discontinued"), (
        "مدلی از فروش برداشته شد؛ قطعه و خدمات آن تا روزی که گفته شده تعهد است.",
        "A model is sold no more; parts and service are owed until a day.")),
    "model.edited": _called(("تغییر مدل", "Model edited"), (
        "مشخصات یک مدل کالا عوض شد.",
        "Details of a product model changed.")),
    "model.outside_sale": _called(("فروش بیرون از زمان عرضه", "Sold outside the sale"), (
        "دستگاه‌هایی از مدلی که در فروش نبود فروخته یا ثبت شدند.",
        "Units were sold or registered while their model was not on sale.")),
    "model.put_on_sale": _called(("آغاز فروش مدل", "Model put on sale"), (
        "مدلی که چیزی کم ندارد به فروش گذاشته شد.",
        "A model that lacks nothing was put on sale.")),
    "model.service_ended": _called(("پایان خدمات مدل", "Service of a model ended"), (
        "دورهٔ تعهد قطعه و خدمات یک مدل پایان یافت.",
        "The time in which parts and service of a model are owed is over.")),
    "promise.at_risk": _called(("قول در خطر", "Promise at risk"), (
        "سه‌چهارم مهلت یک قول گذشته و هنوز انجام نشده است.",
        "Three quarters of the time of a promise are used, and it is not kept yet.")),
    "promise.breached": _called(("دیر شدن قول", "Promise broken"), (
        "مهلت یک قول گذشت.",
        "The time of a promise ran out.")),
    "promise.met": _called(("انجام قول", "Promise kept"), (
        "قولی انجام شد، در مهلت یا دیرتر.",
        "A promise was kept, in time or late.")),
    "registration.disputed": _called(("ثبت مورد تردید", "Registration held for review"), (
        "ثبت گارانتی دستگاهی فعال نشد و باید بررسی شود.",
        "A registration is not active and waits for a review.")),
    "registration.ended": _called(("پایان ثبت گارانتی", "Registration ended"), (
        "ثبت گارانتی با واگذاری، تعویض، پس‌دادن یا مالک دیگر پایان یافت.",
        "A registration ended: the unit was passed on, replaced or returned, or has another owner.")),
    "registration.erased": _called(("پاک‌شدن نوشته‌های ثبت", "Registration erased"), (
        "نوشته‌های یک ثبت گارانتی به خواست مشتری پاک شد.",
        "What was written about a registration went at the customer’s wish.")),
    "registration.reviewed": _called(("بررسی ثبت گارانتی", "Registration reviewed"), (
        "همکاری ثبت مورد تردید را پذیرفت یا رد کرد.",
        "Staff accepted or rejected a registration that was held for review.")),
    "service_offer.added": _called(("خدمت تازه", "Service added"), (
        "خدمتی نوشته شد که هنوز به مشتریان عرضه نشده است.",
        "A service was written down; customers do not see it yet.")),
    "service_offer.edited": _called(("تغییر خدمت", "Service edited"), (
        "شرایط یک خدمت عوض شد؛ پرونده‌های باز همان قول پیشین را دارند.",
        "The terms of a service changed; open cases keep what they were promised.")),
    "service_offer.offered": _called(("عرضهٔ خدمت", "Service offered"), (
        "خدمتی به مشتریان عرضه شد.",
        "A service is offered to customers.")),
    "service_offer.withdrawn": _called(("برداشتن خدمت", "Service withdrawn"), (
        "خدمتی دیگر عرضه نمی‌شود.",
        "A service is offered no more.")),
    "unit.added": _called(("دستگاه تازه", "Unit added"), (
        "دستگاهی با شمارهٔ سریالش ثبت شد.",
        "A unit was added by its serial number.")),
    "unit.edited": _called(("تغییر مشخصات دستگاه", "Unit edited"), (
        "مشخصات یا تاریخ‌های دستگاهی عوض شد.",
        "Details or days of a unit changed.")),
    "unit.extension_ended": _called(("برداشتن تمدید گارانتی", "Extension taken back"), (
        "تمدید گارانتی دستگاهی برداشته شد.",
        "The extension of a unit’s guarantee was taken back.")),
    "unit.found": _called(("پیداشدن دستگاه", "Unit found"), (
        "دستگاهی که گم‌شده اعلام شده بود پیدا شد.",
        "A unit that was reported lost was found.")),
    "unit.guarantee_extended": _called(("تمدید گارانتی دستگاه", "Guarantee extended"), (
        "شرکت گارانتی دستگاهی را تا روزی دیگر تمدید کرد.",
        "The company keeps a unit under guarantee until a later day.")),
    "unit.released": _called(("جداشدن از مالک", "Unit let go"), (
        "مالک گفت دستگاه دیگر از آن او نیست.",
        "The owner said that the unit is theirs no more.")),
    "unit.replaced": _called(("تعویض دستگاه", "Unit replaced"), (
        "دستگاه دیگری جای آن را گرفت.",
        "Another unit took its place.")),
    "unit.reported_lost": _called(("گم‌شدن دستگاه", "Unit reported lost"), (
        "مالک دستگاه را گم‌شده یا دزدیده‌شده اعلام کرد.",
        "The owner reported the unit lost or stolen.")),
    "unit.returned": _called(("پس‌دادن دستگاه", "Unit returned"), (
        "دستگاه به فروشنده برگشت و فروش آن لغو شد.",
        "The unit went back to the seller and the sale is undone.")),
    "unit.transferred": _called(("واگذاری دستگاه", "Unit passed on"), (
        "مالک دستگاه عوض شد.",
        "The unit has another owner.")),
}
# fmt: on


def called(event: str) -> Text:
    """The event as people call it; what «send a test» sends is none of those that happen."""
    if event in EVENTS:
        return EVENTS[event]["name"]
    return {"fa": "آزمایش", "en": "Test"} if event == "webhook.test" else {"fa": event, "en": event}

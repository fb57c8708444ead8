"""The last working days at the desks of the seller of phones."""

from sepas.cli.demo.organisations import HAMRAH
from sepas.cli.demo.world.today.rows import SORRY, Row, looked, received

TODAY = (
    Row(HAMRAH, "phone", "guarantee_repair", 0.4, "گوشی شارژ نمیشه، کابل عوض کردم فایده نداشت.", home=True),
    Row(
        HAMRAH,
        "phone",
        "guarantee_repair",
        2.6,
        "دوربین عقب تار می‌گیره و لکه داره.",
        ((2.5, "photo", "این هم یه نمونه عکس."),),
    ),
    Row(HAMRAH, "tablet", "guarantee_repair", 1.2, "تبلت دخترم روشن نمیشه، فردا امتحان آنلاین داره."),
    Row(HAMRAH, "phone", "activation", 3.2, "گوشی نو گرفتم، می‌خوام اطلاعات قبلی منتقل بشه.", offered=True),
    Row(HAMRAH, "phone", "guarantee_repair", 18, "میکروفون کار نمی‌کنه، صدام به کسی نمی‌رسه."),
    Row(
        HAMRAH,
        "tablet",
        "training",
        5,
        "برای مادرم می‌خوام؛ کار با تبلت رو از پایه یاد بگیره.",
        (*looked(3), (2.8, "wish")),
        offered=True,
    ),
    Row(HAMRAH, "phone", "guarantee_repair", 6, "گوشی خودبه‌خود خاموش و روشن میشه.", (*looked(4),)),
    Row(
        HAMRAH,
        "phone",
        "paid_repair",
        13,
        "صفحه شکسته، می‌دونم گارانتی نداره. هزینه‌ش چقدر میشه؟",
        (
            *received(
                10, "سلام، گوشی را به مرکز بیاورید تا هزینه را دقیق بگوییم؛ زمان را همین‌جا پیشنهاد می‌دهیم."
            ),
            (9, "fix", 4),
            (6, "confirm"),
        ),
        offered=True,
    ),
    Row(
        HAMRAH,
        "phone",
        "activation",
        15,
        "انتقال اطلاعات از گوشی قدیمی به این یکی.",
        (*received(12), (9, "propose", 8)),
        offered=True,
    ),
    Row(
        HAMRAH,
        "tablet",
        "guarantee_repair",
        18,
        "لمس نصف صفحه کار نمی‌کنه.",
        (
            *received(15),
            (14, "fix", -8),
            (8, "visit"),
            (7.5, "hold", "waiting_for_part", "صفحه سفارش داده شد."),
            (5, "aside", 12),
            (4.8, "note", "@آرش تهرانی قطعه وارداتی است و دیر می‌رسد؛ تبلت امانی بدهیم؟"),
        ),
    ),
    Row(
        HAMRAH,
        "phone",
        "guarantee_repair",
        16,
        "باتری ظرف دو ساعت خالی میشه.",
        (*received(13), (11, "ready", "عکس فاکتور لازم است"), (10.9, "hold", "waiting_for_customer", "")),
    ),
    Row(
        HAMRAH,
        "phone",
        "guarantee_repair",
        20,
        "زنگ که می‌خوره صفحه سیاه میشه.",
        (*received(17), (16, "fix", -7), (6.8, "missed", "customer"), (6, "propose", 9)),
    ),
    Row(
        HAMRAH,
        "phone",
        "complaint",
        19,
        "گوشی رو تحویل گرفتم، همون ایراد رو داره. پولم رو پس بدید.",
        (*looked(16, SORRY), (15.5, "head")),
    ),
)

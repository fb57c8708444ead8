"""Make the manuals of the demo's models: `.venv/bin/python scripts/manuals.py [CODE …]`.

Each model gets a Persian and an English PDF under `sepas/cli/demo/manuals`, from `manuals_texts.yaml`. Chromium joins
the letters and sets them from right to left, in the Vazirmatn that the pages of Sepas use. The files are kept in the
repository, so that loading the demo needs neither a browser nor a font. Needs Chromium at /usr/bin/chromium.
"""

import base64
import html
import os
import re
import sys
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
django.setup()

from sepas.cli.demo.launch import MANUALS_IN  # noqa: E402
from sepas.cli.demo.world.products import MODELS  # noqa: E402

TEXTS = Path(__file__).with_name("manuals_texts.yaml")
FONTS = ROOT / "node_modules" / "@fontsource" / "vazirmatn" / "files"
"""One file for each weight: of a variable font Chromium writes every letter as a drawing, five times as large."""
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
HUES = {"namune-sard": "#0b6e8a", "namune-hamrah": "#5b3fa0", "namune-khodro": "#9a3412"}

WORDS = {
    "manual": ("دفترچهٔ راهنما", "Owner’s manual"), "model": ("مدل", "Model"),
    "setup": ("پیش از نخستین کار", "Before first use"), "use": ("کار با دستگاه", "Using it"),
    "care": ("نگهداری", "Care"), "help": ("پیش از تماس با ما", "Before you call us"),
    "seen": ("چه می‌بینید", "What you see"), "do": ("چه کنید", "What to do"),
    "guarantee": ("گارانتی و خدمات", "Guarantee and service"),
    "keep": ("فاکتور و کارت گارانتی را نگه دارید.", "Keep the invoice and the guarantee card."),
    "plate": ("شمارهٔ سریال روی برچسب پشت یا زیر دستگاه است.", "The serial number is on the plate behind or below."),
    "ask": ("کد روی جعبه را با دوربین بخوانید یا شمارهٔ سریال را در درگاه ما بنویسید: "
            "همان‌جا گارانتی را ثبت کنید، خدمت بخواهید و با یک کد پیگیری کنید.",
            "Scan the code on the box, or type the serial number on our portal: "
            "register the guarantee, ask for service and follow it by one code."),
    "sample": ("این دفترچه نمونه است؛ چنین کالایی وجود ندارد.", "This is a sample: no such product exists."),
}  # fmt: skip


def main(codes: list[str]) -> None:
    texts = yaml.safe_load(TEXTS.read_text())
    MANUALS_IN.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for sold in MODELS:
            if codes and sold.code not in codes:
                continue
            for place, language in enumerate(("fa", "en")):
                page.set_content(document(sold, texts[sold.product_class], place))
                page.evaluate("document.fonts.ready")
                content = page.pdf(format="A5", print_background=True, tagged=True)
                path = MANUALS_IN / f"{sold.code}.{language}.pdf"
                path.write_bytes(without_dates(content))
                print(path.name, len(content))
        browser.close()


def document(sold, texts: dict, place: int) -> str:  # type: ignore[no-untyped-def]
    """The page of one model in one language: 0 Persian, 1 English."""

    def say(word: str) -> str:
        return html.escape(WORDS[word][place])

    name = html.escape((sold.name_fa, sold.name_en)[place])
    steps = "".join(
        f"<section><h2>{say(part)}</h2><ol>"
        + "".join(f"<li>{html.escape(pair[place])}</li>" for pair in texts[part])
        + "</ol></section>"
        for part in ("setup", "use", "care")
    )
    rows = "".join(
        f"<tr><th scope=row>{html.escape(row[place])}</th><td>{html.escape(row[2 + place])}</td></tr>"
        for row in texts["help"]
    )
    plate = html.escape(texts.get("plate", WORDS["plate"])[place])
    fonts = "".join(font(part, weight) for part in ("arabic", "latin") for weight in (400, 600))
    language, direction = (("fa", "rtl"), ("en", "ltr"))[place]
    return f"""<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset=utf-8>
<title>{name} – {say("manual")}</title><style>{fonts}
@page {{ size: A5; margin: 0 }}
* {{ box-sizing: border-box }}
body {{ margin: 0; font: 8.8pt/1.6 Vazirmatn; color: #1c2430 }}
header {{ background: {HUES[sold.company]}; color: #fff; padding: 8mm 12mm 5mm }}
header p {{ margin: 0; font-size: 10pt }} h1 {{ margin: 0; font-weight: 600; font-size: 20pt; line-height: 1.5 }}
header b {{ font-weight: 600; direction: ltr; unicode-bidi: isolate }}
main {{ padding: 0 12mm 4mm }}
h2 {{ font-size: 11.5pt; margin: 2.4mm 0 .3mm; font-weight: 600; color: {HUES[sold.company]} }}
ol {{ margin: 0; list-style: {("persian", "decimal")[place]}; padding-inline-start: 6mm }}
section {{ break-inside: avoid }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: start; padding: .7mm 2mm; border-bottom: .25mm solid #d5dbe3; vertical-align: top }}
thead th {{ color: #52606f; font-weight: 600 }} tbody th {{ font-weight: 600; width: 34% }}
section p {{ margin: 0 0 1mm }} footer {{ color: #52606f; font-size: 8pt; margin-top: 2mm }}
</style></head><body>
<header><p>{say("manual")}</p><h1>{name}</h1><p>{say("model")} <b>{sold.code}</b></p></header>
<main>
{steps}<section><h2>{say("help")}</h2><table>
<thead><tr><th scope=col>{say("seen")}</th><th scope=col>{say("do")}</th></tr></thead>
<tbody>{rows}</tbody></table></section>
<section><h2>{say("guarantee")}</h2><p>{say("keep")} {plate}</p><p>{say("ask")}</p></section>
<footer>{say("sample")}</footer>
</main></body></html>"""


def font(part: str, weight: int) -> str:
    data = base64.b64encode((FONTS / f"vazirmatn-{part}-{weight}-normal.woff2").read_bytes()).decode()
    cover = {"arabic": "U+0600-06FF,U+200C-200E,U+FB50-FDFF,U+FE70-FEFC", "latin": "U+00??,U+2013-2122"}
    return (
        f"@font-face{{font-family:Vazirmatn;font-weight:{weight};unicode-range:{cover[part]};"
        f"src:url(data:font/woff2;base64,{data})}}"
    )


def without_dates(content: bytes) -> bytes:
    """The same file whenever it is made: both dates are replaced by one of the same length."""
    return re.sub(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}", rb"\g<1>20260321000000", content)


if __name__ == "__main__":
    main(sys.argv[1:])

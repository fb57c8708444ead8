"""A decision in words, for a reader at a terminal."""

from sepas.rules import Decision
from sepas.rules.answers import OUTCOME_TEXTS

WORDS = {
    "fa": {
        "lines": "چه چیزی بر عهدهٔ کیست",
        "obligations": "تعهدها",
        "remedies": "آنچه می‌توانید بخواهید",
        "ladder": "اگر حل نشد",
        "why": "چرا",
        "missing": "آنچه هنوز نمی‌دانیم",
        "provisional": "این پاسخ موقت است؛ با روشن‌شدن موارد زیر نهایی می‌شود.",
        "until": "تا",
        "unverified": "منبع این ماده هنوز تأیید نشده است",
    },
    "en": {
        "lines": "Who bears what",
        "obligations": "Duties",
        "remedies": "What you may ask for",
        "ladder": "If that does not help",
        "why": "Why",
        "missing": "What is not known yet",
        "provisional": "This answer is provisional; the facts below will make it final.",
        "until": "by",
        "unverified": "the source of this provision is not verified yet",
    },
}


def explain(decision: Decision, language: str) -> str:
    """The whole decision as lines of text in `fa` or `en`."""
    words = WORDS[language]
    titles = decision.plan.vocabulary.lines
    out: list[str] = []

    def section(name: str, lines: list[str]) -> None:
        if lines:
            out.extend(["", words[name], *(f"  - {line}" for line in lines)])

    if decision.provisional:
        out.append(words["provisional"])
    section(
        "lines",
        [
            f"{titles[name][language]}: {OUTCOME_TEXTS[line.outcome][language]}"
            + (f" ({line.percent:g}%)" if line.percent is not None else "")
            for name, line in decision.lines.items()
        ],
    )
    section(
        "obligations",
        [
            item.text[language] + (f" ({words['until']} {item.due.isoformat()})" if item.due else "")
            for item in decision.obligations
        ],
    )
    section("remedies", [item.text[language] for item in decision.remedies])
    section(
        "why",
        [
            f"{entry.text[language]} [{entry.provision}]"
            + (f" ({words['unverified']})" if entry.status == "unverified" else "")
            for entry in decision.trace
            if entry.held
        ],
    )
    section("ladder", [f"{step.body_title[language]}: {step.text[language]}" for step in decision.ladder])
    questions = decision.plan.schema.facts
    section("missing", [questions[item.fact].question[language] for item in decision.missing])
    return "\n".join(out).strip()

"""Putting descriptions together as people type them: some symptoms, since when, a wish, and slips of the finger."""

from random import Random

from sepas.cli.demo.world import parameters as p
from sepas.cli.demo.world import symptoms
from sepas.cli.demo.world.fleet import Failure, Owned
from sepas.cli.demo.world.products import LARGE

SWAPS = (("ه", "ح"), ("ز", "ذ"), ("س", "ص"), ("ت", "ط"), ("ی", "ي"), ("ک", "ك"))
"""Letters that are mistaken for each other, or come from an Arabic keyboard."""


def symptoms_of(rng: Random, failure: Failure) -> list[str]:
    """Each symptom of the part by its own probability; the likeliest when none came up."""
    shown = [name for name, likely in failure.part.shows if rng.random() < likely]
    return shown or [max(failure.part.shows, key=lambda pair: pair[1])[0]]


def description(rng: Random, unit: Owned, shown: list[str], again: str = "") -> str:
    kind = unit.sold.product_class
    said = symptoms.SAID[kind]
    told = [rng.choice(said[name]) for name in shown]
    rng.shuffle(told)
    first = told[0]
    own = symptoms.OWN[kind]
    if own not in first and rng.random() < 0.7:
        first = (
            f"{own}\u200cمون {first}" if own[-1] not in "اوهی" and rng.random() < 0.4 else f"{own} {first}"
        )
    wishes = {
        "refrigerator": symptoms.COLD_WISH,
        "motor_vehicle": symptoms.CAR_WISH,
        "phone": symptoms.PHONE_WISH,
        "tablet": symptoms.PHONE_WISH,
    }
    parts = [
        rng.choice(symptoms.HELLO),
        "، ".join([first, *told[1:]]) + ".",
        again or rng.choice(symptoms.SINCE if kind in LARGE else symptoms.SINCE_OUTSIDE),
        rng.choice(wishes.get(kind, symptoms.WISH)),
    ]
    text = " ".join(part for part in parts if part)
    return slipped(rng, text) if rng.random() < p.TYPOS else text


def slipped(rng: Random, text: str) -> str:
    """One slip, as fingers make them."""
    way = rng.randrange(4)
    if way == 0 and "\u200c" in text:
        return text.replace("\u200c", rng.choice((" ", "")))
    if way == 1:
        wrong, right = rng.choice(SWAPS)
        places = [place for place, letter in enumerate(text) if letter == wrong]
        if places:
            place = rng.choice(places)
            return text[:place] + right + text[place + 1 :]
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 4]
    if not long:
        return text
    place = rng.choice(long)
    word = words[place]
    at = rng.randrange(1, len(word) - 2)
    words[place] = word[:at] + (word[at + 1] + word[at] + word[at + 2 :] if way == 2 else word[at + 1 :])
    return " ".join(words)

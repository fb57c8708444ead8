"""What the models of the demo world need for their sale: guarantee, parts, manuals, trained people. The newest models
lack some of it, so that their check-lists have something to say.
"""

from datetime import datetime, timedelta
from pathlib import Path

from sepas.assets.models import ProductModel
from sepas.catalogue.actions.manuals import keep_manual
from sepas.catalogue.actions.parts import keep_parts
from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD, Places
from sepas.cli.demo.team import head
from sepas.cli.demo.units import MODELS
from sepas.cli.demo.world.chance import stream
from sepas.cli.demo.world.parts import PARTS, Part
from sepas.cli.demo.world.pictures import Photo
from sepas.cli.demo.world.promising import NAMES
from sepas.teamwork.actions.rules import keep_skill
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.contracts import contract_document
from sepas.warranty.days import local_day

WHY = "the demo world is made by whoever runs this installation"
MANUALS_IN = Path(__file__).with_name("manuals")
"""Made by `scripts/manuals.py`, two for each model: `CODE.fa.pdf` and `CODE.en.pdf`."""

SINCE = timedelta(days=20)
PROMISED_SINCE = timedelta(days=60)
"""For purchases since so many days; who bought a model of the introduction before has the law alone."""
MONTHS = {SARD: 24, HAMRAH: 18, KHODRO: 36}
NOT_READY = {(SARD, "RF-710"), (SARD, "CK-90"), (HAMRAH, "M-21"), (KHODRO, "E-5")}
"""New, and something is missing."""
ONE_PART = (SARD, "RF-710")

SKILLS: dict[str, dict[str, int]] = {
    "technician": {"refrigerator": 3, "washing_machine": 2, "dishwasher": 2, "tv": 1},
    "technician2": {"refrigerator": 2, "washing_machine": 3, "tv": 3, "air_conditioner": 2},
    "technician3": {"refrigerator": 2, "washing_machine": 2, "water_heater": 2, "vacuum_cleaner": 2},
    "technician4": {"air_conditioner": 3, "water_heater": 3, "dishwasher": 2},
    "technician5": {"tv": 2, "vacuum_cleaner": 3, "washing_machine": 2},
    "technician6": {"refrigerator": 2, "air_conditioner": 3, "washing_machine": 1},
    "hamrah-technician": {"phone": 3, "tablet": 3},
    "hamrah-technician2": {"phone": 2, "tablet": 1},
    "khodro-technician": {"motor_vehicle": 3},
    "khodro-technician2": {"motor_vehicle": 2},
}
"""How well each technician knows each kind of product, from 1 to 3. Nobody has learned cookers yet."""


def create(places: Places, now: datetime) -> None:
    """For every model that is there by now."""
    moment = now - SINCE
    for company, organisation in places.companies.items():
        actor = places.actor(company)
        models = ProductModel.objects.unscoped(WHY).filter(organisation=organisation).order_by("code")
        ready = [model for model in models if (company, model.code) not in NOT_READY]
        for model in models:
            parts = PARTS.get(model.product_class, ())
            if (company, model.code) == ONE_PART:
                parts = parts[:1]
            elif model not in ready:
                continue
            text = "\n".join(line_of(model.code, number, part) for number, part in enumerate(parts, start=1))
            keep_parts(actor, model=model, text=text, now=moment)
        for model in ready:
            _manuals(places, company, model, moment)
        introduced = {code for owner, code, *_ in MODELS if owner == company}
        _promise(places, company, [model for model in ready if model.code in introduced], now)
    for username, skills in SKILLS.items():
        staff = places.staff[username]
        company = next(slug for slug, each in places.companies.items() if each.pk == staff.organisation_id)
        for name, level in skills.items():
            keep_skill(head(places, company), staff=staff, name=name, level=level, now=moment)


def line_of(code: str, number: int, part: Part) -> str:
    """A part as its maker's list has it; prices are drawn, and nobody should take them for real."""
    rng = stream(1405, "price", code, part.key)
    price = round(part.hours * rng.uniform(12, 45)) * 1_000_000
    english = part.key.replace("_", " ").capitalize()
    days = rng.randrange(1, 4 if part.stock > 0.7 else 13)
    return f"{code}-{number:02d}; {part.name}; {english}; yes; {price}; {days}"


def _manuals(places: Places, company: str, model: ProductModel, moment: datetime) -> None:
    for language in ("fa", "en"):
        path = MANUALS_IN / f"{model.code}.{language}.pdf"
        if path.exists():
            file = Photo(path.name, path.read_bytes())
            keep_manual(places.actor(company), model=model, language=language, file=file, now=moment)


def _promise(places: Places, company: str, models: list[ProductModel], now: datetime) -> None:
    organisation = places.companies[company]
    publish_guarantee(
        places.actor(company),
        organisation=organisation,
        document=contract_document(
            pack=f"{company}.introduced",
            version="1",
            title={
                "fa": NAMES[company]["fa"].replace("گارانتی", "گارانتی تازهٔ"),
                "en": f"New {NAMES[company]['en']}",
            },
            valid_from=local_day(now - PROMISED_SINCE, organisation),
            months=MONTHS[company],
            km=60_000 if company == KHODRO else None,
            lines=("parts", "labour", "diagnosis"),
            starts="delivery_date" if company == KHODRO else "purchase_date",
            product_classes=sorted({model.product_class for model in models}),
        ),
        product_models=models,
        now=now - SINCE,
    )

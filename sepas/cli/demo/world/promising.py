"""What the companies promise of themselves, beside the law, for the models that the introduction does not show."""

from datetime import datetime

from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD
from sepas.cli.demo.world.products import MODELS
from sepas.cli.demo.world.stage import Stage
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.contracts import contract_document

MONTHS = {SARD: 24, HAMRAH: 18, KHODRO: 36}
KILOMETRES = {KHODRO: 60_000}
STARTS = {HAMRAH: "activation_date", KHODRO: "delivery_date"}
NAMES = {
    SARD: {"fa": "گارانتی نمونه‌سرد", "en": "Namune Sard guarantee"},
    HAMRAH: {"fa": "گارانتی نمونه‌همراه", "en": "Namune Hamrah guarantee"},
    KHODRO: {"fa": "گارانتی نمونه‌خودرو", "en": "Namune Khodro guarantee"},
}


def publish(stage: Stage, now: datetime) -> None:
    """One contract guarantee for each company, for models of its own."""
    for company, organisation in stage.places.companies.items():
        sold = [model for model in MODELS if model.company == company and not model.exists]
        publish_guarantee(
            stage.places.actor(company),
            organisation=organisation,
            document=contract_document(
                pack=f"{company}.guarantee",
                version="1",
                title=NAMES[company],
                valid_from=now.date().replace(year=now.year - 5, day=1),
                months=MONTHS[company],
                km=KILOMETRES.get(company),
                lines=("parts", "labour", "diagnosis"),
                starts=STARTS.get(company, "purchase_date"),
                product_classes=sorted({model.product_class for model in sold}),
            ),
            product_models=[stage.models[company, model.code] for model in sold],
            now=now,
        )

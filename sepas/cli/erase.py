"""Take out what erasures of former versions left: words in facts. Run it once after an upgrade; it may be repeated."""

import argparse

PART = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--again",
        action="store_true",
        required=True,
        help="look again at every customer who asked to be forgotten; who was not asked for stays as they are",
    )


def run(options: argparse.Namespace) -> int:
    from sepas.flows.erase_customer import erase_again
    from sepas.kernel import clock
    from sepas.parties.models import Customer

    asked = Customer.objects.unscoped("whoever runs this installation finishes what customers asked for")
    asked = asked.exclude(erase_asked_at=None).order_by("pk")
    seen, people, places, last = 0, 0, 0, 0
    while part := list(asked.filter(pk__gt=last)[:PART]):
        for customer in part:
            found = erase_again(customer=customer, now=clock.now())
            seen, people, places = seen + 1, people + bool(found), places + found
        last = part[-1].pk
    print(
        f"{seen} customers had asked to be forgotten; words were left of {people}, in {places} cases, papers or "
        "conversations, and are gone now."
    )
    return 0

"""Who acts at the command line: the installation itself in one organisation, or a member of staff."""

import argparse

from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import NotFound
from sepas.parties import queries as parties
from sepas.parties.actors import actor_for_user
from sepas.parties.models import Organisation, User


def add_actor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", default="", metavar="SLUG", help="needed where there are several")
    parser.add_argument("--as", dest="username", default="", metavar="USERNAME", help="act as this person")


def actor_and_organisation(options: argparse.Namespace) -> tuple[Actor, Organisation]:
    """Ends the command with a sentence where there is no such person or organisation."""
    if options.username:
        user = User.objects.filter(username=options.username).first()
        actor = actor_for_user(user) if user else None
        if actor is None or actor.organisation_id is None:
            raise SystemExit(f"sepas: nobody active is called {options.username}")
        return actor, parties.organisation(actor.organisation_id)
    known = parties.organisations()
    if options.organisation:
        try:
            found = parties.organisation(options.organisation)
        except NotFound:
            slugs = ", ".join(each.slug for each in known)
            raise SystemExit(f"sepas: no organisation {options.organisation}; there are {slugs}") from None
    elif len(known) == 1:
        found = known[0]
    else:
        raise SystemExit(f"sepas: name one with --organisation: {', '.join(each.slug for each in known)}")
    return system(found.pk), found

"""Create a company and its first administrator; the password is printed once."""

import argparse

from sepas.kernel.errors import DomainError, Invalid


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="a new company with an administrator")
    create.add_argument("slug", help="short name in Latin letters, as in addresses: my-company")
    create.add_argument("--name", required=True, help="name in Persian")
    create.add_argument("--name-en", default="", help="name in English")
    create.add_argument("--admin", required=True, help="username of the first administrator")
    create.add_argument("--admin-name", default="", help="the administrator's name in Persian")
    create.add_argument("--language", default="fa", choices=["fa", "en"])
    create.add_argument("--currency", default="IRR")
    create.add_argument("--time-zone", default="Asia/Tehran")
    create.add_argument("--phone", default="")
    create.add_argument("--another", action="store_true", help="although there is a company already")
    verbs.add_parser("list", help="the companies of this installation")


def run(options: argparse.Namespace) -> int:
    from sepas.parties.queries import organisations

    if options.verb == "list":
        for organisation in organisations():
            print(f"{organisation.slug}  {organisation.name_fa}")
        return 0
    known = organisations()
    if known and not options.another:
        print(
            f"There is a company here already: {', '.join(row.slug for row in known)}. Nothing was created.\n"
            "If you want one more, which sees nothing of the first, say --another."
        )
        return 1
    try:
        username, password = _create(options)
    except DomainError as error:
        print(f"Nothing was created: {error.message}")
        for field, what in error.fields.items() if isinstance(error, Invalid) else ():
            print(f"  {field}: {what}")
        return 1
    print(
        f"{options.slug} is created.\n"
        f"Sign in at /accounts/login/ as {username} with the one-time password {password}\n"
        "It serves for seven days, is kept nowhere in clear, and you choose your own at once.\n"
        "What comes next is listed at /office/setup/."
    )
    return 0


def _create(options: argparse.Namespace) -> tuple[str, str]:
    from django.db import transaction
    from django.utils import translation

    from sepas.kernel import clock
    from sepas.kernel.actor import system
    from sepas.parties.actions.organisations import create_organisation
    from sepas.parties.actions.staff import create_staff
    from sepas.parties.models import Role

    now, name = clock.now(), "sepas organisation"
    with translation.override("en"), transaction.atomic():
        organisation = create_organisation(
            system(None, name),
            slug=options.slug,
            name_fa=options.name,
            name_en=options.name_en,
            language=options.language,
            calendar="jalali" if options.language == "fa" else "gregorian",
            currency=options.currency,
            time_zone=options.time_zone,
            phone=options.phone,
            now=now,
        )
        made = create_staff(
            system(organisation.pk, name),
            organisation=organisation,
            username=options.admin,
            name_fa=options.admin_name or options.admin,
            language=options.language,
            roles=[(Role.ADMINISTRATOR.value, None)],
            now=now,
        )
    return made.staff.user.username, made.password

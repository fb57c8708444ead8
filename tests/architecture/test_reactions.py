"""Who reacts to what: a reaction registered somewhere in the dark would be a surprise."""

from sepas.config.wiring import wire
from sepas.kernel.activity import registry
from tests.architecture.sources import same_as_table


def test_every_event_is_listed_with_its_reactions():
    wire()
    lines = []
    for event in registry.all_events():
        if not event.type.__module__.startswith("sepas."):
            continue
        names = sorted(found.name for found in registry.reactions_to(event.name))
        lines.append(f"{event.name} v{event.version}: {', '.join(names) or '-'}")
    same_as_table("reactions.txt", lines)


def test_reactions_live_above_or_beside_the_event_that_they_react_to():
    from tests.architecture.sources import layers

    wire()
    for event in registry.all_events():
        if not event.type.__module__.startswith("sepas."):
            continue
        for found in registry.reactions_to(event.name):
            own, other = found.run.__module__.split(".")[1], event.type.__module__.split(".")[1]
            assert own == other or layers()[own] > layers()[other], found.name

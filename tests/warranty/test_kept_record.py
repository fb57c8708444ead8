"""What is kept of a decision is what every database gives back, whatever its numbers are."""

import json
from typing import Any, cast

import pytest

from sepas import rules
from sepas.kernel.activity.record import plain
from sepas.rules.samples import worked_cases
from sepas.warranty.actions.decide import _as_kept


@pytest.mark.parametrize("jurisdiction", ["IR", "EU", "UK", "TR"])
def test_it_is_written_to_the_letter_as_whatever_is_kept(jurisdiction: str) -> None:
    library = rules.standard_library()
    for case in worked_cases(jurisdiction):
        made = library.decide(library.parse_facts(case.facts), as_of=case.as_of, jurisdiction=jurisdiction)
        assert json.dumps(_as_kept(made)) == json.dumps(plain(made.record())), case.name


def test_a_whole_share_is_a_whole_number() -> None:
    """jsonb would give 100 back for 100.0, and its digest would be another one."""

    class Made:
        def record(self) -> dict[str, Any]:
            return {
                "as_of": "2026-01-01",
                "result": {"lines": {"parts": ["partial", 100.0, 7.5]}, "trace": []},
            }

    kept = _as_kept(cast(rules.Decision, Made()))
    assert json.dumps(kept["result"]) == '{"lines": {"parts": ["partial", 100, 7.5]}, "trace": []}'

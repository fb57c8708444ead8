"""What a branch makes of the engine's answer: mostly what it says, sometimes, somewhere, the contrary."""

from random import Random

from sepas.cli.demo.world.parameters import ARBITRARY, FALSE_FINDING, USUAL_ERROR

UPHELD, FALSELY, OUTRIGHT = "", "false_finding", "refused_outright"


def judge(rng: Random, *, grants: bool, arbitrary: bool) -> str:
    """`UPHELD`, or how a granted repair is turned down: by a finding that is not so, or against the decision."""
    against, falsely = rng.random(), rng.random()
    if not grants or against >= (ARBITRARY if arbitrary else USUAL_ERROR):
        return UPHELD
    return FALSELY if falsely < FALSE_FINDING else OUTRIGHT

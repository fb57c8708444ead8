"""Draws that repeat: one stream of numbers for each thing that is drawn, named, so that none disturbs another."""

import math
from random import Random


def stream(seed: int, *names: object) -> Random:
    """A generator of its own for what `names` say; the same for ever for the same seed and names."""
    return Random("/".join(str(name) for name in (seed, *names)))  # noqa: S311 - repeatable, not secret


def weibull(rng: Random, shape: float, scale: float) -> float:
    return scale * (-math.log(1.0 - rng.random())) ** (1.0 / shape)


def poisson(rng: Random, mean: float) -> int:
    """By multiplying; for small means."""
    limit, product, found = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        found += 1
    return found


def about(rng: Random, mean: float, spread: float = 0.6) -> float:
    """Log-normal around a mean: most a little under it, a few far over."""
    return mean * math.exp(rng.gauss(-spread * spread / 2, spread))


def sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))

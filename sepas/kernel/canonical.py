"""One text for one value: what hashes are made of."""

import json
from collections.abc import Callable
from typing import Any

import orjson


def canonical(value: Any, *, default: Callable[[Any], Any] | None = None) -> bytes:
    """A JSON value as UTF-8 with sorted keys and nothing between: the same for equal values, whoever writes it.

    `default` makes JSON of what is none.
    """
    try:
        return orjson.dumps(value, default, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a number beyond 64 bits
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=default, separators=(",", ":"))
        return text.encode()

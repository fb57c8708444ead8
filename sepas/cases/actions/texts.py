"""Checking what people write, so that every verb says the same of the same mistake."""

from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.text import normalise

LONGEST = 5000


def cleaned(field: str, text: str, *, missing: type_of_text | None = None, longest: int = LONGEST) -> str:
    """`text` tidied for keeping; raises `Invalid` on `field` when it is too long, or empty and `missing` is
    given.
    """
    found = normalise(text)
    if not found and missing is not None:
        raise Invalid({field: missing})
    if len(found) > longest:
        raise Invalid(
            {field: _("This is too long. Shorten it, or attach the rest as a file.")},
            data={"max_length": longest},
        )
    return found


class Problems:
    """Everything that is wrong with what was given, told at once and with nothing lost."""

    def __init__(self) -> None:
        self.fields: dict[str, type_of_text] = {}
        self.data: dict[str, object] = {}

    def add(self, field: str, message: type_of_text, **data: object) -> None:
        self.fields.setdefault(field, message)
        self.data |= data

    def __enter__(self) -> "Problems":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Invalid):
            for field, message in error.fields.items():
                self.fields.setdefault(field, message)
            self.data |= error.data
            return True
        return False

    def tell(self) -> None:
        """Raise `Invalid` with all of them, if there are any."""
        if self.fields:
            raise Invalid(self.fields, data=self.data)

"""Pages of a list that may be of any length."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 1000


class BoundedPaginator(Paginator):
    """Django's, but rows are counted up to `MOST`: counting what nobody pages through costs more than a page.

    `more` says that there are further rows; they are found by looking for them.
    """

    object_list: QuerySet[Any]

    @cached_property
    def counted(self) -> int:
        return self.object_list.order_by()[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST)

    @property
    def more(self) -> bool:
        return self.counted > MOST

"""Saying things to one reader: language, calendar, time zone, money."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sepas.kernel.actor import Actor, Kind
from sepas.kernel.dates import format_date, format_datetime, format_number
from sepas.kernel.money import Money, format_money
from sepas.parties import masks, names
from sepas.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads. `public` readers are not told what staff say among themselves; `onlooker` ones look on and are not
    the customer.
    """

    language: Literal["fa", "en"]
    calendar: Literal["jalali", "gregorian"]
    zone: ZoneInfo
    currency: str = "IRR"
    public: bool = True
    organisation_id: int | None = None
    onlooker: bool = False

    @property
    def is_customer(self) -> bool:
        """Whether a case speaks to its own customer: «شما»."""
        return self.public and not self.onlooker

    @classmethod
    def of(cls, actor: Actor, organisation: Organisation) -> "Reader":
        """The actor as a reader of what belongs to `organisation`."""
        reader = cls.speaking(actor.language, organisation, public=actor.is_public)
        return replace(reader, onlooker=actor.kind == Kind.VIEWER)

    @classmethod
    def speaking(cls, language: str, organisation: Organisation, *, public: bool = True) -> "Reader":
        """A reader of a language. English readers get Gregorian dates, Persian ones the organisation's
        calendar.
        """
        english = language.startswith("en")
        jalali = not english and organisation.calendar == "jalali"
        return cls(
            "en" if english else "fa",
            "jalali" if jalali else "gregorian",
            ZoneInfo(organisation.time_zone),
            organisation.currency,
            public,
            organisation.pk,
        )

    def say(self, fa: str, en: str) -> str:
        """The one of two texts that is in the reader's language."""
        return fa if self.language == "fa" else en

    def text(self, both: Mapping[str, str] | None) -> str:
        """A text kept in both languages."""
        return str((both or {}).get(self.language) or (both or {}).get("fa") or "")

    def join(self, parts: list[str]) -> str:
        """Several things in one sentence: «الف، ب و ج»."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("، ", ", ").join(parts[:-1]) + self.say(" و ", " and ") + parts[-1]

    def either(self, parts: list[str]) -> str:
        """One of several things: «الف، ب یا ج»."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("، ", ", ").join(parts[:-1]) + self.say(" یا ", " or ") + parts[-1]

    def person(self, name: str, staff_id: int | None = None) -> str:
        """Somebody at work, who was recorded by `name`."""
        return names.translated(name, self.language, self.organisation_id, staff_id=staff_id)

    def quote(self, text: str) -> str:
        return self.say(f"«{text}»", f"“{text}”")

    def moment(self, moment: datetime | str | None) -> str:
        """A date with time; the end of a day, at which days run out, is the day alone."""
        found = _moment(moment)
        if found is None:
            return ""
        local = found.astimezone(self.zone)
        if local.hour == 23 and local.minute == 59:
            day = format_date(local.date(), self.calendar, self.language, "weekday")
            return self.say(f"پایان {day}", f"the end of {day}")
        return format_datetime(found, self.calendar, self.language, "weekday", tz=self.zone)

    def date(self, day: date) -> str:
        """A day with its weekday."""
        return format_date(day, self.calendar, self.language, "weekday")

    def day(self, moment: datetime | str | None) -> str:
        found = _moment(moment)
        return format_date(found.astimezone(self.zone).date(), self.calendar, self.language) if found else ""

    def number(self, number: int) -> str:
        return format_number(number, self.language)

    def money(self, amount: int) -> str:
        """An amount, or dots for staff and programs that amounts are hidden from."""
        if not self.public and masks.hides("fields.money"):
            return masks.DOT * 3
        return format_money(Money(amount, self.currency), self.language)

    def right(self, right: Mapping[str, Any]) -> str:
        """A right in a line: its name, with the amount if there is one."""
        title = self.text(right.get("title"))
        if right.get("amount") is None:
            return title
        amount = self.money(int(right["amount"]))
        if right.get("per") == "day":
            amount = self.say(f"روزی {amount}", f"{amount} a day")
        return self.say(f"{title}، {amount}", f"{title}, {amount}")


def _moment(moment: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if isinstance(moment, str) and moment else moment or None

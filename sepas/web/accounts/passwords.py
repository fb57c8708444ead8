"""What a password must be, in the product's own words and the reader's digits; Django's checks decide."""

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _

from sepas.web.templatetags.reader import number


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("This password is too short. Choose one of %(number)s characters or more.") % self._number()

    def get_help_text(self) -> str:
        return _("It has %(number)s characters or more.") % self._number()

    def _number(self) -> dict[str, str]:
        return {"number": number(self.min_length)}


class NotOnesName(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This password is too close to your name. Choose another one.")

    def get_help_text(self) -> str:
        return _("It is not like your name or user name.")


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is soon guessed. Choose another one.")

    def get_help_text(self) -> str:
        return _("It is none that many people use, such as 1234567890 or password.")

"""Passwords that anybody who knows the company would try first (OWASP ASVS 5.0, 6.1.2)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class CompanyWords:
    """Refuses passwords that contain the house's own words."""

    words = ("gwidam", "귀담", "고객", "rnleka")  # the last is 귀담 typed with the keyboard in Latin mode

    def validate(self, password: str, user: Any = None) -> None:
        folded = password.casefold()
        if any(word in folded for word in (*self.words, settings.HOUSE_NAME.casefold())):
            raise ValidationError(self.get_help_text(), code="company_word")

    def get_help_text(self) -> str:
        return str(_("Your password may not contain the name of the company or of this product."))

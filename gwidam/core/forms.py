"""What every form of the house shares: fields that take any text, and a refusal shown where it belongs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .errors import Refused
from .text import clean


class PlainText(forms.CharField):
    """Text from anybody: cleaned first, so that no character is refused, then held to `longest`.

    The browser is not told the limit: it would cut a pasted letter without a word.
    """

    def __init__(self, *, longest: int = 2000, **more: Any) -> None:
        self.longest = longest
        super().__init__(**more)

    def to_python(self, value: Any) -> str:
        # Twice the limit: beyond that it is refused anyway and need not be cleaned whole.
        return super().to_python(clean(str(value or ""), self.longest * 2).text) or ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                ngettext(
                    "This is too long: %(most)s character at most.",
                    "This is too long: %(most)s characters at most.",
                    self.longest,
                )
                % {"most": f"{self.longest:,}"},
                code="too_long",
            )


class FilesInput(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, `most` at most. Empty ones are left for the store to judge."""

    widget = FilesInput

    def __init__(self, *, most: int, **more: Any) -> None:
        self.most = most
        super().__init__(allow_empty_file=True, **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [each for each in (data or []) if each]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > self.most:
            raise ValidationError(
                _("Please choose %(most)s files at most.") % {"most": self.most}, code="too_many"
            )
        return given


def show_on(form: forms.BaseForm, refused: Refused) -> None:
    """Put a refusal on the field it names, or above the form when the form has no such field."""
    field = str(refused.more.get("field", ""))
    form.add_error(field if field in form.fields else None, str(refused))

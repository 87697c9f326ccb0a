"""What employees fill in about talks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.own.forms import DepartmentField, words
from gwidam.own.verbs.talking.lines import LONGEST


class LineForm(forms.Form):
    """The next line. The page draws it by hand; `key` makes it one line however often it is sent."""

    text = PlainText(longest=LONGEST)
    key = forms.SlugField(max_length=60)


class FileForm(forms.Form):
    """A file for the customer; `key` makes it one however often it is sent."""

    file = forms.FileField(max_length=200)
    key = forms.SlugField(max_length=60)


class TalkHandOffForm(forms.Form):
    """Which department is asked to take a talk, and why."""

    to = DepartmentField(label=_("Department"))
    reason = words(_("Why, and what they should know"), autofocus=True)


class TalkBounceForm(forms.Form):
    """Why a talk is not ours."""

    reason = words(_("Why"), autofocus=True)


class ReadyAnswerForm(forms.Form):
    """Words that are said again and again."""

    title_ko = PlainText(label=_("Title in Korean"), longest=80)
    text_ko = words(
        _("Words in Korean"), rows=4, help_text=_("{customer}, {me} and {house} are filled in where it is used.")
    )
    title_en = PlainText(label=_("Title in English"), longest=80, required=False)
    text_en = words(_("Words in English"), rows=4, required=False)

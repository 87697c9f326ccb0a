"""What people fill in about issue trackers. Forms only read; whether it may be done is the verbs' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Tracker


class TrackerForm(forms.Form):
    """Where a tracker is, and what proves who asks."""

    kind = forms.ChoiceField(label=_("Kind of tracker"), choices=Tracker.Kind.choices, widget=forms.RadioSelect)
    url = forms.URLField(
        label=_("Address of its API"),
        max_length=300,
        assume_scheme="https",
        help_text="https://api.github.com · https://example.atlassian.net",
    )
    project = forms.CharField(
        label=_("Project"), max_length=140, help_text=_("owner/name, or the key of a Jira project")
    )
    account = forms.CharField(
        label=_("Account"),
        max_length=254,
        required=False,
        help_text=_("Only for Jira in the cloud: the mail address whose token it is."),
    )
    token = forms.CharField(
        label=_("Token"),
        max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept sealed. It needs to read and write issues, and nothing else."),
    )


class IssueForm(forms.Form):
    """In which tracker an issue is made."""

    tracker = forms.ModelChoiceField(
        Tracker.objects.none(), label=_("Tracker"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        live = Tracker.objects.filter(ended_at__isnull=True, poll_at__isnull=False)
        self.fields["tracker"].queryset = live.defer("token", "secret").order_by("pk")  # type: ignore[attr-defined]

"""The kinds of trackers that the house speaks with."""

from __future__ import annotations

from collections.abc import Mapping

from .github import GitHub
from .jira import Jira
from .shapes import Shape

SHAPES: Mapping[str, Shape] = {"github": GitHub(), "jira": Jira()}

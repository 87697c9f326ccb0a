"""Static files under names that carry their hash, so that browsers may keep them for good."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites what JavaScript modules import from one another, and remembers each address it has told."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file; a page asks for seventy, and they stay the same as long as the process lives."""
        if force:
            return str(super().url(name, force))
        if name not in self._told:
            self._told[name] = str(super().url(name))
        return self._told[name]

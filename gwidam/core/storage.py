"""Static files under names that carry their hash, so that browsers may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites what JavaScript modules import from one another."""

    support_js_module_import_aggregation = True

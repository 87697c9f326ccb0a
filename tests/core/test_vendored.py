"""What is vendored is as it was recorded, and brings its licence."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

import gwidam

ROOT = Path(gwidam.__file__).parent


def vendor() -> ModuleType:
    """bin/vendor as a module."""
    path = ROOT.parent / "bin" / "vendor"
    loader = importlib.machinery.SourceFileLoader("vendor", str(path))
    spec = importlib.util.spec_from_loader("vendor", loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules["vendor"] = module  # a dataclass looks its module up by name
    loader.exec_module(module)
    return module


# --- what is vendored -------------------------------------------------------------------------------------


@pytest.fixture
def vendored(tmp_path: Path) -> ModuleType:
    """bin/vendor, looking at a copy of a few vendored files."""
    module = vendor()
    copied = tmp_path / "vendor"
    shutil.copytree(module.VENDOR / "htmx", copied / "htmx")
    record = json.loads((module.VENDOR / "vendor.json").read_text(encoding="utf-8"))
    (copied / "vendor.json").write_text(json.dumps(record[:1]), encoding="utf-8")
    module.VENDOR = copied
    return module


def test_every_vendored_file_is_as_recorded() -> None:
    assert vendor().differences() == []


def test_a_changed_vendored_file_is_noticed(vendored: ModuleType) -> None:
    (vendored.VENDOR / "htmx" / "htmx.min.js").write_text("alert(1)", encoding="utf-8")
    assert vendored.differences() == ["htmx/htmx.min.js has changed"]


def test_a_missing_and_an_unlisted_file_are_noticed(vendored: ModuleType) -> None:
    (vendored.VENDOR / "htmx" / "LICENSE.txt").rename(vendored.VENDOR / "htmx" / "COPYING")
    assert vendored.differences() == ["htmx/LICENSE.txt is missing", "htmx/COPYING is not listed"]


def test_only_the_listed_files_of_a_package_are_kept() -> None:
    module = vendor()
    pretendard = module.PACKAGES[1]
    assert [
        module.place_of(pretendard, path)
        for path in (
            "dist/LICENSE.txt",
            "dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.7.woff2",
            "dist/web/variable/woff2/PretendardVariable.woff2",
            "package.json",
        )
    ] == ["LICENSE.txt", "woff2-dynamic-subset/PretendardVariable.subset.7.woff2", None, None]


def test_each_vendored_package_brings_its_licence() -> None:
    record = json.loads((vendor().VENDOR / "vendor.json").read_text(encoding="utf-8"))
    assert [
        (package["name"], package["licence"], any(path.endswith("LICENSE.txt") for path in package["files"]))
        for package in record
    ] == [("htmx.org", "0BSD", True), ("pretendard", "OFL-1.1", True)]


# --- nothing from elsewhere, nothing inline ---------------------------------------------------------------

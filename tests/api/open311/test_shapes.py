"""The same rows as XML and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from defusedxml.ElementTree import fromstring

from gwidam.api.open311.shapes import SERVICES, moment, row_as, rows_as

ROW = {"service_code": "a", "metadata": True, "group": "", "attributes": [{"order": 1, "values": []}]}


def test_json_is_the_array_alone_with_null_for_what_is_empty():
    answer = rows_as("json", SERVICES, [ROW])
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(answer.content) == [{**ROW, "group": None}]


def test_xml_has_a_root_and_an_element_for_each_row():
    answer = rows_as("xml", SERVICES, [ROW, ROW])
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = fromstring(answer.content)
    assert [root.tag, *(each.tag for each in root)] == ["services", "service", "service"]
    assert root.findtext("service/metadata") == "true"
    assert root.findtext("service/attributes/attribute/order") == "1"


def test_what_xml_cannot_write_is_left_out():
    answer = row_as("xml", "discovery", {"contact": "a\x00b\x0bc\ud800d\ufffee 한글 🙂\n"})
    assert fromstring(answer.content).findtext("contact") == "abcde 한글 🙂\n"


def test_a_moment_is_told_in_utc():
    korea = timezone(timedelta(hours=9))
    assert moment(datetime(2026, 11, 22, 9, tzinfo=korea)) == moment(datetime(2026, 11, 22, 0, tzinfo=UTC))
    assert moment(datetime(2026, 11, 22, 9, tzinfo=korea)) == "2026-11-22T00:00:00Z"
    assert moment(None) is None

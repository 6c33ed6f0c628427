"""Addresses of records: of the known systems, of one's own, and never anything but a page of the web."""

from __future__ import annotations

import pytest

from merilo.core.record_links import KNOWN, fault, record_url

SOURCES = {
    "pd": {"crm": "pipedrive", "host": "acme.pipedrive.com"},
    "own": {"deal_url": "https://erp.example.com/orders?no={id}"},
}


def test_a_known_system_needs_only_its_host() -> None:
    assert record_url(SOURCES, "deals", "pd:17") == "https://acme.pipedrive.com/deal/17"
    assert record_url(SOURCES, "accounts", "pd:9") == "https://acme.pipedrive.com/organization/9"
    assert {record for paths in KNOWN.values() for record in paths} == {"deal", "account", "contact", "lead"}


def test_an_id_cannot_lead_elsewhere() -> None:
    assert record_url(SOURCES, "deals", "own:1/../x?y:&z") == "https://erp.example.com/orders?no=1%2F..%2Fx%3Fy%3A%26z"


@pytest.mark.parametrize(
    ("table", "key"), [("deals", "csv:1"), ("touches", "pd:1"), ("deals", None), ("deals", "pd"), ("accounts", "own:1")]
)
def test_where_nothing_is_said_there_is_no_link(table: str, key: str | None) -> None:
    assert record_url(SOURCES, table, key) is None


@pytest.mark.parametrize(
    "said",
    [
        {"deal_url": "javascript:alert({id})"},
        {"deal_url": "https://{id}.example.com/"},
        {"deal_url": "https://crm.example.com/deals"},
        {"crm": "pipedrive", "host": "javascript://x"},
        {"crm": "pipedrive", "host": "acme.example.com@evil"},
        {"crm": "paper", "host": "acme.example.com"},
        {"crm": "hubspot"},
        {"colour": "red"},
    ],
)
def test_what_is_no_address_is_refused(said: dict[str, str]) -> None:
    assert fault(said) is not None


def test_good_settings_are_taken() -> None:
    assert [fault(said) for said in SOURCES.values()] == [None, None]
    assert fault({"crm": "hubspot", "host": "app.hubspot.com/contacts/123"}) is None

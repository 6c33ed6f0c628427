"""The way back: the address of a record in the system that it came from, by the settings of its source."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

RECORDS = {"deals": "deal", "accounts": "account", "contacts": "contact", "leads": "lead"}
"""The fact tables whose records have a page of their own, and how settings name one: `deal_url`, …"""

KNOWN: Mapping[str, Mapping[str, str]] = {
    "hubspot": {"deal": "record/0-3/{id}", "account": "record/0-2/{id}", "contact": "record/0-1/{id}"},
    "pipedrive": {"deal": "deal/{id}", "account": "organization/{id}", "contact": "person/{id}",
                  "lead": "leads/inbox/{id}"},
    "salesforce": {"deal": "lightning/r/Opportunity/{id}/view", "account": "lightning/r/Account/{id}/view",
                   "contact": "lightning/r/Contact/{id}/view", "lead": "lightning/r/Lead/{id}/view"},
    "amocrm": {"deal": "leads/detail/{id}", "account": "companies/detail/{id}", "contact": "contacts/detail/{id}"},
    "bitrix24": {"deal": "crm/deal/details/{id}/", "account": "crm/company/details/{id}/",
                 "contact": "crm/contact/details/{id}/", "lead": "crm/lead/details/{id}/"},
}  # fmt: skip
"""Systems whose addresses are known: the path of each kind of record under the host."""

KEYS = ("crm", "host", *(f"{record}_url" for record in RECORDS.values()))
"""What may be said of a source."""


def fault(said: Mapping[str, object]) -> tuple[str, object, str] | None:
    """What is wrong with the settings of one source: key, value, what is allowed; None where nothing is."""
    for key, value in said.items():
        if key not in KEYS:
            return key, value, ", ".join(KEYS)
        if key == "crm" and value not in KNOWN:
            return key, value, ", ".join(KNOWN)
        if key == "host" and not _is_host(value):
            return key, value, "acme.example.com"
        if key.endswith("_url") and not _is_template(value):
            return key, value, "https://crm.example.com/…/{id}"
    if ("crm" in said) != ("host" in said):
        return "crm, host", dict(said), 'crm = "pipedrive", host = "acme.pipedrive.com"'
    return None


def record_url(sources: Mapping[str, Mapping[str, str]], table: str, key: str | None) -> str | None:
    """The address of a fact's record (`id` is `source:source_id`); None where its source says none."""
    source, colon, own = (key or "").partition(":")
    said, record = sources.get(source), RECORDS.get(table)
    if not colon or not own or said is None or record is None:
        return None
    template = said.get(f"{record}_url") or _of_known(said, record)
    return template.replace("{id}", quote(own, safe="")) if template else None


def _of_known(said: Mapping[str, str], record: str) -> str | None:
    path = KNOWN.get(said.get("crm", ""), {}).get(record)
    return f"https://{said['host'].rstrip('/')}/{path}" if path else None


def _is_template(value: object) -> bool:
    """Only pages of the web, with one place for the id after the host: never a script, never another host by an id."""
    if not isinstance(value, str) or value.count("{id}") != 1:
        return False
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and "{id}" not in parts.netloc


def _is_host(value: object) -> bool:
    if not isinstance(value, str) or "://" in value or set(value) & set(" @\\{}?#<>\"'"):
        return False
    return "." in urlsplit(f"https://{value}").netloc

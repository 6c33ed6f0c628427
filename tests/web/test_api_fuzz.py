"""The API asked all that its own description allows, and more: it never breaks, and every fault has the one shape."""

from __future__ import annotations

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.client import Client
from tests.web.site import Site
from tests.web.test_api import token_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

ADDRESSES = 20
EACH = 12
"""Fewer questions in all than a token may ask in a minute."""


def test_whatever_is_asked_it_answers_in_words(site: Site) -> None:
    document = json.loads(Client(site.base).get("/api/v1/openapi.json").text)
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=site.base)
    tokens = [token_of(site, "analyst", "read:kpis"), token_of(site, "analyst", "read:rows"),
              token_of(site, "seller", "write:journal"), token_of(site, "seller", "write:calls")]  # fmt: skip
    seen: dict[str, set[int]] = {}
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=EACH, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(), token=st.sampled_from(tokens))
        def ask(case: schemathesis.Case, token: str) -> None:
            answered = case.call(headers={"Authorization": f"Bearer {token}"})
            seen.setdefault(case.path, set()).add(answered.status_code)
            assert answered.status_code < 500 or answered.status_code == 503, (case.as_curl_command(), answered.text)
            if answered.status_code >= 400:
                assert set(answered.json()["error"]) == {"what", "where", "allowed", "way_out"}

        ask()
    assert len(seen) == ADDRESSES
    assert 200 in seen["/api/v1/kpis"]

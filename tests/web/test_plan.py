"""Ratios and plan: what another target or ratio would take, the same as the command says; nothing is kept."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from merilo.reports.plan import Planned, plan
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def _what(site: Site, who: str, **words: str) -> str:
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in words.items())
    return site.client(who).get(f"/plan/what/?{query}").words


def test_a_target_moved_is_answered_as_the_command_answers_it(site: Site) -> None:
    """Ten times as much for one seller: the touches a week that `merilo plan --seller … --target …` asks for."""
    name = site.staff["names"][site.seller]
    (line,) = plan(site.place, Planned(seller=name, target=50_000_000.0)).lines
    per_week = line.needs["touches"].per_week
    assert per_week is not None
    words = _what(site, "seller", whom=f"seller|{site.seller}", target="50 000 000")
    assert f"{per_week.median:,.1f} {per_week.p10:,.1f} – {per_week.p90:,.1f}" in words


def test_a_ratio_moved_needs_less(site: Site) -> None:
    name = site.staff["names"][site.seller]
    supposed = (("win_rate", "0.9"),)
    (line,) = plan(site.place, Planned(seller=name, target=50_000_000.0, what=supposed)).lines
    better = line.what_if["first_meetings"].per_week
    assert better is not None
    words = _what(site, "seller", whom=f"seller|{site.seller}", target="50000000", win_rate="90%")
    assert f"{better.median:,.1f} {better.p10:,.1f} – {better.p90:,.1f}" in words


def test_ratios_are_held_against_those_whom_the_person_sees(site: Site) -> None:
    """His own for the seller; beside them his team's for the manager; the company's too for the analyst."""
    whom, team = f"seller|{site.seller}", site.staff["teams"][site.seller]
    ratios = {who: _what(site, who, whom=whom).split("The ratios between the steps")[1]
              for who in ("seller", "manager", "analyst")}  # fmt: skip
    assert team not in ratios["seller"]
    assert team in ratios["manager"]
    assert "The whole company" not in ratios["manager"]
    assert "The whole company" in ratios["analyst"]


@pytest.mark.parametrize(
    ("who", "words", "status"),
    [
        ("seller", {"target": "much"}, 400),
        ("seller", {"target": "-5"}, 400),
        ("seller", {"win_rate": "2"}, 400),
        ("seller", {"whom": "company|"}, 404),
        ("seller", {"whom": "seller|{outsider}"}, 404),
        ("manager", {"whom": "team|{other}"}, 404),
        ("analyst", {"whom": "seller|nobody"}, 404),
    ],
)
def test_what_cannot_be_supposed_is_told(site: Site, who: str, words: dict[str, str], status: int) -> None:
    known = {"outsider": site.outsider, "other": site.staff["teams"][site.outsider]}
    query = "&".join(f"{name}={quote(value.format(**known), safe='')}" for name, value in words.items())
    page = site.client(who).get(f"/plan/what/?{query}", **{"HX-Request": "true"})
    assert page.status == status
    assert 'role="alert"' in page.text
    assert "<html" not in page.text


def test_the_form_offers_whom_the_person_sees(site: Site) -> None:
    text = site.client("manager").get("/plan/").text
    offered = re.findall(r'<option value="((?:seller|team|company)\|[^"]*)"', text)
    assert f"seller|{site.seller}" in offered
    assert f"seller|{site.outsider}" not in offered
    assert "company|" not in offered

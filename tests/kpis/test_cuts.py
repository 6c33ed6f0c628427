from __future__ import annotations

import pytest

from merilo.core.errors import UsageError
from merilo.core.text import set_language
from merilo.core.time import Period
from merilo.kpis.cuts import CUTS
from tests.kpis.conftest import Build


def _won(seller: str | None, day: str | None = "2024-03-05", **more: object) -> dict[str, object]:
    return {"seller": seller, "status": "won", "closed_at": day, **more}


def test_a_seller_in_two_teams_at_once_counts_once(facts: Build) -> None:
    """
    Ann: North since 1 January, South since 1 February (both still). One deal won in March.
    A plain join gives North 1 + South 1 = 2 deals (wrong); the first to begin holds: North 1 (right).
    """
    company = facts(
        deals=[_won("a")],
        memberships=[
            {"seller": "a", "team": "South", "valid_from": "2024-02-01"},
            {"seller": "a", "team": "North", "valid_from": "2024-01-01"},
        ],
    )
    assert company.values("won_amount", by="team").keys() == {"North"}
    assert company.figure("win_rate", by="team").n == 1


def test_two_memberships_that_begin_together_are_told_apart_by_id(facts: Build) -> None:
    company = facts(
        deals=[_won("a")],
        memberships=[{"id": "2", "seller": "a", "team": "South"}, {"id": "1", "seller": "a", "team": "North"}],
    )
    assert company.values("win_rate", by="team") == {"North": 1.0}


def test_when_the_first_membership_ends_the_overlapping_one_takes_over(facts: Build) -> None:
    company = facts(
        deals=[_won("a", "2024-02-15"), _won("a", "2024-03-15"), _won("a", "2024-05-15")],
        memberships=[
            {"seller": "a", "team": "North", "valid_from": "2024-01-01", "valid_to": "2024-02-29"},
            {"seller": "a", "team": "South", "valid_from": "2024-02-01", "valid_to": "2024-04-30"},
        ],
    )
    assert company.values("win_rate", by="team") == {"North": 1.0, "South": 1.0, "(none)": 1.0}
    assert {line.labels["team"]: line.figure.n for line in company.ask("win_rate", by="team").lines} == {
        "North": 1, "South": 1, "(none)": 1,
    }  # fmt: skip


def test_past_totals_follow_the_past_org_chart(facts: Build) -> None:
    """Ann moved from Kay's team to Lee's on 1 March; valid_to is the last day, inclusive."""
    company = facts(
        sellers=[{"id": "k", "name": "Kay"}, {"id": "l", "name": "Lee"}],
        deals=[_won("a", "2024-02-29"), _won("a", "2024-03-01"), _won("a", "2024-03-02")],
        memberships=[
            {"seller": "a", "team": "North", "manager": "k", "valid_to": "2024-02-29"},
            {"seller": "a", "team": "South", "manager": "l", "valid_from": "2024-03-01"},
        ],
    )
    lines = company.ask("win_rate", by="manager").lines
    assert {line.labels["manager"]: line.figure.n for line in lines} == {"Kay": 1, "Lee": 2}


def test_a_row_without_a_day_follows_the_team_of_the_day_looked_at(facts: Build) -> None:
    company = facts(
        today="2024-06-01",
        deals=[_won("a", None)],
        memberships=[
            {"seller": "a", "team": "Old", "valid_to": "2024-05-31"},
            {"seller": "a", "team": "New", "valid_from": "2024-06-01"},
        ],
    )
    assert company.values("win_rate", by="team") == {"New": 1.0}


def test_two_sellers_of_one_name_stay_two(facts: Build) -> None:
    company = facts(
        sellers=[{"id": "1", "name": "Ann"}, {"id": "2", "name": "Ann"}],
        deals=[_won("1"), {**_won("2"), "status": "lost"}],
    )
    lines = company.ask("win_rate", by="seller").lines
    assert [(line.labels["seller"], line.keys["seller"], line.figure.value) for line in lines] == [
        ("Ann", "1", 1.0),
        ("Ann", "2", 0.0),
    ]
    assert company.figure("win_rate", where={"seller": "Ann"}).n == 2
    assert company.figure("win_rate", where={"seller": "2"}).n == 1


def test_rows_without_the_cut_are_a_group_of_their_own_and_can_be_asked_for(facts: Build) -> None:
    company = facts(deals=[_won(None), _won("a", origin="self")])
    assert company.values("win_rate", by="seller").keys() == {"a", "(none)"}
    assert company.figure("win_rate", where={"seller": "(none)"}).n == 1
    assert company.figure("win_rate", where={"origin": "self"}).n == 1


def test_region_and_industry_come_from_the_account(facts: Build) -> None:
    company = facts(
        accounts=[{"id": "x", "name": "X", "region": "EU", "industry": "toys"}],
        deals=[_won("a", account="x"), _won("a", account="gone"), _won("a")],
    )
    found = {line.labels["region"]: line.figure.n for line in company.ask("win_rate", by="region").lines}
    assert found == {"EU": 1, "(none)": 2}
    assert company.figure("win_rate", where={"industry": "toys"}).n == 1


def test_several_values_of_one_cut_mean_any_of_them(facts: Build) -> None:
    company = facts(deals=[_won("a"), _won("b"), _won("c")])
    assert company.figure("win_rate", where=(("source", "t"), ("origin", "(none)"))).n == 3
    both = company.ask("win_rate", by="seller", every=Period.MONTH)
    assert len(both.lines) == 3


def test_stages_are_listed_in_the_order_of_the_pipeline(facts: Build) -> None:
    company = facts(
        stages=[{"name": "Zero", "position": 1}, {"name": "Alpha", "position": 2}],
        deals=[{"stage": "Alpha", "created_at": "2024-01-01"}, {"stage": "Zero", "created_at": "2024-01-01"}],
    )
    assert [line.labels["stage"] for line in company.ask("pipeline", by="stage").lines] == ["Zero", "Alpha"]


def test_an_impossible_cut_or_name_is_refused_with_what_is_allowed(facts: Build) -> None:
    company = facts(sellers=[{"id": "1", "name": "Ann"}])
    with pytest.raises(UsageError, match="Allowed: seller, team"):
        company.ask("win_rate", by="colour")
    with pytest.raises(UsageError, match="Known are: Ann"):
        company.ask("win_rate", where={"seller": "Zed"})
    with pytest.raises(UsageError, match="There is no KPI"):
        company.ask("happiness")
    with pytest.raises(UsageError, match="no policy"):
        company.ask("win_rate", policies={"start": "created"})
    with pytest.raises(UsageError, match="Allowed: first_meeting, created"):
        company.ask("time_to_close", policies={"start": "never"})
    with pytest.raises(UsageError, match="after the last"):
        company.ask("win_rate", start="2024-02-01", end="2024-01-01")


def test_a_role_is_the_membership_s_else_the_present_job_title(facts: Build) -> None:
    company = facts(
        sellers=[{"id": "a", "role": "Closer"}, {"id": "b", "role": "Closer"}],
        deals=[_won("a"), _won("b"), _won("c")],
        memberships=[{"seller": "a", "team": "North", "role": "Hunter"}],
    )
    assert company.values("win_rate", by="role").keys() == {"Hunter", "Closer", "(none)"}
    assert company.values("attainment", by="role") == {}


def test_only_words_of_our_own_are_put_into_the_reader_s_language() -> None:
    """`partner` is an origin of ours; a team that is called so is the source's word, and `Messe` is no word of ours."""
    set_language("ru")
    try:
        assert CUTS["origin"].in_words("partner") != "partner"
        assert CUTS["team"].in_words("partner") == "partner"
        assert CUTS["origin"].in_words("Messe") == "Messe"
    finally:
        set_language("en")

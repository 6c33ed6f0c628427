"""Every address tried as the one it is about, who leads him, a team mate, an outsider, and somebody not logged in.

An address that is not in the table fails the test: whoever adds a page says who may open it.
"""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.conftest import ROOT
from tests.web.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

ROLES = ("seller", "mate", "outsider", "manager", "other_manager", "analyst", "admin")
LEADERS = {"manager", "other_manager", "analyst", "admin"}
KEEPERS = {"analyst", "admin"}
EVERYBODY = set(ROLES)
WRITERS = EVERYBODY - {"analyst"}
SEES_SELLER = {"seller", "manager", "analyst", "admin"}

# The address by name, a path of it about the seller, and who may open it.
PAGES: dict[str, tuple[str, set[str]]] = {
    "home": ("/", EVERYBODY),
    "tokens": ("/tokens/", EVERYBODY),
    "week": ("/week/", EVERYBODY),
    "week_of": ("/week/{seller}/", SEES_SELLER),
    "team": ("/team/", LEADERS),
    "team_export": ("/team/board.csv", LEADERS),
    "sheet": ("/team/{seller}/sheet/", {"manager", "analyst", "admin"}),
    "problems": ("/problems/", EVERYBODY),
    "pipeline": ("/pipeline/", EVERYBODY),
    "pipeline_balance": ("/pipeline/balance/?seller={seller}", SEES_SELLER),
    "pipeline_old": ("/pipeline/old/?seller={seller}", SEES_SELLER),
    "plan": ("/plan/", EVERYBODY),
    "plan_what": ("/plan/what/?whom=seller%7C{seller}", SEES_SELLER),
    "forecast": ("/forecast/", EVERYBODY),
    "forecast_quarter": ("/forecast/quarter/", EVERYBODY),
    "forecast_what": ("/forecast/what/?whom=seller%7C{seller}", SEES_SELLER),
    "forecast_export": ("/forecast.csv", EVERYBODY),
    "calls": ("/forecast/calls/", EVERYBODY),
    "calls_export": ("/forecast/calls.csv", EVERYBODY),
    "time_to_close": ("/time-to-close/", EVERYBODY),
    "retention": ("/retention/", EVERYBODY),
    "coaching": ("/coaching/", EVERYBODY),
    "expectations": ("/expectations/", EVERYBODY),
    "expectations_hint": (
        "/expectations/hint/?whom=seller%7C{seller}&kpi=touches&period=2026Q4",
        {"manager", "analyst", "admin"},
    ),
    "notifications": ("/notifications/", EVERYBODY),
    "notice_choices": ("/notifications/choices/", EVERYBODY),
    "bell": ("/notifications/bell?n=x", EVERYBODY),
    "digest": ("/notifications/digest/", {"seller", "mate", "outsider", "manager", "other_manager"}),
    "mails": ("/notifications/mails/", {"admin"}),
    "journal": ("/journal/", EVERYBODY),
    "journal_deals": ("/journal/deals/", EVERYBODY),
    "journal_leads": ("/journal/leads/", EVERYBODY),
    "journal_accounts": ("/journal/accounts/", EVERYBODY),
    "journal_pipelines": ("/journal/pipelines/", {"manager", "other_manager", "admin"}),
    "journal_log": ("/journal/log/", WRITERS),
    "journal_find": ("/journal/find/?q=a", EVERYBODY),
    "journal_search": ("/journal/search/?q=a", EVERYBODY),
    "journal_today": ("/journal/today/{seller}/", SEES_SELLER),
    "journal_new": ("/journal/new/deal/", WRITERS),
    "journal_likely": ("/journal/likely/account/?name=a", WRITERS),
    "people": ("/people/", {"admin"}),
    "audit": ("/audit/", {"admin"}),
    "audit_export": ("/audit/log.csv", {"admin"}),
    "data": ("/data/", KEEPERS),
    "kpis": ("/kpi/", EVERYBODY),
    "kpi": ("/kpi/touches/?seller={seller}", EVERYBODY),
    "kpi_answer": ("/kpi/won_amount/answer/?seller={seller}", SEES_SELLER),
    "kpi_why": ("/kpi/won_amount/why/?seller={seller}", SEES_SELLER),
    "kpi_rows": ("/kpi/won_amount/rows/?seller={seller}", SEES_SELLER),
    "kpi_export": ("/kpi/won_amount/rows.csv?seller={seller}", SEES_SELLER),
}
# Pages of something that a test has to make first; their own tests say who may open them.
MADE = {
    "import", "rejects", "mend", "notification", "unsubscribe",
    "journal_record", "journal_edit", "journal_merge", "journal_deal_of_lead",
}  # fmt: skip
# Not pages: they only take forms.
FORMS = {
    "coaching_agree",
    "coaching_end",
    "coaching_reword",
    "call_give",
    "journal_delete",
    "journal_move",
    "journal_step_done",
    "journal_undo",
    "language",
    "import_upload",
    "import_correct",
    "import_run",
    "import_drop",
    "import_keep",
    "expectations_ask",
    "expectations_withdraw",
    "expectations_accept",
    "people_invite",
    "people_change",
    "people_link",
    "people_shut",
    "people_open",
    "token_end",
    "mend_correct",
    "notifications_read",
    "notification_change",
}


def test_every_address_is_in_the_table() -> None:
    tables = ("urls.py", "pages/journal/urls.py")
    named = [
        name
        for table in tables
        for name in re.findall(r'name="(\w+)"', (ROOT / "merilo" / "web" / table).read_text(encoding="utf-8"))
    ]
    assert sorted(named) == sorted({*PAGES, *FORMS, *MADE})


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ROLES)
def test_who_may_open_it(site: Site, name: str, who: str) -> None:
    path, allowed = PAGES[name]
    page = site.client(who).get(path.format(seller=quote(site.seller, safe="")))
    assert page.status == (200 if who in allowed else 404), page.title


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_may(site: Site, name: str) -> None:
    page = site.client().get(PAGES[name][0].format(seller=quote(site.seller, safe="")))
    assert "/account/login/" in page.url

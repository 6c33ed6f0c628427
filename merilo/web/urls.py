"""Which address is which page. A page is one line here and one in `navigation.PAGES`."""

from __future__ import annotations

from django.urls import include, path

from merilo.web.pages import coaching, entry, expectations, kpis, pipeline, plan, problems, team, week

urlpatterns = [
    path("", entry.home, name="home"),
    path("language", entry.language, name="language"),
    path("account/", include("allauth.urls")),
    path("week/", week.own, name="week"),
    path("week/<str:seller>/", week.of, name="week_of"),
    path("team/", team.board, name="team"),
    path("team/<str:seller>/sheet/", team.sheet, name="sheet"),
    path("problems/", problems.all_five, name="problems"),
    path("pipeline/", pipeline.board, name="pipeline"),
    path("plan/", plan.plan, name="plan"),
    path("coaching/", coaching.every, name="coaching"),
    path("coaching/agree", coaching.agree, name="coaching_agree"),
    path("coaching/<int:number>/end", coaching.end, name="coaching_end"),
    path("coaching/<int:number>/reword", coaching.reword, name="coaching_reword"),
    path("expectations/", expectations.every, name="expectations"),
    path("expectations/hint/", expectations.hint, name="expectations_hint"),
    path("expectations/ask", expectations.ask, name="expectations_ask"),
    path("expectations/<int:number>/withdraw", expectations.withdraw, name="expectations_withdraw"),
    path("expectations/accept", expectations.accept, name="expectations_accept"),
    path("kpi/", kpis.every, name="kpis"),
    path("kpi/<str:name>/", kpis.one, name="kpi"),
    path("kpi/<str:name>/answer/", kpis.answer, name="kpi_answer"),
    path("kpi/<str:name>/rows/", kpis.rows, name="kpi_rows"),
    path("kpi/<str:name>/rows.csv", kpis.export, name="kpi_export"),
]

"""The addresses of the journal, under /journal/."""

from __future__ import annotations

from django.urls import path

from merilo.web.pages.journal import addresses, board, log, pipelines, records, searching, today

__all__ = ["addresses", "urlpatterns"]

urlpatterns = [
    path("", today.journal, name="journal"),
    path("deals/", board.deals, name="journal_deals"),
    path("leads/", today.leads, name="journal_leads"),
    path("accounts/", today.accounts, name="journal_accounts"),
    path("pipelines/", pipelines.settings, name="journal_pipelines"),
    path("log/", log.log, name="journal_log"),
    path("find/", log.find, name="journal_find"),
    path("search/", searching.found, name="journal_search"),
    path("undo", log.undo, name="journal_undo"),
    path("today/<str:seller>/", today.counted, name="journal_today"),
    path("new/<kind:kind>/", records.new, name="journal_new"),
    path("likely/<kind:kind>/", records.likely, name="journal_likely"),
    path("step/<path:number>/done", today.step_done, name="journal_step_done"),
    path("deal/<path:number>/move", board.move, name="journal_move"),
    path("lead/<path:number>/deal/", records.deal_of_lead, name="journal_deal_of_lead"),
    path("<kind:kind>/<path:number>/edit/", records.edit, name="journal_edit"),
    path("<kind:kind>/<path:number>/delete", records.delete, name="journal_delete"),
    path("<kind:kind>/<path:number>/merge/", records.merge, name="journal_merge"),
    path("<kind:kind>/<path:number>/", records.one, name="journal_record"),
]

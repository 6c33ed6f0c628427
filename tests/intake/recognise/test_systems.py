"""Each known system's export is recognised, and every header means what its makers say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from merilo.intake.recognise import Proposal
from merilo.intake.recognise.known import match_system
from merilo.intake.recognise.systems import SYSTEMS
from merilo.intake.recognise.vocabulary import VOCABULARY
from merilo.intake.recognise.words import key
from tests.intake.recognise.conftest import MakeTable, ProposeTables, targets

HUBSPOT = {
    "source_id": "Record ID", "name": "Deal Name", "stage": "Deal Stage", "status": "Deal Stage",
    "pipeline": "Pipeline", "amount": "Amount", "closed_at": "Close Date", "expected_close_on": "Close Date",
    "created_at": "Create Date", "seller": "Deal owner", "account": "Associated Company", "origin": "Original Source",
    "source_detail": "Original Source",
}  # fmt: skip
PIPEDRIVE = {
    "source_id": "Deal - ID", "name": "Deal - Title", "seller": "Deal - Owner", "amount": "Deal - Value",
    "currency": "Deal - Currency of Value", "account": "Deal - Organization ID", "pipeline": "Deal - Pipeline",
    "stage": "Deal - Stage", "status": "Deal - Status", "created_at": "Deal - Deal created",
    "modified_at": "Deal - Update time", "closed_at": "Deal - Won time+Deal - Lost time+Deal - Deal closed on",
    "expected_close_on": "Deal - Expected close date", "lost_reason": "Deal - Lost reason",
    "product": "Deal - Product name", "origin": "Deal - Source channel", "source_detail": "Deal - Source channel",
}  # fmt: skip
AMOCRM_OLD = {
    "source_id": "ID", "name": "Название сделки", "amount": "Бюджет", "seller": "Ответственный",
    "created_at": "Дата создания сделки", "modified_at": "Дата редактирования", "closed_at": "Дата закрытия",
    "stage": "Этап сделки", "status": "Этап сделки", "pipeline": "Воронка", "account": "Компания",
    "product": "Товар (2)", "origin": "Источник (2)+Источник+utm_source",
    "source_detail": "Источник (2)+Источник+utm_source",
}  # fmt: skip
AMOCRM_NEW = {
    "source_id": "ID", "name": "Название сделки", "amount": "Бюджет", "seller": "Ответственный",
    "created_at": "Дата создания", "modified_at": "Дата изменения", "closed_at": "Дата закрытия",
    "stage": "Этап сделки", "status": "Этап сделки", "pipeline": "Воронка", "account": "Компания",
    "lost_reason": "Причина отказа", "origin": "Источник+utm_source", "source_detail": "Источник+utm_source",
}  # fmt: skip
BITRIX24_DEALS = {
    "source_id": "ID", "name": "Название сделки", "pipeline": "Воронка", "stage": "Стадия сделки",
    "status": "Стадия сделки", "amount": "Сумма", "currency": "Валюта", "seller": "Ответственный",
    "created_at": "Дата создания", "modified_at": "Дата изменения", "expected_close_on": "Предполагаемая дата закрытия",
    "closed_at": "Предполагаемая дата закрытия", "origin": "Источник", "source_detail": "Источник",
    "account": "Компания: Название компании", "product": "Товар",
}  # fmt: skip
BITRIX24_LEADS = {
    "source_id": "ID", "owner": "Ответственный", "reason": "Причина отказа", "origin": "Источник телефона",
    "source_detail": "Источник телефона",
}  # fmt: skip
BITRIX24_CODES = {
    "amount": "OPPORTUNITY", "stage": "STAGE_ID", "status": "STAGE_ID", "pipeline": "CATEGORY_ID",
    "seller": "ASSIGNED_BY_ID", "created_at": "DATE_CREATE", "modified_at": "DATE_MODIFY", "closed_at": "CLOSEDATE",
    "expected_close_on": "CLOSEDATE", "origin": "SOURCE_ID", "source_detail": "SOURCE_ID", "currency": "CURRENCY_ID",
}  # fmt: skip
SALESFORCE_REPORT = {
    "name": "Opportunity Name", "seller": "Opportunity Owner", "account": "Account Name", "stage": "Stage",
    "status": "Stage", "amount": "Total Amount", "currency": "Total Amount Currency", "closed_at": "Close Date",
    "expected_close_on": "Close Date",
}  # fmt: skip
SALESFORCE_API = {
    "source_id": "Id", "name": "Name", "account": "AccountId", "seller": "OwnerId", "stage": "StageName",
    "status": "StageName", "amount": "Amount", "origin": "LeadSource", "source_detail": "LeadSource",
    "created_at": "CreatedDate", "closed_at": "CloseDate", "expected_close_on": "CloseDate",
    "modified_at": "LastModifiedDate", "deleted": "IsDeleted",
}  # fmt: skip
SALESFORCE_HISTORY = {
    "deal": "OpportunityId", "new": "StageName", "at": "CreatedDate", "field": "=stage", "evidence": "=history",
}  # fmt: skip

FILES = [
    ("hubspot_deals_export", "hubspot", "deals", HUBSPOT),
    ("pipedrive_deals_export", "pipedrive", "deals", PIPEDRIVE),
    ("amocrm_deals_export_old", "amocrm", "deals", AMOCRM_OLD),
    ("amocrm_deals_export_new", "amocrm", "deals", AMOCRM_NEW),
    ("bitrix24_deals_export", "bitrix24", "deals", BITRIX24_DEALS),
    ("bitrix24_leads_export", "bitrix24", "leads", BITRIX24_LEADS),
]
LISTS = [
    ("salesforce_opportunity", "report_columns", "salesforce", "deals", SALESFORCE_REPORT),
    ("salesforce_opportunity", "api_columns", "salesforce", "deals", SALESFORCE_API),
    ("salesforce_opportunity", "history_columns_api", "salesforce", "deal_changes", SALESFORCE_HISTORY),
    ("hubspot_deals_export", "columns", "hubspot", "deals", HUBSPOT),
    ("pipedrive_deals_export", "columns", "pipedrive", "deals", PIPEDRIVE),
    ("amocrm_deals_export_new", "columns", "amocrm", "deals", AMOCRM_NEW),
    ("bitrix24_deals_export", "columns", "bitrix24", "deals", BITRIX24_DEALS),
    ("bitrix24_deals_export", "rest_codes", "bitrix24", "deals", BITRIX24_CODES),
    ("bitrix24_leads_export", "columns", "bitrix24", "leads", BITRIX24_LEADS),
]


@pytest.mark.parametrize(("file", "system", "table", "expected"), FILES, ids=[each[0] for each in FILES])
def test_a_header_file_maps_to_the_targets_written_out_by_hand(
    shared_data: Path,
    propose_files: Callable[..., Proposal],
    file: str,
    system: str,
    table: str,
    expected: dict[str, str],
) -> None:
    proposal = propose_files(shared_data / "crm_headers" / f"{file}.header.csv")
    assert proposal.system.name == system
    assert targets(proposal, table) == expected


@pytest.mark.parametrize(
    ("export", "columns", "system", "table", "expected"), LISTS, ids=[f"{each[0]}-{each[1]}" for each in LISTS]
)
def test_a_list_of_headers_maps_to_the_targets_written_out_by_hand(
    shared_data: Path, make_table: MakeTable, propose_tables: ProposeTables,
    export: str, columns: str, system: str, table: str, expected: dict[str, str],
) -> None:  # fmt: skip
    headers = json.loads((shared_data / "crm_headers" / "headers.json").read_text(encoding="utf-8"))
    proposal = propose_tables(make_table("export", list(headers[export][columns])))
    assert proposal.system.name == system
    # A report without an id column cannot be complete; what it maps must be right all the same.
    assert targets(proposal, table) == expected


def test_salesforce_flags_are_compared_not_believed(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["Id", "Name", "StageName", "CloseDate", "Amount", "IsClosed", "IsWon", "OwnerId"]
    rows = [["006A", "Deal", "Closed Won", "2026-01-02", "5", "FALSE", "FALSE", "005X"]]
    proposal = propose_tables(make_table("Opportunity", header, rows))
    deals = proposal.mapping.entries[-1]
    assert deals.checks == {"closed": "IsClosed", "won": "IsWon"}
    assert deals.fields["status"].values["Closed Won"] == "won"


def test_salesforce_field_history_keeps_only_fields_that_are_followed(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    header = ["OpportunityId", "Field", "OldValue", "NewValue", "CreatedDate"]
    rows = [
        ["006A", "StageName", "New", "Demo", "2026-01-02"],
        ["006A", "Amount", "1", "2", "2026-01-03"],
        ["006A", "Description", "a", "b", "2026-01-04"],
    ]
    entry = propose_tables(make_table("history", header, rows)).mapping.entries[-1]
    assert entry.fields["field"].values == {"StageName": "stage", "Amount": "amount"}
    assert set(entry.where[0].equals) == {"StageName", "Amount"}


def test_amocrm_words_for_nothing_are_named(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["ID", "Название сделки", "Бюджет", "Ответственный", "Этап сделки", "Дата создания", "Дата закрытия"]
    rows = [
        ["1", "А", "100", "Иван Петров", "Первый контакт", "01.02.2026 10:00:00", "не закрыта"],
        ["2", "Б", "200", "Иван Петров", "Успешно реализовано", "13.02.2026 10:00:00", "20.02.2026 10:00:00"],
        ["3", "В", "200", "Анна Ли", "Закрыто и не реализовано", "14.02.2026 10:00:00", "25.02.2026 10:00:00"],
    ]
    proposal = propose_tables(make_table("amocrm_export_leads_2026-03-01", header, rows))
    deals = proposal.mapping.entries[-1]
    assert "не закрыта" in proposal.mapping.empty
    assert deals.fields["closed_at"].columns == ("Дата закрытия",)
    assert "expected_close_on" not in deals.fields
    assert deals.fields["status"].values == {"Успешно реализовано": "won", "Закрыто и не реализовано": "lost"}
    assert deals.fields["status"].otherwise == "open"
    assert deals.file == "amocrm_export_leads_*"


def test_amocrm_stage_dates_become_stage_history(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = [
        "ID", "Название сделки", "Бюджет", "Ответственный", "Этап сделки", "Дата создания", "Дата изменения",
        "Дата закрытия", "Дата Новый лид", "Дата взят в работу", "Дата Встреча проведена", "Дата 100% оплаты получено",
        "Дата Договор / счет отправлен", "Дата рождения",
    ]  # fmt: skip
    deals = propose_tables(make_table("amo", header)).mapping.entries[-1]
    assert deals.stage_dates == {
        "Новый лид": "Дата Новый лид",
        "взят в работу": "Дата взят в работу",
        "Встреча проведена": "Дата Встреча проведена",
        "100% оплаты получено": "Дата 100% оплаты получено",
        "Договор / счет отправлен": "Дата Договор / счет отправлен",
    }
    assert deals.fields["created_at"].columns == ("Дата создания",)


def test_hubspot_date_entered_columns_become_stage_history(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    header = [
        "Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date", "Create Date", "Deal Owner",
        'Date entered "Appointment scheduled (Sales Pipeline)"', "Date entered Demo held",
    ]  # fmt: skip
    deals = propose_tables(make_table("hubspot", header)).mapping.entries[-1]
    assert set(deals.stage_dates) == {"Appointment scheduled", "Demo held"}
    assert deals.fields["seller"].columns == ("Deal Owner",)


def test_pipedrive_headers_may_carry_a_star_or_another_prefix(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    header = [
        "Сделка - ID",
        "Сделка - Title *",
        "Сделка - Stage *",
        "Сделка - Owner",
        "Сделка - Value",
        "Сделка - Status",
    ]
    proposal = propose_tables(make_table("deals", header))
    assert proposal.system.name == "pipedrive"
    assert targets(proposal, "deals")["name"] == "Сделка - Title *"
    assert targets(proposal, "deals")["status"] == "Сделка - Status"


def test_pipedrive_organizations_keep_their_names_beside_their_ids(
    shared_data: Path, propose_files: Callable[..., Proposal]
) -> None:
    proposal = propose_files(shared_data / "crm_headers" / "pipedrive_deals_export.header.csv")
    assert targets(proposal, "accounts") == {"source_id": "Deal - Organization ID", "name": "Deal - Organization"}


def test_zoho_deals_map_by_labels_and_by_api_names(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    labels = ["Record Id", "Deal Owner", "Amount", "Deal Name", "Closing Date", "Account Name", "Stage", "Lead Source",
              "Created Time", "Modified Time", "Probability (%)", "Pipeline"]  # fmt: skip
    names = ["Id", "Owner", "Amount", "Deal_Name", "Closing_Date", "Account_Name", "Stage", "Lead_Source",
             "Created_Time", "Modified_Time", "Probability", "Pipeline"]  # fmt: skip
    for header in (labels, names):
        proposal = propose_tables(make_table("Deals", header))
        assert proposal.system.name == "zoho"
        assert targets(proposal, "deals") == {
            "source_id": header[0], "seller": header[1], "amount": header[2], "name": header[3], "closed_at": header[4],
            "expected_close_on": header[4], "account": header[5], "stage": header[6], "status": header[6],
            "origin": header[7], "source_detail": header[7], "created_at": header[8], "modified_at": header[9],
            "pipeline": header[11],
        }  # fmt: skip


def test_a_date_column_full_of_words_is_asked_not_mapped(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date", "Create Date", "Deal owner"]
    rows = [[str(i), "n", "closedwon", "Sales", "5", "soon", "2026-01-13 10:00", "Ann Lee"] for i in range(9)]
    proposal = propose_tables(make_table("hubspot", header, rows))
    assert "closed_at" not in proposal.mapping.entries[-1].fields
    assert any(q.column == "Close Date" and q.kind == "column_uncertain" for q in proposal.questions)


def test_each_layout_is_recognised_by_each_of_its_signs(make_table: MakeTable) -> None:
    for system in SYSTEMS:
        prefix = "Deal - " if system.prefixed else ""
        for layout in system.layouts:
            for signs in layout.signs:
                header = dict.fromkeys((*signs, *(headers[0] for headers in layout.columns.values())))
                match = match_system(
                    make_table("export", [prefix + text for text in {key(h): h for h in header}.values()])
                )
                assert match is not None
                assert match.system.name == system.name, (system.name, layout.name, signs, match.system.name)


def test_layouts_fill_columns_that_exist_and_name_no_header_twice() -> None:
    for system in SYSTEMS:
        for layout in system.layouts:
            allowed = {*VOCABULARY[layout.to].columns, "account_name", "seller_name"}
            assert {*layout.columns, *layout.firsts} <= allowed, (system.name, layout.name)
            used = {key(h) for group in (layout.columns, layout.firsts) for hs in group.values() for h in hs}
            assert not used & {key(header) for header in layout.ignored}, (system.name, layout.name)

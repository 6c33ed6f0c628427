"""Tables of no known system, in English and Russian, by words and values."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.intake.mapping import Lookup
from merilo.intake.recognise.evidence import shape_of
from tests.intake.recognise.conftest import MakeTable, ProposeTables, targets

DAYS = [f"2026-01-{day:02d}" for day in range(1, 29)]


def test_a_russian_sheet_of_deals(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = [
        "Номер сделки",
        "Клиент",
        "Менеджер",
        "Статус",
        "Сумма, руб.",
        "Дата создания",
        "Плановая дата закрытия",
        "Цвет",
    ]
    people = ["Иван Петров", "Анна Ли", "Олег Ким"]
    stages = ["Переговоры", "Договор", "Выиграна", "Проиграна"]
    rows = [
        [f"С-{i}", f"ООО {i}", people[i % 3], stages[i % 4], f"{i} 500,00", DAYS[i % 28], DAYS[i % 28], "красный"]
        for i in range(30)
    ]
    proposal = propose_tables(make_table("Сделки 2026", header, rows))
    assert targets(proposal, "deals") == {
        "source_id": "Номер сделки", "account": "Клиент", "seller": "Менеджер", "stage": "Статус", "status": "Статус",
        "amount": "Сумма, руб.", "created_at": "Дата создания", "expected_close_on": "Плановая дата закрытия",
    }  # fmt: skip
    status = proposal.mapping.entries[-1].fields["status"].values
    assert (status["Выиграна"], status["Проиграна"]) == ("won", "lost")
    assert proposal.mapping.currency == "RUB"
    assert next(c for c in proposal.columns if c.column == "Цвет").targets == ()


CALLS = (
    "Звонки",
    ["Дата и время", "Сотрудник", "Клиент", "Направление", "Длительность", "Результат"],
    [[f"{day} 10:00", "Анна Ли", f"ООО {day}", "Исходящий", "65", "Недозвон"] for day in DAYS],
    "touches",
    {"at": "Дата и время", "seller": "Сотрудник", "account": "Клиент", "direction": "Направление",
     "duration_s": "Длительность", "outcome": "Результат", "kind": "=call"},
)  # fmt: skip
MEETINGS = (
    "meetings",
    ["Meeting ID", "Owner", "Company", "Start time", "End time", "Outcome"],
    [[f"M{i}", "Ann Lee", "Acme", f"{day} 10:00", f"{day} 11:00", "Held"] for i, day in enumerate(DAYS)],
    "meetings",
    {"source_id": "Meeting ID", "seller": "Owner", "account": "Company", "starts_at": "Start time",
     "ends_at": "End time", "status": "Outcome"},
)  # fmt: skip
CONTACTS = (
    "contacts",
    ["Full name", "Company", "Work mail", "Phone", "Job title"],
    [[f"Person {chr(65 + i)}", f"Firm {i % 4}", f"p{i}@firm.com", f"+7 900 000 00 {i:02d}", "CEO"] for i in range(20)],
    "contacts",
    {"source_id": "Full name", "name": "Full name", "account": "Company", "email": "Work mail", "phone": "Phone",
     "title": "Job title"},
)  # fmt: skip
RATES = (
    "Курсы",
    ["Дата", "Валюта", "Курс", "Базовая валюта"],
    [[day, "USD", "80,5", "RUB"] for day in DAYS],
    "rates",
    {"day": "Дата", "currency": "Валюта", "rate": "Курс", "base": "Базовая валюта"},
)
ABSENCES = (
    "vacations",
    ["Employee", "Start date", "End date", "Type"],
    [["Ann Lee", day, day, "holiday"] for day in DAYS],
    "absences",
    {"seller": "Employee", "starts_on": "Start date", "ends_on": "End date", "reason": "Type"},
)
INVOICES = (
    "Счета",
    ["Номер счета", "Контрагент", "Дата счета", "Номенклатура", "Количество", "Цена за единицу"],
    [[f"СЧ-{i}", f"ООО {i % 5}", day, "Стул", "2", "10,50"] for i, day in enumerate(DAYS)],
    "revenue",
    {"source_id": "Номер счета", "document": "Номер счета", "account": "Контрагент", "starts_on": "Дата счета",
     "product": "Номенклатура", "amount": "Количество+Цена за единицу", "kind": "=one_off", "per": "=row"},
)  # fmt: skip
TEAM_TARGETS = (
    "План продаж",
    ["Отдел", "Квартал", "План", "Максимум"],
    [["Север", f"2026-{month:02d}-01", "100000", "120000"] for month in (1, 4, 7, 10)],
    "targets",
    {"subject": "Отдел", "starts_on": "Квартал", "low": "План", "high": "Максимум", "kpi": "=revenue",
     "scope": "=team", "ends_on": "Квартал"},
)  # fmt: skip
FORECASTS = (
    "forecast_calls",
    ["Rep", "Start date", "End date", "Category", "Forecast amount", "Submitted on"],
    [["Ann Lee", "2026-01-01", "2026-03-31", "Commit", "5000", day] for day in DAYS],
    "forecast_calls",
    {"seller": "Rep", "starts_on": "Start date", "ends_on": "End date", "category": "Category",
     "amount": "Forecast amount", "submitted_at": "Submitted on"},
)  # fmt: skip
STAGES = (
    "pipeline_stages",
    ["Pipeline", "Stage", "Order", "Probability"],
    [["Sales", name, str(i + 1), str(i * 20)] for i, name in enumerate(["New", "Demo", "Offer", "Won", "Lost"])],
    "stages",
    {"pipeline": "Pipeline", "name": "Stage", "position": "Order", "crm_probability": "Probability"},
)
HISTORY = (
    "История этапов",
    ["ID сделки", "Дата перехода", "Прежний этап", "Новый этап"],
    [[f"С-{i % 9}", f"{day} 10:00", "Первый контакт", "Переговоры"] for i, day in enumerate(DAYS)],
    "deal_changes",
    {"deal": "ID сделки", "at": "Дата перехода", "old": "Прежний этап", "new": "Новый этап", "field": "=stage",
     "evidence": "=history"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "header", "rows", "table", "expected"),
    [CALLS, MEETINGS, CONTACTS, RATES, ABSENCES, INVOICES, TEAM_TARGETS, FORECASTS, STAGES, HISTORY],
    ids=["calls", "meetings", "contacts", "rates", "absences", "invoices", "targets", "forecasts", "stages", "history"],
)
def test_a_table_of_each_kind(
    make_table: MakeTable, propose_tables: ProposeTables,
    name: str, header: list[str], rows: list[list[str]], table: str, expected: dict[str, str],
) -> None:  # fmt: skip
    assert targets(propose_tables(make_table(name, header, rows)), table) == expected


def test_the_order_of_columns_does_not_count(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    name, header, rows, table, expected = INVOICES
    for seed in range(6):
        order = random.Random(seed).sample(range(len(header)), len(header))
        mixed = make_table(name, [header[i] for i in order], [[row[i] for i in order] for row in rows])
        assert targets(propose_tables(mixed), table) == expected


def test_random_words_map_to_nothing(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["lorem", "ipsum", "dolor", "яблоко", "облако", "zxqv"]
    rows = [["a", "1", "2026-01-01", "груша", "3,5", "x@y"] for __ in range(20)]
    proposal = propose_tables(make_table("random", header, rows))
    assert proposal.mapping.entries == ()
    assert all(not guess.targets for guess in proposal.columns)
    assert [guess.feeds for guess in proposal.tables] == [()]


@given(header=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=8, unique=True))
def test_no_header_however_odd_makes_it_raise(header: list[str]) -> None:
    from merilo.intake.recognise.evidence import Evidence, Shape
    from merilo.intake.recognise.readings import read_table
    from merilo.sources.raw import RawTable

    seen = dict.fromkeys(header, Evidence(Shape.EMPTY, 0, 0, 0, 0, ()))
    assert read_table(RawTable("odd", "odd", tuple(header), (), 0), seen).raw.columns == tuple(header)


def test_a_quoted_odd_header_is_read_with_its_values(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ['"', "a;b'", "%s", "{x}", "[amount]*", " "]
    proposal = propose_tables(make_table("odd", header, [["1"] * 6]))
    assert len(proposal.summary_rows()) == 6


def test_a_date_is_never_an_amount_and_a_word_never_a_date(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    header = ["Deal id", "Owner", "Stage", "Amount", "Close date"]
    rows = [[f"D{i}", f"Rep {i % 3}", ["New", "Won"][i % 2], DAYS[i], "soon"] for i in range(28)]
    fields = targets(propose_tables(make_table("deals", header, rows)), "deals")
    assert "amount" not in fields
    assert "closed_at" not in fields


def test_an_email_column_is_found_by_its_values(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    rows = [[f"{i}", f"Ann {chr(65 + i)}", f"a{i}@x.com"] for i in range(9)]
    assert targets(propose_tables(make_table("employees", ["Employee ID", "Name", "Cloud"], rows)), "sellers") == {
        "source_id": "Employee ID", "name": "Name", "email": "Cloud",
    }  # fmt: skip


def test_a_seller_is_found_by_names_that_the_team_list_has(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    people = [f"Ann {chr(65 + i)}" for i in range(5)]
    team = make_table("team", ["Employee ID", "Name", "Team"], [[f"E{i}", n, "North"] for i, n in enumerate(people)])
    header = ["Deal id", "Cowboy", "Stage", "Amount"]
    deals = make_table("deals", header, [[f"D{i}", f"E{i % 5}", ["New", "Won"][i % 2], "7"] for i in range(20)])
    assert targets(propose_tables(team, deals), "deals")["seller"] == "Cowboy"


def test_a_name_is_looked_up_when_the_team_list_has_an_id_as_well(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    people = [f"Ann {chr(65 + i)}" for i in range(5)]
    team = make_table("team", ["Employee ID", "Name", "Team"], [[f"E{i}", n, "North"] for i, n in enumerate(people)])
    header = ["Deal id", "Owner", "Stage", "Amount"]
    rows = [[f"D{i}", people[i % 5], ["New", "Won"][i % 2], "7"] for i in range(20)]
    proposal = propose_tables(team, make_table("deals", header, rows))
    owner = next(entry for entry in proposal.mapping.entries if entry.to == "deals").fields["seller"]
    assert owner.lookup == Lookup("team", "Name", "Employee ID")


def test_people_known_by_their_address_get_it(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    rows = [[f"D{i}", f"rep{i % 3}@firm.com", ["New", "Won"][i % 2], "7"] for i in range(20)]
    proposal = propose_tables(make_table("deals", ["Deal id", "Owner", "Stage", "Amount"], rows))
    assert targets(proposal, "sellers") == {"source_id": "Owner", "name": "Owner", "email": "Owner"}


def test_a_close_date_of_open_deals_is_also_the_expected_one(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    header = ["Deal id", "Owner", "Stage", "Amount", "Close date"]
    rows = [[f"D{i}", f"Rep {i % 3}", ["New", "Won"][i % 2], "7", DAYS[i]] for i in range(20)]
    only_closed = [[*row[:4], row[4] if row[2] == "Won" else None] for row in rows]
    both = targets(propose_tables(make_table("deals", header, rows)), "deals")
    assert both["closed_at"] == both["expected_close_on"] == "Close date"
    assert "expected_close_on" not in targets(propose_tables(make_table("deals", header, only_closed)), "deals")


def test_a_sampled_column_keeps_its_rare_words(
    make_table: MakeTable, propose_tables: ProposeTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("merilo.intake.recognise.evidence.SAMPLED_FROM", 50)
    monkeypatch.setattr("merilo.intake.recognise.evidence.SAMPLE_ROWS", 40)
    header = ["Deal id", "Owner", "Stage", "Amount"]
    rows = [[f"D{i}", f"Rep {i % 3}", "Сделка провалена" if i == 777 else "New", "7"] for i in range(1000)]
    proposal = propose_tables(make_table("deals", header, rows))
    assert proposal.mapping.entries[-1].fields["status"].values["Сделка провалена"] == "lost"


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        (("2026-01-02", "не закрыта"), "date"), (("01.02.2026 10:00",), "date"), (("$22,700.00", "342K"), "number"),
        (("1 234,56 ₽",), "number"), (("TRUE", "FALSE"), "flag"), (("a@b.com",), "email"), (("Acme",), "text"),
        ((), "empty"), (("20260102",), "date"), (("17850.0",), "number"),
    ],
)  # fmt: skip
def test_the_shape_of_values(values: tuple[str, ...], shape: str) -> None:
    assert shape_of(values) == shape

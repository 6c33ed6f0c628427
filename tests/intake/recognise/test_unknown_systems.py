"""Tables of no known system, in English and Russian, by words and values."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.intake.mapping import Lookup
from merilo.intake.recognise import Proposal
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
    ["Rep", "Start date", "End date", "Category", "Forecast amount", "Submitted on", "Submitted by"],
    [["Ann Lee", "2026-01-01", "2026-03-31", "Commit", "5000", day, "Bob Ray"] for day in DAYS],
    "forecast_calls",
    {"seller": "Rep", "starts_on": "Start date", "ends_on": "End date", "category": "Category",
     "amount": "Forecast amount", "submitted_at": "Submitted on", "given_by": "Submitted by"},
)  # fmt: skip
RUSSIAN_FORECASTS = (
    "прогноз",
    ["Менеджер", "Месяц", "Категория", "Сумма", "Дата прогноза"],
    [["Анна", "01.11.2026", "Коммит", "1500", f"{n + 1:02}.11.2026"] for n in range(len(DAYS))],
    "forecast_calls",
    {"seller": "Менеджер", "starts_on": "Месяц", "ends_on": "Месяц", "category": "Категория", "amount": "Сумма",
     "submitted_at": "Дата прогноза"},
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
TASKS = (
    "tasks",
    ["Task ID", "Subject", "Due date", "Assigned to", "Company", "Deal", "Created at", "Completed at", "Status"],
    [
        [f"T{i}", f"Send offer {i}", day, ["Ann Lee", "Bob Ray"][i % 2], f"Acme {i % 4}", f"D{i}", f"{DAYS[0]} 09:30",
         f"{day} 17:00" if i % 3 else None, ["Open", "Done"][i % 2]]
        for i, day in enumerate(DAYS)
    ],
    "next_steps",
    {"source_id": "Task ID", "subject": "Subject", "due_on": "Due date", "seller": "Assigned to", "account": "Company",
     "deal": "Deal", "created_at": "Created at", "done_at": "Completed at"},
)  # fmt: skip
RUSSIAN_TASKS = (
    "Дела",
    ["Задача", "Крайний срок", "Исполнитель", "Контрагент", "Поставлена", "Выполнено", "Приоритет"],
    [
        [f"Отправить КП {i}", day, ["Анна Ли", "Олег Ким"][i % 2], f"ООО {i % 5}", "2026-01-01 10:00",
         f"{day} 18:00" if i % 2 else None, "обычный"]
        for i, day in enumerate(DAYS)
    ],
    "next_steps",
    {"subject": "Задача", "due_on": "Крайний срок", "seller": "Исполнитель", "account": "Контрагент",
     "created_at": "Поставлена", "done_at": "Выполнено"},
)  # fmt: skip
COSTS = (
    "costs 2026",
    ["Month", "Purpose", "Team", "Amount", "Currency", "Description"],
    [
        [f"2026-{month:02d}-01", purpose, team, f"{month}500.00", "EUR", "Salaries and tools"]
        for month in range(1, 7) for team in ("North", "South") for purpose in ("Customer acquisition", "Retention")
    ],
    "costs",
    {"starts_on": "Month", "ends_on": "Month", "purpose": "Purpose", "team": "Team", "amount": "Amount",
     "currency": "Currency", "source_detail": "Description"},
)  # fmt: skip
RUSSIAN_COSTS = (
    "Затраты отдела",
    ["Назначение", "Дата начала", "Дата окончания", "Сумма, руб.", "Ответственный", "Статья расходов"],
    [
        [["Привлечение", "Удержание"][i % 2], f"2026-{i + 1:02d}-01", f"2026-{i + 1:02d}-28", "150 000,00",
         ["Анна Ли", "Олег Ким"][i // 2 % 2], ["Реклама", "Поездки", "Подарки"][i % 3]]
        for i in range(12)
    ],
    "costs",
    {"purpose": "Назначение", "starts_on": "Дата начала", "ends_on": "Дата окончания", "amount": "Сумма, руб.",
     "seller": "Ответственный", "source_detail": "Статья расходов"},
)  # fmt: skip
AD_SPEND = (
    "marketing",
    ["Date", "Campaign", "Clicks", "Spend, USD"],
    [[day, ["Spring", "Brand"][i % 2], f"{i * 7}", f"{i}.50"] for i, day in enumerate(DAYS)],
    "costs",
    {"starts_on": "Date", "ends_on": "Date", "amount": "Spend, USD", "source_detail": "Campaign",
     "purpose": "=acquisition"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "header", "rows", "table", "expected"),
    [CALLS, MEETINGS, CONTACTS, RATES, ABSENCES, INVOICES, TEAM_TARGETS, FORECASTS, RUSSIAN_FORECASTS, STAGES,
     HISTORY, TASKS, RUSSIAN_TASKS, COSTS, RUSSIAN_COSTS, AD_SPEND],
    ids=["calls", "meetings", "contacts", "rates", "absences", "invoices", "targets", "forecasts", "russian forecasts",
         "stages", "history", "tasks", "russian tasks", "costs", "russian costs", "ad spend"],
)  # fmt: skip
def test_a_table_of_each_kind(
    make_table: MakeTable, propose_tables: ProposeTables,
    name: str, header: list[str], rows: list[list[str]], table: str, expected: dict[str, str],
) -> None:  # fmt: skip
    assert targets(propose_tables(make_table(name, header, rows)), table) == expected


def test_commit_and_best_case_in_one_row_are_two_calls(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    """The row's id is that of the commit; the best case is named by what it is about."""
    header = ["Forecast ID", "Rep", "Quarter", "Commit", "Best case", "Submitted on"]
    rows = [[f"F{n}", "Ann Lee", "2026-01-01", "5000", "7000", day] for n, day in enumerate(DAYS)]
    proposal = propose_tables(make_table("forecasts", header, rows))
    told = [
        (e.fields["amount"].columns, e.fields["category"].constant, e.fields["ends_on"].how, "source_id" in e.fields)
        for e in proposal.mapping.entries if e.to == "forecast_calls"
    ]  # fmt: skip
    assert told == [(("Commit",), "commit", "quarter_end", True), (("Best case",), "best_case", "quarter_end", False)]


@pytest.mark.parametrize("file", [INVOICES, TASKS, COSTS], ids=["invoices", "tasks", "costs"])
def test_the_order_of_columns_does_not_count(
    make_table: MakeTable, propose_tables: ProposeTables,
    file: tuple[str, list[str], list[list[str]], str, dict[str, str]],
) -> None:  # fmt: skip
    name, header, rows, table, expected = file
    for seed in range(6):
        order = random.Random(seed).sample(range(len(header)), len(header))
        mixed = make_table(name, [header[i] for i in order], [[row[i] for i in order] for row in rows])
        assert targets(propose_tables(mixed), table) == expected


def _read_as(proposal: Proposal) -> list[str]:
    return [entry.to for entry in proposal.mapping.entries]


def _many(*cells: list[str]) -> list[list[str]]:
    """Rows that take turns through each column's values; DAYS gives one row per day."""
    return [[column[i % len(column)] for column in cells] for i in range(len(DAYS))]


PEOPLE, FIRMS = ["Ann Lee", "Bob Ray"], [f"Acme {i}" for i in range(5)]


@pytest.mark.parametrize("name", ["activities", "calls"])
def test_touches_with_a_subject_are_not_taken_for_next_steps(
    make_table: MakeTable, propose_tables: ProposeTables, name: str
) -> None:
    header = ["Type", "Subject", "Date", "Owner", "Company", "Outcome"]
    rows = _many(["Call", "E-mail"], ["Intro"], DAYS, PEOPLE, FIRMS, ["Connected", "No answer"])
    assert _read_as(propose_tables(make_table(name, header, rows))) == ["touches"]


def test_activities_with_a_type_and_a_due_date_stay_touches(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    header = ["Activity type", "Subject", "Due date", "Duration", "Owner", "Organization", "Deal"]
    rows = _many(["Call", "E-mail"], ["Intro"], DAYS, ["60", "95"], PEOPLE, FIRMS, ["D1", "D2", "D3"])
    assert _read_as(propose_tables(make_table("activities", header, rows))) == ["touches"]


def test_meetings_with_a_title_are_not_taken_for_next_steps(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    header = ["Subject", "Start time", "End time", "Organizer", "Company", "Created at", "Status"]
    rows = _many(["Demo"], [f"{d} 10:00" for d in DAYS], [f"{d} 11:00" for d in DAYS], PEOPLE, FIRMS, DAYS, ["Held"])
    assert _read_as(propose_tables(make_table("events", header, rows))) == ["meetings"]


def test_deals_that_tell_their_next_step_stay_deals(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["Deal ID", "Deal name", "Stage", "Amount", "Owner", "Company", "Created", "Next step", "Next step date"]
    ids, names = [f"D{i}" for i in range(28)], [f"Deal {i}" for i in range(28)]
    rows = _many(ids, names, ["New", "Won"], ["7", "9"], PEOPLE, FIRMS, DAYS, ["Call back"], DAYS)
    assert "deals" in _read_as(propose_tables(make_table("deals", header, rows)))


def test_tasks_in_a_file_that_says_nothing_are_next_steps(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["To do", "Deadline", "Responsible", "Client", "Done"]
    rows = _many(["Call back", "Send offer"], DAYS, PEOPLE, FIRMS, ["yes", "no"])
    proposal = propose_tables(make_table("export", header, rows))
    assert targets(proposal, "next_steps") == {
        "subject": "To do", "due_on": "Deadline", "seller": "Responsible", "account": "Client",
    }  # fmt: skip


def test_a_task_type_does_not_make_tasks_touches(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["Task title", "Task type", "Due date", "Assigned to", "Associated contact", "Task status"]
    rows = _many(["Send offer", "Ask"], ["To-do", "Call"], DAYS, PEOPLE, ["Jo", "Mo", "Vi"], ["Completed", "Open"])
    assert _read_as(propose_tables(make_table("hubspot-tasks", header, rows))) == ["next_steps"]


def test_sales_with_a_description_are_not_taken_for_costs(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["Invoice date", "Customer", "Description", "Amount", "Cost"]
    rows = _many(DAYS, FIRMS, ["Chair", "Desk"], ["10.5", "70"], ["3", "9"])
    assert _read_as(propose_tables(make_table("export", header, rows))) == ["revenue"]


def test_costs_of_no_stated_purpose_are_asked_about(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    rows = _many(DAYS, ["Taxi", "Hotel"], ["10.5", "70"])
    proposal = propose_tables(make_table("expenses", ["Date", "Category", "Amount"], rows))
    assert _read_as(proposal) == []
    asked = next(question for question in proposal.questions if question.kind == "needed_column_missing")
    assert asked.options == ("acquisition", "retention")


@pytest.mark.parametrize(
    ("header", "how"),
    [("Month", "month_end"), ("Квартал", "quarter_end"), ("Year", "year_end"), ("Date", "join"), ("Дата", "join")],
)
def test_a_cost_lasts_as_long_as_its_date_is_called(
    make_table: MakeTable, propose_tables: ProposeTables, header: str, how: str
) -> None:
    rows = _many(["2026-01-01", "2026-04-01"], ["Acquisition", "Retention"], ["5"])
    proposal = propose_tables(make_table("costs", [header, "Purpose", "Amount"], rows))
    (entry,) = (entry for entry in proposal.mapping.entries if entry.to == "costs")
    assert entry.fields["ends_on"].how == how


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

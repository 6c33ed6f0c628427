"""An import as a whole: nothing twice, nothing lost, nothing half."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.core.errors import DataError
from merilo.core.workspace import Workspace
from merilo.facts.store import FactStore
from merilo.intake.report import TableReport
from merilo.intake.run import prepare, run_import
from tests.intake.conftest import DEALS, HEADER, deals_csv, do_import, facts, mapping_file, new_workspace

ROWS = [
    "1,Acme,Ann,Won,100.50,2026-01-02,2026-02-03",
    "2,Beta,Bob,Lost,0,2026-01-05,2026-01-31",
    "3,Acme,Ann,Demo,,2026-02-01,2026-04-01",
]


def _whole(workspace: Workspace) -> list[tuple[object, ...]]:
    """All facts of all tables that tests look at, without the moment of the import."""
    deals = facts(workspace, "SELECT * EXCLUDE (observed_at) FROM deals ORDER BY id")
    changes = facts(workspace, "SELECT * EXCLUDE (observed_at) FROM deal_changes ORDER BY id")
    people = facts(workspace, "SELECT id, name FROM sellers UNION ALL SELECT id, name FROM accounts ORDER BY id")
    return [*deals, *changes, *people]


def test_the_same_file_twice_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path, mapping = deals_csv(tmp_path / "deals.csv", ROWS), mapping_file(tmp_path)
    first = do_import(workspace, path, mapping=mapping)
    before = _whole(workspace)
    second = do_import(workspace, path, mapping=mapping)
    assert second.state == first.state
    assert (second.table("deals").unchanged, second.table("deals").new) == (3, 0)
    assert _whole(workspace) == before


def test_a_dry_run_counts_the_same_and_writes_nothing(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "without_a_store")
    path = deals_csv(tmp_path / "deals.csv", [*ROWS, "4,Acme,Ann,Demo,much,2026-02-01,"])
    mapping = mapping_file(tmp_path)
    before = sorted(workspace.root.rglob("*"))
    dry = do_import(workspace, path, mapping=mapping, dry_run=True)
    assert sorted(workspace.root.rglob("*")) == before
    assert (dry.state, dry.dry_run, dry.rejects_path) == (None, True, "")
    real = do_import(workspace, path, mapping=mapping)
    assert dry.tables == real.tables
    assert dry.reject_examples == real.reject_examples
    again = do_import(workspace, path, mapping=mapping, dry_run=True)
    assert again.table("deals").unchanged == 3


def test_a_changed_row_is_changed_and_leaves_a_compared_change(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path)
    do_import(workspace, deals_csv(tmp_path / "deals.csv", ROWS), mapping=mapping)
    moved = [*ROWS[:2], "3,Acme,Bob,Offer,70,2026-02-01,2026-04-01"]
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", moved), mapping=mapping)
    assert (report.table("deals").changed, report.table("deals").unchanged) == (1, 2)
    rows = facts(workspace, 'SELECT field, "old", "new" FROM deal_changes WHERE evidence = \'compared\' ORDER BY 1')
    assert rows == [("amount", None, "70.0000"), ("seller", "crm:Ann", "crm:Bob"), ("stage", "Demo", "Offer")]


def test_an_open_deals_closing_day_is_the_expected_one(workspace: Workspace, tmp_path: Path) -> None:
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", ROWS), mapping=mapping_file(tmp_path))
    rows = facts(workspace, "SELECT source_id, expected_close_on, closed_at IS NULL FROM deals ORDER BY 1")
    assert rows == [("1", None, False), ("2", None, False), ("3", date(2026, 4, 1), True)]
    assert [(repair.kind, repair.count) for repair in report.repairs] == [("closing_day_expected", 1)]


def test_closing_dates_become_changes_of_status_and_stage(workspace: Workspace, tmp_path: Path) -> None:
    do_import(workspace, deals_csv(tmp_path / "deals.csv", ROWS), mapping=mapping_file(tmp_path))
    rows = facts(
        workspace,
        'SELECT deal, field, "old", "new", "at"::date, evidence FROM deal_changes ORDER BY deal, field',
    )
    assert rows == [
        ("crm:1", "stage", None, "Won", date(2026, 2, 3), "closing"),
        ("crm:1", "status", "open", "won", date(2026, 2, 3), "closing"),
        ("crm:2", "stage", None, "Lost", date(2026, 1, 31), "closing"),
        ("crm:2", "status", "open", "lost", date(2026, 1, 31), "closing"),
    ]


def test_columns_per_stage_become_a_chain_by_date(workspace: Workspace, tmp_path: Path) -> None:
    text = DEALS + '[entry.stage_dates]\nDemo = "demo"\nOffer = "offer"\nTalk = "talk"\n'
    path = deals_csv(
        tmp_path / "deals.csv",
        ["1,Acme,Ann,Won,1,2026-01-02,2026-03-01,2026-02-02,2026-02-01,", "2,Acme,Ann,Demo,1,2026-01-02,,2026-01-09,,"],
        HEADER + ",demo,offer,talk",
    )
    do_import(workspace, path, mapping=mapping_file(tmp_path, text))
    rows = facts(
        workspace,
        'SELECT deal, "old", "new", "at"::date FROM deal_changes WHERE field = \'stage\' ORDER BY deal, "at"',
    )
    assert rows == [
        ("crm:1", None, "Offer", date(2026, 2, 1)),
        ("crm:1", "Offer", "Demo", date(2026, 2, 2)),
        ("crm:2", None, "Demo", date(2026, 1, 9)),
    ]


CELL = st.sampled_from(["", "x", "5", "7.25", "2026-01-05", "Won", "Lost", "Demo", "1 000", "-3"])
ROW = st.tuples(st.sampled_from(["", "1", "2", "3", "4"]), CELL, CELL, CELL, CELL).map(
    lambda cells: f"{cells[0]},Acme,{cells[1]},{cells[2]},{cells[3]},{cells[4]},"
)


def accounted(table: TableReport) -> int:
    """Rows read, by what became of them."""
    reached = table.new + table.changed + table.unchanged + table.stale - table.derived - table.stubs
    return table.left_out + table.rejected + table.repeated + table.merged + reached


@pytest.mark.slow
@given(st.lists(ROW, min_size=1, max_size=12))
@settings(max_examples=12)
def test_every_row_read_is_accepted_rejected_or_counted_as_left(empty_facts: Path, rows: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        workspace = new_workspace(folder / "w", empty_facts)
        # The first rows decide what a date and an amount look like, whatever comes behind.
        path = deals_csv(folder / "deals.csv", [*ROWS, *rows])
        report = do_import(workspace, path, mapping=mapping_file(folder))
        deals = report.table("deals")
        assert deals.read == len(rows) + 3 == accounted(deals)
        assert report.rejected == deals.rejected
        before = _whole(workspace)
        again = do_import(workspace, path, mapping=mapping_file(folder))
        assert again.table("deals").new == again.table("deals").changed == 0
        assert _whole(workspace) == before


@pytest.mark.slow
@given(st.permutations(["a", "b", "c"]), st.booleans())
@settings(max_examples=8)
def test_the_order_of_files_and_of_imports_does_not_matter(
    empty_facts: Path, order: list[str], one_by_one: bool
) -> None:
    rows = {"a": ROWS[:1], "b": ROWS[1:2], "c": [*ROWS[2:], *ROWS[:1]]}
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [deals_csv(folder / f"deals_{part}.csv", rows[part]) for part in "abc"]
        mapping = mapping_file(folder)
        one = new_workspace(folder / "one", empty_facts)
        do_import(one, *paths, mapping=mapping)
        other = new_workspace(folder / "other", empty_facts)
        shuffled = [folder / f"deals_{part}.csv" for part in order]
        for batch in [[path] for path in shuffled] if one_by_one else [shuffled]:
            do_import(other, *batch, mapping=mapping)
        assert _whole(other) == _whole(one)


def test_two_imports_at_once_both_succeed_and_one_says_that_it_waits(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path)
    one = prepare(workspace, [deals_csv(tmp_path / "deals_1.csv", ROWS[:1])], mapping=mapping)
    waited = Event()
    FactStore.create(workspace.facts)
    with FactStore.open(workspace.facts).writing(label="long") as writer:
        thread = Thread(target=run_import, args=(workspace, one), kwargs={"waiting": waited.set})
        thread.start()
        assert waited.wait(60)
        assert thread.is_alive()
        writer.commit()
    thread.join(60)
    assert not thread.is_alive()
    assert facts(workspace, "SELECT count(*) FROM deals") == [(1,)]


def test_dates_that_nothing_decides_stop_the_import_with_the_line_that_would(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = deals_csv(tmp_path / "deals.csv", ["1,Acme,Ann,Won,1,03/04/2026,", "2,Acme,Ann,Demo,1,05/06/2026,"])
    with pytest.raises(DataError) as error:
        do_import(workspace, path, mapping=mapping_file(tmp_path))
    told = str(error.value)
    assert "03/04/2026" in told
    assert '{ column = "created", format = "%d/%m/%Y" }' in told
    assert '{ column = "created", format = "%m/%d/%Y" }' in told
    decided = DEALS.replace('created_at = "created"', 'created_at = { column = "created", format = "%d/%m/%Y" }')
    do_import(workspace, path, mapping=mapping_file(tmp_path, decided))
    assert facts(workspace, "SELECT created_at::date FROM deals ORDER BY id") == [
        (date(2026, 4, 3),),
        (date(2026, 6, 5),),
    ]


def test_days_are_local_days(workspace: Workspace, tmp_path: Path) -> None:
    do_import(workspace, deals_csv(tmp_path / "deals.csv", ROWS[:1]), mapping=mapping_file(tmp_path))
    rows = facts(workspace, "SELECT strftime(created_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M') FROM deals")
    assert rows == [("2026-01-01 21:00",)]


@pytest.mark.parametrize(
    ("cell", "mapping", "expected"),
    [
        ("100", DEALS, "EUR"),
        ("$100.00", DEALS, "USD"),
        ("100", DEALS.replace('currency = "EUR"\n', ""), "RUB"),
    ],
)
def test_money_has_its_sign_else_the_mappings_currency_else_the_workspaces(
    workspace: Workspace, tmp_path: Path, cell: str, mapping: str, expected: str
) -> None:
    path = deals_csv(tmp_path / "deals.csv", [f"1,Acme,Ann,Won,{cell},2026-01-02,2026-02-03"])
    report = do_import(workspace, path, mapping=mapping_file(tmp_path, mapping))
    assert facts(workspace, "SELECT currency FROM deals") == [(expected,)]
    assumed = {assumption.decided_by for assumption in report.assumptions if assumption.kind == "currency"}
    assert assumed == {"mapping" if "currency" in mapping else "workspace"}


def test_a_row_marked_as_deleted_is_deleted(workspace: Workspace, tmp_path: Path) -> None:
    text = DEALS + 'deleted = "gone"\n'
    first = deals_csv(tmp_path / "deals.csv", [f"{row},no" for row in ROWS], HEADER + ",gone")
    do_import(workspace, first, mapping=mapping_file(tmp_path, text))
    second = deals_csv(tmp_path / "deals.csv", [ROWS[0] + ",yes", ROWS[1] + ",no"], HEADER + ",gone")
    report = do_import(workspace, second, mapping=mapping_file(tmp_path, text))
    assert report.table("deals").deleted == 1
    assert facts(workspace, "SELECT source_id FROM deals ORDER BY 1") == [("2",), ("3",)]


def test_a_complete_list_deletes_what_it_lacks_but_not_what_was_rejected(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path)
    do_import(workspace, deals_csv(tmp_path / "deals.csv", ROWS), mapping=mapping)
    # Deal 1 is gone; deal 3 is there, only unreadable.
    rows = [ROWS[1], "3,Acme,Ann,Demo,much,2026-02-01,", "5,Acme,Ann,Demo,1.5,2026-02-01,"]
    partial = do_import(workspace, deals_csv(tmp_path / "deals.csv", rows), mapping=mapping)
    assert partial.table("deals").deleted == 0
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", rows), mapping=mapping, complete=True)
    assert report.table("deals").deleted == 1
    assert facts(workspace, "SELECT source_id FROM deals ORDER BY 1") == [("2",), ("3",), ("5",)]


def test_conditions_leave_rows_out_and_count_them(workspace: Workspace, tmp_path: Path) -> None:
    text = DEALS.replace('to = "deals"\n', 'to = "deals"\nwhere = [{ column = "amount", above = 50 }]\n')
    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", ROWS), mapping=mapping_file(tmp_path, text))
    assert (report.table("deals").left_out, report.table("deals").new) == (2, 1)


def test_the_report_is_plain_json(workspace: Workspace, tmp_path: Path) -> None:
    import json

    report = do_import(workspace, deals_csv(tmp_path / "deals.csv", ROWS), mapping=mapping_file(tmp_path))
    told = json.loads(json.dumps(report.to_json()))
    assert told["tables"][0]["table"] == "sellers"
    assert told["state"] == 1


TASKS = """
name = "crm"
source = "crm"
[[entry]]
file = "tasks"
to = "next_steps"
[entry.fields]
seller = "owner"
subject = "task"
due_on = "due"
done_at = "done"
"""


def test_a_task_without_an_id_that_is_done_later_is_still_one_task(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path, TASKS)
    rows = ["Ann,Send offer,2026-01-05,", "Ann,Call back,2026-01-05,", "Bob,Send offer,2026-01-05,"]
    do_import(workspace, deals_csv(tmp_path / "tasks.csv", rows, "owner,task,due,done"), mapping=mapping)
    rows[0] += "2026-01-04"
    do_import(workspace, deals_csv(tmp_path / "tasks.csv", rows, "owner,task,due,done"), mapping=mapping)
    found = facts(workspace, "SELECT seller, subject, done_at IS NOT NULL FROM next_steps ORDER BY ALL")
    assert found == [
        ("crm:Ann", "Call back", False), ("crm:Ann", "Send offer", True), ("crm:Bob", "Send offer", False),
    ]  # fmt: skip


TARGETS = """
name = "plan"
source = "plan"
currency = "EUR"
[[entry]]
file = "targets"
to = "targets"
[entry.fields]
kpi = "kpi"
scope = { constant = "company" }
starts_on = "from"
ends_on = "to"
low = "low"
currency = "currency"
"""


def test_a_target_that_names_no_currency_has_none(workspace: Workspace, tmp_path: Path) -> None:
    """A hundred touches are no hundred euros, so nothing may be made of them by a rate."""
    rows = ["touches,2026-01-05,2026-01-11,100,", "revenue,2026-01-01,2026-03-31,5000,USD"]
    path = deals_csv(tmp_path / "targets.csv", rows, "kpi,from,to,low,currency")
    do_import(workspace, path, mapping=mapping_file(tmp_path, TARGETS))
    assert facts(workspace, "SELECT kpi, currency FROM targets ORDER BY ALL") == [("revenue", "USD"), ("touches", None)]

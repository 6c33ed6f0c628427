"""The pages on PostgreSQL: a workspace moved there is read and written as it was on its own file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from merilo.core.workspace import Workspace
from merilo.people.accounts import people
from merilo.people.database import own_file
from tests.postgresql import Server
from tests.web import (
    test_api,
    test_calls,
    test_coaching,
    test_data,
    test_expectations,
    test_journal_pages,
    test_notifications,
    test_people,
)
from tests.web.site import Made, Site, served
from tests.web.test_access import PAGES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


@pytest.fixture(scope="module")
def moved(made: Made, postgresql: Server) -> Iterator[Site]:
    """The company moved to PostgreSQL by the command, then served."""
    command = [sys.executable, "-m", "merilo", "database", "move", postgresql.database(), "-w", str(made.copy)]
    environment = os.environ | {"MERILO_LANGUAGE": "en"}
    told = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert told.returncode == 0, told.stderr
    assert "every row compared" in told.stdout
    with served(made, Workspace.open(made.copy)) as site:
        yield site


def test_everything_was_moved_and_the_file_is_gone(moved: Site, made: Made) -> None:
    assert people(moved.place) == made.people
    assert not own_file(moved.place).exists()
    assert list((moved.place.root / "backups").glob("merilo-*.sqlite3"))


@pytest.mark.parametrize("who", ["seller", "manager", "admin"])
def test_every_page_opens(moved: Site, who: str) -> None:
    for name, (path, open_to) in PAGES.items():
        page = moved.client(who).get(path.format(seller=quote(moved.seller, safe="")))
        assert page.status == (200 if who in open_to else 404), name


@pytest.mark.parametrize(
    "written",
    [
        test_expectations.test_asked_accepted_changed_and_asked_again,
        test_coaching.test_agreed_reworded_ended,
        test_people.test_an_invited_person_sets_a_password_and_sees_his_own,
        test_people.test_who_is_shut_out_is_out_at_once,
        test_people.test_the_log_tells_who_did_what_and_goes_along_as_csv,
        test_api.test_an_answer_is_of_what_the_owner_sees,
        test_api.test_a_revoked_token_opens_nothing,
        test_notifications.test_read_put_off_and_called_back,
        test_notifications.test_nobody_is_told_about_whom_he_may_not_see,
        test_notifications.test_chosen_and_kept,
        test_calls.test_a_seller_calls_for_himself_and_his_manager_beside_him,
        test_journal_pages.test_a_call_with_a_new_customer_and_its_next_step_are_logged_and_undone_as_one,
        test_journal_pages.test_two_people_change_one_deal_both_versions_are_shown,
    ],
)
def test_what_is_written_on_a_file_is_written_there(moved: Site, written: Callable[[Site], Any]) -> None:
    written(moved)


def test_a_server_that_is_away_is_said_and_found_again(moved: Site, postgresql: Server) -> None:
    client = moved.client("manager")
    postgresql.stop()
    try:
        page = client.get("/team/")
        assert (page.status, page.headers["Retry-After"]) == (503, "10")
        assert "cannot reach its own database" in page.words
    finally:
        postgresql.start()
    assert client.get("/team/").status == 200
    test_data.test_files_are_looked_at_and_then_imported(moved)  # by the worker, which is back as well

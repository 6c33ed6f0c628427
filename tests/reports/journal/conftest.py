"""One office for all tests of the journal; every test finds its journal empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from merilo.people.database import opened
from merilo.people.journal.kinds import Kind
from merilo.people.journal.records import model_of
from merilo.reports.journal import search
from tests.reports.journal.office import Office, office


@pytest.fixture(scope="session")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return office(tmp_path_factory.mktemp("office") / "ws")


@pytest.fixture
def desk(made_office: Office) -> Iterator[Office]:
    """The office with an empty journal, its database open."""
    with opened(made_office.place):
        from merilo.people.journal.models import Change, Deed, Kept, Waiting

        for index in search._indexes.values():
            index.close()
        search._indexes.clear()  # rows that go from the tables without a trace stay in what is looked through
        Change.objects.all().delete()
        Deed.objects.update(undoes=None)
        for model in (Deed, Waiting, Kept, *(model_of(kind) for kind in Kind)):
            model._default_manager.all().delete()
        yield made_office

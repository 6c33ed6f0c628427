# ruff: noqa: E501 - lists of words read best on few lines
"""Dates named by what happened, in one word or nearly so: `Closed`, `Opened`, `Изменена`. Data only.

They come after the synonyms of the vocabulary, because such a word says less than `close date` does; a column that
holds yes and no is told from a date by its values. Russian endings do not count (`words.stem`): one form is enough.
"""

from __future__ import annotations

from merilo.intake.recognise.common_words import Words

_MODIFIED = Words(
    ("modified", "changed", "edited", "changed at", "changed on", "edited at", "edited on", "updated on", "last changed",
     "last edited", "last update", "last change", "last modification", "update date", "change date", "edit date"),
    ("изменена", "обновлена", "отредактирована", "исправлена", "последнее изменение", "последнее обновление",
     "дата последнего изменения", "дата последнего обновления", "время изменения", "время обновления"),
)  # fmt: skip
_CREATED = Words(
    ("opened", "added", "entered", "registered", "started", "began", "initiated", "logged", "added on", "added at",
     "started on", "started at", "registered on"),
    ("открыта", "начата", "добавлена", "заведена", "зарегистрирована", "оформлена", "внесена", "открытие", "создание",
     "поступила"),
)  # fmt: skip
_STARTED = Words(
    ("started", "starts", "began", "begins", "begin", "started on", "starting"),
    ("начат", "начинается", "начался", "с"),
)  # fmt: skip
_ENDED = Words(
    ("ended", "ends", "finished", "finishes", "finish", "expired", "expires", "expiry", "ended on", "finished on", "ending"),
    ("завершен", "закончен", "окончен", "истек", "истекает", "закончился", "заканчивается", "по"),
)  # fmt: skip
_ANYWHERE = {"starts_on": _STARTED, "valid_from": _STARTED, "ends_on": _ENDED, "valid_to": _ENDED, "modified_at": _MODIFIED}  # fmt: skip
_OF_TABLE: dict[tuple[str, str], Words] = {
    ("sellers", "hired_on"): Words(
        ("hired", "started", "employed", "employed since", "started on", "onboarded"),
        ("нанят", "принята", "трудоустроен", "устроен", "начал работу"),
    ),
    ("sellers", "left_on"): Words(
        ("left", "dismissed", "terminated", "fired", "resigned", "departed", "quit", "ended"),
        ("уволена", "уволился", "уволилась", "ушел", "ушла", "увольнение"),
    ),
    ("memberships", "valid_from"): Words((*_STARTED.en, "joined", "joined on"), (*_STARTED.ru, "вступил", "пришел", "в команде с")),
    ("memberships", "valid_to"): Words((*_ENDED.en, "left", "left on"), (*_ENDED.ru, "вышел", "ушел", "в команде по")),
    ("accounts", "created_at"): Words((*_CREATED.en, "since", "onboarded"), _CREATED.ru),
    ("leads", "created_at"): Words((*_CREATED.en, "received", "arrived", "submitted", "captured"), (*_CREATED.ru, "получен", "пришел")),
    ("leads", "qualified_at"): Words(("qualified", "converted", "accepted", "converted on"), ("конвертирован", "квалификация")),
    ("leads", "disqualified_at"): Words(
        ("disqualified", "rejected", "dropped", "lost", "unqualified"), ("дисквалифицирован", "отклонен", "отказ", "отказался")
    ),
    ("touches", "at"): Words(
        ("called", "sent", "made", "done", "started", "happened", "occurred", "completed", "called at", "called on"),
        ("отправлено", "совершен", "выполнено", "состоялся", "начат", "когда"),
    ),
    ("meetings", "booked_at"): Words(("booked", "arranged"), ("забронирована",)),
    ("meetings", "starts_at"): Words(("started", "begins", "began", "held", "held on", "started at"), ("начата", "начинается", "проведена", "состоялась", "когда")),
    ("meetings", "ends_at"): Words(("ended", "ends", "finished", "finishes", "ended at"), ("завершена", "закончена", "окончена", "заканчивается")),
    ("deals", "created_at"): _CREATED,
    ("deals", "expected_close_on"): Words(("expected",), ("ожидается", "планируется закрыть", "закроется")),
    ("deals", "closed_at"): Words(
        ("closed", "close", "closing", "finished", "ended", "completed", "concluded", "finish", "end", "finished on",
         "finished at", "ended on", "ended at", "completed on", "completed at", "won lost", "won lost on", "won lost at",
         "won lost date", "won or lost", "won or lost on", "won or lost date", "finish date", "completion date"),
        ("закрыта", "завершена", "закончена", "окончена", "закрытие", "время закрытия", "дата окончания", "выиграна проиграна"),
    ),
    ("deals", "won_at"): Words(("won",), ("выиграна", "выигрыш")),
    ("deals", "lost_at"): Words(("lost",), ("проиграна", "потеряна", "проигрыш")),
    ("deal_changes", "at"): Words(
        ("changed", "modified", "entered", "moved", "happened", "occurred", "moved at", "moved on", "edited"),
        ("изменена", "перемещена", "переведена", "перешла", "произошло", "переход", "изменение"),
    ),
    ("revenue", "starts_on"): Words(
        (*_STARTED.en, "paid", "invoiced", "billed", "ordered", "issued", "sold", "purchased", "shipped", "issued on"),
        (*_STARTED.ru, "оплачен", "выставлен", "продан", "отгружен", "заказан", "куплен"),
    ),
    ("forecast_calls", "submitted_at"): Words(("made", "called", "given", "recorded", "sent"), ("отправлен", "сдан", "записан", "сделан")),
    ("next_steps", "created_at"): Words((*_CREATED.en, "planned", "assigned"), (*_CREATED.ru, "поставлена", "запланирована")),
    ("next_steps", "due_on"): Words(("planned for", "expected", "by"), ("до", "выполнить к", "ожидается")),
    ("next_steps", "done_at"): Words(
        ("done", "completed", "finished", "closed", "ended"), ("сделано", "завершена", "закрыта", "закончена", "исполнена")
    ),
    ("costs", "starts_on"): Words(
        (*_STARTED.en, "paid", "incurred", "booked", "spent", "invoiced"), (*_STARTED.ru, "оплачен", "списан", "проведен")
    ),
    ("rates", "day"): Words(("effective", "from", "as of", "on", "since"), ("с", "на дату", "действует с")),
    ("absences", "starts_on"): Words((*_STARTED.en, "away from"), _STARTED.ru),
    ("absences", "ends_on"): Words((*_ENDED.en, "away until", "till"), _ENDED.ru),
    # A history's own time is when the change happened; only words that cannot mean it say when its row was changed.
    ("deal_changes", "modified_at"): Words(("last update", "last modification"), ("последнее обновление",)),
}  # fmt: skip


def happened(table: str, column: str) -> tuple[str, ...]:
    """The words for what happened that name a date column of a fact table; none for other columns."""
    found = _OF_TABLE.get((table, column)) or _ANYWHERE.get(column)
    return found.all if found else ()

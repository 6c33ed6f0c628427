"""Pipedrive: list exports whose every header starts with the record's name (`Deal - Title`, `Сделка - Название`)."""

from merilo.intake.recognise.systems.shape import Layout, System

_DEALS = Layout(
    name="deals",
    to="deals",
    signs=(("Title", "Stage", "Owner"), ("Title", "Status", "Value"), ("Название", "Этап", "Владелец")),
    columns={
        "source_id": ("ID",),
        "name": ("Title", "Название"),
        # Both a name and an id are there: the id says which record when two share a name, and the export carries it.
        "account": ("Organization ID", "Organization", "Организация"),
        "account_name": ("Organization", "Организация"),
        "seller": ("Owner", "Владелец"),
        "pipeline": ("Pipeline", "Воронка"),
        "stage": ("Stage", "Этап"),
        "status": ("Status", "Статус"),
        "amount": ("Value", "Ценность", "Значение", "Сумма"),
        "currency": ("Currency of Value", "Валюта"),
        "product": ("Product name",),
        "origin": ("Source channel", "Source origin"),
        "created_at": ("Deal created", "Add time", "Created", "Сделка создана", "Дата создания"),
        "expected_close_on": ("Expected close date", "Ожидаемая дата закрытия"),
        "modified_at": ("Update time", "Время обновления"),
        "lost_reason": ("Lost reason", "Причина проигрыша"),
    },
    firsts={"closed_at": ("Won time", "Lost time", "Deal closed on", "Close time")},
    values={"status": {"won": "won", "lost": "lost", "open": "open"}},
    ignored=(
        "Creator", "Weighted value", "Currency of Weighted value", "Probability", "Contact person",
        "Contact person ID", "Label", "Last stage change", "Next activity date", "Last activity date",
        "Last email received", "Last email sent", "Visible to", "Total activities", "Done activities",
        "Activities to do", "Email messages count", "Product quantity", "Product amount", "Source origin ID",
        "Source channel ID", "Archive status", "Archive time", "Sequence enrollment",
    ),
)  # fmt: skip

SYSTEM = System(name="pipedrive", title="Pipedrive", layouts=(_DEALS,), prefixed=True)

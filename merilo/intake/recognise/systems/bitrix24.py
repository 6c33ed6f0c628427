"""Bitrix24: deal and lead exports with Russian labels, and the same by REST codes."""

from merilo.intake.recognise.systems.shape import Layout, System

_STATUS = {
    "Сделка успешна": "won", "Сделка провалена": "lost", "Анализ причины провала": "lost",
    "WON": "won", "LOSE": "lost", "APOLOGY": "lost",
}  # fmt: skip
_ORIGINS = {
    "WEB": "marketing", "WEBFORM": "marketing", "ADVERTISING": "marketing", "CALL": "unknown", "CALLBACK": "marketing",
    "EMAIL": "marketing", "PARTNER": "partner", "RECOMMENDATION": "referral", "TRADE_SHOW": "marketing",
    "STORE": "marketing", "OTHER": "unknown",
}  # fmt: skip

_DEALS = Layout(
    name="deals",
    to="deals",
    signs=(
        ("Стадия сделки", "Ответственный"),
        ("Стадия сделки", "Предполагаемая дата закрытия"),
        ("Предполагаемая дата закрытия", "Дата начала", "Название сделки"),
        ("STAGE_ID", "ASSIGNED_BY_ID"),
        ("OPPORTUNITY", "STAGE_ID"),
    ),
    columns={
        "source_id": ("ID",),
        "name": ("Название сделки", "TITLE"),
        "account": ("Компания: ID", "COMPANY_ID", "Компания: Название компании", "Компания"),
        "account_name": ("Компания: Название компании", "Компания"),
        "seller": ("ASSIGNED_BY_ID", "Ответственный"),
        "pipeline": ("CATEGORY_ID", "Воронка", "Направление"),
        "stage": ("STAGE_ID", "Стадия сделки", "Стадия"),
        "amount": ("OPPORTUNITY", "Сумма"),
        "currency": ("CURRENCY_ID", "Валюта"),
        "product": ("Товар",),
        "origin": ("SOURCE_ID", "Источник"),
        "created_at": ("DATE_CREATE", "Дата создания"),
        # One column for both: expected while the deal is open, the true close afterwards.
        "closed_at": ("CLOSEDATE", "Предполагаемая дата закрытия", "Дата закрытия"),
        "expected_close_on": ("CLOSEDATE", "Предполагаемая дата закрытия"),
        "modified_at": ("DATE_MODIFY", "Дата изменения"),
        "lost_reason": ("Причина отказа", "Причина провала"),
    },
    values={"status": _STATUS, "origin": _ORIGINS},
    ignored=(
        "Тип", "TYPE_ID", "Дата начала", "BEGINDATE", "Контакт", "Контакт: Имя", "CONTACT_ID", "Кем создана",
        "CREATED_BY_ID", "Сделка закрыта", "CLOSED", "Вероятность", "PROBABILITY", "Комментарий", "COMMENTS",
        "STAGE_SEMANTIC_ID", "Группа", "Кем изменена", "MODIFY_BY_ID", "OPENED", "Доступна для всех",
    ),
)  # fmt: skip

_LEADS = Layout(
    name="leads",
    to="leads",
    signs=(("Название лида", "Стадия"), ("Название лида", "Ответственный"), ("STATUS_ID", "ASSIGNED_BY_ID")),
    columns={
        "source_id": ("ID",),
        "owner": ("ASSIGNED_BY_ID", "Ответственный"),
        "account": ("COMPANY_ID", "Название компании", "Компания"),
        "origin": ("SOURCE_ID", "Источник", "Источник телефона"),
        "created_at": ("DATE_CREATE", "Дата создания"),
        "modified_at": ("DATE_MODIFY", "Дата изменения"),
        "reason": ("Причина отказа",),
    },
    values={"origin": _ORIGINS},
    ignored=("Название лида", "TITLE", "Стадия", "STATUS_ID", "Имя", "Телефон", "E-mail", "Комментарий"),
)

SYSTEM = System(name="bitrix24", title="Bitrix24", layouts=(_DEALS, _LEADS))

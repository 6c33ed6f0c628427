"""amoCRM (Kommo): the old all-fields export and the newer one, which name the same things differently."""

from merilo.intake.recognise.systems.shape import Layout, System

_STATUS = {"Успешно реализовано": "won", "Закрыто и не реализовано": "lost"}

_DEALS = Layout(
    name="deals",
    to="deals",
    signs=(("Этап сделки", "Бюджет"), ("Этап сделки", "Название сделки", "Дата редактирования")),
    columns={
        "source_id": ("ID",),
        "name": ("Название сделки",),
        "account": ("Компания", "Компания контакта"),
        "seller": ("Ответственный",),
        "pipeline": ("Воронка",),
        "stage": ("Этап сделки",),
        "amount": ("Бюджет",),
        "product": ("Товар",),
        "created_at": ("Дата создания сделки", "Дата создания"),
        # Open deals carry the words "не закрыта" here, so the column is the true close, never the expected one.
        "closed_at": ("Дата закрытия",),
        "modified_at": ("Дата редактирования", "Дата изменения"),
        "lost_reason": ("Причина отказа",),
    },
    firsts={"origin": ("Источник", "utm_source")},
    values={"status": _STATUS},
    empty=("не закрыта",),
    ignored=(
        "Кем создана сделка", "Кем создана", "Кем редактирована", "Кем изменена", "Теги", "Теги сделки", "Примечание",
        "Примечание 2", "Примечание 3", "Примечание 4", "Примечание 5", "Ближайшая задача", "Основной контакт",
        "Полное имя контакта", "Ответственный за контакт", "Рабочий телефон", "Рабочий телефон (контакт)",
        "Рабочий прямой телефон", "Мобильный телефон", "Факс", "Домашний телефон", "Другой телефон", "Рабочий email",
        "Личный email", "Другой email", "Город", "Должность", "Skype", "ICQ", "Jabber", "Google Talk", "MSN",
        "Другой IM", "Пользовательское соглашение", "cid", "uid", "tid", "utm_medium", "utm_campaign", "utm_term",
        "utm_content", "utm_referrer", "_ym_uid", "_ym_counter", "roistat", "referrer", "openstat_service",
        "openstat_campaign", "openstat_ad", "openstat_source", "from", "gclientid", "gclid", "yclid", "fbclid",
        "GOOGLE_ID", "KEYWORD", "ADV_CAMP", "TRAF_TYPE", "TRAF_SRC", "Производитель", "domain", "Сумма договора",
        "Сумма доплаты", "Договор подписан", "ИНН", "Название компании", "1-линия ответственный",
    ),
)  # fmt: skip

SYSTEM = System(name="amocrm", title="amoCRM", layouts=(_DEALS,), last_copy=True)

# ruff: noqa: E501 - lists of words read best on few lines
"""How people name what many fact tables have: sellers, customers, dates, currencies. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Synonyms of one column, per language."""

    en: tuple[str, ...]
    ru: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Both languages."""
        return self.en + self.ru


@dataclass(frozen=True)
class TableWords:
    """How a fact table is spoken of. `nouns` name its rows (in file names and headers).

    `needs`: of each group at least one column must be found, else the file does not feed this table.
    """

    nouns: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    columns: dict[str, Words]


MODIFIED = Words(
    ("modified at", "modified date", "last modified date", "modified time", "modified on", "updated at", "update time",
     "updated", "last updated", "last modified"),
    ("дата изменения", "изменено", "дата редактирования", "дата обновления", "обновлено"),
)  # fmt: skip
DELETED = Words(("is deleted", "deleted"), ("удалено", "удалён", "удалена"))
SELLER = Words(
    ("seller", "owner", "sales agent", "sales rep", "sales representative", "salesperson", "sales person", "rep", "agent",
     "account manager", "account executive", "employee", "responsible", "assigned to", "assigned", "deal owner",
     "opportunity owner", "owner id", "owner name", "seller id", "seller name", "agent id", "rep id", "rep name",
     "sales rep id", "sr id", "salesperson id", "employee key", "employee id", "user", "user id", "sold by", "closer",
     "responsible person", "resource", "record owner"),
    ("ответственный", "менеджер", "продавец", "сотрудник", "ответственный менеджер", "владелец", "исполнитель",
     "менеджер по продажам", "ответственное лицо", "фио менеджера", "id менеджера", "код менеджера", "торговый представитель"),
)  # fmt: skip
ACCOUNT = Words(
    ("account", "account name", "account id", "company", "company name", "company id", "customer", "customer name",
     "customer id", "customer key", "client", "client name", "client id", "organization", "organization name",
     "organization id", "organisation", "associated company", "reseller", "reseller key", "reseller id", "buyer", "firm",
     "account key", "client key", "customer code", "customer no", "customer number"),
    ("компания", "клиент", "название компании", "контрагент", "организация", "покупатель", "заказчик", "id клиента",
     "код клиента", "наименование клиента", "наименование контрагента", "юрлицо", "id компании", "компания контакта"),
)  # fmt: skip
CONTACT = Words(
    (
        "contact",
        "contact name",
        "contact id",
        "contact person",
        "primary contact",
        "associated contact",
        "person",
        "who",
    ),
    ("контакт", "контактное лицо", "основной контакт", "имя контакта", "id контакта", "полное имя контакта"),
)
LEAD = Words(("lead", "lead id", "mql id", "lead name", "prospect id"), ("лид", "id лида", "код лида", "название лида"))
DEAL = Words(
    ("deal", "deal id", "opportunity", "opportunity id", "opp id", "deal name", "opportunity name", "associated deal"),
    ("сделка", "id сделки", "код сделки", "номер сделки", "название сделки"),
)
CURRENCY = Words(
    ("currency", "currency code", "currency iso code", "amount currency", "currency id", "deal currency", "curr"),
    ("валюта", "код валюты", "валюта сделки", "валюта счета"),
)
ORIGIN = Words(
    ("origin", "source", "lead source", "original source", "channel", "source channel", "traffic source", "utm source",
     "acquisition channel", "marketing channel", "how did you hear about us", "first touch channel", "source of lead"),
    ("источник", "источник лида", "источник сделки", "канал", "откуда узнали", "канал привлечения", "источник обращения",
     "рекламный канал", "источник клиента"),
)  # fmt: skip
DETAIL = Words(
    ("source detail", "source details", "origin detail", "original source detail"),
    ("детали источника", "источник подробно", "подробности источника"),
)
CREATED = Words(
    ("created at", "created date", "create date", "created on", "created", "date created", "creation date", "created time",
     "add time", "open date", "opened at", "opened on", "date opened", "date added", "entered on", "entry date",
     "date create", "record created"),
    ("дата создания", "создано", "создан", "создана", "дата добавления", "дата открытия", "дата заведения", "добавлено",
     "дата регистрации"),
)  # fmt: skip
EMAIL = Words(
    ("email", "e mail", "email address", "work email", "mail", "upn", "user principal name", "login"),
    ("почта", "электронная почта", "эл почта", "адрес почты", "рабочий email", "емейл", "имейл"),
)
PRODUCT = Words(
    ("product", "product name", "item", "product id", "product key", "sku", "service", "plan", "plan name", "description",
     "stock code", "line item", "article", "product code"),
    ("товар", "продукт", "услуга", "номенклатура", "наименование товара", "тариф", "артикул", "название товара"),
)  # fmt: skip
STARTS = Words(
    ("start date", "starts on", "start", "from", "date from", "begin date", "period start", "from date", "valid from",
     "start on", "effective from", "since"),
    ("дата начала", "начало", "с даты", "начало периода", "период с", "действует с"),
)  # fmt: skip
ENDS = Words(
    ("end date", "ends on", "end", "to", "date to", "period end", "until", "to date", "valid to", "valid until", "end on",
     "effective to", "expires on", "expiry date", "expiration date"),
    ("дата окончания", "окончание", "конец", "по дату", "конец периода", "период по", "действует до", "дата завершения"),
)  # fmt: skip
ROLE = Words(
    ("role", "job title", "title", "position", "job role", "function"), ("должность", "роль", "позиция", "функция")
)

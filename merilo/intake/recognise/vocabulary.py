# ruff: noqa: E501 - lists of words read best on few lines
"""How people name the columns of each fact table, in English and Russian. Data only.

A header matches a synonym when their word stems are the same (`words.likeness`), with or without the table's own nouns
(`deal stage`, `stage`). Columns that are not in the fact schema are parts: `quantity` × `unit_price` is an amount,
`won_at` and `lost_at` are one closing time, `closed` and `won` are flags that are only compared with the stage.
"""

from __future__ import annotations

from merilo.intake.recognise.common_words import (
    ACCOUNT,
    CONTACT,
    CREATED,
    CURRENCY,
    DEAL,
    DELETED,
    DETAIL,
    EMAIL,
    ENDS,
    LEAD,
    MODIFIED,
    ORIGIN,
    PRODUCT,
    ROLE,
    SELLER,
    STARTS,
    TableWords,
    Words,
)

VOCABULARY: dict[str, TableWords] = {
    "sellers": TableWords(
        ("seller", "salesperson", "sales person", "agent", "rep", "employee", "user", "staff", "team", "продавец", "менеджер",
         "сотрудник", "пользователь", "персонал", "команда"),
        needs=(("name", "email"),),
        columns={
            "source_id": Words(
                ("seller id", "employee key", "employee id", "user id", "rep id", "agent id", "id", "staff id", "owner id",
                 "salesperson id", "sr id", "personnel number"),
                ("id", "код", "id сотрудника", "табельный номер", "id менеджера", "код менеджера", "id пользователя"),
            ),
            "name": Words(
                ("seller", "name", "full name", "seller name", "sales agent", "salesperson", "sales person", "employee",
                 "employee name", "user name", "rep", "rep name", "sales rep", "sales representative", "agent", "agent name",
                 "owner name", "display name"),
                ("имя", "фио", "менеджер", "сотрудник", "продавец", "полное имя", "фио сотрудника", "фио менеджера",
                 "пользователь"),
            ),
            "email": EMAIL,
            "role": ROLE,
            "hired_on": Words(
                ("hired on", "hire date", "start date", "date hired", "employment date", "joined", "date joined"),
                ("дата приема", "дата приема на работу", "дата найма", "принят", "работает с", "дата трудоустройства"),
            ),
            "left_on": Words(
                ("left on", "termination date", "end date", "leave date", "date left", "last working day", "dismissal date"),
                ("дата увольнения", "уволен", "последний рабочий день", "дата ухода"),
            ),
            "country": Words(("country", "country code", "country region"), ("страна", "код страны")),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "memberships": TableWords(
        ("team", "membership", "org chart", "structure", "команда", "отдел", "структура", "состав"),
        needs=(("seller",), ("team", "manager")),
        columns={
            "seller": Words((*SELLER.en, "member", "name", "team member"), (*SELLER.ru, "участник", "фио", "имя")),
            "team": Words(
                ("team", "team name", "office", "regional office", "department", "branch", "group", "division", "unit",
                 "sales team", "territory", "sales territory", "sales territory key", "region"),
                ("команда", "отдел", "группа", "филиал", "подразделение", "офис", "департамент", "отдел продаж", "регион"),
            ),
            "manager": Words(
                ("manager", "manager name", "manager id", "supervisor", "team lead", "boss", "reports to", "head",
                 "sales manager", "team leader", "line manager"),
                ("руководитель", "начальник", "рук", "роп", "тимлид", "супервайзер", "менеджер команды",
                 "руководитель отдела", "подчиняется"),
            ),
            "role": ROLE,
            "valid_from": STARTS,
            "valid_to": ENDS,
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "accounts": TableWords(
        ("account", "company", "customer", "client", "organization", "reseller", "клиент", "компания", "контрагент",
         "организация"),
        needs=(("name",),),
        columns={
            "source_id": Words(
                ("id", "account id", "company id", "customer id", "client id", "organization id", "account key", "customer key",
                 "reseller key", "reseller id", "record id", "customer code", "client key"),
                ("id", "код", "id компании", "id клиента", "код клиента", "код контрагента", "инн"),
            ),
            "name": Words(
                ("name", "account", "account name", "company", "company name", "customer", "customer name", "client",
                 "client name", "organization", "organization name", "reseller", "legal name"),
                ("название", "название компании", "компания", "клиент", "контрагент", "организация", "наименование",
                 "наименование контрагента", "юрлицо"),
            ),
            "domain": Words(("domain", "website", "web site", "company domain", "url"), ("домен", "сайт", "веб сайт")),
            # "Employees" of a company is a number: the words for staff are no words for its owner.
            "owner": Words(
                ("owner", "account owner", "owner id", "owner name", "account manager", "responsible", "sales rep", "assigned to"),
                ("ответственный", "менеджер", "владелец", "ответственный менеджер", "ответственное лицо"),
            ),
            "industry": Words(
                ("industry", "sector", "branch", "vertical", "business type", "segment", "business segment", "line of business"),
                ("отрасль", "сфера деятельности", "сектор", "вид деятельности", "сегмент", "индустрия"),
            ),
            "region": Words(
                ("region", "country", "country region", "state", "state province", "location", "office location", "city",
                 "territory", "billing country", "billing state"),
                ("регион", "страна", "область", "город", "территория", "край", "местоположение"),
            ),
            "created_at": CREATED,
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "contacts": TableWords(
        ("contact", "person", "people", "контакт", "контактное лицо"),
        needs=(("name", "email"), ("account", "phone", "title", "email"), ("email", "phone")),
        columns={
            "source_id": Words(("id", "contact id", "record id", "person id"), ("id", "код", "id контакта")),
            "name": Words(
                ("name", "full name", "contact", "contact name", "person", "contact person", "last name"),
                ("имя", "фио", "контакт", "полное имя", "имя контакта", "полное имя контакта", "контактное лицо"),
            ),
            "account": ACCOUNT,
            "email": EMAIL,
            "phone": Words(
                ("phone", "phone number", "telephone", "mobile", "mobile phone", "work phone", "tel"),
                ("телефон", "номер телефона", "мобильный телефон", "рабочий телефон", "моб телефон"),
            ),
            "title": Words(("title", "job title", "position"), ("должность", "позиция")),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "leads": TableWords(
        ("lead", "mql", "prospect", "inquiry", "enquiry", "лид", "заявка", "обращение"),
        needs=(("source_id", "contact", "account"), ("created_at", "qualified_at", "owner"), ("origin", "owner", "reason")),
        columns={
            "source_id": Words(
                ("lead id", "mql id", "id", "prospect id", "record id", "inquiry id"),
                ("id", "id лида", "код", "номер заявки", "номер лида", "код лида"),
            ),
            "owner": Words(
                ("lead owner", *SELLER.en, "sdr", "sdr id", "bdr"), ("ответственный за лид", *SELLER.ru)
            ),
            "account": ACCOUNT,
            "contact": CONTACT,
            "origin": ORIGIN,
            "source_detail": DETAIL,
            "created_at": Words(
                (*CREATED.en, "first contact date", "first contact", "received on", "inquiry date", "came in", "lead date"),
                (*CREATED.ru, "дата обращения", "дата заявки", "дата лида", "дата первого контакта", "поступил",
                 "дата поступления"),
            ),
            "qualified_at": Words(
                ("qualified at", "qualified date", "qualified on", "date qualified", "converted date", "conversion date",
                 "converted at", "sql date"),
                ("дата квалификации", "квалифицирован", "дата конвертации", "сконвертирован"),
            ),
            "disqualified_at": Words(
                ("disqualified at", "disqualified date", "rejected at", "dropped on", "lost date"),
                ("дата отказа", "дата дисквалификации", "отказ дата", "забракован"),
            ),
            "reason": Words(
                ("reason", "disqualification reason", "rejection reason", "unqualified reason", "lost reason"),
                ("причина отказа", "причина дисквалификации", "причина", "причина брака"),
            ),
            "deal": DEAL,
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "touches": TableWords(
        # No "task": a list of tasks is of next steps, unless its columns say that they were done to somebody.
        ("touch", "activity", "call", "email", "outreach", "engagement", "касание", "активность", "звонок",
         "письмо", "дело", "коммуникация"),
        needs=(("at",), ("kind", "outcome", "duration_s"), ("seller", "account", "contact", "lead", "deal")),
        columns={
            "source_id": Words(
                ("id", "activity id", "call id", "touch id", "email id", "record id"),
                ("id", "id звонка", "код", "id дела", "номер звонка"),
            ),
            "seller": Words((*SELLER.en, "caller", "sender", "made by"), (*SELLER.ru, "кто звонил", "отправитель")),
            "kind": Words(
                ("kind", "type", "activity type", "channel", "touch type", "medium", "communication type"),
                ("тип", "вид", "тип касания", "канал", "тип дела", "тип активности", "вид активности"),
            ),
            "direction": Words(
                ("direction", "call direction", "inbound outbound", "call type"),
                ("направление", "тип звонка", "входящий исходящий", "направление звонка"),
            ),
            "at": Words(
                ("at", "date", "time", "date time", "timestamp", "activity date", "call date", "call time", "sent at",
                 "sent on", "start time", "started at", "due date", "done at", "marked as done time", "touch date"),
                ("дата", "время", "дата и время", "дата звонка", "время звонка", "дата касания", "дата отправки",
                 "дата активности", "дата дела"),
            ),
            "duration_s": Words(
                ("duration", "duration s", "duration seconds", "call duration", "talk time", "length", "seconds"),
                ("длительность", "длительность разговора", "продолжительность", "длительность сек", "время разговора"),
            ),
            "outcome": Words(
                ("outcome", "result", "call outcome", "disposition", "status", "call result", "call disposition"),
                ("результат", "исход", "итог", "результат звонка", "статус", "итог звонка"),
            ),
            "account": ACCOUNT,
            "contact": CONTACT,
            "lead": LEAD,
            "deal": DEAL,
            "cadence": Words(
                ("cadence", "cadence name", "sequence", "sequence name", "campaign", "play"),
                ("каденция", "цепочка", "последовательность", "сценарий", "кампания"),
            ),
            "cadence_step": Words(
                ("cadence step", "step", "sequence step", "step number", "touch number"),
                ("шаг", "номер шага", "номер касания", "шаг цепочки"),
            ),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "meetings": TableWords(
        ("meeting", "appointment", "event", "demo", "visit", "встреча", "событие", "демо", "визит"),
        needs=(("starts_at",), ("seller", "account", "contact", "lead", "deal")),
        columns={
            "source_id": Words(
                ("id", "meeting id", "event id", "appointment id", "record id"), ("id", "id встречи", "код", "номер встречи")
            ),
            "seller": Words((*SELLER.en, "organizer", "host"), (*SELLER.ru, "организатор", "кто провел")),
            "account": ACCOUNT,
            "contact": CONTACT,
            "lead": LEAD,
            "deal": DEAL,
            "booked_at": Words(
                ("booked at", "booked on", "scheduled on", "date booked", *CREATED.en),
                ("назначена", "дата назначения", "когда назначена", *CREATED.ru),
            ),
            "starts_at": Words(
                ("starts at", "meeting date", "start time", "start", "date", "meeting time", "start date", "scheduled for",
                 "appointment date", "starts", "from", "held at", "start date time", "event date"),
                ("дата встречи", "начало", "дата", "время встречи", "дата и время встречи", "время начала", "дата начала",
                 "дата проведения"),
            ),
            "ends_at": Words(
                ("ends at", "end time", "end", "meeting end", "end date", "to", "end date time"),
                ("окончание", "конец", "время окончания", "дата окончания"),
            ),
            "status": Words(
                ("status", "outcome", "meeting outcome", "result", "meeting status", "state"),
                ("статус", "результат", "итог", "статус встречи", "результат встречи", "состояние"),
            ),
            "origin": ORIGIN,
            "source_detail": DETAIL,
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "deals": TableWords(
        ("deal", "opportunity", "opp", "potential", "pipeline", "сделка", "продажа", "воронка"),
        needs=(
            ("stage", "status", "won_at", "closed_at"),
            ("source_id", "name"),
            ("amount", "seller", "account", "created_at", "expected_close_on"),
        ),
        columns={
            "source_id": Words(
                ("id", "deal id", "opportunity id", "opp id", "record id", "deal number", "number", "case id", "mql id",
                 "application id", "lead id"),
                ("id", "id сделки", "код", "номер сделки", "номер", "код сделки"),
            ),
            "name": Words(
                ("name", "deal name", "opportunity name", "title", "deal", "opportunity", "topic", "subject", "deal title"),
                ("название", "название сделки", "сделка", "наименование", "тема", "имя сделки"),
            ),
            "account": ACCOUNT,
            "seller": SELLER,
            "pipeline": Words(("pipeline", "pipeline name", "funnel", "sales process"), ("воронка", "воронка продаж", "направление")),
            "stage": Words(
                ("stage", "deal stage", "stage name", "sales stage", "pipeline stage", "phase", "step", "current stage"),
                ("этап", "стадия", "этап сделки", "стадия сделки", "этап воронки", "текущий этап", "этап продажи", "фаза"),
            ),
            "status": Words(("status", "deal status", "state", "outcome", "result"), ("статус", "состояние", "статус сделки", "исход", "итог")),
            "amount": Words(
                ("amount", "value", "deal value", "deal amount", "close value", "deal size", "budget", "total", "total amount",
                 "revenue", "price", "contract value", "acv", "tcv", "sum", "opportunity amount", "amount requested",
                 "amount req", "estimated revenue", "estimated value"),
                ("сумма", "бюджет", "сумма сделки", "стоимость", "выручка", "сумма договора", "объем", "сумма контракта",
                 "цена", "стоимость сделки"),
            ),
            "currency": CURRENCY,
            "product": PRODUCT,
            "origin": ORIGIN,
            "source_detail": DETAIL,
            "created_at": Words(
                (*CREATED.en, "engage date", "start date", "deal created", "reg date", "registration date", "opportunity date"),
                (*CREATED.ru, "дата начала", "дата создания сделки", "заведена", "начало сделки"),
            ),
            "expected_close_on": Words(
                ("expected close date", "expected close", "expected closing", "forecast close date", "estimated close date",
                 "expected close on", "planned close date", "est close date", "target close date"),
                ("предполагаемая дата закрытия", "ожидаемая дата закрытия", "плановая дата закрытия", "план закрытия",
                 "ожидаемое закрытие", "прогноз закрытия"),
            ),
            "closed_at": Words(
                ("closed at", "close date", "closing date", "closed date", "closed on", "actual close date", "date closed",
                 "deal closed on", "close time", "end date"),
                ("дата закрытия", "закрыта", "закрыто", "фактическая дата закрытия", "дата завершения", "дата закрытия сделки"),
            ),
            "lost_reason": Words(
                ("lost reason", "loss reason", "closed lost reason", "reason lost", "reason for loss", "reason", "close reason"),
                ("причина отказа", "причина проигрыша", "причина потери", "причина", "причина провала", "почему проиграли"),
            ),
            "won_at": Words(
                ("won time", "won date", "won at", "date won", "won on", "closed won date"),
                ("дата выигрыша", "дата победы", "дата успеха", "дата продажи"),
            ),
            "lost_at": Words(
                ("lost time", "lost date", "lost at", "date lost", "lost on", "closed lost date"),
                ("дата проигрыша", "дата потери", "дата провала"),
            ),
            "closed": Words(("is closed", "closed"), ("сделка закрыта", "закрыта ли")),
            "won": Words(("is won", "won"), ("выиграна ли", "успешна ли")),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "deal_changes": TableWords(
        ("history", "change", "log", "audit", "история", "изменение", "журнал"),
        needs=(("deal",), ("new",), ("at",)),
        columns={
            "source_id": Words(("id", "change id", "event id", "history id"), ("id", "id изменения", "код")),
            "deal": DEAL,
            "field": Words(("field", "field name", "property", "field event", "changed field", "attribute"), ("поле", "измененное поле", "реквизит", "атрибут")),
            "old": Words(
                ("old", "old value", "from stage", "previous value", "previous stage", "before", "old stage", "from value"),
                ("было", "старое значение", "прежнее значение", "прежний этап", "значение до", "из этапа", "старый этап"),
            ),
            "new": Words(
                ("new", "new value", "stage", "stage name", "to stage", "new stage", "after", "to value", "current stage"),
                ("стало", "новое значение", "новый этап", "этап", "стадия", "значение после", "в этап"),
            ),
            "at": Words(
                ("at", "date", "changed at", "changed on", "change date", "edit date", "created date", "timestamp", "time",
                 "event date", "date entered", "date entered stage", "modified time", "entered at", "created at"),
                ("дата", "дата изменения", "когда", "время", "дата перехода", "изменено", "дата события", "дата и время"),
            ),
            "position": Words(("sort order", "stage order", "position", "stage number"), ("порядок", "номер этапа", "порядок этапа")),
            # "Modified" and "Изменено" of a history are the time of the change itself.
            "modified_at": Words(
                ("last modified", "last modified date", "last updated", "updated at", "modified at", "updated"),
                ("дата обновления", "обновлено", "дата редактирования"),
            ),
            "deleted": DELETED,
        },
    ),
    "stages": TableWords(
        ("stage", "pipeline", "этап", "стадия", "воронка"),
        needs=(("name",), ("position", "crm_probability")),
        columns={
            "source_id": Words(("id", "stage id"), ("id", "id этапа", "код этапа")),
            "pipeline": Words(("pipeline", "pipeline name", "funnel"), ("воронка", "направление")),
            "name": Words(("stage", "name", "stage name", "label"), ("этап", "стадия", "название", "название этапа")),
            "position": Words(
                ("position", "order", "sort order", "display order", "stage number", "number", "sequence"),
                ("порядок", "номер", "сортировка", "позиция", "номер этапа"),
            ),
            "kind": Words(("kind", "type", "status", "stage type", "category"), ("тип", "вид", "семантика", "статус")),
            "crm_probability": Words(
                ("probability", "win probability", "default probability", "chance", "crm probability"),
                ("вероятность", "шанс", "вероятность закрытия"),
            ),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "revenue": TableWords(
        ("sale", "invoice", "order", "payment", "subscription", "revenue", "billing", "transaction", "retail", "продажа",
         "счет", "заказ", "оплата", "подписка", "выручка", "платеж", "отгрузка"),
        needs=(("starts_on",), ("amount", "unit_price"), ("account",)),
        columns={
            "source_id": Words(("line id", "id", "transaction id", "payment id"), ("id", "id платежа", "код", "id строки")),
            "account": ACCOUNT,
            "seller": SELLER,
            "product": PRODUCT,
            "document": Words(
                ("document", "invoice", "invoice no", "invoice number", "order number", "order id", "order no", "invoice id",
                 "sales order number", "receipt", "subscription id", "contract", "contract id", "subscription"),
                ("документ", "счет", "номер счета", "заказ", "номер заказа", "накладная", "договор", "номер договора",
                 "подписка"),
            ),
            "starts_on": Words(
                (*STARTS.en, "invoice date", "order date", "date", "payment date", "billing date", "transaction date",
                 "sale date", "purchase date", "paid on", "month"),
                (*STARTS.ru, "дата счета", "дата заказа", "дата", "дата оплаты", "дата платежа", "дата продажи",
                 "дата отгрузки", "месяц"),
            ),
            "ends_on": ENDS,
            "amount": Words(
                ("amount", "sales", "sales amount", "revenue", "total", "line total", "invoice amount", "paid", "net amount",
                 "monthly amount", "mrr", "arr", "annual amount", "quarterly amount", "monthly fee", "price", "sum",
                 "subtotal", "line amount", "extended price", "gross amount", "monthly price", "yearly amount",
                 "monthly revenue"),
                ("сумма", "выручка", "оплата", "сумма оплаты", "итого", "сумма счета", "стоимость", "ежемесячная сумма",
                 "сумма в месяц", "платеж", "абонентская плата", "сумма заказа"),
            ),
            "quantity": Words(("quantity", "qty", "units", "order quantity", "count"), ("количество", "кол во", "колво", "шт")),
            "unit_price": Words(("unit price", "price per unit", "price each", "item price"), ("цена", "цена за единицу", "цена за шт", "цена за штуку")),
            "cost": Words(("cost", "total cost", "cogs", "cost of sale"), ("себестоимость", "затраты")),
            "currency": CURRENCY,
            "kind": Words(("revenue type", "billing type", "kind", "type"), ("тип", "вид выручки", "вид оплаты")),
            "per": Words(("billing period", "billing interval", "per", "interval", "billing frequency"), ("период оплаты", "периодичность", "за период")),
            "region": Words(("country", "region", "territory"), ("страна", "регион")),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "forecast_calls": TableWords(
        ("forecast", "commit", "call", "прогноз", "коммит"),
        needs=(("starts_on",), ("amount",), ("category", "submitted_at")),
        columns={
            "source_id": Words(("id", "forecast id"), ("id", "id прогноза", "код")),
            "seller": SELLER,
            "team": Words(("team", "office", "department"), ("команда", "отдел", "группа")),
            "given_by": Words(("given by", "called by", "submitted by", "forecast by", "forecaster"), ("кто дал", "кто подал", "автор прогноза", "автор")),
            "starts_on": Words(
                (*STARTS.en, "period", "forecast period", "month", "quarter", "forecast month"),
                (*STARTS.ru, "период", "месяц", "квартал", "месяц прогноза"),
            ),
            "ends_on": ENDS,
            "category": Words(("category", "forecast category", "confidence", "type"), ("категория", "категория прогноза", "уверенность", "тип")),
            "amount": Words(("amount", "forecast", "forecast amount", "commit", "value", "called amount"), ("сумма", "прогноз", "сумма прогноза")),
            "currency": CURRENCY,
            "submitted_at": Words(("submitted at", "submitted on", "submitted", "forecast date", *CREATED.en), ("дата прогноза", "подан", "дата подачи", *CREATED.ru)),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "targets": TableWords(
        ("target", "quota", "goal", "plan", "цель", "план", "норма"),
        needs=(("low",), ("starts_on",)),
        columns={
            "source_id": Words(("id", "target id"), ("id", "id плана", "код")),
            "kpi": Words(("kpi", "metric", "measure", "indicator"), ("показатель", "метрика", "kpi")),
            "scope": Words(("scope", "level"), ("уровень", "охват")),
            "subject": Words((*SELLER.en, "team", "subject"), (*SELLER.ru, "команда", "отдел", "кому")),
            "starts_on": Words(
                (*STARTS.en, "target month", "month", "period", "target date", "date", "quarter", "year", "target quarter",
                 "target year", "quota date", "quota month"),
                (*STARTS.ru, "месяц", "период", "квартал", "год", "месяц плана", "дата плана"),
            ),
            "ends_on": ENDS,
            "low": Words(
                ("target", "target amount", "quota", "goal", "plan", "low", "minimum", "sales quota", "expectation", "min",
                 "target value", "quota amount", "planned amount"),
                ("план", "цель", "норма", "сумма плана", "минимум", "план продаж", "ожидание", "квота"),
            ),
            "high": Words(("high", "maximum", "stretch", "stretch target", "max", "upper"), ("максимум", "верх", "план максимум", "верхняя граница")),
            "currency": CURRENCY,
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "rates": TableWords(
        ("rate", "exchange", "fx", "currency", "курс", "валюта"),
        needs=(("currency",), ("day",), ("rate",)),
        columns={
            "currency": Words((*CURRENCY.en, "from currency", "iso code"), (*CURRENCY.ru, "из валюты")),
            "day": Words(("day", "date", "rate date", "valid from", "effective date"), ("дата", "день", "дата курса")),
            "rate": Words(("rate", "exchange rate", "fx rate", "conversion rate", "value"), ("курс", "обменный курс", "курс валюты")),
            "base": Words(("base", "base currency", "to currency", "reporting currency"), ("базовая валюта", "в валюту", "валюта учета")),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "absences": TableWords(
        ("absence", "vacation", "leave", "holiday", "time off", "отпуск", "отсутствие", "больничный"),
        needs=(("seller",), ("starts_on",), ("ends_on",)),
        columns={
            "source_id": Words(("id", "absence id"), ("id", "код", "id отпуска")),
            "seller": Words((*SELLER.en, "name"), (*SELLER.ru, "фио", "имя")),
            "starts_on": Words((*STARTS.en, "first day", "first day away"), (*STARTS.ru, "первый день")),
            "ends_on": Words((*ENDS.en, "last day", "last day away"), (*ENDS.ru, "последний день")),
            "reason": Words(("reason", "type", "absence type", "leave type"), ("причина", "тип", "вид отсутствия", "вид отпуска")),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "next_steps": TableWords(
        ("task", "to do", "todo", "follow up", "next step", "reminder", "задача", "дело", "дела", "дел", "напоминание",
         "следующий шаг", "план работ"),
        # A plain date is no day by which: a list of calls or meetings with subjects must not become one of next steps.
        needs=(("due_on",), ("subject", "created_at", "done_at"), ("seller", "account", "contact", "lead", "deal")),
        columns={
            "source_id": Words(
                ("task id", "id", "record id", "to do id", "follow up id", "step id", "reminder id", "number"),
                ("id задачи", "id", "номер задачи", "код", "id дела", "номер"),
            ),
            "seller": Words((*SELLER.en, "assignee", "task owner"), (*SELLER.ru, "кому поручено", "кто делает")),
            "account": ACCOUNT,
            "contact": CONTACT,
            "lead": LEAD,
            "deal": DEAL,
            "created_at": Words(
                (*CREATED.en, "planned at", "planned on", "assigned on"),
                (*CREATED.ru, "дата постановки", "поставлена", "когда поставлена"),
            ),
            "due_on": Words(
                ("due date", "due on", "due", "deadline", "due by", "due at", "date due", "due time", "due date time", "do by",
                 "complete by", "to be done by", "next step date", "follow up date", "follow up on", "remind on", "task date"),
                ("срок", "дедлайн", "крайний срок", "срок исполнения", "срок выполнения", "срок задачи", "выполнить до",
                 "сделать до", "завершить до", "исполнить до", "дата задачи", "плановый срок", "дата следующего шага",
                 "плановая дата выполнения"),
            ),
            "done_at": Words(
                ("done at", "completed at", "done on", "completed on", "completion date", "completed date", "date completed",
                 "done date", "marked as done time", "completed time", "finished at", "finished on", "closed date"),
                ("выполнено", "дата выполнения", "дата завершения", "дата исполнения", "когда выполнено",
                 "фактическая дата выполнения", "дата закрытия"),
            ),
            "subject": Words(
                ("subject", "task", "title", "task name", "task title", "next step", "to do", "todo", "follow up", "what to do",
                 "name", "topic", "action", "next action", "summary", "task subject", "description"),
                ("тема", "задача", "название", "что сделать", "следующий шаг", "дело", "название задачи", "текст задачи",
                 "текст", "суть", "содержание", "описание"),
            ),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
    "costs": TableWords(
        ("cost", "spend", "spending", "expense", "expenditure", "затраты", "расход", "трата", "издержки"),
        # Somebody pays a row that names a customer: then it is revenue.
        needs=(("amount",), ("starts_on",), ("purpose", "source_detail")),
        columns={
            "source_id": Words(("cost id", "id", "expense id", "record id"), ("id", "id расхода", "код", "номер расхода")),
            "purpose": Words(
                ("purpose", "cost purpose", "spend purpose", "kind", "type", "category", "cost type", "expense type", "objective"),
                ("назначение", "назначение затрат", "цель", "цель затрат", "тип", "вид затрат", "вид расходов", "категория"),
            ),
            "starts_on": Words(
                (*STARTS.en, "month", "date", "period", "quarter", "year", "cost date", "expense date", "spend date",
                 "booking date", "day"),
                (*STARTS.ru, "месяц", "дата", "период", "квартал", "год", "дата расхода", "дата затрат", "день"),
            ),
            "ends_on": ENDS,
            "amount": Words(
                ("amount", "cost", "spend", "expense", "spent", "amount spent", "total cost", "total spend", "sum", "total",
                 "expenses", "cost amount", "ad spend", "marketing spend", "money spent"),
                ("сумма", "затраты", "расходы", "потрачено", "сумма затрат", "сумма расходов", "расход", "итого", "стоимость"),
            ),
            "currency": CURRENCY,
            "seller": SELLER,
            "team": Words(
                ("team", "team name", "department", "office", "sales team", "group", "division", "unit", "cost center"),
                ("команда", "отдел", "группа", "подразделение", "филиал", "департамент", "центр затрат"),
            ),
            "source_detail": Words(
                ("description", "spent on", "item", "cost item", "channel", "campaign", "campaign name", "what for", "details",
                 "category", "source detail", "comment", "vendor"),
                ("статья", "статья затрат", "статья расходов", "на что", "описание", "канал", "кампания", "категория",
                 "назначение платежа", "комментарий"),
            ),
            "modified_at": MODIFIED,
            "deleted": DELETED,
        },
    ),
}  # fmt: skip

# ruff: noqa: E501, ISC004 - lists of words: one text of alternatives per meaning
"""What the sources' own words mean in Merilo's: won or lost, marketing or partner, call or e-mail, held or no-show.

A word is recognised by what it contains, in either language; the exact words come first. Words that say nothing are
left to the field's `otherwise`, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from merilo.intake.recognise.words import key

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Choice:
    """How the words of one fact column are told. The first pattern that is found decides."""

    patterns: tuple[tuple[str, str], ...]
    otherwise: str | None
    usual: dict[str, str]

    def meaning(self, word: str) -> str | None:
        """Merilo's word for the source's, or None."""
        plain = key(word)
        for pattern, meaning in self.patterns:
            if re.search(pattern, plain):
                return meaning
        return None


STATUS = Choice(
    (
        (r"\b(not|never) (won|closed)\b|\bне (выигран|закрыт)|в работе|^open", "open"),
        (r"закрыт\w* и не реализован|не реализован|не успеш|неуспеш|провал|проигр|отказ|потерян|слив", "lost"),
        (r"\b(lost|lose|loss|apology|disqualified|declined|rejected|abandoned|cancell?ed|dead)\b|closedlost", "lost"),
        (r"успешно реализован|успеш|выигр|продано|оплачен[ао]? полностью", "won"),
        (r"\bwon\b|\bwin\b|closedwon|closed success", "won"),
        (r"^(new|active|pending|ongoing|in progress|on hold|новая|новый|открыт[аоы]?|активна|активная|в процессе)$", "open"),
    ),
    "open",
    {"Won": "won", "Closed Won": "won", "Lost": "lost", "Closed Lost": "lost"},
)  # fmt: skip
ORIGIN = Choice(
    (
        (r"^unknown$|неизвест|не указан|^other|^друг|^прочее|^n a$", "unknown"),
        (r"partner|reseller|distribut|affiliate|партнер|дилер|агентск", "partner"),
        (r"\bcustomer\b|existing|upsell|cross sell|renewal|действующ\w* клиент|повторн|допродаж|текущ\w* клиент", "customer"),
        (r"paid referral|referral traffic", "marketing"),
        (r"refer|recommend|word of mouth|рекоменд|сарафан|знаком", "referral"),
        (r"cold|outbound|prospect|self|sales generated|холодн|исходящ|собственн|сам нашел|поиск менеджер", "self"),
        (r"organic|paid|search|social|display|direct|web|site|inbound|email|e mail|newsletter|advert|\bads?\b|campaign|event"
         r"|conference|webinar|trade ?show|seminar|marketing|google|yandex|facebook|instagram|linkedin|vk\b|telegram|seo|ppc"
         r"|cpc|utm|landing|content|blog|form|chat|offline sources|online|media", "marketing"),
        (r"сайт|реклам|поиск|соцсет|соц сет|входящ|выставк|конференц|вебинар|рассыл|яндекс|гугл|директ|авито|лендинг|форм"
         r"|чат|маркетинг|контекст|таргет|мероприят|интернет|вк\b|телеграм|почт", "marketing"),
    ),
    "unknown",
    {},
)  # fmt: skip
TOUCH_KIND = Choice(
    (
        (r"call|phone|dial|звон|телефон", "call"),
        (r"mail|письм|почт", "email"),
        (r"message|sms|whats ?app|telegram|chat|viber|сообщен|чат|мессендж|смс", "message"),
        (r"linkedin|social|facebook|соц", "social"),
        (r"visit|meeting|визит|встреч|выезд", "visit"),
    ),
    "other",
    {},
)
DIRECTION = Choice(
    ((r"\bin\b|inbound|incoming|received|входящ", "inbound"), (r"\bout\b|outbound|outgoing|sent|исходящ", "outbound")),
    "outbound",
    {},
)
OUTCOME = Choice(
    (
        (r"no answer|not connected|no reply|missed|busy|voicemail|left (live )?message|unreach|недозвон|не дозвон|не ответ|занят|не взял", "no_answer"),
        (r"bounce|undeliver|wrong number|invalid|не доставлен|неверный номер", "bounced"),
        (r"repl|respond|ответил (на письмо|письмом)|получен ответ", "replied"),
        (r"connect|answered|reached|talked|completed|дозвон|разговор|ответил|состоял", "connected"),
    ),
    "unknown",
    {},
)  # fmt: skip
MEETING_STATUS = Choice(
    (
        (r"no ?show|did not (come|attend)|не приш|неявк|не яв", "no_show"),
        (r"cancel|отмен|перенес|reschedul", "cancelled"),
        (r"held|completed|done|attended|happened|провед|состоял|завершен", "held"),
        (r"book|schedul|planned|confirmed|назначен|заплан|подтвержд", "booked"),
    ),
    "booked",
    {},
)
CHANGED_FIELD = Choice(
    (
        (r"stage|этап|стади", "stage"),
        (r"expected close|close date|closing date|closedate|дата закрыт", "expected_close_on"),
        (r"amount|value|budget|opportunity|бюджет|сумм", "amount"),
        (r"owner|assigned|seller|ответствен|менеджер", "seller"),
        (r"status|статус", "status"),
    ),
    None,
    {},
)
FORECAST_CATEGORY = Choice(
    ((r"commit|коммит|обязат|твердо", "commit"), (r"best|upside|оптимист|лучш", "best_case")), None, {}
)
REVENUE_KIND = Choice(
    (
        (r"recur|subscri|renew|mrr|arr|подписк|регуляр|абонент", "recurring"),
        (r"one|single|license|разов|единораз", "one_off"),
    ),
    "one_off",
    {},
)
REVENUE_PER = Choice(
    ((r"month|месяц|мес\b", "month"), (r"quarter|квартал", "quarter"), (r"year|annual|год", "year")), "row", {}
)
STAGE_KIND = STATUS
TARGET_SCOPE = Choice(
    ((r"company|компан|all", "company"), (r"team|office|команд|отдел", "team"), (r"role|роль", "role"), (r"seller|rep|agent|менеджер|продав|сотруд", "seller")),
    None,
    {},
)  # fmt: skip
COST_PURPOSE = Choice(
    (
        (r"reten|retain|keep|renew|loyal|existing|churn|success|support|удержан|лояльн|продлен|сопровожд|поддержк"
         r"|(текущ|действующ|существующ)\w* клиент", "retention"),
        (r"acqui|\bwin(ning)?\b|new (customer|client|business|logo)|prospect|lead gen|\bcac\b|marketing|advert|\bads?\b|campaign|привлечен"
         r"|нов\w* клиент|лидоген|реклам|маркетинг", "acquisition"),
    ),
    None,
    {},
)  # fmt: skip

CHOICES: dict[tuple[str, str], Choice] = {
    ("deals", "status"): STATUS,
    ("deals", "origin"): ORIGIN,
    ("leads", "origin"): ORIGIN,
    ("meetings", "origin"): ORIGIN,
    ("meetings", "status"): MEETING_STATUS,
    ("touches", "kind"): TOUCH_KIND,
    ("touches", "direction"): DIRECTION,
    ("touches", "outcome"): OUTCOME,
    ("deal_changes", "field"): CHANGED_FIELD,
    ("forecast_calls", "category"): FORECAST_CATEGORY,
    ("revenue", "kind"): REVENUE_KIND,
    ("revenue", "per"): REVENUE_PER,
    ("stages", "kind"): STAGE_KIND,
    ("targets", "scope"): TARGET_SCOPE,
    ("costs", "purpose"): COST_PURPOSE,
}
"""Which words a choice column of a fact table understands."""


def translation(choice: Choice, seen: Iterable[str], known: dict[str, str] | None = None) -> dict[str, str]:
    """The `values` of a field: the words seen that mean something, after the system's own and the usual ones.

    Words whose meaning is `otherwise` anyway are left out, so that a written mapping stays short.
    """
    named = {_SPACE.sub(" ", word).strip(): meaning for word, meaning in (known or choice.usual).items()}
    listed = {word.casefold() for word in named}
    for word in seen:
        meaning = choice.meaning(word)
        if meaning and meaning != choice.otherwise and word.casefold() not in listed:
            named[word] = meaning
            listed.add(word.casefold())
    return named


def understood(choice: Choice, seen: Iterable[str]) -> float:
    """Which share of the words means something, 0 to 1."""
    words = list(seen)
    return sum(choice.meaning(word) is not None for word in words) / len(words) if words else 0.0

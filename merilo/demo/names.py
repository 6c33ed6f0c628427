"""Names of people and companies that do not exist, Russian and English mixed; made from an index, without chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merilo.demo.clock import Ints

# (as written, in Latin letters)
_RU_FIRST = (
    ("Анна", "anna"), ("Мария", "maria"), ("Ольга", "olga"), ("Елена", "elena"), ("Татьяна", "tatiana"),
    ("Дарья", "daria"), ("Ирина", "irina"), ("Полина", "polina"), ("Алексей", "alexey"), ("Дмитрий", "dmitry"),
    ("Сергей", "sergey"), ("Иван", "ivan"), ("Павел", "pavel"), ("Андрей", "andrey"), ("Никита", "nikita"),
    ("Михаил", "mikhail"),
)  # fmt: skip
_RU_WOMEN = 8
"""The first eight first names are women's; their last names take an "а"."""
_RU_LAST = (
    ("Соколов", "sokolov"), ("Лебедев", "lebedev"), ("Орлов", "orlov"), ("Зайцев", "zaytsev"),
    ("Воронов", "voronov"), ("Громов", "gromov"), ("Тихонов", "tikhonov"), ("Беляев", "belyaev"),
    ("Калинин", "kalinin"), ("Маслов", "maslov"), ("Щукин", "shchukin"), ("Рябов", "ryabov"),
    ("Фомин", "fomin"), ("Гусев", "gusev"), ("Ершов", "ershov"), ("Логинов", "loginov"), ("Дронов", "dronov"),
)  # fmt: skip
_EN_FIRST = (
    "Alice", "Grace", "Helen", "Nora", "Ruth", "Clara", "Megan", "Ivy", "Oliver", "Henry", "Thomas", "Edward",
    "Simon", "Martin", "Philip", "Colin",
)  # fmt: skip
_EN_LAST = (
    "Ashworth", "Bramley", "Carver", "Denholm", "Elwood", "Fairley", "Goodwin", "Hartley", "Ingram", "Kershaw",
    "Langdon", "Merton", "Norwood", "Palmer", "Redfern", "Stanton", "Whitlock",
)  # fmt: skip
_TITLES = (
    "Директор", "CEO", "Коммерческий директор", "Head of Operations", "Финансовый директор", "IT Director",
    "Руководитель отдела", "Procurement Manager", "Главный инженер",
)  # fmt: skip
_BRANDS_RU = (
    ("Вектор", "vektor"), ("Гранит", "granit"), ("Сосна", "sosna"), ("Меридиан", "meridian"), ("Алтай", "altay"),
    ("Прибой", "priboy"), ("Кедр", "kedr"), ("Искра", "iskra"), ("Юпитер", "yupiter"), ("Байкал", "baykal"),
    ("Янтарь", "yantar"), ("Факел", "fakel"), ("Рассвет", "rassvet"), ("Маяк", "mayak"), ("Орион", "orion"),
    ("Зенит", "zenit"), ("Лазурит", "lazurit"), ("Парус", "parus"), ("Родник", "rodnik"), ("Тайга", "tayga"),
    ("Стрела", "strela"), ("Сапфир", "sapfir"), ("Волна", "volna"), ("Компас", "kompas"), ("Арктика", "arktika"),
    ("Монолит", "monolit"), ("Импульс", "impuls"), ("Каскад", "kaskad"), ("Формат", "format"),
)  # fmt: skip
_BRANDS_EN = (
    "Bluefield", "Harrow", "Oakmere", "Stonebridge", "Redwick", "Silverleaf", "Northgate", "Foxhill", "Kingsley",
    "Larkspur", "Marlowe", "Pinecrest", "Quayside", "Rivermead", "Summerton", "Thornbury", "Underhill", "Westbrook",
    "Amberley", "Briarwood", "Castleton", "Dunmore", "Eastvale", "Fernley", "Glenmoor", "Hazelton", "Ironbridge",
    "Juniper", "Kestrel",
)  # fmt: skip
_TRADES = (
    ("Логистика", "Logistics", "logistics", "Logistics"), ("Фарма", "Pharma", "pharma", "Healthcare"),
    ("Строй", "Construction", "stroy", "Construction"), ("Маркет", "Retail", "market", "Retail"),
    ("Агро", "Farms", "agro", "Agriculture"), ("Энерго", "Energy", "energo", "Energy"),
    ("Софт", "Software", "soft", "IT"), ("Мебель", "Furniture", "mebel", "Manufacturing"),
    ("Металл", "Metals", "metall", "Manufacturing"), ("Транс", "Transport", "trans", "Logistics"),
    ("Текстиль", "Textiles", "textil", "Manufacturing"), ("Медиа", "Media", "media", "Media"),
    ("Финанс", "Finance", "finans", "Finance"), ("Пак", "Packaging", "pak", "Manufacturing"),
    ("Эко", "Ecology", "eko", "Services"), ("Тур", "Travel", "tur", "Services"),
    ("Авто", "Motors", "avto", "Automotive"), ("Хим", "Chemicals", "khim", "Manufacturing"),
    ("Сервис", "Services", "servis", "Services"), ("Электро", "Electric", "elektro", "Manufacturing"),
    ("Дизайн", "Design", "dizayn", "Services"), ("Фуд", "Foods", "food", "Retail"),
    ("Лаб", "Labs", "lab", "Healthcare"),
)  # fmt: skip
# (the name's form, what its domain ends with)
_FORMS_RU = (("ООО «{}»", ""), ("АО «{}»", "-ao"), ("ГК «{}»", "-gk"), ("ТД «{}»", "-td"))
_FORMS_EN = (("{} Ltd", ""), ("{} Group", "-group"), ("{} plc", "-plc"), ("{} & Partners", "-partners"))
_REGIONS = {
    "RU": ("Москва", "Санкт-Петербург", "Казань", "Екатеринбург", "Новосибирск"),
    "GB": ("London", "Manchester", "Leeds", "Bristol"),
    "DE": ("Berlin", "Hamburg", "München"),
}
COUNTRIES = tuple(_REGIONS)
"""The countries that teams sit in, in turn (every second team in the first)."""


@dataclass(frozen=True)
class Person:
    """A person: the name as written, and the part of the e-mail address before the @."""

    name: str
    mailbox: str


def _russian(index: int) -> Person:
    (first, first_latin), (last, last_latin) = (
        _RU_FIRST[index % len(_RU_FIRST)],
        _RU_LAST[index % len(_RU_LAST)],
    )
    ending = ("а", "a") if index % len(_RU_FIRST) < _RU_WOMEN else ("", "")
    return Person(f"{first} {last}{ending[0]}", f"{first_latin}.{last_latin}{ending[1]}")


def _english(index: int) -> Person:
    first, last = _EN_FIRST[index % len(_EN_FIRST)], _EN_LAST[index % len(_EN_LAST)]
    return Person(f"{first} {last}", f"{first}.{last}".lower())


# The two lengths are coprime, so a run of indexes meets every pair before the first comes again.
_PEOPLE_RU = tuple(_russian(i) for i in range(len(_RU_FIRST) * len(_RU_LAST)))
_PEOPLE_EN = tuple(_english(i) for i in range(len(_EN_FIRST) * len(_EN_LAST)))


def person(index: int, country: str) -> Person:
    """The index-th person of a country; past the last pair of names a number tells namesakes apart."""
    people = _PEOPLE_RU if country == "RU" else _PEOPLE_EN
    again, which = divmod(index * 19, len(people))
    known = people[which]
    # 19 is coprime to the number of pairs, so neighbours differ in both names and all pairs come up.
    turn = again // 19
    return known if turn == 0 else Person(f"{known.name} {turn + 1}", f"{known.mailbox}{turn + 1}")


def _grid(country: str) -> tuple[list[str], list[str], list[str]]:
    names, domains, industries = [], [], []
    russian = country == "RU"
    for form, ending in _FORMS_RU if russian else _FORMS_EN:
        for trade_ru, trade_en, trade_latin, industry in _TRADES:
            for brand_ru, brand_en in zip(_BRANDS_RU, _BRANDS_EN, strict=True):
                core = f"{brand_ru[0]}-{trade_ru}" if russian else f"{brand_en} {trade_en}"
                latin = f"{brand_ru[1]}-{trade_latin}" if russian else core.lower().replace(" ", "-")
                names.append(form.format(core))
                domains.append(latin + ending)
                industries.append(industry)
    return names, domains, industries


@dataclass(frozen=True)
class Companies:
    """Arrow text columns of companies, one per index given."""

    name: pa.Array
    domain: pa.Array
    industry: pa.Array
    region: pa.Array


def companies(index: Ints, country: str) -> Companies:
    """The companies of a country with these numbers: names repeat only with a number behind them."""
    names, domains, industries = _grid(country)
    again, which = np.divmod(index, len(names))
    # 1009 is prime and no factor of the grid, so neighbours share neither brand nor trade.
    which = pa.array(which * 1009 % len(names))
    numbered = pa.array(again > 0)
    turn = pa.array(again + 1).cast(pa.string())
    name, domain = pa.array(names).take(which), pa.array(domains).take(which)
    ending = pc.if_else(numbered, turn, "")
    return Companies(
        name=pc.if_else(numbered, pc.binary_join_element_wise(name, turn, " "), name),
        domain=pc.binary_join_element_wise(domain, ending, ".example", ""),
        industry=pa.array(industries).take(which),
        region=pa.array(_REGIONS[country]).take(pa.array(index % len(_REGIONS[country]))),
    )


@dataclass(frozen=True)
class Contacts:
    """Arrow text columns of the people at companies."""

    name: pa.Array
    email: pa.Array
    phone: pa.Array
    title: pa.Array


def contacts(index: Ints, country: str, domain: pa.Array) -> Contacts:
    """One person per company domain, with these numbers."""
    people = _PEOPLE_RU if country == "RU" else _PEOPLE_EN
    which = pa.array(index * 19 % len(people))
    mailbox = pa.array([p.mailbox for p in people]).take(which)
    prefix = "+7 900 000-0" if country == "RU" else "+44 20 7946 0"
    digits = pc.utf8_lpad(pa.array(index * 7 % 1_000).cast(pa.string()), 3, "0")
    return Contacts(
        name=pa.array([p.name for p in people]).take(which),
        email=pc.binary_join_element_wise(mailbox, domain, "@"),
        phone=pc.binary_join_element_wise(prefix, digits, ""),
        title=pa.array(_TITLES).take(pa.array(index % len(_TITLES))),
    )

"""`docs/kpis.md`, written from the declarations: every KPI in words, in English and in Russian."""

from __future__ import annotations

from collections.abc import Iterator

from merilo.core.text import LANGUAGES, N_, _, language, set_language
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor, Better, Kpi, Unit
from merilo.reports.derived import Derived, dictionary

_LANGUAGE_NAMES = {"en": "English", "ru": "Русский"}
_BETTER = {
    Better.HIGHER: N_("higher is better"),
    Better.LOWER: N_("lower is better"),
    Better.NEITHER: N_("neither high nor low is good in itself"),
}
_UNITS = {
    Unit.SHARE: N_("share"),
    Unit.COUNT: N_("number"),
    Unit.MONEY: N_("money"),
    Unit.DAYS: N_("days"),
    Unit.HOURS: N_("hours"),
    Unit.RATIO: N_("ratio"),
    Unit.PER_WEEK: N_("number per working week"),
}
_ANCHORS = {
    Anchor.DAY: N_("the day of the event"),
    Anchor.AS_OF: N_("the end of the day looked at"),
    Anchor.PERIOD: N_("the end of each period"),
}


def catalogue() -> str:
    """The whole page, ending with a line break."""
    before = language()
    try:
        sections = [_in_language(name) for name in LANGUAGES]
    finally:
        set_language(before)
    head = "# KPIs\n\nWritten by `python -m merilo.reports.catalogue > docs/kpis.md`; do not edit by hand.\n"
    return head + "".join(sections)


def _in_language(name: str) -> str:
    set_language(name)
    lines = [f"\n## {_LANGUAGE_NAMES[name]}\n"]
    family = None
    for each in dictionary():
        if each.family is not family:
            family = each.family
            lines.append(f"\n### {_(family)}\n")
        lines += _entry(each)
    return "".join(lines)


def entry(kpi: Kpi | Derived) -> list[tuple[str, str]]:
    """The dictionary's entry of a KPI, in the language in force: what is said and its words, in a fixed order."""
    return _of_derived(kpi) if isinstance(kpi, Derived) else _of_kpi(kpi)


def _of_derived(derived: Derived) -> list[tuple[str, str]]:
    return [
        (_("Formula"), _(derived.formula)),
        (_("Unit"), _(_UNITS[derived.unit])),
        *((_("Trap"), _(trap)) for trap in derived.traps),
        (_("What to do"), _(derived.advice)),
        (_("Command"), f"`{derived.command}`"),
    ]


def _of_kpi(kpi: Kpi) -> list[tuple[str, str]]:
    said = [
        (_("Formula"), _(kpi.formula)),
        (_("Unit"), f"{_(_UNITS[kpi.unit])}; {_(_BETTER[kpi.better])}"),
        (_("Counts on"), _(_ANCHORS[kpi.anchor])),
        (_("Parts"), ", ".join(f"`{part.name}` ({_(part.label)})" for part in kpi.parts)),
    ]
    beside = [f"`{other.name}` ({_(other.label)}; {_(_UNITS[other.unit])})" for other in kpi.beside]
    beside += [
        f"`{spread.column}` ({_(spread.label)}: {_('median')}, 25 %, 75 %, 90 %)" for spread in kpi.distributions
    ]
    if beside:
        said.append((_("Beside it"), ", ".join(beside)))
    said += [
        ("n", _("{what}; below {n} it is too few to say").format(what=_(kpi.n_is), n=kpi.enough)),
        (_("Needs"), ", ".join(f"`{table}`" for table in kpi.needs)),
        (_("Cuts"), ", ".join(f"`{name}` ({_(CUTS[name].label)})" for name in kpi.cuts)),
    ]
    for policy in kpi.policies:
        values = ", ".join(f"**{value}**" if value == policy.default else value for value in policy.allowed)
        said.append((_("Policy"), f"`{policy.name}` = {values}: {_(policy.meaning)}"))
    said += [(_("Trap"), _(trap)) for trap in kpi.traps]
    low = {Better.HIGHER: _("When it is low"), Better.LOWER: _("When it is high"), Better.NEITHER: _("What to do")}
    return [*said, (low[kpi.better], _(kpi.advice))]


def _entry(kpi: Kpi | Derived) -> Iterator[str]:
    yield f"\n#### `{kpi.name}`: {_(kpi.label)}\n\n{_(kpi.question)}\n\n"
    for heading, words in entry(kpi):
        yield f"- {heading}: {words}\n"


if __name__ == "__main__":
    print(catalogue(), end="")

"""What is to be said of a stage that is not as it should be, in sentences."""

from __future__ import annotations

from merilo.core.numbers import number
from merilo.core.text import _, dated, percent
from merilo.reports.balance.report import STAYING, Balance, Clog, StageLine


def sentences(line: StageLine) -> list[str]:
    """What is to be said of a stage that is not as it should be."""
    name = " / ".join(part for part in (line.pipeline, line.stage or _("(none)")) if part)
    if line.clog:
        return [_clogged(name, line.clog)]
    if line.stay.staying > STAYING:
        said = _("{stage}: {share} of the deals that came never left it in all the time seen. How long they stay, and "
                 "how many it should hold, cannot be told until these are closed.")  # fmt: skip
        return [said.format(stage=name, share=percent(line.stay.staying))]
    if line.hold is None or line.status not in (Balance.MISSING, Balance.MORE):
        return []
    shown = {"stage": name, "holds": number(line.holds, "count"), "least": number(line.hold.least, "count"),
             "most": number(line.hold.most, "count"), "should": number(line.hold.should.median, "count")}  # fmt: skip
    if line.status is Balance.MISSING:
        said = _("{stage} lacks deals: it holds {holds}, should hold about {should}, and chance alone leaves {least}.")
        return [said.format(**shown)]
    said = _("{stage} holds {holds}, more than the target needs (about {should}; chance alone makes it {most}).")
    return [said.format(**shown)]


def _clogged(name: str, clog: Clog) -> str:
    said = _("{stage} is clogged: deals that came since {since} ({earliest} – {latest}) stay {times} times as long as "
             "before, {days} days in the mean so far; by chance {p}.")  # fmt: skip
    chance = _("less than 1 in 1,000") if clog.p < 0.001 else number(clog.p, "share")
    return said.format(stage=name, since=dated(clog.since), earliest=dated(clog.earliest), latest=dated(clog.latest),
                       times=number(clog.longer, "days"), days=number(clog.stay.mean, "days"), p=chance)  # fmt: skip

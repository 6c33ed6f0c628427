"""How likely chance alone puts somebody below his colleagues, or below his own earlier level.

Counts are compared where their variance hardly depends on what is counted (Anscombe 1948, Biometrika 35, 246–254):

    rates    k over e     y = √((k + 3/8)/e)                      v = φ/(4e)
    shares   k of n       y = arcsin √((k + 3/8)/(n + 3/4))       v = φ/(4n + 2)

φ: by how much cases scatter more than Poisson's or the binomial's law says.

**Colleagues.** Half of all are below the middle and a quarter below the lower quartile whatever they do, so that is no
fault. The question is whether somebody is below the range in which 19 of 20 colleagues are: of all others the mean μ
and the spread τ of their true values (random effects: DerSimonian & Laird 1986, Control. Clin. Trials 7, 177–188),

    z = (y − (μ − 1.96 τ)) / √(v + se²(μ)),   chance = Φ(z)

If colleagues do not differ, τ = 0 and this asks whether he is below their middle; the wider they differ, as where
unlike work is done, the less can be said. Nobody is his own colleague: he widens no range that he is held against.

**Own earlier level.** k_a after against k_b before, both known to be his, in the light of what all others did meanwhile
(difference in differences): a season, or a stage in which everybody's deals stand still, is nobody's own fall.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from merilo.insight.others import Measure, Panel, ordinary
from merilo.insight.shrinkage import Family, Numbers

_USUAL = 1.959964
_COUNTED = 3.0  # cases to be expected from which on a cell shows how cases scatter
_PEOPLE, _CALM = 4, 0.75


@dataclass(frozen=True, eq=False)
class Counted:
    """Cases `of` over time, or of cases, `over`; rates or shares. `higher`: more is better. `scatter`: φ, from 1 up."""

    family: Family
    of: Numbers
    over: Numbers
    higher: bool = True
    scatter: float = 1.0


@dataclass(frozen=True, eq=False)
class Shift:
    """Everyone's level since a cut against his own before it; arrays have one place per subject.

    `chance`: that chance alone makes as much of it, NaN where nothing can be compared. `of` over `over`: since the cut;
    `expected`: the share or rate that his level before would be now; `size`: on how many cases that rests.
    """

    chance: Numbers
    of: Numbers
    over: Numbers
    expected: Numbers
    size: Numbers
    before: Numbers


def below_colleagues(counted: Counted, moved: Numbers | None = None) -> Numbers:
    """The chance, for everyone, that he is within the range of 19 of 20 of the others; NaN of whom nothing is known.

    `counted` has one place per person; `moved` is what `times_apart` gives. NaN for all where fewer than three are
    known: there is no spread to see.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - half a second that most questions need not pay

    known = counted.over > 0
    result = np.full(len(counted.over), np.nan)
    if known.sum() < 3:
        return result
    y, v = (each[known] for each in _stable(counted, counted.of, counted.over))
    y = y if moved is None else y - moved[known]
    weight = 1 / v
    all_, own_y = weight.sum() - weight, (weight * y).sum() - weight * y
    squares = (weight * y * y).sum() - weight * y * y - own_y**2 / all_
    spared = all_ - ((weight**2).sum() - weight**2) / all_
    tau2 = np.maximum(0.0, (squares - (len(y) - 2)) / spared)
    mixed = 1 / (v[None, :] + tau2[:, None])
    np.fill_diagonal(mixed, 0.0)
    whole = mixed.sum(1)
    edge = (mixed @ y) / whole - (_USUAL if counted.higher else -_USUAL) * np.sqrt(tau2)
    z = (y - edge) / np.sqrt(v + 1 / whole)
    result[known] = ndtr(z if counted.higher else -z)
    return result


def times_apart(of: Numbers, over: Numbers) -> Numbers:
    """How far the others' share at the times of his cases is from theirs at theirs, on the stable scale; per person.

    `of` out of `over`: shape (people, times). Whoever had most of his cases when everybody's share was low is not to be
    held against those who had theirs at other times (indirect standardisation, as in `others.levels`).
    """
    others_of, others_over = of.sum(0) - of, over.sum(0) - over
    share = _over(others_of, others_over)
    here = _over((over * share).sum(1), np.where(others_over > 0, over, 0.0).sum(1))
    whole = _over(others_of.sum(1), others_over.sum(1))
    known = (over.sum(1) > 0) & (others_over.sum(1) > 0)
    return np.where(known, np.arcsin(np.sqrt(np.clip(here, 0, 1))) - np.arcsin(np.sqrt(np.clip(whole, 0, 1))), 0.0)


def shift(counted: Counted, others: Counted | None, after: npt.ArrayLike, before: npt.ArrayLike) -> Shift:
    """What everyone's cases are after a cut against before; `counted` and `others` have the shape (subjects, times).

    `after`, `before`: masks of times, for all or for each subject. `others`: what everybody else did at each time;
    without them, the times before also show how much scatter there is without any reason (Pearson's χ² over its degrees
    of freedom, where it is more than `scatter`). Rates: his own level before × the others' change; shares: the same
    change of the logit. A share's z is the difference of the stable values over √(v_a + v_b + those of the others). A
    rate's k_a may be few, so its chance is exact: Poisson about a gamma distributed level that rests on `size` cases is
    negative binomial, I_p(size, k_a + ½) with p = size/(size + E), where what came itself counts half (mid-p: Lancaster
    1961, J. Am. Stat. Assoc. 56, 223–234) and all cases are divided by φ.
    """
    from scipy.special import ndtr  # noqa: PLC0415

    shape = counted.of.shape
    now, then = (np.broadcast_to(np.asarray(each, dtype=bool), shape) for each in (after, before))
    rate = counted.family is Family.RATE
    level = _of_others(others, now, then) if rate else np.ones(shape)
    k_a, n_a = _summed(counted.of, now), _summed(counted.over * level, now)
    k_b, n_b = _summed(counted.of, then), _summed(counted.over * level, then)
    own = _over(k_b, n_b)
    doubt, moved = _doubt(others, now, then, rate=rate)
    noise = np.full(len(own), counted.scatter) if others is not None else _own_scatter(counted, then, own)
    if rate:
        expected_count, doubt = own * n_a, doubt + _over(1.0, k_b, np.inf)
        plain = _summed(counted.over, now)
        expected, size = _over(expected_count, plain), _over(1.0, noise * doubt)
        chance = _fewer(k_a / noise, expected_count / noise, size)
    else:
        plain = n_a
        inside = np.clip((k_b + 0.5) / (n_b + 1), 1e-9, 1 - 1e-9)
        expected = 1 / (1 + np.exp(-(np.log(inside / (1 - inside)) + moved)))
        here = np.arcsin(np.sqrt((k_a + 0.375) / (n_a + 0.75)))
        error = np.sqrt(noise * (1 / (4 * n_a + 2) + 1 / (4 * n_b + 2) + doubt / 4))
        chance = ndtr((here - np.arcsin(np.sqrt(expected))) / error)
        size = _over(1.0, noise * (_over(1.0, n_b, np.inf) + doubt))
    chance = chance if counted.higher else 1 - chance
    known = (plain > 0) & (n_b > 0) & (k_b > 0) & np.isfinite(doubt)
    return Shift(np.where(known, chance, np.nan), k_a, plain, expected, size, k_b if rate else n_b)


def below_asked(counted: Counted, asked: Numbers) -> Numbers:
    """The chance that who has the rate `asked` has so few cases; NaN where nothing is asked. One place per person.

    Poisson, its own case counted half: Γ(k + ½, E)/Γ(k + ½) with E = asked · over, all cases divided by φ.
    """
    from scipy.special import gammaincc  # noqa: PLC0415

    chance = gammaincc(counted.of / counted.scatter + 0.5, counted.over * asked / counted.scatter)
    return np.asarray(np.where(counted.over > 0, chance if counted.higher else 1 - chance, np.nan))


def scatter(family: Family, of: Numbers, over: Numbers) -> float:
    """φ: how much cases of people scatter from time to time beyond chance, once people and times have their own level.

    For every person Pearson's squares around own level × time's level (`others.ordinary`; shares: +), over the median
    of χ² with his times − 1 degrees of freedom; φ is the median of these over people, not below one. So the few whose
    level did change do not count as scatter; the levels of times come from the three quarters of people who scatter
    least. One where fewer than four people have enough cases.
    """
    own = np.full(len(of), np.nan)
    keep = over.sum(1) > 0
    for _round in range(2):
        if keep.sum() < _PEOPLE:
            return 1.0
        own = _own_scatters(family, of, over, keep)
        if np.isfinite(own).sum() < _PEOPLE:
            return 1.0
        keep = own <= np.nanquantile(own, _CALM)
    return max(1.0, float(np.nanmedian(own)))


def _own_scatters(family: Family, of: Numbers, over: Numbers, calm: npt.NDArray[np.bool_]) -> Numbers:
    """Everyone's scatter around his own level and the times' levels of the calm ones; NaN where too little is known."""
    from scipy.special import chdtri  # noqa: PLC0415

    rate = family is Family.RATE
    week = ordinary(Panel(Measure.RATE if rate else Measure.SHARE, of[calm], over[calm])).week
    if rate:
        expected = over * week * _over(of.sum(1), over @ week)[:, None]
        variance = expected
    else:
        share = np.clip(week + _over(of.sum(1) - over @ week, over.sum(1))[:, None], 0, 1)
        expected, variance = over * share, over * share * (1 - share)
    seen = (variance > 0) & (expected >= _COUNTED) & (rate | (over - expected >= _COUNTED))
    squares = np.where(seen, _over((of - expected) ** 2, np.where(seen, variance, 0.0)), 0.0).sum(1)
    freedom = seen.sum(1) - 1.0
    # The times' levels are fitted to the people too.
    spared = calm.sum() / (calm.sum() - 1)
    usual = chdtri(np.maximum(freedom, 1), 0.5)
    return np.asarray(np.where(freedom >= 2, squares * spared / usual, np.nan))


def _stable(counted: Counted, of: Numbers, over: Numbers) -> tuple[Numbers, Numbers]:
    """The values on the scale of stable variance, and that variance; of nobody known infinite."""
    seen = over > 0
    if counted.family is Family.RATE:
        y = np.sqrt(np.divide(of + 0.375, over, out=np.zeros_like(over), where=seen))
        return y, np.divide(counted.scatter, 4 * over, out=np.full_like(over, np.inf), where=seen)
    return np.arcsin(np.sqrt((of + 0.375) / (over + 0.75))), counted.scatter / (4 * over + 2)


def _of_others(others: Counted | None, now: npt.NDArray[np.bool_], then: npt.NDArray[np.bool_]) -> Numbers:
    """The others' rate at each time; one where there are no others to look at."""
    return np.ones(now.shape) if others is None else _over(others.of, others.over) * (now | then)


def _doubt(
    others: Counted | None, now: npt.NDArray[np.bool_], then: npt.NDArray[np.bool_], *, rate: bool
) -> tuple[Numbers, Numbers]:
    """How uncertain the others' change is, in 1 over cases, and (shares) by how much their logit changed."""
    if others is None:
        return np.zeros(len(now)), np.zeros(len(now))
    k, n = ((_summed(each, now), _summed(each, then)) for each in (others.of, others.over))
    base = k if rate else n
    doubt = _over(1.0, base[0], np.inf) + _over(1.0, base[1], np.inf)
    if rate:
        return doubt, np.zeros(len(now))
    logits = [np.log((each + 0.5) / (size - each + 0.5)) for each, size in zip(k, n, strict=True)]
    return doubt, logits[0] - logits[1]


def _fewer(of: Numbers, expected: Numbers, size: Numbers) -> Numbers:
    """The chance of so few cases where `expected` rests on `size` cases; NaN where nothing is expected."""
    from scipy.special import betainc  # noqa: PLC0415

    known = (size > 0) & (expected > 0)
    r, mean = np.where(known, size, 1.0), np.where(known, expected, 1.0)
    return np.where(known, betainc(r, of + 0.5, r / (r + mean)), np.nan)


def _own_scatter(counted: Counted, then: npt.NDArray[np.bool_], own: Numbers) -> Numbers:
    """Scatter of the times before around their own level, where it is more than the scatter known already."""
    expected = np.where(then, counted.over * own[:, None], 0.0)
    variance = expected if counted.family is Family.RATE else expected * (1 - own[:, None])
    squares = np.where(variance > 0, _over((counted.of - expected) ** 2, variance), 0.0).sum(1)
    freedom = (variance > 0).sum(1) - 1
    return np.maximum(counted.scatter, _over(squares, np.maximum(freedom, 0).astype(float)))


def _summed(values: Numbers, mask: npt.NDArray[np.bool_]) -> Numbers:
    return np.asarray(np.where(mask, values, 0.0).sum(1))


def _over(above: npt.ArrayLike, below: Numbers, nothing: float = 0.0) -> Numbers:
    top = np.broadcast_to(np.asarray(above, dtype=float), below.shape)
    return np.asarray(np.divide(top, below, out=np.full(below.shape, nothing), where=below > 0))

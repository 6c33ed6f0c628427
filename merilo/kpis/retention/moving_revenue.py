"""How what customers pay moves: the account of changes, what was lost, and the rates of both."""

from __future__ import annotations

from merilo.core.text import N_
from merilo.kpis.declaration import (
    Anchor,
    Better,
    Family,
    Kpi,
    Part,
    Ratio,
    Share,
    Total,
    Unit,
)
from merilo.kpis.retention.movements import REACTIVATION, movement_rows, movement_rows_at_one_rate
from merilo.kpis.retention.paid import (
    AT_THE_END,
    EXCHANGE,
    KIND,
    LEFT_OUT,
    NEGATIVE,
    RECOGNISED,
    REVENUE_CUTS,
    WITHOUT_ACCOUNT,
    WITHOUT_RATE,
)

_OPENING = Part("opening", N_("Opening"), Unit.MONEY)
_EXCHANGE = Part("exchange", N_("Exchange rates"), Unit.MONEY)
_NEW = Part("new", N_("New"), Unit.MONEY)
_REACTIVATION = Part("reactivation", N_("Reactivation"), Unit.MONEY)
_EXPANSION = Part("expansion", N_("Expansion"), Unit.MONEY)
_CONTRACTION = Part("contraction", N_("Contraction"), Unit.MONEY)
_CHURN = Part("churn", N_("Churn"), Unit.MONEY)
_CLOSING = Part("closing", N_("Closing"), Unit.MONEY)
_STOOD = Part("customers_opening", N_("Customers at the opening"), Unit.COUNT)
_EQUAL_PERIODS = N_(
    "Periods must be as long as the customers' own rhythm: buyers who order every quarter seem to churn every month."
)
_FEW_LARGE = N_("The range takes customers as cases: where one customer outweighs many, it is too narrow.")
_ONE_COHORT = N_("The same customers stand above and below the line: new and returned ones are in neither.")
_BY_CUSTOMER = N_(
    "Whether it is more or less is decided by the customer as a whole; cut by product or seller, one line may be "
    "below zero where another took its place."
)


def _retention(**declared: object) -> Kpi:
    """What all KPIs of moving revenue share."""
    shared = {
        "family": Family.RETENTION,
        "needs": ("revenue",),
        "money": ("revenue",),
        "rows": movement_rows_at_one_rate,
        "cuts": REVENUE_CUTS,
        "anchor": Anchor.PERIOD,
        "compares": True,
        "policies": (KIND, NEGATIVE, RECOGNISED, REACTIVATION, EXCHANGE),
        "checks": (AT_THE_END, LEFT_OUT, WITHOUT_RATE, WITHOUT_ACCOUNT),
    }
    return Kpi(**(shared | declared))  # type: ignore[arg-type]


REVENUE_MOVEMENTS = _retention(
    name="revenue_movements",
    rows=movement_rows,
    label=N_("Revenue movements"),
    question=N_("Where did revenue come from and where did it go, since the period before?"),
    formula=N_("opening + exchange + new + reactivation + expansion − contraction − churn = closing, exactly"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    parts=(
        _OPENING, _EXCHANGE, _NEW, _REACTIVATION, _EXPANSION, _CONTRACTION, _CHURN, _CLOSING,
        Part("customers", N_("Customers"), Unit.COUNT),
        _STOOD,
        Part("customers_new", N_("New customers"), Unit.COUNT),
        Part("customers_reactivation", N_("Returned customers"), Unit.COUNT),
        Part("customers_expansion", N_("Customers who pay more"), Unit.COUNT),
        Part("customers_contraction", N_("Customers who pay less"), Unit.COUNT),
        Part("customers_churn", N_("Customers who stopped"), Unit.COUNT),
        Part("customers_closing", N_("Customers at the closing"), Unit.COUNT),
    ),
    value=Total("closing"),
    n="customers",
    n_is=N_("customers who paid in this period or the one before"),
    enough=1,
    traps=(_EQUAL_PERIODS, _BY_CUSTOMER,
           N_("The first period has no history: every customer in it is new.")),
    advice=N_("Look at contraction before churn: those who shrink are still there to be talked to."),
)  # fmt: skip

CONTRACTION = _retention(
    name="contraction",
    label=N_("Contraction"),
    question=N_("How much did customers who still pay cut back?"),
    formula=N_("revenue of the period before − revenue now, over customers who pay in both and pay less now"),
    unit=Unit.MONEY,
    better=Better.LOWER,
    parts=(_CONTRACTION, _OPENING, Part("customers_contraction", N_("Customers who pay less"), Unit.COUNT), _STOOD),
    value=Total("contraction"),
    n="customers_opening",
    n_is=N_("customers who paid in the period before"),
    enough=10,
    traps=(N_("Cancelling one of several subscriptions is contraction, not churn."), _EQUAL_PERIODS, _BY_CUSTOMER),
    advice=N_("Open the rows: a few customers usually carry it. Ask them what they stopped using."),
)

CHURN = _retention(
    name="churn",
    label=N_("Churn"),
    question=N_("How much revenue went with customers who stopped?"),
    formula=N_("revenue of the period before, over customers who pay nothing now; counted in the first empty period"),
    unit=Unit.MONEY,
    better=Better.LOWER,
    parts=(_CHURN, _OPENING, Part("customers_churn", N_("Customers who stopped"), Unit.COUNT), _STOOD),
    value=Total("churn"),
    n="customers_opening",
    n_is=N_("customers who paid in the period before"),
    enough=10,
    traps=(
        N_("A customer who pauses is churn and later reactivation."),
        N_("An unfinished last period looks like churn: it is marked and never compared."),
        _EQUAL_PERIODS,
    ),
    advice=N_("Compare those who left with those who stayed by product and seller before guessing at reasons."),
)

LOGO_CHURN = _retention(
    name="logo_churn",
    label=N_("Customer churn"),
    question=N_("What share of customers stopped?"),
    formula=N_("customers who pay nothing now / customers who paid in the period before"),
    unit=Unit.SHARE,
    better=Better.LOWER,
    parts=(Part("customers_churn", N_("Customers who stopped"), Unit.COUNT), _STOOD),
    value=Share("customers_churn", "customers_opening"),
    n="customers_opening",
    n_is=N_("customers who paid in the period before"),
    enough=20,
    traps=(N_("A customer counts once, on its largest line when cut by product or seller."), _EQUAL_PERIODS),
    advice=N_("When customers leave but revenue hardly does, it is the small ones: decide if they are worth keeping."),
)

GRR = _retention(
    name="grr",
    label=N_("Gross revenue retention"),
    question=N_("How much of what customers paid do they still pay?"),
    formula=N_("(opening − contraction − churn) / opening"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    parts=(_OPENING, _CONTRACTION, _CHURN, _STOOD),
    value=Ratio(plus=("opening",), minus=("contraction", "churn"), out_of="opening", sampled=True, at_most=1.0),
    n="customers_opening",
    n_is=N_("customers who paid in the period before"),
    enough=10,
    traps=(
        _ONE_COHORT,
        N_("It cannot be above 1: growth does not hide a loss."),
        _FEW_LARGE,
        _EQUAL_PERIODS,
        _BY_CUSTOMER,
    ),
    advice=N_("Below what you need? See whether contraction or churn takes more, then open its rows."),
)

NRR = _retention(
    name="nrr",
    label=N_("Net revenue retention"),
    question=N_("Do the customers that we had pay more or less than before?"),
    formula=N_("(opening + expansion − contraction − churn) / opening"),
    unit=Unit.SHARE,
    better=Better.HIGHER,
    parts=(_OPENING, _EXPANSION, _CONTRACTION, _CHURN, _STOOD),
    value=Ratio(plus=("opening", "expansion"), minus=("contraction", "churn"), out_of="opening", sampled=True),
    n="customers_opening",
    n_is=N_("customers who paid in the period before"),
    enough=10,
    traps=(
        _ONE_COHORT,
        N_("A few that grow can hide many that leave: read it beside gross retention."),
        _FEW_LARGE,
        _EQUAL_PERIODS,
    ),
    advice=N_("If it is high but gross retention is low, growth rests on few customers: name them."),
)

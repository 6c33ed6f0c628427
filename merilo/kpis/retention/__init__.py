"""Retention: what customers pay, and how that moves."""

from merilo.kpis.retention.acquisition_vs_retention import ACQUISITION_VS_RETENTION
from merilo.kpis.retention.cohorts import COHORTS
from merilo.kpis.retention.moving_revenue import CHURN, CONTRACTION, GRR, LOGO_CHURN, NRR, REVENUE_MOVEMENTS
from merilo.kpis.retention.renewals_due import RENEWALS_DUE
from merilo.kpis.retention.revenue import REVENUE

KPIS = (
    REVENUE,
    REVENUE_MOVEMENTS,
    CONTRACTION,
    CHURN,
    LOGO_CHURN,
    GRR,
    NRR,
    COHORTS,
    RENEWALS_DUE,
    ACQUISITION_VS_RETENTION,
)

"""HubSpot: list exports with labels, and exports with internal property names."""

from merilo.intake.recognise.systems.shape import Layout, System

_STAGES = {"closedwon": "won", "Closed won": "won", "closedlost": "lost", "Closed lost": "lost"}

_DEALS = Layout(
    name="deals",
    to="deals",
    signs=(("Record ID", "Deal Stage"), ("Deal Name", "Deal Stage", "Pipeline"), ("dealname", "dealstage")),
    columns={
        "source_id": ("Record ID", "Deal ID", "hs_object_id"),
        "name": ("Deal Name", "dealname"),
        "account": (
            "Associated Company IDs", "Associated Company (Primary)", "Associated Company",
            "Primary Associated Company", "Associated Company Names",
        ),
        "seller": ("Deal owner", "hubspot_owner_id"),
        "pipeline": ("Pipeline", "Deal Pipeline"),
        "stage": ("Deal Stage", "dealstage"),
        "amount": ("Amount",),
        "currency": ("Currency", "deal_currency_code"),
        "origin": ("Original Source", "Original Source Type", "Original Traffic Source", "hs_analytics_source"),
        "created_at": ("Create Date", "createdate"),
        "closed_at": ("Close Date", "closedate"),
        "expected_close_on": ("Close Date", "closedate"),
        "modified_at": ("Last Modified Date", "hs_lastmodifieddate"),
        "lost_reason": ("Closed Lost Reason", "closed_lost_reason"),
    },
    values={"status": _STAGES},
    ignored=(
        "Is closed lost", "Is Closed Won", "Associated Contact", "Associated Contact IDs", "Last Activity Date",
        "Last contacted", "Number of times contacted", "Number of sales activities", "Last booked meeting date",
        "Last logged call date", "Last logged email date", "First deal created date", "Deal Type", "Deal probability",
        "Weighted amount", "Amount in company currency", "Forecast amount", "Closed Won Reason", "Days to close",
        "Next step", "Deal Description", "Original Source Drill-Down 1", "Original Source Drill-Down 2",
    ),
)  # fmt: skip

SYSTEM = System(name="hubspot", title="HubSpot", layouts=(_DEALS,))

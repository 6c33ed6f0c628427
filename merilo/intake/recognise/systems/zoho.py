"""Zoho CRM: module exports with labels, and the same by API names."""

from merilo.intake.recognise.systems.shape import Layout, System

_DEALS = Layout(
    name="deals",
    to="deals",
    signs=(("Deal Name", "Closing Date"), ("Potential Name", "Closing Date"), ("Deal Owner", "Closing Date")),
    columns={
        "source_id": ("Record Id", "Deal Id", "Id"),
        "name": ("Deal Name", "Potential Name"),
        "account": ("Account Name.id", "Account Id", "Account Name"),
        "account_name": ("Account Name",),
        "seller_name": ("Deal Owner", "Potential Owner", "Owner"),
        "seller": ("Deal Owner.id", "Deal Owner Id", "Owner.id", "Deal Owner", "Potential Owner", "Owner"),
        "pipeline": ("Pipeline",),
        "stage": ("Stage",),
        "amount": ("Amount",),
        "currency": ("Currency",),
        "origin": ("Lead Source",),
        "created_at": ("Created Time",),
        "closed_at": ("Closing Date",),
        "expected_close_on": ("Closing Date",),
        "modified_at": ("Modified Time",),
        "lost_reason": ("Reason For Loss", "Reason For Loss s"),
    },
    ignored=(
        "Type", "Next Step", "Probability (%)", "Probability", "Expected Revenue", "Campaign Source", "Contact Name",
        "Contact Name.id", "Created By", "Created By.id", "Modified By", "Modified By.id", "Description",
        "Exchange Rate", "Last Activity Time", "Sales Cycle Duration", "Overall Sales Duration", "Lead Conversion Time",
        "Tag", "Territory",
    ),
)  # fmt: skip

_STAGE_HISTORY = Layout(
    name="stage history",
    to="deal_changes",
    signs=(
        ("Deal Name.id", "Stage", "Modified Time", "Stage Duration"),
        ("Deal Id", "Stage", "Modified Time", "Duration"),
    ),
    columns={"deal": ("Deal Name.id", "Deal Id"), "new": ("Stage",), "at": ("Modified Time",)},
    constants={"field": "stage"},
    ignored=(
        "Amount",
        "Probability (%)",
        "Expected Revenue",
        "Closing Date",
        "Stage Duration",
        "Duration",
        "Modified By",
    ),
)

SYSTEM = System(name="zoho", title="Zoho CRM", layouts=(_DEALS, _STAGE_HISTORY))

"""Salesforce: data loader and API exports, report exports, stage and field history."""

from merilo.intake.recognise.systems.shape import Layout, System

_DEALS_API = Layout(
    name="opportunities (API)",
    to="deals",
    signs=(("StageName", "CloseDate"), ("Id", "StageName", "OwnerId")),
    columns={
        "source_id": ("Id",),
        "name": ("Name",),
        "account": ("AccountId",),
        "seller": ("OwnerId",),
        "stage": ("StageName",),
        "amount": ("Amount",),
        "currency": ("CurrencyIsoCode",),
        "origin": ("LeadSource",),
        "created_at": ("CreatedDate",),
        "closed_at": ("CloseDate",),
        "expected_close_on": ("CloseDate",),
        "modified_at": ("LastModifiedDate", "SystemModstamp"),
        "deleted": ("IsDeleted",),
        # The flags go stale in edited dumps: the stage is the truth, they are only compared with it.
        "closed": ("IsClosed",),
        "won": ("IsWon",),
        "pipeline": ("RecordTypeId",),
        "lost_reason": ("Loss_Reason__c", "Lost_Reason__c"),
    },
    ignored=(
        "IsPrivate", "Probability", "ExpectedRevenue", "TotalOpportunityQuantity", "Type",
        "NextStep", "ForecastCategory", "ForecastCategoryName", "CampaignId", "HasOpportunityLineItem",
        "Pricebook2Id", "CreatedById", "LastModifiedById", "LastActivityDate", "PushCount", "LastStageChangeDate",
        "FiscalQuarter", "FiscalYear", "Fiscal", "ContactId", "LastViewedDate", "LastReferencedDate",
        "HasOpenActivity", "HasOverdueTask", "LastAmountChangedHistoryId", "LastCloseDateChangedHistoryId",
        "DeliveryInstallationStatus__c", "TrackingNumber__c", "OrderNumber__c", "CurrentGenerators__c",
        "MainCompetitors__c", "Description",
    ),
)  # fmt: skip

_DEALS_REPORT = Layout(
    name="opportunities (report)",
    to="deals",
    signs=(("Opportunity Name", "Stage"), ("Opportunity Owner", "Stage")),
    columns={
        "source_id": ("Opportunity ID", "Opportunity ID 18"),
        "name": ("Opportunity Name",),
        "account": ("Account ID", "Account Name"),
        "account_name": ("Account Name",),
        "seller": ("Opportunity Owner", "Owner"),
        "stage": ("Stage",),
        "amount": ("Total Amount", "Amount"),
        "currency": ("Total Amount Currency", "Amount Currency", "Opportunity Currency"),
        "product": ("Product Name",),
        "origin": ("Lead Source",),
        "created_at": ("Created Date",),
        "closed_at": ("Close Date",),
        "expected_close_on": ("Close Date",),
        "modified_at": ("Last Modified Date",),
        "pipeline": ("Opportunity Record Type",),
        "lost_reason": ("Loss Reason", "Closed Lost Reason"),
    },
    ignored=(
        "Territory Region", "Forecast Category", "Fiscal Period", "Opportunity Next Steps", "Next Step", "Type", "Age",
        "Probability", "Probability (%)", "Expected Revenue", "Owner Role", "Stage Duration", "Won", "Closed",
        "Closed Won", "Last Activity", "Last Stage Change Date",
    ),
)  # fmt: skip

_STAGE_HISTORY = Layout(
    name="opportunity history",
    to="deal_changes",
    signs=(("OpportunityId", "StageName", "CreatedDate"), ("OppID", "StageName", "CreatedDate")),
    columns={
        "deal": ("OpportunityId", "OppID"),
        "new": ("StageName",),
        "at": ("CreatedDate",),
        "position": ("SortOrder",),
    },
    constants={"field": "stage"},
    ignored=(
        "Id", "Amount", "ExpectedRevenue", "CloseDate", "Probability", "ForecastCategory", "PrevAmount",
        "PrevCloseDate", "CreatedById", "IsDeleted", "SystemModstamp",
    ),
    order_by=("SortOrder",),
)  # fmt: skip

_FIELD_HISTORY = Layout(
    name="opportunity field history",
    to="deal_changes",
    signs=(
        ("OpportunityId", "Field", "OldValue", "NewValue"),
        ("Opportunity ID", "Field / Event", "Old Value", "New Value"),
    ),
    columns={
        "source_id": ("Id",),
        "deal": ("OpportunityId", "Opportunity ID"),
        "field": ("Field", "Field / Event"),
        "old": ("OldValue", "Old Value"),
        "new": ("NewValue", "New Value"),
        "at": ("CreatedDate", "Edit Date"),
    },
    ignored=("CreatedById", "Edited By", "DataType", "IsDeleted", "Opportunity Name"),
)

SYSTEM = System(
    name="salesforce",
    title="Salesforce",
    layouts=(_DEALS_API, _DEALS_REPORT, _STAGE_HISTORY, _FIELD_HISTORY),
)

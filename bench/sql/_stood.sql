around AS (
    -- A field is what its last change by then says, else what the first one after says was before; empty is a value too.
    SELECT deal,
           bool_or(field = 'stage') AS stage_told,
           CASE WHEN bool_or(field = 'stage' AND past)
                THEN arg_max_null("new", ("at", id)) FILTER (field = 'stage' AND past)
                ELSE arg_min_null("old", ("at", id)) FILTER (field = 'stage' AND NOT past) END AS stage,
           bool_or(field = 'amount') AS amount_told,
           CASE WHEN bool_or(field = 'amount' AND past)
                THEN arg_max_null("new", ("at", id)) FILTER (field = 'amount' AND past)
                ELSE arg_min_null("old", ("at", id)) FILTER (field = 'amount' AND NOT past) END AS amount,
           bool_or(field = 'seller') AS seller_told,
           CASE WHEN bool_or(field = 'seller' AND past)
                THEN arg_max_null("new", ("at", id)) FILTER (field = 'seller' AND past)
                ELSE arg_min_null("old", ("at", id)) FILTER (field = 'seller' AND NOT past) END AS seller,
           bool_or(field = 'status') AS status_told,
           CASE WHEN bool_or(field = 'status' AND past)
                THEN arg_max_null("new", ("at", id)) FILTER (field = 'status' AND past)
                ELSE arg_min_null("old", ("at", id)) FILTER (field = 'status' AND NOT past) END AS status,
           max("at") FILTER (field = 'stage' AND past AND ("old" IS NULL OR "old" <> "new")) AS entered_at
    FROM (SELECT *, "at" < ({as_of} + 1)::TIMESTAMPTZ AS past FROM deal_changes
          WHERE field IN ('stage', 'amount', 'seller', 'status'))
    GROUP BY deal
), stood AS (
    SELECT d.id, d.currency, d.created_at, d.closed_at, a.entered_at,
           coalesce(a.status, CASE WHEN d.closed_at >= ({as_of} + 1)::TIMESTAMPTZ THEN 'open' ELSE d.status END) AS status,
           -- Of a deal that was open then, is closed now and has no history the stage is not known.
           CASE WHEN a.stage_told THEN a.stage
                WHEN d.status = 'open' OR coalesce(a.status, CASE WHEN d.closed_at >= ({as_of} + 1)::TIMESTAMPTZ THEN 'open' END,
                                                   'closed') <> 'open' THEN d.stage END AS stage,
           CASE WHEN a.amount_told THEN try_cast(a.amount AS DECIMAL(18, 4)) ELSE d.amount END AS amount,
           CASE WHEN a.seller_told THEN a.seller ELSE d.seller END AS seller
    FROM deals d
    LEFT JOIN around a ON a.deal = d.id
    WHERE d.created_at < ({as_of} + 1)::TIMESTAMPTZ
)

WITH around AS (
    SELECT deal,
           arg_max("new", "at") FILTER (field = 'stage' AND past) AS stage_before,
           arg_min("old", "at") FILTER (field = 'stage' AND NOT past) AS stage_after,
           arg_max("new", "at") FILTER (field = 'amount' AND past) AS amount_before,
           arg_min("old", "at") FILTER (field = 'amount' AND NOT past) AS amount_after,
           arg_max("new", "at") FILTER (field = 'status' AND past) AS status_before,
           arg_min("old", "at") FILTER (field = 'status' AND NOT past) AS status_after,
           max("at") FILTER (field = 'stage' AND past AND ("old" IS NULL OR "old" <> "new")) AS entered_at
    FROM (SELECT *, "at"::DATE <= {as_of} AS past FROM deal_changes)
    GROUP BY deal
), then_open AS (
    SELECT coalesce(a.stage_before, a.stage_after, d.stage) AS stage, d.currency,
           coalesce(a.amount_before::DECIMAL(18, 4), a.amount_after::DECIMAL(18, 4), d.amount) AS amount,
           {as_of} - coalesce(a.entered_at, d.created_at)::DATE AS age_days
    FROM deals d
    LEFT JOIN around a ON a.deal = d.id
    WHERE d.created_at::DATE <= {as_of}
      AND coalesce(a.status_before, a.status_after, CASE WHEN d.closed_at::DATE > {as_of} THEN 'open' ELSE d.status END)
          = 'open'
), rate AS (
    SELECT currency, arg_max(rate, day) AS rate FROM rates WHERE base = 'RUB' AND day <= {as_of} GROUP BY currency
)
SELECT stage, count(*) AS deals,
       sum(CASE WHEN t.currency = 'RUB' THEN amount ELSE (amount::DOUBLE * rate)::DECIMAL(18, 4) END) AS amount,
       quantile_cont(age_days, 0.5) AS median_age_days
FROM then_open t
LEFT JOIN rate ON rate.currency = t.currency
GROUP BY stage

WITH moved AS (
    SELECT deal, max("at") AS entered_at
    FROM deal_changes
    WHERE field = 'stage' AND "at"::DATE <= {as_of} AND ("old" IS NULL OR "old" <> "new")
    GROUP BY deal
), rate AS (
    SELECT currency, arg_max(rate, day) AS rate FROM rates WHERE base = 'RUB' AND day <= {as_of} GROUP BY currency
)
SELECT d.stage, count(*) AS deals,
       sum(CASE WHEN d.currency = 'RUB' THEN d.amount
                ELSE (d.amount::DOUBLE * rate.rate)::DECIMAL(18, 4) END) AS amount,
       quantile_cont({as_of} - coalesce(m.entered_at, d.created_at)::DATE, 0.5) AS median_age_days
FROM deals d
LEFT JOIN moved m ON m.deal = d.id
LEFT JOIN rate ON rate.currency = d.currency
WHERE d.status = 'open'
GROUP BY d.stage

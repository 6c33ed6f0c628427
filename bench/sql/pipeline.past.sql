WITH {stood}, rate AS (
    SELECT currency, arg_max(rate, day) AS rate FROM rates WHERE base = 'RUB' AND day <= {as_of} GROUP BY currency
)
SELECT stage, count(*) AS deals,
       sum(CASE WHEN s.currency = 'RUB' THEN amount ELSE (amount::DOUBLE * rate)::DECIMAL(18, 4) END) AS amount,
       quantile_cont({as_of} - coalesce(entered_at, created_at)::DATE, 0.5) AS median_age_days
FROM stood s
LEFT JOIN rate ON rate.currency = s.currency
WHERE s.status = 'open'
GROUP BY stage

WITH held AS (
    SELECT deal, account, starts_at FROM meetings WHERE status = 'held' AND starts_at::DATE <= {as_of}
), own AS (
    SELECT deal, min(starts_at) AS met_at FROM held WHERE deal IS NOT NULL GROUP BY deal
), theirs AS (
    SELECT account, min(starts_at) AS met_at FROM held WHERE deal IS NULL AND account IS NOT NULL GROUP BY account
), rate AS (
    SELECT currency, arg_max(rate, day) AS rate FROM rates WHERE base = 'RUB' AND day <= {as_of} GROUP BY currency
), aged AS (
    SELECT d.seller, d.currency, d.amount,
           {horizon} - coalesce(o.met_at, t.met_at, d.created_at)::DATE AS age_days
    FROM deals d
    LEFT JOIN own o ON o.deal = d.id
    LEFT JOIN theirs t ON t.account = d.account
    WHERE d.status = 'open'
)
SELECT seller, count(*) AS deals,
       sum(CASE WHEN a.currency = 'RUB' THEN amount ELSE (amount::DOUBLE * rate)::DECIMAL(18, 4) END) AS amount,
       quantile_cont(age_days, 0.5) AS median_age_days
FROM aged a
LEFT JOIN rate ON rate.currency = a.currency
WHERE age_days > {acceptable_age}
GROUP BY seller

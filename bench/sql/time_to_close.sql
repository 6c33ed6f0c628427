WITH held AS (
    SELECT deal, account, starts_at FROM meetings WHERE status = 'held'
), own AS (
    SELECT deal, min(starts_at) AS met_at FROM held WHERE deal IS NOT NULL GROUP BY deal
), theirs AS (
    SELECT account, min(starts_at) AS met_at FROM held WHERE deal IS NULL AND account IS NOT NULL GROUP BY account
), won AS (
    SELECT d.seller, d.closed_at, d.created_at, coalesce(o.met_at, t.met_at) AS met_at
    FROM deals d
    LEFT JOIN own o ON o.deal = d.id
    LEFT JOIN theirs t ON t.account = d.account
    WHERE d.status = 'won'
), timed AS (
    SELECT seller, closed_at::DATE AS day,
           closed_at::DATE - (CASE WHEN met_at <= closed_at THEN met_at ELSE created_at END)::DATE AS days
    FROM won
)
SELECT seller, date_trunc('quarter', day)::DATE AS period, count(*) AS deals, count(*) FILTER (days >= 0) AS timed,
       quantile_cont(days, 0.5) FILTER (days >= 0) AS median_days
FROM timed
WHERE day <= {as_of}
GROUP BY ALL

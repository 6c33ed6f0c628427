WITH held AS (
    SELECT deal, account, starts_at FROM meetings WHERE status = 'held' AND starts_at::DATE <= {as_of}
), own AS (
    SELECT deal, min(starts_at) AS met_at FROM held WHERE deal IS NOT NULL GROUP BY deal
), theirs AS (
    SELECT account, min(starts_at) AS met_at FROM held WHERE deal IS NULL AND account IS NOT NULL GROUP BY account
), begun AS (
    SELECT d.seller, d.status, d.closed_at, d.created_at, coalesce(o.met_at, t.met_at) AS met_at
    FROM deals d
    LEFT JOIN own o ON o.deal = d.id
    LEFT JOIN theirs t ON t.account = d.account
), timed AS (
    SELECT seller, status, closed_at::DATE AS closed_on,
           (CASE WHEN status = 'open' OR met_at <= closed_at THEN coalesce(met_at, created_at)
                 ELSE created_at END)::DATE AS day
    FROM begun
)
SELECT seller, date_trunc('quarter', day)::DATE AS period, count(*) FILTER (status = 'won') AS deals,
       count(*) FILTER (status = 'lost') AS lost, count(*) FILTER (status = 'open') AS open,
       count(*) FILTER (status = 'won' AND closed_on >= day) AS timed,
       quantile_cont(closed_on - day, 0.5) FILTER (status = 'won' AND closed_on >= day) AS median_days
FROM timed
WHERE day <= {as_of}
GROUP BY ALL

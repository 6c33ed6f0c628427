WITH firsts AS (
    SELECT lead, min("at") AS first_at FROM touches WHERE direction = 'outbound' GROUP BY lead
), waited AS (
    SELECT l.owner AS seller, l.created_at, date_trunc('month', l.created_at::DATE)::DATE AS period,
           epoch_us(f.first_at - l.created_at) / 3.6e9 AS hours,
           l.created_at + INTERVAL 24 HOURS <= {horizon}::TIMESTAMPTZ AS over
    FROM leads l
    LEFT JOIN firsts f ON f.lead = l.id
    WHERE l.origin NOT IN ('self', 'unknown')
)
SELECT seller, period, count(*) AS leads, count(hours) AS touched, count(*) FILTER (over) AS due,
       count(*) FILTER (over AND hours <= 24) AS in_time, count(*) FILTER (hours IS NULL AND NOT over) AS waiting,
       median(hours) AS median_hours
FROM waited
WHERE coalesce(hours >= 0, TRUE)
GROUP BY ALL

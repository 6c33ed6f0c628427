WITH {met}, firsts AS (
    SELECT *, lead(day, 1, DATE '9999-12-31') OVER (PARTITION BY whom ORDER BY starts_at, id) AS next_day
    FROM met
    WHERE status = 'held'
), sold AS (
    SELECT id, account, coalesce(created_at, closed_at)::DATE AS began, closed_at::DATE AS reached
    FROM deals
    WHERE status = 'won'
), theirs AS (
    SELECT f.id, arg_min(s.id, (s.began, s.id)) AS deal, arg_min(s.reached, (s.began, s.id)) AS reached
    FROM firsts f
    JOIN sold s ON s.account = f.account AND s.began >= f.day AND s.began < f.next_day
    WHERE f.deal IS NULL
    GROUP BY f.id
), led AS (
    SELECT f.id, f.day, f.origin, f.starts_at, coalesce(o.id, t.deal) AS came,
           CASE WHEN o.id IS NOT NULL THEN o.reached ELSE t.reached END AS reached
    FROM firsts f
    LEFT JOIN sold o ON o.id = f.deal
    LEFT JOIN theirs t ON t.id = f.id
), once AS (
    SELECT *, {horizon} - day >= 180 AS mature,
           came IS NOT NULL AND coalesce(reached - day <= 180, TRUE)
               AND row_number() OVER (PARTITION BY came ORDER BY starts_at, id) = 1 AS counts
    FROM led
)
SELECT origin, date_trunc('quarter', day)::DATE AS period, count(*) FILTER (mature) AS meetings,
       count(*) FILTER (mature AND counts) AS came, count(*) FILTER (NOT mature) AS immature
FROM once
WHERE day <= {as_of}
GROUP BY ALL

SELECT seller, date_trunc('month', closed_at::DATE)::DATE AS period,
       count(*) FILTER (status = 'won') AS won, count(*) AS closed, 0 AS open
FROM deals
WHERE status <> 'open' AND closed_at::DATE <= {as_of}
GROUP BY ALL

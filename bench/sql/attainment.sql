WITH {won}, plans AS (
    SELECT subject AS seller, starts_on, ends_on, low::DECIMAL(18, 4) AS low
    FROM targets
    WHERE scope = 'seller' AND kpi = 'won_amount' AND starts_on <= {as_of}
), lines AS (
    SELECT seller, starts_on AS day, low, 0::DECIMAL(18, 4) AS actual, 0::DECIMAL(18, 4) AS uncovered, 1 AS targets
    FROM plans
    UNION ALL
    SELECT won.seller, won.day, 0, CASE WHEN p.seller IS NOT NULL THEN won.amount ELSE 0 END,
           CASE WHEN p.seller IS NULL THEN won.amount ELSE 0 END, 0
    FROM won
    LEFT JOIN plans p ON p.seller = won.seller AND won.day BETWEEN p.starts_on AND p.ends_on
)
SELECT seller, date_trunc('quarter', day)::DATE AS period,
       sum(actual) AS actual, sum(low) AS expected, sum(uncovered) AS uncovered, sum(targets) AS targets
FROM lines
GROUP BY ALL

WITH {won}, holidays(country, day) AS (
    -- Public holidays and transferred days off, Monday to Friday, of the quarter that runs.
    VALUES ('RU', DATE '2026-05-01'), ('RU', DATE '2026-05-11'), ('RU', DATE '2026-06-12'),
           ('GB', DATE '2026-04-03'), ('GB', DATE '2026-05-04'), ('GB', DATE '2026-05-25'),
           ('DE', DATE '2026-04-03'), ('DE', DATE '2026-04-06'), ('DE', DATE '2026-05-01'), ('DE', DATE '2026-05-14'),
           ('DE', DATE '2026-05-25')
), plans AS (
    SELECT id, subject AS seller, starts_on, ends_on, low::DECIMAL(18, 4) AS low,
           coalesce(high, low)::DECIMAL(18, 4) AS high
    FROM targets
    WHERE scope = 'seller' AND kpi = 'won_amount' AND starts_on <= {as_of}
), worked AS (
    SELECT p.id, count(*) AS days, count(*) FILTER (d.day < {as_of}) AS passed
    FROM (SELECT id, seller, unnest(generate_series(starts_on, ends_on, INTERVAL 1 DAY))::DATE AS day
          FROM plans WHERE ends_on >= {as_of}) AS d
    JOIN plans p USING (id)
    JOIN sellers s ON s.id = d.seller
    WHERE isodow(d.day) < 6
      AND d.day >= coalesce(s.hired_on, d.day) AND d.day <= coalesce(s.left_on, d.day)
      AND NOT EXISTS (SELECT 1 FROM holidays h WHERE h.country = coalesce(s.country, 'RU') AND h.day = d.day)
      AND NOT EXISTS (SELECT 1 FROM absences a
                      WHERE a.seller = d.seller AND d.day BETWEEN a.starts_on AND a.ends_on)
    GROUP BY p.id
), lines AS (
    SELECT p.seller, starts_on AS day, low, high,
           CASE WHEN ends_on < {as_of} THEN low
                ELSE (low * coalesce(passed / days, 0))::DECIMAL(18, 4) END AS due,
           0::DECIMAL(18, 4) AS actual, 0::DECIMAL(18, 4) AS uncovered, 1 AS targets
    FROM plans p
    LEFT JOIN worked w ON w.id = p.id
    UNION ALL
    SELECT won.seller, won.day, 0, 0, 0, CASE WHEN p.seller IS NOT NULL THEN won.amount ELSE 0 END,
           CASE WHEN p.seller IS NULL THEN won.amount ELSE 0 END, 0
    FROM won
    LEFT JOIN plans p ON p.seller = won.seller AND won.day BETWEEN p.starts_on AND p.ends_on
)
SELECT seller, date_trunc('quarter', day)::DATE AS period,
       sum(actual) AS actual, sum(low) AS expected, sum(high) AS expected_high, sum(due) AS due,
       sum(uncovered) AS uncovered, sum(targets) AS targets
FROM lines
GROUP BY ALL

holidays(country, day) AS (
    -- Public holidays and transferred days off, Monday to Friday, of the three years.
    VALUES ('RU', DATE '2023-11-06'), ('RU', DATE '2024-01-01'), ('RU', DATE '2024-01-02'), ('RU', DATE '2024-01-03'),
           ('RU', DATE '2024-01-04'), ('RU', DATE '2024-01-05'), ('RU', DATE '2024-01-08'), ('RU', DATE '2024-02-23'),
           ('RU', DATE '2024-03-08'), ('RU', DATE '2024-04-29'), ('RU', DATE '2024-04-30'), ('RU', DATE '2024-05-01'),
           ('RU', DATE '2024-05-09'), ('RU', DATE '2024-05-10'), ('RU', DATE '2024-06-12'), ('RU', DATE '2024-11-04'),
           ('RU', DATE '2024-12-30'), ('RU', DATE '2024-12-31'), ('RU', DATE '2025-01-01'), ('RU', DATE '2025-01-02'),
           ('RU', DATE '2025-01-03'), ('RU', DATE '2025-01-06'), ('RU', DATE '2025-01-07'), ('RU', DATE '2025-01-08'),
           ('RU', DATE '2025-05-01'), ('RU', DATE '2025-05-02'), ('RU', DATE '2025-05-08'), ('RU', DATE '2025-05-09'),
           ('RU', DATE '2025-06-12'), ('RU', DATE '2025-06-13'), ('RU', DATE '2025-11-03'), ('RU', DATE '2025-11-04'),
           ('RU', DATE '2025-12-31'), ('RU', DATE '2026-01-01'), ('RU', DATE '2026-01-02'), ('RU', DATE '2026-01-05'),
           ('RU', DATE '2026-01-06'), ('RU', DATE '2026-01-07'), ('RU', DATE '2026-01-08'), ('RU', DATE '2026-01-09'),
           ('RU', DATE '2026-02-23'), ('RU', DATE '2026-03-09'), ('RU', DATE '2026-05-01'), ('RU', DATE '2026-05-11'),
           ('RU', DATE '2026-06-12'), ('GB', DATE '2023-12-25'), ('GB', DATE '2023-12-26'), ('GB', DATE '2024-01-01'),
           ('GB', DATE '2024-03-29'), ('GB', DATE '2024-05-06'), ('GB', DATE '2024-05-27'), ('GB', DATE '2024-12-25'),
           ('GB', DATE '2024-12-26'), ('GB', DATE '2025-01-01'), ('GB', DATE '2025-04-18'), ('GB', DATE '2025-05-05'),
           ('GB', DATE '2025-05-26'), ('GB', DATE '2025-12-25'), ('GB', DATE '2025-12-26'), ('GB', DATE '2026-01-01'),
           ('GB', DATE '2026-04-03'), ('GB', DATE '2026-05-04'), ('GB', DATE '2026-05-25'), ('DE', DATE '2023-10-03'),
           ('DE', DATE '2023-12-25'), ('DE', DATE '2023-12-26'), ('DE', DATE '2024-01-01'), ('DE', DATE '2024-03-29'),
           ('DE', DATE '2024-04-01'), ('DE', DATE '2024-05-01'), ('DE', DATE '2024-05-09'), ('DE', DATE '2024-05-20'),
           ('DE', DATE '2024-10-03'), ('DE', DATE '2024-12-25'), ('DE', DATE '2024-12-26'), ('DE', DATE '2025-01-01'),
           ('DE', DATE '2025-04-18'), ('DE', DATE '2025-04-21'), ('DE', DATE '2025-05-01'), ('DE', DATE '2025-05-29'),
           ('DE', DATE '2025-06-09'), ('DE', DATE '2025-10-03'), ('DE', DATE '2025-12-25'), ('DE', DATE '2025-12-26'),
           ('DE', DATE '2026-01-01'), ('DE', DATE '2026-04-03'), ('DE', DATE '2026-04-06'), ('DE', DATE '2026-05-01'),
           ('DE', DATE '2026-05-14'), ('DE', DATE '2026-05-25')
), saturdays(country, day) AS (
    -- Saturdays worked for a day off transferred.
    VALUES ('RU', DATE '2024-04-27'), ('RU', DATE '2024-11-02'), ('RU', DATE '2024-12-28'), ('RU', DATE '2025-11-01')
), reached AS (
    SELECT seller, min("at")::DATE AS first_day, min(min("at")) OVER ()::DATE AS since
    FROM touches
    WHERE direction = 'outbound'
    GROUP BY seller
), calendar AS (
    SELECT unnest(generate_series(min("at")::DATE, {horizon}, INTERVAL 1 DAY))::DATE AS day FROM touches
), worked AS (
    SELECT s.id AS seller, c.day
    FROM sellers s
    LEFT JOIN reached r ON r.seller = s.id
    JOIN calendar c ON c.day BETWEEN coalesce(s.hired_on, r.first_day, c.day) AND coalesce(s.left_on, c.day)
    WHERE (r.seller IS NOT NULL OR s.id NOT IN (SELECT manager FROM memberships WHERE manager IS NOT NULL))
      AND (isodow(c.day) < 6 OR (coalesce(s.country, 'RU'), c.day) IN (FROM saturdays))
      AND (coalesce(s.country, 'RU'), c.day) NOT IN (FROM holidays)
      AND NOT EXISTS (SELECT 1 FROM absences a WHERE a.seller = s.id AND c.day BETWEEN a.starts_on AND a.ends_on)
), exposure AS (
    SELECT seller, date_trunc('month', day)::DATE AS period, count(*) AS working_days
    FROM worked
    WHERE day <= {as_of}
    GROUP BY ALL
)

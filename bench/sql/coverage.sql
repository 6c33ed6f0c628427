WITH due AS (
    SELECT date_trunc('quarter', {as_of})::DATE AS starts, (date_trunc('quarter', {as_of}) + INTERVAL 3 MONTH)::DATE - 1 AS ends
), goals AS (
    SELECT subject AS seller, sum(low)::DECIMAL(18, 4) AS target, count(*) AS targets
    FROM targets, due
    WHERE kpi = 'won_amount' AND scope = 'seller' AND starts_on >= starts AND ends_on <= ends
    GROUP BY subject
), rate AS (
    SELECT currency, day, rate FROM rates WHERE base = 'RUB'
), standing AS (
    SELECT seller, pipeline, stage, CASE status WHEN 'open' THEN {as_of} ELSE closed_at::DATE END AS day, status, currency,
           amount
    FROM deals, due
    WHERE (status = 'open' AND expected_close_on <= ends)
       OR (status = 'won' AND closed_at::DATE BETWEEN starts AND {as_of})
), worth AS (
    SELECT s.seller, s.pipeline, s.stage, s.status,
           CASE WHEN s.currency = 'RUB' THEN s.amount ELSE (s.amount::DOUBLE * r.rate)::DECIMAL(18, 4) END AS amount
    FROM standing s
    ASOF LEFT JOIN rate r ON r.currency = s.currency AND s.day >= r.day
), summed AS (
    SELECT w.seller, count(*) FILTER (status = 'open') AS deals, sum(amount) FILTER (status = 'open') AS open_amount,
           sum((amount::DOUBLE * g.crm_probability)::DECIMAL(18, 4)) FILTER (status = 'open') AS weighted,
           sum(amount) FILTER (status = 'won') AS won
    FROM worth w
    LEFT JOIN stages g ON g.pipeline = w.pipeline AND g.name = w.stage
    GROUP BY w.seller
)
SELECT coalesce(s.seller, g.seller) AS seller, coalesce(s.deals, 0) AS deals,
       CASE WHEN g.seller IS NOT NULL THEN open_amount END AS amount,
       CASE WHEN g.seller IS NULL THEN open_amount END AS uncovered,
       CASE WHEN g.seller IS NOT NULL THEN weighted END AS weighted,
       CASE WHEN g.seller IS NOT NULL THEN won END AS won,
       g.target, coalesce(g.targets, 0) AS targets, g.target - coalesce(won, 0) AS "left"
FROM goals g
FULL JOIN summed s ON s.seller = g.seller
WHERE g.seller IS NOT NULL OR s.deals > 0

WITH due AS (
    SELECT date_trunc('quarter', {as_of})::DATE AS starts, (date_trunc('quarter', {as_of}) + INTERVAL 3 MONTH)::DATE - 1 AS ends
), counted AS (
    -- A quarter's target beside those of its months is counted alone: the longest that begins first holds.
    SELECT subject, low, coalesce(currency, 'RUB') AS currency, starts_on,
           max(ends_on) OVER (PARTITION BY subject ORDER BY starts_on, ends_on DESC, id
                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken_to
    FROM targets, due
    WHERE kpi = 'won_amount' AND scope = 'seller' AND starts_on >= starts AND ends_on <= ends
    QUALIFY taken_to IS NULL OR starts_on > taken_to
), rate AS (
    SELECT currency, day, rate FROM rates WHERE base = 'RUB'
), goals AS (
    SELECT c.subject AS seller, count(*) AS targets,
           sum(CASE WHEN c.currency = 'RUB' THEN c.low ELSE (c.low::DOUBLE * r.rate)::DECIMAL(18, 4) END)::DECIMAL(18, 4)
               AS target
    FROM counted c
    ASOF LEFT JOIN rate r ON r.currency = c.currency AND c.starts_on >= r.day
    GROUP BY c.subject
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
), chances AS (
    -- Stages without a pipeline are those of every pipeline without stages of its own.
    SELECT coalesce(pipeline, '') AS pipeline, name, max(crm_probability) AS crm_probability FROM stages GROUP BY ALL
), summed AS (
    SELECT w.seller, count(*) FILTER (status = 'open') AS deals, sum(amount) FILTER (status = 'open') AS open_amount,
           sum((amount::DOUBLE * g.crm_probability)::DECIMAL(18, 4)) FILTER (status = 'open') AS weighted,
           sum(amount) FILTER (status = 'won') AS won
    FROM worth w
    LEFT JOIN chances g ON g.name = w.stage
        AND g.pipeline = CASE WHEN w.pipeline IN (SELECT pipeline FROM stages) THEN w.pipeline ELSE '' END
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

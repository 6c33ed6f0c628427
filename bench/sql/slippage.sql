{planned}, worth AS (
    SELECT p.period, p.ends, status, due, was_due, coalesce(was_status = 'open', false) AS was_open,
           CASE WHEN p.currency = 'RUB' THEN coalesce(was_amount, amount)
                ELSE (coalesce(was_amount, amount)::DOUBLE * rate)::DECIMAL(18, 4) END AS a
    FROM paired p
    ASOF LEFT JOIN (SELECT currency, day, rate FROM rates WHERE base = 'RUB') r ON r.currency = p.currency AND p.day >= r.day
), seen AS (
    SELECT *, was_open AND was_due BETWEEN period AND ends AS expected,
           was_open AND was_due > ends AND (status = 'won' OR (status = 'open' AND due <= ends)) AS pulled
    FROM worth
)
SELECT period, count(*) FILTER (expected) AS due,
       count(*) FILTER (expected AND status = 'open' AND due > ends) AS pushed,
       count(*) FILTER (expected AND status = 'won') AS won, count(*) FILTER (expected AND status = 'lost') AS lost,
       count(*) FILTER (expected AND status = 'open' AND NOT coalesce(due > ends, false)) AS "left",
       count(*) FILTER (pulled) AS pulled_in,
       sum(a) FILTER (expected) AS amount_due,
       sum(a) FILTER (expected AND status = 'open' AND due > ends) AS amount_pushed,
       sum(a) FILTER (pulled) AS amount_pulled_in
FROM seen
GROUP BY period

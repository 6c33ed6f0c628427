{planned}, rate AS (
    SELECT currency, day, rate FROM rates WHERE base = 'RUB'
), worth AS (
    SELECT p.period,
           CASE WHEN p.currency = 'RUB' THEN amount ELSE (amount::DOUBLE * rate)::DECIMAL(18, 4) END AS a1,
           CASE WHEN p.currency = 'RUB' THEN was_amount ELSE (was_amount::DOUBLE * rate)::DECIMAL(18, 4) END AS a0,
           was_status IS NULL AS born, coalesce(was_status = 'open', false) AS was_open,
           coalesce(was_status = 'open' AND was_due <= ends, false) AS stood,
           coalesce(status = 'open' AND due <= ends, false) AS stands, status
    FROM paired p
    ASOF LEFT JOIN rate r ON r.currency = p.currency AND p.day >= r.day
), moves AS (
    SELECT *, NOT stood AND (stands OR status = 'won' OR (status = 'lost' AND NOT was_open)) AS came FROM worth
)
SELECT period, count(*) AS deals,
       sum(a0) FILTER (stood) AS opening, count(*) FILTER (stood) AS deals_opening,
       sum(a1) FILTER (came AND born) AS created, count(*) FILTER (came AND born) AS deals_created,
       sum(a1) FILTER (came AND was_open) AS pulled_in, count(*) FILTER (came AND was_open) AS deals_pulled_in,
       sum(a1) FILTER (came AND NOT born AND NOT was_open) AS reopened,
       count(*) FILTER (came AND NOT born AND NOT was_open) AS deals_reopened,
       sum(a1 - a0) FILTER (stood AND (stands OR status = 'won') AND a1 > a0) AS increased,
       sum(a0 - a1) FILTER (stood AND (stands OR status = 'won') AND a1 < a0) AS decreased,
       sum(a0) FILTER (stood AND status = 'open' AND NOT stands) AS slipped,
       count(*) FILTER (stood AND status = 'open' AND NOT stands) AS deals_slipped,
       sum(a1) FILTER (status = 'won') AS won, count(*) FILTER (status = 'won') AS deals_won,
       sum(CASE WHEN stood THEN a0 ELSE a1 END) FILTER (status = 'lost') AS lost,
       count(*) FILTER (status = 'lost') AS deals_lost,
       sum(a1) FILTER (stands) AS closing, count(*) FILTER (stands) AS deals_closing
FROM moves
WHERE stood OR came
GROUP BY period

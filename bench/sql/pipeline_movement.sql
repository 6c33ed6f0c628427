WITH months AS (
    SELECT row_number() OVER (ORDER BY m) AS n, m::DATE AS period, (m + INTERVAL 1 MONTH)::DATE - 1 AS ends,
           least((m + INTERVAL 1 MONTH)::DATE - 1, {horizon}) AS day
    FROM range(TIMESTAMP '2023-06-01', {horizon}::TIMESTAMP, INTERVAL 1 MONTH) AS r(m)
), told AS (
    SELECT deal, field, "at"::DATE AS since, "new" AS told FROM deal_changes
    WHERE field IN ('status', 'amount', 'expected_close_on')
    QUALIFY row_number() OVER (PARTITION BY deal, field, since ORDER BY "at" DESC, id DESC) = 1
    UNION ALL
    SELECT deal, field, DATE '1900-01-01', arg_min("old", "at") FROM deal_changes
    WHERE field IN ('status', 'amount', 'expected_close_on') GROUP BY deal, field
), state AS (
    SELECT m.n, d.id, d.currency, coalesce(s.told, CASE WHEN d.closed_at::DATE > m.day THEN 'open' ELSE d.status END) AS status,
           coalesce(a.told::DECIMAL(18, 4), d.amount) AS amount, coalesce(e.told::DATE, d.expected_close_on) AS due
    FROM deals d
    JOIN months m ON d.created_at::DATE <= m.day
    ASOF LEFT JOIN (FROM told WHERE field = 'status') s ON s.deal = d.id AND m.day >= s.since
    ASOF LEFT JOIN (FROM told WHERE field = 'amount') a ON a.deal = d.id AND m.day >= a.since
    ASOF LEFT JOIN (FROM told WHERE field = 'expected_close_on') e ON e.deal = d.id AND m.day >= e.since
), rate AS (
    SELECT currency, day, rate FROM rates WHERE base = 'RUB'
), paired AS (
    SELECT m.period, m.ends, m.day, s.*
    FROM (SELECT *, lag(status) OVER turn AS was_status, lag(amount) OVER turn AS was_amount, lag(due) OVER turn AS was_due
          FROM state WINDOW turn AS (PARTITION BY id ORDER BY n)) s
    JOIN months m ON m.n = s.n
    WHERE s.status = 'open' OR s.was_status IS NULL OR s.was_status <> s.status
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

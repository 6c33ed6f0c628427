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
), paired AS (
    SELECT m.period, m.ends, m.day, s.*
    FROM (SELECT *, lag(status) OVER turn AS was_status, lag(amount) OVER turn AS was_amount, lag(due) OVER turn AS was_due
          FROM state WINDOW turn AS (PARTITION BY id ORDER BY n)) s
    JOIN months m ON m.n = s.n
    WHERE s.status = 'open' OR s.was_status IS NULL OR s.was_status <> s.status
)

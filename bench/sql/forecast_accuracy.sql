WITH {won}, told AS (
    SELECT seller, starts_on, ends_on, currency, amount, submitted_at::DATE AS given
    FROM forecast_calls
    WHERE seller IS NOT NULL AND amount IS NOT NULL AND category = 'commit' AND coalesce(given_by = seller, true)
      AND starts_on = date_trunc('month', starts_on)::DATE AND ends_on = last_day(starts_on)
      AND ends_on <= least({as_of}, {horizon} + CASE isodow({horizon}) WHEN 5 THEN 2 WHEN 6 THEN 1 ELSE 0 END)
      AND (submitted_at::DATE - starts_on) * 100 <= (ends_on - starts_on + 1) * 25
    QUALIFY row_number() OVER (PARTITION BY seller, starts_on ORDER BY submitted_at DESC, id DESC) = 1
), worth AS (
    SELECT t.seller, t.starts_on,
           CASE WHEN coalesce(t.currency, 'RUB') = 'RUB' THEN t.amount
                ELSE (t.amount::DOUBLE * r.rate)::DECIMAL(18, 4) END AS called
    FROM told t
    ASOF LEFT JOIN (SELECT currency, day, rate FROM rates WHERE base = 'RUB') r ON r.currency = t.currency AND t.given >= r.day
), sums AS (
    SELECT seller, date_trunc('month', day)::DATE AS starts_on, sum(amount) AS won FROM won GROUP BY ALL
), held AS (
    SELECT w.seller, w.starts_on, called, CASE WHEN called IS NOT NULL THEN coalesce(s.won, 0)::DECIMAL(18, 4) END AS actual
    FROM worth w
    LEFT JOIN sums s ON s.seller = w.seller AND s.starts_on = w.starts_on
)
SELECT seller, starts_on AS period, sum(abs(called - actual)) AS absolute, sum(called) AS called, sum(actual) AS actual,
       count(*) AS calls, count(*) FILTER (called > actual) AS too_high
FROM held
GROUP BY ALL

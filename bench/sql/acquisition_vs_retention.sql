WITH {moves}, customers AS (
    SELECT period, count(*) FILTER (is_first AND closing > 0) AS "new",
           count(*) FILTER (opening > 0 AND closing > 0) AS kept
    FROM moves
    GROUP BY period
), booked AS (
    SELECT purpose, currency, amount, starts_on, ends_on,
           unnest(generate_series(date_trunc('month', starts_on),
                                  date_trunc('month', least(ends_on, {horizon})), INTERVAL 1 MONTH))::DATE AS period
    FROM costs
), parts AS (
    SELECT m.purpose, m.period, m.currency, r.rate,
           CASE WHEN last_day(m.period) >= ends_on THEN amount
                ELSE (amount::DOUBLE * (last_day(m.period) - starts_on + 1)
                      / (ends_on - starts_on + 1))::DECIMAL(18, 4) END
           - CASE WHEN m.period <= starts_on THEN 0
                  ELSE (amount::DOUBLE * (m.period - starts_on) / (ends_on - starts_on + 1))::DECIMAL(18, 4) END AS part
    FROM booked m
    ASOF LEFT JOIN (SELECT currency, day, rate FROM rates WHERE base = 'RUB') r
        ON m.currency = r.currency AND last_day(m.period) >= r.day
), spent AS (
    SELECT period, sum(worth) FILTER (purpose = 'acquisition') AS acquisition,
           sum(worth) FILTER (purpose = 'retention') AS retention
    FROM (SELECT period, purpose, CASE WHEN currency = 'RUB' THEN part::DECIMAL(18, 4)
                                       ELSE (part::DOUBLE * rate)::DECIMAL(18, 4) END AS worth
          FROM parts)
    GROUP BY period
)
SELECT period, acquisition, "new", retention, kept
FROM customers FULL JOIN spent USING (period)

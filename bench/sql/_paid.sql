months AS (
    SELECT account, product, currency, starts_on AS day, date_trunc('month', starts_on)::DATE AS month, amount
    FROM revenue
    WHERE kind = 'one_off'
    UNION ALL
    SELECT account, product, currency, last_day(month) AS day, month, amount
    FROM (
        SELECT account, product, currency,
               CASE per WHEN 'month' THEN amount
                        WHEN 'quarter' THEN (amount::DOUBLE / 3)::DECIMAL(18, 4)
                        ELSE (amount::DOUBLE / 12)::DECIMAL(18, 4) END AS amount,
               unnest(generate_series(
                   date_trunc('month', starts_on),
                   least(date_trunc('month', {horizon}), coalesce(date_trunc('month', ends_on) - INTERVAL 1 MONTH,
                                                                  date_trunc('month', {horizon}))),
                   INTERVAL 1 MONTH))::DATE AS month
        FROM revenue
        WHERE kind = 'recurring' AND per <> 'row'
    )
), paid AS (
    SELECT m.account, m.product, m.day, m.month,
           CASE WHEN m.currency = 'RUB' THEN m.amount
                ELSE (m.amount::DOUBLE * r.rate)::DECIMAL(18, 4) END AS amount
    FROM months m
    ASOF LEFT JOIN (SELECT currency, day, rate FROM rates WHERE base = 'RUB') r
        ON m.currency = r.currency AND m.day >= r.day
)

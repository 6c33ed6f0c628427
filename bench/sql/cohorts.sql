WITH {paid}, amounts AS (
    SELECT account, month, sum(amount) AS amount
    FROM paid
    WHERE account IS NOT NULL AND month <= {horizon}
    GROUP BY account, month
    HAVING sum(amount) > 0
), firsts AS (
    SELECT account, min(month) AS cohort, arg_min(amount, month) AS first_amount
    FROM amounts
    GROUP BY account
), sizes AS (
    SELECT cohort, count(*) AS size, sum(first_amount) AS first_amount
    FROM firsts
    GROUP BY cohort
), actives AS (
    SELECT f.cohort, a.month, count(*) AS active, sum(a.amount) AS amount
    FROM amounts a JOIN firsts f USING (account)
    GROUP BY f.cohort, a.month
), grid AS (
    SELECT cohort, size, first_amount,
           unnest(generate_series(cohort, date_trunc('month', {horizon}), INTERVAL 1 MONTH))::DATE AS period
    FROM sizes
)
SELECT g.cohort, g.period, g.size, coalesce(a.active, 0) AS active, coalesce(a.amount, 0) AS amount, g.first_amount
FROM grid g LEFT JOIN actives a ON a.cohort = g.cohort AND a.month = g.period

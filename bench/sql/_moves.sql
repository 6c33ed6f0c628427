{paid}, amounts AS (
    SELECT account, month, sum(amount) AS amount
    FROM paid
    WHERE account IS NOT NULL AND month <= {horizon}
    GROUP BY account, month
    HAVING sum(amount) > 0
), beside AS (
    SELECT account, month, amount,
           lag(month) OVER w AS month_before, lag(amount) OVER w AS amount_before, lead(month) OVER w AS month_after
    FROM amounts
    WINDOW w AS (PARTITION BY account ORDER BY month)
), moves AS (
    SELECT month AS period, amount AS closing,
           CASE WHEN month_before = month - INTERVAL 1 MONTH THEN amount_before ELSE 0 END AS opening,
           month_before IS NULL AS is_first
    FROM beside
    UNION ALL
    SELECT (month + INTERVAL 1 MONTH)::DATE, 0, amount, false
    FROM beside
    WHERE month_after IS DISTINCT FROM (month + INTERVAL 1 MONTH)::DATE
      AND month + INTERVAL 1 MONTH <= {horizon}
)

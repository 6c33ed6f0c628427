WITH {moves}
SELECT period, count(*) FILTER (closing = 0) AS customers_churn,
       count(*) FILTER (opening > 0) AS customers_opening
FROM moves
GROUP BY period

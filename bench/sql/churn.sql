WITH {moves}
SELECT period, sum(opening) AS opening, sum(opening) FILTER (closing = 0) AS churn,
       count(*) FILTER (closing = 0) AS customers_churn, count(*) FILTER (opening > 0) AS customers_opening
FROM moves
GROUP BY period

WITH {moves}
SELECT period, sum(opening) AS opening,
       sum(opening - closing) FILTER (closing > 0 AND closing < opening) AS contraction,
       count(*) FILTER (closing > 0 AND closing < opening) AS customers_contraction,
       count(*) FILTER (opening > 0) AS customers_opening
FROM moves
GROUP BY period

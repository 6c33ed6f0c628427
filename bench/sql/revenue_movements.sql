WITH {moves}
SELECT period, sum(opening) AS opening, sum(closing) AS closing, 0 AS exchange,
       sum(closing) FILTER (is_first) AS "new",
       sum(closing) FILTER (opening = 0 AND NOT is_first) AS reactivation,
       sum(closing - opening) FILTER (opening > 0 AND closing > opening) AS expansion,
       sum(opening - closing) FILTER (closing > 0 AND closing < opening) AS contraction,
       sum(opening) FILTER (closing = 0) AS churn,
       count(*) AS customers,
       count(*) FILTER (opening > 0) AS customers_opening,
       count(*) FILTER (closing > 0) AS customers_closing,
       count(*) FILTER (is_first) AS customers_new,
       count(*) FILTER (opening = 0 AND NOT is_first) AS customers_reactivation,
       count(*) FILTER (opening > 0 AND closing > opening) AS customers_expansion,
       count(*) FILTER (closing > 0 AND closing < opening) AS customers_contraction,
       count(*) FILTER (closing = 0) AS customers_churn
FROM moves
GROUP BY period

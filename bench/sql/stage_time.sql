WITH {visits}, stays AS (
    SELECT seller, stage, next_state, CASE WHEN left_on >= entered THEN left_on - entered END AS days
    FROM visits
    WHERE NOT at_end
)
SELECT seller, stage, count(days) AS timed, count(*) FILTER (next_state IS NULL) AS open, count(*) AS visits,
       quantile_cont(days, 0.5) AS median_days
FROM stays
GROUP BY seller, stage

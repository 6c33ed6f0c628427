{planned}, moves AS (
    SELECT deal, date_trunc('month', "at"::DATE)::DATE AS period,
           count(*) FILTER ("new"::DATE > "old"::DATE) AS pushes, count(*) FILTER ("new"::DATE < "old"::DATE) AS pulls
    FROM deal_changes
    WHERE field = 'expected_close_on' AND "at"::DATE <= {horizon}
    GROUP BY ALL
)
SELECT p.period, count(*) AS deals, coalesce(sum(pushes), 0) AS pushes, coalesce(sum(pulls), 0) AS pulls,
       count(*) FILTER (pushes > 0) AS pushed_once,
       count(*) FILTER (was_status = 'open' AND was_due BETWEEN p.period AND p.ends
                        AND status = 'open' AND NOT coalesce(due > p.ends, false)) AS "left"
FROM paired p
LEFT JOIN moves m ON m.deal = p.id AND m.period = p.period
GROUP BY p.period

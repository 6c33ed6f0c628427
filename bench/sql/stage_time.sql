WITH moves AS (
    SELECT deal, "at"::DATE AS entered, "at", "new" AS stage FROM deal_changes WHERE field = 'stage'
    QUALIFY lag("new") OVER (PARTITION BY deal ORDER BY "at", id) IS DISTINCT FROM "new"
), stays AS (
    SELECT *, lead(entered) OVER (PARTITION BY deal ORDER BY "at") - entered AS days FROM moves
)
SELECT d.seller, s.stage, count(days) AS timed, count(*) - count(days) AS open, count(*) AS visits,
       quantile_cont(days, 0.5) AS median_days
FROM stays s
JOIN deals d ON d.id = s.deal
JOIN stages p ON p.pipeline = d.pipeline AND p.name = s.stage AND p.kind = 'open'
GROUP BY d.seller, s.stage

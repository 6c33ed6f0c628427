WITH weeks AS (
    SELECT monday::DATE AS period, least(monday::DATE + 6, {as_of}) AS day
    FROM range(DATE '2023-07-03', {as_of} + 1, INTERVAL 7 DAY) AS r(monday)
), statuses AS (
    SELECT deal, "new" AS status, "at"::DATE AS since, "at" FROM deal_changes WHERE field = 'status'
    UNION ALL
    SELECT id, 'open', created_at::DATE, created_at FROM deals
), open_spans AS (
    SELECT deal, since, until FROM (
        SELECT *, lead(since, 1, DATE '9999-01-01') OVER (PARTITION BY deal ORDER BY "at") AS until FROM statuses)
    WHERE status = 'open' AND since < until
), standing AS (
    SELECT w.period, w.day, d.id, d.currency, d.created_at::DATE AS created, d.amount, d.seller
    FROM open_spans s
    JOIN weeks w ON w.day >= s.since AND w.day < s.until
    JOIN deals d ON d.id = s.deal
), stages_then AS (
    SELECT deal, "new" AS stage, "at"::DATE AS since,
           max("at"::DATE) FILTER ("old" IS NULL OR "old" <> "new") OVER (PARTITION BY deal ORDER BY "at") AS entered
    FROM deal_changes WHERE field = 'stage'
    QUALIFY row_number() OVER (PARTITION BY deal, since ORDER BY "at" DESC) = 1
), others AS (
    SELECT deal, field, "old", "new", "at"::DATE AS since, "at" FROM deal_changes WHERE field IN ('amount', 'seller')
), later AS (
    SELECT deal, field, since, "new" AS told FROM others
    QUALIFY row_number() OVER (PARTITION BY deal, field, since ORDER BY "at" DESC) = 1
    UNION ALL
    SELECT deal, field, DATE '1900-01-01', arg_min("old", "at") FROM others GROUP BY deal, field
), rate AS (
    SELECT currency, day, rate FROM rates WHERE base = 'RUB'
), known AS (
    SELECT t.period, t.day, t.currency, t.created, g.stage, g.entered,
           coalesce(a.told::DECIMAL(18, 4), t.amount) AS amount, coalesce(s.told, t.seller) AS seller
    FROM standing t
    ASOF LEFT JOIN stages_then g ON g.deal = t.id AND t.day >= g.since
    ASOF LEFT JOIN (FROM later WHERE field = 'amount') a ON a.deal = t.id AND t.day >= a.since
    ASOF LEFT JOIN (FROM later WHERE field = 'seller') s ON s.deal = t.id AND t.day >= s.since
)
SELECT seller, stage, period, count(*) AS deals,
       sum(CASE WHEN k.currency = 'RUB' THEN amount ELSE (amount::DOUBLE * r.rate)::DECIMAL(18, 4) END) AS amount,
       quantile_cont(k.day - coalesce(k.entered, k.created), 0.5) AS median_age_days
FROM known k
ASOF LEFT JOIN rate r ON r.currency = k.currency AND k.day >= r.day
GROUP BY seller, stage, period

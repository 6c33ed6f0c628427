WITH {met}, touched AS (
    SELECT coalesce(t.account, d.account, l.account, 'lead:' || t.lead, 'deal:' || t.deal) AS whom,
           t."at", t.id, t.seller
    FROM touches t
    LEFT JOIN deals d ON d.id = t.deal
    LEFT JOIN leads l ON l.id = t.lead
    WHERE t.direction = 'outbound'
), began AS (
    SELECT whom, min("at") AS first_at, arg_min(seller, ("at", id)) AS seller
    FROM touched
    WHERE whom IS NOT NULL
    GROUP BY whom
), firsts AS (
    SELECT whom, min(starts_at) AS met_at FROM met WHERE status = 'held' GROUP BY whom
), bought AS (
    SELECT account, min(since) AS since FROM customers GROUP BY account
), cohort AS (
    SELECT b.whom, b.seller, b.first_at::DATE AS day, {horizon} - b.first_at::DATE >= 90 AS mature,
           coalesce(f.met_at < b.first_at OR c.since <= b.first_at::DATE, FALSE) AS known,
           CASE WHEN f.met_at::DATE - b.first_at::DATE <= 90 THEN f.met_at END AS met_at
    FROM began b
    LEFT JOIN firsts f ON f.whom = b.whom
    LEFT JOIN bought c ON c.account = b.whom
), counted AS (
    SELECT c.whom, count(*) AS touches
    FROM cohort c
    JOIN touched t ON t.whom = c.whom
    WHERE c.mature AND NOT c.known AND t."at"::DATE - c.day <= 90 AND (c.met_at IS NULL OR t."at" <= c.met_at)
    GROUP BY c.whom
)
SELECT c.seller, date_trunc('month', c.day)::DATE AS period, coalesce(sum(n.touches), 0)::BIGINT AS touches,
       count(*) FILTER (mature AND NOT known AND met_at IS NOT NULL) AS met,
       count(*) FILTER (mature AND NOT known) AS touched, count(*) FILTER (NOT mature AND NOT known) AS immature
FROM cohort c
LEFT JOIN counted n ON n.whom = c.whom
WHERE c.day <= {as_of}
GROUP BY ALL

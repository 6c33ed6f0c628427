WITH touched AS (
    SELECT lead, min("at") AS first_at
    FROM touches
    WHERE direction = 'outbound' AND lead IS NOT NULL
    GROUP BY lead
), met AS (
    SELECT lead, min(starts_at) AS met_at
    FROM meetings
    WHERE status = 'held' AND lead IS NOT NULL
    GROUP BY lead
), cohort AS (
    SELECT l.origin, t.first_at::DATE AS day,
           least(l.qualified_at, m.met_at, coalesce(d.created_at, d.closed_at))::DATE AS prospect_on
    FROM leads l
    JOIN touched t ON t.lead = l.id
    LEFT JOIN met m ON m.lead = l.id
    LEFT JOIN deals d ON d.id = l.deal
)
SELECT origin, date_trunc('month', day)::DATE AS period,
       count(*) FILTER ({horizon} - day >= 90 AND prospect_on - day <= 90) AS prospects,
       count(*) FILTER ({horizon} - day >= 90) AS leads,
       count(*) FILTER ({horizon} - day < 90) AS immature, count(*) AS followed
FROM cohort
WHERE day <= {as_of}
GROUP BY ALL

WITH met AS (
    SELECT lead, min(starts_at) AS met_at FROM meetings WHERE status = 'held' AND lead IS NOT NULL GROUP BY lead
), became AS (
    SELECT l.id AS lead, l.disqualified_at AS given_up_at,
           least(l.qualified_at, m.met_at, coalesce(d.created_at, d.closed_at)) AS prospect_at
    FROM leads l
    LEFT JOIN met m ON m.lead = l.id
    LEFT JOIN deals d ON d.id = l.deal
), begun AS (
    SELECT lead, min("at") AS first_at, max("at") AS last_at, count(*) AS made, arg_min(cadence, ("at", id)) AS cadence
    FROM touches
    WHERE direction = 'outbound' AND lead IS NOT NULL
    GROUP BY lead
), answers AS (
    SELECT t.lead, min(t."at") AS answer_at
    FROM touches t
    JOIN begun b ON b.lead = t.lead
    WHERE (t.direction = 'outbound' AND t.outcome IN ('connected', 'replied'))
       OR (t.direction = 'inbound' AND t."at" > b.first_at)
    GROUP BY t.lead
), thread AS (
    SELECT b.*, prospect_at IS NOT NULL AS converted, least(answer_at, prospect_at) AS answered_at,
           coalesce(least(answer_at, prospect_at), CASE WHEN given_up_at >= first_at THEN given_up_at END) AS end_at,
           {horizon} - last_at::DATE >= 30 AS quiet
    FROM begun b
    JOIN became USING (lead)
    LEFT JOIN answers USING (lead)
    WHERE coalesce(prospect_at >= first_at, TRUE)
), counted AS (
    SELECT t.lead, count(*) AS touches
    FROM touches t
    JOIN thread h ON h.lead = t.lead
    WHERE t.direction = 'outbound' AND t."at" <= coalesce(h.end_at, t."at")
    GROUP BY t.lead
), judged AS (
    SELECT *, answered_at IS NOT NULL AS answered, answered_at IS NULL AND (end_at IS NOT NULL OR quiet) AS dropped,
           CASE WHEN made > 1 THEN epoch_us(last_at - first_at) / 8.64e10 / (made - 1) END AS gap
    FROM thread
    JOIN counted USING (lead)
)
SELECT cadence, touches AS touch, count(*) AS threads, sum(touches) AS touches,
       count(*) FILTER (answered OR dropped) AS ended, sum(touches) FILTER (answered OR dropped) AS ended_touches,
       count(*) FILTER (answered) AS answered, count(*) FILTER (dropped) AS dropped,
       count(*) FILTER (converted) AS converted, count(*) FILTER (NOT answered AND NOT dropped) AS going,
       median(gap) AS median_gap
FROM judged
GROUP BY ALL

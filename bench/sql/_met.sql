named AS (
    SELECT m.id, m.seller, m.lead, m.status, m.booked_at, m.starts_at, m.starts_at::DATE AS day,
           coalesce(m.deal, l.deal) AS deal, coalesce(m.account, d.account, l.account) AS account,
           coalesce(m.account, d.account, l.account, 'lead:' || m.lead, 'deal:' || m.deal) AS whom,
           coalesce(nullif(m.origin, 'unknown'), nullif(l.origin, 'unknown'), nullif(d.origin, 'unknown'), m.origin)
               AS origin
    FROM meetings m
    LEFT JOIN deals d ON d.id = m.deal
    LEFT JOIN leads l ON l.id = m.lead
), turned AS (
    SELECT *, max(starts_at) FILTER (status = 'held')
                  OVER (PARTITION BY whom ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                  AS met_before
    FROM named
    WHERE whom IS NOT NULL
), customers AS (
    SELECT account, starts_on AS since, coalesce(ends_on, DATE '2999-12-31') AS until
    FROM revenue
    WHERE kind = 'recurring' AND amount > 0
    UNION ALL
    SELECT account, starts_on + 1, starts_on + 366 FROM revenue WHERE kind <> 'recurring' AND amount > 0
    UNION ALL
    SELECT account, closed_at::DATE + 1, closed_at::DATE + 366 FROM deals WHERE status = 'won'
), met AS (
    SELECT *
    FROM turned t
    WHERE (met_before IS NULL OR day - met_before::DATE > 365)
      AND NOT EXISTS (FROM customers c WHERE c.account = t.account AND t.day >= c.since AND t.day < c.until)
)

WITH {met}, after AS (
    SELECT whom, coalesce(booked_at, starts_at)::DATE AS agreed_on, starts_at AS comes_at
    FROM named
    UNION ALL
    SELECT coalesce(n.account, d.account, l.account, 'lead:' || n.lead, 'deal:' || n.deal),
           coalesce(n.created_at::DATE, n.due_on), (n.due_on + 1)::TIMESTAMP::TIMESTAMPTZ
    FROM next_steps n
    LEFT JOIN deals d ON d.id = n.deal
    LEFT JOIN leads l ON l.id = n.lead
), agreed AS (
    SELECT DISTINCT m.id
    FROM met m
    JOIN after a ON a.whom = m.whom AND a.agreed_on BETWEEN m.day AND m.day + 14 AND a.comes_at > m.starts_at
    WHERE m.status = 'held'
)
SELECT m.seller, date_trunc('month', m.day)::DATE AS period,
       count(*) FILTER ({horizon} - m.day >= 14 AND a.id IS NOT NULL) AS next_steps,
       count(*) FILTER ({horizon} - m.day >= 14) AS meetings, count(*) FILTER ({horizon} - m.day < 14) AS immature
FROM met m
LEFT JOIN agreed a ON a.id = m.id
WHERE m.status = 'held' AND m.day <= {as_of}
GROUP BY ALL

WITH {met}
SELECT seller, date_trunc('month', day)::DATE AS period,
       count(*) FILTER (origin = 'self') AS from_self, count(*) FILTER (origin = 'marketing') AS from_marketing,
       count(*) FILTER (origin = 'partner') AS from_partner, count(*) FILTER (origin = 'referral') AS from_referral,
       count(*) FILTER (origin = 'customer') AS from_customer, count(*) FILTER (origin <> 'unknown') AS known,
       count(*) AS meetings
FROM met
WHERE status = 'held' AND day <= {as_of}
GROUP BY ALL

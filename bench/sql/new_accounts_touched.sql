WITH {worked}, contacts AS (
    SELECT account, seller, "at", direction = 'outbound' AS ours FROM touches WHERE account IS NOT NULL
    UNION ALL
    SELECT account, seller, starts_at, FALSE FROM meetings WHERE account IS NOT NULL AND status = 'held'
), turned AS (
    SELECT *, lag("at") OVER (PARTITION BY account ORDER BY "at", ours) AS before FROM contacts
), began AS (
    SELECT seller, "at"::DATE AS day
    FROM turned
    WHERE ours AND ("at"::DATE - before::DATE > 180
                    OR before IS NULL AND "at"::DATE - (SELECT min("at") FROM touches)::DATE > 180)
), counted AS (
    SELECT seller, date_trunc('month', day)::DATE AS period, count(*) AS new_accounts FROM began GROUP BY ALL
)
SELECT seller, period, coalesce(new_accounts, 0) AS new_accounts, coalesce(working_days, 0) AS working_days
FROM counted
FULL JOIN exposure USING (seller, period)

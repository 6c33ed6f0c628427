WITH firsts AS (
    SELECT account, date_trunc('month', "at"::DATE)::DATE AS period, arg_min(seller, ("at", id)) AS seller
    FROM touches
    WHERE direction = 'outbound' AND account IS NOT NULL AND "at"::DATE <= {as_of}
    GROUP BY ALL
)
SELECT seller, period, count(*) AS accounts
FROM firsts
GROUP BY ALL

WITH {worked}, counted AS (
    SELECT seller, date_trunc('month', "at"::DATE)::DATE AS period,
           count(*) FILTER (kind = 'call') AS calls, count(DISTINCT "at") FILTER (kind = 'email') AS emails,
           count(*) FILTER (kind = 'message') AS messages, count(*) FILTER (kind = 'social') AS social,
           count(*) FILTER (kind = 'visit') AS visits, count(*) FILTER (kind = 'other') AS other
    FROM touches
    WHERE direction = 'outbound' AND "at"::DATE <= {as_of}
    GROUP BY ALL
)
SELECT seller, period, coalesce(calls, 0) AS calls, coalesce(emails, 0) AS emails, coalesce(messages, 0) AS messages,
       coalesce(social, 0) AS social, coalesce(visits, 0) AS visits, coalesce(other, 0) AS other,
       coalesce(calls + emails + messages + social + visits + other, 0) AS touches,
       coalesce(working_days, 0) AS working_days
FROM counted
FULL JOIN exposure USING (seller, period)

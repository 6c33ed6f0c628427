SELECT seller, kind, date_trunc('month', "at"::DATE)::DATE AS period,
       count(*) FILTER (outcome IN ('connected', 'replied')) AS answered,
       count(*) FILTER (outcome <> 'unknown') AS known,
       count(*) AS touches
FROM touches
WHERE direction = 'outbound' AND "at"::DATE <= {as_of}
GROUP BY ALL

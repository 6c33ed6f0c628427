WITH {met}, counted AS (
    SELECT origin, status, day, CASE WHEN status = 'booked' AND day >= {as_of} THEN {as_of} ELSE day END AS on_day
    FROM met
)
SELECT origin, date_trunc('month', on_day)::DATE AS period,
       count(*) FILTER (status = 'held') AS held, count(*) FILTER (status = 'no_show') AS no_show,
       count(*) FILTER (status = 'cancelled') AS cancelled, count(*) FILTER (status <> 'booked') AS due,
       count(*) FILTER (status = 'booked' AND day < {as_of}) AS not_updated,
       count(*) FILTER (status = 'booked' AND day >= {as_of}) AS planned, 0 AS working_days
FROM counted
WHERE on_day <= {as_of}
GROUP BY ALL

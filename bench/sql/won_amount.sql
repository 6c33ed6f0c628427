WITH {won}
SELECT m.team, date_trunc('month', won.day)::DATE AS period,
       sum(amount) AS amount, count(amount) AS with_amount, count(*) AS deals
FROM won
LEFT JOIN memberships m
    ON m.seller = won.seller AND won.day >= m.valid_from AND won.day <= coalesce(m.valid_to, DATE '2999-12-31')
GROUP BY ALL

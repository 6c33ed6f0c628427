WITH {won}
SELECT seller, date_trunc('quarter', day)::DATE AS period,
       sum(amount) AS amount, count(amount) AS with_amount, count(*) AS deals
FROM won
GROUP BY ALL

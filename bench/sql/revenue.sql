WITH {paid}
SELECT product, month AS period, sum(amount) AS amount, count(*) AS sales
FROM paid
WHERE day <= {as_of}
GROUP BY ALL

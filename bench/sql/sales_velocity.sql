WITH {won}, paid AS (
    SELECT seller, sum(amount) AS amount, count(amount) AS with_amount
    FROM won
    WHERE day > {horizon} - 365 AND day <= {horizon}
    GROUP BY seller
), counted AS (
    SELECT seller, count(*) FILTER (status = 'open') AS open, count(*) FILTER (status = 'won' AND lately) AS won,
           count(*) FILTER (status <> 'open' AND lately) AS closed,
           coalesce(sum(took) FILTER (status = 'won' AND lately AND took >= 0), 0)::BIGINT AS days,
           count(*) FILTER (status = 'won' AND lately AND took >= 0) AS timed
    FROM (SELECT seller, status, closed_at::DATE > {horizon} - 365 AND closed_at::DATE <= {horizon} AS lately,
                 closed_at::DATE - created_at::DATE AS took
          FROM deals)
    GROUP BY seller
    HAVING count(*) FILTER (status = 'open' OR lately) > 0
)
SELECT c.*, p.amount, coalesce(p.with_amount, 0) AS with_amount
FROM counted c
LEFT JOIN paid p ON p.seller = c.seller

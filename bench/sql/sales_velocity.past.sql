WITH {stood}, stood_then AS (
    SELECT seller, currency, amount, status, closed_at::DATE AS closed_on, closed_at::DATE - created_at::DATE AS took
    FROM stood
), won AS (
    SELECT s.seller,
           CASE WHEN s.currency = 'RUB' THEN s.amount ELSE (s.amount::DOUBLE * r.rate)::DECIMAL(18, 4) END AS amount
    FROM stood_then s
    ASOF LEFT JOIN (SELECT currency, day, rate FROM rates WHERE base = 'RUB') r
        ON s.currency = r.currency AND s.closed_on >= r.day
    WHERE s.status = 'won' AND closed_on > {horizon} - 365 AND closed_on <= {horizon}
), paid AS (
    SELECT seller, sum(amount) AS amount, count(amount) AS with_amount FROM won GROUP BY seller
), counted AS (
    SELECT seller, count(*) FILTER (status = 'open') AS open, count(*) FILTER (status = 'won' AND lately) AS won,
           count(*) FILTER (status <> 'open' AND lately) AS closed,
           coalesce(sum(took) FILTER (status = 'won' AND lately AND took >= 0), 0)::BIGINT AS days,
           count(*) FILTER (status = 'won' AND lately AND took >= 0) AS timed
    FROM (SELECT *, closed_on > {horizon} - 365 AND closed_on <= {horizon} AS lately FROM stood_then)
    GROUP BY seller
    HAVING count(*) FILTER (status = 'open' OR lately) > 0
)
SELECT c.*, p.amount, coalesce(p.with_amount, 0) AS with_amount
FROM counted c
LEFT JOIN paid p ON p.seller = c.seller

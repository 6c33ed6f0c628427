WITH around AS (
    SELECT deal,
           arg_max("new", "at") FILTER (field = 'seller' AND past) AS seller_before,
           arg_min("old", "at") FILTER (field = 'seller' AND NOT past) AS seller_after,
           arg_max("new", "at") FILTER (field = 'amount' AND past) AS amount_before,
           arg_min("old", "at") FILTER (field = 'amount' AND NOT past) AS amount_after,
           arg_max("new", "at") FILTER (field = 'status' AND past) AS status_before,
           arg_min("old", "at") FILTER (field = 'status' AND NOT past) AS status_after
    FROM (SELECT *, "at"::DATE <= {as_of} AS past FROM deal_changes)
    GROUP BY deal
), stood AS (
    SELECT coalesce(a.seller_before, a.seller_after, d.seller) AS seller, d.currency, d.closed_at::DATE AS closed_on,
           coalesce(a.amount_before::DECIMAL(18, 4), a.amount_after::DECIMAL(18, 4), d.amount) AS amount,
           d.closed_at::DATE - d.created_at::DATE AS took,
           coalesce(a.status_before, a.status_after, CASE WHEN d.closed_at::DATE > {as_of} THEN 'open' ELSE d.status END)
               AS status
    FROM deals d
    LEFT JOIN around a ON a.deal = d.id
    WHERE d.created_at::DATE <= {as_of}
), won AS (
    SELECT s.seller,
           CASE WHEN s.currency = 'RUB' THEN s.amount ELSE (s.amount::DOUBLE * r.rate)::DECIMAL(18, 4) END AS amount
    FROM stood s
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
    FROM (SELECT *, closed_on > {horizon} - 365 AND closed_on <= {horizon} AS lately FROM stood)
    GROUP BY seller
    HAVING count(*) FILTER (status = 'open' OR lately) > 0
)
SELECT c.*, p.amount, coalesce(p.with_amount, 0) AS with_amount
FROM counted c
LEFT JOIN paid p ON p.seller = c.seller

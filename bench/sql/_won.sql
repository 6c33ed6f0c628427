won AS (
    SELECT d.seller, d.closed_at::DATE AS day,
           CASE WHEN d.currency = 'RUB' THEN d.amount ELSE (d.amount::DOUBLE * r.rate)::DECIMAL(18, 4) END AS amount
    FROM deals d
    ASOF LEFT JOIN (SELECT currency, day, rate FROM rates WHERE base = 'RUB') r
        ON d.currency = r.currency AND d.closed_at::DATE >= r.day
    WHERE d.status = 'won' AND d.closed_at::DATE <= {as_of}
)

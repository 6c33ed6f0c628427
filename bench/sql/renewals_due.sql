WITH contracts AS (
    SELECT id, account, product, currency, starts_on, ends_on, ends_on > {as_of} AS is_due,
           CASE per WHEN 'month' THEN amount
                    WHEN 'quarter' THEN (amount::DOUBLE / 3)::DECIMAL(18, 4)
                    WHEN 'year' THEN (amount::DOUBLE / 12)::DECIMAL(18, 4)
                    -- A price for the whole contract, by its months and days.
                    ELSE (amount::DOUBLE / greatest((year(ends_on) - year(starts_on)) * 12 + month(ends_on) - month(starts_on)
                                                    + (day(ends_on) - day(starts_on)) / 30.4375, 1 / 30.4375))::DECIMAL(18, 4)
               END AS rate
    FROM revenue
    WHERE kind = 'recurring' AND account IS NOT NULL
      AND ((starts_on <= {as_of} AND ends_on > {as_of} AND ends_on <= {as_of} + 90)
           OR (ends_on > starts_on AND ends_on > {horizon} - 365 AND ends_on <= {horizon}))
), renewed AS (
    SELECT DISTINCT c.id
    FROM contracts c JOIN revenue r ON r.account = c.account
    WHERE r.kind = 'recurring' AND (c.product IS NULL OR r.product IS NULL OR c.product = r.product)
      AND r.starts_on > c.starts_on AND r.starts_on <= c.ends_on + 31
      AND (r.ends_on IS NULL OR r.ends_on > c.ends_on)
), today AS (
    SELECT currency, arg_max(rate, (day, id)) AS rate FROM rates WHERE base = 'RUB' AND day <= {as_of} GROUP BY currency
)
SELECT c.product, count(*) FILTER (c.is_due) AS due,
       sum(CASE WHEN c.currency = 'RUB' THEN c.rate ELSE (c.rate::DOUBLE * t.rate)::DECIMAL(18, 4) END)
           FILTER (c.is_due) AS due_amount,
       count(r.id) FILTER (c.is_due) AS renewed_already,
       count(*) FILTER (NOT c.is_due) AS ended, count(r.id) FILTER (NOT c.is_due) AS renewed
FROM contracts c LEFT JOIN renewed r USING (id) LEFT JOIN today t USING (currency)
GROUP BY c.product

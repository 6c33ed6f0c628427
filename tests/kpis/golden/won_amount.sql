-- by seller
SELECT
  "t1"."seller",
  "t1"."period",
  "t1"."undated",
  SUM("t1"."amount") AS "amount",
  SUM("t1"."with_amount") AS "with_amount",
  SUM("t1"."deals") AS "deals",
  SUM("t1"."no_rate") AS "no_rate",
  SUM("t1"."no_amount") AS "no_amount",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t0"."id",
    "t0"."origin",
    "t0"."source_detail",
    "t0"."pipeline",
    "t0"."stage",
    "t0"."product",
    "t0"."account",
    "t0"."seller",
    "t0"."currency",
    "t0"."source",
    "t0"."amount",
    'deals' AS "fact",
    CAST("t0"."closed_at" AS DATE) AS "day",
    1 AS "deals",
    CAST("t0"."amount" IS NULL AS BIGINT) AS "no_amount",
    0 AS "no_rate",
    CAST("t0"."amount" IS NOT NULL AS BIGINT) AS "with_amount",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t0"."closed_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    CAST("t0"."closed_at" AS DATE) IS NULL AS "undated"
  FROM "deals" AS "t0"
  WHERE
    "t0"."status" = 'won'
    AND (
      (
        CAST("t0"."closed_at" AS DATE) <= MAKE_DATE(2024, 6, 30)
      )
      OR (
        CAST("t0"."closed_at" AS DATE) IS NULL
      )
    )
) AS "t1"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t16"."team",
  "t16"."period",
  "t16"."undated",
  SUM("t16"."amount") AS "amount",
  SUM("t16"."with_amount") AS "with_amount",
  SUM("t16"."deals") AS "deals",
  SUM("t16"."no_rate") AS "no_rate",
  SUM("t16"."no_amount") AS "no_amount",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t15"."id",
    "t15"."origin",
    "t15"."source_detail",
    "t15"."pipeline",
    "t15"."stage",
    "t15"."product",
    "t15"."account",
    "t15"."seller",
    "t15"."currency",
    "t15"."source",
    "t15"."amount",
    "t15"."fact",
    "t15"."day",
    "t15"."deals",
    "t15"."no_amount",
    "t15"."no_rate",
    "t15"."with_amount",
    "t15"."team",
    "t15"."manager",
    "t15"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t15"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t15"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t14"."id",
      "t14"."origin",
      "t14"."source_detail",
      "t14"."pipeline",
      "t14"."stage",
      "t14"."product",
      "t14"."account",
      "t14"."seller",
      "t14"."currency",
      "t14"."source",
      "t14"."amount",
      "t14"."fact",
      "t14"."day",
      "t14"."deals",
      "t14"."no_amount",
      "t14"."no_rate",
      "t14"."with_amount",
      "t12"."team",
      "t12"."manager",
      "t12"."role"
    FROM (
      SELECT
        "t10"."id",
        "t10"."origin",
        "t10"."source_detail",
        "t10"."pipeline",
        "t10"."stage",
        "t10"."product",
        "t10"."account",
        "t10"."seller",
        "t10"."currency",
        "t10"."source",
        CASE
          WHEN COALESCE("t10"."currency" = 'USD', FALSE)
          THEN "t10"."amount"
          ELSE CAST(CAST("t10"."amount" AS DOUBLE) * "t10"."rate" AS DECIMAL(18, 4))
        END AS "amount",
        "t10"."fact",
        "t10"."day",
        "t10"."deals",
        "t10"."no_amount",
        CAST((
          "t10"."amount" IS NOT NULL
        )
        AND NOT (
          COALESCE("t10"."currency" = 'USD', FALSE)
        )
        AND (
          "t10"."rate" IS NULL
        ) AS BIGINT) AS "no_rate",
        CAST(CASE
          WHEN COALESCE("t10"."currency" = 'USD', FALSE)
          THEN "t10"."amount"
          ELSE CAST(CAST("t10"."amount" AS DOUBLE) * "t10"."rate" AS DECIMAL(18, 4))
        END IS NOT NULL AS BIGINT) AS "with_amount",
        COALESCE("t10"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t6"."id",
          "t6"."origin",
          "t6"."source_detail",
          "t6"."pipeline",
          "t6"."stage",
          "t6"."product",
          "t6"."account",
          "t6"."seller",
          "t6"."currency",
          "t6"."source",
          "t6"."amount",
          "t6"."fact",
          "t6"."day",
          "t6"."deals",
          "t6"."no_amount",
          "t6"."rate_day",
          "t8"."rate",
          "t8"."rate_currency",
          "t8"."rate_from",
          "t8"."rate_until"
        FROM (
          SELECT
            "t0"."id",
            "t0"."origin",
            "t0"."source_detail",
            "t0"."pipeline",
            "t0"."stage",
            "t0"."product",
            "t0"."account",
            "t0"."seller",
            "t0"."currency",
            "t0"."source",
            "t0"."amount",
            'deals' AS "fact",
            CAST("t0"."closed_at" AS DATE) AS "day",
            1 AS "deals",
            CAST("t0"."amount" IS NULL AS BIGINT) AS "no_amount",
            COALESCE(CAST("t0"."closed_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "rate_day"
          FROM "deals" AS "t0"
          WHERE
            "t0"."status" = 'won'
        ) AS "t6"
        LEFT OUTER JOIN (
          SELECT
            "t3"."rate",
            "t3"."currency" AS "rate_currency",
            "t3"."day" AS "rate_from",
            COALESCE(
              LEAD("t3"."day") OVER (
                PARTITION BY "t3"."currency"
                ORDER BY "t3"."day" ASC, "t3"."id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ),
              MAKE_DATE(2999, 12, 31)
            ) AS "rate_until"
          FROM (
            SELECT
              *
            FROM "rates" AS "t2"
            WHERE
              "t2"."base" = 'USD'
          ) AS "t3"
        ) AS "t8"
          ON "t6"."currency" = "t8"."rate_currency"
          AND "t6"."rate_day" >= "t8"."rate_from"
          AND "t6"."rate_day" < "t8"."rate_until"
      ) AS "t10"
    ) AS "t14"
    LEFT OUTER JOIN (
      SELECT
        "t9"."team",
        "t9"."manager",
        "t9"."role",
        "t9"."seller" AS "span_seller",
        GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) AS "span_from",
        "t9"."ends" AS "span_to"
      FROM (
        SELECT
          "t4"."id",
          "t4"."seller",
          "t4"."team",
          "t4"."manager",
          "t4"."role",
          "t4"."begins",
          "t4"."ends",
          CAST(CAST(MAX("t4"."ends") OVER (
            PARTITION BY "t4"."seller"
            ORDER BY "t4"."begins" ASC, "t4"."id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
          ) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "free_from"
        FROM (
          SELECT
            "t1"."id",
            "t1"."seller",
            "t1"."team",
            "t1"."manager",
            "t1"."role",
            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
            COALESCE("t1"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
          FROM "memberships" AS "t1"
        ) AS "t4"
      ) AS "t9"
      WHERE
        GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) <= "t9"."ends"
    ) AS "t12"
      ON "t14"."seller" = "t12"."span_seller"
      AND "t14"."team_day" >= "t12"."span_from"
      AND "t14"."team_day" <= "t12"."span_to"
  ) AS "t15"
  WHERE
    (
      "t15"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t15"."day" IS NULL
    )
) AS "t16"
GROUP BY
  1,
  2,
  3

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
  COUNT(*) AS "cases",
  VARIANCE(CAST("t1"."amount" AS DOUBLE)) AS "spread"
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
  "t19"."team",
  "t19"."period",
  "t19"."undated",
  SUM("t19"."amount") AS "amount",
  SUM("t19"."with_amount") AS "with_amount",
  SUM("t19"."deals") AS "deals",
  SUM("t19"."no_rate") AS "no_rate",
  SUM("t19"."no_amount") AS "no_amount",
  COUNT(*) AS "cases",
  VARIANCE(CAST("t19"."amount" AS DOUBLE)) AS "spread"
FROM (
  SELECT
    "t18"."id",
    "t18"."origin",
    "t18"."source_detail",
    "t18"."pipeline",
    "t18"."stage",
    "t18"."product",
    "t18"."account",
    "t18"."seller",
    "t18"."currency",
    "t18"."source",
    "t18"."amount",
    "t18"."fact",
    "t18"."day",
    "t18"."deals",
    "t18"."no_amount",
    "t18"."no_rate",
    "t18"."with_amount",
    "t18"."team",
    "t18"."manager",
    "t18"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t18"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t18"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t17".*
      EXCLUDE ("span_seller", "team_day", "span_to", "span_from")
    FROM (
      SELECT
        "t16"."id",
        "t16"."origin",
        "t16"."source_detail",
        "t16"."pipeline",
        "t16"."stage",
        "t16"."product",
        "t16"."account",
        "t16"."seller",
        "t16"."currency",
        "t16"."source",
        "t16"."amount",
        "t16"."fact",
        "t16"."day",
        "t16"."deals",
        "t16"."no_amount",
        "t16"."no_rate",
        "t16"."with_amount",
        "t16"."team_day",
        "t12"."team",
        "t12"."manager",
        "t12"."role",
        "t12"."span_seller",
        "t12"."span_from",
        "t12"."span_to"
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
          CAST("t14"."amount" IS NOT NULL AS BIGINT) AS "with_amount",
          COALESCE("t14"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
        FROM (
          SELECT
            "t13".*
            EXCLUDE ("rate_day", "rate_currency", "rate_until", "rate_from", "rate")
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
              "t10"."rate_day",
              "t10"."rate",
              "t10"."rate_currency",
              "t10"."rate_from",
              "t10"."rate_until",
              CAST((
                "t10"."amount" IS NOT NULL
              )
              AND NOT (
                COALESCE("t10"."currency" = 'USD', FALSE)
              )
              AND (
                "t10"."rate" IS NULL
              ) AS BIGINT) AS "no_rate"
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
                  "t1"."id",
                  "t1"."origin",
                  "t1"."source_detail",
                  "t1"."pipeline",
                  "t1"."stage",
                  "t1"."product",
                  "t1"."account",
                  "t1"."seller",
                  "t1"."currency",
                  "t1"."source",
                  "t1"."amount",
                  'deals' AS "fact",
                  CAST("t1"."closed_at" AS DATE) AS "day",
                  1 AS "deals",
                  CAST("t1"."amount" IS NULL AS BIGINT) AS "no_amount",
                  COALESCE(CAST("t1"."closed_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "rate_day"
                FROM "deals" AS "t1"
                WHERE
                  "t1"."status" = 'won'
              ) AS "t6"
              LEFT OUTER JOIN (
                SELECT
                  "t4"."rate",
                  "t4"."currency" AS "rate_currency",
                  "t4"."day" AS "rate_from",
                  COALESCE(
                    LEAD("t4"."day") OVER (
                      PARTITION BY "t4"."currency"
                      ORDER BY "t4"."day" ASC, "t4"."id" ASC
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
                ) AS "t4"
              ) AS "t8"
                ON "t6"."currency" = "t8"."rate_currency"
                AND "t6"."rate_day" >= "t8"."rate_from"
                AND "t6"."rate_day" < "t8"."rate_until"
            ) AS "t10"
          ) AS "t13"
        ) AS "t14"
      ) AS "t16"
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
            "t3"."id",
            "t3"."seller",
            "t3"."team",
            "t3"."manager",
            "t3"."role",
            "t3"."begins",
            "t3"."ends",
            CAST(CAST(MAX("t3"."ends") OVER (
              PARTITION BY "t3"."seller"
              ORDER BY "t3"."begins" ASC, "t3"."id" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
            ) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "free_from"
          FROM (
            SELECT
              "t0"."id",
              "t0"."seller",
              "t0"."team",
              "t0"."manager",
              "t0"."role",
              COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
              COALESCE("t0"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
            FROM "memberships" AS "t0"
          ) AS "t3"
        ) AS "t9"
        WHERE
          GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) <= "t9"."ends"
      ) AS "t12"
        ON "t16"."seller" = "t12"."span_seller"
        AND "t16"."team_day" >= "t12"."span_from"
        AND "t16"."team_day" <= "t12"."span_to"
    ) AS "t17"
  ) AS "t18"
  WHERE
    (
      "t18"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t18"."day" IS NULL
    )
) AS "t19"
GROUP BY
  1,
  2,
  3

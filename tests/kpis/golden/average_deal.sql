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
    AND COALESCE(CAST("t0"."closed_at" AS DATE), MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t1"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t18"."team",
  "t18"."period",
  "t18"."undated",
  SUM("t18"."amount") AS "amount",
  SUM("t18"."with_amount") AS "with_amount",
  SUM("t18"."deals") AS "deals",
  SUM("t18"."no_rate") AS "no_rate",
  SUM("t18"."no_amount") AS "no_amount",
  COUNT(*) AS "cases",
  VARIANCE(CAST("t18"."amount" AS DOUBLE)) AS "spread"
FROM (
  SELECT
    "t17"."id",
    "t17"."origin",
    "t17"."source_detail",
    "t17"."pipeline",
    "t17"."stage",
    "t17"."product",
    "t17"."account",
    "t17"."seller",
    "t17"."currency",
    "t17"."source",
    "t17"."amount",
    "t17"."fact",
    "t17"."day",
    "t17"."deals",
    "t17"."no_amount",
    "t17"."no_rate",
    "t17"."with_amount",
    "t17"."team",
    "t17"."manager",
    "t17"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t17"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t17"."day" IS NULL AS "undated"
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
      "t11"."team",
      "t11"."manager",
      "t11"."role"
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
        CASE
          WHEN COALESCE("t14"."currency" = 'USD', FALSE)
          THEN "t14"."amount"
          ELSE CAST(CAST("t14"."amount" AS DOUBLE) * "t14"."rate" AS DECIMAL(18, 4))
        END AS "amount",
        "t14"."fact",
        "t14"."day",
        "t14"."deals",
        "t14"."no_amount",
        CAST((
          "t14"."amount" IS NOT NULL
        )
        AND NOT (
          COALESCE("t14"."currency" = 'USD', FALSE)
        )
        AND (
          "t14"."rate" IS NULL
        ) AS BIGINT) AS "no_rate",
        CAST(CASE
          WHEN COALESCE("t14"."currency" = 'USD', FALSE)
          THEN "t14"."amount"
          ELSE CAST(CAST("t14"."amount" AS DOUBLE) * "t14"."rate" AS DECIMAL(18, 4))
        END IS NOT NULL AS BIGINT) AS "with_amount",
        COALESCE("t14"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
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
          "t13"."rate",
          "t13"."rate_currency",
          "t13"."rated_on"
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
            "t9"."rate",
            "t9"."rate_currency",
            CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t9"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
          FROM (
            SELECT
              "t7"."rate",
              "t7"."currency" AS "rate_currency",
              UNNEST(
                RANGE(
                  DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t7"."day"),
                  DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t7"."until"),
                  1
                )
              ) AS "number"
            FROM (
              SELECT
                "t4"."currency",
                "t4"."rate",
                "t4"."day",
                COALESCE(
                  LEAD("t4"."day") OVER (
                    PARTITION BY "t4"."currency"
                    ORDER BY "t4"."day" ASC, "t4"."id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ),
                  MAKE_DATE(2024, 7, 1)
                ) AS "until"
              FROM (
                SELECT
                  *
                FROM "rates" AS "t2"
                WHERE
                  "t2"."base" = 'USD'
              ) AS "t4"
            ) AS "t7"
          ) AS "t9"
        ) AS "t13"
          ON "t6"."currency" = "t13"."rate_currency" AND "t6"."rate_day" = "t13"."rated_on"
      ) AS "t14"
    ) AS "t16"
    LEFT OUTER JOIN (
      SELECT
        "t8"."team",
        "t8"."manager",
        "t8"."role",
        "t8"."seller" AS "span_seller",
        GREATEST("t8"."begins", COALESCE("t8"."free_from", "t8"."begins")) AS "span_from",
        "t8"."ends" AS "span_to"
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
            "t1"."id",
            "t1"."seller",
            "t1"."team",
            "t1"."manager",
            "t1"."role",
            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
            COALESCE("t1"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
          FROM "memberships" AS "t1"
        ) AS "t3"
      ) AS "t8"
      WHERE
        GREATEST("t8"."begins", COALESCE("t8"."free_from", "t8"."begins")) <= "t8"."ends"
    ) AS "t11"
      ON "t16"."seller" = "t11"."span_seller"
      AND "t16"."team_day" >= "t11"."span_from"
      AND "t16"."team_day" <= "t11"."span_to"
  ) AS "t17"
  WHERE
    COALESCE("t17"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t18"
GROUP BY
  1,
  2,
  3

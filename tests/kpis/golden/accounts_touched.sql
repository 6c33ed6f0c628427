-- by seller
WITH "contacts" AS (
  SELECT
    "t1"."account",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t1"."at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    MIN(
      {'at': "t1"."at", 'id': "t1"."id", 'seller': "t1"."seller", 'source': "t1"."source"}
    ) FILTER(WHERE
      "t1"."direction" = 'outbound') AS "first",
    MIN("t1"."at") FILTER(WHERE
      NOT (
        "t1"."direction" = 'outbound'
      )) AS "theirs_at",
    MAX("t1"."at") AS "last_at"
  FROM (
    SELECT
      *
    FROM "touches" AS "t0"
    WHERE
      "t0"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND "t0"."account" IS NOT NULL
  ) AS "t1"
  GROUP BY
    1,
    2
)
SELECT
  "t4"."seller",
  "t4"."period",
  SUM("t4"."accounts") AS "accounts",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t3"."account",
    "t3"."period",
    'accounts' AS "fact",
    "t3"."account" AS "id",
    1 AS "accounts",
    "t3"."first"."seller" AS "seller",
    "t3"."first"."source" AS "source",
    CAST(CAST(MAKE_DATE(
      CAST(FLOOR(
        (
          (
            (
              (
                CAST(FLOOR(
                  (
                    (
                      (
                        EXTRACT(year FROM "t3"."period") * 12
                      ) + EXTRACT(month FROM "t3"."period")
                    ) - 1
                  ) / (
                    1
                  )
                ) AS BIGINT) + 1
              ) * 1
            ) + 1
          ) - 1
        ) / (
          12
        )
      ) AS BIGINT),
      (
        (
          (
            (
              (
                CAST(FLOOR(
                  (
                    (
                      (
                        EXTRACT(year FROM "t3"."period") * 12
                      ) + EXTRACT(month FROM "t3"."period")
                    ) - 1
                  ) / (
                    1
                  )
                ) AS BIGINT) + 1
              ) * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day"
  FROM "contacts" AS "t3"
  WHERE
    "t3"."first" IS NOT NULL
) AS "t4"
GROUP BY
  1,
  2

-- by team, several currencies
WITH "contacts" AS (
  SELECT
    "t2"."account",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t2"."at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    MIN(
      {'at': "t2"."at", 'id': "t2"."id", 'seller': "t2"."seller", 'source': "t2"."source"}
    ) FILTER(WHERE
      "t2"."direction" = 'outbound') AS "first",
    MIN("t2"."at") FILTER(WHERE
      NOT (
        "t2"."direction" = 'outbound'
      )) AS "theirs_at",
    MAX("t2"."at") AS "last_at"
  FROM (
    SELECT
      *
    FROM "touches" AS "t1"
    WHERE
      "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND "t1"."account" IS NOT NULL
  ) AS "t2"
  GROUP BY
    1,
    2
)
SELECT
  "t12"."team",
  "t12"."period",
  SUM("t12"."accounts") AS "accounts",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t11"."account",
    "t11"."period",
    "t11"."fact",
    "t11"."id",
    "t11"."accounts",
    "t11"."seller",
    "t11"."source",
    CAST(CAST(MAKE_DATE(
      CAST(FLOOR(
        (
          (
            (
              (
                CAST(FLOOR(
                  (
                    (
                      (
                        EXTRACT(year FROM "t11"."period") * 12
                      ) + EXTRACT(month FROM "t11"."period")
                    ) - 1
                  ) / (
                    1
                  )
                ) AS BIGINT) + 1
              ) * 1
            ) + 1
          ) - 1
        ) / (
          12
        )
      ) AS BIGINT),
      (
        (
          (
            (
              (
                CAST(FLOOR(
                  (
                    (
                      (
                        EXTRACT(year FROM "t11"."period") * 12
                      ) + EXTRACT(month FROM "t11"."period")
                    ) - 1
                  ) / (
                    1
                  )
                ) AS BIGINT) + 1
              ) * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
    "t11"."team",
    "t11"."manager",
    "t11"."role"
  FROM (
    SELECT
      "t10"."account",
      "t10"."period",
      "t10"."fact",
      "t10"."id",
      "t10"."accounts",
      "t10"."seller",
      "t10"."source",
      "t10"."day",
      "t9"."team",
      "t9"."manager",
      "t9"."role"
    FROM (
      SELECT
        "t6"."account",
        "t6"."period",
        'accounts' AS "fact",
        "t6"."account" AS "id",
        1 AS "accounts",
        "t6"."first"."seller" AS "seller",
        "t6"."first"."source" AS "source",
        CAST("t6"."first"."at" AS DATE) AS "day",
        COALESCE(CAST("t6"."first"."at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM "contacts" AS "t6"
      WHERE
        "t6"."first" IS NOT NULL
    ) AS "t10"
    LEFT OUTER JOIN (
      SELECT
        "t5"."team",
        "t5"."manager",
        "t5"."role",
        "t5"."seller" AS "span_seller",
        GREATEST("t5"."begins", COALESCE("t5"."free_from", "t5"."begins")) AS "span_from",
        "t5"."ends" AS "span_to"
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
      ) AS "t5"
      WHERE
        GREATEST("t5"."begins", COALESCE("t5"."free_from", "t5"."begins")) <= "t5"."ends"
    ) AS "t9"
      ON "t10"."seller" = "t9"."span_seller"
      AND "t10"."team_day" >= "t9"."span_from"
      AND "t10"."team_day" <= "t9"."span_to"
  ) AS "t11"
) AS "t12"
GROUP BY
  1,
  2

-- by seller
SELECT
  "t3"."seller",
  "t3"."period",
  SUM("t3"."accounts") AS "accounts",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t2"."account",
    "t2"."period",
    'accounts' AS "fact",
    "t2"."account" AS "id",
    1 AS "accounts",
    "t2"."first"."seller" AS "seller",
    "t2"."first"."source" AS "source",
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
                        EXTRACT(year FROM "t2"."period") * 12
                      ) + EXTRACT(month FROM "t2"."period")
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
                        EXTRACT(year FROM "t2"."period") * 12
                      ) + EXTRACT(month FROM "t2"."period")
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
  FROM (
    SELECT
      "t1"."account",
      CAST(CAST(DATE_TRUNC('MONTH', CAST("t1"."at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
      MIN(
        {'at': "t1"."at", 'id': "t1"."id", 'seller': "t1"."seller", 'source': "t1"."source"}
      ) AS "first"
    FROM (
      SELECT
        "t0"."id",
        "t0"."account",
        "t0"."seller",
        "t0"."source",
        "t0"."at"
      FROM "touches" AS "t0"
      WHERE
        "t0"."direction" = 'outbound'
        AND "t0"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
        AND "t0"."account" IS NOT NULL
    ) AS "t1"
    GROUP BY
      1,
      2
  ) AS "t2"
) AS "t3"
GROUP BY
  1,
  2

-- by team, several currencies
SELECT
  "t11"."team",
  "t11"."period",
  SUM("t11"."accounts") AS "accounts",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t10"."account",
    "t10"."period",
    "t10"."fact",
    "t10"."id",
    "t10"."accounts",
    "t10"."seller",
    "t10"."source",
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
                        EXTRACT(year FROM "t10"."period") * 12
                      ) + EXTRACT(month FROM "t10"."period")
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
                        EXTRACT(year FROM "t10"."period") * 12
                      ) + EXTRACT(month FROM "t10"."period")
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
    "t10"."team",
    "t10"."manager",
    "t10"."role"
  FROM (
    SELECT
      "t7"."account",
      "t7"."period",
      "t7"."fact",
      "t7"."id",
      "t7"."accounts",
      "t7"."seller",
      "t7"."source",
      "t7"."day",
      "t9"."team",
      "t9"."manager",
      "t9"."role"
    FROM (
      SELECT
        "t4"."account",
        "t4"."period",
        'accounts' AS "fact",
        "t4"."account" AS "id",
        1 AS "accounts",
        "t4"."first"."seller" AS "seller",
        "t4"."first"."source" AS "source",
        CAST("t4"."first"."at" AS DATE) AS "day",
        COALESCE(CAST("t4"."first"."at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t2"."account",
          CAST(CAST(DATE_TRUNC('MONTH', CAST("t2"."at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
          MIN(
            {'at': "t2"."at", 'id': "t2"."id", 'seller': "t2"."seller", 'source': "t2"."source"}
          ) AS "first"
        FROM (
          SELECT
            "t0"."id",
            "t0"."account",
            "t0"."seller",
            "t0"."source",
            "t0"."at"
          FROM "touches" AS "t0"
          WHERE
            "t0"."direction" = 'outbound'
            AND "t0"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            AND "t0"."account" IS NOT NULL
        ) AS "t2"
        GROUP BY
          1,
          2
      ) AS "t4"
    ) AS "t7"
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
            "t1"."id",
            "t1"."seller",
            "t1"."team",
            "t1"."manager",
            "t1"."role",
            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
            COALESCE("t1"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
          FROM "memberships" AS "t1"
        ) AS "t3"
      ) AS "t5"
      WHERE
        GREATEST("t5"."begins", COALESCE("t5"."free_from", "t5"."begins")) <= "t5"."ends"
    ) AS "t9"
      ON "t7"."seller" = "t9"."span_seller"
      AND "t7"."team_day" >= "t9"."span_from"
      AND "t7"."team_day" <= "t9"."span_to"
  ) AS "t10"
) AS "t11"
GROUP BY
  1,
  2

-- by seller
SELECT
  "t6"."seller",
  "t6"."period",
  "t6"."undated",
  SUM("t6"."amount") AS "amount",
  SUM("t6"."sales") AS "sales",
  SUM("t6"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t5"."id",
    "t5"."account",
    "t5"."seller",
    "t5"."product",
    "t5"."currency",
    "t5"."source",
    "t5"."amount",
    "t5"."day",
    'revenue' AS "fact",
    1 AS "sales",
    0 AS "no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t5"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t5"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t0"."id",
        "t0"."account",
        "t0"."seller",
        "t0"."product",
        "t0"."currency",
        "t0"."source",
        "t0"."amount",
        "t0"."starts_on" AS "day"
      FROM "revenue" AS "t0"
      WHERE
        "t0"."kind" = 'one_off'
    ) AS "t1"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t3"."id",
        "t3"."account",
        "t3"."seller",
        "t3"."product",
        "t3"."currency",
        "t3"."source",
        "t3"."amount",
        CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t3"."number" + 1
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
                    "t3"."number" + 1
                  ) * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day"
      FROM (
        SELECT
          "t2"."id",
          "t2"."account",
          "t2"."seller",
          "t2"."product",
          "t2"."currency",
          "t2"."source",
          CASE
            WHEN "t2"."per" = 'month'
            THEN "t2"."amount"
            WHEN "t2"."per" = 'quarter'
            THEN CAST(CAST("t2"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
            WHEN "t2"."per" = 'year'
            THEN CAST(CAST("t2"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
            ELSE CAST((
              CAST("t2"."amount" AS DOUBLE) * 1
            ) / GREATEST(
              (
                (
                  EXTRACT(year FROM "t2"."ends_on") - EXTRACT(year FROM "t2"."starts_on")
                ) * 12
              ) + (
                EXTRACT(month FROM "t2"."ends_on") - EXTRACT(month FROM "t2"."starts_on")
              ) + (
                (
                  EXTRACT(day FROM "t2"."ends_on") - EXTRACT(day FROM "t2"."starts_on")
                ) / 30.4375
              ),
              0.03285420944558522
            ) AS DECIMAL(18, 4))
          END AS "amount",
          UNNEST(
            RANGE(
              CAST(FLOOR(
                (
                  (
                    (
                      EXTRACT(year FROM "t2"."starts_on") * 12
                    ) + EXTRACT(month FROM "t2"."starts_on")
                  ) - 1
                ) / (
                  1
                )
              ) AS BIGINT),
              LEAST(
                COALESCE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          EXTRACT(year FROM "t2"."ends_on") * 12
                        ) + EXTRACT(month FROM "t2"."ends_on")
                      ) - 1
                    ) / (
                      1
                    )
                  ) AS BIGINT),
                  24294
                ),
                24294
              ),
              1
            )
          ) AS "number"
        FROM (
          SELECT
            *
          FROM "revenue" AS "t0"
          WHERE
            "t0"."kind" = 'recurring'
            AND NOT (
              (
                "t0"."per" = 'row'
              ) AND (
                "t0"."ends_on" IS NULL
              )
            )
        ) AS "t2"
      ) AS "t3"
    ) AS "t4"
  ) AS "t5"
  WHERE
    (
      "t5"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t5"."day" IS NULL
    )
) AS "t6"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t21"."team",
  "t21"."period",
  "t21"."undated",
  SUM("t21"."amount") AS "amount",
  SUM("t21"."sales") AS "sales",
  SUM("t21"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t20"."id",
    "t20"."account",
    "t20"."seller",
    "t20"."product",
    "t20"."currency",
    "t20"."source",
    "t20"."amount",
    "t20"."day",
    "t20"."fact",
    "t20"."sales",
    "t20"."no_rate",
    "t20"."team",
    "t20"."manager",
    "t20"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t20"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t20"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t19"."id",
      "t19"."account",
      "t19"."seller",
      "t19"."product",
      "t19"."currency",
      "t19"."source",
      "t19"."amount",
      "t19"."day",
      "t19"."fact",
      "t19"."sales",
      "t19"."no_rate",
      "t12"."team",
      "t12"."manager",
      "t12"."role"
    FROM (
      SELECT
        "t17"."id",
        "t17"."account",
        "t17"."seller",
        "t17"."product",
        "t17"."currency",
        "t17"."source",
        CASE
          WHEN COALESCE("t17"."currency" = 'USD', FALSE)
          THEN "t17"."amount"
          ELSE CAST(CAST("t17"."amount" AS DOUBLE) * "t17"."rate" AS DECIMAL(18, 4))
        END AS "amount",
        "t17"."day",
        "t17"."fact",
        "t17"."sales",
        CAST((
          "t17"."amount" IS NOT NULL
        )
        AND NOT (
          COALESCE("t17"."currency" = 'USD', FALSE)
        )
        AND (
          "t17"."rate" IS NULL
        ) AS BIGINT) AS "no_rate",
        COALESCE("t17"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t16"."id",
          "t16"."account",
          "t16"."seller",
          "t16"."product",
          "t16"."currency",
          "t16"."source",
          "t16"."amount",
          "t16"."day",
          "t16"."fact",
          "t16"."sales",
          "t16"."rate_day",
          "t8"."rate",
          "t8"."rate_currency",
          "t8"."rate_from",
          "t8"."rate_until"
        FROM (
          SELECT
            "t14"."id",
            "t14"."account",
            "t14"."seller",
            "t14"."product",
            "t14"."currency",
            "t14"."source",
            "t14"."amount",
            "t14"."day",
            'revenue' AS "fact",
            1 AS "sales",
            COALESCE("t14"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t1"."id",
                "t1"."account",
                "t1"."seller",
                "t1"."product",
                "t1"."currency",
                "t1"."source",
                "t1"."amount",
                "t1"."starts_on" AS "day"
              FROM "revenue" AS "t1"
              WHERE
                "t1"."kind" = 'one_off'
            ) AS "t3"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t11"."id",
                "t11"."account",
                "t11"."seller",
                "t11"."product",
                "t11"."currency",
                "t11"."source",
                "t11"."amount",
                CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t11"."number" + 1
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
                            "t11"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day"
              FROM (
                SELECT
                  "t6"."id",
                  "t6"."account",
                  "t6"."seller",
                  "t6"."product",
                  "t6"."currency",
                  "t6"."source",
                  CASE
                    WHEN "t6"."per" = 'month'
                    THEN "t6"."amount"
                    WHEN "t6"."per" = 'quarter'
                    THEN CAST(CAST("t6"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                    WHEN "t6"."per" = 'year'
                    THEN CAST(CAST("t6"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                    ELSE CAST((
                      CAST("t6"."amount" AS DOUBLE) * 1
                    ) / GREATEST(
                      (
                        (
                          EXTRACT(year FROM "t6"."ends_on") - EXTRACT(year FROM "t6"."starts_on")
                        ) * 12
                      ) + (
                        EXTRACT(month FROM "t6"."ends_on") - EXTRACT(month FROM "t6"."starts_on")
                      ) + (
                        (
                          EXTRACT(day FROM "t6"."ends_on") - EXTRACT(day FROM "t6"."starts_on")
                        ) / 30.4375
                      ),
                      0.03285420944558522
                    ) AS DECIMAL(18, 4))
                  END AS "amount",
                  UNNEST(
                    RANGE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              EXTRACT(year FROM "t6"."starts_on") * 12
                            ) + EXTRACT(month FROM "t6"."starts_on")
                          ) - 1
                        ) / (
                          1
                        )
                      ) AS BIGINT),
                      LEAST(
                        COALESCE(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM "t6"."ends_on") * 12
                                ) + EXTRACT(month FROM "t6"."ends_on")
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          24294
                        ),
                        24294
                      ),
                      1
                    )
                  ) AS "number"
                FROM (
                  SELECT
                    *
                  FROM "revenue" AS "t1"
                  WHERE
                    "t1"."kind" = 'recurring'
                    AND NOT (
                      (
                        "t1"."per" = 'row'
                      ) AND (
                        "t1"."ends_on" IS NULL
                      )
                    )
                ) AS "t6"
              ) AS "t11"
            ) AS "t13"
          ) AS "t14"
        ) AS "t16"
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
          ON "t16"."currency" = "t8"."rate_currency"
          AND "t16"."rate_day" >= "t8"."rate_from"
          AND "t16"."rate_day" < "t8"."rate_until"
      ) AS "t17"
    ) AS "t19"
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
          "t5"."id",
          "t5"."seller",
          "t5"."team",
          "t5"."manager",
          "t5"."role",
          "t5"."begins",
          "t5"."ends",
          CAST(CAST(MAX("t5"."ends") OVER (
            PARTITION BY "t5"."seller"
            ORDER BY "t5"."begins" ASC, "t5"."id" ASC
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
        ) AS "t5"
      ) AS "t9"
      WHERE
        GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) <= "t9"."ends"
    ) AS "t12"
      ON "t19"."seller" = "t12"."span_seller"
      AND "t19"."team_day" >= "t12"."span_from"
      AND "t19"."team_day" <= "t12"."span_to"
  ) AS "t20"
  WHERE
    (
      "t20"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t20"."day" IS NULL
    )
) AS "t21"
GROUP BY
  1,
  2,
  3

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
          "t2"."ends_on" AS "until",
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
    COALESCE("t5"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t6"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t23"."team",
  "t23"."period",
  "t23"."undated",
  SUM("t23"."amount") AS "amount",
  SUM("t23"."sales") AS "sales",
  SUM("t23"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t22"."id",
    "t22"."account",
    "t22"."seller",
    "t22"."product",
    "t22"."currency",
    "t22"."source",
    "t22"."amount",
    "t22"."day",
    "t22"."fact",
    "t22"."sales",
    "t22"."no_rate",
    "t22"."team",
    "t22"."manager",
    "t22"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t22"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t22"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t21"."id",
      "t21"."account",
      "t21"."seller",
      "t21"."product",
      "t21"."currency",
      "t21"."source",
      "t21"."amount",
      "t21"."day",
      "t21"."fact",
      "t21"."sales",
      "t21"."no_rate",
      "t12"."team",
      "t12"."manager",
      "t12"."role"
    FROM (
      SELECT
        "t19"."id",
        "t19"."account",
        "t19"."seller",
        "t19"."product",
        "t19"."currency",
        "t19"."source",
        CASE
          WHEN COALESCE("t19"."currency" = 'USD', FALSE)
          THEN "t19"."amount"
          ELSE CAST(CAST("t19"."amount" AS DOUBLE) * "t19"."rate" AS DECIMAL(18, 4))
        END AS "amount",
        "t19"."day",
        "t19"."fact",
        "t19"."sales",
        CAST((
          "t19"."amount" IS NOT NULL
        )
        AND NOT (
          COALESCE("t19"."currency" = 'USD', FALSE)
        )
        AND (
          "t19"."rate" IS NULL
        ) AS BIGINT) AS "no_rate",
        COALESCE("t19"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t18"."id",
          "t18"."account",
          "t18"."seller",
          "t18"."product",
          "t18"."currency",
          "t18"."source",
          "t18"."amount",
          "t18"."day",
          "t18"."fact",
          "t18"."sales",
          "t18"."rate_day",
          "t14"."rate",
          "t14"."rate_currency",
          "t14"."rated_on"
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
            'revenue' AS "fact",
            1 AS "sales",
            COALESCE("t16"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
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
                  "t6"."ends_on" AS "until",
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
            ) AS "t15"
          ) AS "t16"
        ) AS "t18"
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
                "t5"."currency",
                "t5"."rate",
                "t5"."day",
                COALESCE(
                  LEAD("t5"."day") OVER (
                    PARTITION BY "t5"."currency"
                    ORDER BY "t5"."day" ASC, "t5"."id" ASC
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
              ) AS "t5"
            ) AS "t7"
          ) AS "t9"
        ) AS "t14"
          ON "t18"."currency" = "t14"."rate_currency" AND "t18"."rate_day" = "t14"."rated_on"
      ) AS "t19"
    ) AS "t21"
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
            "t0"."id",
            "t0"."seller",
            "t0"."team",
            "t0"."manager",
            "t0"."role",
            COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
            COALESCE("t0"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
          FROM "memberships" AS "t0"
        ) AS "t4"
      ) AS "t8"
      WHERE
        GREATEST("t8"."begins", COALESCE("t8"."free_from", "t8"."begins")) <= "t8"."ends"
    ) AS "t12"
      ON "t21"."seller" = "t12"."span_seller"
      AND "t21"."team_day" >= "t12"."span_from"
      AND "t21"."team_day" <= "t12"."span_to"
  ) AS "t22"
  WHERE
    COALESCE("t22"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t23"
GROUP BY
  1,
  2,
  3

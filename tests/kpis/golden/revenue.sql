-- by seller
SELECT
  "t8"."seller",
  "t8"."period",
  "t8"."undated",
  SUM("t8"."amount") AS "amount",
  SUM("t8"."sales") AS "sales",
  SUM("t8"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t7"."id",
    "t7"."account",
    "t7"."seller",
    "t7"."product",
    "t7"."currency",
    "t7"."source",
    "t7"."amount",
    "t7"."day",
    'revenue' AS "fact",
    1 AS "sales",
    0 AS "no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t7"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t7"."day" IS NULL AS "undated"
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
        *
      FROM (
        SELECT
          "t4".*
          EXCLUDE ("number")
        FROM (
          SELECT
            "t3"."id",
            "t3"."account",
            "t3"."seller",
            "t3"."product",
            "t3"."currency",
            "t3"."source",
            "t3"."amount",
            "t3"."number",
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
    ) AS "t6"
  ) AS "t7"
  WHERE
    (
      "t7"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t7"."day" IS NULL
    )
) AS "t8"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t24"."team",
  "t24"."period",
  "t24"."undated",
  SUM("t24"."amount") AS "amount",
  SUM("t24"."sales") AS "sales",
  SUM("t24"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t23"."id",
    "t23"."account",
    "t23"."seller",
    "t23"."product",
    "t23"."currency",
    "t23"."source",
    "t23"."amount",
    "t23"."day",
    "t23"."fact",
    "t23"."sales",
    "t23"."no_rate",
    "t23"."team",
    "t23"."manager",
    "t23"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t23"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t23"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t22".*
      EXCLUDE ("span_seller", "team_day", "span_to", "span_from")
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
        "t21"."team_day",
        "t12"."team",
        "t12"."manager",
        "t12"."role",
        "t12"."span_seller",
        "t12"."span_from",
        "t12"."span_to"
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
            "t8"."rate",
            "t8"."rate_currency",
            "t8"."rate_from",
            "t8"."rate_until"
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
                  *
                FROM (
                  SELECT
                    "t13".*
                    EXCLUDE ("number")
                  FROM (
                    SELECT
                      "t11"."id",
                      "t11"."account",
                      "t11"."seller",
                      "t11"."product",
                      "t11"."currency",
                      "t11"."source",
                      "t11"."amount",
                      "t11"."number",
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
              ) AS "t15"
            ) AS "t16"
          ) AS "t18"
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
            ON "t18"."currency" = "t8"."rate_currency"
            AND "t18"."rate_day" >= "t8"."rate_from"
            AND "t18"."rate_day" < "t8"."rate_until"
        ) AS "t19"
      ) AS "t21"
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
        ON "t21"."seller" = "t12"."span_seller"
        AND "t21"."team_day" >= "t12"."span_from"
        AND "t21"."team_day" <= "t12"."span_to"
    ) AS "t22"
  ) AS "t23"
  WHERE
    (
      "t23"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t23"."day" IS NULL
    )
) AS "t24"
GROUP BY
  1,
  2,
  3

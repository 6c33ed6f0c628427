-- by seller
SELECT
  "t18"."seller",
  "t18"."period",
  "t18"."undated",
  SUM("t18"."actual") AS "actual",
  SUM("t18"."expected") AS "expected",
  SUM("t18"."uncovered") AS "uncovered",
  SUM("t18"."targets") AS "targets",
  SUM("t18"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t17"."fact",
    "t17"."id",
    "t17"."day",
    "t17"."seller",
    "t17"."currency",
    "t17"."actual",
    "t17"."expected",
    "t17"."uncovered",
    "t17"."targets",
    "t17"."no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t17"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t17"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        'targets' AS "fact",
        "t0"."id",
        "t0"."starts_on" AS "day",
        "t0"."subject" AS "seller",
        COALESCE("t0"."currency", 'USD') AS "currency",
        CAST(0 AS DECIMAL(18, 4)) AS "actual",
        CAST("t0"."low" AS DECIMAL(18, 4)) AS "expected",
        CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
        1 AS "targets",
        0 AS "no_rate"
      FROM "targets" AS "t0"
      WHERE
        "t0"."scope" = 'seller' AND "t0"."kpi" = 'revenue'
    ) AS "t2"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t15"."fact",
        "t15"."id",
        "t15"."day",
        "t15"."seller",
        "t15"."currency",
        CASE
          WHEN "t15"."covered" IS NOT NULL
          THEN "t15"."worth"
          ELSE CAST(0 AS DECIMAL(18, 4))
        END AS "actual",
        CAST(0 AS DECIMAL(18, 4)) AS "expected",
        CASE
          WHEN "t15"."covered" IS NOT NULL
          THEN CAST(0 AS DECIMAL(18, 4))
          ELSE "t15"."worth"
        END AS "uncovered",
        0 AS "targets",
        "t15"."no_rate"
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
          "t14"."fact",
          "t14"."sales",
          "t14"."no_rate",
          "t14"."worth",
          "t14"."whose",
          "t10"."covered",
          "t10"."cover_from",
          "t10"."cover_to"
        FROM (
          SELECT
            "t12"."id",
            "t12"."account",
            "t12"."seller",
            "t12"."product",
            "t12"."currency",
            "t12"."source",
            "t12"."amount",
            "t12"."day",
            'revenue' AS "fact",
            1 AS "sales",
            0 AS "no_rate",
            "t12"."amount" AS "worth",
            "t12"."seller" AS "whose"
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
            ) AS "t4"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t8"."id",
                "t8"."account",
                "t8"."seller",
                "t8"."product",
                "t8"."currency",
                "t8"."source",
                "t8"."amount",
                CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t8"."number" + 1
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
                            "t8"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day"
              FROM (
                SELECT
                  "t5"."id",
                  "t5"."account",
                  "t5"."seller",
                  "t5"."product",
                  "t5"."currency",
                  "t5"."source",
                  CASE
                    WHEN "t5"."per" = 'month'
                    THEN "t5"."amount"
                    WHEN "t5"."per" = 'quarter'
                    THEN CAST(CAST("t5"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                    WHEN "t5"."per" = 'year'
                    THEN CAST(CAST("t5"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                    ELSE CAST((
                      CAST("t5"."amount" AS DOUBLE) * 1
                    ) / GREATEST(
                      (
                        (
                          EXTRACT(year FROM "t5"."ends_on") - EXTRACT(year FROM "t5"."starts_on")
                        ) * 12
                      ) + (
                        EXTRACT(month FROM "t5"."ends_on") - EXTRACT(month FROM "t5"."starts_on")
                      ) + (
                        (
                          EXTRACT(day FROM "t5"."ends_on") - EXTRACT(day FROM "t5"."starts_on")
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
                              EXTRACT(year FROM "t5"."starts_on") * 12
                            ) + EXTRACT(month FROM "t5"."starts_on")
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
                                  EXTRACT(year FROM "t5"."ends_on") * 12
                                ) + EXTRACT(month FROM "t5"."ends_on")
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
                ) AS "t5"
              ) AS "t8"
            ) AS "t11"
          ) AS "t12"
        ) AS "t14"
        LEFT OUTER JOIN (
          SELECT
            "t7"."covered",
            "t7"."cover_from",
            "t7"."cover_to"
          FROM (
            SELECT
              "t6"."id",
              "t6"."covered",
              GREATEST(
                "t6"."cover_from",
                COALESCE(
                  CAST(CAST("t6"."taken_to" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  "t6"."cover_from"
                )
              ) AS "cover_from",
              "t6"."cover_to",
              "t6"."taken_to"
            FROM (
              SELECT
                "t3"."id",
                "t3"."covered",
                "t3"."cover_from",
                "t3"."cover_to",
                MAX("t3"."cover_to") OVER (
                  PARTITION BY "t3"."covered"
                  ORDER BY "t3"."cover_from" ASC, "t3"."id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) AS "taken_to"
              FROM (
                SELECT
                  "t0"."id",
                  "t0"."subject" AS "covered",
                  "t0"."starts_on" AS "cover_from",
                  "t0"."ends_on" AS "cover_to"
                FROM "targets" AS "t0"
                WHERE
                  "t0"."scope" = 'seller' AND "t0"."kpi" = 'revenue'
              ) AS "t3"
            ) AS "t6"
          ) AS "t7"
          WHERE
            "t7"."cover_from" <= "t7"."cover_to"
        ) AS "t10"
          ON "t14"."whose" = "t10"."covered"
          AND "t14"."day" >= "t10"."cover_from"
          AND "t14"."day" <= "t10"."cover_to"
      ) AS "t15"
    ) AS "t16"
  ) AS "t17"
  WHERE
    (
      "t17"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t17"."day" IS NULL
    )
) AS "t18"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t41"."team",
  "t41"."period",
  "t41"."undated",
  SUM("t41"."actual") AS "actual",
  SUM("t41"."expected") AS "expected",
  SUM("t41"."uncovered") AS "uncovered",
  SUM("t41"."targets") AS "targets",
  SUM("t41"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t40"."fact",
    "t40"."id",
    "t40"."day",
    "t40"."seller",
    "t40"."team",
    "t40"."currency",
    "t40"."actual",
    "t40"."expected",
    "t40"."uncovered",
    "t40"."targets",
    "t40"."no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t40"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t40"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t26"."fact",
        "t26"."id",
        "t26"."day",
        "t26"."seller",
        "t26"."team",
        "t26"."currency",
        CAST(0 AS DECIMAL(18, 4)) AS "actual",
        CASE
          WHEN COALESCE("t26"."currency" = 'USD', FALSE)
          THEN "t26"."amount"
          ELSE CAST(CAST("t26"."amount" AS DOUBLE) * "t26"."rate" AS DECIMAL(18, 4))
        END AS "expected",
        CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
        1 AS "targets",
        CAST((
          "t26"."amount" IS NOT NULL
        )
        AND NOT (
          COALESCE("t26"."currency" = 'USD', FALSE)
        )
        AND (
          "t26"."rate" IS NULL
        ) AS BIGINT) AS "no_rate"
      FROM (
        SELECT
          "t25"."id",
          "t25"."subject",
          "t25"."starts_on",
          "t25"."ends_on",
          "t25"."currency",
          "t25"."fact",
          "t25"."day",
          "t25"."amount",
          "t25"."seller",
          "t25"."team",
          "t25"."manager",
          "t25"."role",
          "t25"."rate_day",
          "t22"."rate",
          "t22"."rate_currency",
          "t22"."rated_on"
        FROM (
          SELECT
            "t23"."id",
            "t23"."subject",
            "t23"."starts_on",
            "t23"."ends_on",
            "t23"."currency",
            "t23"."fact",
            "t23"."day",
            "t23"."amount",
            "t23"."seller",
            "t23"."team",
            "t23"."manager",
            "t23"."role",
            COALESCE("t23"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
          FROM (
            SELECT
              "t9"."id",
              "t9"."subject",
              "t9"."starts_on",
              "t9"."ends_on",
              "t9"."currency",
              "t9"."fact",
              "t9"."day",
              "t9"."amount",
              "t9"."seller",
              "t17"."team",
              "t17"."manager",
              "t17"."role"
            FROM (
              SELECT
                "t0"."id",
                "t0"."subject",
                "t0"."starts_on",
                "t0"."ends_on",
                COALESCE("t0"."currency", 'USD') AS "currency",
                'targets' AS "fact",
                "t0"."starts_on" AS "day",
                CAST("t0"."low" AS DECIMAL(18, 4)) AS "amount",
                "t0"."subject" AS "seller",
                COALESCE("t0"."starts_on", MAKE_DATE(2024, 6, 30)) AS "team_day"
              FROM "targets" AS "t0"
              WHERE
                "t0"."scope" = 'seller' AND "t0"."kpi" = 'revenue'
            ) AS "t9"
            LEFT OUTER JOIN (
              SELECT
                "t13"."team",
                "t13"."manager",
                "t13"."role",
                "t13"."seller" AS "span_seller",
                GREATEST("t13"."begins", COALESCE("t13"."free_from", "t13"."begins")) AS "span_from",
                "t13"."ends" AS "span_to"
              FROM (
                SELECT
                  "t7"."id",
                  "t7"."seller",
                  "t7"."team",
                  "t7"."manager",
                  "t7"."role",
                  "t7"."begins",
                  "t7"."ends",
                  CAST(CAST(MAX("t7"."ends") OVER (
                    PARTITION BY "t7"."seller"
                    ORDER BY "t7"."begins" ASC, "t7"."id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                  ) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "free_from"
                FROM (
                  SELECT
                    "t2"."id",
                    "t2"."seller",
                    "t2"."team",
                    "t2"."manager",
                    "t2"."role",
                    COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
                    COALESCE("t2"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
                  FROM "memberships" AS "t2"
                ) AS "t7"
              ) AS "t13"
              WHERE
                GREATEST("t13"."begins", COALESCE("t13"."free_from", "t13"."begins")) <= "t13"."ends"
            ) AS "t17"
              ON "t9"."seller" = "t17"."span_seller"
              AND "t9"."team_day" >= "t17"."span_from"
              AND "t9"."team_day" <= "t17"."span_to"
          ) AS "t23"
        ) AS "t25"
        LEFT OUTER JOIN (
          SELECT
            "t14"."rate",
            "t14"."rate_currency",
            CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t14"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
          FROM (
            SELECT
              "t12"."rate",
              "t12"."currency" AS "rate_currency",
              UNNEST(
                RANGE(
                  DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t12"."day"),
                  DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t12"."until"),
                  1
                )
              ) AS "number"
            FROM (
              SELECT
                "t6"."currency",
                "t6"."rate",
                "t6"."day",
                COALESCE(
                  LEAD("t6"."day") OVER (
                    PARTITION BY "t6"."currency"
                    ORDER BY "t6"."day" ASC, "t6"."id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ),
                  MAKE_DATE(2024, 7, 1)
                ) AS "until"
              FROM (
                SELECT
                  *
                FROM "rates" AS "t1"
                WHERE
                  "t1"."base" = 'USD'
              ) AS "t6"
            ) AS "t12"
          ) AS "t14"
        ) AS "t22"
          ON "t25"."currency" = "t22"."rate_currency" AND "t25"."rate_day" = "t22"."rated_on"
      ) AS "t26"
    ) AS "t31"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t38"."fact",
        "t38"."id",
        "t38"."day",
        "t38"."seller",
        "t38"."team",
        "t38"."currency",
        CASE
          WHEN "t38"."covered" IS NOT NULL
          THEN "t38"."worth"
          ELSE CAST(0 AS DECIMAL(18, 4))
        END AS "actual",
        CAST(0 AS DECIMAL(18, 4)) AS "expected",
        CASE
          WHEN "t38"."covered" IS NOT NULL
          THEN CAST(0 AS DECIMAL(18, 4))
          ELSE "t38"."worth"
        END AS "uncovered",
        0 AS "targets",
        "t38"."no_rate"
      FROM (
        SELECT
          "t37"."id",
          "t37"."account",
          "t37"."seller",
          "t37"."product",
          "t37"."currency",
          "t37"."source",
          "t37"."amount",
          "t37"."day",
          "t37"."fact",
          "t37"."sales",
          "t37"."no_rate",
          "t37"."worth",
          "t37"."team",
          "t37"."manager",
          "t37"."role",
          "t37"."whose",
          "t20"."covered",
          "t20"."cover_from",
          "t20"."cover_to"
        FROM (
          SELECT
            "t35"."id",
            "t35"."account",
            "t35"."seller",
            "t35"."product",
            "t35"."currency",
            "t35"."source",
            "t35"."amount",
            "t35"."day",
            "t35"."fact",
            "t35"."sales",
            "t35"."no_rate",
            "t35"."worth",
            "t35"."team",
            "t35"."manager",
            "t35"."role",
            "t35"."seller" AS "whose"
          FROM (
            SELECT
              "t34"."id",
              "t34"."account",
              "t34"."seller",
              "t34"."product",
              "t34"."currency",
              "t34"."source",
              "t34"."amount",
              "t34"."day",
              "t34"."fact",
              "t34"."sales",
              "t34"."no_rate",
              "t34"."worth",
              "t17"."team",
              "t17"."manager",
              "t17"."role"
            FROM (
              SELECT
                "t32"."id",
                "t32"."account",
                "t32"."seller",
                "t32"."product",
                "t32"."currency",
                "t32"."source",
                CASE
                  WHEN COALESCE("t32"."currency" = 'USD', FALSE)
                  THEN "t32"."amount"
                  ELSE CAST(CAST("t32"."amount" AS DOUBLE) * "t32"."rate" AS DECIMAL(18, 4))
                END AS "amount",
                "t32"."day",
                "t32"."fact",
                "t32"."sales",
                CAST((
                  "t32"."amount" IS NOT NULL
                )
                AND NOT (
                  COALESCE("t32"."currency" = 'USD', FALSE)
                )
                AND (
                  "t32"."rate" IS NULL
                ) AS BIGINT) AS "no_rate",
                CASE
                  WHEN COALESCE("t32"."currency" = 'USD', FALSE)
                  THEN "t32"."amount"
                  ELSE CAST(CAST("t32"."amount" AS DOUBLE) * "t32"."rate" AS DECIMAL(18, 4))
                END AS "worth",
                COALESCE("t32"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
              FROM (
                SELECT
                  "t30"."id",
                  "t30"."account",
                  "t30"."seller",
                  "t30"."product",
                  "t30"."currency",
                  "t30"."source",
                  "t30"."amount",
                  "t30"."day",
                  "t30"."fact",
                  "t30"."sales",
                  "t30"."rate_day",
                  "t22"."rate",
                  "t22"."rate_currency",
                  "t22"."rated_on"
                FROM (
                  SELECT
                    "t28"."id",
                    "t28"."account",
                    "t28"."seller",
                    "t28"."product",
                    "t28"."currency",
                    "t28"."source",
                    "t28"."amount",
                    "t28"."day",
                    'revenue' AS "fact",
                    1 AS "sales",
                    COALESCE("t28"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
                  FROM (
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
                        "t3"."starts_on" AS "day"
                      FROM "revenue" AS "t3"
                      WHERE
                        "t3"."kind" = 'one_off'
                    ) AS "t8"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t18"."id",
                        "t18"."account",
                        "t18"."seller",
                        "t18"."product",
                        "t18"."currency",
                        "t18"."source",
                        "t18"."amount",
                        CAST(CAST(MAKE_DATE(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  (
                                    "t18"."number" + 1
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
                                    "t18"."number" + 1
                                  ) * 1
                                ) + 1
                              ) - 1
                            ) % 12
                          ) + 1,
                          1
                        ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day"
                      FROM (
                        SELECT
                          "t10"."id",
                          "t10"."account",
                          "t10"."seller",
                          "t10"."product",
                          "t10"."currency",
                          "t10"."source",
                          CASE
                            WHEN "t10"."per" = 'month'
                            THEN "t10"."amount"
                            WHEN "t10"."per" = 'quarter'
                            THEN CAST(CAST("t10"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                            WHEN "t10"."per" = 'year'
                            THEN CAST(CAST("t10"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                            ELSE CAST((
                              CAST("t10"."amount" AS DOUBLE) * 1
                            ) / GREATEST(
                              (
                                (
                                  EXTRACT(year FROM "t10"."ends_on") - EXTRACT(year FROM "t10"."starts_on")
                                ) * 12
                              ) + (
                                EXTRACT(month FROM "t10"."ends_on") - EXTRACT(month FROM "t10"."starts_on")
                              ) + (
                                (
                                  EXTRACT(day FROM "t10"."ends_on") - EXTRACT(day FROM "t10"."starts_on")
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
                                      EXTRACT(year FROM "t10"."starts_on") * 12
                                    ) + EXTRACT(month FROM "t10"."starts_on")
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
                                          EXTRACT(year FROM "t10"."ends_on") * 12
                                        ) + EXTRACT(month FROM "t10"."ends_on")
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
                          FROM "revenue" AS "t3"
                          WHERE
                            "t3"."kind" = 'recurring'
                            AND NOT (
                              (
                                "t3"."per" = 'row'
                              ) AND (
                                "t3"."ends_on" IS NULL
                              )
                            )
                        ) AS "t10"
                      ) AS "t18"
                    ) AS "t27"
                  ) AS "t28"
                ) AS "t30"
                LEFT OUTER JOIN (
                  SELECT
                    "t14"."rate",
                    "t14"."rate_currency",
                    CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t14"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
                  FROM (
                    SELECT
                      "t12"."rate",
                      "t12"."currency" AS "rate_currency",
                      UNNEST(
                        RANGE(
                          DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t12"."day"),
                          DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t12"."until"),
                          1
                        )
                      ) AS "number"
                    FROM (
                      SELECT
                        "t6"."currency",
                        "t6"."rate",
                        "t6"."day",
                        COALESCE(
                          LEAD("t6"."day") OVER (
                            PARTITION BY "t6"."currency"
                            ORDER BY "t6"."day" ASC, "t6"."id" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ),
                          MAKE_DATE(2024, 7, 1)
                        ) AS "until"
                      FROM (
                        SELECT
                          *
                        FROM "rates" AS "t1"
                        WHERE
                          "t1"."base" = 'USD'
                      ) AS "t6"
                    ) AS "t12"
                  ) AS "t14"
                ) AS "t22"
                  ON "t30"."currency" = "t22"."rate_currency" AND "t30"."rate_day" = "t22"."rated_on"
              ) AS "t32"
            ) AS "t34"
            LEFT OUTER JOIN (
              SELECT
                "t13"."team",
                "t13"."manager",
                "t13"."role",
                "t13"."seller" AS "span_seller",
                GREATEST("t13"."begins", COALESCE("t13"."free_from", "t13"."begins")) AS "span_from",
                "t13"."ends" AS "span_to"
              FROM (
                SELECT
                  "t7"."id",
                  "t7"."seller",
                  "t7"."team",
                  "t7"."manager",
                  "t7"."role",
                  "t7"."begins",
                  "t7"."ends",
                  CAST(CAST(MAX("t7"."ends") OVER (
                    PARTITION BY "t7"."seller"
                    ORDER BY "t7"."begins" ASC, "t7"."id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                  ) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "free_from"
                FROM (
                  SELECT
                    "t2"."id",
                    "t2"."seller",
                    "t2"."team",
                    "t2"."manager",
                    "t2"."role",
                    COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
                    COALESCE("t2"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
                  FROM "memberships" AS "t2"
                ) AS "t7"
              ) AS "t13"
              WHERE
                GREATEST("t13"."begins", COALESCE("t13"."free_from", "t13"."begins")) <= "t13"."ends"
            ) AS "t17"
              ON "t34"."seller" = "t17"."span_seller"
              AND "t34"."team_day" >= "t17"."span_from"
              AND "t34"."team_day" <= "t17"."span_to"
          ) AS "t35"
        ) AS "t37"
        LEFT OUTER JOIN (
          SELECT
            "t15"."covered",
            "t15"."cover_from",
            "t15"."cover_to"
          FROM (
            SELECT
              "t11"."id",
              "t11"."covered",
              GREATEST(
                "t11"."cover_from",
                COALESCE(
                  CAST(CAST("t11"."taken_to" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  "t11"."cover_from"
                )
              ) AS "cover_from",
              "t11"."cover_to",
              "t11"."taken_to"
            FROM (
              SELECT
                "t5"."id",
                "t5"."covered",
                "t5"."cover_from",
                "t5"."cover_to",
                MAX("t5"."cover_to") OVER (
                  PARTITION BY "t5"."covered"
                  ORDER BY "t5"."cover_from" ASC, "t5"."id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) AS "taken_to"
              FROM (
                SELECT
                  "t0"."id",
                  "t0"."subject" AS "covered",
                  "t0"."starts_on" AS "cover_from",
                  "t0"."ends_on" AS "cover_to"
                FROM "targets" AS "t0"
                WHERE
                  "t0"."scope" = 'seller' AND "t0"."kpi" = 'revenue'
              ) AS "t5"
            ) AS "t11"
          ) AS "t15"
          WHERE
            "t15"."cover_from" <= "t15"."cover_to"
        ) AS "t20"
          ON "t37"."whose" = "t20"."covered"
          AND "t37"."day" >= "t20"."cover_from"
          AND "t37"."day" <= "t20"."cover_to"
      ) AS "t38"
    ) AS "t39"
  ) AS "t40"
  WHERE
    (
      "t40"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t40"."day" IS NULL
    )
) AS "t41"
GROUP BY
  1,
  2,
  3

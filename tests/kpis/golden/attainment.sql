-- by seller
SELECT
  "t29"."seller",
  "t29"."period",
  "t29"."undated",
  SUM("t29"."actual") AS "actual",
  SUM("t29"."expected") AS "expected",
  SUM("t29"."uncovered") AS "uncovered",
  SUM("t29"."targets") AS "targets",
  SUM("t29"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t28"."fact",
    "t28"."id",
    "t28"."day",
    "t28"."seller",
    "t28"."team",
    "t28"."manager",
    "t28"."role",
    "t28"."currency",
    "t28"."actual",
    "t28"."expected",
    "t28"."uncovered",
    "t28"."targets",
    "t28"."no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t28"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t28"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t17"."fact",
        "t17"."id",
        "t17"."day",
        "t17"."seller",
        "t17"."team",
        "t17"."manager",
        "t17"."role",
        "t17"."currency",
        CAST(0 AS DECIMAL(18, 4)) AS "actual",
        "t17"."amount" AS "expected",
        CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
        1 AS "targets",
        0 AS "no_rate"
      FROM (
        SELECT
          "t7"."id",
          "t7"."subject",
          "t7"."starts_on",
          "t7"."ends_on",
          "t7"."currency",
          "t7"."fact",
          "t7"."day",
          "t7"."amount",
          "t7"."seller",
          "t13"."team",
          "t13"."manager",
          "t13"."role"
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
        ) AS "t7"
        LEFT OUTER JOIN (
          SELECT
            "t10"."team",
            "t10"."manager",
            "t10"."role",
            "t10"."seller" AS "span_seller",
            GREATEST("t10"."begins", COALESCE("t10"."free_from", "t10"."begins")) AS "span_from",
            "t10"."ends" AS "span_to"
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
                "t1"."id",
                "t1"."seller",
                "t1"."team",
                "t1"."manager",
                "t1"."role",
                COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
                COALESCE("t1"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
              FROM "memberships" AS "t1"
            ) AS "t5"
          ) AS "t10"
          WHERE
            GREATEST("t10"."begins", COALESCE("t10"."free_from", "t10"."begins")) <= "t10"."ends"
        ) AS "t13"
          ON "t7"."seller" = "t13"."span_seller"
          AND "t7"."team_day" >= "t13"."span_from"
          AND "t7"."team_day" <= "t13"."span_to"
      ) AS "t17"
    ) AS "t18"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t26"."fact",
        "t26"."id",
        "t26"."day",
        "t26"."seller",
        "t26"."team",
        "t26"."manager",
        "t26"."role",
        "t26"."currency",
        CASE
          WHEN "t26"."covered" IS NOT NULL
          THEN "t26"."worth"
          ELSE CAST(0 AS DECIMAL(18, 4))
        END AS "actual",
        CAST(0 AS DECIMAL(18, 4)) AS "expected",
        CASE
          WHEN "t26"."covered" IS NOT NULL
          THEN CAST(0 AS DECIMAL(18, 4))
          ELSE "t26"."worth"
        END AS "uncovered",
        0 AS "targets",
        "t26"."no_rate"
      FROM (
        SELECT
          "t25"."id",
          "t25"."account",
          "t25"."seller",
          "t25"."product",
          "t25"."currency",
          "t25"."source",
          "t25"."amount",
          "t25"."day",
          "t25"."fact",
          "t25"."sales",
          "t25"."no_rate",
          "t25"."worth",
          "t25"."team",
          "t25"."manager",
          "t25"."role",
          "t25"."whose",
          "t16"."covered",
          "t16"."cover_from",
          "t16"."cover_to"
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
            "t23"."worth",
            "t23"."team",
            "t23"."manager",
            "t23"."role",
            "t23"."seller" AS "whose"
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
              "t22"."worth",
              "t13"."team",
              "t13"."manager",
              "t13"."role"
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
                'revenue' AS "fact",
                1 AS "sales",
                0 AS "no_rate",
                "t20"."amount" AS "worth",
                COALESCE("t20"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t2"."id",
                    "t2"."account",
                    "t2"."seller",
                    "t2"."product",
                    "t2"."currency",
                    "t2"."source",
                    "t2"."amount",
                    "t2"."starts_on" AS "day"
                  FROM "revenue" AS "t2"
                  WHERE
                    "t2"."kind" = 'one_off'
                ) AS "t6"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t14"."id",
                    "t14"."account",
                    "t14"."seller",
                    "t14"."product",
                    "t14"."currency",
                    "t14"."source",
                    "t14"."amount",
                    CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t14"."number" + 1
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
                                "t14"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day"
                  FROM (
                    SELECT
                      "t8"."id",
                      "t8"."account",
                      "t8"."seller",
                      "t8"."product",
                      "t8"."currency",
                      "t8"."source",
                      CASE
                        WHEN "t8"."per" = 'month'
                        THEN "t8"."amount"
                        WHEN "t8"."per" = 'quarter'
                        THEN CAST(CAST("t8"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                        WHEN "t8"."per" = 'year'
                        THEN CAST(CAST("t8"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                        ELSE CAST((
                          CAST("t8"."amount" AS DOUBLE) * 1
                        ) / GREATEST(
                          (
                            (
                              EXTRACT(year FROM "t8"."ends_on") - EXTRACT(year FROM "t8"."starts_on")
                            ) * 12
                          ) + (
                            EXTRACT(month FROM "t8"."ends_on") - EXTRACT(month FROM "t8"."starts_on")
                          ) + (
                            (
                              EXTRACT(day FROM "t8"."ends_on") - EXTRACT(day FROM "t8"."starts_on")
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
                                  EXTRACT(year FROM "t8"."starts_on") * 12
                                ) + EXTRACT(month FROM "t8"."starts_on")
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
                                      EXTRACT(year FROM "t8"."ends_on") * 12
                                    ) + EXTRACT(month FROM "t8"."ends_on")
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
                      FROM "revenue" AS "t2"
                      WHERE
                        "t2"."kind" = 'recurring'
                        AND NOT (
                          (
                            "t2"."per" = 'row'
                          ) AND (
                            "t2"."ends_on" IS NULL
                          )
                        )
                    ) AS "t8"
                  ) AS "t14"
                ) AS "t19"
              ) AS "t20"
            ) AS "t22"
            LEFT OUTER JOIN (
              SELECT
                "t10"."team",
                "t10"."manager",
                "t10"."role",
                "t10"."seller" AS "span_seller",
                GREATEST("t10"."begins", COALESCE("t10"."free_from", "t10"."begins")) AS "span_from",
                "t10"."ends" AS "span_to"
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
                    "t1"."id",
                    "t1"."seller",
                    "t1"."team",
                    "t1"."manager",
                    "t1"."role",
                    COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
                    COALESCE("t1"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
                  FROM "memberships" AS "t1"
                ) AS "t5"
              ) AS "t10"
              WHERE
                GREATEST("t10"."begins", COALESCE("t10"."free_from", "t10"."begins")) <= "t10"."ends"
            ) AS "t13"
              ON "t22"."seller" = "t13"."span_seller"
              AND "t22"."team_day" >= "t13"."span_from"
              AND "t22"."team_day" <= "t13"."span_to"
          ) AS "t23"
        ) AS "t25"
        LEFT OUTER JOIN (
          SELECT
            "t11"."covered",
            "t11"."cover_from",
            "t11"."cover_to"
          FROM (
            SELECT
              "t9"."id",
              "t9"."covered",
              GREATEST(
                "t9"."cover_from",
                COALESCE(
                  CAST(CAST("t9"."taken_to" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  "t9"."cover_from"
                )
              ) AS "cover_from",
              "t9"."cover_to",
              "t9"."taken_to"
            FROM (
              SELECT
                "t4"."id",
                "t4"."covered",
                "t4"."cover_from",
                "t4"."cover_to",
                MAX("t4"."cover_to") OVER (
                  PARTITION BY "t4"."covered"
                  ORDER BY "t4"."cover_from" ASC, "t4"."id" ASC
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
              ) AS "t4"
            ) AS "t9"
          ) AS "t11"
          WHERE
            "t11"."cover_from" <= "t11"."cover_to"
        ) AS "t16"
          ON "t25"."whose" = "t16"."covered"
          AND "t25"."day" >= "t16"."cover_from"
          AND "t25"."day" <= "t16"."cover_to"
      ) AS "t26"
    ) AS "t27"
  ) AS "t28"
  WHERE
    (
      "t28"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t28"."day" IS NULL
    )
) AS "t29"
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
    "t40"."manager",
    "t40"."role",
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
        "t26"."manager",
        "t26"."role",
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
        "t38"."manager",
        "t38"."role",
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

-- by seller
SELECT
  "t33"."seller",
  "t33"."period",
  "t33"."undated",
  SUM("t33"."actual") AS "actual",
  SUM("t33"."expected") AS "expected",
  SUM("t33"."uncovered") AS "uncovered",
  SUM("t33"."targets") AS "targets",
  SUM("t33"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t32"."fact",
    "t32"."id",
    "t32"."day",
    "t32"."seller",
    "t32"."team",
    "t32"."manager",
    "t32"."role",
    "t32"."currency",
    "t32"."actual",
    "t32"."expected",
    "t32"."uncovered",
    "t32"."targets",
    "t32"."no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t32"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t32"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t18"."fact",
        "t18"."id",
        "t18"."day",
        "t18"."seller",
        "t18"."team",
        "t18"."manager",
        "t18"."role",
        "t18"."currency",
        CAST(0 AS DECIMAL(18, 4)) AS "actual",
        "t18"."amount" AS "expected",
        CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
        1 AS "targets",
        0 AS "no_rate"
      FROM (
        SELECT
          "t17".*
          EXCLUDE ("span_seller", "team_day", "span_to", "span_from")
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
            "t7"."team_day",
            "t13"."team",
            "t13"."manager",
            "t13"."role",
            "t13"."span_seller",
            "t13"."span_from",
            "t13"."span_to"
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
    ) AS "t19"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t30"."fact",
        "t30"."id",
        "t30"."day",
        "t30"."seller",
        "t30"."team",
        "t30"."manager",
        "t30"."role",
        "t30"."currency",
        CASE
          WHEN "t30"."covered" IS NOT NULL
          THEN "t30"."worth"
          ELSE CAST(0 AS DECIMAL(18, 4))
        END AS "actual",
        CAST(0 AS DECIMAL(18, 4)) AS "expected",
        CASE
          WHEN "t30"."covered" IS NOT NULL
          THEN CAST(0 AS DECIMAL(18, 4))
          ELSE "t30"."worth"
        END AS "uncovered",
        0 AS "targets",
        "t30"."no_rate"
      FROM (
        SELECT
          "t29"."id",
          "t29"."account",
          "t29"."seller",
          "t29"."product",
          "t29"."currency",
          "t29"."source",
          "t29"."amount",
          "t29"."day",
          "t29"."fact",
          "t29"."sales",
          "t29"."no_rate",
          "t29"."team",
          "t29"."manager",
          "t29"."role",
          "t29"."worth",
          "t29"."whose",
          "t16"."covered",
          "t16"."cover_from",
          "t16"."cover_to"
        FROM (
          SELECT
            "t27"."id",
            "t27"."account",
            "t27"."seller",
            "t27"."product",
            "t27"."currency",
            "t27"."source",
            "t27"."amount",
            "t27"."day",
            "t27"."fact",
            "t27"."sales",
            "t27"."no_rate",
            "t27"."team",
            "t27"."manager",
            "t27"."role",
            "t27"."amount" AS "worth",
            "t27"."seller" AS "whose"
          FROM (
            SELECT
              "t26".*
              EXCLUDE ("span_seller", "team_day", "span_to", "span_from")
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
                "t25"."team_day",
                "t13"."team",
                "t13"."manager",
                "t13"."role",
                "t13"."span_seller",
                "t13"."span_from",
                "t13"."span_to"
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
                  'revenue' AS "fact",
                  1 AS "sales",
                  0 AS "no_rate",
                  COALESCE("t23"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
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
                      *
                    FROM (
                      SELECT
                        "t20".*
                        EXCLUDE ("number")
                      FROM (
                        SELECT
                          "t14"."id",
                          "t14"."account",
                          "t14"."seller",
                          "t14"."product",
                          "t14"."currency",
                          "t14"."source",
                          "t14"."amount",
                          "t14"."number",
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
                      ) AS "t20"
                    ) AS "t21"
                  ) AS "t22"
                ) AS "t23"
              ) AS "t25"
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
                ON "t25"."seller" = "t13"."span_seller"
                AND "t25"."team_day" >= "t13"."span_from"
                AND "t25"."team_day" <= "t13"."span_to"
            ) AS "t26"
          ) AS "t27"
        ) AS "t29"
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
          ON "t29"."whose" = "t16"."covered"
          AND "t29"."day" >= "t16"."cover_from"
          AND "t29"."day" <= "t16"."cover_to"
      ) AS "t30"
    ) AS "t31"
  ) AS "t32"
  WHERE
    (
      "t32"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t32"."day" IS NULL
    )
) AS "t33"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t45"."team",
  "t45"."period",
  "t45"."undated",
  SUM("t45"."actual") AS "actual",
  SUM("t45"."expected") AS "expected",
  SUM("t45"."uncovered") AS "uncovered",
  SUM("t45"."targets") AS "targets",
  SUM("t45"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t44"."fact",
    "t44"."id",
    "t44"."day",
    "t44"."seller",
    "t44"."team",
    "t44"."manager",
    "t44"."role",
    "t44"."currency",
    "t44"."actual",
    "t44"."expected",
    "t44"."uncovered",
    "t44"."targets",
    "t44"."no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t44"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t44"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t33"."fact",
        "t33"."id",
        "t33"."day",
        "t33"."seller",
        "t33"."team",
        "t33"."manager",
        "t33"."role",
        "t33"."currency",
        CAST(0 AS DECIMAL(18, 4)) AS "actual",
        "t33"."amount" AS "expected",
        CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
        1 AS "targets",
        "t33"."no_rate"
      FROM (
        SELECT
          "t32".*
          EXCLUDE ("rate_day", "rate_currency", "rate_until", "rate_from", "rate")
        FROM (
          SELECT
            "t27"."id",
            "t27"."subject",
            "t27"."starts_on",
            "t27"."ends_on",
            "t27"."currency",
            "t27"."fact",
            "t27"."day",
            CASE
              WHEN COALESCE("t27"."currency" = 'USD', FALSE)
              THEN "t27"."amount"
              ELSE CAST(CAST("t27"."amount" AS DOUBLE) * "t27"."rate" AS DECIMAL(18, 4))
            END AS "amount",
            "t27"."seller",
            "t27"."team",
            "t27"."manager",
            "t27"."role",
            "t27"."rate_day",
            "t27"."rate",
            "t27"."rate_currency",
            "t27"."rate_from",
            "t27"."rate_until",
            CAST((
              "t27"."amount" IS NOT NULL
            )
            AND NOT (
              COALESCE("t27"."currency" = 'USD', FALSE)
            )
            AND (
              "t27"."rate" IS NULL
            ) AS BIGINT) AS "no_rate"
          FROM (
            SELECT
              "t24"."id",
              "t24"."subject",
              "t24"."starts_on",
              "t24"."ends_on",
              "t24"."currency",
              "t24"."fact",
              "t24"."day",
              "t24"."amount",
              "t24"."seller",
              "t24"."team",
              "t24"."manager",
              "t24"."role",
              "t24"."rate_day",
              "t13"."rate",
              "t13"."rate_currency",
              "t13"."rate_from",
              "t13"."rate_until"
            FROM (
              SELECT
                "t22"."id",
                "t22"."subject",
                "t22"."starts_on",
                "t22"."ends_on",
                "t22"."currency",
                "t22"."fact",
                "t22"."day",
                "t22"."amount",
                "t22"."seller",
                "t22"."team",
                "t22"."manager",
                "t22"."role",
                COALESCE("t22"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
              FROM (
                SELECT
                  "t21".*
                  EXCLUDE ("span_seller", "team_day", "span_to", "span_from")
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
                    "t9"."team_day",
                    "t18"."team",
                    "t18"."manager",
                    "t18"."role",
                    "t18"."span_seller",
                    "t18"."span_from",
                    "t18"."span_to"
                  FROM (
                    SELECT
                      "t1"."id",
                      "t1"."subject",
                      "t1"."starts_on",
                      "t1"."ends_on",
                      COALESCE("t1"."currency", 'USD') AS "currency",
                      'targets' AS "fact",
                      "t1"."starts_on" AS "day",
                      CAST("t1"."low" AS DECIMAL(18, 4)) AS "amount",
                      "t1"."subject" AS "seller",
                      COALESCE("t1"."starts_on", MAKE_DATE(2024, 6, 30)) AS "team_day"
                    FROM "targets" AS "t1"
                    WHERE
                      "t1"."scope" = 'seller' AND "t1"."kpi" = 'revenue'
                  ) AS "t9"
                  LEFT OUTER JOIN (
                    SELECT
                      "t14"."team",
                      "t14"."manager",
                      "t14"."role",
                      "t14"."seller" AS "span_seller",
                      GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) AS "span_from",
                      "t14"."ends" AS "span_to"
                    FROM (
                      SELECT
                        "t8"."id",
                        "t8"."seller",
                        "t8"."team",
                        "t8"."manager",
                        "t8"."role",
                        "t8"."begins",
                        "t8"."ends",
                        CAST(CAST(MAX("t8"."ends") OVER (
                          PARTITION BY "t8"."seller"
                          ORDER BY "t8"."begins" ASC, "t8"."id" ASC
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
                      ) AS "t8"
                    ) AS "t14"
                    WHERE
                      GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) <= "t14"."ends"
                  ) AS "t18"
                    ON "t9"."seller" = "t18"."span_seller"
                    AND "t9"."team_day" >= "t18"."span_from"
                    AND "t9"."team_day" <= "t18"."span_to"
                ) AS "t21"
              ) AS "t22"
            ) AS "t24"
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
                FROM "rates" AS "t0"
                WHERE
                  "t0"."base" = 'USD'
              ) AS "t4"
            ) AS "t13"
              ON "t24"."currency" = "t13"."rate_currency"
              AND "t24"."rate_day" >= "t13"."rate_from"
              AND "t24"."rate_day" < "t13"."rate_until"
          ) AS "t27"
        ) AS "t32"
      ) AS "t33"
    ) AS "t35"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t42"."fact",
        "t42"."id",
        "t42"."day",
        "t42"."seller",
        "t42"."team",
        "t42"."manager",
        "t42"."role",
        "t42"."currency",
        CASE
          WHEN "t42"."covered" IS NOT NULL
          THEN "t42"."worth"
          ELSE CAST(0 AS DECIMAL(18, 4))
        END AS "actual",
        CAST(0 AS DECIMAL(18, 4)) AS "expected",
        CASE
          WHEN "t42"."covered" IS NOT NULL
          THEN CAST(0 AS DECIMAL(18, 4))
          ELSE "t42"."worth"
        END AS "uncovered",
        0 AS "targets",
        "t42"."no_rate"
      FROM (
        SELECT
          "t41"."id",
          "t41"."account",
          "t41"."seller",
          "t41"."product",
          "t41"."currency",
          "t41"."source",
          "t41"."amount",
          "t41"."day",
          "t41"."fact",
          "t41"."sales",
          "t41"."no_rate",
          "t41"."team",
          "t41"."manager",
          "t41"."role",
          "t41"."worth",
          "t41"."whose",
          "t20"."covered",
          "t20"."cover_from",
          "t20"."cover_to"
        FROM (
          SELECT
            "t39"."id",
            "t39"."account",
            "t39"."seller",
            "t39"."product",
            "t39"."currency",
            "t39"."source",
            "t39"."amount",
            "t39"."day",
            "t39"."fact",
            "t39"."sales",
            "t39"."no_rate",
            "t39"."team",
            "t39"."manager",
            "t39"."role",
            "t39"."amount" AS "worth",
            "t39"."seller" AS "whose"
          FROM (
            SELECT
              "t38".*
              EXCLUDE ("span_seller", "team_day", "span_to", "span_from")
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
                "t37"."team_day",
                "t18"."team",
                "t18"."manager",
                "t18"."role",
                "t18"."span_seller",
                "t18"."span_from",
                "t18"."span_to"
              FROM (
                SELECT
                  "t34"."id",
                  "t34"."account",
                  "t34"."seller",
                  "t34"."product",
                  "t34"."currency",
                  "t34"."source",
                  CASE
                    WHEN COALESCE("t34"."currency" = 'USD', FALSE)
                    THEN "t34"."amount"
                    ELSE CAST(CAST("t34"."amount" AS DOUBLE) * "t34"."rate" AS DECIMAL(18, 4))
                  END AS "amount",
                  "t34"."day",
                  "t34"."fact",
                  "t34"."sales",
                  CAST((
                    "t34"."amount" IS NOT NULL
                  )
                  AND NOT (
                    COALESCE("t34"."currency" = 'USD', FALSE)
                  )
                  AND (
                    "t34"."rate" IS NULL
                  ) AS BIGINT) AS "no_rate",
                  COALESCE("t34"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
                FROM (
                  SELECT
                    "t31"."id",
                    "t31"."account",
                    "t31"."seller",
                    "t31"."product",
                    "t31"."currency",
                    "t31"."source",
                    "t31"."amount",
                    "t31"."day",
                    "t31"."fact",
                    "t31"."sales",
                    "t31"."rate_day",
                    "t13"."rate",
                    "t13"."rate_currency",
                    "t13"."rate_from",
                    "t13"."rate_until"
                  FROM (
                    SELECT
                      "t29"."id",
                      "t29"."account",
                      "t29"."seller",
                      "t29"."product",
                      "t29"."currency",
                      "t29"."source",
                      "t29"."amount",
                      "t29"."day",
                      'revenue' AS "fact",
                      1 AS "sales",
                      COALESCE("t29"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
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
                      ) AS "t7"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t25".*
                            EXCLUDE ("number")
                          FROM (
                            SELECT
                              "t17"."id",
                              "t17"."account",
                              "t17"."seller",
                              "t17"."product",
                              "t17"."currency",
                              "t17"."source",
                              "t17"."amount",
                              "t17"."number",
                              CAST(CAST(MAKE_DATE(
                                CAST(FLOOR(
                                  (
                                    (
                                      (
                                        (
                                          "t17"."number" + 1
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
                                          "t17"."number" + 1
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
                            ) AS "t17"
                          ) AS "t25"
                        ) AS "t26"
                      ) AS "t28"
                    ) AS "t29"
                  ) AS "t31"
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
                      FROM "rates" AS "t0"
                      WHERE
                        "t0"."base" = 'USD'
                    ) AS "t4"
                  ) AS "t13"
                    ON "t31"."currency" = "t13"."rate_currency"
                    AND "t31"."rate_day" >= "t13"."rate_from"
                    AND "t31"."rate_day" < "t13"."rate_until"
                ) AS "t34"
              ) AS "t37"
              LEFT OUTER JOIN (
                SELECT
                  "t14"."team",
                  "t14"."manager",
                  "t14"."role",
                  "t14"."seller" AS "span_seller",
                  GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) AS "span_from",
                  "t14"."ends" AS "span_to"
                FROM (
                  SELECT
                    "t8"."id",
                    "t8"."seller",
                    "t8"."team",
                    "t8"."manager",
                    "t8"."role",
                    "t8"."begins",
                    "t8"."ends",
                    CAST(CAST(MAX("t8"."ends") OVER (
                      PARTITION BY "t8"."seller"
                      ORDER BY "t8"."begins" ASC, "t8"."id" ASC
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
                  ) AS "t8"
                ) AS "t14"
                WHERE
                  GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) <= "t14"."ends"
              ) AS "t18"
                ON "t37"."seller" = "t18"."span_seller"
                AND "t37"."team_day" >= "t18"."span_from"
                AND "t37"."team_day" <= "t18"."span_to"
            ) AS "t38"
          ) AS "t39"
        ) AS "t41"
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
                  "t1"."id",
                  "t1"."subject" AS "covered",
                  "t1"."starts_on" AS "cover_from",
                  "t1"."ends_on" AS "cover_to"
                FROM "targets" AS "t1"
                WHERE
                  "t1"."scope" = 'seller' AND "t1"."kpi" = 'revenue'
              ) AS "t5"
            ) AS "t11"
          ) AS "t15"
          WHERE
            "t15"."cover_from" <= "t15"."cover_to"
        ) AS "t20"
          ON "t41"."whose" = "t20"."covered"
          AND "t41"."day" >= "t20"."cover_from"
          AND "t41"."day" <= "t20"."cover_to"
      ) AS "t42"
    ) AS "t43"
  ) AS "t44"
  WHERE
    (
      "t44"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t44"."day" IS NULL
    )
) AS "t45"
GROUP BY
  1,
  2,
  3

-- by seller
SELECT
  "t44"."seller",
  "t44"."period",
  "t44"."undated",
  SUM("t44"."actual") AS "actual",
  SUM("t44"."expected") AS "expected",
  SUM("t44"."expected_high") AS "expected_high",
  SUM("t44"."due") AS "due",
  SUM("t44"."uncovered") AS "uncovered",
  SUM("t44"."targets") AS "targets",
  SUM("t44"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t43"."fact",
    "t43"."id",
    "t43"."day",
    "t43"."seller",
    "t43"."currency",
    "t43"."actual",
    "t43"."expected",
    "t43"."expected_high",
    "t43"."due",
    "t43"."uncovered",
    "t43"."targets",
    "t43"."no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t43"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t43"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        'targets' AS "fact",
        "t41"."id",
        "t41"."starts_on" AS "day",
        "t41"."seller",
        "t41"."currency",
        CAST(0 AS DECIMAL(18, 4)) AS "actual",
        CASE
          WHEN "t41"."share" = 1.0
          THEN "t41"."low"
          ELSE CAST(CAST("t41"."low" AS DOUBLE) * "t41"."share" AS DECIMAL(18, 4))
        END AS "expected",
        CASE
          WHEN "t41"."share" = 1.0
          THEN COALESCE("t41"."high", "t41"."low")
          ELSE CAST(CAST(COALESCE("t41"."high", "t41"."low") AS DOUBLE) * "t41"."share" AS DECIMAL(18, 4))
        END AS "expected_high",
        CASE
          WHEN "t41"."elapsed" = 1.0
          THEN CASE
            WHEN "t41"."share" = 1.0
            THEN "t41"."low"
            ELSE CAST(CAST("t41"."low" AS DOUBLE) * "t41"."share" AS DECIMAL(18, 4))
          END
          ELSE CAST(CAST(CASE
            WHEN "t41"."share" = 1.0
            THEN "t41"."low"
            ELSE CAST(CAST("t41"."low" AS DOUBLE) * "t41"."share" AS DECIMAL(18, 4))
          END AS DOUBLE) * "t41"."elapsed" AS DECIMAL(18, 4))
        END AS "due",
        CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
        1 AS "targets",
        "t41"."no_rate"
      FROM (
        SELECT
          "t40"."id",
          "t40"."subject",
          "t40"."starts_on",
          "t40"."ends_on",
          "t40"."currency",
          "t40"."day",
          "t40"."low",
          "t40"."high",
          "t40"."no_rate",
          "t40"."subject" AS "seller",
          1.0 AS "share",
          "t40"."starts_on" AS "first_there",
          CASE
            WHEN "t40"."there" > 0
            THEN "t40"."passed" / "t40"."there"
            ELSE CAST("t40"."ends_on" <= MAKE_DATE(2024, 6, 30) AS DOUBLE)
          END AS "elapsed"
        FROM (
          SELECT
            "t15"."id",
            "t15"."subject",
            "t15"."starts_on",
            "t15"."ends_on",
            "t15"."currency",
            "t15"."day",
            "t15"."low",
            "t15"."high",
            "t15"."no_rate",
            "t39"."timed",
            "t39"."there",
            "t39"."passed"
          FROM (
            SELECT
              "t0"."id",
              "t0"."subject",
              "t0"."starts_on",
              "t0"."ends_on",
              COALESCE("t0"."currency", 'USD') AS "currency",
              "t0"."starts_on" AS "day",
              CAST("t0"."low" AS DECIMAL(18, 4)) AS "low",
              CAST("t0"."high" AS DECIMAL(18, 4)) AS "high",
              0 AS "no_rate"
            FROM "targets" AS "t0"
            WHERE
              "t0"."scope" = 'seller' AND "t0"."kpi" = 'revenue'
          ) AS "t15"
          LEFT OUTER JOIN (
            SELECT
              "t36"."id" AS "timed",
              COUNT(*) AS "there",
              COUNT(*) FILTER(WHERE
                "t36"."day" <= MAKE_DATE(2024, 6, 30)) AS "passed"
            FROM (
              SELECT
                "t34"."id",
                "t34"."starts_on",
                "t34"."ends_on",
                "t34"."who",
                "t34"."hired_on",
                "t34"."left_on",
                "t34"."country",
                "t34"."day"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t27"."id",
                    "t27"."starts_on",
                    "t27"."ends_on",
                    "t27"."who",
                    "t27"."hired_on",
                    "t27"."left_on",
                    "t27"."country",
                    "t27"."day"
                  FROM (
                    SELECT
                      "t25"."id",
                      "t25"."starts_on",
                      "t25"."ends_on",
                      "t25"."who",
                      "t25"."hired_on",
                      "t25"."left_on",
                      "t25"."country",
                      CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t25"."number") AS TIMESTAMP) AS DATE) AS "day"
                    FROM (
                      SELECT
                        "t20"."id",
                        "t20"."starts_on",
                        "t20"."ends_on",
                        "t20"."who",
                        "t20"."hired_on",
                        "t20"."left_on",
                        "t20"."country",
                        UNNEST(
                          RANGE(
                            DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), GREATEST("t20"."starts_on", MAKE_DATE(2022, 1, 1))),
                            DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), LEAST("t20"."ends_on", MAKE_DATE(2026, 12, 31))) + 1,
                            1
                          )
                        ) AS "number"
                      FROM (
                        SELECT
                          "t19"."id",
                          "t19"."starts_on",
                          "t19"."ends_on",
                          "t19"."who",
                          "t19"."hired_on",
                          "t19"."left_on",
                          CASE
                            WHEN COALESCE("t19"."country", '') IN ('')
                            THEN COALESCE("t19"."country", '')
                            ELSE ''
                          END AS "country"
                        FROM (
                          SELECT
                            "t16"."id",
                            "t16"."starts_on",
                            "t16"."ends_on",
                            "t16"."who",
                            "t14"."hired_on",
                            "t14"."left_on",
                            "t14"."country"
                          FROM (
                            SELECT
                              "t0"."id",
                              "t0"."starts_on",
                              "t0"."ends_on",
                              "t0"."subject" AS "who"
                            FROM "targets" AS "t0"
                            WHERE
                              "t0"."scope" = 'seller'
                              AND "t0"."kpi" = 'revenue'
                              AND "t0"."starts_on" <= MAKE_DATE(2024, 6, 30)
                              AND "t0"."ends_on" > MAKE_DATE(2024, 6, 30)
                          ) AS "t16"
                          LEFT OUTER JOIN (
                            SELECT
                              "t4"."hired_on",
                              "t4"."left_on",
                              "t4"."country",
                              "t4"."id" AS "person"
                            FROM "sellers" AS "t4"
                          ) AS "t14"
                            ON "t16"."who" = "t14"."person"
                        ) AS "t19"
                      ) AS "t20"
                    ) AS "t25"
                  ) AS "t27"
                  INNER JOIN (
                    SELECT
                      "t3"."calendar_country",
                      "t3"."day" AS "worked_on"
                    FROM "working_days_2022_2026" AS "t3"
                  ) AS "t13"
                    ON "t27"."country" = "t13"."calendar_country" AND "t27"."day" = "t13"."worked_on"
                ) AS "t30"
                WHERE
                  COALESCE("t30"."day" >= "t30"."hired_on", TRUE)
                  AND COALESCE("t30"."day" <= "t30"."left_on", TRUE)
              ) AS "t34"
              ANTI JOIN (
                SELECT
                  "t2"."seller" AS "away",
                  "t2"."starts_on" AS "away_from",
                  "t2"."ends_on" AS "away_to"
                FROM "absences" AS "t2"
              ) AS "t12"
                ON "t34"."who" = "t12"."away"
                AND "t34"."day" >= "t12"."away_from"
                AND "t34"."day" <= "t12"."away_to"
            ) AS "t36"
            GROUP BY
              1
          ) AS "t39"
            ON "t15"."id" = "t39"."timed"
        ) AS "t40"
      ) AS "t41"
    ) AS "t42"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t35"."fact",
        "t35"."id",
        "t35"."day",
        "t35"."seller",
        "t35"."currency",
        CASE
          WHEN "t35"."covered" IS NOT NULL
          THEN "t35"."worth"
          ELSE CAST(0 AS DECIMAL(18, 4))
        END AS "actual",
        CAST(0 AS DECIMAL(18, 4)) AS "expected",
        CAST(0 AS DECIMAL(18, 4)) AS "expected_high",
        CAST(0 AS DECIMAL(18, 4)) AS "due",
        CASE
          WHEN "t35"."covered" IS NOT NULL
          THEN CAST(0 AS DECIMAL(18, 4))
          ELSE "t35"."worth"
        END AS "uncovered",
        0 AS "targets",
        "t35"."no_rate"
      FROM (
        SELECT
          "t32"."id",
          "t32"."account",
          "t32"."seller",
          "t32"."product",
          "t32"."currency",
          "t32"."source",
          "t32"."amount",
          "t32"."day",
          "t32"."fact",
          "t32"."sales",
          "t32"."no_rate",
          "t32"."worth",
          "t32"."whose",
          "t24"."covered",
          "t24"."cover_from",
          "t24"."cover_to"
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
            0 AS "no_rate",
            "t29"."amount" AS "worth",
            "t29"."seller" AS "whose"
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
            ) AS "t11"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t22"."id",
                "t22"."account",
                "t22"."seller",
                "t22"."product",
                "t22"."currency",
                "t22"."source",
                "t22"."amount",
                CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t22"."number" + 1
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
                            "t22"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day"
              FROM (
                SELECT
                  "t17"."id",
                  "t17"."account",
                  "t17"."seller",
                  "t17"."product",
                  "t17"."currency",
                  "t17"."source",
                  CASE
                    WHEN "t17"."per" = 'month'
                    THEN "t17"."amount"
                    WHEN "t17"."per" = 'quarter'
                    THEN CAST(CAST("t17"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                    WHEN "t17"."per" = 'year'
                    THEN CAST(CAST("t17"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                    ELSE CAST((
                      CAST("t17"."amount" AS DOUBLE) * 1
                    ) / GREATEST(
                      (
                        (
                          EXTRACT(year FROM "t17"."ends_on") - EXTRACT(year FROM "t17"."starts_on")
                        ) * 12
                      ) + (
                        EXTRACT(month FROM "t17"."ends_on") - EXTRACT(month FROM "t17"."starts_on")
                      ) + (
                        (
                          EXTRACT(day FROM "t17"."ends_on") - EXTRACT(day FROM "t17"."starts_on")
                        ) / 30.4375
                      ),
                      0.03285420944558522
                    ) AS DECIMAL(18, 4))
                  END AS "amount",
                  "t17"."ends_on" AS "until",
                  UNNEST(
                    RANGE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              EXTRACT(year FROM "t17"."starts_on") * 12
                            ) + EXTRACT(month FROM "t17"."starts_on")
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
                                  EXTRACT(year FROM "t17"."ends_on") * 12
                                ) + EXTRACT(month FROM "t17"."ends_on")
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
                ) AS "t17"
              ) AS "t22"
            ) AS "t28"
          ) AS "t29"
        ) AS "t32"
        LEFT OUTER JOIN (
          SELECT
            "t21"."covered",
            "t21"."cover_from",
            "t21"."cover_to"
          FROM (
            SELECT
              "t18"."id",
              "t18"."covered",
              GREATEST(
                "t18"."cover_from",
                COALESCE(
                  CAST(CAST("t18"."taken_to" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  "t18"."cover_from"
                )
              ) AS "cover_from",
              "t18"."cover_to",
              "t18"."taken_to"
            FROM (
              SELECT
                "t9"."id",
                "t9"."covered",
                "t9"."cover_from",
                "t9"."cover_to",
                MAX("t9"."cover_to") OVER (
                  PARTITION BY "t9"."covered"
                  ORDER BY "t9"."cover_from" ASC, "t9"."id" ASC
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
              ) AS "t9"
            ) AS "t18"
          ) AS "t21"
          WHERE
            "t21"."cover_from" <= "t21"."cover_to"
        ) AS "t24"
          ON "t32"."whose" = "t24"."covered"
          AND "t32"."day" >= "t24"."cover_from"
          AND "t32"."day" <= "t24"."cover_to"
      ) AS "t35"
    ) AS "t37"
  ) AS "t43"
  WHERE
    (
      "t43"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t43"."day" IS NULL
    )
) AS "t44"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t67"."team",
  "t67"."period",
  "t67"."undated",
  SUM("t67"."actual") AS "actual",
  SUM("t67"."expected") AS "expected",
  SUM("t67"."expected_high") AS "expected_high",
  SUM("t67"."due") AS "due",
  SUM("t67"."uncovered") AS "uncovered",
  SUM("t67"."targets") AS "targets",
  SUM("t67"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t66"."fact",
    "t66"."id",
    "t66"."day",
    "t66"."seller",
    "t66"."team",
    "t66"."currency",
    "t66"."actual",
    "t66"."expected",
    "t66"."expected_high",
    "t66"."due",
    "t66"."uncovered",
    "t66"."targets",
    "t66"."no_rate",
    CAST(CAST(DATE_TRUNC('MONTH', "t66"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t66"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t64"."fact",
        "t64"."id",
        "t64"."starts_on" AS "day",
        "t64"."seller",
        "t64"."team",
        "t64"."currency",
        "t64"."actual",
        "t64"."expected",
        "t64"."expected_high",
        "t64"."due",
        "t64"."uncovered",
        "t64"."targets",
        "t64"."no_rate"
      FROM (
        SELECT
          "t63"."id",
          "t63"."subject",
          "t63"."starts_on",
          "t63"."ends_on",
          "t63"."currency",
          "t63"."day",
          "t63"."low",
          "t63"."high",
          "t63"."no_rate",
          "t63"."seller",
          "t63"."share",
          "t63"."first_there",
          "t63"."elapsed",
          "t63"."fact",
          "t63"."actual",
          "t63"."uncovered",
          "t63"."targets",
          "t63"."expected",
          "t63"."expected_high",
          "t63"."due",
          "t30"."team",
          "t30"."manager",
          "t30"."role"
        FROM (
          SELECT
            "t59"."id",
            "t59"."subject",
            "t59"."starts_on",
            "t59"."ends_on",
            "t59"."currency",
            "t59"."first_there" AS "day",
            "t59"."low",
            "t59"."high",
            "t59"."no_rate",
            "t59"."seller",
            "t59"."share",
            "t59"."first_there",
            "t59"."elapsed",
            'targets' AS "fact",
            CAST(0 AS DECIMAL(18, 4)) AS "actual",
            CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
            1 AS "targets",
            CASE
              WHEN "t59"."share" = 1.0
              THEN "t59"."low"
              ELSE CAST(CAST("t59"."low" AS DOUBLE) * "t59"."share" AS DECIMAL(18, 4))
            END AS "expected",
            CASE
              WHEN "t59"."share" = 1.0
              THEN COALESCE("t59"."high", "t59"."low")
              ELSE CAST(CAST(COALESCE("t59"."high", "t59"."low") AS DOUBLE) * "t59"."share" AS DECIMAL(18, 4))
            END AS "expected_high",
            CASE
              WHEN "t59"."elapsed" = 1.0
              THEN CASE
                WHEN "t59"."share" = 1.0
                THEN "t59"."low"
                ELSE CAST(CAST("t59"."low" AS DOUBLE) * "t59"."share" AS DECIMAL(18, 4))
              END
              ELSE CAST(CAST(CASE
                WHEN "t59"."share" = 1.0
                THEN "t59"."low"
                ELSE CAST(CAST("t59"."low" AS DOUBLE) * "t59"."share" AS DECIMAL(18, 4))
              END AS DOUBLE) * "t59"."elapsed" AS DECIMAL(18, 4))
            END AS "due",
            COALESCE("t59"."first_there", MAKE_DATE(2024, 6, 30)) AS "team_day"
          FROM (
            SELECT
              "t55"."id",
              "t55"."subject",
              "t55"."starts_on",
              "t55"."ends_on",
              "t55"."currency",
              "t55"."day",
              "t55"."low",
              "t55"."high",
              "t55"."no_rate",
              "t55"."subject" AS "seller",
              1.0 AS "share",
              "t55"."starts_on" AS "first_there",
              CASE
                WHEN "t55"."there" > 0
                THEN "t55"."passed" / "t55"."there"
                ELSE CAST("t55"."ends_on" <= MAKE_DATE(2024, 6, 30) AS DOUBLE)
              END AS "elapsed"
            FROM (
              SELECT
                "t46"."id",
                "t46"."subject",
                "t46"."starts_on",
                "t46"."ends_on",
                "t46"."currency",
                "t46"."day",
                "t46"."low",
                "t46"."high",
                "t46"."no_rate",
                "t52"."timed",
                "t52"."there",
                "t52"."passed"
              FROM (
                SELECT
                  "t37"."id",
                  "t37"."subject",
                  "t37"."starts_on",
                  "t37"."ends_on",
                  "t37"."currency",
                  "t37"."day",
                  CASE
                    WHEN COALESCE("t37"."currency" = 'USD', FALSE)
                    THEN "t37"."low"
                    ELSE CAST(CAST("t37"."low" AS DOUBLE) * "t37"."rate" AS DECIMAL(18, 4))
                  END AS "low",
                  CASE
                    WHEN COALESCE("t37"."currency" = 'USD', FALSE)
                    THEN "t37"."high"
                    ELSE CAST(CAST("t37"."high" AS DOUBLE) * "t37"."rate" AS DECIMAL(18, 4))
                  END AS "high",
                  CAST((
                    "t37"."low" IS NOT NULL
                  )
                  AND NOT (
                    COALESCE("t37"."currency" = 'USD', FALSE)
                  )
                  AND (
                    "t37"."rate" IS NULL
                  ) AS BIGINT) AS "no_rate"
                FROM (
                  SELECT
                    "t20"."id",
                    "t20"."subject",
                    "t20"."starts_on",
                    "t20"."ends_on",
                    "t20"."currency",
                    "t20"."day",
                    "t20"."low",
                    "t20"."high",
                    "t20"."rate_day",
                    "t36"."rate",
                    "t36"."rate_currency",
                    "t36"."rated_on"
                  FROM (
                    SELECT
                      "t1"."id",
                      "t1"."subject",
                      "t1"."starts_on",
                      "t1"."ends_on",
                      COALESCE("t1"."currency", 'USD') AS "currency",
                      "t1"."starts_on" AS "day",
                      CAST("t1"."low" AS DECIMAL(18, 4)) AS "low",
                      CAST("t1"."high" AS DECIMAL(18, 4)) AS "high",
                      COALESCE("t1"."starts_on", MAKE_DATE(2024, 6, 30)) AS "rate_day"
                    FROM "targets" AS "t1"
                    WHERE
                      "t1"."scope" = 'seller' AND "t1"."kpi" = 'revenue'
                  ) AS "t20"
                  LEFT OUTER JOIN (
                    SELECT
                      "t27"."rate",
                      "t27"."rate_currency",
                      CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t27"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
                    FROM (
                      SELECT
                        "t24"."rate",
                        "t24"."currency" AS "rate_currency",
                        UNNEST(
                          RANGE(
                            DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t24"."day"),
                            DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t24"."until"),
                            1
                          )
                        ) AS "number"
                      FROM (
                        SELECT
                          "t16"."currency",
                          "t16"."rate",
                          "t16"."day",
                          COALESCE(
                            LEAD("t16"."day") OVER (
                              PARTITION BY "t16"."currency"
                              ORDER BY "t16"."day" ASC, "t16"."id" ASC
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ),
                            MAKE_DATE(2024, 7, 1)
                          ) AS "until"
                        FROM (
                          SELECT
                            *
                          FROM "rates" AS "t4"
                          WHERE
                            "t4"."base" = 'USD'
                        ) AS "t16"
                      ) AS "t24"
                    ) AS "t27"
                  ) AS "t36"
                    ON "t20"."currency" = "t36"."rate_currency" AND "t20"."rate_day" = "t36"."rated_on"
                ) AS "t37"
              ) AS "t46"
              LEFT OUTER JOIN (
                SELECT
                  "t50"."id" AS "timed",
                  COUNT(*) AS "there",
                  COUNT(*) FILTER(WHERE
                    "t50"."day" <= MAKE_DATE(2024, 6, 30)) AS "passed"
                FROM (
                  SELECT
                    "t48"."id",
                    "t48"."starts_on",
                    "t48"."ends_on",
                    "t48"."who",
                    "t48"."hired_on",
                    "t48"."left_on",
                    "t48"."country",
                    "t48"."day"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t39"."id",
                        "t39"."starts_on",
                        "t39"."ends_on",
                        "t39"."who",
                        "t39"."hired_on",
                        "t39"."left_on",
                        "t39"."country",
                        "t39"."day"
                      FROM (
                        SELECT
                          "t35"."id",
                          "t35"."starts_on",
                          "t35"."ends_on",
                          "t35"."who",
                          "t35"."hired_on",
                          "t35"."left_on",
                          "t35"."country",
                          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t35"."number") AS TIMESTAMP) AS DATE) AS "day"
                        FROM (
                          SELECT
                            "t26"."id",
                            "t26"."starts_on",
                            "t26"."ends_on",
                            "t26"."who",
                            "t26"."hired_on",
                            "t26"."left_on",
                            "t26"."country",
                            UNNEST(
                              RANGE(
                                DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), GREATEST("t26"."starts_on", MAKE_DATE(2022, 1, 1))),
                                DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), LEAST("t26"."ends_on", MAKE_DATE(2026, 12, 31))) + 1,
                                1
                              )
                            ) AS "number"
                          FROM (
                            SELECT
                              "t23"."id",
                              "t23"."starts_on",
                              "t23"."ends_on",
                              "t23"."who",
                              "t23"."hired_on",
                              "t23"."left_on",
                              CASE
                                WHEN COALESCE("t23"."country", '') IN ('')
                                THEN COALESCE("t23"."country", '')
                                ELSE ''
                              END AS "country"
                            FROM (
                              SELECT
                                "t19"."id",
                                "t19"."starts_on",
                                "t19"."ends_on",
                                "t19"."who",
                                "t18"."hired_on",
                                "t18"."left_on",
                                "t18"."country"
                              FROM (
                                SELECT
                                  "t1"."id",
                                  "t1"."starts_on",
                                  "t1"."ends_on",
                                  "t1"."subject" AS "who"
                                FROM "targets" AS "t1"
                                WHERE
                                  "t1"."scope" = 'seller'
                                  AND "t1"."kpi" = 'revenue'
                                  AND "t1"."starts_on" <= MAKE_DATE(2024, 6, 30)
                                  AND "t1"."ends_on" > MAKE_DATE(2024, 6, 30)
                              ) AS "t19"
                              LEFT OUTER JOIN (
                                SELECT
                                  "t6"."hired_on",
                                  "t6"."left_on",
                                  "t6"."country",
                                  "t6"."id" AS "person"
                                FROM "sellers" AS "t6"
                              ) AS "t18"
                                ON "t19"."who" = "t18"."person"
                            ) AS "t23"
                          ) AS "t26"
                        ) AS "t35"
                      ) AS "t39"
                      INNER JOIN (
                        SELECT
                          "t5"."calendar_country",
                          "t5"."day" AS "worked_on"
                        FROM "working_days_2022_2026" AS "t5"
                      ) AS "t17"
                        ON "t39"."country" = "t17"."calendar_country" AND "t39"."day" = "t17"."worked_on"
                    ) AS "t42"
                    WHERE
                      COALESCE("t42"."day" >= "t42"."hired_on", TRUE)
                      AND COALESCE("t42"."day" <= "t42"."left_on", TRUE)
                  ) AS "t48"
                  ANTI JOIN (
                    SELECT
                      "t3"."seller" AS "away",
                      "t3"."starts_on" AS "away_from",
                      "t3"."ends_on" AS "away_to"
                    FROM "absences" AS "t3"
                  ) AS "t15"
                    ON "t48"."who" = "t15"."away"
                    AND "t48"."day" >= "t15"."away_from"
                    AND "t48"."day" <= "t15"."away_to"
                ) AS "t50"
                GROUP BY
                  1
              ) AS "t52"
                ON "t46"."id" = "t52"."timed"
            ) AS "t55"
          ) AS "t59"
        ) AS "t63"
        LEFT OUTER JOIN (
          SELECT
            "t25"."team",
            "t25"."manager",
            "t25"."role",
            "t25"."seller" AS "span_seller",
            GREATEST("t25"."begins", COALESCE("t25"."free_from", "t25"."begins")) AS "span_from",
            "t25"."ends" AS "span_to"
          FROM (
            SELECT
              "t13"."id",
              "t13"."seller",
              "t13"."team",
              "t13"."manager",
              "t13"."role",
              "t13"."begins",
              "t13"."ends",
              CAST(CAST(MAX("t13"."ends") OVER (
                PARTITION BY "t13"."seller"
                ORDER BY "t13"."begins" ASC, "t13"."id" ASC
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
            ) AS "t13"
          ) AS "t25"
          WHERE
            GREATEST("t25"."begins", COALESCE("t25"."free_from", "t25"."begins")) <= "t25"."ends"
        ) AS "t30"
          ON "t63"."seller" = "t30"."span_seller"
          AND "t63"."team_day" >= "t30"."span_from"
          AND "t63"."team_day" <= "t30"."span_to"
      ) AS "t64"
    ) AS "t65"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t60"."fact",
        "t60"."id",
        "t60"."day",
        "t60"."seller",
        "t60"."team",
        "t60"."currency",
        CASE
          WHEN "t60"."covered" IS NOT NULL
          THEN "t60"."worth"
          ELSE CAST(0 AS DECIMAL(18, 4))
        END AS "actual",
        CAST(0 AS DECIMAL(18, 4)) AS "expected",
        CAST(0 AS DECIMAL(18, 4)) AS "expected_high",
        CAST(0 AS DECIMAL(18, 4)) AS "due",
        CASE
          WHEN "t60"."covered" IS NOT NULL
          THEN CAST(0 AS DECIMAL(18, 4))
          ELSE "t60"."worth"
        END AS "uncovered",
        0 AS "targets",
        "t60"."no_rate"
      FROM (
        SELECT
          "t58"."id",
          "t58"."account",
          "t58"."seller",
          "t58"."product",
          "t58"."currency",
          "t58"."source",
          "t58"."amount",
          "t58"."day",
          "t58"."fact",
          "t58"."sales",
          "t58"."no_rate",
          "t58"."worth",
          "t58"."team",
          "t58"."manager",
          "t58"."role",
          "t58"."whose",
          "t33"."covered",
          "t33"."cover_from",
          "t33"."cover_to"
        FROM (
          SELECT
            "t56"."id",
            "t56"."account",
            "t56"."seller",
            "t56"."product",
            "t56"."currency",
            "t56"."source",
            "t56"."amount",
            "t56"."day",
            "t56"."fact",
            "t56"."sales",
            "t56"."no_rate",
            "t56"."worth",
            "t56"."team",
            "t56"."manager",
            "t56"."role",
            "t56"."seller" AS "whose"
          FROM (
            SELECT
              "t54"."id",
              "t54"."account",
              "t54"."seller",
              "t54"."product",
              "t54"."currency",
              "t54"."source",
              "t54"."amount",
              "t54"."day",
              "t54"."fact",
              "t54"."sales",
              "t54"."no_rate",
              "t54"."worth",
              "t30"."team",
              "t30"."manager",
              "t30"."role"
            FROM (
              SELECT
                "t49"."id",
                "t49"."account",
                "t49"."seller",
                "t49"."product",
                "t49"."currency",
                "t49"."source",
                CASE
                  WHEN COALESCE("t49"."currency" = 'USD', FALSE)
                  THEN "t49"."amount"
                  ELSE CAST(CAST("t49"."amount" AS DOUBLE) * "t49"."rate" AS DECIMAL(18, 4))
                END AS "amount",
                "t49"."day",
                "t49"."fact",
                "t49"."sales",
                CAST((
                  "t49"."amount" IS NOT NULL
                )
                AND NOT (
                  COALESCE("t49"."currency" = 'USD', FALSE)
                )
                AND (
                  "t49"."rate" IS NULL
                ) AS BIGINT) AS "no_rate",
                CASE
                  WHEN COALESCE("t49"."currency" = 'USD', FALSE)
                  THEN "t49"."amount"
                  ELSE CAST(CAST("t49"."amount" AS DOUBLE) * "t49"."rate" AS DECIMAL(18, 4))
                END AS "worth",
                COALESCE("t49"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
              FROM (
                SELECT
                  "t45"."id",
                  "t45"."account",
                  "t45"."seller",
                  "t45"."product",
                  "t45"."currency",
                  "t45"."source",
                  "t45"."amount",
                  "t45"."day",
                  "t45"."fact",
                  "t45"."sales",
                  "t45"."rate_day",
                  "t36"."rate",
                  "t36"."rate_currency",
                  "t36"."rated_on"
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
                    'revenue' AS "fact",
                    1 AS "sales",
                    COALESCE("t41"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
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
                    ) AS "t14"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t31"."id",
                        "t31"."account",
                        "t31"."seller",
                        "t31"."product",
                        "t31"."currency",
                        "t31"."source",
                        "t31"."amount",
                        CAST(CAST(MAKE_DATE(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  (
                                    "t31"."number" + 1
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
                                    "t31"."number" + 1
                                  ) * 1
                                ) + 1
                              ) - 1
                            ) % 12
                          ) + 1,
                          1
                        ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day"
                      FROM (
                        SELECT
                          "t21"."id",
                          "t21"."account",
                          "t21"."seller",
                          "t21"."product",
                          "t21"."currency",
                          "t21"."source",
                          CASE
                            WHEN "t21"."per" = 'month'
                            THEN "t21"."amount"
                            WHEN "t21"."per" = 'quarter'
                            THEN CAST(CAST("t21"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                            WHEN "t21"."per" = 'year'
                            THEN CAST(CAST("t21"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                            ELSE CAST((
                              CAST("t21"."amount" AS DOUBLE) * 1
                            ) / GREATEST(
                              (
                                (
                                  EXTRACT(year FROM "t21"."ends_on") - EXTRACT(year FROM "t21"."starts_on")
                                ) * 12
                              ) + (
                                EXTRACT(month FROM "t21"."ends_on") - EXTRACT(month FROM "t21"."starts_on")
                              ) + (
                                (
                                  EXTRACT(day FROM "t21"."ends_on") - EXTRACT(day FROM "t21"."starts_on")
                                ) / 30.4375
                              ),
                              0.03285420944558522
                            ) AS DECIMAL(18, 4))
                          END AS "amount",
                          "t21"."ends_on" AS "until",
                          UNNEST(
                            RANGE(
                              CAST(FLOOR(
                                (
                                  (
                                    (
                                      EXTRACT(year FROM "t21"."starts_on") * 12
                                    ) + EXTRACT(month FROM "t21"."starts_on")
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
                                          EXTRACT(year FROM "t21"."ends_on") * 12
                                        ) + EXTRACT(month FROM "t21"."ends_on")
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
                        ) AS "t21"
                      ) AS "t31"
                    ) AS "t40"
                  ) AS "t41"
                ) AS "t45"
                LEFT OUTER JOIN (
                  SELECT
                    "t27"."rate",
                    "t27"."rate_currency",
                    CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t27"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
                  FROM (
                    SELECT
                      "t24"."rate",
                      "t24"."currency" AS "rate_currency",
                      UNNEST(
                        RANGE(
                          DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t24"."day"),
                          DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t24"."until"),
                          1
                        )
                      ) AS "number"
                    FROM (
                      SELECT
                        "t16"."currency",
                        "t16"."rate",
                        "t16"."day",
                        COALESCE(
                          LEAD("t16"."day") OVER (
                            PARTITION BY "t16"."currency"
                            ORDER BY "t16"."day" ASC, "t16"."id" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ),
                          MAKE_DATE(2024, 7, 1)
                        ) AS "until"
                      FROM (
                        SELECT
                          *
                        FROM "rates" AS "t4"
                        WHERE
                          "t4"."base" = 'USD'
                      ) AS "t16"
                    ) AS "t24"
                  ) AS "t27"
                ) AS "t36"
                  ON "t45"."currency" = "t36"."rate_currency" AND "t45"."rate_day" = "t36"."rated_on"
              ) AS "t49"
            ) AS "t54"
            LEFT OUTER JOIN (
              SELECT
                "t25"."team",
                "t25"."manager",
                "t25"."role",
                "t25"."seller" AS "span_seller",
                GREATEST("t25"."begins", COALESCE("t25"."free_from", "t25"."begins")) AS "span_from",
                "t25"."ends" AS "span_to"
              FROM (
                SELECT
                  "t13"."id",
                  "t13"."seller",
                  "t13"."team",
                  "t13"."manager",
                  "t13"."role",
                  "t13"."begins",
                  "t13"."ends",
                  CAST(CAST(MAX("t13"."ends") OVER (
                    PARTITION BY "t13"."seller"
                    ORDER BY "t13"."begins" ASC, "t13"."id" ASC
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
                ) AS "t13"
              ) AS "t25"
              WHERE
                GREATEST("t25"."begins", COALESCE("t25"."free_from", "t25"."begins")) <= "t25"."ends"
            ) AS "t30"
              ON "t54"."seller" = "t30"."span_seller"
              AND "t54"."team_day" >= "t30"."span_from"
              AND "t54"."team_day" <= "t30"."span_to"
          ) AS "t56"
        ) AS "t58"
        LEFT OUTER JOIN (
          SELECT
            "t28"."covered",
            "t28"."cover_from",
            "t28"."cover_to"
          FROM (
            SELECT
              "t22"."id",
              "t22"."covered",
              GREATEST(
                "t22"."cover_from",
                COALESCE(
                  CAST(CAST("t22"."taken_to" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  "t22"."cover_from"
                )
              ) AS "cover_from",
              "t22"."cover_to",
              "t22"."taken_to"
            FROM (
              SELECT
                "t10"."id",
                "t10"."covered",
                "t10"."cover_from",
                "t10"."cover_to",
                MAX("t10"."cover_to") OVER (
                  PARTITION BY "t10"."covered"
                  ORDER BY "t10"."cover_from" ASC, "t10"."id" ASC
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
              ) AS "t10"
            ) AS "t22"
          ) AS "t28"
          WHERE
            "t28"."cover_from" <= "t28"."cover_to"
        ) AS "t33"
          ON "t58"."whose" = "t33"."covered"
          AND "t58"."day" >= "t33"."cover_from"
          AND "t58"."day" <= "t33"."cover_to"
      ) AS "t60"
    ) AS "t61"
  ) AS "t66"
  WHERE
    (
      "t66"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t66"."day" IS NULL
    )
) AS "t67"
GROUP BY
  1,
  2,
  3

-- by seller
SELECT
  "t43"."seller",
  "t43"."period",
  "t43"."undated",
  SUM("t43"."actual") AS "actual",
  SUM("t43"."expected") AS "expected",
  SUM("t43"."expected_high") AS "expected_high",
  SUM("t43"."due") AS "due",
  SUM("t43"."uncovered") AS "uncovered",
  SUM("t43"."targets") AS "targets",
  SUM("t43"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t42"."fact",
    "t42"."id",
    "t42"."day",
    "t42"."seller",
    "t42"."currency",
    "t42"."amount",
    "t42"."high",
    "t42"."share",
    "t42"."elapsed",
    "t42"."covered",
    0 AS "no_rate",
    CASE
      WHEN "t42"."covered" AND NOT (
        "t42"."fact" = 'targets'
      )
      THEN "t42"."amount"
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "actual",
    CASE
      WHEN "t42"."fact" = 'targets'
      THEN CASE
        WHEN "t42"."share" = 1.0
        THEN "t42"."amount"
        ELSE CAST(CAST("t42"."amount" AS DOUBLE) * "t42"."share" AS DECIMAL(18, 4))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "expected",
    CASE
      WHEN "t42"."fact" = 'targets'
      THEN CASE
        WHEN "t42"."share" = 1.0
        THEN COALESCE("t42"."high", "t42"."amount")
        ELSE CAST(CAST(COALESCE("t42"."high", "t42"."amount") AS DOUBLE) * "t42"."share" AS DECIMAL(18, 4))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "expected_high",
    CASE
      WHEN "t42"."fact" = 'targets'
      THEN CASE
        WHEN "t42"."elapsed" = 1.0
        THEN CASE
          WHEN "t42"."share" = 1.0
          THEN "t42"."amount"
          ELSE CAST(CAST("t42"."amount" AS DOUBLE) * "t42"."share" AS DECIMAL(18, 4))
        END
        ELSE CAST(CAST(CASE
          WHEN "t42"."share" = 1.0
          THEN "t42"."amount"
          ELSE CAST(CAST("t42"."amount" AS DOUBLE) * "t42"."share" AS DECIMAL(18, 4))
        END AS DOUBLE) * "t42"."elapsed" AS DECIMAL(18, 4))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "due",
    CASE WHEN "t42"."covered" THEN CAST(0 AS DECIMAL(18, 4)) ELSE "t42"."amount" END AS "uncovered",
    CAST("t42"."fact" = 'targets' AS BIGINT) AS "targets",
    CAST(CAST(DATE_TRUNC('MONTH', "t42"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t42"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        'targets' AS "fact",
        "t40"."id",
        "t40"."starts_on" AS "day",
        "t40"."subject" AS "seller",
        "t40"."currency",
        CAST("t40"."low" AS DECIMAL(18, 4)) AS "amount",
        CAST("t40"."high" AS DECIMAL(18, 4)) AS "high",
        1.0 AS "share",
        CASE
          WHEN "t40"."there" > 0
          THEN "t40"."passed" / "t40"."there"
          ELSE CAST("t40"."ends_on" <= MAKE_DATE(2024, 6, 29) AS DOUBLE)
        END AS "elapsed",
        TRUE AS "covered"
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
            "t0"."low",
            "t0"."high",
            0 AS "no_rate"
          FROM "targets" AS "t0"
          WHERE
            "t0"."scope" = 'seller' AND "t0"."kpi" = 'revenue'
        ) AS "t15"
        LEFT OUTER JOIN (
          SELECT
            "t37"."id" AS "timed",
            COUNT(*) AS "there",
            COUNT(*) FILTER(WHERE
              "t37"."day" <= MAKE_DATE(2024, 6, 29)) AS "passed"
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
                            AND "t0"."starts_on" <= MAKE_DATE(2024, 6, 29)
                            AND "t0"."ends_on" > MAKE_DATE(2024, 6, 29)
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
          ) AS "t37"
          GROUP BY
            1
        ) AS "t39"
          ON "t15"."id" = "t39"."timed"
      ) AS "t40"
    ) AS "t41"
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
        "t35"."worth" AS "amount",
        CAST(NULL AS DECIMAL(18, 4)) AS "high",
        CAST(NULL AS DOUBLE) AS "share",
        CAST(NULL AS DOUBLE) AS "elapsed",
        "t35"."covers" IS NOT NULL AS "covered"
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
          "t24"."covers",
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
            "t21"."covers",
            "t21"."cover_from",
            "t21"."cover_to"
          FROM (
            SELECT
              "t18"."id",
              "t18"."covers",
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
                "t9"."covers",
                "t9"."cover_from",
                "t9"."cover_to",
                MAX("t9"."cover_to") OVER (
                  PARTITION BY "t9"."covers"
                  ORDER BY "t9"."cover_from" ASC, "t9"."id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) AS "taken_to"
              FROM (
                SELECT
                  "t0"."id",
                  "t0"."subject" AS "covers",
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
          ON "t32"."whose" = "t24"."covers"
          AND "t32"."day" >= "t24"."cover_from"
          AND "t32"."day" <= "t24"."cover_to"
      ) AS "t35"
    ) AS "t36"
  ) AS "t42"
  WHERE
    COALESCE("t42"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t43"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t64"."team",
  "t64"."period",
  "t64"."undated",
  SUM("t64"."actual") AS "actual",
  SUM("t64"."expected") AS "expected",
  SUM("t64"."expected_high") AS "expected_high",
  SUM("t64"."due") AS "due",
  SUM("t64"."uncovered") AS "uncovered",
  SUM("t64"."targets") AS "targets",
  SUM("t64"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t63"."fact",
    "t63"."id",
    "t63"."day",
    "t63"."seller",
    "t63"."team",
    "t63"."currency",
    "t63"."amount",
    "t63"."high",
    "t63"."share",
    "t63"."elapsed",
    "t63"."covered",
    "t63"."no_rate",
    CASE
      WHEN "t63"."covered" AND NOT (
        "t63"."fact" = 'targets'
      )
      THEN "t63"."amount"
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "actual",
    CASE
      WHEN "t63"."fact" = 'targets'
      THEN CASE
        WHEN "t63"."share" = 1.0
        THEN "t63"."amount"
        ELSE CAST(CAST("t63"."amount" AS DOUBLE) * "t63"."share" AS DECIMAL(18, 4))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "expected",
    CASE
      WHEN "t63"."fact" = 'targets'
      THEN CASE
        WHEN "t63"."share" = 1.0
        THEN COALESCE("t63"."high", "t63"."amount")
        ELSE CAST(CAST(COALESCE("t63"."high", "t63"."amount") AS DOUBLE) * "t63"."share" AS DECIMAL(18, 4))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "expected_high",
    CASE
      WHEN "t63"."fact" = 'targets'
      THEN CASE
        WHEN "t63"."elapsed" = 1.0
        THEN CASE
          WHEN "t63"."share" = 1.0
          THEN "t63"."amount"
          ELSE CAST(CAST("t63"."amount" AS DOUBLE) * "t63"."share" AS DECIMAL(18, 4))
        END
        ELSE CAST(CAST(CASE
          WHEN "t63"."share" = 1.0
          THEN "t63"."amount"
          ELSE CAST(CAST("t63"."amount" AS DOUBLE) * "t63"."share" AS DECIMAL(18, 4))
        END AS DOUBLE) * "t63"."elapsed" AS DECIMAL(18, 4))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "due",
    CASE WHEN "t63"."covered" THEN CAST(0 AS DECIMAL(18, 4)) ELSE "t63"."amount" END AS "uncovered",
    CAST("t63"."fact" = 'targets' AS BIGINT) AS "targets",
    CAST(CAST(DATE_TRUNC('MONTH', "t63"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t63"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t62"."fact",
      "t62"."id",
      "t62"."day",
      "t62"."seller",
      "t62"."team",
      "t62"."currency",
      CASE
        WHEN COALESCE("t62"."currency" = 'USD', FALSE)
        THEN "t62"."amount"
        ELSE CAST(CAST("t62"."amount" AS DOUBLE) * "t62"."rate" AS DECIMAL(18, 4))
      END AS "amount",
      CASE
        WHEN COALESCE("t62"."currency" = 'USD', FALSE)
        THEN "t62"."high"
        ELSE CAST(CAST("t62"."high" AS DOUBLE) * "t62"."rate" AS DECIMAL(18, 4))
      END AS "high",
      "t62"."share",
      "t62"."elapsed",
      "t62"."covered",
      CAST((
        "t62"."amount" IS NOT NULL
      )
      AND NOT (
        COALESCE("t62"."currency" = 'USD', FALSE)
      )
      AND (
        "t62"."rate" IS NULL
      ) AS BIGINT) AS "no_rate"
    FROM (
      SELECT
        "t61"."fact",
        "t61"."id",
        "t61"."day",
        "t61"."seller",
        "t61"."team",
        "t61"."currency",
        "t61"."amount",
        "t61"."high",
        "t61"."share",
        "t61"."elapsed",
        "t61"."covered",
        "t61"."rate_day",
        "t35"."rate",
        "t35"."rate_currency",
        "t35"."rated_on"
      FROM (
        SELECT
          "t59"."fact",
          "t59"."id",
          "t59"."day",
          "t59"."seller",
          "t59"."team",
          "t59"."currency",
          "t59"."amount",
          "t59"."high",
          "t59"."share",
          "t59"."elapsed",
          "t59"."covered",
          COALESCE("t59"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t57"."fact",
              "t57"."id",
              "t57"."starts_on" AS "day",
              "t57"."seller",
              "t57"."team",
              "t57"."currency",
              "t57"."amount",
              "t57"."high",
              "t57"."share",
              "t57"."elapsed",
              "t57"."covered"
            FROM (
              SELECT
                "t56"."id",
                "t56"."subject",
                "t56"."starts_on",
                "t56"."ends_on",
                "t56"."currency",
                "t56"."day",
                "t56"."low",
                "t56"."high",
                "t56"."no_rate",
                "t56"."seller",
                "t56"."share",
                "t56"."first_there",
                "t56"."elapsed",
                "t56"."fact",
                "t56"."covered",
                "t56"."amount",
                "t30"."team",
                "t30"."manager",
                "t30"."role"
              FROM (
                SELECT
                  "t54"."id",
                  "t54"."subject",
                  "t54"."starts_on",
                  "t54"."ends_on",
                  "t54"."currency",
                  "t54"."starts_on" AS "day",
                  "t54"."low",
                  CAST("t54"."high" AS DECIMAL(18, 4)) AS "high",
                  "t54"."no_rate",
                  "t54"."subject" AS "seller",
                  1.0 AS "share",
                  "t54"."starts_on" AS "first_there",
                  CASE
                    WHEN "t54"."there" > 0
                    THEN "t54"."passed" / "t54"."there"
                    ELSE CAST("t54"."ends_on" <= MAKE_DATE(2024, 6, 29) AS DOUBLE)
                  END AS "elapsed",
                  'targets' AS "fact",
                  TRUE AS "covered",
                  CAST("t54"."low" AS DECIMAL(18, 4)) AS "amount",
                  COALESCE("t54"."starts_on", MAKE_DATE(2024, 6, 30)) AS "team_day"
                FROM (
                  SELECT
                    "t19"."id",
                    "t19"."subject",
                    "t19"."starts_on",
                    "t19"."ends_on",
                    "t19"."currency",
                    "t19"."day",
                    "t19"."low",
                    "t19"."high",
                    "t19"."no_rate",
                    "t52"."timed",
                    "t52"."there",
                    "t52"."passed"
                  FROM (
                    SELECT
                      "t1"."id",
                      "t1"."subject",
                      "t1"."starts_on",
                      "t1"."ends_on",
                      COALESCE("t1"."currency", 'USD') AS "currency",
                      "t1"."starts_on" AS "day",
                      "t1"."low",
                      "t1"."high",
                      0 AS "no_rate"
                    FROM "targets" AS "t1"
                    WHERE
                      "t1"."scope" = 'seller' AND "t1"."kpi" = 'revenue'
                  ) AS "t19"
                  LEFT OUTER JOIN (
                    SELECT
                      "t48"."id" AS "timed",
                      COUNT(*) AS "there",
                      COUNT(*) FILTER(WHERE
                        "t48"."day" <= MAKE_DATE(2024, 6, 29)) AS "passed"
                    FROM (
                      SELECT
                        "t45"."id",
                        "t45"."starts_on",
                        "t45"."ends_on",
                        "t45"."who",
                        "t45"."hired_on",
                        "t45"."left_on",
                        "t45"."country",
                        "t45"."day"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t38"."id",
                            "t38"."starts_on",
                            "t38"."ends_on",
                            "t38"."who",
                            "t38"."hired_on",
                            "t38"."left_on",
                            "t38"."country",
                            "t38"."day"
                          FROM (
                            SELECT
                              "t36"."id",
                              "t36"."starts_on",
                              "t36"."ends_on",
                              "t36"."who",
                              "t36"."hired_on",
                              "t36"."left_on",
                              "t36"."country",
                              CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t36"."number") AS TIMESTAMP) AS DATE) AS "day"
                            FROM (
                              SELECT
                                "t27"."id",
                                "t27"."starts_on",
                                "t27"."ends_on",
                                "t27"."who",
                                "t27"."hired_on",
                                "t27"."left_on",
                                "t27"."country",
                                UNNEST(
                                  RANGE(
                                    DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), GREATEST("t27"."starts_on", MAKE_DATE(2022, 1, 1))),
                                    DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), LEAST("t27"."ends_on", MAKE_DATE(2026, 12, 31))) + 1,
                                    1
                                  )
                                ) AS "number"
                              FROM (
                                SELECT
                                  "t24"."id",
                                  "t24"."starts_on",
                                  "t24"."ends_on",
                                  "t24"."who",
                                  "t24"."hired_on",
                                  "t24"."left_on",
                                  CASE
                                    WHEN COALESCE("t24"."country", '') IN ('')
                                    THEN COALESCE("t24"."country", '')
                                    ELSE ''
                                  END AS "country"
                                FROM (
                                  SELECT
                                    "t20"."id",
                                    "t20"."starts_on",
                                    "t20"."ends_on",
                                    "t20"."who",
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
                                      AND "t1"."starts_on" <= MAKE_DATE(2024, 6, 29)
                                      AND "t1"."ends_on" > MAKE_DATE(2024, 6, 29)
                                  ) AS "t20"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t6"."hired_on",
                                      "t6"."left_on",
                                      "t6"."country",
                                      "t6"."id" AS "person"
                                    FROM "sellers" AS "t6"
                                  ) AS "t18"
                                    ON "t20"."who" = "t18"."person"
                                ) AS "t24"
                              ) AS "t27"
                            ) AS "t36"
                          ) AS "t38"
                          INNER JOIN (
                            SELECT
                              "t5"."calendar_country",
                              "t5"."day" AS "worked_on"
                            FROM "working_days_2022_2026" AS "t5"
                          ) AS "t17"
                            ON "t38"."country" = "t17"."calendar_country" AND "t38"."day" = "t17"."worked_on"
                        ) AS "t41"
                        WHERE
                          COALESCE("t41"."day" >= "t41"."hired_on", TRUE)
                          AND COALESCE("t41"."day" <= "t41"."left_on", TRUE)
                      ) AS "t45"
                      ANTI JOIN (
                        SELECT
                          "t4"."seller" AS "away",
                          "t4"."starts_on" AS "away_from",
                          "t4"."ends_on" AS "away_to"
                        FROM "absences" AS "t4"
                      ) AS "t16"
                        ON "t45"."who" = "t16"."away"
                        AND "t45"."day" >= "t16"."away_from"
                        AND "t45"."day" <= "t16"."away_to"
                    ) AS "t48"
                    GROUP BY
                      1
                  ) AS "t52"
                    ON "t19"."id" = "t52"."timed"
                ) AS "t54"
              ) AS "t56"
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
                    "t14"."id",
                    "t14"."seller",
                    "t14"."team",
                    "t14"."manager",
                    "t14"."role",
                    "t14"."begins",
                    "t14"."ends",
                    CAST(CAST(MAX("t14"."ends") OVER (
                      PARTITION BY "t14"."seller"
                      ORDER BY "t14"."begins" ASC, "t14"."id" ASC
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
                  ) AS "t14"
                ) AS "t25"
                WHERE
                  GREATEST("t25"."begins", COALESCE("t25"."free_from", "t25"."begins")) <= "t25"."ends"
              ) AS "t30"
                ON "t56"."seller" = "t30"."span_seller"
                AND "t56"."team_day" >= "t30"."span_from"
                AND "t56"."team_day" <= "t30"."span_to"
            ) AS "t57"
          ) AS "t58"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t51"."fact",
              "t51"."id",
              "t51"."day",
              "t51"."seller",
              "t51"."team",
              "t51"."currency",
              "t51"."worth" AS "amount",
              CAST(NULL AS DECIMAL(18, 4)) AS "high",
              CAST(NULL AS DOUBLE) AS "share",
              CAST(NULL AS DOUBLE) AS "elapsed",
              "t51"."covers" IS NOT NULL AS "covered"
            FROM (
              SELECT
                "t49"."id",
                "t49"."account",
                "t49"."seller",
                "t49"."product",
                "t49"."currency",
                "t49"."source",
                "t49"."amount",
                "t49"."day",
                "t49"."fact",
                "t49"."sales",
                "t49"."no_rate",
                "t49"."worth",
                "t49"."team",
                "t49"."manager",
                "t49"."role",
                "t49"."whose",
                "t33"."covers",
                "t33"."cover_from",
                "t33"."cover_to"
              FROM (
                SELECT
                  "t46"."id",
                  "t46"."account",
                  "t46"."seller",
                  "t46"."product",
                  "t46"."currency",
                  "t46"."source",
                  "t46"."amount",
                  "t46"."day",
                  "t46"."fact",
                  "t46"."sales",
                  "t46"."no_rate",
                  "t46"."worth",
                  "t46"."team",
                  "t46"."manager",
                  "t46"."role",
                  "t46"."seller" AS "whose"
                FROM (
                  SELECT
                    "t43"."id",
                    "t43"."account",
                    "t43"."seller",
                    "t43"."product",
                    "t43"."currency",
                    "t43"."source",
                    "t43"."amount",
                    "t43"."day",
                    "t43"."fact",
                    "t43"."sales",
                    "t43"."no_rate",
                    "t43"."worth",
                    "t30"."team",
                    "t30"."manager",
                    "t30"."role"
                  FROM (
                    SELECT
                      "t40"."id",
                      "t40"."account",
                      "t40"."seller",
                      "t40"."product",
                      "t40"."currency",
                      "t40"."source",
                      "t40"."amount",
                      "t40"."day",
                      'revenue' AS "fact",
                      1 AS "sales",
                      0 AS "no_rate",
                      "t40"."amount" AS "worth",
                      COALESCE("t40"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
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
                      ) AS "t15"
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
                          ) AS "t21"
                        ) AS "t31"
                      ) AS "t39"
                    ) AS "t40"
                  ) AS "t43"
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
                        "t14"."id",
                        "t14"."seller",
                        "t14"."team",
                        "t14"."manager",
                        "t14"."role",
                        "t14"."begins",
                        "t14"."ends",
                        CAST(CAST(MAX("t14"."ends") OVER (
                          PARTITION BY "t14"."seller"
                          ORDER BY "t14"."begins" ASC, "t14"."id" ASC
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
                      ) AS "t14"
                    ) AS "t25"
                    WHERE
                      GREATEST("t25"."begins", COALESCE("t25"."free_from", "t25"."begins")) <= "t25"."ends"
                  ) AS "t30"
                    ON "t43"."seller" = "t30"."span_seller"
                    AND "t43"."team_day" >= "t30"."span_from"
                    AND "t43"."team_day" <= "t30"."span_to"
                ) AS "t46"
              ) AS "t49"
              LEFT OUTER JOIN (
                SELECT
                  "t28"."covers",
                  "t28"."cover_from",
                  "t28"."cover_to"
                FROM (
                  SELECT
                    "t22"."id",
                    "t22"."covers",
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
                      "t12"."id",
                      "t12"."covers",
                      "t12"."cover_from",
                      "t12"."cover_to",
                      MAX("t12"."cover_to") OVER (
                        PARTITION BY "t12"."covers"
                        ORDER BY "t12"."cover_from" ASC, "t12"."id" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                      ) AS "taken_to"
                    FROM (
                      SELECT
                        "t1"."id",
                        "t1"."subject" AS "covers",
                        "t1"."starts_on" AS "cover_from",
                        "t1"."ends_on" AS "cover_to"
                      FROM "targets" AS "t1"
                      WHERE
                        "t1"."scope" = 'seller' AND "t1"."kpi" = 'revenue'
                    ) AS "t12"
                  ) AS "t22"
                ) AS "t28"
                WHERE
                  "t28"."cover_from" <= "t28"."cover_to"
              ) AS "t33"
                ON "t49"."whose" = "t33"."covers"
                AND "t49"."day" >= "t33"."cover_from"
                AND "t49"."day" <= "t33"."cover_to"
            ) AS "t51"
          ) AS "t53"
        ) AS "t59"
      ) AS "t61"
      LEFT OUTER JOIN (
        SELECT
          "t26"."rate",
          "t26"."rate_currency",
          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t26"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
        FROM (
          SELECT
            "t23"."rate",
            "t23"."currency" AS "rate_currency",
            UNNEST(
              RANGE(
                DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t23"."day"),
                DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t23"."until"),
                1
              )
            ) AS "number"
          FROM (
            SELECT
              "t10"."currency",
              "t10"."rate",
              "t10"."day",
              COALESCE(
                LEAD("t10"."day") OVER (
                  PARTITION BY "t10"."currency"
                  ORDER BY "t10"."day" ASC, "t10"."id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ),
                MAKE_DATE(2024, 7, 1)
              ) AS "until"
            FROM (
              SELECT
                *
              FROM "rates" AS "t0"
              WHERE
                "t0"."base" = 'USD'
            ) AS "t10"
          ) AS "t23"
        ) AS "t26"
      ) AS "t35"
        ON "t61"."currency" = "t35"."rate_currency" AND "t61"."rate_day" = "t35"."rated_on"
    ) AS "t62"
  ) AS "t63"
  WHERE
    COALESCE("t63"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t64"
GROUP BY
  1,
  2,
  3

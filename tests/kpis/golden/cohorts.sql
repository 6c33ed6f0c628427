-- by seller
WITH "paid" AS (
  SELECT
    "t10"."account",
    "t10"."seller",
    "t10"."number",
    "t10"."amount"
  FROM (
    SELECT
      "t9"."account",
      "t9"."seller",
      "t9"."number",
      "t9"."amount",
      SUM("t9"."amount") OVER (
        PARTITION BY "t9"."account", "t9"."number"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "customer"
    FROM (
      SELECT
        "t8"."account",
        "t8"."seller",
        "t8"."number",
        SUM("t8"."amount") AS "amount"
      FROM (
        SELECT
          "t7"."account",
          "t7"."seller",
          "t7"."amount",
          "t7"."day",
          "t7"."number",
          "t7"."amount" AS "own",
          0 AS "no_rate"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t0"."account",
              "t0"."seller",
              "t0"."amount",
              "t0"."starts_on" AS "day",
              CAST(FLOOR(
                (
                  (
                    (
                      EXTRACT(year FROM "t0"."starts_on") * 12
                    ) + EXTRACT(month FROM "t0"."starts_on")
                  ) - 1
                ) / (
                  1
                )
              ) AS BIGINT) AS "number"
            FROM "revenue" AS "t0"
            WHERE
              "t0"."kind" = 'one_off'
              AND (
                SELECT
                  COUNT(*) AS "CountStar()"
                FROM (
                  SELECT
                    *
                  FROM "revenue" AS "t0"
                  WHERE
                    "t0"."kind" = 'recurring'
                ) AS "t1"
              ) = 0
          ) AS "t4"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t5"."account",
              "t5"."seller",
              "t5"."amount",
              CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t5"."number" + 1
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
                          "t5"."number" + 1
                        ) * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
              "t5"."number"
            FROM (
              SELECT
                "t3"."id",
                "t3"."account",
                "t3"."seller",
                "t3"."product",
                "t3"."currency",
                "t3"."source",
                CASE
                  WHEN "t3"."per" = 'month'
                  THEN "t3"."amount"
                  WHEN "t3"."per" = 'quarter'
                  THEN CAST(CAST("t3"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                  WHEN "t3"."per" = 'year'
                  THEN CAST(CAST("t3"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                  ELSE CAST((
                    CAST("t3"."amount" AS DOUBLE) * 1
                  ) / GREATEST(
                    (
                      (
                        EXTRACT(year FROM "t3"."ends_on") - EXTRACT(year FROM "t3"."starts_on")
                      ) * 12
                    ) + (
                      EXTRACT(month FROM "t3"."ends_on") - EXTRACT(month FROM "t3"."starts_on")
                    ) + (
                      (
                        EXTRACT(day FROM "t3"."ends_on") - EXTRACT(day FROM "t3"."starts_on")
                      ) / 30.4375
                    ),
                    0.03285420944558522
                  ) AS DECIMAL(18, 4))
                END AS "amount",
                "t3"."ends_on" AS "until",
                UNNEST(
                  RANGE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            EXTRACT(year FROM "t3"."starts_on") * 12
                          ) + EXTRACT(month FROM "t3"."starts_on")
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
                                EXTRACT(year FROM "t3"."ends_on") * 12
                              ) + EXTRACT(month FROM "t3"."ends_on")
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
              ) AS "t3"
            ) AS "t5"
          ) AS "t6"
        ) AS "t7"
        WHERE
          "t7"."account" IS NOT NULL AND "t7"."number" <= 24293
      ) AS "t8"
      GROUP BY
        1,
        2,
        3
    ) AS "t9"
  ) AS "t10"
  WHERE
    "t10"."customer" > 0 AND "t10"."amount" IS NOT NULL
), "t14" AS (
  SELECT
    "t13"."account",
    "t13"."number",
    SUM("t13"."amount") AS "amount",
    MAX("t13"."seller") FILTER(WHERE
      "t13"."place" = 0) AS "seller"
  FROM (
    SELECT
      "t12"."account",
      "t12"."seller",
      "t12"."number",
      "t12"."amount",
      ROW_NUMBER() OVER (
        PARTITION BY "t12"."account", "t12"."number"
        ORDER BY "t12"."amount" DESC, COALESCE("t12"."seller", '') ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM "paid" AS "t12"
  ) AS "t13"
  GROUP BY
    1,
    2
)
SELECT
  "t22"."seller",
  "t22"."period",
  SUM("t22"."size") AS "size",
  SUM("t22"."active") AS "active",
  SUM("t22"."amount") AS "amount",
  SUM("t22"."first_amount") AS "first_amount",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t22"."amount" AS DOUBLE) * CAST("t22"."amount" AS DOUBLE)), 0.0) AS "revenue_left__above_above",
  COALESCE(SUM(CAST("t22"."amount" AS DOUBLE) * CAST("t22"."first_amount" AS DOUBLE)), 0.0) AS "revenue_left__above_below",
  COALESCE(
    SUM(CAST("t22"."first_amount" AS DOUBLE) * CAST("t22"."first_amount" AS DOUBLE)),
    0.0
  ) AS "revenue_left__below_below",
  COALESCE(SUM(CAST((
    "t22"."amount" <> 0
  ) OR (
    "t22"."first_amount" <> 0
  ) AS INT)), 0) AS "revenue_left__cases"
FROM (
  SELECT
    "t21"."account",
    "t21"."seller",
    "t21"."first_amount",
    'accounts' AS "fact",
    "t21"."account" AS "id",
    CAST(CAST(MAKE_DATE(
      CAST(FLOOR(
        (
          (
            (
              (
                "t21"."number" + 1
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
                "t21"."number" + 1
              ) * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
    MAKE_DATE(
      CAST(FLOOR((
        (
          (
            "t21"."number" * 1
          ) + 1
        ) - 1
      ) / (
        12
      )) AS BIGINT),
      (
        (
          (
            (
              "t21"."number" * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) AS "period",
    MAKE_DATE(
      CAST(FLOOR((
        (
          (
            "t21"."begun" * 1
          ) + 1
        ) - 1
      ) / (
        12
      )) AS BIGINT),
      (
        (
          (
            (
              "t21"."begun" * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) AS "cohort",
    "t21"."number" - "t21"."begun" AS "age",
    1 AS "size",
    CAST(COALESCE("t17"."amount" > 0, FALSE) AS BIGINT) AS "active",
    COALESCE("t17"."amount", CAST(0 AS DECIMAL(38, 4))) AS "amount"
  FROM (
    SELECT
      "t19"."account",
      "t19"."begun",
      "t19"."first_amount",
      "t19"."seller",
      UNNEST(RANGE("t19"."begun", 24294, 1)) AS "number"
    FROM (
      SELECT
        "t18"."account",
        MIN("t18"."number") AS "begun",
        FIRST("t18"."amount" ORDER BY "t18"."number") AS "first_amount",
        MAX("t18"."seller") AS "seller"
      FROM (
        SELECT
          "t15"."account",
          "t15"."number",
          "t15"."amount",
          FIRST_VALUE("t15"."seller") OVER (
            PARTITION BY "t15"."account"
            ORDER BY "t15"."number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "seller"
        FROM "t14" AS "t15"
      ) AS "t18"
      GROUP BY
        1
    ) AS "t19"
  ) AS "t21"
  LEFT OUTER JOIN (
    SELECT
      "t15"."account" AS "paid_account",
      "t15"."number" AS "paid_number",
      "t15"."amount"
    FROM "t14" AS "t15"
  ) AS "t17"
    ON "t21"."account" = "t17"."paid_account" AND "t21"."number" = "t17"."paid_number"
) AS "t22"
GROUP BY
  1,
  2

-- by team, several currencies
WITH "paid" AS (
  SELECT
    "t24"."account",
    "t24"."seller",
    "t24"."number",
    "t24"."amount"
  FROM (
    SELECT
      "t23"."account",
      "t23"."seller",
      "t23"."number",
      "t23"."amount",
      SUM("t23"."amount") OVER (
        PARTITION BY "t23"."account", "t23"."number"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "customer"
    FROM (
      SELECT
        "t22"."account",
        "t22"."seller",
        "t22"."number",
        SUM("t22"."amount") AS "amount"
      FROM (
        SELECT
          "t21"."account",
          "t21"."seller",
          "t21"."currency",
          CASE
            WHEN COALESCE("t21"."currency" = 'USD', FALSE)
            THEN "t21"."amount"
            ELSE CAST(CAST("t21"."amount" AS DOUBLE) * "t21"."rate" AS DECIMAL(18, 4))
          END AS "amount",
          "t21"."day",
          "t21"."number",
          "t21"."own",
          CAST((
            "t21"."amount" IS NOT NULL
          )
          AND NOT (
            COALESCE("t21"."currency" = 'USD', FALSE)
          )
          AND (
            "t21"."rate" IS NULL
          ) AS BIGINT) AS "no_rate"
        FROM (
          SELECT
            "t20"."account",
            "t20"."seller",
            "t20"."currency",
            "t20"."amount",
            "t20"."day",
            "t20"."number",
            "t20"."own",
            "t20"."rate_day",
            "t16"."rate",
            "t16"."rate_currency",
            "t16"."rated_on"
          FROM (
            SELECT
              "t18"."account",
              "t18"."seller",
              "t18"."currency",
              "t18"."amount",
              "t18"."day",
              "t18"."number",
              "t18"."amount" AS "own",
              COALESCE("t18"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t1"."account",
                  "t1"."seller",
                  "t1"."currency",
                  "t1"."amount",
                  "t1"."starts_on" AS "day",
                  CAST(FLOOR(
                    (
                      (
                        (
                          EXTRACT(year FROM "t1"."starts_on") * 12
                        ) + EXTRACT(month FROM "t1"."starts_on")
                      ) - 1
                    ) / (
                      1
                    )
                  ) AS BIGINT) AS "number"
                FROM "revenue" AS "t1"
                WHERE
                  "t1"."kind" = 'one_off'
                  AND (
                    SELECT
                      COUNT(*) AS "CountStar()"
                    FROM (
                      SELECT
                        *
                      FROM "revenue" AS "t1"
                      WHERE
                        "t1"."kind" = 'recurring'
                    ) AS "t4"
                  ) = 0
              ) AS "t8"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t14"."account",
                  "t14"."seller",
                  "t14"."currency",
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
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
                  "t14"."number"
                FROM (
                  SELECT
                    "t7"."id",
                    "t7"."account",
                    "t7"."seller",
                    "t7"."product",
                    "t7"."currency",
                    "t7"."source",
                    CASE
                      WHEN "t7"."per" = 'month'
                      THEN "t7"."amount"
                      WHEN "t7"."per" = 'quarter'
                      THEN CAST(CAST("t7"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                      WHEN "t7"."per" = 'year'
                      THEN CAST(CAST("t7"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                      ELSE CAST((
                        CAST("t7"."amount" AS DOUBLE) * 1
                      ) / GREATEST(
                        (
                          (
                            EXTRACT(year FROM "t7"."ends_on") - EXTRACT(year FROM "t7"."starts_on")
                          ) * 12
                        ) + (
                          EXTRACT(month FROM "t7"."ends_on") - EXTRACT(month FROM "t7"."starts_on")
                        ) + (
                          (
                            EXTRACT(day FROM "t7"."ends_on") - EXTRACT(day FROM "t7"."starts_on")
                          ) / 30.4375
                        ),
                        0.03285420944558522
                      ) AS DECIMAL(18, 4))
                    END AS "amount",
                    "t7"."ends_on" AS "until",
                    UNNEST(
                      RANGE(
                        CAST(FLOOR(
                          (
                            (
                              (
                                EXTRACT(year FROM "t7"."starts_on") * 12
                              ) + EXTRACT(month FROM "t7"."starts_on")
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
                                    EXTRACT(year FROM "t7"."ends_on") * 12
                                  ) + EXTRACT(month FROM "t7"."ends_on")
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
                  ) AS "t7"
                ) AS "t14"
              ) AS "t17"
            ) AS "t18"
            WHERE
              "t18"."account" IS NOT NULL AND "t18"."number" <= 24293
          ) AS "t20"
          LEFT OUTER JOIN (
            SELECT
              "t11"."rate",
              "t11"."rate_currency",
              CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t11"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
            FROM (
              SELECT
                "t9"."rate",
                "t9"."currency" AS "rate_currency",
                UNNEST(
                  RANGE(
                    DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t9"."day"),
                    DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t9"."until"),
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
              ) AS "t9"
            ) AS "t11"
          ) AS "t16"
            ON "t20"."currency" = "t16"."rate_currency" AND "t20"."rate_day" = "t16"."rated_on"
        ) AS "t21"
      ) AS "t22"
      GROUP BY
        1,
        2,
        3
    ) AS "t23"
  ) AS "t24"
  WHERE
    "t24"."customer" > 0 AND "t24"."amount" IS NOT NULL
), "t28" AS (
  SELECT
    "t27"."account",
    "t27"."number",
    SUM("t27"."amount") AS "amount",
    MAX("t27"."seller") FILTER(WHERE
      "t27"."place" = 0) AS "seller"
  FROM (
    SELECT
      "t26"."account",
      "t26"."seller",
      "t26"."number",
      "t26"."amount",
      ROW_NUMBER() OVER (
        PARTITION BY "t26"."account", "t26"."number"
        ORDER BY "t26"."amount" DESC, COALESCE("t26"."seller", '') ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM "paid" AS "t26"
  ) AS "t27"
  GROUP BY
    1,
    2
)
SELECT
  "t39"."team",
  "t39"."period",
  SUM("t39"."size") AS "size",
  SUM("t39"."active") AS "active",
  SUM("t39"."amount") AS "amount",
  SUM("t39"."first_amount") AS "first_amount",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t39"."amount" AS DOUBLE) * CAST("t39"."amount" AS DOUBLE)), 0.0) AS "revenue_left__above_above",
  COALESCE(SUM(CAST("t39"."amount" AS DOUBLE) * CAST("t39"."first_amount" AS DOUBLE)), 0.0) AS "revenue_left__above_below",
  COALESCE(
    SUM(CAST("t39"."first_amount" AS DOUBLE) * CAST("t39"."first_amount" AS DOUBLE)),
    0.0
  ) AS "revenue_left__below_below",
  COALESCE(SUM(CAST((
    "t39"."amount" <> 0
  ) OR (
    "t39"."first_amount" <> 0
  ) AS INT)), 0) AS "revenue_left__cases"
FROM (
  SELECT
    "t38"."account",
    "t38"."seller",
    "t38"."first_amount",
    "t38"."fact",
    "t38"."id",
    "t38"."day",
    "t38"."period",
    "t38"."cohort",
    "t38"."age",
    "t38"."size",
    "t38"."active",
    "t38"."amount",
    "t13"."team",
    "t13"."manager",
    "t13"."role"
  FROM (
    SELECT
      "t36"."account",
      "t36"."seller",
      "t36"."first_amount",
      "t36"."fact",
      "t36"."id",
      "t36"."day",
      "t36"."period",
      "t36"."cohort",
      "t36"."age",
      "t36"."size",
      "t36"."active",
      "t36"."amount",
      COALESCE("t36"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
    FROM (
      SELECT
        "t35"."account",
        "t35"."seller",
        "t35"."first_amount",
        'accounts' AS "fact",
        "t35"."account" AS "id",
        CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t35"."number" + 1
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
                    "t35"."number" + 1
                  ) * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
        MAKE_DATE(
          CAST(FLOOR((
            (
              (
                "t35"."number" * 1
              ) + 1
            ) - 1
          ) / (
            12
          )) AS BIGINT),
          (
            (
              (
                (
                  "t35"."number" * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) AS "period",
        MAKE_DATE(
          CAST(FLOOR((
            (
              (
                "t35"."begun" * 1
              ) + 1
            ) - 1
          ) / (
            12
          )) AS BIGINT),
          (
            (
              (
                (
                  "t35"."begun" * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) AS "cohort",
        "t35"."number" - "t35"."begun" AS "age",
        1 AS "size",
        CAST(COALESCE("t31"."amount" > 0, FALSE) AS BIGINT) AS "active",
        COALESCE("t31"."amount", CAST(0 AS DECIMAL(38, 4))) AS "amount"
      FROM (
        SELECT
          "t33"."account",
          "t33"."begun",
          "t33"."first_amount",
          "t33"."seller",
          UNNEST(RANGE("t33"."begun", 24294, 1)) AS "number"
        FROM (
          SELECT
            "t32"."account",
            MIN("t32"."number") AS "begun",
            FIRST("t32"."amount" ORDER BY "t32"."number") AS "first_amount",
            MAX("t32"."seller") AS "seller"
          FROM (
            SELECT
              "t29"."account",
              "t29"."number",
              "t29"."amount",
              FIRST_VALUE("t29"."seller") OVER (
                PARTITION BY "t29"."account"
                ORDER BY "t29"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "seller"
            FROM "t28" AS "t29"
          ) AS "t32"
          GROUP BY
            1
        ) AS "t33"
      ) AS "t35"
      LEFT OUTER JOIN (
        SELECT
          "t29"."account" AS "paid_account",
          "t29"."number" AS "paid_number",
          "t29"."amount"
        FROM "t28" AS "t29"
      ) AS "t31"
        ON "t35"."account" = "t31"."paid_account" AND "t35"."number" = "t31"."paid_number"
    ) AS "t36"
  ) AS "t38"
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
    ) AS "t10"
    WHERE
      GREATEST("t10"."begins", COALESCE("t10"."free_from", "t10"."begins")) <= "t10"."ends"
  ) AS "t13"
    ON "t38"."seller" = "t13"."span_seller"
    AND "t38"."team_day" >= "t13"."span_from"
    AND "t38"."team_day" <= "t13"."span_to"
) AS "t39"
GROUP BY
  1,
  2

-- by seller
SELECT
  "t17"."seller",
  "t17"."period",
  SUM("t17"."churn") AS "churn",
  SUM("t17"."opening") AS "opening",
  SUM("t17"."customers_churn") AS "customers_churn",
  SUM("t17"."customers_opening") AS "customers_opening",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t16"."account",
    "t16"."seller",
    "t16"."opening",
    "t16"."closing",
    "t16"."new",
    "t16"."reactivation",
    "t16"."expansion",
    "t16"."contraction",
    "t16"."churn",
    "t16"."customers_new",
    "t16"."customers_reactivation",
    "t16"."customers_expansion",
    "t16"."customers_contraction",
    "t16"."customers_churn",
    "t16"."fact",
    "t16"."id",
    "t16"."day",
    "t16"."customers",
    "t16"."customers_opening",
    "t16"."customers_closing",
    CAST(CAST(DATE_TRUNC('MONTH', "t16"."day") AS TIMESTAMP) AS DATE) AS "period"
  FROM (
    SELECT
      "t15"."account",
      "t15"."seller",
      "t15"."opening",
      "t15"."closing",
      CASE
        WHEN "t15"."kind" = 'new'
        THEN "t15"."closing" - "t15"."opening"
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "new",
      CASE
        WHEN "t15"."kind" = 'reactivation'
        THEN "t15"."closing" - "t15"."opening"
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "reactivation",
      CASE
        WHEN "t15"."kind" = 'expansion'
        THEN "t15"."closing" - "t15"."opening"
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "expansion",
      CASE
        WHEN "t15"."kind" = 'contraction'
        THEN -(
          "t15"."closing" - "t15"."opening"
        )
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "contraction",
      CASE
        WHEN "t15"."kind" = 'churn'
        THEN -(
          "t15"."closing" - "t15"."opening"
        )
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "churn",
      CAST((
        "t15"."kind" = 'new'
      )
      AND (
        "t15"."now" <> "t15"."before"
      )
      AND "t15"."counted" AS BIGINT) AS "customers_new",
      CAST((
        "t15"."kind" = 'reactivation'
      )
      AND (
        "t15"."now" <> "t15"."before"
      )
      AND "t15"."counted" AS BIGINT) AS "customers_reactivation",
      CAST((
        "t15"."kind" = 'expansion'
      )
      AND (
        "t15"."now" <> "t15"."before"
      )
      AND "t15"."counted" AS BIGINT) AS "customers_expansion",
      CAST((
        "t15"."kind" = 'contraction'
      )
      AND (
        "t15"."now" <> "t15"."before"
      )
      AND "t15"."counted" AS BIGINT) AS "customers_contraction",
      CAST((
        "t15"."kind" = 'churn'
      )
      AND (
        "t15"."now" <> "t15"."before"
      )
      AND "t15"."counted" AS BIGINT) AS "customers_churn",
      'accounts' AS "fact",
      "t15"."account" AS "id",
      CAST(CAST(MAKE_DATE(
        CAST(FLOOR(
          (
            (
              (
                (
                  "t15"."number" + 1
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
                  "t15"."number" + 1
                ) * 1
              ) + 1
            ) - 1
          ) % 12
        ) + 1,
        1
      ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
      CAST("t15"."counted" AS BIGINT) AS "customers",
      CAST((
        "t15"."before" > 0
      ) AND "t15"."counted" AS BIGINT) AS "customers_opening",
      CAST((
        "t15"."now" > 0
      ) AND "t15"."counted" AS BIGINT) AS "customers_closing"
    FROM (
      SELECT
        "t14"."account",
        "t14"."seller",
        "t14"."number",
        "t14"."opening",
        "t14"."closing",
        "t14"."before",
        "t14"."now",
        "t14"."place",
        "t14"."first_number",
        "t14"."counted",
        CASE
          WHEN NOT (
            "t14"."before" > 0
          )
          AND (
            "t14"."now" > 0
          )
          AND (
            "t14"."number" = "t14"."first_number"
          )
          THEN 'new'
          WHEN NOT (
            "t14"."before" > 0
          ) AND (
            "t14"."now" > 0
          )
          THEN 'reactivation'
          WHEN (
            "t14"."before" > 0
          ) AND NOT (
            "t14"."now" > 0
          )
          THEN 'churn'
          WHEN "t14"."now" > "t14"."before"
          THEN 'expansion'
          WHEN "t14"."now" < "t14"."before"
          THEN 'contraction'
          ELSE 'expansion'
        END AS "kind"
      FROM (
        SELECT
          "t13"."account",
          "t13"."seller",
          "t13"."number",
          "t13"."opening",
          "t13"."closing",
          "t13"."before",
          "t13"."now",
          "t13"."place",
          MIN(CASE WHEN "t13"."now" > 0 THEN "t13"."number" ELSE NULL END) OVER (
            PARTITION BY "t13"."account"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "first_number",
          "t13"."place" = 0 AS "counted"
        FROM (
          SELECT
            "t12"."account",
            "t12"."seller",
            "t12"."number",
            "t12"."opening",
            "t12"."closing",
            SUM("t12"."opening") OVER (
              PARTITION BY "t12"."account", "t12"."number"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "before",
            SUM("t12"."closing") OVER (
              PARTITION BY "t12"."account", "t12"."number"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "now",
            ROW_NUMBER() OVER (
              PARTITION BY "t12"."account", "t12"."number"
              ORDER BY "t12"."opening" + "t12"."closing" DESC, COALESCE("t12"."seller", '') ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) - 1 AS "place"
          FROM (
            SELECT
              "t11"."account",
              "t11"."seller",
              "t11"."number",
              SUM("t11"."opening") AS "opening",
              SUM("t11"."closing") AS "closing"
            FROM (
              SELECT
                "t10"."account",
                "t10"."seller",
                "t10"."number" + "t10"."later" AS "number",
                "t10"."amount",
                "t10"."later",
                CASE WHEN "t10"."later" = 1 THEN "t10"."amount" ELSE CAST(0 AS DECIMAL(38, 4)) END AS "opening",
                CASE WHEN "t10"."later" = 0 THEN "t10"."amount" ELSE CAST(0 AS DECIMAL(38, 4)) END AS "closing"
              FROM (
                SELECT
                  "t9"."account",
                  "t9"."seller",
                  "t9"."number",
                  "t9"."amount",
                  UNNEST(RANGE(0, 2, 1)) AS "later"
                FROM (
                  SELECT
                    "t8"."account",
                    "t8"."seller",
                    "t8"."number",
                    "t8"."amount"
                  FROM (
                    SELECT
                      "t7"."account",
                      "t7"."seller",
                      "t7"."number",
                      "t7"."amount",
                      SUM("t7"."amount") OVER (
                        PARTITION BY "t7"."account", "t7"."number"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "customer"
                    FROM (
                      SELECT
                        "t6"."account",
                        "t6"."seller",
                        "t6"."number",
                        SUM("t6"."amount") AS "amount"
                      FROM (
                        SELECT
                          "t5"."account",
                          "t5"."seller",
                          "t5"."amount",
                          "t5"."day",
                          "t5"."number",
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
                          ) AS "t2"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t3"."account",
                              "t3"."seller",
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
                              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
                              "t3"."number"
                            FROM (
                              SELECT
                                "t1"."id",
                                "t1"."account",
                                "t1"."seller",
                                "t1"."product",
                                "t1"."currency",
                                "t1"."source",
                                CASE
                                  WHEN "t1"."per" = 'month'
                                  THEN "t1"."amount"
                                  WHEN "t1"."per" = 'quarter'
                                  THEN CAST(CAST("t1"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                                  WHEN "t1"."per" = 'year'
                                  THEN CAST(CAST("t1"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                                  ELSE CAST((
                                    CAST("t1"."amount" AS DOUBLE) * 1
                                  ) / GREATEST(
                                    (
                                      (
                                        EXTRACT(year FROM "t1"."ends_on") - EXTRACT(year FROM "t1"."starts_on")
                                      ) * 12
                                    ) + (
                                      EXTRACT(month FROM "t1"."ends_on") - EXTRACT(month FROM "t1"."starts_on")
                                    ) + (
                                      (
                                        EXTRACT(day FROM "t1"."ends_on") - EXTRACT(day FROM "t1"."starts_on")
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
                                            EXTRACT(year FROM "t1"."starts_on") * 12
                                          ) + EXTRACT(month FROM "t1"."starts_on")
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
                                                EXTRACT(year FROM "t1"."ends_on") * 12
                                              ) + EXTRACT(month FROM "t1"."ends_on")
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
                              ) AS "t1"
                            ) AS "t3"
                          ) AS "t4"
                        ) AS "t5"
                        WHERE
                          "t5"."account" IS NOT NULL AND "t5"."number" <= 24293
                      ) AS "t6"
                      GROUP BY
                        1,
                        2,
                        3
                    ) AS "t7"
                  ) AS "t8"
                  WHERE
                    "t8"."customer" > 0
                ) AS "t9"
              ) AS "t10"
              WHERE
                (
                  "t10"."number" + "t10"."later"
                ) <= 24293
            ) AS "t11"
            GROUP BY
              1,
              2,
              3
          ) AS "t12"
        ) AS "t13"
      ) AS "t14"
    ) AS "t15"
  ) AS "t16"
  WHERE
    CAST(CAST(DATE_TRUNC('MONTH', "t16"."day") AS TIMESTAMP) AS DATE) <= MAKE_DATE(2024, 6, 30)
) AS "t17"
GROUP BY
  1,
  2

-- by team, several currencies
SELECT
  "t32"."team",
  "t32"."period",
  SUM("t32"."churn") AS "churn",
  SUM("t32"."opening") AS "opening",
  SUM("t32"."customers_churn") AS "customers_churn",
  SUM("t32"."customers_opening") AS "customers_opening",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t31"."account",
    "t31"."seller",
    "t31"."opening",
    "t31"."closing",
    "t31"."new",
    "t31"."reactivation",
    "t31"."expansion",
    "t31"."contraction",
    "t31"."churn",
    "t31"."customers_new",
    "t31"."customers_reactivation",
    "t31"."customers_expansion",
    "t31"."customers_contraction",
    "t31"."customers_churn",
    "t31"."fact",
    "t31"."id",
    "t31"."day",
    "t31"."customers",
    "t31"."customers_opening",
    "t31"."customers_closing",
    "t31"."team",
    "t31"."manager",
    "t31"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t31"."day") AS TIMESTAMP) AS DATE) AS "period"
  FROM (
    SELECT
      "t30"."account",
      "t30"."seller",
      "t30"."opening",
      "t30"."closing",
      "t30"."new",
      "t30"."reactivation",
      "t30"."expansion",
      "t30"."contraction",
      "t30"."churn",
      "t30"."customers_new",
      "t30"."customers_reactivation",
      "t30"."customers_expansion",
      "t30"."customers_contraction",
      "t30"."customers_churn",
      "t30"."fact",
      "t30"."id",
      "t30"."day",
      "t30"."customers",
      "t30"."customers_opening",
      "t30"."customers_closing",
      "t11"."team",
      "t11"."manager",
      "t11"."role"
    FROM (
      SELECT
        "t28"."account",
        "t28"."seller",
        "t28"."opening",
        "t28"."closing",
        "t28"."new",
        "t28"."reactivation",
        "t28"."expansion",
        "t28"."contraction",
        "t28"."churn",
        "t28"."customers_new",
        "t28"."customers_reactivation",
        "t28"."customers_expansion",
        "t28"."customers_contraction",
        "t28"."customers_churn",
        "t28"."fact",
        "t28"."id",
        "t28"."day",
        "t28"."customers",
        "t28"."customers_opening",
        "t28"."customers_closing",
        COALESCE("t28"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t27"."account",
          "t27"."seller",
          "t27"."opening",
          "t27"."closing",
          CASE
            WHEN "t27"."kind" = 'new'
            THEN "t27"."closing" - "t27"."opening"
            ELSE CAST(0 AS DECIMAL(38, 4))
          END AS "new",
          CASE
            WHEN "t27"."kind" = 'reactivation'
            THEN "t27"."closing" - "t27"."opening"
            ELSE CAST(0 AS DECIMAL(38, 4))
          END AS "reactivation",
          CASE
            WHEN "t27"."kind" = 'expansion'
            THEN "t27"."closing" - "t27"."opening"
            ELSE CAST(0 AS DECIMAL(38, 4))
          END AS "expansion",
          CASE
            WHEN "t27"."kind" = 'contraction'
            THEN -(
              "t27"."closing" - "t27"."opening"
            )
            ELSE CAST(0 AS DECIMAL(38, 4))
          END AS "contraction",
          CASE
            WHEN "t27"."kind" = 'churn'
            THEN -(
              "t27"."closing" - "t27"."opening"
            )
            ELSE CAST(0 AS DECIMAL(38, 4))
          END AS "churn",
          CAST((
            "t27"."kind" = 'new'
          )
          AND (
            "t27"."now" <> "t27"."before"
          )
          AND "t27"."counted" AS BIGINT) AS "customers_new",
          CAST((
            "t27"."kind" = 'reactivation'
          )
          AND (
            "t27"."now" <> "t27"."before"
          )
          AND "t27"."counted" AS BIGINT) AS "customers_reactivation",
          CAST((
            "t27"."kind" = 'expansion'
          )
          AND (
            "t27"."now" <> "t27"."before"
          )
          AND "t27"."counted" AS BIGINT) AS "customers_expansion",
          CAST((
            "t27"."kind" = 'contraction'
          )
          AND (
            "t27"."now" <> "t27"."before"
          )
          AND "t27"."counted" AS BIGINT) AS "customers_contraction",
          CAST((
            "t27"."kind" = 'churn'
          )
          AND (
            "t27"."now" <> "t27"."before"
          )
          AND "t27"."counted" AS BIGINT) AS "customers_churn",
          'accounts' AS "fact",
          "t27"."account" AS "id",
          CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t27"."number" + 1
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
                      "t27"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
          CAST("t27"."counted" AS BIGINT) AS "customers",
          CAST((
            "t27"."before" > 0
          ) AND "t27"."counted" AS BIGINT) AS "customers_opening",
          CAST((
            "t27"."now" > 0
          ) AND "t27"."counted" AS BIGINT) AS "customers_closing"
        FROM (
          SELECT
            "t26"."account",
            "t26"."seller",
            "t26"."number",
            "t26"."opening",
            "t26"."closing",
            "t26"."before",
            "t26"."now",
            "t26"."place",
            "t26"."first_number",
            "t26"."counted",
            CASE
              WHEN NOT (
                "t26"."before" > 0
              )
              AND (
                "t26"."now" > 0
              )
              AND (
                "t26"."number" = "t26"."first_number"
              )
              THEN 'new'
              WHEN NOT (
                "t26"."before" > 0
              ) AND (
                "t26"."now" > 0
              )
              THEN 'reactivation'
              WHEN (
                "t26"."before" > 0
              ) AND NOT (
                "t26"."now" > 0
              )
              THEN 'churn'
              WHEN "t26"."now" > "t26"."before"
              THEN 'expansion'
              WHEN "t26"."now" < "t26"."before"
              THEN 'contraction'
              ELSE 'expansion'
            END AS "kind"
          FROM (
            SELECT
              "t25"."account",
              "t25"."seller",
              "t25"."number",
              "t25"."opening",
              "t25"."closing",
              "t25"."before",
              "t25"."now",
              "t25"."place",
              MIN(CASE WHEN "t25"."now" > 0 THEN "t25"."number" ELSE NULL END) OVER (
                PARTITION BY "t25"."account"
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "first_number",
              "t25"."place" = 0 AS "counted"
            FROM (
              SELECT
                "t24"."account",
                "t24"."seller",
                "t24"."number",
                "t24"."opening",
                "t24"."closing",
                SUM("t24"."opening") OVER (
                  PARTITION BY "t24"."account", "t24"."number"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "before",
                SUM("t24"."closing") OVER (
                  PARTITION BY "t24"."account", "t24"."number"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "now",
                ROW_NUMBER() OVER (
                  PARTITION BY "t24"."account", "t24"."number"
                  ORDER BY "t24"."opening" + "t24"."closing" DESC, COALESCE("t24"."seller", '') ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1 AS "place"
              FROM (
                SELECT
                  "t23"."account",
                  "t23"."seller",
                  "t23"."number",
                  SUM("t23"."opening") AS "opening",
                  SUM("t23"."closing") AS "closing"
                FROM (
                  SELECT
                    "t22"."account",
                    "t22"."seller",
                    "t22"."number" + "t22"."later" AS "number",
                    "t22"."amount",
                    "t22"."later",
                    CASE WHEN "t22"."later" = 1 THEN "t22"."amount" ELSE CAST(0 AS DECIMAL(38, 4)) END AS "opening",
                    CASE WHEN "t22"."later" = 0 THEN "t22"."amount" ELSE CAST(0 AS DECIMAL(38, 4)) END AS "closing"
                  FROM (
                    SELECT
                      "t21"."account",
                      "t21"."seller",
                      "t21"."number",
                      "t21"."amount",
                      UNNEST(RANGE(0, 2, 1)) AS "later"
                    FROM (
                      SELECT
                        "t20"."account",
                        "t20"."seller",
                        "t20"."number",
                        "t20"."amount"
                      FROM (
                        SELECT
                          "t19"."account",
                          "t19"."seller",
                          "t19"."number",
                          "t19"."amount",
                          SUM("t19"."amount") OVER (
                            PARTITION BY "t19"."account", "t19"."number"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "customer"
                        FROM (
                          SELECT
                            "t18"."account",
                            "t18"."seller",
                            "t18"."number",
                            SUM("t18"."amount") AS "amount"
                          FROM (
                            SELECT
                              "t17"."account",
                              "t17"."seller",
                              "t17"."currency",
                              CASE
                                WHEN COALESCE("t17"."currency" = 'USD', FALSE)
                                THEN "t17"."amount"
                                ELSE CAST(CAST("t17"."amount" AS DOUBLE) * "t17"."rate" AS DECIMAL(18, 4))
                              END AS "amount",
                              "t17"."day",
                              "t17"."number",
                              CAST((
                                "t17"."amount" IS NOT NULL
                              )
                              AND NOT (
                                COALESCE("t17"."currency" = 'USD', FALSE)
                              )
                              AND (
                                "t17"."rate" IS NULL
                              ) AS BIGINT) AS "no_rate"
                            FROM (
                              SELECT
                                "t16"."account",
                                "t16"."seller",
                                "t16"."currency",
                                "t16"."amount",
                                "t16"."day",
                                "t16"."number",
                                "t16"."rate_day",
                                "t8"."rate",
                                "t8"."rate_currency",
                                "t8"."rate_from",
                                "t8"."rate_until"
                              FROM (
                                SELECT
                                  "t14"."account",
                                  "t14"."seller",
                                  "t14"."currency",
                                  "t14"."amount",
                                  "t14"."day",
                                  "t14"."number",
                                  COALESCE("t14"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
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
                                  ) AS "t6"
                                  UNION ALL
                                  SELECT
                                    *
                                  FROM (
                                    SELECT
                                      "t12"."account",
                                      "t12"."seller",
                                      "t12"."currency",
                                      "t12"."amount",
                                      CAST(CAST(MAKE_DATE(
                                        CAST(FLOOR(
                                          (
                                            (
                                              (
                                                (
                                                  "t12"."number" + 1
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
                                                  "t12"."number" + 1
                                                ) * 1
                                              ) + 1
                                            ) - 1
                                          ) % 12
                                        ) + 1,
                                        1
                                      ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
                                      "t12"."number"
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
                                    ) AS "t12"
                                  ) AS "t13"
                                ) AS "t14"
                                WHERE
                                  "t14"."account" IS NOT NULL AND "t14"."number" <= 24293
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
                          ) AS "t18"
                          GROUP BY
                            1,
                            2,
                            3
                        ) AS "t19"
                      ) AS "t20"
                      WHERE
                        "t20"."customer" > 0
                    ) AS "t21"
                  ) AS "t22"
                  WHERE
                    (
                      "t22"."number" + "t22"."later"
                    ) <= 24293
                ) AS "t23"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t24"
            ) AS "t25"
          ) AS "t26"
        ) AS "t27"
      ) AS "t28"
    ) AS "t30"
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
      ) AS "t9"
      WHERE
        GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) <= "t9"."ends"
    ) AS "t11"
      ON "t30"."seller" = "t11"."span_seller"
      AND "t30"."team_day" >= "t11"."span_from"
      AND "t30"."team_day" <= "t11"."span_to"
  ) AS "t31"
  WHERE
    CAST(CAST(DATE_TRUNC('MONTH', "t31"."day") AS TIMESTAMP) AS DATE) <= MAKE_DATE(2024, 6, 30)
) AS "t32"
GROUP BY
  1,
  2

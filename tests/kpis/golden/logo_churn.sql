-- by seller
SELECT
  "t18"."seller",
  "t18"."period",
  SUM("t18"."customers_churn") AS "customers_churn",
  SUM("t18"."customers_opening") AS "customers_opening",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t17"."account",
    "t17"."seller",
    "t17"."opening",
    "t17"."closing",
    "t17"."new",
    "t17"."reactivation",
    "t17"."expansion",
    "t17"."contraction",
    "t17"."churn",
    "t17"."customers_new",
    "t17"."customers_reactivation",
    "t17"."customers_expansion",
    "t17"."customers_contraction",
    "t17"."customers_churn",
    "t17"."fact",
    "t17"."id",
    "t17"."day",
    "t17"."customers",
    "t17"."customers_opening",
    "t17"."customers_closing",
    CAST(CAST(DATE_TRUNC('MONTH', "t17"."day") AS TIMESTAMP) AS DATE) AS "period"
  FROM (
    SELECT
      "t16"."account",
      "t16"."seller",
      "t16"."opening",
      "t16"."closing",
      CASE
        WHEN "t16"."kind" = 'new'
        THEN "t16"."closing" - "t16"."opening"
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "new",
      CASE
        WHEN "t16"."kind" = 'reactivation'
        THEN "t16"."closing" - "t16"."opening"
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "reactivation",
      CASE
        WHEN "t16"."kind" = 'expansion'
        THEN "t16"."closing" - "t16"."opening"
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "expansion",
      CASE
        WHEN "t16"."kind" = 'contraction'
        THEN -(
          "t16"."closing" - "t16"."opening"
        )
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "contraction",
      CASE
        WHEN "t16"."kind" = 'churn'
        THEN -(
          "t16"."closing" - "t16"."opening"
        )
        ELSE CAST(0 AS DECIMAL(38, 4))
      END AS "churn",
      CAST((
        "t16"."kind" = 'new'
      )
      AND (
        "t16"."now" <> "t16"."before"
      )
      AND (
        (
          ROW_NUMBER() OVER (
            PARTITION BY "t16"."account", "t16"."number"
            ORDER BY "t16"."opening" + "t16"."closing" DESC, COALESCE("t16"."seller", '') ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1
        ) = 0
      ) AS BIGINT) AS "customers_new",
      CAST((
        "t16"."kind" = 'reactivation'
      )
      AND (
        "t16"."now" <> "t16"."before"
      )
      AND (
        (
          ROW_NUMBER() OVER (
            PARTITION BY "t16"."account", "t16"."number"
            ORDER BY "t16"."opening" + "t16"."closing" DESC, COALESCE("t16"."seller", '') ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1
        ) = 0
      ) AS BIGINT) AS "customers_reactivation",
      CAST((
        "t16"."kind" = 'expansion'
      )
      AND (
        "t16"."now" <> "t16"."before"
      )
      AND (
        (
          ROW_NUMBER() OVER (
            PARTITION BY "t16"."account", "t16"."number"
            ORDER BY "t16"."opening" + "t16"."closing" DESC, COALESCE("t16"."seller", '') ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1
        ) = 0
      ) AS BIGINT) AS "customers_expansion",
      CAST((
        "t16"."kind" = 'contraction'
      )
      AND (
        "t16"."now" <> "t16"."before"
      )
      AND (
        (
          ROW_NUMBER() OVER (
            PARTITION BY "t16"."account", "t16"."number"
            ORDER BY "t16"."opening" + "t16"."closing" DESC, COALESCE("t16"."seller", '') ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1
        ) = 0
      ) AS BIGINT) AS "customers_contraction",
      CAST((
        "t16"."kind" = 'churn'
      )
      AND (
        "t16"."now" <> "t16"."before"
      )
      AND (
        (
          ROW_NUMBER() OVER (
            PARTITION BY "t16"."account", "t16"."number"
            ORDER BY "t16"."opening" + "t16"."closing" DESC, COALESCE("t16"."seller", '') ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1
        ) = 0
      ) AS BIGINT) AS "customers_churn",
      'accounts' AS "fact",
      "t16"."account" AS "id",
      CAST(CAST(MAKE_DATE(
        CAST(FLOOR(
          (
            (
              (
                (
                  "t16"."number" + 1
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
                  "t16"."number" + 1
                ) * 1
              ) + 1
            ) - 1
          ) % 12
        ) + 1,
        1
      ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
      CAST((
        ROW_NUMBER() OVER (
          PARTITION BY "t16"."account", "t16"."number"
          ORDER BY "t16"."opening" + "t16"."closing" DESC, COALESCE("t16"."seller", '') ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1
      ) = 0 AS BIGINT) AS "customers",
      CAST((
        "t16"."before" > 0
      )
      AND (
        (
          ROW_NUMBER() OVER (
            PARTITION BY "t16"."account", "t16"."number"
            ORDER BY "t16"."opening" + "t16"."closing" DESC, COALESCE("t16"."seller", '') ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1
        ) = 0
      ) AS BIGINT) AS "customers_opening",
      CAST((
        "t16"."now" > 0
      )
      AND (
        (
          ROW_NUMBER() OVER (
            PARTITION BY "t16"."account", "t16"."number"
            ORDER BY "t16"."opening" + "t16"."closing" DESC, COALESCE("t16"."seller", '') ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1
        ) = 0
      ) AS BIGINT) AS "customers_closing"
    FROM (
      SELECT
        "t15"."account",
        "t15"."seller",
        "t15"."number",
        "t15"."opening",
        "t15"."closing",
        "t15"."before",
        "t15"."now",
        "t15"."first_number",
        CASE
          WHEN NOT (
            "t15"."before" > 0
          )
          AND (
            "t15"."now" > 0
          )
          AND (
            "t15"."number" = "t15"."first_number"
          )
          THEN 'new'
          WHEN NOT (
            "t15"."before" > 0
          ) AND (
            "t15"."now" > 0
          )
          THEN 'reactivation'
          WHEN (
            "t15"."before" > 0
          ) AND NOT (
            "t15"."now" > 0
          )
          THEN 'churn'
          WHEN "t15"."now" > "t15"."before"
          THEN 'expansion'
          WHEN "t15"."now" < "t15"."before"
          THEN 'contraction'
          ELSE 'expansion'
        END AS "kind"
      FROM (
        SELECT
          "t14"."account",
          "t14"."seller",
          "t14"."number",
          "t14"."opening",
          "t14"."closing",
          "t14"."before",
          "t14"."now",
          MIN(CASE WHEN "t14"."now" > 0 THEN "t14"."number" ELSE NULL END) OVER (
            PARTITION BY "t14"."account"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "first_number"
        FROM (
          SELECT
            "t13"."account",
            "t13"."seller",
            "t13"."number",
            "t13"."opening",
            "t13"."closing",
            SUM("t13"."opening") OVER (
              PARTITION BY "t13"."account", "t13"."number"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "before",
            SUM("t13"."closing") OVER (
              PARTITION BY "t13"."account", "t13"."number"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "now"
          FROM (
            SELECT
              "t12"."account",
              "t12"."seller",
              "t12"."number",
              SUM("t12"."opening") AS "opening",
              SUM("t12"."closing") AS "closing"
            FROM (
              SELECT
                "t11"."account",
                "t11"."seller",
                "t11"."number" + "t11"."later" AS "number",
                "t11"."amount",
                "t11"."later",
                CASE WHEN "t11"."later" = 1 THEN "t11"."amount" ELSE CAST(0 AS DECIMAL(38, 4)) END AS "opening",
                CASE WHEN "t11"."later" = 0 THEN "t11"."amount" ELSE CAST(0 AS DECIMAL(38, 4)) END AS "closing"
              FROM (
                SELECT
                  "t10"."account",
                  "t10"."seller",
                  "t10"."number",
                  "t10"."amount",
                  UNNEST(RANGE(0, 2, 1)) AS "later"
                FROM (
                  SELECT
                    "t9".*
                    EXCLUDE ("customer")
                  FROM (
                    SELECT
                      *
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
              ) AS "t11"
              WHERE
                (
                  "t11"."number" + "t11"."later"
                ) <= 24293
            ) AS "t12"
            GROUP BY
              1,
              2,
              3
          ) AS "t13"
        ) AS "t14"
      ) AS "t15"
    ) AS "t16"
  ) AS "t17"
  WHERE
    CAST(CAST(DATE_TRUNC('MONTH', "t17"."day") AS TIMESTAMP) AS DATE) <= MAKE_DATE(2024, 6, 30)
) AS "t18"
GROUP BY
  1,
  2

-- by team, several currencies
SELECT
  "t34"."team",
  "t34"."period",
  SUM("t34"."customers_churn") AS "customers_churn",
  SUM("t34"."customers_opening") AS "customers_opening",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t33"."account",
    "t33"."seller",
    "t33"."opening",
    "t33"."closing",
    "t33"."new",
    "t33"."reactivation",
    "t33"."expansion",
    "t33"."contraction",
    "t33"."churn",
    "t33"."customers_new",
    "t33"."customers_reactivation",
    "t33"."customers_expansion",
    "t33"."customers_contraction",
    "t33"."customers_churn",
    "t33"."fact",
    "t33"."id",
    "t33"."day",
    "t33"."customers",
    "t33"."customers_opening",
    "t33"."customers_closing",
    "t33"."team",
    "t33"."manager",
    "t33"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t33"."day") AS TIMESTAMP) AS DATE) AS "period"
  FROM (
    SELECT
      "t32".*
      EXCLUDE ("span_seller", "team_day", "span_to", "span_from")
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
        "t31"."team_day",
        "t11"."team",
        "t11"."manager",
        "t11"."role",
        "t11"."span_seller",
        "t11"."span_from",
        "t11"."span_to"
      FROM (
        SELECT
          "t29"."account",
          "t29"."seller",
          "t29"."opening",
          "t29"."closing",
          "t29"."new",
          "t29"."reactivation",
          "t29"."expansion",
          "t29"."contraction",
          "t29"."churn",
          "t29"."customers_new",
          "t29"."customers_reactivation",
          "t29"."customers_expansion",
          "t29"."customers_contraction",
          "t29"."customers_churn",
          "t29"."fact",
          "t29"."id",
          "t29"."day",
          "t29"."customers",
          "t29"."customers_opening",
          "t29"."customers_closing",
          COALESCE("t29"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
        FROM (
          SELECT
            "t28"."account",
            "t28"."seller",
            "t28"."opening",
            "t28"."closing",
            CASE
              WHEN "t28"."kind" = 'new'
              THEN "t28"."closing" - "t28"."opening"
              ELSE CAST(0 AS DECIMAL(38, 4))
            END AS "new",
            CASE
              WHEN "t28"."kind" = 'reactivation'
              THEN "t28"."closing" - "t28"."opening"
              ELSE CAST(0 AS DECIMAL(38, 4))
            END AS "reactivation",
            CASE
              WHEN "t28"."kind" = 'expansion'
              THEN "t28"."closing" - "t28"."opening"
              ELSE CAST(0 AS DECIMAL(38, 4))
            END AS "expansion",
            CASE
              WHEN "t28"."kind" = 'contraction'
              THEN -(
                "t28"."closing" - "t28"."opening"
              )
              ELSE CAST(0 AS DECIMAL(38, 4))
            END AS "contraction",
            CASE
              WHEN "t28"."kind" = 'churn'
              THEN -(
                "t28"."closing" - "t28"."opening"
              )
              ELSE CAST(0 AS DECIMAL(38, 4))
            END AS "churn",
            CAST((
              "t28"."kind" = 'new'
            )
            AND (
              "t28"."now" <> "t28"."before"
            )
            AND (
              (
                ROW_NUMBER() OVER (
                  PARTITION BY "t28"."account", "t28"."number"
                  ORDER BY "t28"."opening" + "t28"."closing" DESC, COALESCE("t28"."seller", '') ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1
              ) = 0
            ) AS BIGINT) AS "customers_new",
            CAST((
              "t28"."kind" = 'reactivation'
            )
            AND (
              "t28"."now" <> "t28"."before"
            )
            AND (
              (
                ROW_NUMBER() OVER (
                  PARTITION BY "t28"."account", "t28"."number"
                  ORDER BY "t28"."opening" + "t28"."closing" DESC, COALESCE("t28"."seller", '') ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1
              ) = 0
            ) AS BIGINT) AS "customers_reactivation",
            CAST((
              "t28"."kind" = 'expansion'
            )
            AND (
              "t28"."now" <> "t28"."before"
            )
            AND (
              (
                ROW_NUMBER() OVER (
                  PARTITION BY "t28"."account", "t28"."number"
                  ORDER BY "t28"."opening" + "t28"."closing" DESC, COALESCE("t28"."seller", '') ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1
              ) = 0
            ) AS BIGINT) AS "customers_expansion",
            CAST((
              "t28"."kind" = 'contraction'
            )
            AND (
              "t28"."now" <> "t28"."before"
            )
            AND (
              (
                ROW_NUMBER() OVER (
                  PARTITION BY "t28"."account", "t28"."number"
                  ORDER BY "t28"."opening" + "t28"."closing" DESC, COALESCE("t28"."seller", '') ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1
              ) = 0
            ) AS BIGINT) AS "customers_contraction",
            CAST((
              "t28"."kind" = 'churn'
            )
            AND (
              "t28"."now" <> "t28"."before"
            )
            AND (
              (
                ROW_NUMBER() OVER (
                  PARTITION BY "t28"."account", "t28"."number"
                  ORDER BY "t28"."opening" + "t28"."closing" DESC, COALESCE("t28"."seller", '') ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1
              ) = 0
            ) AS BIGINT) AS "customers_churn",
            'accounts' AS "fact",
            "t28"."account" AS "id",
            CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t28"."number" + 1
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
                        "t28"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
            CAST((
              ROW_NUMBER() OVER (
                PARTITION BY "t28"."account", "t28"."number"
                ORDER BY "t28"."opening" + "t28"."closing" DESC, COALESCE("t28"."seller", '') ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) - 1
            ) = 0 AS BIGINT) AS "customers",
            CAST((
              "t28"."before" > 0
            )
            AND (
              (
                ROW_NUMBER() OVER (
                  PARTITION BY "t28"."account", "t28"."number"
                  ORDER BY "t28"."opening" + "t28"."closing" DESC, COALESCE("t28"."seller", '') ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1
              ) = 0
            ) AS BIGINT) AS "customers_opening",
            CAST((
              "t28"."now" > 0
            )
            AND (
              (
                ROW_NUMBER() OVER (
                  PARTITION BY "t28"."account", "t28"."number"
                  ORDER BY "t28"."opening" + "t28"."closing" DESC, COALESCE("t28"."seller", '') ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1
              ) = 0
            ) AS BIGINT) AS "customers_closing"
          FROM (
            SELECT
              "t27"."account",
              "t27"."seller",
              "t27"."number",
              "t27"."opening",
              "t27"."closing",
              "t27"."before",
              "t27"."now",
              "t27"."first_number",
              CASE
                WHEN NOT (
                  "t27"."before" > 0
                )
                AND (
                  "t27"."now" > 0
                )
                AND (
                  "t27"."number" = "t27"."first_number"
                )
                THEN 'new'
                WHEN NOT (
                  "t27"."before" > 0
                ) AND (
                  "t27"."now" > 0
                )
                THEN 'reactivation'
                WHEN (
                  "t27"."before" > 0
                ) AND NOT (
                  "t27"."now" > 0
                )
                THEN 'churn'
                WHEN "t27"."now" > "t27"."before"
                THEN 'expansion'
                WHEN "t27"."now" < "t27"."before"
                THEN 'contraction'
                ELSE 'expansion'
              END AS "kind"
            FROM (
              SELECT
                "t26"."account",
                "t26"."seller",
                "t26"."number",
                "t26"."opening",
                "t26"."closing",
                "t26"."before",
                "t26"."now",
                MIN(CASE WHEN "t26"."now" > 0 THEN "t26"."number" ELSE NULL END) OVER (
                  PARTITION BY "t26"."account"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "first_number"
              FROM (
                SELECT
                  "t25"."account",
                  "t25"."seller",
                  "t25"."number",
                  "t25"."opening",
                  "t25"."closing",
                  SUM("t25"."opening") OVER (
                    PARTITION BY "t25"."account", "t25"."number"
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "before",
                  SUM("t25"."closing") OVER (
                    PARTITION BY "t25"."account", "t25"."number"
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "now"
                FROM (
                  SELECT
                    "t24"."account",
                    "t24"."seller",
                    "t24"."number",
                    SUM("t24"."opening") AS "opening",
                    SUM("t24"."closing") AS "closing"
                  FROM (
                    SELECT
                      "t23"."account",
                      "t23"."seller",
                      "t23"."number" + "t23"."later" AS "number",
                      "t23"."amount",
                      "t23"."later",
                      CASE WHEN "t23"."later" = 1 THEN "t23"."amount" ELSE CAST(0 AS DECIMAL(38, 4)) END AS "opening",
                      CASE WHEN "t23"."later" = 0 THEN "t23"."amount" ELSE CAST(0 AS DECIMAL(38, 4)) END AS "closing"
                    FROM (
                      SELECT
                        "t22"."account",
                        "t22"."seller",
                        "t22"."number",
                        "t22"."amount",
                        UNNEST(RANGE(0, 2, 1)) AS "later"
                      FROM (
                        SELECT
                          "t21".*
                          EXCLUDE ("customer")
                        FROM (
                          SELECT
                            *
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
                    ) AS "t23"
                    WHERE
                      (
                        "t23"."number" + "t23"."later"
                      ) <= 24293
                  ) AS "t24"
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t25"
              ) AS "t26"
            ) AS "t27"
          ) AS "t28"
        ) AS "t29"
      ) AS "t31"
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
        ON "t31"."seller" = "t11"."span_seller"
        AND "t31"."team_day" >= "t11"."span_from"
        AND "t31"."team_day" <= "t11"."span_to"
    ) AS "t32"
  ) AS "t33"
  WHERE
    CAST(CAST(DATE_TRUNC('MONTH', "t33"."day") AS TIMESTAMP) AS DATE) <= MAKE_DATE(2024, 6, 30)
) AS "t34"
GROUP BY
  1,
  2

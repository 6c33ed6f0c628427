-- by seller
SELECT
  "t15"."seller",
  "t15"."period",
  SUM("t15"."contraction") AS "contraction",
  SUM("t15"."opening") AS "opening",
  SUM("t15"."customers_contraction") AS "customers_contraction",
  SUM("t15"."customers_opening") AS "customers_opening",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t14"."account",
    "t14"."seller",
    "t14"."opening",
    "t14"."closing",
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
      THEN "t14"."closing" - "t14"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "new",
    CASE
      WHEN NOT (
        "t14"."before" > 0
      )
      AND (
        "t14"."now" > 0
      )
      AND NOT (
        "t14"."number" = "t14"."first_number"
      )
      THEN "t14"."closing" - "t14"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "reactivation",
    CASE
      WHEN (
        (
          "t14"."before" > 0
        ) = (
          "t14"."now" > 0
        )
      )
      AND NOT (
        "t14"."now" < "t14"."before"
      )
      THEN "t14"."closing" - "t14"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "expansion",
    CASE
      WHEN (
        (
          "t14"."before" > 0
        ) = (
          "t14"."now" > 0
        )
      )
      AND (
        "t14"."now" < "t14"."before"
      )
      THEN -(
        "t14"."closing" - "t14"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "contraction",
    CASE
      WHEN (
        "t14"."before" > 0
      ) AND NOT (
        "t14"."now" > 0
      )
      THEN -(
        "t14"."closing" - "t14"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "churn",
    CAST(NOT (
      "t14"."before" > 0
    )
    AND (
      "t14"."now" > 0
    )
    AND (
      "t14"."number" = "t14"."first_number"
    )
    AND (
      "t14"."now" <> "t14"."before"
    )
    AND (
      "t14"."place" = 0
    ) AS INT) AS "customers_new",
    CAST(NOT (
      "t14"."before" > 0
    )
    AND (
      "t14"."now" > 0
    )
    AND NOT (
      "t14"."number" = "t14"."first_number"
    )
    AND (
      "t14"."now" <> "t14"."before"
    )
    AND (
      "t14"."place" = 0
    ) AS INT) AS "customers_reactivation",
    CAST((
      (
        "t14"."before" > 0
      ) = (
        "t14"."now" > 0
      )
    )
    AND NOT (
      "t14"."now" < "t14"."before"
    )
    AND (
      "t14"."now" <> "t14"."before"
    )
    AND (
      "t14"."place" = 0
    ) AS INT) AS "customers_expansion",
    CAST((
      (
        "t14"."before" > 0
      ) = (
        "t14"."now" > 0
      )
    )
    AND (
      "t14"."now" < "t14"."before"
    )
    AND (
      "t14"."now" <> "t14"."before"
    )
    AND (
      "t14"."place" = 0
    ) AS INT) AS "customers_contraction",
    CAST((
      "t14"."before" > 0
    )
    AND NOT (
      "t14"."now" > 0
    )
    AND (
      "t14"."now" <> "t14"."before"
    )
    AND (
      "t14"."place" = 0
    ) AS INT) AS "customers_churn",
    'accounts' AS "fact",
    "t14"."account" AS "id",
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
    MAKE_DATE(
      CAST(FLOOR((
        (
          (
            "t14"."number" * 1
          ) + 1
        ) - 1
      ) / (
        12
      )) AS BIGINT),
      (
        (
          (
            (
              "t14"."number" * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) AS "period",
    CAST("t14"."place" = 0 AS INT) AS "customers",
    CAST((
      "t14"."before" > 0
    ) AND (
      "t14"."place" = 0
    ) AS INT) AS "customers_opening",
    CAST((
      "t14"."now" > 0
    ) AND (
      "t14"."place" = 0
    ) AS INT) AS "customers_closing"
  FROM (
    SELECT
      "t13"."account",
      "t13"."seller",
      "t13"."number",
      "t13"."opening",
      "t13"."closing",
      "t13"."first",
      "t13"."before",
      "t13"."now",
      "t13"."place",
      MIN(CASE WHEN "t13"."now" > 0 THEN "t13"."number" ELSE NULL END) OVER (
        PARTITION BY "t13"."account"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "first_number"
    FROM (
      SELECT
        "t12"."account",
        "t12"."seller",
        "t12"."number",
        "t12"."opening",
        "t12"."closing",
        "t12"."first",
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
          "t11"."number" + "t11"."later" AS "number",
          CASE
            WHEN "t11"."later" = 1
            THEN "t11"."amount"
            ELSE CASE
              WHEN COALESCE("t11"."number_before" = (
                "t11"."number" - 1
              ), FALSE)
              THEN "t11"."amount_before"
              ELSE CAST(0 AS DECIMAL(38, 4))
            END
          END AS "opening",
          CASE WHEN "t11"."later" = 1 THEN CAST(0 AS DECIMAL(38, 4)) ELSE "t11"."amount" END AS "closing",
          (
            "t11"."number_before" IS NULL
          ) AND (
            "t11"."later" = 0
          ) AS "first"
        FROM (
          SELECT
            "t10"."account",
            "t10"."seller",
            "t10"."number",
            "t10"."amount",
            "t10"."number_before",
            "t10"."amount_before",
            "t10"."number_after",
            UNNEST(
              RANGE(
                0,
                CASE
                  WHEN (
                    "t10"."number" < 24293
                  )
                  AND (
                    (
                      "t10"."number_after" IS NULL
                    )
                    OR (
                      "t10"."number_after" > (
                        "t10"."number" + 1
                      )
                    )
                  )
                  THEN 2
                  ELSE 1
                END,
                1
              )
            ) AS "later"
          FROM (
            SELECT
              "t9"."account",
              "t9"."seller",
              "t9"."number",
              "t9"."amount",
              LAG("t9"."number") OVER (
                PARTITION BY "t9"."account", "t9"."seller"
                ORDER BY "t9"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_before",
              LAG("t9"."amount") OVER (
                PARTITION BY "t9"."account", "t9"."seller"
                ORDER BY "t9"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "amount_before",
              LEAD("t9"."number") OVER (
                PARTITION BY "t9"."account", "t9"."seller"
                ORDER BY "t9"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_after"
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
                "t8"."customer" > 0 AND "t8"."amount" IS NOT NULL
            ) AS "t9"
          ) AS "t10"
        ) AS "t11"
      ) AS "t12"
    ) AS "t13"
  ) AS "t14"
) AS "t15"
GROUP BY
  1,
  2

-- by team, several currencies
SELECT
  "t32"."team",
  "t32"."period",
  SUM("t32"."contraction") AS "contraction",
  SUM("t32"."opening") AS "opening",
  SUM("t32"."customers_contraction") AS "customers_contraction",
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
    "t31"."period",
    "t31"."customers",
    "t31"."customers_opening",
    "t31"."customers_closing",
    "t11"."team",
    "t11"."manager",
    "t11"."role"
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
      "t29"."period",
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
          WHEN NOT (
            "t28"."before" > 0
          )
          AND (
            "t28"."now" > 0
          )
          AND (
            "t28"."number" = "t28"."first_number"
          )
          THEN "t28"."closing" - "t28"."opening"
          ELSE CAST(0 AS DECIMAL(38, 4))
        END AS "new",
        CASE
          WHEN NOT (
            "t28"."before" > 0
          )
          AND (
            "t28"."now" > 0
          )
          AND NOT (
            "t28"."number" = "t28"."first_number"
          )
          THEN "t28"."closing" - "t28"."opening"
          ELSE CAST(0 AS DECIMAL(38, 4))
        END AS "reactivation",
        CASE
          WHEN (
            (
              "t28"."before" > 0
            ) = (
              "t28"."now" > 0
            )
          )
          AND NOT (
            "t28"."now" < "t28"."before"
          )
          THEN "t28"."closing" - "t28"."opening"
          ELSE CAST(0 AS DECIMAL(38, 4))
        END AS "expansion",
        CASE
          WHEN (
            (
              "t28"."before" > 0
            ) = (
              "t28"."now" > 0
            )
          )
          AND (
            "t28"."now" < "t28"."before"
          )
          THEN -(
            "t28"."closing" - "t28"."opening"
          )
          ELSE CAST(0 AS DECIMAL(38, 4))
        END AS "contraction",
        CASE
          WHEN (
            "t28"."before" > 0
          ) AND NOT (
            "t28"."now" > 0
          )
          THEN -(
            "t28"."closing" - "t28"."opening"
          )
          ELSE CAST(0 AS DECIMAL(38, 4))
        END AS "churn",
        CAST(NOT (
          "t28"."before" > 0
        )
        AND (
          "t28"."now" > 0
        )
        AND (
          "t28"."number" = "t28"."first_number"
        )
        AND (
          "t28"."now" <> "t28"."before"
        )
        AND (
          "t28"."place" = 0
        ) AS INT) AS "customers_new",
        CAST(NOT (
          "t28"."before" > 0
        )
        AND (
          "t28"."now" > 0
        )
        AND NOT (
          "t28"."number" = "t28"."first_number"
        )
        AND (
          "t28"."now" <> "t28"."before"
        )
        AND (
          "t28"."place" = 0
        ) AS INT) AS "customers_reactivation",
        CAST((
          (
            "t28"."before" > 0
          ) = (
            "t28"."now" > 0
          )
        )
        AND NOT (
          "t28"."now" < "t28"."before"
        )
        AND (
          "t28"."now" <> "t28"."before"
        )
        AND (
          "t28"."place" = 0
        ) AS INT) AS "customers_expansion",
        CAST((
          (
            "t28"."before" > 0
          ) = (
            "t28"."now" > 0
          )
        )
        AND (
          "t28"."now" < "t28"."before"
        )
        AND (
          "t28"."now" <> "t28"."before"
        )
        AND (
          "t28"."place" = 0
        ) AS INT) AS "customers_contraction",
        CAST((
          "t28"."before" > 0
        )
        AND NOT (
          "t28"."now" > 0
        )
        AND (
          "t28"."now" <> "t28"."before"
        )
        AND (
          "t28"."place" = 0
        ) AS INT) AS "customers_churn",
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
        MAKE_DATE(
          CAST(FLOOR((
            (
              (
                "t28"."number" * 1
              ) + 1
            ) - 1
          ) / (
            12
          )) AS BIGINT),
          (
            (
              (
                (
                  "t28"."number" * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) AS "period",
        CAST("t28"."place" = 0 AS INT) AS "customers",
        CAST((
          "t28"."before" > 0
        ) AND (
          "t28"."place" = 0
        ) AS INT) AS "customers_opening",
        CAST((
          "t28"."now" > 0
        ) AND (
          "t28"."place" = 0
        ) AS INT) AS "customers_closing"
      FROM (
        SELECT
          "t27"."account",
          "t27"."seller",
          "t27"."number",
          "t27"."opening",
          "t27"."closing",
          "t27"."first",
          "t27"."before",
          "t27"."now",
          "t27"."place",
          MIN(CASE WHEN "t27"."now" > 0 THEN "t27"."number" ELSE NULL END) OVER (
            PARTITION BY "t27"."account"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "first_number"
        FROM (
          SELECT
            "t26"."account",
            "t26"."seller",
            "t26"."number",
            "t26"."opening",
            "t26"."closing",
            "t26"."first",
            SUM("t26"."opening") OVER (
              PARTITION BY "t26"."account", "t26"."number"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "before",
            SUM("t26"."closing") OVER (
              PARTITION BY "t26"."account", "t26"."number"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "now",
            ROW_NUMBER() OVER (
              PARTITION BY "t26"."account", "t26"."number"
              ORDER BY "t26"."opening" + "t26"."closing" DESC, COALESCE("t26"."seller", '') ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) - 1 AS "place"
          FROM (
            SELECT
              "t25"."account",
              "t25"."seller",
              "t25"."number" + "t25"."later" AS "number",
              CASE
                WHEN "t25"."later" = 1
                THEN "t25"."amount"
                ELSE CASE
                  WHEN COALESCE("t25"."number_before" = (
                    "t25"."number" - 1
                  ), FALSE)
                  THEN "t25"."amount_before"
                  ELSE CAST(0 AS DECIMAL(38, 4))
                END
              END AS "opening",
              CASE WHEN "t25"."later" = 1 THEN CAST(0 AS DECIMAL(38, 4)) ELSE "t25"."amount" END AS "closing",
              (
                "t25"."number_before" IS NULL
              ) AND (
                "t25"."later" = 0
              ) AS "first"
            FROM (
              SELECT
                "t24"."account",
                "t24"."seller",
                "t24"."number",
                "t24"."amount",
                "t24"."number_before",
                "t24"."amount_before",
                "t24"."number_after",
                UNNEST(
                  RANGE(
                    0,
                    CASE
                      WHEN (
                        "t24"."number" < 24293
                      )
                      AND (
                        (
                          "t24"."number_after" IS NULL
                        )
                        OR (
                          "t24"."number_after" > (
                            "t24"."number" + 1
                          )
                        )
                      )
                      THEN 2
                      ELSE 1
                    END,
                    1
                  )
                ) AS "later"
              FROM (
                SELECT
                  "t23"."account",
                  "t23"."seller",
                  "t23"."number",
                  "t23"."amount",
                  LAG("t23"."number") OVER (
                    PARTITION BY "t23"."account", "t23"."seller"
                    ORDER BY "t23"."number" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "number_before",
                  LAG("t23"."amount") OVER (
                    PARTITION BY "t23"."account", "t23"."seller"
                    ORDER BY "t23"."number" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "amount_before",
                  LEAD("t23"."number") OVER (
                    PARTITION BY "t23"."account", "t23"."seller"
                    ORDER BY "t23"."number" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "number_after"
                FROM (
                  SELECT
                    "t22"."account",
                    "t22"."seller",
                    "t22"."number",
                    "t22"."amount"
                  FROM (
                    SELECT
                      "t21"."account",
                      "t21"."seller",
                      "t21"."number",
                      "t21"."amount",
                      SUM("t21"."amount") OVER (
                        PARTITION BY "t21"."account", "t21"."number"
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "customer"
                    FROM (
                      SELECT
                        "t20"."account",
                        "t20"."seller",
                        "t20"."number",
                        SUM("t20"."amount") AS "amount"
                      FROM (
                        SELECT
                          "t19"."account",
                          "t19"."seller",
                          "t19"."currency",
                          CASE
                            WHEN COALESCE("t19"."currency" = 'USD', FALSE)
                            THEN "t19"."amount"
                            ELSE CAST(CAST("t19"."amount" AS DOUBLE) * "t19"."rate" AS DECIMAL(18, 4))
                          END AS "amount",
                          "t19"."day",
                          "t19"."number",
                          CAST((
                            "t19"."amount" IS NOT NULL
                          )
                          AND NOT (
                            COALESCE("t19"."currency" = 'USD', FALSE)
                          )
                          AND (
                            "t19"."rate" IS NULL
                          ) AS BIGINT) AS "no_rate"
                        FROM (
                          SELECT
                            "t18"."account",
                            "t18"."seller",
                            "t18"."currency",
                            "t18"."amount",
                            "t18"."day",
                            "t18"."number",
                            "t18"."rate_day",
                            "t14"."rate",
                            "t14"."rate_currency",
                            "t14"."rated_on"
                          FROM (
                            SELECT
                              "t16"."account",
                              "t16"."seller",
                              "t16"."currency",
                              "t16"."amount",
                              "t16"."day",
                              "t16"."number",
                              COALESCE("t16"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
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
                              ) AS "t15"
                            ) AS "t16"
                            WHERE
                              "t16"."account" IS NOT NULL AND "t16"."number" <= 24293
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
                                  "t4"."currency",
                                  "t4"."rate",
                                  "t4"."day",
                                  COALESCE(
                                    LEAD("t4"."day") OVER (
                                      PARTITION BY "t4"."currency"
                                      ORDER BY "t4"."day" ASC, "t4"."id" ASC
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
                                ) AS "t4"
                              ) AS "t7"
                            ) AS "t9"
                          ) AS "t14"
                            ON "t18"."currency" = "t14"."rate_currency" AND "t18"."rate_day" = "t14"."rated_on"
                        ) AS "t19"
                      ) AS "t20"
                      GROUP BY
                        1,
                        2,
                        3
                    ) AS "t21"
                  ) AS "t22"
                  WHERE
                    "t22"."customer" > 0 AND "t22"."amount" IS NOT NULL
                ) AS "t23"
              ) AS "t24"
            ) AS "t25"
          ) AS "t26"
        ) AS "t27"
      ) AS "t28"
    ) AS "t29"
  ) AS "t31"
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
    ) AS "t8"
    WHERE
      GREATEST("t8"."begins", COALESCE("t8"."free_from", "t8"."begins")) <= "t8"."ends"
  ) AS "t11"
    ON "t31"."seller" = "t11"."span_seller"
    AND "t31"."team_day" >= "t11"."span_from"
    AND "t31"."team_day" <= "t11"."span_to"
) AS "t32"
GROUP BY
  1,
  2

-- by seller
WITH "paid" AS (
  SELECT
    "t14"."account",
    "t14"."seller",
    "t14"."number",
    "t14"."amount"
  FROM (
    SELECT
      "t13"."account",
      "t13"."seller",
      "t13"."number",
      "t13"."amount",
      SUM("t13"."amount") OVER (
        PARTITION BY "t13"."account", "t13"."number"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "customer"
    FROM (
      SELECT
        "t11"."account",
        "t11"."seller",
        "t11"."number",
        SUM("t11"."amount") AS "amount"
      FROM (
        SELECT
          "t9"."account",
          "t9"."seller",
          "t9"."amount",
          "t9"."day",
          "t9"."number",
          "t9"."amount" AS "own",
          0 AS "no_rate"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t1"."account",
              "t1"."seller",
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
                ) AS "t2"
              ) = 0
          ) AS "t5"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t7"."account",
              "t7"."seller",
              "t7"."amount",
              CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t7"."number" + 1
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
                          "t7"."number" + 1
                        ) * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
              "t7"."number"
            FROM (
              SELECT
                "t4"."id",
                "t4"."account",
                "t4"."seller",
                "t4"."product",
                "t4"."currency",
                "t4"."source",
                CASE
                  WHEN "t4"."per" = 'month'
                  THEN "t4"."amount"
                  WHEN "t4"."per" = 'quarter'
                  THEN CAST(CAST("t4"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                  WHEN "t4"."per" = 'year'
                  THEN CAST(CAST("t4"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                  ELSE CAST((
                    CAST("t4"."amount" AS DOUBLE) * 1
                  ) / GREATEST(
                    (
                      (
                        EXTRACT(year FROM "t4"."ends_on") - EXTRACT(year FROM "t4"."starts_on")
                      ) * 12
                    ) + (
                      EXTRACT(month FROM "t4"."ends_on") - EXTRACT(month FROM "t4"."starts_on")
                    ) + (
                      (
                        EXTRACT(day FROM "t4"."ends_on") - EXTRACT(day FROM "t4"."starts_on")
                      ) / 30.4375
                    ),
                    0.03285420944558522
                  ) AS DECIMAL(18, 4))
                END AS "amount",
                "t4"."ends_on" AS "until",
                UNNEST(
                  RANGE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            EXTRACT(year FROM "t4"."starts_on") * 12
                          ) + EXTRACT(month FROM "t4"."starts_on")
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
                                EXTRACT(year FROM "t4"."ends_on") * 12
                              ) + EXTRACT(month FROM "t4"."ends_on")
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
              ) AS "t4"
            ) AS "t7"
          ) AS "t8"
        ) AS "t9"
        WHERE
          "t9"."account" IS NOT NULL AND "t9"."number" <= 24293
      ) AS "t11"
      GROUP BY
        1,
        2,
        3
    ) AS "t13"
  ) AS "t14"
  WHERE
    "t14"."customer" > 0 AND "t14"."amount" IS NOT NULL
), "movements" AS (
  SELECT
    "t21"."account",
    "t21"."seller",
    "t21"."opening",
    "t21"."closing",
    CASE
      WHEN NOT (
        "t21"."before" > 0
      )
      AND (
        "t21"."now" > 0
      )
      AND (
        "t21"."number" = "t21"."first_number"
      )
      THEN "t21"."closing" - "t21"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "new",
    CASE
      WHEN NOT (
        "t21"."before" > 0
      )
      AND (
        "t21"."now" > 0
      )
      AND NOT (
        "t21"."number" = "t21"."first_number"
      )
      THEN "t21"."closing" - "t21"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "reactivation",
    CASE
      WHEN (
        (
          "t21"."before" > 0
        ) = (
          "t21"."now" > 0
        )
      )
      AND NOT (
        "t21"."now" < "t21"."before"
      )
      THEN "t21"."closing" - "t21"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "expansion",
    CASE
      WHEN (
        (
          "t21"."before" > 0
        ) = (
          "t21"."now" > 0
        )
      )
      AND (
        "t21"."now" < "t21"."before"
      )
      THEN -(
        "t21"."closing" - "t21"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "contraction",
    CASE
      WHEN (
        "t21"."before" > 0
      ) AND NOT (
        "t21"."now" > 0
      )
      THEN -(
        "t21"."closing" - "t21"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "churn",
    CAST(NOT (
      "t21"."before" > 0
    )
    AND (
      "t21"."now" > 0
    )
    AND (
      "t21"."number" = "t21"."first_number"
    )
    AND (
      "t21"."now" <> "t21"."before"
    )
    AND (
      "t21"."place" = 0
    ) AS INT) AS "customers_new",
    CAST(NOT (
      "t21"."before" > 0
    )
    AND (
      "t21"."now" > 0
    )
    AND NOT (
      "t21"."number" = "t21"."first_number"
    )
    AND (
      "t21"."now" <> "t21"."before"
    )
    AND (
      "t21"."place" = 0
    ) AS INT) AS "customers_reactivation",
    CAST((
      (
        "t21"."before" > 0
      ) = (
        "t21"."now" > 0
      )
    )
    AND NOT (
      "t21"."now" < "t21"."before"
    )
    AND (
      "t21"."now" <> "t21"."before"
    )
    AND (
      "t21"."place" = 0
    ) AS INT) AS "customers_expansion",
    CAST((
      (
        "t21"."before" > 0
      ) = (
        "t21"."now" > 0
      )
    )
    AND (
      "t21"."now" < "t21"."before"
    )
    AND (
      "t21"."now" <> "t21"."before"
    )
    AND (
      "t21"."place" = 0
    ) AS INT) AS "customers_contraction",
    CAST((
      "t21"."before" > 0
    )
    AND NOT (
      "t21"."now" > 0
    )
    AND (
      "t21"."now" <> "t21"."before"
    )
    AND (
      "t21"."place" = 0
    ) AS INT) AS "customers_churn",
    CAST(0 AS DECIMAL(38, 4)) AS "exchange",
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
    CAST("t21"."place" = 0 AS INT) AS "customers",
    CAST((
      "t21"."before" > 0
    ) AND (
      "t21"."place" = 0
    ) AS INT) AS "customers_opening",
    CAST((
      "t21"."now" > 0
    ) AND (
      "t21"."place" = 0
    ) AS INT) AS "customers_closing"
  FROM (
    SELECT
      "t20"."account",
      "t20"."seller",
      "t20"."number",
      "t20"."opening",
      "t20"."closing",
      "t20"."first",
      "t20"."before",
      "t20"."now",
      "t20"."place",
      MIN(CASE WHEN "t20"."now" > 0 THEN "t20"."number" ELSE NULL END) OVER (
        PARTITION BY "t20"."account"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "first_number"
    FROM (
      SELECT
        "t19"."account",
        "t19"."seller",
        "t19"."number",
        "t19"."opening",
        "t19"."closing",
        "t19"."first",
        SUM("t19"."opening") OVER (
          PARTITION BY "t19"."account", "t19"."number"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before",
        SUM("t19"."closing") OVER (
          PARTITION BY "t19"."account", "t19"."number"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "now",
        ROW_NUMBER() OVER (
          PARTITION BY "t19"."account", "t19"."number"
          ORDER BY "t19"."opening" + "t19"."closing" DESC, COALESCE("t19"."seller", '') ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t18"."account",
          "t18"."seller",
          "t18"."number" + "t18"."later" AS "number",
          CASE
            WHEN "t18"."later" = 1
            THEN "t18"."amount"
            ELSE CASE
              WHEN COALESCE("t18"."number_before" = (
                "t18"."number" - 1
              ), FALSE)
              THEN "t18"."amount_before"
              ELSE CAST(0 AS DECIMAL(38, 4))
            END
          END AS "opening",
          CASE WHEN "t18"."later" = 1 THEN CAST(0 AS DECIMAL(38, 4)) ELSE "t18"."amount" END AS "closing",
          (
            "t18"."number_before" IS NULL
          ) AND (
            "t18"."later" = 0
          ) AS "first"
        FROM (
          SELECT
            "t17"."account",
            "t17"."seller",
            "t17"."number",
            "t17"."amount",
            "t17"."number_before",
            "t17"."amount_before",
            "t17"."number_after",
            UNNEST(
              RANGE(
                0,
                CASE
                  WHEN (
                    "t17"."number" < 24293
                  )
                  AND (
                    (
                      "t17"."number_after" IS NULL
                    )
                    OR (
                      "t17"."number_after" > (
                        "t17"."number" + 1
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
              "t16"."account",
              "t16"."seller",
              "t16"."number",
              "t16"."amount",
              LAG("t16"."number") OVER (
                PARTITION BY "t16"."account", "t16"."seller"
                ORDER BY "t16"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_before",
              LAG("t16"."amount") OVER (
                PARTITION BY "t16"."account", "t16"."seller"
                ORDER BY "t16"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "amount_before",
              LEAD("t16"."number") OVER (
                PARTITION BY "t16"."account", "t16"."seller"
                ORDER BY "t16"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_after"
            FROM "paid" AS "t16"
          ) AS "t17"
        ) AS "t18"
      ) AS "t19"
    ) AS "t20"
  ) AS "t21"
)
SELECT
  "t25"."seller",
  "t25"."period",
  SUM("t25"."acquisition") AS "acquisition",
  SUM("t25"."new") AS "new",
  SUM("t25"."retention") AS "retention",
  SUM("t25"."kept") AS "kept",
  SUM("t25"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t23"."fact",
      "t23"."id",
      "t23"."day",
      "t23"."period",
      "t23"."seller",
      CAST(NULL AS TEXT) AS "own_team",
      CAST(NULL AS TEXT) AS "currency",
      CAST(NULL AS DECIMAL(18, 4)) AS "acquisition",
      CAST(NULL AS DECIMAL(18, 4)) AS "retention",
      CAST("t23"."customers_new" AS BIGINT) AS "new",
      "t23"."customers_opening" - "t23"."customers_churn" AS "kept",
      0 AS "no_rate"
    FROM "movements" AS "t23"
  ) AS "t24"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t10"."fact",
      "t10"."id",
      "t10"."day",
      "t10"."period",
      "t10"."seller",
      "t10"."own_team",
      "t10"."currency",
      CASE WHEN "t10"."purpose" = 'acquisition' THEN "t10"."amount" ELSE NULL END AS "acquisition",
      CASE WHEN "t10"."purpose" = 'retention' THEN "t10"."amount" ELSE NULL END AS "retention",
      0 AS "new",
      0 AS "kept",
      "t10"."no_rate"
    FROM (
      SELECT
        "t6"."id",
        "t6"."seller",
        "t6"."purpose",
        "t6"."currency",
        'costs' AS "fact",
        CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t6"."number" + 1
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
                    "t6"."number" + 1
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
                "t6"."number" * 1
              ) + 1
            ) - 1
          ) / (
            12
          )) AS BIGINT),
          (
            (
              (
                (
                  "t6"."number" * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) AS "period",
        "t6"."team" AS "own_team",
        CASE
          WHEN (
            DATE_DIFF(
              'DAY',
              "t6"."starts_on",
              CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t6"."number" + 1
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
                          "t6"."number" + 1
                        ) * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
            ) + 1
          ) >= (
            DATE_DIFF('DAY', "t6"."starts_on", "t6"."ends_on") + 1
          )
          THEN "t6"."amount"
          ELSE CAST((
            CAST("t6"."amount" AS DOUBLE) * (
              DATE_DIFF(
                'DAY',
                "t6"."starts_on",
                CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t6"."number" + 1
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
                            "t6"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
              ) + 1
            )
          ) / (
            DATE_DIFF('DAY', "t6"."starts_on", "t6"."ends_on") + 1
          ) AS DECIMAL(18, 4))
        END - CAST((
          CAST("t6"."amount" AS DOUBLE) * GREATEST(
            DATE_DIFF(
              'DAY',
              "t6"."starts_on",
              MAKE_DATE(
                CAST(FLOOR((
                  (
                    (
                      "t6"."number" * 1
                    ) + 1
                  ) - 1
                ) / (
                  12
                )) AS BIGINT),
                (
                  (
                    (
                      (
                        "t6"."number" * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              )
            ),
            0
          )
        ) / (
          DATE_DIFF('DAY', "t6"."starts_on", "t6"."ends_on") + 1
        ) AS DECIMAL(18, 4)) AS "amount",
        0 AS "no_rate"
      FROM (
        SELECT
          "t0"."id",
          "t0"."source",
          "t0"."source_id",
          "t0"."observed_at",
          "t0"."modified_at",
          "t0"."purpose",
          "t0"."starts_on",
          "t0"."ends_on",
          "t0"."amount",
          "t0"."currency",
          "t0"."seller",
          "t0"."team",
          "t0"."source_detail",
          UNNEST(
            RANGE(
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
              ) AS BIGINT),
              LEAST(
                CAST(FLOOR(
                  (
                    (
                      (
                        EXTRACT(year FROM "t0"."ends_on") * 12
                      ) + EXTRACT(month FROM "t0"."ends_on")
                    ) - 1
                  ) / (
                    1
                  )
                ) AS BIGINT),
                24293
              ) + 1,
              1
            )
          ) AS "number"
        FROM "costs" AS "t0"
      ) AS "t6"
    ) AS "t10"
  ) AS "t12"
) AS "t25"
GROUP BY
  1,
  2

-- by team, several currencies
WITH "paid" AS (
  SELECT
    "t32"."account",
    "t32"."seller",
    "t32"."number",
    "t32"."amount"
  FROM (
    SELECT
      "t30"."account",
      "t30"."seller",
      "t30"."number",
      "t30"."amount",
      SUM("t30"."amount") OVER (
        PARTITION BY "t30"."account", "t30"."number"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "customer"
    FROM (
      SELECT
        "t28"."account",
        "t28"."seller",
        "t28"."number",
        SUM("t28"."amount") AS "amount"
      FROM (
        SELECT
          "t26"."account",
          "t26"."seller",
          "t26"."currency",
          CASE
            WHEN COALESCE("t26"."currency" = 'USD', FALSE)
            THEN "t26"."amount"
            ELSE CAST(CAST("t26"."amount" AS DOUBLE) * "t26"."rate" AS DECIMAL(18, 4))
          END AS "amount",
          "t26"."day",
          "t26"."number",
          "t26"."own",
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
            "t24"."account",
            "t24"."seller",
            "t24"."currency",
            "t24"."amount",
            "t24"."day",
            "t24"."number",
            "t24"."own",
            "t24"."rate_day",
            "t18"."rate",
            "t18"."rate_currency",
            "t18"."rated_on"
          FROM (
            SELECT
              "t20"."account",
              "t20"."seller",
              "t20"."currency",
              "t20"."amount",
              "t20"."day",
              "t20"."number",
              "t20"."amount" AS "own",
              COALESCE("t20"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t3"."account",
                  "t3"."seller",
                  "t3"."currency",
                  "t3"."amount",
                  "t3"."starts_on" AS "day",
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
                  ) AS BIGINT) AS "number"
                FROM "revenue" AS "t3"
                WHERE
                  "t3"."kind" = 'one_off'
                  AND (
                    SELECT
                      COUNT(*) AS "CountStar()"
                    FROM (
                      SELECT
                        *
                      FROM "revenue" AS "t3"
                      WHERE
                        "t3"."kind" = 'recurring'
                    ) AS "t6"
                  ) = 0
              ) AS "t10"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t16"."account",
                  "t16"."seller",
                  "t16"."currency",
                  "t16"."amount",
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
                  "t16"."number"
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
                    "t8"."ends_on" AS "until",
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
                  ) AS "t8"
                ) AS "t16"
              ) AS "t19"
            ) AS "t20"
            WHERE
              "t20"."account" IS NOT NULL AND "t20"."number" <= 24293
          ) AS "t24"
          LEFT OUTER JOIN (
            SELECT
              "t13"."rate",
              "t13"."rate_currency",
              CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t13"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
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
            ) AS "t13"
          ) AS "t18"
            ON "t24"."currency" = "t18"."rate_currency" AND "t24"."rate_day" = "t18"."rated_on"
        ) AS "t26"
      ) AS "t28"
      GROUP BY
        1,
        2,
        3
    ) AS "t30"
  ) AS "t32"
  WHERE
    "t32"."customer" > 0 AND "t32"."amount" IS NOT NULL
), "movements" AS (
  SELECT
    "t39"."account",
    "t39"."seller",
    "t39"."opening",
    "t39"."closing",
    CASE
      WHEN NOT (
        "t39"."before" > 0
      )
      AND (
        "t39"."now" > 0
      )
      AND (
        "t39"."number" = "t39"."first_number"
      )
      THEN "t39"."closing" - "t39"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "new",
    CASE
      WHEN NOT (
        "t39"."before" > 0
      )
      AND (
        "t39"."now" > 0
      )
      AND NOT (
        "t39"."number" = "t39"."first_number"
      )
      THEN "t39"."closing" - "t39"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "reactivation",
    CASE
      WHEN (
        (
          "t39"."before" > 0
        ) = (
          "t39"."now" > 0
        )
      )
      AND NOT (
        "t39"."now" < "t39"."before"
      )
      THEN "t39"."closing" - "t39"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "expansion",
    CASE
      WHEN (
        (
          "t39"."before" > 0
        ) = (
          "t39"."now" > 0
        )
      )
      AND (
        "t39"."now" < "t39"."before"
      )
      THEN -(
        "t39"."closing" - "t39"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "contraction",
    CASE
      WHEN (
        "t39"."before" > 0
      ) AND NOT (
        "t39"."now" > 0
      )
      THEN -(
        "t39"."closing" - "t39"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "churn",
    CAST(NOT (
      "t39"."before" > 0
    )
    AND (
      "t39"."now" > 0
    )
    AND (
      "t39"."number" = "t39"."first_number"
    )
    AND (
      "t39"."now" <> "t39"."before"
    )
    AND (
      "t39"."place" = 0
    ) AS INT) AS "customers_new",
    CAST(NOT (
      "t39"."before" > 0
    )
    AND (
      "t39"."now" > 0
    )
    AND NOT (
      "t39"."number" = "t39"."first_number"
    )
    AND (
      "t39"."now" <> "t39"."before"
    )
    AND (
      "t39"."place" = 0
    ) AS INT) AS "customers_reactivation",
    CAST((
      (
        "t39"."before" > 0
      ) = (
        "t39"."now" > 0
      )
    )
    AND NOT (
      "t39"."now" < "t39"."before"
    )
    AND (
      "t39"."now" <> "t39"."before"
    )
    AND (
      "t39"."place" = 0
    ) AS INT) AS "customers_expansion",
    CAST((
      (
        "t39"."before" > 0
      ) = (
        "t39"."now" > 0
      )
    )
    AND (
      "t39"."now" < "t39"."before"
    )
    AND (
      "t39"."now" <> "t39"."before"
    )
    AND (
      "t39"."place" = 0
    ) AS INT) AS "customers_contraction",
    CAST((
      "t39"."before" > 0
    )
    AND NOT (
      "t39"."now" > 0
    )
    AND (
      "t39"."now" <> "t39"."before"
    )
    AND (
      "t39"."place" = 0
    ) AS INT) AS "customers_churn",
    CAST(0 AS DECIMAL(38, 4)) AS "exchange",
    'accounts' AS "fact",
    "t39"."account" AS "id",
    CAST(CAST(MAKE_DATE(
      CAST(FLOOR(
        (
          (
            (
              (
                "t39"."number" + 1
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
                "t39"."number" + 1
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
            "t39"."number" * 1
          ) + 1
        ) - 1
      ) / (
        12
      )) AS BIGINT),
      (
        (
          (
            (
              "t39"."number" * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) AS "period",
    CAST("t39"."place" = 0 AS INT) AS "customers",
    CAST((
      "t39"."before" > 0
    ) AND (
      "t39"."place" = 0
    ) AS INT) AS "customers_opening",
    CAST((
      "t39"."now" > 0
    ) AND (
      "t39"."place" = 0
    ) AS INT) AS "customers_closing"
  FROM (
    SELECT
      "t38"."account",
      "t38"."seller",
      "t38"."number",
      "t38"."opening",
      "t38"."closing",
      "t38"."first",
      "t38"."before",
      "t38"."now",
      "t38"."place",
      MIN(CASE WHEN "t38"."now" > 0 THEN "t38"."number" ELSE NULL END) OVER (
        PARTITION BY "t38"."account"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "first_number"
    FROM (
      SELECT
        "t37"."account",
        "t37"."seller",
        "t37"."number",
        "t37"."opening",
        "t37"."closing",
        "t37"."first",
        SUM("t37"."opening") OVER (
          PARTITION BY "t37"."account", "t37"."number"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before",
        SUM("t37"."closing") OVER (
          PARTITION BY "t37"."account", "t37"."number"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "now",
        ROW_NUMBER() OVER (
          PARTITION BY "t37"."account", "t37"."number"
          ORDER BY "t37"."opening" + "t37"."closing" DESC, COALESCE("t37"."seller", '') ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t36"."account",
          "t36"."seller",
          "t36"."number" + "t36"."later" AS "number",
          CASE
            WHEN "t36"."later" = 1
            THEN "t36"."amount"
            ELSE CASE
              WHEN COALESCE("t36"."number_before" = (
                "t36"."number" - 1
              ), FALSE)
              THEN "t36"."amount_before"
              ELSE CAST(0 AS DECIMAL(38, 4))
            END
          END AS "opening",
          CASE WHEN "t36"."later" = 1 THEN CAST(0 AS DECIMAL(38, 4)) ELSE "t36"."amount" END AS "closing",
          (
            "t36"."number_before" IS NULL
          ) AND (
            "t36"."later" = 0
          ) AS "first"
        FROM (
          SELECT
            "t35"."account",
            "t35"."seller",
            "t35"."number",
            "t35"."amount",
            "t35"."number_before",
            "t35"."amount_before",
            "t35"."number_after",
            UNNEST(
              RANGE(
                0,
                CASE
                  WHEN (
                    "t35"."number" < 24293
                  )
                  AND (
                    (
                      "t35"."number_after" IS NULL
                    )
                    OR (
                      "t35"."number_after" > (
                        "t35"."number" + 1
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
              "t34"."account",
              "t34"."seller",
              "t34"."number",
              "t34"."amount",
              LAG("t34"."number") OVER (
                PARTITION BY "t34"."account", "t34"."seller"
                ORDER BY "t34"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_before",
              LAG("t34"."amount") OVER (
                PARTITION BY "t34"."account", "t34"."seller"
                ORDER BY "t34"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "amount_before",
              LEAD("t34"."number") OVER (
                PARTITION BY "t34"."account", "t34"."seller"
                ORDER BY "t34"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_after"
            FROM "paid" AS "t34"
          ) AS "t35"
        ) AS "t36"
      ) AS "t37"
    ) AS "t38"
  ) AS "t39"
)
SELECT
  "t47"."team",
  "t47"."period",
  SUM("t47"."acquisition") AS "acquisition",
  SUM("t47"."new") AS "new",
  SUM("t47"."retention") AS "retention",
  SUM("t47"."kept") AS "kept",
  SUM("t47"."no_rate") AS "no_rate",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t46"."fact",
    "t46"."id",
    "t46"."day",
    "t46"."period",
    "t46"."seller",
    "t46"."own_team",
    "t46"."currency",
    "t46"."acquisition",
    "t46"."retention",
    "t46"."new",
    "t46"."kept",
    "t46"."no_rate",
    COALESCE("t46"."own_team", "t46"."team") AS "team",
    "t46"."manager",
    "t46"."role"
  FROM (
    SELECT
      "t45"."fact",
      "t45"."id",
      "t45"."day",
      "t45"."period",
      "t45"."seller",
      "t45"."own_team",
      "t45"."currency",
      "t45"."acquisition",
      "t45"."retention",
      "t45"."new",
      "t45"."kept",
      "t45"."no_rate",
      "t15"."team",
      "t15"."manager",
      "t15"."role"
    FROM (
      SELECT
        "t43"."fact",
        "t43"."id",
        "t43"."day",
        "t43"."period",
        "t43"."seller",
        "t43"."own_team",
        "t43"."currency",
        "t43"."acquisition",
        "t43"."retention",
        "t43"."new",
        "t43"."kept",
        "t43"."no_rate",
        COALESCE("t43"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t41"."fact",
            "t41"."id",
            "t41"."day",
            "t41"."period",
            "t41"."seller",
            CAST(NULL AS TEXT) AS "own_team",
            CAST(NULL AS TEXT) AS "currency",
            CAST(NULL AS DECIMAL(18, 4)) AS "acquisition",
            CAST(NULL AS DECIMAL(18, 4)) AS "retention",
            CAST("t41"."customers_new" AS BIGINT) AS "new",
            "t41"."customers_opening" - "t41"."customers_churn" AS "kept",
            0 AS "no_rate"
          FROM "movements" AS "t41"
        ) AS "t42"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t29"."fact",
            "t29"."id",
            "t29"."day",
            "t29"."period",
            "t29"."seller",
            "t29"."own_team",
            "t29"."currency",
            CASE WHEN "t29"."purpose" = 'acquisition' THEN "t29"."amount" ELSE NULL END AS "acquisition",
            CASE WHEN "t29"."purpose" = 'retention' THEN "t29"."amount" ELSE NULL END AS "retention",
            0 AS "new",
            0 AS "kept",
            "t29"."no_rate"
          FROM (
            SELECT
              "t27"."id",
              "t27"."seller",
              "t27"."purpose",
              "t27"."currency",
              "t27"."fact",
              "t27"."day",
              "t27"."period",
              "t27"."own_team",
              CASE
                WHEN COALESCE("t27"."currency" = 'USD', FALSE)
                THEN "t27"."amount"
                ELSE CAST(CAST("t27"."amount" AS DOUBLE) * "t27"."rate" AS DECIMAL(18, 4))
              END AS "amount",
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
                "t25"."id",
                "t25"."seller",
                "t25"."purpose",
                "t25"."currency",
                "t25"."fact",
                "t25"."day",
                "t25"."period",
                "t25"."own_team",
                "t25"."amount",
                "t25"."rate_day",
                "t18"."rate",
                "t18"."rate_currency",
                "t18"."rated_on"
              FROM (
                SELECT
                  "t21"."id",
                  "t21"."seller",
                  "t21"."purpose",
                  "t21"."currency",
                  "t21"."fact",
                  "t21"."day",
                  "t21"."period",
                  "t21"."own_team",
                  "t21"."amount",
                  COALESCE("t21"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
                FROM (
                  SELECT
                    "t12"."id",
                    "t12"."seller",
                    "t12"."purpose",
                    "t12"."currency",
                    'costs' AS "fact",
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
                    MAKE_DATE(
                      CAST(FLOOR((
                        (
                          (
                            "t12"."number" * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )) AS BIGINT),
                      (
                        (
                          (
                            (
                              "t12"."number" * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) AS "period",
                    "t12"."team" AS "own_team",
                    CASE
                      WHEN (
                        DATE_DIFF(
                          'DAY',
                          "t12"."starts_on",
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
                          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
                        ) + 1
                      ) >= (
                        DATE_DIFF('DAY', "t12"."starts_on", "t12"."ends_on") + 1
                      )
                      THEN "t12"."amount"
                      ELSE CAST((
                        CAST("t12"."amount" AS DOUBLE) * (
                          DATE_DIFF(
                            'DAY',
                            "t12"."starts_on",
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
                            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
                          ) + 1
                        )
                      ) / (
                        DATE_DIFF('DAY', "t12"."starts_on", "t12"."ends_on") + 1
                      ) AS DECIMAL(18, 4))
                    END - CAST((
                      CAST("t12"."amount" AS DOUBLE) * GREATEST(
                        DATE_DIFF(
                          'DAY',
                          "t12"."starts_on",
                          MAKE_DATE(
                            CAST(FLOOR((
                              (
                                (
                                  "t12"."number" * 1
                                ) + 1
                              ) - 1
                            ) / (
                              12
                            )) AS BIGINT),
                            (
                              (
                                (
                                  (
                                    "t12"."number" * 1
                                  ) + 1
                                ) - 1
                              ) % 12
                            ) + 1,
                            1
                          )
                        ),
                        0
                      )
                    ) / (
                      DATE_DIFF('DAY', "t12"."starts_on", "t12"."ends_on") + 1
                    ) AS DECIMAL(18, 4)) AS "amount"
                  FROM (
                    SELECT
                      "t1"."id",
                      "t1"."source",
                      "t1"."source_id",
                      "t1"."observed_at",
                      "t1"."modified_at",
                      "t1"."purpose",
                      "t1"."starts_on",
                      "t1"."ends_on",
                      "t1"."amount",
                      "t1"."currency",
                      "t1"."seller",
                      "t1"."team",
                      "t1"."source_detail",
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
                            24293
                          ) + 1,
                          1
                        )
                      ) AS "number"
                    FROM "costs" AS "t1"
                  ) AS "t12"
                ) AS "t21"
              ) AS "t25"
              LEFT OUTER JOIN (
                SELECT
                  "t13"."rate",
                  "t13"."rate_currency",
                  CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t13"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
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
                ) AS "t13"
              ) AS "t18"
                ON "t25"."currency" = "t18"."rate_currency" AND "t25"."rate_day" = "t18"."rated_on"
            ) AS "t27"
          ) AS "t29"
        ) AS "t31"
      ) AS "t43"
    ) AS "t45"
    LEFT OUTER JOIN (
      SELECT
        "t11"."team",
        "t11"."manager",
        "t11"."role",
        "t11"."seller" AS "span_seller",
        GREATEST("t11"."begins", COALESCE("t11"."free_from", "t11"."begins")) AS "span_from",
        "t11"."ends" AS "span_to"
      FROM (
        SELECT
          "t4"."id",
          "t4"."seller",
          "t4"."team",
          "t4"."manager",
          "t4"."role",
          "t4"."begins",
          "t4"."ends",
          CAST(CAST(MAX("t4"."ends") OVER (
            PARTITION BY "t4"."seller"
            ORDER BY "t4"."begins" ASC, "t4"."id" ASC
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
        ) AS "t4"
      ) AS "t11"
      WHERE
        GREATEST("t11"."begins", COALESCE("t11"."free_from", "t11"."begins")) <= "t11"."ends"
    ) AS "t15"
      ON "t45"."seller" = "t15"."span_seller"
      AND "t45"."team_day" >= "t15"."span_from"
      AND "t45"."team_day" <= "t15"."span_to"
  ) AS "t46"
) AS "t47"
GROUP BY
  1,
  2

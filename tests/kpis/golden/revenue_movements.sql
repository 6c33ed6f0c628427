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
), "movements" AS (
  SELECT
    "t17"."account",
    "t17"."seller",
    "t17"."opening",
    "t17"."closing",
    CASE
      WHEN NOT (
        "t17"."before" > 0
      )
      AND (
        "t17"."now" > 0
      )
      AND (
        "t17"."number" = "t17"."first_number"
      )
      THEN "t17"."closing" - "t17"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "new",
    CASE
      WHEN NOT (
        "t17"."before" > 0
      )
      AND (
        "t17"."now" > 0
      )
      AND NOT (
        "t17"."number" = "t17"."first_number"
      )
      THEN "t17"."closing" - "t17"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "reactivation",
    CASE
      WHEN (
        (
          "t17"."before" > 0
        ) = (
          "t17"."now" > 0
        )
      )
      AND NOT (
        "t17"."now" < "t17"."before"
      )
      THEN "t17"."closing" - "t17"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "expansion",
    CASE
      WHEN (
        (
          "t17"."before" > 0
        ) = (
          "t17"."now" > 0
        )
      )
      AND (
        "t17"."now" < "t17"."before"
      )
      THEN -(
        "t17"."closing" - "t17"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "contraction",
    CASE
      WHEN (
        "t17"."before" > 0
      ) AND NOT (
        "t17"."now" > 0
      )
      THEN -(
        "t17"."closing" - "t17"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "churn",
    CAST(NOT (
      "t17"."before" > 0
    )
    AND (
      "t17"."now" > 0
    )
    AND (
      "t17"."number" = "t17"."first_number"
    )
    AND (
      "t17"."now" <> "t17"."before"
    )
    AND (
      "t17"."place" = 0
    ) AS INT) AS "customers_new",
    CAST(NOT (
      "t17"."before" > 0
    )
    AND (
      "t17"."now" > 0
    )
    AND NOT (
      "t17"."number" = "t17"."first_number"
    )
    AND (
      "t17"."now" <> "t17"."before"
    )
    AND (
      "t17"."place" = 0
    ) AS INT) AS "customers_reactivation",
    CAST((
      (
        "t17"."before" > 0
      ) = (
        "t17"."now" > 0
      )
    )
    AND NOT (
      "t17"."now" < "t17"."before"
    )
    AND (
      "t17"."now" <> "t17"."before"
    )
    AND (
      "t17"."place" = 0
    ) AS INT) AS "customers_expansion",
    CAST((
      (
        "t17"."before" > 0
      ) = (
        "t17"."now" > 0
      )
    )
    AND (
      "t17"."now" < "t17"."before"
    )
    AND (
      "t17"."now" <> "t17"."before"
    )
    AND (
      "t17"."place" = 0
    ) AS INT) AS "customers_contraction",
    CAST((
      "t17"."before" > 0
    )
    AND NOT (
      "t17"."now" > 0
    )
    AND (
      "t17"."now" <> "t17"."before"
    )
    AND (
      "t17"."place" = 0
    ) AS INT) AS "customers_churn",
    CAST(0 AS DECIMAL(38, 4)) AS "exchange",
    'accounts' AS "fact",
    "t17"."account" AS "id",
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
    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
    MAKE_DATE(
      CAST(FLOOR((
        (
          (
            "t17"."number" * 1
          ) + 1
        ) - 1
      ) / (
        12
      )) AS BIGINT),
      (
        (
          (
            (
              "t17"."number" * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) AS "period",
    CAST("t17"."place" = 0 AS INT) AS "customers",
    CAST((
      "t17"."before" > 0
    ) AND (
      "t17"."place" = 0
    ) AS INT) AS "customers_opening",
    CAST((
      "t17"."now" > 0
    ) AND (
      "t17"."place" = 0
    ) AS INT) AS "customers_closing"
  FROM (
    SELECT
      "t16"."account",
      "t16"."seller",
      "t16"."number",
      "t16"."opening",
      "t16"."closing",
      "t16"."first",
      "t16"."before",
      "t16"."now",
      "t16"."place",
      MIN(CASE WHEN "t16"."now" > 0 THEN "t16"."number" ELSE NULL END) OVER (
        PARTITION BY "t16"."account"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "first_number"
    FROM (
      SELECT
        "t15"."account",
        "t15"."seller",
        "t15"."number",
        "t15"."opening",
        "t15"."closing",
        "t15"."first",
        SUM("t15"."opening") OVER (
          PARTITION BY "t15"."account", "t15"."number"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before",
        SUM("t15"."closing") OVER (
          PARTITION BY "t15"."account", "t15"."number"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "now",
        ROW_NUMBER() OVER (
          PARTITION BY "t15"."account", "t15"."number"
          ORDER BY "t15"."opening" + "t15"."closing" DESC, COALESCE("t15"."seller", '') ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t14"."account",
          "t14"."seller",
          "t14"."number" + "t14"."later" AS "number",
          CASE
            WHEN "t14"."later" = 1
            THEN "t14"."amount"
            ELSE CASE
              WHEN COALESCE("t14"."number_before" = (
                "t14"."number" - 1
              ), FALSE)
              THEN "t14"."amount_before"
              ELSE CAST(0 AS DECIMAL(38, 4))
            END
          END AS "opening",
          CASE WHEN "t14"."later" = 1 THEN CAST(0 AS DECIMAL(38, 4)) ELSE "t14"."amount" END AS "closing",
          (
            "t14"."number_before" IS NULL
          ) AND (
            "t14"."later" = 0
          ) AS "first"
        FROM (
          SELECT
            "t13"."account",
            "t13"."seller",
            "t13"."number",
            "t13"."amount",
            "t13"."number_before",
            "t13"."amount_before",
            "t13"."number_after",
            UNNEST(
              RANGE(
                0,
                CASE
                  WHEN (
                    "t13"."number" < 24293
                  )
                  AND (
                    (
                      "t13"."number_after" IS NULL
                    )
                    OR (
                      "t13"."number_after" > (
                        "t13"."number" + 1
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
              "t12"."account",
              "t12"."seller",
              "t12"."number",
              "t12"."amount",
              LAG("t12"."number") OVER (
                PARTITION BY "t12"."account", "t12"."seller"
                ORDER BY "t12"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_before",
              LAG("t12"."amount") OVER (
                PARTITION BY "t12"."account", "t12"."seller"
                ORDER BY "t12"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "amount_before",
              LEAD("t12"."number") OVER (
                PARTITION BY "t12"."account", "t12"."seller"
                ORDER BY "t12"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_after"
            FROM "paid" AS "t12"
          ) AS "t13"
        ) AS "t14"
      ) AS "t15"
    ) AS "t16"
  ) AS "t17"
)
SELECT
  "t19"."seller",
  "t19"."period",
  SUM("t19"."opening") AS "opening",
  SUM("t19"."exchange") AS "exchange",
  SUM("t19"."new") AS "new",
  SUM("t19"."reactivation") AS "reactivation",
  SUM("t19"."expansion") AS "expansion",
  SUM("t19"."contraction") AS "contraction",
  SUM("t19"."churn") AS "churn",
  SUM("t19"."closing") AS "closing",
  SUM("t19"."customers") AS "customers",
  SUM("t19"."customers_opening") AS "customers_opening",
  SUM("t19"."customers_new") AS "customers_new",
  SUM("t19"."customers_reactivation") AS "customers_reactivation",
  SUM("t19"."customers_expansion") AS "customers_expansion",
  SUM("t19"."customers_contraction") AS "customers_contraction",
  SUM("t19"."customers_churn") AS "customers_churn",
  SUM("t19"."customers_closing") AS "customers_closing",
  COUNT(*) AS "cases"
FROM "movements" AS "t19"
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
), "movements" AS (
  SELECT
    "t31"."account",
    "t31"."seller",
    "t31"."opening",
    "t31"."closing",
    CASE
      WHEN NOT (
        "t31"."before" > 0
      )
      AND (
        "t31"."now" > 0
      )
      AND (
        "t31"."number" = "t31"."first_number"
      )
      THEN "t31"."closing" - "t31"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "new",
    CASE
      WHEN NOT (
        "t31"."before" > 0
      )
      AND (
        "t31"."now" > 0
      )
      AND NOT (
        "t31"."number" = "t31"."first_number"
      )
      THEN "t31"."closing" - "t31"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "reactivation",
    CASE
      WHEN (
        (
          "t31"."before" > 0
        ) = (
          "t31"."now" > 0
        )
      )
      AND NOT (
        "t31"."now" < "t31"."before"
      )
      THEN "t31"."closing" - "t31"."opening"
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "expansion",
    CASE
      WHEN (
        (
          "t31"."before" > 0
        ) = (
          "t31"."now" > 0
        )
      )
      AND (
        "t31"."now" < "t31"."before"
      )
      THEN -(
        "t31"."closing" - "t31"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "contraction",
    CASE
      WHEN (
        "t31"."before" > 0
      ) AND NOT (
        "t31"."now" > 0
      )
      THEN -(
        "t31"."closing" - "t31"."opening"
      )
      ELSE CAST(0 AS DECIMAL(38, 4))
    END AS "churn",
    CAST(NOT (
      "t31"."before" > 0
    )
    AND (
      "t31"."now" > 0
    )
    AND (
      "t31"."number" = "t31"."first_number"
    )
    AND (
      "t31"."now" <> "t31"."before"
    )
    AND (
      "t31"."place" = 0
    ) AS INT) AS "customers_new",
    CAST(NOT (
      "t31"."before" > 0
    )
    AND (
      "t31"."now" > 0
    )
    AND NOT (
      "t31"."number" = "t31"."first_number"
    )
    AND (
      "t31"."now" <> "t31"."before"
    )
    AND (
      "t31"."place" = 0
    ) AS INT) AS "customers_reactivation",
    CAST((
      (
        "t31"."before" > 0
      ) = (
        "t31"."now" > 0
      )
    )
    AND NOT (
      "t31"."now" < "t31"."before"
    )
    AND (
      "t31"."now" <> "t31"."before"
    )
    AND (
      "t31"."place" = 0
    ) AS INT) AS "customers_expansion",
    CAST((
      (
        "t31"."before" > 0
      ) = (
        "t31"."now" > 0
      )
    )
    AND (
      "t31"."now" < "t31"."before"
    )
    AND (
      "t31"."now" <> "t31"."before"
    )
    AND (
      "t31"."place" = 0
    ) AS INT) AS "customers_contraction",
    CAST((
      "t31"."before" > 0
    )
    AND NOT (
      "t31"."now" > 0
    )
    AND (
      "t31"."now" <> "t31"."before"
    )
    AND (
      "t31"."place" = 0
    ) AS INT) AS "customers_churn",
    CAST(0 AS DECIMAL(38, 4)) AS "exchange",
    'accounts' AS "fact",
    "t31"."account" AS "id",
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
    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "day",
    MAKE_DATE(
      CAST(FLOOR((
        (
          (
            "t31"."number" * 1
          ) + 1
        ) - 1
      ) / (
        12
      )) AS BIGINT),
      (
        (
          (
            (
              "t31"."number" * 1
            ) + 1
          ) - 1
        ) % 12
      ) + 1,
      1
    ) AS "period",
    CAST("t31"."place" = 0 AS INT) AS "customers",
    CAST((
      "t31"."before" > 0
    ) AND (
      "t31"."place" = 0
    ) AS INT) AS "customers_opening",
    CAST((
      "t31"."now" > 0
    ) AND (
      "t31"."place" = 0
    ) AS INT) AS "customers_closing"
  FROM (
    SELECT
      "t30"."account",
      "t30"."seller",
      "t30"."number",
      "t30"."opening",
      "t30"."closing",
      "t30"."first",
      "t30"."before",
      "t30"."now",
      "t30"."place",
      MIN(CASE WHEN "t30"."now" > 0 THEN "t30"."number" ELSE NULL END) OVER (
        PARTITION BY "t30"."account"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "first_number"
    FROM (
      SELECT
        "t29"."account",
        "t29"."seller",
        "t29"."number",
        "t29"."opening",
        "t29"."closing",
        "t29"."first",
        SUM("t29"."opening") OVER (
          PARTITION BY "t29"."account", "t29"."number"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before",
        SUM("t29"."closing") OVER (
          PARTITION BY "t29"."account", "t29"."number"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "now",
        ROW_NUMBER() OVER (
          PARTITION BY "t29"."account", "t29"."number"
          ORDER BY "t29"."opening" + "t29"."closing" DESC, COALESCE("t29"."seller", '') ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t28"."account",
          "t28"."seller",
          "t28"."number" + "t28"."later" AS "number",
          CASE
            WHEN "t28"."later" = 1
            THEN "t28"."amount"
            ELSE CASE
              WHEN COALESCE("t28"."number_before" = (
                "t28"."number" - 1
              ), FALSE)
              THEN "t28"."amount_before"
              ELSE CAST(0 AS DECIMAL(38, 4))
            END
          END AS "opening",
          CASE WHEN "t28"."later" = 1 THEN CAST(0 AS DECIMAL(38, 4)) ELSE "t28"."amount" END AS "closing",
          (
            "t28"."number_before" IS NULL
          ) AND (
            "t28"."later" = 0
          ) AS "first"
        FROM (
          SELECT
            "t27"."account",
            "t27"."seller",
            "t27"."number",
            "t27"."amount",
            "t27"."number_before",
            "t27"."amount_before",
            "t27"."number_after",
            UNNEST(
              RANGE(
                0,
                CASE
                  WHEN (
                    "t27"."number" < 24293
                  )
                  AND (
                    (
                      "t27"."number_after" IS NULL
                    )
                    OR (
                      "t27"."number_after" > (
                        "t27"."number" + 1
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
              "t26"."account",
              "t26"."seller",
              "t26"."number",
              "t26"."amount",
              LAG("t26"."number") OVER (
                PARTITION BY "t26"."account", "t26"."seller"
                ORDER BY "t26"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_before",
              LAG("t26"."amount") OVER (
                PARTITION BY "t26"."account", "t26"."seller"
                ORDER BY "t26"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "amount_before",
              LEAD("t26"."number") OVER (
                PARTITION BY "t26"."account", "t26"."seller"
                ORDER BY "t26"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "number_after"
            FROM "paid" AS "t26"
          ) AS "t27"
        ) AS "t28"
      ) AS "t29"
    ) AS "t30"
  ) AS "t31"
)
SELECT
  "t36"."team",
  "t36"."period",
  SUM("t36"."opening") AS "opening",
  SUM("t36"."exchange") AS "exchange",
  SUM("t36"."new") AS "new",
  SUM("t36"."reactivation") AS "reactivation",
  SUM("t36"."expansion") AS "expansion",
  SUM("t36"."contraction") AS "contraction",
  SUM("t36"."churn") AS "churn",
  SUM("t36"."closing") AS "closing",
  SUM("t36"."customers") AS "customers",
  SUM("t36"."customers_opening") AS "customers_opening",
  SUM("t36"."customers_new") AS "customers_new",
  SUM("t36"."customers_reactivation") AS "customers_reactivation",
  SUM("t36"."customers_expansion") AS "customers_expansion",
  SUM("t36"."customers_contraction") AS "customers_contraction",
  SUM("t36"."customers_churn") AS "customers_churn",
  SUM("t36"."customers_closing") AS "customers_closing",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t35"."account",
    "t35"."seller",
    "t35"."opening",
    "t35"."closing",
    "t35"."new",
    "t35"."reactivation",
    "t35"."expansion",
    "t35"."contraction",
    "t35"."churn",
    "t35"."customers_new",
    "t35"."customers_reactivation",
    "t35"."customers_expansion",
    "t35"."customers_contraction",
    "t35"."customers_churn",
    "t35"."exchange",
    "t35"."fact",
    "t35"."id",
    "t35"."day",
    "t35"."period",
    "t35"."customers",
    "t35"."customers_opening",
    "t35"."customers_closing",
    "t13"."team",
    "t13"."manager",
    "t13"."role"
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
      "t33"."exchange",
      "t33"."fact",
      "t33"."id",
      "t33"."day",
      "t33"."period",
      "t33"."customers",
      "t33"."customers_opening",
      "t33"."customers_closing",
      COALESCE("t33"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
    FROM "movements" AS "t33"
  ) AS "t35"
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
    ON "t35"."seller" = "t13"."span_seller"
    AND "t35"."team_day" >= "t13"."span_from"
    AND "t35"."team_day" <= "t13"."span_to"
) AS "t36"
GROUP BY
  1,
  2

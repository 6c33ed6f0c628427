-- by seller
SELECT
  "t10"."seller",
  "t10"."period",
  "t10"."undated",
  SUM("t10"."absolute") AS "absolute",
  SUM("t10"."called") AS "called",
  SUM("t10"."actual") AS "actual",
  SUM("t10"."calls") AS "calls",
  SUM("t10"."too_high") AS "too_high",
  SUM("t10"."no_rate") AS "no_rate",
  SUM("t10"."nothing_won") AS "nothing_won",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t10"."absolute" AS DOUBLE) * CAST("t10"."absolute" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t10"."absolute" AS DOUBLE) * CAST("t10"."actual" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t10"."actual" AS DOUBLE) * CAST("t10"."actual" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t10"."absolute" <> 0
  ) OR (
    "t10"."actual" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t9"."id",
    "t9"."seller",
    "t9"."currency",
    "t9"."no_rate",
    "t9"."called",
    "t9"."fact",
    "t9"."day",
    "t9"."given_on",
    "t9"."actual",
    "t9"."absolute",
    "t9"."calls",
    "t9"."too_high",
    "t9"."nothing_won",
    CAST(CAST(DATE_TRUNC('MONTH', "t9"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t9"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t8"."id",
      "t8"."seller",
      "t8"."currency",
      "t8"."no_rate",
      "t8"."called",
      'forecast_calls' AS "fact",
      "t8"."ends_on" AS "day",
      "t8"."day" AS "given_on",
      CASE
        WHEN "t8"."called" IS NULL
        THEN CAST(NULL AS DECIMAL(18, 4))
        ELSE COALESCE(CAST("t4"."won" AS DECIMAL(18, 4)), CAST(0 AS DECIMAL(18, 4)))
      END AS "actual",
      ABS(
        "t8"."called" - CASE
          WHEN "t8"."called" IS NULL
          THEN CAST(NULL AS DECIMAL(18, 4))
          ELSE COALESCE(CAST("t4"."won" AS DECIMAL(18, 4)), CAST(0 AS DECIMAL(18, 4)))
        END
      ) AS "absolute",
      1 AS "calls",
      CAST(COALESCE(
        (
          "t8"."called" - CASE
            WHEN "t8"."called" IS NULL
            THEN CAST(NULL AS DECIMAL(18, 4))
            ELSE COALESCE(CAST("t4"."won" AS DECIMAL(18, 4)), CAST(0 AS DECIMAL(18, 4)))
          END
        ) > 0,
        FALSE
      ) AS BIGINT) AS "too_high",
      CAST(COALESCE(
        CASE
          WHEN "t8"."called" IS NULL
          THEN CAST(NULL AS DECIMAL(18, 4))
          ELSE COALESCE(CAST("t4"."won" AS DECIMAL(18, 4)), CAST(0 AS DECIMAL(18, 4)))
        END = 0,
        FALSE
      ) AS BIGINT) AS "nothing_won"
    FROM (
      SELECT
        "t6"."id",
        "t6"."seller",
        "t6"."ends_on",
        "t6"."currency",
        "t6"."called",
        "t6"."day",
        "t6"."number",
        "t6"."place",
        0 AS "no_rate"
      FROM (
        SELECT
          "t5"."id",
          "t5"."seller",
          "t5"."ends_on",
          COALESCE("t5"."currency", 'USD') AS "currency",
          "t5"."amount" AS "called",
          CAST("t5"."submitted_at" AS DATE) AS "day",
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
          ) AS BIGINT) AS "number",
          ROW_NUMBER() OVER (
            PARTITION BY "t5"."seller", "t5"."starts_on"
            ORDER BY "t5"."submitted_at" DESC, "t5"."id" DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1 AS "place"
        FROM (
          SELECT
            *
          FROM "forecast_calls" AS "t0"
          WHERE
            "t0"."seller" IS NOT NULL
            AND "t0"."amount" IS NOT NULL
            AND "t0"."category" = 'commit'
            AND NOT (
              COALESCE("t0"."given_by" <> "t0"."seller", FALSE)
            )
            AND "t0"."starts_on" = MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
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
                      ) AS BIGINT) * 1
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
                      ) AS BIGINT) * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            )
            AND "t0"."ends_on" = CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
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
                        ) AS BIGINT) + 1
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
                        ) AS BIGINT) + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
            AND "t0"."ends_on" <= MAKE_DATE(2024, 6, 30)
            AND (
              DATE_DIFF('DAY', "t0"."starts_on", CAST("t0"."submitted_at" AS DATE)) * 100
            ) <= (
              (
                DATE_DIFF('DAY', "t0"."starts_on", "t0"."ends_on") + 1
              ) * 25
            )
        ) AS "t5"
      ) AS "t6"
      WHERE
        "t6"."place" = 0
    ) AS "t8"
    LEFT OUTER JOIN (
      SELECT
        "t2"."seller" AS "won_by",
        CAST(FLOOR(
          (
            (
              (
                EXTRACT(year FROM "t2"."day") * 12
              ) + EXTRACT(month FROM "t2"."day")
            ) - 1
          ) / (
            1
          )
        ) AS BIGINT) AS "won_in",
        SUM("t2"."amount") AS "won"
      FROM (
        SELECT
          "t1"."id",
          "t1"."origin",
          "t1"."source_detail",
          "t1"."pipeline",
          "t1"."stage",
          "t1"."product",
          "t1"."account",
          "t1"."seller",
          "t1"."currency",
          "t1"."source",
          "t1"."amount",
          'deals' AS "fact",
          CAST("t1"."closed_at" AS DATE) AS "day",
          1 AS "deals",
          CAST("t1"."amount" IS NULL AS BIGINT) AS "no_amount",
          0 AS "no_rate",
          CAST("t1"."amount" IS NOT NULL AS BIGINT) AS "with_amount"
        FROM "deals" AS "t1"
        WHERE
          "t1"."status" = 'won'
          AND "t1"."seller" IS NOT NULL
          AND CAST("t1"."closed_at" AS DATE) IS NOT NULL
      ) AS "t2"
      GROUP BY
        1,
        2
    ) AS "t4"
      ON "t8"."seller" = "t4"."won_by" AND "t8"."number" = "t4"."won_in"
  ) AS "t9"
  WHERE
    COALESCE("t9"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t10"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t30"."team",
  "t30"."period",
  "t30"."undated",
  SUM("t30"."absolute") AS "absolute",
  SUM("t30"."called") AS "called",
  SUM("t30"."actual") AS "actual",
  SUM("t30"."calls") AS "calls",
  SUM("t30"."too_high") AS "too_high",
  SUM("t30"."no_rate") AS "no_rate",
  SUM("t30"."nothing_won") AS "nothing_won",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t30"."absolute" AS DOUBLE) * CAST("t30"."absolute" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t30"."absolute" AS DOUBLE) * CAST("t30"."actual" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t30"."actual" AS DOUBLE) * CAST("t30"."actual" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t30"."absolute" <> 0
  ) OR (
    "t30"."actual" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t29"."id",
    "t29"."seller",
    "t29"."currency",
    "t29"."no_rate",
    "t29"."called",
    "t29"."fact",
    "t29"."day",
    "t29"."given_on",
    "t29"."actual",
    "t29"."absolute",
    "t29"."calls",
    "t29"."too_high",
    "t29"."nothing_won",
    "t29"."team",
    "t29"."manager",
    "t29"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t29"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t29"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t28"."id",
      "t28"."seller",
      "t28"."currency",
      "t28"."no_rate",
      "t28"."called",
      "t28"."fact",
      "t28"."day",
      "t28"."given_on",
      "t28"."actual",
      "t28"."absolute",
      "t28"."calls",
      "t28"."too_high",
      "t28"."nothing_won",
      "t12"."team",
      "t12"."manager",
      "t12"."role"
    FROM (
      SELECT
        "t26"."id",
        "t26"."seller",
        "t26"."currency",
        "t26"."no_rate",
        "t26"."called",
        "t26"."fact",
        "t26"."day",
        "t26"."given_on",
        "t26"."actual",
        "t26"."absolute",
        "t26"."calls",
        "t26"."too_high",
        "t26"."nothing_won",
        COALESCE("t26"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t25"."id",
          "t25"."seller",
          "t25"."currency",
          "t25"."no_rate",
          "t25"."called",
          'forecast_calls' AS "fact",
          "t25"."ends_on" AS "day",
          "t25"."day" AS "given_on",
          CASE
            WHEN "t25"."called" IS NULL
            THEN CAST(NULL AS DECIMAL(18, 4))
            ELSE COALESCE(CAST("t23"."won" AS DECIMAL(18, 4)), CAST(0 AS DECIMAL(18, 4)))
          END AS "actual",
          ABS(
            "t25"."called" - CASE
              WHEN "t25"."called" IS NULL
              THEN CAST(NULL AS DECIMAL(18, 4))
              ELSE COALESCE(CAST("t23"."won" AS DECIMAL(18, 4)), CAST(0 AS DECIMAL(18, 4)))
            END
          ) AS "absolute",
          1 AS "calls",
          CAST(COALESCE(
            (
              "t25"."called" - CASE
                WHEN "t25"."called" IS NULL
                THEN CAST(NULL AS DECIMAL(18, 4))
                ELSE COALESCE(CAST("t23"."won" AS DECIMAL(18, 4)), CAST(0 AS DECIMAL(18, 4)))
              END
            ) > 0,
            FALSE
          ) AS BIGINT) AS "too_high",
          CAST(COALESCE(
            CASE
              WHEN "t25"."called" IS NULL
              THEN CAST(NULL AS DECIMAL(18, 4))
              ELSE COALESCE(CAST("t23"."won" AS DECIMAL(18, 4)), CAST(0 AS DECIMAL(18, 4)))
            END = 0,
            FALSE
          ) AS BIGINT) AS "nothing_won"
        FROM (
          SELECT
            "t21"."id",
            "t21"."seller",
            "t21"."ends_on",
            "t21"."currency",
            CASE
              WHEN COALESCE("t21"."currency" = 'USD', FALSE)
              THEN "t21"."called"
              ELSE CAST(CAST("t21"."called" AS DOUBLE) * "t21"."rate" AS DECIMAL(18, 4))
            END AS "called",
            "t21"."day",
            "t21"."number",
            "t21"."place",
            CAST((
              "t21"."called" IS NOT NULL
            )
            AND NOT (
              COALESCE("t21"."currency" = 'USD', FALSE)
            )
            AND (
              "t21"."rate" IS NULL
            ) AS BIGINT) AS "no_rate"
          FROM (
            SELECT
              "t19"."id",
              "t19"."seller",
              "t19"."ends_on",
              "t19"."currency",
              "t19"."called",
              "t19"."day",
              "t19"."number",
              "t19"."place",
              "t19"."rate_day",
              "t15"."rate",
              "t15"."rate_currency",
              "t15"."rated_on"
            FROM (
              SELECT
                "t17"."id",
                "t17"."seller",
                "t17"."ends_on",
                "t17"."currency",
                "t17"."called",
                "t17"."day",
                "t17"."number",
                "t17"."place",
                COALESCE("t17"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
              FROM (
                SELECT
                  "t13"."id",
                  "t13"."seller",
                  "t13"."ends_on",
                  COALESCE("t13"."currency", 'USD') AS "currency",
                  "t13"."amount" AS "called",
                  CAST("t13"."submitted_at" AS DATE) AS "day",
                  CAST(FLOOR(
                    (
                      (
                        (
                          EXTRACT(year FROM "t13"."starts_on") * 12
                        ) + EXTRACT(month FROM "t13"."starts_on")
                      ) - 1
                    ) / (
                      1
                    )
                  ) AS BIGINT) AS "number",
                  ROW_NUMBER() OVER (
                    PARTITION BY "t13"."seller", "t13"."starts_on"
                    ORDER BY "t13"."submitted_at" DESC, "t13"."id" DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) - 1 AS "place"
                FROM (
                  SELECT
                    *
                  FROM "forecast_calls" AS "t1"
                  WHERE
                    "t1"."seller" IS NOT NULL
                    AND "t1"."amount" IS NOT NULL
                    AND "t1"."category" = 'commit'
                    AND NOT (
                      COALESCE("t1"."given_by" <> "t1"."seller", FALSE)
                    )
                    AND "t1"."starts_on" = MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
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
                              ) AS BIGINT) * 1
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
                              ) AS BIGINT) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    )
                    AND "t1"."ends_on" = CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
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
                                ) AS BIGINT) + 1
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
                                ) AS BIGINT) + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
                    AND "t1"."ends_on" <= MAKE_DATE(2024, 6, 30)
                    AND (
                      DATE_DIFF('DAY', "t1"."starts_on", CAST("t1"."submitted_at" AS DATE)) * 100
                    ) <= (
                      (
                        DATE_DIFF('DAY', "t1"."starts_on", "t1"."ends_on") + 1
                      ) * 25
                    )
                ) AS "t13"
              ) AS "t17"
              WHERE
                "t17"."place" = 0
            ) AS "t19"
            LEFT OUTER JOIN (
              SELECT
                "t10"."rate",
                "t10"."rate_currency",
                CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t10"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
              FROM (
                SELECT
                  "t8"."rate",
                  "t8"."currency" AS "rate_currency",
                  UNNEST(
                    RANGE(
                      DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t8"."day"),
                      DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t8"."until"),
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
                    FROM "rates" AS "t3"
                    WHERE
                      "t3"."base" = 'USD'
                  ) AS "t5"
                ) AS "t8"
              ) AS "t10"
            ) AS "t15"
              ON "t19"."currency" = "t15"."rate_currency" AND "t19"."rate_day" = "t15"."rated_on"
          ) AS "t21"
        ) AS "t25"
        LEFT OUTER JOIN (
          SELECT
            "t20"."seller" AS "won_by",
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM "t20"."day") * 12
                  ) + EXTRACT(month FROM "t20"."day")
                ) - 1
              ) / (
                1
              )
            ) AS BIGINT) AS "won_in",
            SUM("t20"."amount") AS "won"
          FROM (
            SELECT
              "t16"."id",
              "t16"."origin",
              "t16"."source_detail",
              "t16"."pipeline",
              "t16"."stage",
              "t16"."product",
              "t16"."account",
              "t16"."seller",
              "t16"."currency",
              "t16"."source",
              CASE
                WHEN COALESCE("t16"."currency" = 'USD', FALSE)
                THEN "t16"."amount"
                ELSE CAST(CAST("t16"."amount" AS DOUBLE) * "t16"."rate" AS DECIMAL(18, 4))
              END AS "amount",
              "t16"."fact",
              "t16"."day",
              "t16"."deals",
              "t16"."no_amount",
              CAST((
                "t16"."amount" IS NOT NULL
              )
              AND NOT (
                COALESCE("t16"."currency" = 'USD', FALSE)
              )
              AND (
                "t16"."rate" IS NULL
              ) AS BIGINT) AS "no_rate",
              CAST(CASE
                WHEN COALESCE("t16"."currency" = 'USD', FALSE)
                THEN "t16"."amount"
                ELSE CAST(CAST("t16"."amount" AS DOUBLE) * "t16"."rate" AS DECIMAL(18, 4))
              END IS NOT NULL AS BIGINT) AS "with_amount"
            FROM (
              SELECT
                "t7"."id",
                "t7"."origin",
                "t7"."source_detail",
                "t7"."pipeline",
                "t7"."stage",
                "t7"."product",
                "t7"."account",
                "t7"."seller",
                "t7"."currency",
                "t7"."source",
                "t7"."amount",
                "t7"."fact",
                "t7"."day",
                "t7"."deals",
                "t7"."no_amount",
                "t7"."rate_day",
                "t15"."rate",
                "t15"."rate_currency",
                "t15"."rated_on"
              FROM (
                SELECT
                  "t2"."id",
                  "t2"."origin",
                  "t2"."source_detail",
                  "t2"."pipeline",
                  "t2"."stage",
                  "t2"."product",
                  "t2"."account",
                  "t2"."seller",
                  "t2"."currency",
                  "t2"."source",
                  "t2"."amount",
                  'deals' AS "fact",
                  CAST("t2"."closed_at" AS DATE) AS "day",
                  1 AS "deals",
                  CAST("t2"."amount" IS NULL AS BIGINT) AS "no_amount",
                  COALESCE(CAST("t2"."closed_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "rate_day"
                FROM "deals" AS "t2"
                WHERE
                  "t2"."status" = 'won'
              ) AS "t7"
              LEFT OUTER JOIN (
                SELECT
                  "t10"."rate",
                  "t10"."rate_currency",
                  CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t10"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
                FROM (
                  SELECT
                    "t8"."rate",
                    "t8"."currency" AS "rate_currency",
                    UNNEST(
                      RANGE(
                        DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t8"."day"),
                        DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t8"."until"),
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
                      FROM "rates" AS "t3"
                      WHERE
                        "t3"."base" = 'USD'
                    ) AS "t5"
                  ) AS "t8"
                ) AS "t10"
              ) AS "t15"
                ON "t7"."currency" = "t15"."rate_currency" AND "t7"."rate_day" = "t15"."rated_on"
            ) AS "t16"
            WHERE
              "t16"."seller" IS NOT NULL AND "t16"."day" IS NOT NULL
          ) AS "t20"
          GROUP BY
            1,
            2
        ) AS "t23"
          ON "t25"."seller" = "t23"."won_by" AND "t25"."number" = "t23"."won_in"
      ) AS "t26"
    ) AS "t28"
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
      ) AS "t9"
      WHERE
        GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) <= "t9"."ends"
    ) AS "t12"
      ON "t28"."seller" = "t12"."span_seller"
      AND "t28"."team_day" >= "t12"."span_from"
      AND "t28"."team_day" <= "t12"."span_to"
  ) AS "t29"
  WHERE
    COALESCE("t29"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t30"
GROUP BY
  1,
  2,
  3

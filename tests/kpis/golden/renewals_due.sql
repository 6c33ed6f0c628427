-- by seller
SELECT
  "t11"."seller",
  SUM("t11"."due") AS "due",
  SUM("t11"."due_amount") AS "due_amount",
  SUM("t11"."renewed_already") AS "renewed_already",
  SUM("t11"."ended") AS "ended",
  SUM("t11"."renewed") AS "renewed",
  SUM("t11"."no_rate") AS "no_rate",
  SUM("t11"."undecided") AS "undecided",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t10"."id",
    "t10"."account",
    "t10"."seller",
    "t10"."product",
    "t10"."currency",
    "t10"."source",
    "t10"."amount",
    "t10"."fact",
    "t10"."day",
    "t10"."due",
    "t10"."renewed_already",
    "t10"."ended",
    "t10"."renewed",
    "t10"."undecided",
    0 AS "no_rate",
    "t10"."amount" AS "due_amount"
  FROM (
    SELECT
      "t5"."id",
      "t5"."account",
      "t5"."seller",
      "t5"."product",
      "t5"."currency",
      "t5"."source",
      CASE
        WHEN "t5"."ends_on" > MAKE_DATE(2024, 6, 30)
        THEN CASE
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
        END
        ELSE NULL
      END AS "amount",
      'revenue' AS "fact",
      MAKE_DATE(2024, 6, 30) AS "day",
      CAST("t5"."ends_on" > MAKE_DATE(2024, 6, 30) AS BIGINT) AS "due",
      CAST((
        "t5"."ends_on" > MAKE_DATE(2024, 6, 30)
      )
      AND (
        "t9"."followed_id" IS NOT NULL
      ) AS BIGINT) AS "renewed_already",
      CAST(NOT (
        "t5"."ends_on" > MAKE_DATE(2024, 6, 30)
      ) AS BIGINT) AS "ended",
      CAST(NOT (
        "t5"."ends_on" > MAKE_DATE(2024, 6, 30)
      )
      AND (
        "t9"."followed_id" IS NOT NULL
      ) AS BIGINT) AS "renewed",
      CAST(NOT (
        "t5"."ends_on" > MAKE_DATE(2024, 6, 30)
      )
      AND NOT (
        "t9"."followed_id" IS NOT NULL
      )
      AND (
        "t5"."ends_on" > MAKE_DATE(2024, 5, 30)
      ) AS BIGINT) AS "undecided"
    FROM (
      SELECT
        *
      FROM "revenue" AS "t0"
      WHERE
        "t0"."kind" = 'recurring'
        AND "t0"."account" IS NOT NULL
        AND (
          (
            (
              "t0"."starts_on" <= MAKE_DATE(2024, 6, 30)
            )
            AND (
              "t0"."ends_on" > MAKE_DATE(2024, 6, 30)
            )
            AND (
              "t0"."ends_on" <= MAKE_DATE(2024, 9, 28)
            )
          )
          OR (
            (
              "t0"."ends_on" > "t0"."starts_on"
            )
            AND (
              "t0"."ends_on" > MAKE_DATE(2023, 7, 1)
            )
            AND (
              "t0"."ends_on" <= MAKE_DATE(2024, 6, 30)
            )
          )
        )
    ) AS "t5"
    LEFT OUTER JOIN (
      SELECT DISTINCT
        "t7"."id" AS "followed_id"
      FROM (
        SELECT
          "t6"."id",
          "t6"."account",
          "t6"."product",
          "t6"."starts_on",
          "t6"."ends_on",
          "t2"."then_account",
          "t2"."then_product",
          "t2"."then_starts",
          "t2"."then_ends"
        FROM (
          SELECT
            "t0"."id",
            "t0"."account",
            "t0"."product",
            "t0"."starts_on",
            "t0"."ends_on"
          FROM "revenue" AS "t0"
          WHERE
            "t0"."kind" = 'recurring'
            AND "t0"."account" IS NOT NULL
            AND (
              (
                (
                  "t0"."starts_on" <= MAKE_DATE(2024, 6, 30)
                )
                AND (
                  "t0"."ends_on" > MAKE_DATE(2024, 6, 30)
                )
                AND (
                  "t0"."ends_on" <= MAKE_DATE(2024, 9, 28)
                )
              )
              OR (
                (
                  "t0"."ends_on" > "t0"."starts_on"
                )
                AND (
                  "t0"."ends_on" > MAKE_DATE(2023, 7, 1)
                )
                AND (
                  "t0"."ends_on" <= MAKE_DATE(2024, 6, 30)
                )
              )
            )
        ) AS "t6"
        INNER JOIN (
          SELECT
            "t0"."account" AS "then_account",
            "t0"."product" AS "then_product",
            "t0"."starts_on" AS "then_starts",
            "t0"."ends_on" AS "then_ends"
          FROM "revenue" AS "t0"
          WHERE
            "t0"."kind" = 'recurring'
        ) AS "t2"
          ON "t6"."account" = "t2"."then_account"
      ) AS "t7"
      WHERE
        COALESCE("t7"."product" = "t7"."then_product", TRUE)
        AND "t7"."then_starts" > "t7"."starts_on"
        AND "t7"."then_starts" <= CAST(CAST("t7"."ends_on" + INTERVAL '31' DAY AS TIMESTAMP) AS DATE)
        AND (
          (
            "t7"."then_ends" IS NULL
          ) OR (
            "t7"."then_ends" > "t7"."ends_on"
          )
        )
    ) AS "t9"
      ON "t5"."id" = "t9"."followed_id"
  ) AS "t10"
) AS "t11"
GROUP BY
  1

-- by team, several currencies
SELECT
  "t27"."team",
  SUM("t27"."due") AS "due",
  SUM("t27"."due_amount") AS "due_amount",
  SUM("t27"."renewed_already") AS "renewed_already",
  SUM("t27"."ended") AS "ended",
  SUM("t27"."renewed") AS "renewed",
  SUM("t27"."no_rate") AS "no_rate",
  SUM("t27"."undecided") AS "undecided",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t26"."id",
    "t26"."account",
    "t26"."seller",
    "t26"."product",
    "t26"."currency",
    "t26"."source",
    "t26"."amount",
    "t26"."fact",
    "t26"."day",
    "t26"."due",
    "t26"."renewed_already",
    "t26"."ended",
    "t26"."renewed",
    "t26"."undecided",
    "t26"."no_rate",
    "t26"."due_amount",
    "t16"."team",
    "t16"."manager",
    "t16"."role"
  FROM (
    SELECT
      "t24"."id",
      "t24"."account",
      "t24"."seller",
      "t24"."product",
      "t24"."currency",
      "t24"."source",
      CASE
        WHEN COALESCE("t24"."currency" = 'USD', FALSE)
        THEN "t24"."amount"
        ELSE CAST(CAST("t24"."amount" AS DOUBLE) * "t24"."rate" AS DECIMAL(18, 4))
      END AS "amount",
      "t24"."fact",
      "t24"."day",
      "t24"."due",
      "t24"."renewed_already",
      "t24"."ended",
      "t24"."renewed",
      "t24"."undecided",
      CAST((
        "t24"."amount" IS NOT NULL
      )
      AND NOT (
        COALESCE("t24"."currency" = 'USD', FALSE)
      )
      AND (
        "t24"."rate" IS NULL
      ) AS BIGINT) AS "no_rate",
      CASE
        WHEN COALESCE("t24"."currency" = 'USD', FALSE)
        THEN "t24"."amount"
        ELSE CAST(CAST("t24"."amount" AS DOUBLE) * "t24"."rate" AS DECIMAL(18, 4))
      END AS "due_amount",
      COALESCE("t24"."day", MAKE_DATE(2024, 3, 31)) AS "team_day"
    FROM (
      SELECT
        "t23"."id",
        "t23"."account",
        "t23"."seller",
        "t23"."product",
        "t23"."currency",
        "t23"."source",
        "t23"."amount",
        "t23"."fact",
        "t23"."day",
        "t23"."due",
        "t23"."renewed_already",
        "t23"."ended",
        "t23"."renewed",
        "t23"."undecided",
        "t23"."rate_day",
        "t20"."rate",
        "t20"."rate_currency",
        "t20"."rated_on"
      FROM (
        SELECT
          "t21"."id",
          "t21"."account",
          "t21"."seller",
          "t21"."product",
          "t21"."currency",
          "t21"."source",
          "t21"."amount",
          "t21"."fact",
          "t21"."day",
          "t21"."due",
          "t21"."renewed_already",
          "t21"."ended",
          "t21"."renewed",
          "t21"."undecided",
          COALESCE("t21"."day", MAKE_DATE(2024, 3, 31)) AS "rate_day"
        FROM (
          SELECT
            "t9"."id",
            "t9"."account",
            "t9"."seller",
            "t9"."product",
            "t9"."currency",
            "t9"."source",
            CASE
              WHEN "t9"."ends_on" > MAKE_DATE(2024, 3, 31)
              THEN CASE
                WHEN "t9"."per" = 'month'
                THEN "t9"."amount"
                WHEN "t9"."per" = 'quarter'
                THEN CAST(CAST("t9"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                WHEN "t9"."per" = 'year'
                THEN CAST(CAST("t9"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                ELSE CAST((
                  CAST("t9"."amount" AS DOUBLE) * 1
                ) / GREATEST(
                  (
                    (
                      EXTRACT(year FROM "t9"."ends_on") - EXTRACT(year FROM "t9"."starts_on")
                    ) * 12
                  ) + (
                    EXTRACT(month FROM "t9"."ends_on") - EXTRACT(month FROM "t9"."starts_on")
                  ) + (
                    (
                      EXTRACT(day FROM "t9"."ends_on") - EXTRACT(day FROM "t9"."starts_on")
                    ) / 30.4375
                  ),
                  0.03285420944558522
                ) AS DECIMAL(18, 4))
              END
              ELSE NULL
            END AS "amount",
            'revenue' AS "fact",
            MAKE_DATE(2024, 3, 31) AS "day",
            CAST("t9"."ends_on" > MAKE_DATE(2024, 3, 31) AS BIGINT) AS "due",
            CAST((
              "t9"."ends_on" > MAKE_DATE(2024, 3, 31)
            )
            AND (
              "t18"."followed_id" IS NOT NULL
            ) AS BIGINT) AS "renewed_already",
            CAST(NOT (
              "t9"."ends_on" > MAKE_DATE(2024, 3, 31)
            ) AS BIGINT) AS "ended",
            CAST(NOT (
              "t9"."ends_on" > MAKE_DATE(2024, 3, 31)
            )
            AND (
              "t18"."followed_id" IS NOT NULL
            ) AS BIGINT) AS "renewed",
            CAST(NOT (
              "t9"."ends_on" > MAKE_DATE(2024, 3, 31)
            )
            AND NOT (
              "t18"."followed_id" IS NOT NULL
            )
            AND (
              "t9"."ends_on" > MAKE_DATE(2024, 5, 30)
            ) AS BIGINT) AS "undecided"
          FROM (
            SELECT
              *
            FROM "revenue" AS "t1"
            WHERE
              "t1"."kind" = 'recurring'
              AND "t1"."account" IS NOT NULL
              AND (
                (
                  (
                    "t1"."starts_on" <= MAKE_DATE(2024, 3, 31)
                  )
                  AND (
                    "t1"."ends_on" > MAKE_DATE(2024, 3, 31)
                  )
                  AND (
                    "t1"."ends_on" <= MAKE_DATE(2024, 6, 29)
                  )
                )
                OR (
                  (
                    "t1"."ends_on" > "t1"."starts_on"
                  )
                  AND (
                    "t1"."ends_on" > MAKE_DATE(2023, 7, 1)
                  )
                  AND (
                    "t1"."ends_on" <= MAKE_DATE(2024, 6, 30)
                  )
                )
              )
          ) AS "t9"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t13"."id" AS "followed_id"
            FROM (
              SELECT
                "t10"."id",
                "t10"."account",
                "t10"."product",
                "t10"."starts_on",
                "t10"."ends_on",
                "t6"."then_account",
                "t6"."then_product",
                "t6"."then_starts",
                "t6"."then_ends"
              FROM (
                SELECT
                  "t1"."id",
                  "t1"."account",
                  "t1"."product",
                  "t1"."starts_on",
                  "t1"."ends_on"
                FROM "revenue" AS "t1"
                WHERE
                  "t1"."kind" = 'recurring'
                  AND "t1"."account" IS NOT NULL
                  AND (
                    (
                      (
                        "t1"."starts_on" <= MAKE_DATE(2024, 3, 31)
                      )
                      AND (
                        "t1"."ends_on" > MAKE_DATE(2024, 3, 31)
                      )
                      AND (
                        "t1"."ends_on" <= MAKE_DATE(2024, 6, 29)
                      )
                    )
                    OR (
                      (
                        "t1"."ends_on" > "t1"."starts_on"
                      )
                      AND (
                        "t1"."ends_on" > MAKE_DATE(2023, 7, 1)
                      )
                      AND (
                        "t1"."ends_on" <= MAKE_DATE(2024, 6, 30)
                      )
                    )
                  )
              ) AS "t10"
              INNER JOIN (
                SELECT
                  "t1"."account" AS "then_account",
                  "t1"."product" AS "then_product",
                  "t1"."starts_on" AS "then_starts",
                  "t1"."ends_on" AS "then_ends"
                FROM "revenue" AS "t1"
                WHERE
                  "t1"."kind" = 'recurring'
                  AND (
                    (
                      "t1"."starts_on" <= MAKE_DATE(2024, 3, 31)
                    )
                    OR (
                      "t1"."observed_at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
                    )
                  )
              ) AS "t6"
                ON "t10"."account" = "t6"."then_account"
            ) AS "t13"
            WHERE
              COALESCE("t13"."product" = "t13"."then_product", TRUE)
              AND "t13"."then_starts" > "t13"."starts_on"
              AND "t13"."then_starts" <= CAST(CAST("t13"."ends_on" + INTERVAL '31' DAY AS TIMESTAMP) AS DATE)
              AND (
                (
                  "t13"."then_ends" IS NULL
                ) OR (
                  "t13"."then_ends" > "t13"."ends_on"
                )
              )
          ) AS "t18"
            ON "t9"."id" = "t18"."followed_id"
        ) AS "t21"
      ) AS "t23"
      LEFT OUTER JOIN (
        SELECT
          "t14"."rate",
          "t14"."rate_currency",
          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t14"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
        FROM (
          SELECT
            "t11"."rate",
            "t11"."currency" AS "rate_currency",
            UNNEST(
              RANGE(
                DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t11"."day"),
                DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t11"."until"),
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
                MAKE_DATE(2024, 4, 1)
              ) AS "until"
            FROM (
              SELECT
                *
              FROM "rates" AS "t2"
              WHERE
                "t2"."base" = 'USD'
            ) AS "t4"
          ) AS "t11"
        ) AS "t14"
      ) AS "t20"
        ON "t23"."currency" = "t20"."rate_currency" AND "t23"."rate_day" = "t20"."rated_on"
    ) AS "t24"
  ) AS "t26"
  LEFT OUTER JOIN (
    SELECT
      "t12"."team",
      "t12"."manager",
      "t12"."role",
      "t12"."seller" AS "span_seller",
      GREATEST("t12"."begins", COALESCE("t12"."free_from", "t12"."begins")) AS "span_from",
      "t12"."ends" AS "span_to"
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
    ) AS "t12"
    WHERE
      GREATEST("t12"."begins", COALESCE("t12"."free_from", "t12"."begins")) <= "t12"."ends"
  ) AS "t16"
    ON "t26"."seller" = "t16"."span_seller"
    AND "t26"."team_day" >= "t16"."span_from"
    AND "t26"."team_day" <= "t16"."span_to"
) AS "t27"
GROUP BY
  1

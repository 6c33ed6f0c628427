-- by seller
SELECT
  "t9"."seller",
  SUM("t9"."due") AS "due",
  SUM("t9"."due_amount") AS "due_amount",
  SUM("t9"."renewed_already") AS "renewed_already",
  SUM("t9"."ended") AS "ended",
  SUM("t9"."renewed") AS "renewed",
  SUM("t9"."no_rate") AS "no_rate",
  SUM("t9"."undecided") AS "undecided",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t8"."id",
    "t8"."account",
    "t8"."seller",
    "t8"."product",
    "t8"."currency",
    "t8"."source",
    "t8"."amount",
    "t8"."fact",
    "t8"."day",
    "t8"."due",
    "t8"."renewed_already",
    "t8"."ended",
    "t8"."renewed",
    "t8"."undecided",
    0 AS "no_rate",
    "t8"."amount" AS "due_amount"
  FROM (
    SELECT
      "t4"."id",
      "t4"."account",
      "t4"."seller",
      "t4"."product",
      "t4"."currency",
      "t4"."source",
      "t4"."amount",
      'revenue' AS "fact",
      MAKE_DATE(2024, 6, 30) AS "day",
      CAST("t4"."is_due" AS BIGINT) AS "due",
      CAST("t4"."is_due" AND (
        "t7"."followed_id" IS NOT NULL
      ) AS BIGINT) AS "renewed_already",
      CAST(NOT (
        "t4"."is_due"
      ) AS BIGINT) AS "ended",
      CAST(NOT (
        "t4"."is_due"
      ) AND (
        "t7"."followed_id" IS NOT NULL
      ) AS BIGINT) AS "renewed",
      CAST(NOT (
        "t4"."is_due"
      )
      AND NOT (
        "t7"."followed_id" IS NOT NULL
      )
      AND (
        "t4"."ends_on" > MAKE_DATE(2024, 5, 30)
      ) AS BIGINT) AS "undecided"
    FROM (
      SELECT
        "t0"."id",
        "t0"."account",
        "t0"."seller",
        "t0"."product",
        "t0"."currency",
        "t0"."source",
        "t0"."starts_on",
        "t0"."ends_on",
        "t0"."ends_on" > MAKE_DATE(2024, 6, 30) AS "is_due",
        CASE
          WHEN "t0"."ends_on" > MAKE_DATE(2024, 6, 30)
          THEN CASE
            WHEN "t0"."per" = 'month'
            THEN "t0"."amount"
            WHEN "t0"."per" = 'quarter'
            THEN CAST(CAST("t0"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
            WHEN "t0"."per" = 'year'
            THEN CAST(CAST("t0"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
            ELSE CAST((
              CAST("t0"."amount" AS DOUBLE) * 1
            ) / GREATEST(
              (
                (
                  EXTRACT(year FROM "t0"."ends_on") - EXTRACT(year FROM "t0"."starts_on")
                ) * 12
              ) + (
                EXTRACT(month FROM "t0"."ends_on") - EXTRACT(month FROM "t0"."starts_on")
              ) + (
                (
                  EXTRACT(day FROM "t0"."ends_on") - EXTRACT(day FROM "t0"."starts_on")
                ) / 30.4375
              ),
              0.03285420944558522
            ) AS DECIMAL(18, 4))
          END
          ELSE NULL
        END AS "amount"
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
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT DISTINCT
        "t5"."id" AS "followed_id"
      FROM (
        SELECT
          "t4"."id",
          "t4"."account",
          "t4"."seller",
          "t4"."product",
          "t4"."currency",
          "t4"."source",
          "t4"."starts_on",
          "t4"."ends_on",
          "t4"."is_due",
          "t4"."amount",
          "t2"."then_account",
          "t2"."then_product",
          "t2"."then_starts",
          "t2"."then_ends"
        FROM (
          SELECT
            "t0"."id",
            "t0"."account",
            "t0"."seller",
            "t0"."product",
            "t0"."currency",
            "t0"."source",
            "t0"."starts_on",
            "t0"."ends_on",
            "t0"."ends_on" > MAKE_DATE(2024, 6, 30) AS "is_due",
            CASE
              WHEN "t0"."ends_on" > MAKE_DATE(2024, 6, 30)
              THEN CASE
                WHEN "t0"."per" = 'month'
                THEN "t0"."amount"
                WHEN "t0"."per" = 'quarter'
                THEN CAST(CAST("t0"."amount" AS DOUBLE) * 0.3333333333333333 AS DECIMAL(18, 4))
                WHEN "t0"."per" = 'year'
                THEN CAST(CAST("t0"."amount" AS DOUBLE) * 0.08333333333333333 AS DECIMAL(18, 4))
                ELSE CAST((
                  CAST("t0"."amount" AS DOUBLE) * 1
                ) / GREATEST(
                  (
                    (
                      EXTRACT(year FROM "t0"."ends_on") - EXTRACT(year FROM "t0"."starts_on")
                    ) * 12
                  ) + (
                    EXTRACT(month FROM "t0"."ends_on") - EXTRACT(month FROM "t0"."starts_on")
                  ) + (
                    (
                      EXTRACT(day FROM "t0"."ends_on") - EXTRACT(day FROM "t0"."starts_on")
                    ) / 30.4375
                  ),
                  0.03285420944558522
                ) AS DECIMAL(18, 4))
              END
              ELSE NULL
            END AS "amount"
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
        ) AS "t4"
        INNER JOIN (
          SELECT
            "t0"."account" AS "then_account",
            "t0"."product" AS "then_product",
            "t0"."starts_on" AS "then_starts",
            "t0"."ends_on" AS "then_ends"
          FROM "revenue" AS "t0"
          WHERE
            "t0"."kind" = 'recurring' AND TRUE
        ) AS "t2"
          ON "t4"."account" = "t2"."then_account"
      ) AS "t5"
      WHERE
        COALESCE("t5"."product" = "t5"."then_product", TRUE)
        AND "t5"."then_starts" > "t5"."starts_on"
        AND "t5"."then_starts" <= CAST(CAST("t5"."ends_on" + INTERVAL '31' DAY AS TIMESTAMP) AS DATE)
        AND (
          (
            "t5"."then_ends" IS NULL
          ) OR (
            "t5"."then_ends" > "t5"."ends_on"
          )
        )
    ) AS "t7"
      ON "t4"."id" = "t7"."followed_id"
  ) AS "t8"
) AS "t9"
GROUP BY
  1

-- by team, several currencies
SELECT
  "t25"."team",
  SUM("t25"."due") AS "due",
  SUM("t25"."due_amount") AS "due_amount",
  SUM("t25"."renewed_already") AS "renewed_already",
  SUM("t25"."ended") AS "ended",
  SUM("t25"."renewed") AS "renewed",
  SUM("t25"."no_rate") AS "no_rate",
  SUM("t25"."undecided") AS "undecided",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t24"."id",
    "t24"."account",
    "t24"."seller",
    "t24"."product",
    "t24"."currency",
    "t24"."source",
    "t24"."amount",
    "t24"."fact",
    "t24"."day",
    "t24"."due",
    "t24"."renewed_already",
    "t24"."ended",
    "t24"."renewed",
    "t24"."undecided",
    "t24"."no_rate",
    "t24"."due_amount",
    "t13"."team",
    "t13"."manager",
    "t13"."role"
  FROM (
    SELECT
      "t22"."id",
      "t22"."account",
      "t22"."seller",
      "t22"."product",
      "t22"."currency",
      "t22"."source",
      CASE
        WHEN COALESCE("t22"."currency" = 'USD', FALSE)
        THEN "t22"."amount"
        ELSE CAST(CAST("t22"."amount" AS DOUBLE) * "t22"."rate" AS DECIMAL(18, 4))
      END AS "amount",
      "t22"."fact",
      "t22"."day",
      "t22"."due",
      "t22"."renewed_already",
      "t22"."ended",
      "t22"."renewed",
      "t22"."undecided",
      CAST((
        "t22"."amount" IS NOT NULL
      )
      AND NOT (
        COALESCE("t22"."currency" = 'USD', FALSE)
      )
      AND (
        "t22"."rate" IS NULL
      ) AS BIGINT) AS "no_rate",
      CASE
        WHEN COALESCE("t22"."currency" = 'USD', FALSE)
        THEN "t22"."amount"
        ELSE CAST(CAST("t22"."amount" AS DOUBLE) * "t22"."rate" AS DECIMAL(18, 4))
      END AS "due_amount",
      COALESCE("t22"."day", MAKE_DATE(2024, 3, 31)) AS "team_day"
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
        "t21"."rate_day",
        "t16"."rate",
        "t16"."rate_currency",
        "t16"."rated_on"
      FROM (
        SELECT
          "t19"."id",
          "t19"."account",
          "t19"."seller",
          "t19"."product",
          "t19"."currency",
          "t19"."source",
          "t19"."amount",
          "t19"."fact",
          "t19"."day",
          "t19"."due",
          "t19"."renewed_already",
          "t19"."ended",
          "t19"."renewed",
          "t19"."undecided",
          COALESCE("t19"."day", MAKE_DATE(2024, 3, 31)) AS "rate_day"
        FROM (
          SELECT
            "t10"."id",
            "t10"."account",
            "t10"."seller",
            "t10"."product",
            "t10"."currency",
            "t10"."source",
            "t10"."amount",
            'revenue' AS "fact",
            MAKE_DATE(2024, 3, 31) AS "day",
            CAST("t10"."is_due" AS BIGINT) AS "due",
            CAST("t10"."is_due" AND (
              "t18"."followed_id" IS NOT NULL
            ) AS BIGINT) AS "renewed_already",
            CAST(NOT (
              "t10"."is_due"
            ) AS BIGINT) AS "ended",
            CAST(NOT (
              "t10"."is_due"
            ) AND (
              "t18"."followed_id" IS NOT NULL
            ) AS BIGINT) AS "renewed",
            CAST(NOT (
              "t10"."is_due"
            )
            AND NOT (
              "t18"."followed_id" IS NOT NULL
            )
            AND (
              "t10"."ends_on" > MAKE_DATE(2024, 5, 30)
            ) AS BIGINT) AS "undecided"
          FROM (
            SELECT
              "t1"."id",
              "t1"."account",
              "t1"."seller",
              "t1"."product",
              "t1"."currency",
              "t1"."source",
              "t1"."starts_on",
              "t1"."ends_on",
              "t1"."ends_on" > MAKE_DATE(2024, 3, 31) AS "is_due",
              CASE
                WHEN "t1"."ends_on" > MAKE_DATE(2024, 3, 31)
                THEN CASE
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
                END
                ELSE NULL
              END AS "amount"
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
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t14"."id" AS "followed_id"
            FROM (
              SELECT
                "t10"."id",
                "t10"."account",
                "t10"."seller",
                "t10"."product",
                "t10"."currency",
                "t10"."source",
                "t10"."starts_on",
                "t10"."ends_on",
                "t10"."is_due",
                "t10"."amount",
                "t6"."then_account",
                "t6"."then_product",
                "t6"."then_starts",
                "t6"."then_ends"
              FROM (
                SELECT
                  "t1"."id",
                  "t1"."account",
                  "t1"."seller",
                  "t1"."product",
                  "t1"."currency",
                  "t1"."source",
                  "t1"."starts_on",
                  "t1"."ends_on",
                  "t1"."ends_on" > MAKE_DATE(2024, 3, 31) AS "is_due",
                  CASE
                    WHEN "t1"."ends_on" > MAKE_DATE(2024, 3, 31)
                    THEN CASE
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
                    END
                    ELSE NULL
                  END AS "amount"
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
            ) AS "t14"
            WHERE
              COALESCE("t14"."product" = "t14"."then_product", TRUE)
              AND "t14"."then_starts" > "t14"."starts_on"
              AND "t14"."then_starts" <= CAST(CAST("t14"."ends_on" + INTERVAL '31' DAY AS TIMESTAMP) AS DATE)
              AND (
                (
                  "t14"."then_ends" IS NULL
                ) OR (
                  "t14"."then_ends" > "t14"."ends_on"
                )
              )
          ) AS "t18"
            ON "t10"."id" = "t18"."followed_id"
        ) AS "t19"
      ) AS "t21"
      LEFT OUTER JOIN (
        SELECT
          "t11"."rate",
          "t11"."rate_currency",
          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t11"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
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
                MAKE_DATE(2024, 4, 1)
              ) AS "until"
            FROM (
              SELECT
                *
              FROM "rates" AS "t2"
              WHERE
                "t2"."base" = 'USD'
            ) AS "t4"
          ) AS "t7"
        ) AS "t11"
      ) AS "t16"
        ON "t21"."currency" = "t16"."rate_currency" AND "t21"."rate_day" = "t16"."rated_on"
    ) AS "t22"
  ) AS "t24"
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
  ) AS "t13"
    ON "t24"."seller" = "t13"."span_seller"
    AND "t24"."team_day" >= "t13"."span_from"
    AND "t24"."team_day" <= "t13"."span_to"
) AS "t25"
GROUP BY
  1

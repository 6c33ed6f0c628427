-- by seller
SELECT
  "t8"."seller",
  SUM("t8"."deals") AS "deals",
  SUM("t8"."amount") AS "amount",
  SUM("t8"."no_rate") AS "no_rate",
  SUM("t8"."no_amount") AS "no_amount",
  SUM("t8"."no_age") AS "no_age",
  SUM("t8"."no_stage") AS "no_stage",
  COUNT(*) AS "cases"
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
    "t7"."age_days",
    "t7"."no_age",
    "t7"."no_stage",
    0 AS "no_rate"
  FROM (
    SELECT
      "t3"."id",
      "t3"."origin",
      "t3"."source_detail",
      "t3"."pipeline",
      "t3"."stage",
      "t3"."product",
      "t3"."account",
      "t3"."seller",
      "t3"."currency",
      "t3"."source",
      "t3"."amount",
      'deals' AS "fact",
      MAKE_DATE(2024, 6, 30) AS "day",
      1 AS "deals",
      CAST("t3"."amount" IS NULL AS BIGINT) AS "no_amount",
      DATE_DIFF(
        'DAY',
        CAST(COALESCE("t6"."entered_at", "t3"."created_at") AS DATE),
        MAKE_DATE(2024, 6, 30)
      ) AS "age_days",
      CAST(CAST(COALESCE("t6"."entered_at", "t3"."created_at") AS DATE) IS NULL AS BIGINT) AS "no_age",
      CAST("t3"."stage" IS NULL AS BIGINT) AS "no_stage"
    FROM (
      SELECT
        *
      FROM "deals" AS "t0"
      WHERE
        "t0"."status" = 'open'
    ) AS "t3"
    LEFT OUTER JOIN (
      SELECT
        "t4"."deal" AS "moved_deal",
        MAX("t4"."at") AS "entered_at"
      FROM (
        SELECT
          *
        FROM "deal_changes" AS "t1"
        WHERE
          "t1"."field" = 'stage'
          AND CAST("t1"."at" AS DATE) <= MAKE_DATE(2024, 6, 30)
          AND (
            (
              "t1"."old" IS NULL
            ) OR (
              "t1"."old" <> "t1"."new"
            )
          )
      ) AS "t4"
      GROUP BY
        1
    ) AS "t6"
      ON "t3"."id" = "t6"."moved_deal"
  ) AS "t7"
) AS "t8"
GROUP BY
  1

-- by team, several currencies
SELECT
  "t30"."team",
  SUM("t30"."deals") AS "deals",
  SUM("t30"."amount") AS "amount",
  SUM("t30"."no_rate") AS "no_rate",
  SUM("t30"."no_amount") AS "no_amount",
  SUM("t30"."no_age") AS "no_age",
  SUM("t30"."no_stage") AS "no_stage",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t29"."id",
    "t29"."origin",
    "t29"."source_detail",
    "t29"."pipeline",
    "t29"."stage",
    "t29"."product",
    "t29"."account",
    "t29"."seller",
    "t29"."currency",
    "t29"."source",
    "t29"."amount",
    "t29"."fact",
    "t29"."day",
    "t29"."deals",
    "t29"."no_amount",
    "t29"."age_days",
    "t29"."no_age",
    "t29"."no_stage",
    "t29"."no_rate",
    "t18"."team",
    "t18"."manager",
    "t18"."role"
  FROM (
    SELECT
      "t27"."id",
      "t27"."origin",
      "t27"."source_detail",
      "t27"."pipeline",
      "t27"."stage",
      "t27"."product",
      "t27"."account",
      "t27"."seller",
      "t27"."currency",
      "t27"."source",
      CASE
        WHEN COALESCE("t27"."currency" = 'USD', FALSE)
        THEN "t27"."amount"
        ELSE CAST(CAST("t27"."amount" AS DOUBLE) * "t27"."rate" AS DECIMAL(18, 4))
      END AS "amount",
      "t27"."fact",
      "t27"."day",
      "t27"."deals",
      "t27"."no_amount",
      "t27"."age_days",
      "t27"."no_age",
      "t27"."no_stage",
      CAST((
        "t27"."amount" IS NOT NULL
      )
      AND NOT (
        COALESCE("t27"."currency" = 'USD', FALSE)
      )
      AND (
        "t27"."rate" IS NULL
      ) AS BIGINT) AS "no_rate",
      COALESCE("t27"."day", MAKE_DATE(2024, 3, 31)) AS "team_day"
    FROM (
      SELECT
        "t26"."id",
        "t26"."origin",
        "t26"."source_detail",
        "t26"."pipeline",
        "t26"."stage",
        "t26"."product",
        "t26"."account",
        "t26"."seller",
        "t26"."currency",
        "t26"."source",
        "t26"."amount",
        "t26"."fact",
        "t26"."day",
        "t26"."deals",
        "t26"."no_amount",
        "t26"."age_days",
        "t26"."no_age",
        "t26"."no_stage",
        "t26"."rate_day",
        "t13"."rate",
        "t13"."rate_currency",
        "t13"."rate_from",
        "t13"."rate_until"
      FROM (
        SELECT
          "t24"."id",
          "t24"."origin",
          "t24"."source_detail",
          "t24"."pipeline",
          "t24"."stage",
          "t24"."product",
          "t24"."account",
          "t24"."seller",
          "t24"."currency",
          "t24"."source",
          "t24"."amount",
          "t24"."fact",
          "t24"."day",
          "t24"."deals",
          "t24"."no_amount",
          "t24"."age_days",
          "t24"."no_age",
          "t24"."no_stage",
          COALESCE("t24"."day", MAKE_DATE(2024, 3, 31)) AS "rate_day"
        FROM (
          SELECT
            "t23"."id",
            "t23"."origin",
            "t23"."source_detail",
            "t23"."pipeline",
            "t23"."stage",
            "t23"."product",
            "t23"."account",
            "t23"."seller",
            "t23"."currency",
            "t23"."source",
            "t23"."amount",
            'deals' AS "fact",
            MAKE_DATE(2024, 3, 31) AS "day",
            1 AS "deals",
            CAST("t23"."amount" IS NULL AS BIGINT) AS "no_amount",
            DATE_DIFF(
              'DAY',
              CAST(COALESCE("t12"."entered_at", "t23"."created_at") AS DATE),
              MAKE_DATE(2024, 3, 31)
            ) AS "age_days",
            CAST(CAST(COALESCE("t12"."entered_at", "t23"."created_at") AS DATE) IS NULL AS BIGINT) AS "no_age",
            CAST("t23"."stage" IS NULL AS BIGINT) AS "no_stage"
          FROM (
            SELECT
              "t21"."id",
              "t21"."source",
              "t21"."source_id",
              "t21"."observed_at",
              "t21"."modified_at",
              "t21"."name",
              "t21"."account",
              CASE
                WHEN COALESCE("t21"."seller_known", 0) = 1
                THEN "t21"."seller_then"
                ELSE "t21"."seller"
              END AS "seller",
              "t21"."pipeline",
              CASE
                WHEN COALESCE("t21"."stage_known", 0) = 1
                THEN "t21"."stage_then"
                ELSE CASE
                  WHEN (
                    "t21"."status" <> 'open'
                  )
                  AND (
                    COALESCE(
                      "t21"."status_then",
                      CASE
                        WHEN COALESCE(CAST("t21"."closed_at" AS DATE) > MAKE_DATE(2024, 3, 31), FALSE)
                        THEN 'open'
                        ELSE "t21"."status"
                      END
                    ) = 'open'
                  )
                  THEN CAST(NULL AS TEXT)
                  ELSE "t21"."stage"
                END
              END AS "stage",
              COALESCE(
                "t21"."status_then",
                CASE
                  WHEN COALESCE(CAST("t21"."closed_at" AS DATE) > MAKE_DATE(2024, 3, 31), FALSE)
                  THEN 'open'
                  ELSE "t21"."status"
                END
              ) AS "status",
              CASE
                WHEN COALESCE("t21"."amount_known", 0) = 1
                THEN TRY_CAST("t21"."amount_then" AS DECIMAL(18, 4))
                ELSE "t21"."amount"
              END AS "amount",
              "t21"."currency",
              "t21"."product",
              "t21"."origin",
              "t21"."source_detail",
              "t21"."created_at",
              "t21"."expected_close_on",
              "t21"."closed_at",
              "t21"."lost_reason",
              "t21"."change_deal",
              "t21"."stage_then",
              "t21"."stage_known",
              "t21"."amount_then",
              "t21"."amount_known",
              "t21"."seller_then",
              "t21"."seller_known",
              "t21"."status_then",
              "t21"."status_known"
            FROM (
              SELECT
                "t9"."id",
                "t9"."source",
                "t9"."source_id",
                "t9"."observed_at",
                "t9"."modified_at",
                "t9"."name",
                "t9"."account",
                "t9"."seller",
                "t9"."pipeline",
                "t9"."stage",
                "t9"."status",
                "t9"."amount",
                "t9"."currency",
                "t9"."product",
                "t9"."origin",
                "t9"."source_detail",
                "t9"."created_at",
                "t9"."expected_close_on",
                "t9"."closed_at",
                "t9"."lost_reason",
                "t20"."change_deal",
                "t20"."stage_then",
                "t20"."stage_known",
                "t20"."amount_then",
                "t20"."amount_known",
                "t20"."seller_then",
                "t20"."seller_known",
                "t20"."status_then",
                "t20"."status_known"
              FROM (
                SELECT
                  *
                FROM "deals" AS "t3"
                WHERE
                  CAST("t3"."created_at" AS DATE) <= MAKE_DATE(2024, 3, 31)
              ) AS "t9"
              LEFT OUTER JOIN (
                SELECT
                  "t16"."deal" AS "change_deal",
                  CASE
                    WHEN COALESCE(BOOL_OR(CAST((
                      "t16"."field" = 'stage'
                    ) AND "t16"."past" AS BOOLEAN)), FALSE)
                    THEN MAX("t16"."value") FILTER(WHERE
                      (
                        "t16"."field" = 'stage'
                      ) AND "t16"."past")
                    ELSE MAX("t16"."value") FILTER(WHERE
                      (
                        "t16"."field" = 'stage'
                      ) AND NOT (
                        "t16"."past"
                      ))
                  END AS "stage_then",
                  CAST(COALESCE(BOOL_OR(CAST("t16"."field" = 'stage' AS BOOLEAN)), FALSE) AS BIGINT) AS "stage_known",
                  CASE
                    WHEN COALESCE(BOOL_OR(CAST((
                      "t16"."field" = 'amount'
                    ) AND "t16"."past" AS BOOLEAN)), FALSE)
                    THEN MAX("t16"."value") FILTER(WHERE
                      (
                        "t16"."field" = 'amount'
                      ) AND "t16"."past")
                    ELSE MAX("t16"."value") FILTER(WHERE
                      (
                        "t16"."field" = 'amount'
                      ) AND NOT (
                        "t16"."past"
                      ))
                  END AS "amount_then",
                  CAST(COALESCE(BOOL_OR(CAST("t16"."field" = 'amount' AS BOOLEAN)), FALSE) AS BIGINT) AS "amount_known",
                  CASE
                    WHEN COALESCE(BOOL_OR(CAST((
                      "t16"."field" = 'seller'
                    ) AND "t16"."past" AS BOOLEAN)), FALSE)
                    THEN MAX("t16"."value") FILTER(WHERE
                      (
                        "t16"."field" = 'seller'
                      ) AND "t16"."past")
                    ELSE MAX("t16"."value") FILTER(WHERE
                      (
                        "t16"."field" = 'seller'
                      ) AND NOT (
                        "t16"."past"
                      ))
                  END AS "seller_then",
                  CAST(COALESCE(BOOL_OR(CAST("t16"."field" = 'seller' AS BOOLEAN)), FALSE) AS BIGINT) AS "seller_known",
                  CASE
                    WHEN COALESCE(BOOL_OR(CAST((
                      "t16"."field" = 'status'
                    ) AND "t16"."past" AS BOOLEAN)), FALSE)
                    THEN MAX("t16"."value") FILTER(WHERE
                      (
                        "t16"."field" = 'status'
                      ) AND "t16"."past")
                    ELSE MAX("t16"."value") FILTER(WHERE
                      (
                        "t16"."field" = 'status'
                      ) AND NOT (
                        "t16"."past"
                      ))
                  END AS "status_then",
                  CAST(COALESCE(BOOL_OR(CAST("t16"."field" = 'status' AS BOOLEAN)), FALSE) AS BIGINT) AS "status_known"
                FROM (
                  SELECT
                    "t14"."id",
                    "t14"."deal",
                    "t14"."field",
                    "t14"."at",
                    "t14"."old",
                    "t14"."new",
                    "t14"."past",
                    "t14"."from_end",
                    "t14"."from_start",
                    CASE WHEN "t14"."past" THEN "t14"."new" ELSE "t14"."old" END AS "value"
                  FROM (
                    SELECT
                      "t7"."id",
                      "t7"."deal",
                      "t7"."field",
                      "t7"."at",
                      "t7"."old",
                      "t7"."new",
                      "t7"."past",
                      ROW_NUMBER() OVER (
                        PARTITION BY "t7"."deal", "t7"."field", "t7"."past"
                        ORDER BY "t7"."at" DESC, "t7"."id" DESC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) - 1 AS "from_end",
                      ROW_NUMBER() OVER (
                        PARTITION BY "t7"."deal", "t7"."field", "t7"."past"
                        ORDER BY "t7"."at" ASC, "t7"."id" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) - 1 AS "from_start"
                    FROM (
                      SELECT
                        "t2"."id",
                        "t2"."deal",
                        "t2"."field",
                        "t2"."at",
                        "t2"."old",
                        "t2"."new",
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31) AS "past"
                      FROM "deal_changes" AS "t2"
                    ) AS "t7"
                  ) AS "t14"
                  WHERE
                    CASE WHEN "t14"."past" THEN "t14"."from_end" ELSE "t14"."from_start" END = 0
                ) AS "t16"
                GROUP BY
                  1
              ) AS "t20"
                ON "t9"."id" = "t20"."change_deal"
            ) AS "t21"
            WHERE
              COALESCE(
                "t21"."status_then",
                CASE
                  WHEN COALESCE(CAST("t21"."closed_at" AS DATE) > MAKE_DATE(2024, 3, 31), FALSE)
                  THEN 'open'
                  ELSE "t21"."status"
                END
              ) = 'open'
          ) AS "t23"
          LEFT OUTER JOIN (
            SELECT
              "t6"."deal" AS "moved_deal",
              MAX("t6"."at") AS "entered_at"
            FROM (
              SELECT
                *
              FROM "deal_changes" AS "t2"
              WHERE
                "t2"."field" = 'stage'
                AND CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                AND (
                  (
                    "t2"."old" IS NULL
                  ) OR (
                    "t2"."old" <> "t2"."new"
                  )
                )
            ) AS "t6"
            GROUP BY
              1
          ) AS "t12"
            ON "t23"."id" = "t12"."moved_deal"
        ) AS "t24"
      ) AS "t26"
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
          FROM "rates" AS "t1"
          WHERE
            "t1"."base" = 'USD'
        ) AS "t4"
      ) AS "t13"
        ON "t26"."currency" = "t13"."rate_currency"
        AND "t26"."rate_day" >= "t13"."rate_from"
        AND "t26"."rate_day" < "t13"."rate_until"
    ) AS "t27"
  ) AS "t29"
  LEFT OUTER JOIN (
    SELECT
      "t15"."team",
      "t15"."manager",
      "t15"."role",
      "t15"."seller" AS "span_seller",
      GREATEST("t15"."begins", COALESCE("t15"."free_from", "t15"."begins")) AS "span_from",
      "t15"."ends" AS "span_to"
    FROM (
      SELECT
        "t5"."id",
        "t5"."seller",
        "t5"."team",
        "t5"."manager",
        "t5"."role",
        "t5"."begins",
        "t5"."ends",
        CAST(CAST(MAX("t5"."ends") OVER (
          PARTITION BY "t5"."seller"
          ORDER BY "t5"."begins" ASC, "t5"."id" ASC
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
      ) AS "t5"
    ) AS "t15"
    WHERE
      GREATEST("t15"."begins", COALESCE("t15"."free_from", "t15"."begins")) <= "t15"."ends"
  ) AS "t18"
    ON "t29"."seller" = "t18"."span_seller"
    AND "t29"."team_day" >= "t18"."span_from"
    AND "t29"."team_day" <= "t18"."span_to"
) AS "t30"
GROUP BY
  1

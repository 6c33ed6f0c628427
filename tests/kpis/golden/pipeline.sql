-- by seller
SELECT
  "t8"."seller",
  SUM("t8"."deals") AS "deals",
  SUM("t8"."amount") AS "amount",
  SUM("t8"."no_rate") AS "no_rate",
  SUM("t8"."no_amount") AS "no_amount",
  SUM("t8"."no_age") AS "no_age",
  SUM("t8"."no_stage") AS "no_stage",
  COUNT(*) AS "cases",
  ARRAY_AGG("t8"."age_days") FILTER(WHERE
    "t8"."age_days" IS NOT NULL) AS "age_days"
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
          AND "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
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
  "t32"."team",
  SUM("t32"."deals") AS "deals",
  SUM("t32"."amount") AS "amount",
  SUM("t32"."no_rate") AS "no_rate",
  SUM("t32"."no_amount") AS "no_amount",
  SUM("t32"."no_age") AS "no_age",
  SUM("t32"."no_stage") AS "no_stage",
  COUNT(*) AS "cases",
  ARRAY_AGG("t32"."age_days") FILTER(WHERE
    "t32"."age_days" IS NOT NULL) AS "age_days"
FROM (
  SELECT
    "t31"."id",
    "t31"."origin",
    "t31"."source_detail",
    "t31"."pipeline",
    "t31"."stage",
    "t31"."product",
    "t31"."account",
    "t31"."seller",
    "t31"."currency",
    "t31"."source",
    "t31"."amount",
    "t31"."fact",
    "t31"."day",
    "t31"."deals",
    "t31"."no_amount",
    "t31"."age_days",
    "t31"."no_age",
    "t31"."no_stage",
    "t31"."no_rate",
    "t18"."team",
    "t18"."manager",
    "t18"."role"
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
      CASE
        WHEN COALESCE("t29"."currency" = 'USD', FALSE)
        THEN "t29"."amount"
        ELSE CAST(CAST("t29"."amount" AS DOUBLE) * "t29"."rate" AS DECIMAL(18, 4))
      END AS "amount",
      "t29"."fact",
      "t29"."day",
      "t29"."deals",
      "t29"."no_amount",
      "t29"."age_days",
      "t29"."no_age",
      "t29"."no_stage",
      CAST((
        "t29"."amount" IS NOT NULL
      )
      AND NOT (
        COALESCE("t29"."currency" = 'USD', FALSE)
      )
      AND (
        "t29"."rate" IS NULL
      ) AS BIGINT) AS "no_rate",
      COALESCE("t29"."day", MAKE_DATE(2024, 3, 31)) AS "team_day"
    FROM (
      SELECT
        "t28"."id",
        "t28"."origin",
        "t28"."source_detail",
        "t28"."pipeline",
        "t28"."stage",
        "t28"."product",
        "t28"."account",
        "t28"."seller",
        "t28"."currency",
        "t28"."source",
        "t28"."amount",
        "t28"."fact",
        "t28"."day",
        "t28"."deals",
        "t28"."no_amount",
        "t28"."age_days",
        "t28"."no_age",
        "t28"."no_stage",
        "t28"."rate_day",
        "t22"."rate",
        "t22"."rate_currency",
        "t22"."rated_on"
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
          COALESCE("t26"."day", MAKE_DATE(2024, 3, 31)) AS "rate_day"
        FROM (
          SELECT
            "t25"."id",
            "t25"."origin",
            "t25"."source_detail",
            "t25"."pipeline",
            "t25"."stage",
            "t25"."product",
            "t25"."account",
            "t25"."seller",
            "t25"."currency",
            "t25"."source",
            "t25"."amount",
            'deals' AS "fact",
            MAKE_DATE(2024, 3, 31) AS "day",
            1 AS "deals",
            CAST("t25"."amount" IS NULL AS BIGINT) AS "no_amount",
            DATE_DIFF(
              'DAY',
              CAST(COALESCE("t13"."entered_at", "t25"."created_at") AS DATE),
              MAKE_DATE(2024, 3, 31)
            ) AS "age_days",
            CAST(CAST(COALESCE("t13"."entered_at", "t25"."created_at") AS DATE) IS NULL AS BIGINT) AS "no_age",
            CAST("t25"."stage" IS NULL AS BIGINT) AS "no_stage"
          FROM (
            SELECT
              "t23"."id",
              "t23"."source",
              "t23"."source_id",
              "t23"."observed_at",
              "t23"."modified_at",
              "t23"."name",
              "t23"."account",
              CASE
                WHEN COALESCE("t23"."seller_known", 0) = 1
                THEN "t23"."seller_then"
                ELSE "t23"."seller"
              END AS "seller",
              "t23"."pipeline",
              CASE
                WHEN COALESCE("t23"."stage_known", 0) = 1
                THEN "t23"."stage_then"
                ELSE CASE
                  WHEN (
                    "t23"."status" <> 'open'
                  )
                  AND (
                    COALESCE(
                      "t23"."status_then",
                      CASE
                        WHEN COALESCE("t23"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
                        THEN 'open'
                        ELSE "t23"."status"
                      END
                    ) = 'open'
                  )
                  THEN CAST(NULL AS TEXT)
                  ELSE "t23"."stage"
                END
              END AS "stage",
              COALESCE(
                "t23"."status_then",
                CASE
                  WHEN COALESCE("t23"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
                  THEN 'open'
                  ELSE "t23"."status"
                END
              ) AS "status",
              CASE
                WHEN COALESCE("t23"."amount_known", 0) = 1
                THEN TRY_CAST("t23"."amount_then" AS DECIMAL(18, 4))
                ELSE "t23"."amount"
              END AS "amount",
              "t23"."currency",
              "t23"."product",
              "t23"."origin",
              "t23"."source_detail",
              "t23"."created_at",
              "t23"."expected_close_on",
              "t23"."closed_at",
              "t23"."lost_reason",
              "t23"."change_deal",
              "t23"."stage_then",
              "t23"."stage_known",
              "t23"."amount_then",
              "t23"."amount_known",
              "t23"."seller_then",
              "t23"."seller_known",
              "t23"."status_then",
              "t23"."status_known"
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
                  "t3"."created_at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
              ) AS "t9"
              LEFT OUTER JOIN (
                SELECT
                  "t15"."deal" AS "change_deal",
                  MAX("t15"."value") FILTER(WHERE
                    "t15"."field" = 'stage') AS "stage_then",
                  MAX(CAST("t15"."field" = 'stage' AS TINYINT)) AS "stage_known",
                  MAX("t15"."value") FILTER(WHERE
                    "t15"."field" = 'amount') AS "amount_then",
                  MAX(CAST("t15"."field" = 'amount' AS TINYINT)) AS "amount_known",
                  MAX("t15"."value") FILTER(WHERE
                    "t15"."field" = 'seller') AS "seller_then",
                  MAX(CAST("t15"."field" = 'seller' AS TINYINT)) AS "seller_known",
                  MAX("t15"."value") FILTER(WHERE
                    "t15"."field" = 'status') AS "status_then",
                  MAX(CAST("t15"."field" = 'status' AS TINYINT)) AS "status_known"
                FROM (
                  SELECT
                    "t12"."deal",
                    "t12"."field",
                    (
                      COALESCE("t12"."before", "t12"."after")
                    )."value" AS "value"
                  FROM (
                    SELECT
                      "t6"."deal",
                      "t6"."field",
                      MAX({'at': "t6"."at", 'id': "t6"."id", 'value': "t6"."new"}) FILTER(WHERE
                        "t6"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')) AS "before",
                      MIN({'at': "t6"."at", 'id': "t6"."id", 'value': "t6"."old"}) FILTER(WHERE
                        NOT (
                          "t6"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
                        )) AS "after"
                    FROM (
                      SELECT
                        *
                      FROM "deal_changes" AS "t2"
                      WHERE
                        "t2"."field" IN ('stage', 'amount', 'seller', 'status')
                    ) AS "t6"
                    GROUP BY
                      1,
                      2
                  ) AS "t12"
                ) AS "t15"
                GROUP BY
                  1
              ) AS "t20"
                ON "t9"."id" = "t20"."change_deal"
            ) AS "t23"
            WHERE
              COALESCE(
                "t23"."status_then",
                CASE
                  WHEN COALESCE("t23"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
                  THEN 'open'
                  ELSE "t23"."status"
                END
              ) = 'open'
          ) AS "t25"
          LEFT OUTER JOIN (
            SELECT
              "t8"."deal" AS "moved_deal",
              MAX("t8"."at") AS "entered_at"
            FROM (
              SELECT
                *
              FROM "deal_changes" AS "t2"
              WHERE
                "t2"."field" = 'stage'
                AND "t2"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
                AND (
                  (
                    "t2"."old" IS NULL
                  ) OR (
                    "t2"."old" <> "t2"."new"
                  )
                )
            ) AS "t8"
            GROUP BY
              1
          ) AS "t13"
            ON "t25"."id" = "t13"."moved_deal"
        ) AS "t26"
      ) AS "t28"
      LEFT OUTER JOIN (
        SELECT
          "t16"."rate",
          "t16"."rate_currency",
          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t16"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
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
              "t5"."currency",
              "t5"."rate",
              "t5"."day",
              COALESCE(
                LEAD("t5"."day") OVER (
                  PARTITION BY "t5"."currency"
                  ORDER BY "t5"."day" ASC, "t5"."id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ),
                MAKE_DATE(2024, 4, 1)
              ) AS "until"
            FROM (
              SELECT
                *
              FROM "rates" AS "t1"
              WHERE
                "t1"."base" = 'USD'
            ) AS "t5"
          ) AS "t11"
        ) AS "t16"
      ) AS "t22"
        ON "t28"."currency" = "t22"."rate_currency" AND "t28"."rate_day" = "t22"."rated_on"
    ) AS "t29"
  ) AS "t31"
  LEFT OUTER JOIN (
    SELECT
      "t14"."team",
      "t14"."manager",
      "t14"."role",
      "t14"."seller" AS "span_seller",
      GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) AS "span_from",
      "t14"."ends" AS "span_to"
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
    ) AS "t14"
    WHERE
      GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) <= "t14"."ends"
  ) AS "t18"
    ON "t31"."seller" = "t18"."span_seller"
    AND "t31"."team_day" >= "t18"."span_from"
    AND "t31"."team_day" <= "t18"."span_to"
) AS "t32"
GROUP BY
  1

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
  COUNT(*) AS "cases",
  ARRAY_AGG("t30"."age_days") FILTER(WHERE
    "t30"."age_days" IS NOT NULL) AS "age_days"
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
        "t21"."rate",
        "t21"."rate_currency",
        "t21"."rated_on"
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
              "t19"."id",
              "t19"."source",
              "t19"."source_id",
              "t19"."observed_at",
              "t19"."modified_at",
              "t19"."name",
              "t19"."account",
              CASE
                WHEN COALESCE("t19"."seller_known", 0) = 1
                THEN "t19"."seller_then"
                ELSE "t19"."seller"
              END AS "seller",
              "t19"."pipeline",
              CASE
                WHEN COALESCE("t19"."stage_known", 0) = 1
                THEN "t19"."stage_then"
                ELSE CASE
                  WHEN (
                    "t19"."status" <> 'open'
                  )
                  AND (
                    COALESCE(
                      "t19"."status_then",
                      CASE
                        WHEN COALESCE(CAST("t19"."closed_at" AS DATE) > MAKE_DATE(2024, 3, 31), FALSE)
                        THEN 'open'
                        ELSE "t19"."status"
                      END
                    ) = 'open'
                  )
                  THEN CAST(NULL AS TEXT)
                  ELSE "t19"."stage"
                END
              END AS "stage",
              COALESCE(
                "t19"."status_then",
                CASE
                  WHEN COALESCE(CAST("t19"."closed_at" AS DATE) > MAKE_DATE(2024, 3, 31), FALSE)
                  THEN 'open'
                  ELSE "t19"."status"
                END
              ) AS "status",
              CASE
                WHEN COALESCE("t19"."amount_known", 0) = 1
                THEN TRY_CAST("t19"."amount_then" AS DECIMAL(18, 4))
                ELSE "t19"."amount"
              END AS "amount",
              "t19"."currency",
              "t19"."product",
              "t19"."origin",
              "t19"."source_detail",
              "t19"."created_at",
              "t19"."expected_close_on",
              "t19"."closed_at",
              "t19"."lost_reason",
              "t19"."change_deal",
              "t19"."stage_then",
              "t19"."amount_then",
              "t19"."seller_then",
              "t19"."status_then",
              "t19"."stage_known",
              "t19"."amount_known",
              "t19"."seller_known",
              "t19"."status_known"
            FROM (
              SELECT
                "t8"."id",
                "t8"."source",
                "t8"."source_id",
                "t8"."observed_at",
                "t8"."modified_at",
                "t8"."name",
                "t8"."account",
                "t8"."seller",
                "t8"."pipeline",
                "t8"."stage",
                "t8"."status",
                "t8"."amount",
                "t8"."currency",
                "t8"."product",
                "t8"."origin",
                "t8"."source_detail",
                "t8"."created_at",
                "t8"."expected_close_on",
                "t8"."closed_at",
                "t8"."lost_reason",
                "t16"."change_deal",
                "t16"."stage_then",
                "t16"."amount_then",
                "t16"."seller_then",
                "t16"."status_then",
                "t16"."stage_known",
                "t16"."amount_known",
                "t16"."seller_known",
                "t16"."status_known"
              FROM (
                SELECT
                  *
                FROM "deals" AS "t3"
                WHERE
                  CAST("t3"."created_at" AS DATE) <= MAKE_DATE(2024, 3, 31)
              ) AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t10"."change_deal",
                  (
                    COALESCE("t10"."stage_before", "t10"."stage_after")
                  )."value" AS "stage_then",
                  (
                    COALESCE("t10"."amount_before", "t10"."amount_after")
                  )."value" AS "amount_then",
                  (
                    COALESCE("t10"."seller_before", "t10"."seller_after")
                  )."value" AS "seller_then",
                  (
                    COALESCE("t10"."status_before", "t10"."status_after")
                  )."value" AS "status_then",
                  CAST(COALESCE("t10"."stage_before", "t10"."stage_after") IS NOT NULL AS BIGINT) AS "stage_known",
                  CAST(COALESCE("t10"."amount_before", "t10"."amount_after") IS NOT NULL AS BIGINT) AS "amount_known",
                  CAST(COALESCE("t10"."seller_before", "t10"."seller_after") IS NOT NULL AS BIGINT) AS "seller_known",
                  CAST(COALESCE("t10"."status_before", "t10"."status_after") IS NOT NULL AS BIGINT) AS "status_known"
                FROM (
                  SELECT
                    "t2"."deal" AS "change_deal",
                    MAX({'at': "t2"."at", 'id': "t2"."id", 'value': "t2"."new"}) FILTER(WHERE
                      (
                        "t2"."field" = 'stage'
                      )
                      AND (
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                      )) AS "stage_before",
                    MIN({'at': "t2"."at", 'id': "t2"."id", 'value': "t2"."old"}) FILTER(WHERE
                      (
                        "t2"."field" = 'stage'
                      )
                      AND NOT (
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                      )) AS "stage_after",
                    MAX({'at': "t2"."at", 'id': "t2"."id", 'value': "t2"."new"}) FILTER(WHERE
                      (
                        "t2"."field" = 'amount'
                      )
                      AND (
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                      )) AS "amount_before",
                    MIN({'at': "t2"."at", 'id': "t2"."id", 'value': "t2"."old"}) FILTER(WHERE
                      (
                        "t2"."field" = 'amount'
                      )
                      AND NOT (
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                      )) AS "amount_after",
                    MAX({'at': "t2"."at", 'id': "t2"."id", 'value': "t2"."new"}) FILTER(WHERE
                      (
                        "t2"."field" = 'seller'
                      )
                      AND (
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                      )) AS "seller_before",
                    MIN({'at': "t2"."at", 'id': "t2"."id", 'value': "t2"."old"}) FILTER(WHERE
                      (
                        "t2"."field" = 'seller'
                      )
                      AND NOT (
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                      )) AS "seller_after",
                    MAX({'at': "t2"."at", 'id': "t2"."id", 'value': "t2"."new"}) FILTER(WHERE
                      (
                        "t2"."field" = 'status'
                      )
                      AND (
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                      )) AS "status_before",
                    MIN({'at': "t2"."at", 'id': "t2"."id", 'value': "t2"."old"}) FILTER(WHERE
                      (
                        "t2"."field" = 'status'
                      )
                      AND NOT (
                        CAST("t2"."at" AS DATE) <= MAKE_DATE(2024, 3, 31)
                      )) AS "status_after"
                  FROM "deal_changes" AS "t2"
                  GROUP BY
                    1
                ) AS "t10"
              ) AS "t16"
                ON "t8"."id" = "t16"."change_deal"
            ) AS "t19"
            WHERE
              COALESCE(
                "t19"."status_then",
                CASE
                  WHEN COALESCE(CAST("t19"."closed_at" AS DATE) > MAKE_DATE(2024, 3, 31), FALSE)
                  THEN 'open'
                  ELSE "t19"."status"
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
          "t15"."rate",
          "t15"."rate_currency",
          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t15"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
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
        ) AS "t15"
      ) AS "t21"
        ON "t26"."currency" = "t21"."rate_currency" AND "t26"."rate_day" = "t21"."rated_on"
    ) AS "t27"
  ) AS "t29"
  LEFT OUTER JOIN (
    SELECT
      "t13"."team",
      "t13"."manager",
      "t13"."role",
      "t13"."seller" AS "span_seller",
      GREATEST("t13"."begins", COALESCE("t13"."free_from", "t13"."begins")) AS "span_from",
      "t13"."ends" AS "span_to"
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
    ) AS "t13"
    WHERE
      GREATEST("t13"."begins", COALESCE("t13"."free_from", "t13"."begins")) <= "t13"."ends"
  ) AS "t18"
    ON "t29"."seller" = "t18"."span_seller"
    AND "t29"."team_day" >= "t18"."span_from"
    AND "t29"."team_day" <= "t18"."span_to"
) AS "t30"
GROUP BY
  1

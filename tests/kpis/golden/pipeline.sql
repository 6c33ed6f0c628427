-- by seller
SELECT
  "t7"."seller",
  SUM("t7"."deals") AS "deals",
  SUM("t7"."amount") AS "amount",
  SUM("t7"."no_rate") AS "no_rate",
  SUM("t7"."no_amount") AS "no_amount",
  SUM("t7"."no_age") AS "no_age",
  SUM("t7"."no_stage") AS "no_stage",
  COUNT(*) AS "cases",
  ARRAY_AGG("t7"."age_days") FILTER(WHERE
    "t7"."age_days" IS NOT NULL) AS "age_days"
FROM (
  SELECT
    "t6"."id",
    "t6"."origin",
    "t6"."source_detail",
    "t6"."pipeline",
    "t6"."stage",
    "t6"."product",
    "t6"."account",
    "t6"."seller",
    "t6"."currency",
    "t6"."source",
    "t6"."amount",
    MAKE_DATE(2024, 6, 30) AS "day",
    'deals' AS "fact",
    1 AS "deals",
    CAST("t6"."amount" IS NULL AS BIGINT) AS "no_amount",
    DATE_DIFF(
      'DAY',
      CAST(COALESCE("t6"."entered_at", "t6"."created_at") AS DATE),
      MAKE_DATE(2024, 6, 30)
    ) AS "age_days",
    CAST(CAST(COALESCE("t6"."entered_at", "t6"."created_at") AS DATE) IS NULL AS BIGINT) AS "no_age",
    CAST("t6"."stage" IS NULL AS BIGINT) AS "no_stage",
    0 AS "no_rate"
  FROM (
    SELECT
      "t2"."id",
      "t2"."source",
      "t2"."source_id",
      "t2"."observed_at",
      "t2"."modified_at",
      "t2"."name",
      "t2"."account",
      "t2"."seller",
      "t2"."pipeline",
      "t2"."stage",
      "t2"."status",
      "t2"."amount",
      "t2"."currency",
      "t2"."product",
      "t2"."origin",
      "t2"."source_detail",
      "t2"."created_at",
      "t2"."expected_close_on",
      "t2"."closed_at",
      "t2"."lost_reason",
      "t5"."moved_deal",
      "t5"."entered_at"
    FROM "deals" AS "t2"
    LEFT OUTER JOIN (
      SELECT
        "t3"."deal" AS "moved_deal",
        MAX("t3"."at") AS "entered_at"
      FROM (
        SELECT
          *
        FROM "deal_changes" AS "t1"
        WHERE
          "t1"."field" = 'stage'
          AND (
            (
              "t1"."old" IS NULL
            ) OR (
              "t1"."old" <> "t1"."new"
            )
          )
          AND "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      ) AS "t3"
      GROUP BY
        1
    ) AS "t5"
      ON "t2"."id" = "t5"."moved_deal"
  ) AS "t6"
  WHERE
    "t6"."status" = 'open'
) AS "t7"
GROUP BY
  1

-- by team, several currencies
WITH "deals_then" AS (
  SELECT
    "t20"."id",
    "t20"."source",
    "t20"."source_id",
    "t20"."observed_at",
    "t20"."modified_at",
    "t20"."name",
    "t20"."account",
    CASE
      WHEN COALESCE("t20"."seller_known", 0) = 1
      THEN "t20"."seller_then"
      ELSE "t20"."seller"
    END AS "seller",
    "t20"."pipeline",
    CASE
      WHEN COALESCE("t20"."stage_known", 0) = 1
      THEN "t20"."stage_then"
      ELSE CASE
        WHEN (
          "t20"."status" <> 'open'
        )
        AND (
          COALESCE(
            "t20"."status_then",
            CASE
              WHEN COALESCE("t20"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
              THEN 'open'
              ELSE "t20"."status"
            END
          ) = 'open'
        )
        THEN CAST(NULL AS TEXT)
        ELSE "t20"."stage"
      END
    END AS "stage",
    COALESCE(
      "t20"."status_then",
      CASE
        WHEN COALESCE("t20"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
        THEN 'open'
        ELSE "t20"."status"
      END
    ) AS "status",
    CASE
      WHEN COALESCE("t20"."amount_known", 0) = 1
      THEN TRY_CAST("t20"."amount_then" AS DECIMAL(18, 4))
      ELSE "t20"."amount"
    END AS "amount",
    "t20"."currency",
    "t20"."product",
    "t20"."origin",
    "t20"."source_detail",
    "t20"."created_at",
    "t20"."expected_close_on",
    "t20"."closed_at",
    "t20"."lost_reason",
    "t20"."change_deal",
    "t20"."entered_at",
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
      "t19"."change_deal",
      "t19"."entered_at",
      "t19"."stage_then",
      "t19"."stage_known",
      "t19"."amount_then",
      "t19"."amount_known",
      "t19"."seller_then",
      "t19"."seller_known",
      "t19"."status_then",
      "t19"."status_known"
    FROM (
      SELECT
        *
      FROM "deals" AS "t2"
      WHERE
        "t2"."created_at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
    ) AS "t8"
    LEFT OUTER JOIN (
      SELECT
        "t13"."deal" AS "change_deal",
        MAX("t13"."moved_at") AS "entered_at",
        MAX("t13"."value") FILTER(WHERE
          "t13"."field" = 'stage') AS "stage_then",
        MAX(CAST("t13"."field" = 'stage' AS TINYINT)) AS "stage_known",
        MAX("t13"."value") FILTER(WHERE
          "t13"."field" = 'amount') AS "amount_then",
        MAX(CAST("t13"."field" = 'amount' AS TINYINT)) AS "amount_known",
        MAX("t13"."value") FILTER(WHERE
          "t13"."field" = 'seller') AS "seller_then",
        MAX(CAST("t13"."field" = 'seller' AS TINYINT)) AS "seller_known",
        MAX("t13"."value") FILTER(WHERE
          "t13"."field" = 'status') AS "status_then",
        MAX(CAST("t13"."field" = 'status' AS TINYINT)) AS "status_known"
      FROM (
        SELECT
          "t11"."deal",
          "t11"."field",
          "t11"."moved_at",
          (
            COALESCE("t11"."before", "t11"."after")
          )."value" AS "value"
        FROM (
          SELECT
            "t7"."deal",
            "t7"."field",
            MAX({'at': "t7"."at", 'id': "t7"."id", 'value': "t7"."new"}) FILTER(WHERE
              "t7"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')) AS "before",
            MIN({'at': "t7"."at", 'id': "t7"."id", 'value': "t7"."old"}) FILTER(WHERE
              NOT (
                "t7"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
              )) AS "after",
            MAX("t7"."at") FILTER(WHERE
              (
                "t7"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
              )
              AND (
                (
                  "t7"."field" = 'stage'
                )
                AND (
                  (
                    "t7"."old" IS NULL
                  ) OR (
                    "t7"."old" <> "t7"."new"
                  )
                )
              )) AS "moved_at"
          FROM (
            SELECT
              *
            FROM "deal_changes" AS "t3"
            WHERE
              "t3"."field" IN ('stage', 'amount', 'seller', 'status')
          ) AS "t7"
          GROUP BY
            1,
            2
        ) AS "t11"
      ) AS "t13"
      GROUP BY
        1
    ) AS "t19"
      ON "t8"."id" = "t19"."change_deal"
  ) AS "t20"
)
SELECT
  "t28"."team",
  SUM("t28"."deals") AS "deals",
  SUM("t28"."amount") AS "amount",
  SUM("t28"."no_rate") AS "no_rate",
  SUM("t28"."no_amount") AS "no_amount",
  SUM("t28"."no_age") AS "no_age",
  SUM("t28"."no_stage") AS "no_stage",
  COUNT(*) AS "cases",
  ARRAY_AGG("t28"."age_days") FILTER(WHERE
    "t28"."age_days" IS NOT NULL) AS "age_days"
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
    "t27"."amount",
    "t27"."day",
    "t27"."fact",
    "t27"."deals",
    "t27"."no_amount",
    "t27"."age_days",
    "t27"."no_age",
    "t27"."no_stage",
    "t27"."no_rate",
    "t15"."team",
    "t15"."manager",
    "t15"."role"
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
      CASE
        WHEN COALESCE("t25"."currency" = 'USD', FALSE)
        THEN "t25"."amount"
        ELSE CAST(CAST("t25"."amount" AS DOUBLE) * "t25"."rate" AS DECIMAL(18, 4))
      END AS "amount",
      "t25"."day",
      "t25"."fact",
      "t25"."deals",
      "t25"."no_amount",
      "t25"."age_days",
      "t25"."no_age",
      "t25"."no_stage",
      CAST((
        "t25"."amount" IS NOT NULL
      )
      AND NOT (
        COALESCE("t25"."currency" = 'USD', FALSE)
      )
      AND (
        "t25"."rate" IS NULL
      ) AS BIGINT) AS "no_rate",
      COALESCE("t25"."day", MAKE_DATE(2024, 3, 31)) AS "team_day"
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
        "t24"."day",
        "t24"."fact",
        "t24"."deals",
        "t24"."no_amount",
        "t24"."age_days",
        "t24"."no_age",
        "t24"."no_stage",
        "t24"."rate_day",
        "t18"."rate",
        "t18"."rate_currency",
        "t18"."rated_on"
      FROM (
        SELECT
          "t22"."id",
          "t22"."origin",
          "t22"."source_detail",
          "t22"."pipeline",
          "t22"."stage",
          "t22"."product",
          "t22"."account",
          "t22"."seller",
          "t22"."currency",
          "t22"."source",
          "t22"."amount",
          MAKE_DATE(2024, 3, 31) AS "day",
          'deals' AS "fact",
          1 AS "deals",
          CAST("t22"."amount" IS NULL AS BIGINT) AS "no_amount",
          DATE_DIFF(
            'DAY',
            CAST(COALESCE("t22"."entered_at", "t22"."created_at") AS DATE),
            MAKE_DATE(2024, 3, 31)
          ) AS "age_days",
          CAST(CAST(COALESCE("t22"."entered_at", "t22"."created_at") AS DATE) IS NULL AS BIGINT) AS "no_age",
          CAST("t22"."stage" IS NULL AS BIGINT) AS "no_stage",
          COALESCE(MAKE_DATE(2024, 3, 31), MAKE_DATE(2024, 3, 31)) AS "rate_day"
        FROM "deals_then" AS "t22"
        WHERE
          "t22"."status" = 'open'
      ) AS "t24"
      LEFT OUTER JOIN (
        SELECT
          "t12"."rate",
          "t12"."rate_currency",
          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t12"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
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
                MAKE_DATE(2024, 4, 1)
              ) AS "until"
            FROM (
              SELECT
                *
              FROM "rates" AS "t1"
              WHERE
                "t1"."base" = 'USD'
            ) AS "t5"
          ) AS "t9"
        ) AS "t12"
      ) AS "t18"
        ON "t24"."currency" = "t18"."rate_currency" AND "t24"."rate_day" = "t18"."rated_on"
    ) AS "t25"
  ) AS "t27"
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
    ) AS "t10"
    WHERE
      GREATEST("t10"."begins", COALESCE("t10"."free_from", "t10"."begins")) <= "t10"."ends"
  ) AS "t15"
    ON "t27"."seller" = "t15"."span_seller"
    AND "t27"."team_day" >= "t15"."span_from"
    AND "t27"."team_day" <= "t15"."span_to"
) AS "t28"
GROUP BY
  1

-- by seller
SELECT
  "t11"."seller",
  SUM("t11"."deals") AS "deals",
  SUM("t11"."amount") AS "amount",
  SUM("t11"."no_rate") AS "no_rate",
  SUM("t11"."no_amount") AS "no_amount",
  COUNT(*) AS "cases",
  ARRAY_AGG("t11"."age_days") FILTER(WHERE
    "t11"."age_days" IS NOT NULL) AS "age_days",
  ARRAY_AGG("t11"."past") FILTER(WHERE
    "t11"."past" IS NOT NULL) AS "past"
FROM (
  SELECT
    "t10"."id",
    "t10"."origin",
    "t10"."source_detail",
    "t10"."pipeline",
    "t10"."stage",
    "t10"."product",
    "t10"."account",
    "t10"."seller",
    "t10"."currency",
    "t10"."source",
    "t10"."amount",
    DATE_DIFF(
      'DAY',
      CAST(COALESCE(COALESCE("t10"."deal_at", "t10"."account_at"), "t10"."created_at") AS DATE),
      MAKE_DATE(2024, 6, 30)
    ) AS "age_days",
    DATE_DIFF(
      'DAY',
      CAST(COALESCE(COALESCE("t10"."deal_at", "t10"."account_at"), "t10"."created_at") AS DATE),
      MAKE_DATE(2024, 6, 30)
    ) - 96.0 AS "past",
    'deals' AS "fact",
    MAKE_DATE(2024, 6, 30) AS "day",
    1 AS "deals",
    CAST("t10"."amount" IS NULL AS BIGINT) AS "no_amount",
    0 AS "no_rate"
  FROM (
    SELECT
      "t5"."id",
      "t5"."source",
      "t5"."source_id",
      "t5"."observed_at",
      "t5"."modified_at",
      "t5"."name",
      "t5"."account",
      "t5"."seller",
      "t5"."pipeline",
      "t5"."stage",
      "t5"."status",
      "t5"."amount",
      "t5"."currency",
      "t5"."product",
      "t5"."origin",
      "t5"."source_detail",
      "t5"."created_at",
      "t5"."expected_close_on",
      "t5"."closed_at",
      "t5"."lost_reason",
      "t8"."met_deal",
      "t8"."deal_at",
      "t9"."met_account",
      "t9"."account_at"
    FROM (
      SELECT
        *
      FROM "deals" AS "t0"
      WHERE
        "t0"."status" = 'open'
    ) AS "t5"
    LEFT OUTER JOIN (
      SELECT
        "t3"."deal" AS "met_deal",
        MIN("t3"."starts_at") AS "deal_at"
      FROM (
        SELECT
          *
        FROM "meetings" AS "t1"
        WHERE
          "t1"."status" = 'held'
          AND "t1"."starts_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          AND "t1"."deal" IS NOT NULL
      ) AS "t3"
      GROUP BY
        1
    ) AS "t8"
      ON "t5"."id" = "t8"."met_deal"
    LEFT OUTER JOIN (
      SELECT
        "t4"."account" AS "met_account",
        MIN("t4"."starts_at") AS "account_at"
      FROM (
        SELECT
          *
        FROM "meetings" AS "t1"
        WHERE
          "t1"."status" = 'held'
          AND "t1"."starts_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          AND "t1"."deal" IS NULL
          AND "t1"."account" IS NOT NULL
      ) AS "t4"
      GROUP BY
        1
    ) AS "t9"
      ON "t5"."account" = "t9"."met_account"
  ) AS "t10"
  WHERE
    TRUE
    AND (
      DATE_DIFF(
        'DAY',
        CAST(COALESCE(COALESCE("t10"."deal_at", "t10"."account_at"), "t10"."created_at") AS DATE),
        MAKE_DATE(2024, 6, 30)
      ) - 96.0
    ) > 0
) AS "t11"
GROUP BY
  1

-- by team, several currencies
WITH "deals_then" AS (
  SELECT
    "t27"."id",
    "t27"."source",
    "t27"."source_id",
    "t27"."observed_at",
    "t27"."modified_at",
    "t27"."name",
    "t27"."account",
    CASE
      WHEN COALESCE("t27"."seller_known", 0) = 1
      THEN "t27"."seller_then"
      ELSE "t27"."seller"
    END AS "seller",
    "t27"."pipeline",
    CASE
      WHEN COALESCE("t27"."stage_known", 0) = 1
      THEN "t27"."stage_then"
      ELSE CASE
        WHEN (
          "t27"."status" <> 'open'
        )
        AND (
          COALESCE(
            "t27"."status_then",
            CASE
              WHEN COALESCE("t27"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
              THEN 'open'
              ELSE "t27"."status"
            END
          ) = 'open'
        )
        THEN CAST(NULL AS TEXT)
        ELSE "t27"."stage"
      END
    END AS "stage",
    COALESCE(
      "t27"."status_then",
      CASE
        WHEN COALESCE("t27"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
        THEN 'open'
        ELSE "t27"."status"
      END
    ) AS "status",
    CASE
      WHEN COALESCE("t27"."amount_known", 0) = 1
      THEN TRY_CAST("t27"."amount_then" AS DECIMAL(18, 4))
      ELSE "t27"."amount"
    END AS "amount",
    "t27"."currency",
    "t27"."product",
    "t27"."origin",
    "t27"."source_detail",
    "t27"."created_at",
    "t27"."expected_close_on",
    "t27"."closed_at",
    "t27"."lost_reason",
    "t27"."change_deal",
    "t27"."entered_at",
    "t27"."stage_then",
    "t27"."stage_known",
    "t27"."amount_then",
    "t27"."amount_known",
    "t27"."seller_then",
    "t27"."seller_known",
    "t27"."status_then",
    "t27"."status_known"
  FROM (
    SELECT
      "t11"."id",
      "t11"."source",
      "t11"."source_id",
      "t11"."observed_at",
      "t11"."modified_at",
      "t11"."name",
      "t11"."account",
      "t11"."seller",
      "t11"."pipeline",
      "t11"."stage",
      "t11"."status",
      "t11"."amount",
      "t11"."currency",
      "t11"."product",
      "t11"."origin",
      "t11"."source_detail",
      "t11"."created_at",
      "t11"."expected_close_on",
      "t11"."closed_at",
      "t11"."lost_reason",
      "t26"."change_deal",
      "t26"."entered_at",
      "t26"."stage_then",
      "t26"."stage_known",
      "t26"."amount_then",
      "t26"."amount_known",
      "t26"."seller_then",
      "t26"."seller_known",
      "t26"."status_then",
      "t26"."status_known"
    FROM (
      SELECT
        *
      FROM "deals" AS "t3"
      WHERE
        "t3"."created_at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
    ) AS "t11"
    LEFT OUTER JOIN (
      SELECT
        "t20"."deal" AS "change_deal",
        MAX("t20"."moved_at") AS "entered_at",
        MAX("t20"."value") FILTER(WHERE
          "t20"."field" = 'stage') AS "stage_then",
        MAX(CAST("t20"."field" = 'stage' AS TINYINT)) AS "stage_known",
        MAX("t20"."value") FILTER(WHERE
          "t20"."field" = 'amount') AS "amount_then",
        MAX(CAST("t20"."field" = 'amount' AS TINYINT)) AS "amount_known",
        MAX("t20"."value") FILTER(WHERE
          "t20"."field" = 'seller') AS "seller_then",
        MAX(CAST("t20"."field" = 'seller' AS TINYINT)) AS "seller_known",
        MAX("t20"."value") FILTER(WHERE
          "t20"."field" = 'status') AS "status_then",
        MAX(CAST("t20"."field" = 'status' AS TINYINT)) AS "status_known"
      FROM (
        SELECT
          "t18"."deal",
          "t18"."field",
          "t18"."moved_at",
          (
            COALESCE("t18"."before", "t18"."after")
          )."value" AS "value"
        FROM (
          SELECT
            "t10"."deal",
            "t10"."field",
            MAX({'at': "t10"."at", 'id': "t10"."id", 'value': "t10"."new"}) FILTER(WHERE
              "t10"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')) AS "before",
            MIN({'at': "t10"."at", 'id': "t10"."id", 'value': "t10"."old"}) FILTER(WHERE
              NOT (
                "t10"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
              )) AS "after",
            MAX("t10"."at") FILTER(WHERE
              (
                "t10"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
              )
              AND (
                (
                  "t10"."field" = 'stage'
                )
                AND (
                  (
                    "t10"."old" IS NULL
                  ) OR (
                    "t10"."old" <> "t10"."new"
                  )
                )
              )) AS "moved_at"
          FROM (
            SELECT
              *
            FROM "deal_changes" AS "t4"
            WHERE
              "t4"."field" IN ('stage', 'amount', 'seller', 'status')
          ) AS "t10"
          GROUP BY
            1,
            2
        ) AS "t18"
      ) AS "t20"
      GROUP BY
        1
    ) AS "t26"
      ON "t11"."id" = "t26"."change_deal"
  ) AS "t27"
)
SELECT
  "t38"."team",
  SUM("t38"."deals") AS "deals",
  SUM("t38"."amount") AS "amount",
  SUM("t38"."no_rate") AS "no_rate",
  SUM("t38"."no_amount") AS "no_amount",
  COUNT(*) AS "cases",
  ARRAY_AGG("t38"."age_days") FILTER(WHERE
    "t38"."age_days" IS NOT NULL) AS "age_days",
  ARRAY_AGG("t38"."past") FILTER(WHERE
    "t38"."past" IS NOT NULL) AS "past"
FROM (
  SELECT
    "t37"."id",
    "t37"."origin",
    "t37"."source_detail",
    "t37"."pipeline",
    "t37"."stage",
    "t37"."product",
    "t37"."account",
    "t37"."seller",
    "t37"."currency",
    "t37"."source",
    "t37"."amount",
    "t37"."age_days",
    "t37"."past",
    "t37"."fact",
    "t37"."day",
    "t37"."deals",
    "t37"."no_amount",
    "t37"."no_rate",
    "t22"."team",
    "t22"."manager",
    "t22"."role"
  FROM (
    SELECT
      "t35"."id",
      "t35"."origin",
      "t35"."source_detail",
      "t35"."pipeline",
      "t35"."stage",
      "t35"."product",
      "t35"."account",
      "t35"."seller",
      "t35"."currency",
      "t35"."source",
      CASE
        WHEN COALESCE("t35"."currency" = 'USD', FALSE)
        THEN "t35"."amount"
        ELSE CAST(CAST("t35"."amount" AS DOUBLE) * "t35"."rate" AS DECIMAL(18, 4))
      END AS "amount",
      "t35"."age_days",
      "t35"."past",
      "t35"."fact",
      "t35"."day",
      "t35"."deals",
      "t35"."no_amount",
      CAST((
        "t35"."amount" IS NOT NULL
      )
      AND NOT (
        COALESCE("t35"."currency" = 'USD', FALSE)
      )
      AND (
        "t35"."rate" IS NULL
      ) AS BIGINT) AS "no_rate",
      COALESCE("t35"."day", MAKE_DATE(2024, 3, 31)) AS "team_day"
    FROM (
      SELECT
        "t34"."id",
        "t34"."origin",
        "t34"."source_detail",
        "t34"."pipeline",
        "t34"."stage",
        "t34"."product",
        "t34"."account",
        "t34"."seller",
        "t34"."currency",
        "t34"."source",
        "t34"."amount",
        "t34"."age_days",
        "t34"."past",
        "t34"."fact",
        "t34"."day",
        "t34"."deals",
        "t34"."no_amount",
        "t34"."rate_day",
        "t25"."rate",
        "t25"."rate_currency",
        "t25"."rated_on"
      FROM (
        SELECT
          "t32"."id",
          "t32"."origin",
          "t32"."source_detail",
          "t32"."pipeline",
          "t32"."stage",
          "t32"."product",
          "t32"."account",
          "t32"."seller",
          "t32"."currency",
          "t32"."source",
          "t32"."amount",
          DATE_DIFF(
            'DAY',
            CAST(COALESCE(COALESCE("t32"."deal_at", "t32"."account_at"), "t32"."created_at") AS DATE),
            MAKE_DATE(2024, 6, 30)
          ) AS "age_days",
          DATE_DIFF(
            'DAY',
            CAST(COALESCE(COALESCE("t32"."deal_at", "t32"."account_at"), "t32"."created_at") AS DATE),
            MAKE_DATE(2024, 6, 30)
          ) - 96.0 AS "past",
          'deals' AS "fact",
          MAKE_DATE(2024, 3, 31) AS "day",
          1 AS "deals",
          CAST("t32"."amount" IS NULL AS BIGINT) AS "no_amount",
          COALESCE(MAKE_DATE(2024, 3, 31), MAKE_DATE(2024, 3, 31)) AS "rate_day"
        FROM (
          SELECT
            "t31"."id",
            "t31"."source",
            "t31"."source_id",
            "t31"."observed_at",
            "t31"."modified_at",
            "t31"."name",
            "t31"."account",
            "t31"."seller",
            "t31"."pipeline",
            "t31"."stage",
            "t31"."status",
            "t31"."amount",
            "t31"."currency",
            "t31"."product",
            "t31"."origin",
            "t31"."source_detail",
            "t31"."created_at",
            "t31"."expected_close_on",
            "t31"."closed_at",
            "t31"."lost_reason",
            "t31"."change_deal",
            "t31"."entered_at",
            "t31"."stage_then",
            "t31"."stage_known",
            "t31"."amount_then",
            "t31"."amount_known",
            "t31"."seller_then",
            "t31"."seller_known",
            "t31"."status_then",
            "t31"."status_known",
            "t14"."met_deal",
            "t14"."deal_at",
            "t15"."met_account",
            "t15"."account_at"
          FROM (
            SELECT
              *
            FROM "deals_then" AS "t29"
            WHERE
              "t29"."status" = 'open'
          ) AS "t31"
          LEFT OUTER JOIN (
            SELECT
              "t7"."deal" AS "met_deal",
              MIN("t7"."starts_at") AS "deal_at"
            FROM (
              SELECT
                *
              FROM "meetings" AS "t2"
              WHERE
                "t2"."status" = 'held'
                AND "t2"."starts_at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
                AND "t2"."deal" IS NOT NULL
            ) AS "t7"
            GROUP BY
              1
          ) AS "t14"
            ON "t31"."id" = "t14"."met_deal"
          LEFT OUTER JOIN (
            SELECT
              "t8"."account" AS "met_account",
              MIN("t8"."starts_at") AS "account_at"
            FROM (
              SELECT
                *
              FROM "meetings" AS "t2"
              WHERE
                "t2"."status" = 'held'
                AND "t2"."starts_at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
                AND "t2"."deal" IS NULL
                AND "t2"."account" IS NOT NULL
            ) AS "t8"
            GROUP BY
              1
          ) AS "t15"
            ON "t31"."account" = "t15"."met_account"
        ) AS "t32"
        WHERE
          TRUE
          AND (
            DATE_DIFF(
              'DAY',
              CAST(COALESCE(COALESCE("t32"."deal_at", "t32"."account_at"), "t32"."created_at") AS DATE),
              MAKE_DATE(2024, 6, 30)
            ) - 96.0
          ) > 0
      ) AS "t34"
      LEFT OUTER JOIN (
        SELECT
          "t19"."rate",
          "t19"."rate_currency",
          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t19"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
        FROM (
          SELECT
            "t16"."rate",
            "t16"."currency" AS "rate_currency",
            UNNEST(
              RANGE(
                DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t16"."day"),
                DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t16"."until"),
                1
              )
            ) AS "number"
          FROM (
            SELECT
              "t6"."currency",
              "t6"."rate",
              "t6"."day",
              COALESCE(
                LEAD("t6"."day") OVER (
                  PARTITION BY "t6"."currency"
                  ORDER BY "t6"."day" ASC, "t6"."id" ASC
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
            ) AS "t6"
          ) AS "t16"
        ) AS "t19"
      ) AS "t25"
        ON "t34"."currency" = "t25"."rate_currency" AND "t34"."rate_day" = "t25"."rated_on"
    ) AS "t35"
  ) AS "t37"
  LEFT OUTER JOIN (
    SELECT
      "t17"."team",
      "t17"."manager",
      "t17"."role",
      "t17"."seller" AS "span_seller",
      GREATEST("t17"."begins", COALESCE("t17"."free_from", "t17"."begins")) AS "span_from",
      "t17"."ends" AS "span_to"
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
    ) AS "t17"
    WHERE
      GREATEST("t17"."begins", COALESCE("t17"."free_from", "t17"."begins")) <= "t17"."ends"
  ) AS "t22"
    ON "t37"."seller" = "t22"."span_seller"
    AND "t37"."team_day" >= "t22"."span_from"
    AND "t37"."team_day" <= "t22"."span_to"
) AS "t38"
GROUP BY
  1

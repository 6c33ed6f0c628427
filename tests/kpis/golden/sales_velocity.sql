-- by seller
SELECT
  "t1"."seller",
  SUM("t1"."open") AS "open",
  SUM("t1"."won") AS "won",
  SUM("t1"."closed") AS "closed",
  SUM("t1"."amount") AS "amount",
  SUM("t1"."with_amount") AS "with_amount",
  SUM("t1"."days") AS "days",
  SUM("t1"."timed") AS "timed",
  SUM("t1"."no_rate") AS "no_rate",
  SUM("t1"."no_amount") AS "no_amount",
  SUM("t1"."no_days") AS "no_days",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t0"."id",
    "t0"."origin",
    "t0"."source_detail",
    "t0"."pipeline",
    "t0"."stage",
    "t0"."product",
    "t0"."account",
    "t0"."seller",
    "t0"."currency",
    "t0"."source",
    'deals' AS "fact",
    CASE
      WHEN "t0"."status" <> 'open'
      THEN CAST("t0"."closed_at" AS DATE)
      ELSE MAKE_DATE(2024, 6, 30)
    END AS "day",
    CASE
      WHEN "t0"."status" = 'won'
      THEN "t0"."amount"
      ELSE CAST(NULL AS DECIMAL(18, 4))
    END AS "amount",
    CAST(NOT (
      "t0"."status" <> 'open'
    ) AS BIGINT) AS "open",
    CAST("t0"."status" <> 'open' AS BIGINT) AS "closed",
    CAST("t0"."status" = 'won' AS BIGINT) AS "won",
    CAST((
      "t0"."status" = 'won'
    )
    AND COALESCE(
      DATE_DIFF('DAY', CAST("t0"."created_at" AS DATE), CAST("t0"."closed_at" AS DATE)) >= 0,
      FALSE
    ) AS BIGINT) AS "timed",
    CASE
      WHEN (
        "t0"."status" = 'won'
      )
      AND COALESCE(
        DATE_DIFF('DAY', CAST("t0"."created_at" AS DATE), CAST("t0"."closed_at" AS DATE)) >= 0,
        FALSE
      )
      THEN DATE_DIFF('DAY', CAST("t0"."created_at" AS DATE), CAST("t0"."closed_at" AS DATE))
      ELSE 0
    END AS "days",
    CAST((
      "t0"."status" = 'won'
    )
    AND NOT (
      (
        "t0"."status" = 'won'
      )
      AND COALESCE(
        DATE_DIFF('DAY', CAST("t0"."created_at" AS DATE), CAST("t0"."closed_at" AS DATE)) >= 0,
        FALSE
      )
    ) AS BIGINT) AS "no_days",
    CAST((
      "t0"."status" = 'won'
    ) AND (
      "t0"."amount" IS NULL
    ) AS BIGINT) AS "no_amount",
    0 AS "no_rate",
    CAST(CASE
      WHEN "t0"."status" = 'won'
      THEN "t0"."amount"
      ELSE CAST(NULL AS DECIMAL(18, 4))
    END IS NOT NULL AS BIGINT) AS "with_amount"
  FROM "deals" AS "t0"
  WHERE
    (
      "t0"."status" = 'open'
    )
    OR COALESCE(
      (
        CAST("t0"."closed_at" AS DATE) > CAST(CAST(MAKE_DATE(2024, 6, 30) - INTERVAL '365' DAY AS TIMESTAMP) AS DATE)
      )
      AND (
        CAST("t0"."closed_at" AS DATE) <= MAKE_DATE(2024, 6, 30)
      ),
      FALSE
    )
) AS "t1"
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
  SUM("t28"."open") AS "open",
  SUM("t28"."won") AS "won",
  SUM("t28"."closed") AS "closed",
  SUM("t28"."amount") AS "amount",
  SUM("t28"."with_amount") AS "with_amount",
  SUM("t28"."days") AS "days",
  SUM("t28"."timed") AS "timed",
  SUM("t28"."no_rate") AS "no_rate",
  SUM("t28"."no_amount") AS "no_amount",
  SUM("t28"."no_days") AS "no_days",
  COUNT(*) AS "cases"
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
    "t27"."fact",
    "t27"."day",
    "t27"."amount",
    "t27"."open",
    "t27"."closed",
    "t27"."won",
    "t27"."timed",
    "t27"."days",
    "t27"."no_days",
    "t27"."no_amount",
    "t27"."no_rate",
    "t27"."with_amount",
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
      "t25"."fact",
      "t25"."day",
      CASE
        WHEN COALESCE("t25"."currency" = 'USD', FALSE)
        THEN "t25"."amount"
        ELSE CAST(CAST("t25"."amount" AS DOUBLE) * "t25"."rate" AS DECIMAL(18, 4))
      END AS "amount",
      "t25"."open",
      "t25"."closed",
      "t25"."won",
      "t25"."timed",
      "t25"."days",
      "t25"."no_days",
      "t25"."no_amount",
      CAST((
        "t25"."amount" IS NOT NULL
      )
      AND NOT (
        COALESCE("t25"."currency" = 'USD', FALSE)
      )
      AND (
        "t25"."rate" IS NULL
      ) AS BIGINT) AS "no_rate",
      CAST(CASE
        WHEN COALESCE("t25"."currency" = 'USD', FALSE)
        THEN "t25"."amount"
        ELSE CAST(CAST("t25"."amount" AS DOUBLE) * "t25"."rate" AS DECIMAL(18, 4))
      END IS NOT NULL AS BIGINT) AS "with_amount",
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
        "t24"."fact",
        "t24"."day",
        "t24"."amount",
        "t24"."open",
        "t24"."closed",
        "t24"."won",
        "t24"."timed",
        "t24"."days",
        "t24"."no_days",
        "t24"."no_amount",
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
          'deals' AS "fact",
          CASE
            WHEN "t22"."status" <> 'open'
            THEN CAST("t22"."closed_at" AS DATE)
            ELSE MAKE_DATE(2024, 3, 31)
          END AS "day",
          CASE
            WHEN "t22"."status" = 'won'
            THEN "t22"."amount"
            ELSE CAST(NULL AS DECIMAL(18, 4))
          END AS "amount",
          CAST(NOT (
            "t22"."status" <> 'open'
          ) AS BIGINT) AS "open",
          CAST("t22"."status" <> 'open' AS BIGINT) AS "closed",
          CAST("t22"."status" = 'won' AS BIGINT) AS "won",
          CAST((
            "t22"."status" = 'won'
          )
          AND COALESCE(
            DATE_DIFF('DAY', CAST("t22"."created_at" AS DATE), CAST("t22"."closed_at" AS DATE)) >= 0,
            FALSE
          ) AS BIGINT) AS "timed",
          CASE
            WHEN (
              "t22"."status" = 'won'
            )
            AND COALESCE(
              DATE_DIFF('DAY', CAST("t22"."created_at" AS DATE), CAST("t22"."closed_at" AS DATE)) >= 0,
              FALSE
            )
            THEN DATE_DIFF('DAY', CAST("t22"."created_at" AS DATE), CAST("t22"."closed_at" AS DATE))
            ELSE 0
          END AS "days",
          CAST((
            "t22"."status" = 'won'
          )
          AND NOT (
            (
              "t22"."status" = 'won'
            )
            AND COALESCE(
              DATE_DIFF('DAY', CAST("t22"."created_at" AS DATE), CAST("t22"."closed_at" AS DATE)) >= 0,
              FALSE
            )
          ) AS BIGINT) AS "no_days",
          CAST((
            "t22"."status" = 'won'
          ) AND (
            "t22"."amount" IS NULL
          ) AS BIGINT) AS "no_amount",
          COALESCE(
            CASE
              WHEN "t22"."status" <> 'open'
              THEN CAST("t22"."closed_at" AS DATE)
              ELSE MAKE_DATE(2024, 3, 31)
            END,
            MAKE_DATE(2024, 3, 31)
          ) AS "rate_day"
        FROM "deals_then" AS "t22"
        WHERE
          (
            "t22"."status" = 'open'
          )
          OR COALESCE(
            (
              CAST("t22"."closed_at" AS DATE) > CAST(CAST(MAKE_DATE(2024, 6, 30) - INTERVAL '365' DAY AS TIMESTAMP) AS DATE)
            )
            AND (
              CAST("t22"."closed_at" AS DATE) <= MAKE_DATE(2024, 6, 30)
            ),
            FALSE
          )
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

-- by seller
SELECT
  "t14"."seller",
  "t14"."period",
  "t14"."undated",
  SUM("t14"."timed") AS "timed",
  SUM("t14"."deals") AS "deals",
  SUM("t14"."lost") AS "lost",
  SUM("t14"."open") AS "open",
  SUM("t14"."fell_back") AS "fell_back",
  SUM("t14"."no_days") AS "no_days",
  SUM("t14"."backwards") AS "backwards",
  COUNT(*) AS "cases",
  ARRAY_AGG("t14"."days") FILTER(WHERE
    "t14"."days" IS NOT NULL) AS "days",
  ARRAY_AGG(
    "t14"."outcome" + (
      "t14"."followed_days" * 5760
    ) + (
      "t14"."unseen_days" * 6184752906240
    )
  ) FILTER(WHERE
    (
      "t14"."outcome" + (
        "t14"."followed_days" * 5760
      ) + (
        "t14"."unseen_days" * 6184752906240
      )
    ) IS NOT NULL) AS "to_won"
FROM (
  SELECT
    "t13"."id",
    "t13"."origin",
    "t13"."source_detail",
    "t13"."pipeline",
    "t13"."stage",
    "t13"."product",
    "t13"."account",
    "t13"."seller",
    "t13"."currency",
    "t13"."source",
    'deals' AS "fact",
    CAST("t13"."began_at" AS DATE) AS "day",
    CAST("t13"."ended" AND (
      "t13"."status" = 'won'
    ) AS BIGINT) AS "deals",
    CAST("t13"."ended" AND NOT (
      "t13"."ended" AND (
        "t13"."status" = 'won'
      )
    ) AS BIGINT) AS "lost",
    CAST(NOT (
      "t13"."ended"
    ) AS BIGINT) AS "open",
    CASE
      WHEN "t13"."ended" AND (
        "t13"."status" = 'won'
      )
      THEN CASE
        WHEN DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), CAST("t13"."closed_at" AS DATE)) >= 0
        THEN DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), CAST("t13"."closed_at" AS DATE))
        ELSE CAST(NULL AS BIGINT)
      END
      ELSE CAST(NULL AS BIGINT)
    END AS "days",
    CAST("t13"."ended"
    AND (
      "t13"."status" = 'won'
    )
    AND (
      DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), CAST("t13"."closed_at" AS DATE)) IS NOT NULL
    )
    AND NOT (
      COALESCE(
        DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), CAST("t13"."closed_at" AS DATE)) < 0,
        FALSE
      )
    ) AS BIGINT) AS "timed",
    CAST("t13"."ended"
    AND (
      "t13"."status" = 'won'
    )
    AND COALESCE(
      DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), CAST("t13"."closed_at" AS DATE)) < 0,
      FALSE
    ) AS BIGINT) AS "backwards",
    CAST("t13"."ended"
    AND (
      "t13"."status" = 'won'
    )
    AND (
      DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), CAST("t13"."closed_at" AS DATE)) IS NULL
    ) AS BIGINT) AS "no_days",
    CAST("t13"."ended"
    AND (
      "t13"."status" = 'won'
    )
    AND COALESCE(
      (
        "t13"."met_at" IS NULL
      ) AND (
        "t13"."created_at" IS NOT NULL
      ) AND TRUE,
      FALSE
    ) AS BIGINT) AS "fell_back",
    GREATEST(
      COALESCE(DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), "t13"."told_from"), 0),
      0
    ) AS "unseen_days",
    CASE
      WHEN CASE
        WHEN "t13"."ended"
        THEN DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), CAST("t13"."closed_at" AS DATE))
        ELSE DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), MAKE_DATE(2024, 6, 30))
      END >= 0
      THEN CASE
        WHEN "t13"."ended"
        THEN DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), CAST("t13"."closed_at" AS DATE))
        ELSE DATE_DIFF('DAY', CAST("t13"."began_at" AS DATE), MAKE_DATE(2024, 6, 30))
      END
      ELSE CAST(NULL AS BIGINT)
    END AS "followed_days",
    CASE
      WHEN "t13"."ended" AND (
        "t13"."status" = 'won'
      )
      THEN 1
      WHEN "t13"."ended"
      THEN 2
      ELSE 0
    END AS "outcome",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t13"."began_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    CAST("t13"."began_at" AS DATE) IS NULL AS "undated"
  FROM (
    SELECT
      "t12"."id",
      "t12"."source",
      "t12"."source_id",
      "t12"."observed_at",
      "t12"."modified_at",
      "t12"."name",
      "t12"."account",
      "t12"."seller",
      "t12"."pipeline",
      "t12"."stage",
      "t12"."status",
      "t12"."amount",
      "t12"."currency",
      "t12"."product",
      "t12"."origin",
      "t12"."source_detail",
      "t12"."created_at",
      "t12"."expected_close_on",
      "t12"."closed_at",
      "t12"."lost_reason",
      "t12"."first_closed",
      "t12"."told_from",
      "t12"."ended",
      "t12"."met_deal",
      "t12"."deal_at",
      "t12"."met_account",
      "t12"."account_at",
      CASE
        WHEN COALESCE(
          "t12"."ended"
          AND (
            COALESCE("t12"."deal_at", "t12"."account_at") > "t12"."closed_at"
          ),
          FALSE
        )
        THEN CAST(NULL AS TIMESTAMPTZ)
        ELSE COALESCE("t12"."deal_at", "t12"."account_at")
      END AS "met_at",
      COALESCE(
        CASE
          WHEN COALESCE(
            "t12"."ended"
            AND (
              COALESCE("t12"."deal_at", "t12"."account_at") > "t12"."closed_at"
            ),
            FALSE
          )
          THEN CAST(NULL AS TIMESTAMPTZ)
          ELSE COALESCE("t12"."deal_at", "t12"."account_at")
        END,
        "t12"."created_at"
      ) AS "began_at"
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
        "t11"."first_closed",
        "t11"."told_from",
        "t11"."ended",
        "t7"."met_deal",
        "t7"."deal_at",
        "t8"."met_account",
        "t8"."account_at"
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
          "t9"."first_closed",
          "t9"."told_from",
          (
            "t9"."status" <> 'open'
          )
          AND NOT (
            COALESCE("t9"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
          ) AS "ended"
        FROM (
          SELECT
            "t4"."id",
            "t4"."source",
            "t4"."source_id",
            "t4"."observed_at",
            "t4"."modified_at",
            "t4"."name",
            "t4"."account",
            "t4"."seller",
            "t4"."pipeline",
            "t4"."stage",
            "t4"."status",
            "t4"."amount",
            "t4"."currency",
            "t4"."product",
            "t4"."origin",
            "t4"."source_detail",
            "t4"."created_at",
            "t4"."expected_close_on",
            "t4"."closed_at",
            "t4"."lost_reason",
            "t4"."first_closed",
            CASE
              WHEN COALESCE(
                SUM(CAST("t4"."created_at" < "t4"."first_closed" AS BIGINT)) OVER (
                  PARTITION BY "t4"."source"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) >= 30,
                FALSE
              )
              THEN CAST("t4"."first_closed" AS DATE)
              ELSE CAST(NULL AS DATE)
            END AS "told_from"
          FROM (
            SELECT
              "t0"."id",
              "t0"."source",
              "t0"."source_id",
              "t0"."observed_at",
              "t0"."modified_at",
              "t0"."name",
              "t0"."account",
              "t0"."seller",
              "t0"."pipeline",
              "t0"."stage",
              "t0"."status",
              "t0"."amount",
              "t0"."currency",
              "t0"."product",
              "t0"."origin",
              "t0"."source_detail",
              "t0"."created_at",
              "t0"."expected_close_on",
              "t0"."closed_at",
              "t0"."lost_reason",
              MIN("t0"."closed_at") OVER (
                PARTITION BY "t0"."source"
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "first_closed"
            FROM "deals" AS "t0"
          ) AS "t4"
        ) AS "t9"
      ) AS "t11"
      LEFT OUTER JOIN (
        SELECT
          "t2"."deal" AS "met_deal",
          MIN("t2"."starts_at") AS "deal_at"
        FROM (
          SELECT
            *
          FROM "meetings" AS "t1"
          WHERE
            "t1"."status" = 'held'
            AND "t1"."starts_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            AND "t1"."deal" IS NOT NULL
        ) AS "t2"
        GROUP BY
          1
      ) AS "t7"
        ON "t11"."id" = "t7"."met_deal"
      LEFT OUTER JOIN (
        SELECT
          "t3"."account" AS "met_account",
          MIN("t3"."starts_at") AS "account_at"
        FROM (
          SELECT
            *
          FROM "meetings" AS "t1"
          WHERE
            "t1"."status" = 'held'
            AND "t1"."starts_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            AND "t1"."deal" IS NULL
            AND "t1"."account" IS NOT NULL
        ) AS "t3"
        GROUP BY
          1
      ) AS "t8"
        ON "t11"."account" = "t8"."met_account"
    ) AS "t12"
  ) AS "t13"
  WHERE
    COALESCE(CAST("t13"."began_at" AS DATE), MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t14"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t22"."team",
  "t22"."period",
  "t22"."undated",
  SUM("t22"."timed") AS "timed",
  SUM("t22"."deals") AS "deals",
  SUM("t22"."lost") AS "lost",
  SUM("t22"."open") AS "open",
  SUM("t22"."fell_back") AS "fell_back",
  SUM("t22"."no_days") AS "no_days",
  SUM("t22"."backwards") AS "backwards",
  COUNT(*) AS "cases",
  ARRAY_AGG("t22"."days") FILTER(WHERE
    "t22"."days" IS NOT NULL) AS "days",
  ARRAY_AGG(
    "t22"."outcome" + (
      "t22"."followed_days" * 5760
    ) + (
      "t22"."unseen_days" * 6184752906240
    )
  ) FILTER(WHERE
    (
      "t22"."outcome" + (
        "t22"."followed_days" * 5760
      ) + (
        "t22"."unseen_days" * 6184752906240
      )
    ) IS NOT NULL) AS "to_won"
FROM (
  SELECT
    "t21"."id",
    "t21"."origin",
    "t21"."source_detail",
    "t21"."pipeline",
    "t21"."stage",
    "t21"."product",
    "t21"."account",
    "t21"."seller",
    "t21"."currency",
    "t21"."source",
    "t21"."fact",
    "t21"."day",
    "t21"."deals",
    "t21"."lost",
    "t21"."open",
    "t21"."days",
    "t21"."timed",
    "t21"."backwards",
    "t21"."no_days",
    "t21"."fell_back",
    "t21"."unseen_days",
    "t21"."followed_days",
    "t21"."outcome",
    "t21"."team",
    "t21"."manager",
    "t21"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t21"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t21"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t20"."id",
      "t20"."origin",
      "t20"."source_detail",
      "t20"."pipeline",
      "t20"."stage",
      "t20"."product",
      "t20"."account",
      "t20"."seller",
      "t20"."currency",
      "t20"."source",
      "t20"."fact",
      "t20"."day",
      "t20"."deals",
      "t20"."lost",
      "t20"."open",
      "t20"."days",
      "t20"."timed",
      "t20"."backwards",
      "t20"."no_days",
      "t20"."fell_back",
      "t20"."unseen_days",
      "t20"."followed_days",
      "t20"."outcome",
      "t14"."team",
      "t14"."manager",
      "t14"."role"
    FROM (
      SELECT
        "t18"."id",
        "t18"."origin",
        "t18"."source_detail",
        "t18"."pipeline",
        "t18"."stage",
        "t18"."product",
        "t18"."account",
        "t18"."seller",
        "t18"."currency",
        "t18"."source",
        'deals' AS "fact",
        CAST("t18"."began_at" AS DATE) AS "day",
        CAST("t18"."ended" AND (
          "t18"."status" = 'won'
        ) AS BIGINT) AS "deals",
        CAST("t18"."ended" AND NOT (
          "t18"."ended" AND (
            "t18"."status" = 'won'
          )
        ) AS BIGINT) AS "lost",
        CAST(NOT (
          "t18"."ended"
        ) AS BIGINT) AS "open",
        CASE
          WHEN "t18"."ended" AND (
            "t18"."status" = 'won'
          )
          THEN CASE
            WHEN DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), CAST("t18"."closed_at" AS DATE)) >= 0
            THEN DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), CAST("t18"."closed_at" AS DATE))
            ELSE CAST(NULL AS BIGINT)
          END
          ELSE CAST(NULL AS BIGINT)
        END AS "days",
        CAST("t18"."ended"
        AND (
          "t18"."status" = 'won'
        )
        AND (
          DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), CAST("t18"."closed_at" AS DATE)) IS NOT NULL
        )
        AND NOT (
          COALESCE(
            DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), CAST("t18"."closed_at" AS DATE)) < 0,
            FALSE
          )
        ) AS BIGINT) AS "timed",
        CAST("t18"."ended"
        AND (
          "t18"."status" = 'won'
        )
        AND COALESCE(
          DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), CAST("t18"."closed_at" AS DATE)) < 0,
          FALSE
        ) AS BIGINT) AS "backwards",
        CAST("t18"."ended"
        AND (
          "t18"."status" = 'won'
        )
        AND (
          DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), CAST("t18"."closed_at" AS DATE)) IS NULL
        ) AS BIGINT) AS "no_days",
        CAST("t18"."ended"
        AND (
          "t18"."status" = 'won'
        )
        AND COALESCE(
          (
            "t18"."met_at" IS NULL
          ) AND (
            "t18"."created_at" IS NOT NULL
          ) AND TRUE,
          FALSE
        ) AS BIGINT) AS "fell_back",
        GREATEST(
          COALESCE(DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), "t18"."told_from"), 0),
          0
        ) AS "unseen_days",
        CASE
          WHEN CASE
            WHEN "t18"."ended"
            THEN DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), CAST("t18"."closed_at" AS DATE))
            ELSE DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), MAKE_DATE(2024, 6, 30))
          END >= 0
          THEN CASE
            WHEN "t18"."ended"
            THEN DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), CAST("t18"."closed_at" AS DATE))
            ELSE DATE_DIFF('DAY', CAST("t18"."began_at" AS DATE), MAKE_DATE(2024, 6, 30))
          END
          ELSE CAST(NULL AS BIGINT)
        END AS "followed_days",
        CASE
          WHEN "t18"."ended" AND (
            "t18"."status" = 'won'
          )
          THEN 1
          WHEN "t18"."ended"
          THEN 2
          ELSE 0
        END AS "outcome",
        COALESCE(CAST("t18"."began_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t17"."id",
          "t17"."source",
          "t17"."source_id",
          "t17"."observed_at",
          "t17"."modified_at",
          "t17"."name",
          "t17"."account",
          "t17"."seller",
          "t17"."pipeline",
          "t17"."stage",
          "t17"."status",
          "t17"."amount",
          "t17"."currency",
          "t17"."product",
          "t17"."origin",
          "t17"."source_detail",
          "t17"."created_at",
          "t17"."expected_close_on",
          "t17"."closed_at",
          "t17"."lost_reason",
          "t17"."first_closed",
          "t17"."told_from",
          "t17"."ended",
          "t17"."met_deal",
          "t17"."deal_at",
          "t17"."met_account",
          "t17"."account_at",
          CASE
            WHEN COALESCE(
              "t17"."ended"
              AND (
                COALESCE("t17"."deal_at", "t17"."account_at") > "t17"."closed_at"
              ),
              FALSE
            )
            THEN CAST(NULL AS TIMESTAMPTZ)
            ELSE COALESCE("t17"."deal_at", "t17"."account_at")
          END AS "met_at",
          COALESCE(
            CASE
              WHEN COALESCE(
                "t17"."ended"
                AND (
                  COALESCE("t17"."deal_at", "t17"."account_at") > "t17"."closed_at"
                ),
                FALSE
              )
              THEN CAST(NULL AS TIMESTAMPTZ)
              ELSE COALESCE("t17"."deal_at", "t17"."account_at")
            END,
            "t17"."created_at"
          ) AS "began_at"
        FROM (
          SELECT
            "t16"."id",
            "t16"."source",
            "t16"."source_id",
            "t16"."observed_at",
            "t16"."modified_at",
            "t16"."name",
            "t16"."account",
            "t16"."seller",
            "t16"."pipeline",
            "t16"."stage",
            "t16"."status",
            "t16"."amount",
            "t16"."currency",
            "t16"."product",
            "t16"."origin",
            "t16"."source_detail",
            "t16"."created_at",
            "t16"."expected_close_on",
            "t16"."closed_at",
            "t16"."lost_reason",
            "t16"."first_closed",
            "t16"."told_from",
            "t16"."ended",
            "t9"."met_deal",
            "t9"."deal_at",
            "t10"."met_account",
            "t10"."account_at"
          FROM (
            SELECT
              "t12"."id",
              "t12"."source",
              "t12"."source_id",
              "t12"."observed_at",
              "t12"."modified_at",
              "t12"."name",
              "t12"."account",
              "t12"."seller",
              "t12"."pipeline",
              "t12"."stage",
              "t12"."status",
              "t12"."amount",
              "t12"."currency",
              "t12"."product",
              "t12"."origin",
              "t12"."source_detail",
              "t12"."created_at",
              "t12"."expected_close_on",
              "t12"."closed_at",
              "t12"."lost_reason",
              "t12"."first_closed",
              "t12"."told_from",
              (
                "t12"."status" <> 'open'
              )
              AND NOT (
                COALESCE("t12"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
              ) AS "ended"
            FROM (
              SELECT
                "t6"."id",
                "t6"."source",
                "t6"."source_id",
                "t6"."observed_at",
                "t6"."modified_at",
                "t6"."name",
                "t6"."account",
                "t6"."seller",
                "t6"."pipeline",
                "t6"."stage",
                "t6"."status",
                "t6"."amount",
                "t6"."currency",
                "t6"."product",
                "t6"."origin",
                "t6"."source_detail",
                "t6"."created_at",
                "t6"."expected_close_on",
                "t6"."closed_at",
                "t6"."lost_reason",
                "t6"."first_closed",
                CASE
                  WHEN COALESCE(
                    SUM(CAST("t6"."created_at" < "t6"."first_closed" AS BIGINT)) OVER (
                      PARTITION BY "t6"."source"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) >= 30,
                    FALSE
                  )
                  THEN CAST("t6"."first_closed" AS DATE)
                  ELSE CAST(NULL AS DATE)
                END AS "told_from"
              FROM (
                SELECT
                  "t1"."id",
                  "t1"."source",
                  "t1"."source_id",
                  "t1"."observed_at",
                  "t1"."modified_at",
                  "t1"."name",
                  "t1"."account",
                  "t1"."seller",
                  "t1"."pipeline",
                  "t1"."stage",
                  "t1"."status",
                  "t1"."amount",
                  "t1"."currency",
                  "t1"."product",
                  "t1"."origin",
                  "t1"."source_detail",
                  "t1"."created_at",
                  "t1"."expected_close_on",
                  "t1"."closed_at",
                  "t1"."lost_reason",
                  MIN("t1"."closed_at") OVER (
                    PARTITION BY "t1"."source"
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) AS "first_closed"
                FROM "deals" AS "t1"
              ) AS "t6"
            ) AS "t12"
          ) AS "t16"
          LEFT OUTER JOIN (
            SELECT
              "t4"."deal" AS "met_deal",
              MIN("t4"."starts_at") AS "deal_at"
            FROM (
              SELECT
                *
              FROM "meetings" AS "t2"
              WHERE
                "t2"."status" = 'held'
                AND "t2"."starts_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                AND "t2"."deal" IS NOT NULL
            ) AS "t4"
            GROUP BY
              1
          ) AS "t9"
            ON "t16"."id" = "t9"."met_deal"
          LEFT OUTER JOIN (
            SELECT
              "t5"."account" AS "met_account",
              MIN("t5"."starts_at") AS "account_at"
            FROM (
              SELECT
                *
              FROM "meetings" AS "t2"
              WHERE
                "t2"."status" = 'held'
                AND "t2"."starts_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                AND "t2"."deal" IS NULL
                AND "t2"."account" IS NOT NULL
            ) AS "t5"
            GROUP BY
              1
          ) AS "t10"
            ON "t16"."account" = "t10"."met_account"
        ) AS "t17"
      ) AS "t18"
    ) AS "t20"
    LEFT OUTER JOIN (
      SELECT
        "t11"."team",
        "t11"."manager",
        "t11"."role",
        "t11"."seller" AS "span_seller",
        GREATEST("t11"."begins", COALESCE("t11"."free_from", "t11"."begins")) AS "span_from",
        "t11"."ends" AS "span_to"
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
      ) AS "t11"
      WHERE
        GREATEST("t11"."begins", COALESCE("t11"."free_from", "t11"."begins")) <= "t11"."ends"
    ) AS "t14"
      ON "t20"."seller" = "t14"."span_seller"
      AND "t20"."team_day" >= "t14"."span_from"
      AND "t20"."team_day" <= "t14"."span_to"
  ) AS "t21"
  WHERE
    COALESCE("t21"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t22"
GROUP BY
  1,
  2,
  3

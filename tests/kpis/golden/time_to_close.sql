-- by seller
SELECT
  "t12"."seller",
  "t12"."period",
  "t12"."undated",
  SUM("t12"."timed") AS "timed",
  SUM("t12"."deals") AS "deals",
  SUM("t12"."fell_back") AS "fell_back",
  SUM("t12"."no_days") AS "no_days",
  SUM("t12"."backwards") AS "backwards",
  COUNT(*) AS "cases",
  ARRAY_AGG("t12"."days") FILTER(WHERE
    "t12"."days" IS NOT NULL) AS "days"
FROM (
  SELECT
    "t11"."id",
    "t11"."origin",
    "t11"."source_detail",
    "t11"."pipeline",
    "t11"."stage",
    "t11"."product",
    "t11"."account",
    "t11"."seller",
    "t11"."currency",
    "t11"."source",
    'deals' AS "fact",
    CAST("t11"."closed_at" AS DATE) AS "day",
    1 AS "deals",
    CASE
      WHEN COALESCE(
        DATE_DIFF('DAY', CAST("t11"."began_at" AS DATE), CAST("t11"."closed_at" AS DATE)) < 0,
        FALSE
      )
      THEN CAST(NULL AS BIGINT)
      ELSE DATE_DIFF('DAY', CAST("t11"."began_at" AS DATE), CAST("t11"."closed_at" AS DATE))
    END AS "days",
    CAST((
      DATE_DIFF('DAY', CAST("t11"."began_at" AS DATE), CAST("t11"."closed_at" AS DATE)) IS NOT NULL
    )
    AND NOT (
      COALESCE(
        DATE_DIFF('DAY', CAST("t11"."began_at" AS DATE), CAST("t11"."closed_at" AS DATE)) < 0,
        FALSE
      )
    ) AS BIGINT) AS "timed",
    CAST(COALESCE(
      DATE_DIFF('DAY', CAST("t11"."began_at" AS DATE), CAST("t11"."closed_at" AS DATE)) < 0,
      FALSE
    ) AS BIGINT) AS "backwards",
    CAST(DATE_DIFF('DAY', CAST("t11"."began_at" AS DATE), CAST("t11"."closed_at" AS DATE)) IS NULL AS BIGINT) AS "no_days",
    CAST(COALESCE(
      (
        "t11"."met_at" IS NULL
      ) AND (
        "t11"."created_at" IS NOT NULL
      ) AND TRUE,
      FALSE
    ) AS BIGINT) AS "fell_back",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t11"."closed_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    CAST("t11"."closed_at" AS DATE) IS NULL AS "undated"
  FROM (
    SELECT
      "t10"."id",
      "t10"."source",
      "t10"."source_id",
      "t10"."observed_at",
      "t10"."modified_at",
      "t10"."name",
      "t10"."account",
      "t10"."seller",
      "t10"."pipeline",
      "t10"."stage",
      "t10"."status",
      "t10"."amount",
      "t10"."currency",
      "t10"."product",
      "t10"."origin",
      "t10"."source_detail",
      "t10"."created_at",
      "t10"."expected_close_on",
      "t10"."closed_at",
      "t10"."lost_reason",
      "t10"."met_deal",
      "t10"."deal_at",
      "t10"."met_account",
      "t10"."account_at",
      CASE
        WHEN COALESCE("t10"."deal_at", "t10"."account_at") <= "t10"."closed_at"
        THEN COALESCE("t10"."deal_at", "t10"."account_at")
        ELSE CAST(NULL AS TIMESTAMPTZ)
      END AS "met_at",
      COALESCE(
        CASE
          WHEN COALESCE("t10"."deal_at", "t10"."account_at") <= "t10"."closed_at"
          THEN COALESCE("t10"."deal_at", "t10"."account_at")
          ELSE CAST(NULL AS TIMESTAMPTZ)
        END,
        "t10"."created_at"
      ) AS "began_at"
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
          "t0"."status" = 'won'
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
            "t1"."status" = 'held' AND "t1"."deal" IS NOT NULL
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
            "t1"."status" = 'held' AND "t1"."deal" IS NULL AND "t1"."account" IS NOT NULL
        ) AS "t4"
        GROUP BY
          1
      ) AS "t9"
        ON "t5"."account" = "t9"."met_account"
    ) AS "t10"
  ) AS "t11"
  WHERE
    COALESCE(CAST("t11"."closed_at" AS DATE), MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t12"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t20"."team",
  "t20"."period",
  "t20"."undated",
  SUM("t20"."timed") AS "timed",
  SUM("t20"."deals") AS "deals",
  SUM("t20"."fell_back") AS "fell_back",
  SUM("t20"."no_days") AS "no_days",
  SUM("t20"."backwards") AS "backwards",
  COUNT(*) AS "cases",
  ARRAY_AGG("t20"."days") FILTER(WHERE
    "t20"."days" IS NOT NULL) AS "days"
FROM (
  SELECT
    "t19"."id",
    "t19"."origin",
    "t19"."source_detail",
    "t19"."pipeline",
    "t19"."stage",
    "t19"."product",
    "t19"."account",
    "t19"."seller",
    "t19"."currency",
    "t19"."source",
    "t19"."fact",
    "t19"."day",
    "t19"."deals",
    "t19"."days",
    "t19"."timed",
    "t19"."backwards",
    "t19"."no_days",
    "t19"."fell_back",
    "t19"."team",
    "t19"."manager",
    "t19"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t19"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t19"."day" IS NULL AS "undated"
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
      "t18"."fact",
      "t18"."day",
      "t18"."deals",
      "t18"."days",
      "t18"."timed",
      "t18"."backwards",
      "t18"."no_days",
      "t18"."fell_back",
      "t15"."team",
      "t15"."manager",
      "t15"."role"
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
        'deals' AS "fact",
        CAST("t16"."closed_at" AS DATE) AS "day",
        1 AS "deals",
        CASE
          WHEN COALESCE(
            DATE_DIFF('DAY', CAST("t16"."began_at" AS DATE), CAST("t16"."closed_at" AS DATE)) < 0,
            FALSE
          )
          THEN CAST(NULL AS BIGINT)
          ELSE DATE_DIFF('DAY', CAST("t16"."began_at" AS DATE), CAST("t16"."closed_at" AS DATE))
        END AS "days",
        CAST((
          DATE_DIFF('DAY', CAST("t16"."began_at" AS DATE), CAST("t16"."closed_at" AS DATE)) IS NOT NULL
        )
        AND NOT (
          COALESCE(
            DATE_DIFF('DAY', CAST("t16"."began_at" AS DATE), CAST("t16"."closed_at" AS DATE)) < 0,
            FALSE
          )
        ) AS BIGINT) AS "timed",
        CAST(COALESCE(
          DATE_DIFF('DAY', CAST("t16"."began_at" AS DATE), CAST("t16"."closed_at" AS DATE)) < 0,
          FALSE
        ) AS BIGINT) AS "backwards",
        CAST(DATE_DIFF('DAY', CAST("t16"."began_at" AS DATE), CAST("t16"."closed_at" AS DATE)) IS NULL AS BIGINT) AS "no_days",
        CAST(COALESCE(
          (
            "t16"."met_at" IS NULL
          ) AND (
            "t16"."created_at" IS NOT NULL
          ) AND TRUE,
          FALSE
        ) AS BIGINT) AS "fell_back",
        COALESCE(CAST("t16"."closed_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t13"."id",
          "t13"."source",
          "t13"."source_id",
          "t13"."observed_at",
          "t13"."modified_at",
          "t13"."name",
          "t13"."account",
          "t13"."seller",
          "t13"."pipeline",
          "t13"."stage",
          "t13"."status",
          "t13"."amount",
          "t13"."currency",
          "t13"."product",
          "t13"."origin",
          "t13"."source_detail",
          "t13"."created_at",
          "t13"."expected_close_on",
          "t13"."closed_at",
          "t13"."lost_reason",
          "t13"."met_deal",
          "t13"."deal_at",
          "t13"."met_account",
          "t13"."account_at",
          CASE
            WHEN COALESCE("t13"."deal_at", "t13"."account_at") <= "t13"."closed_at"
            THEN COALESCE("t13"."deal_at", "t13"."account_at")
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END AS "met_at",
          COALESCE(
            CASE
              WHEN COALESCE("t13"."deal_at", "t13"."account_at") <= "t13"."closed_at"
              THEN COALESCE("t13"."deal_at", "t13"."account_at")
              ELSE CAST(NULL AS TIMESTAMPTZ)
            END,
            "t13"."created_at"
          ) AS "began_at"
        FROM (
          SELECT
            "t7"."id",
            "t7"."source",
            "t7"."source_id",
            "t7"."observed_at",
            "t7"."modified_at",
            "t7"."name",
            "t7"."account",
            "t7"."seller",
            "t7"."pipeline",
            "t7"."stage",
            "t7"."status",
            "t7"."amount",
            "t7"."currency",
            "t7"."product",
            "t7"."origin",
            "t7"."source_detail",
            "t7"."created_at",
            "t7"."expected_close_on",
            "t7"."closed_at",
            "t7"."lost_reason",
            "t10"."met_deal",
            "t10"."deal_at",
            "t11"."met_account",
            "t11"."account_at"
          FROM (
            SELECT
              *
            FROM "deals" AS "t1"
            WHERE
              "t1"."status" = 'won'
          ) AS "t7"
          LEFT OUTER JOIN (
            SELECT
              "t5"."deal" AS "met_deal",
              MIN("t5"."starts_at") AS "deal_at"
            FROM (
              SELECT
                *
              FROM "meetings" AS "t2"
              WHERE
                "t2"."status" = 'held' AND "t2"."deal" IS NOT NULL
            ) AS "t5"
            GROUP BY
              1
          ) AS "t10"
            ON "t7"."id" = "t10"."met_deal"
          LEFT OUTER JOIN (
            SELECT
              "t6"."account" AS "met_account",
              MIN("t6"."starts_at") AS "account_at"
            FROM (
              SELECT
                *
              FROM "meetings" AS "t2"
              WHERE
                "t2"."status" = 'held' AND "t2"."deal" IS NULL AND "t2"."account" IS NOT NULL
            ) AS "t6"
            GROUP BY
              1
          ) AS "t11"
            ON "t7"."account" = "t11"."met_account"
        ) AS "t13"
      ) AS "t16"
    ) AS "t18"
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
      ) AS "t12"
      WHERE
        GREATEST("t12"."begins", COALESCE("t12"."free_from", "t12"."begins")) <= "t12"."ends"
    ) AS "t15"
      ON "t18"."seller" = "t15"."span_seller"
      AND "t18"."team_day" >= "t15"."span_from"
      AND "t18"."team_day" <= "t15"."span_to"
  ) AS "t19"
  WHERE
    COALESCE("t19"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t20"
GROUP BY
  1,
  2,
  3

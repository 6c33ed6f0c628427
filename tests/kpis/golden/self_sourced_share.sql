-- by seller
WITH "first_meetings" AS (
  SELECT
    "t17"."id",
    "t17"."source",
    "t17"."seller",
    "t17"."account",
    "t17"."lead",
    "t17"."deal",
    "t17"."whom",
    "t17"."origin",
    "t17"."source_detail",
    "t17"."status",
    "t17"."booked_at",
    "t17"."starts_at",
    "t17"."day"
  FROM (
    SELECT
      "t15"."id",
      "t15"."source",
      "t15"."seller",
      "t15"."account",
      "t15"."lead",
      "t15"."deal",
      "t15"."whom",
      "t15"."origin",
      "t15"."source_detail",
      "t15"."status",
      "t15"."booked_at",
      "t15"."starts_at",
      "t15"."day"
    FROM (
      SELECT
        "t14"."id",
        "t14"."source",
        "t14"."seller",
        "t14"."account",
        "t14"."lead",
        "t14"."deal",
        "t14"."whom",
        "t14"."origin",
        "t14"."source_detail",
        "t14"."status",
        "t14"."booked_at",
        "t14"."starts_at",
        "t14"."day",
        MAX(
          CASE
            WHEN "t14"."status" = 'held'
            THEN "t14"."starts_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) OVER (
          PARTITION BY "t14"."whom"
          ORDER BY "t14"."starts_at" ASC, "t14"."id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
        ) AS "last_held"
      FROM (
        SELECT
          "t13"."id",
          "t13"."source",
          "t13"."seller",
          "t13"."account",
          "t13"."lead",
          "t13"."deal",
          "t13"."whom",
          "t13"."origin",
          "t13"."source_detail",
          "t13"."status",
          "t13"."booked_at",
          "t13"."starts_at",
          CAST("t13"."starts_at" AS DATE) AS "day"
        FROM (
          SELECT
            "t4"."id",
            "t4"."source",
            "t4"."source_id",
            "t4"."observed_at",
            "t4"."modified_at",
            "t4"."seller",
            "t4"."contact",
            "t4"."lead",
            "t4"."booked_at",
            "t4"."starts_at",
            "t4"."ends_at",
            "t4"."status",
            COALESCE("t4"."account", "t7"."deal_account", "t8"."lead_account") AS "account",
            COALESCE("t4"."deal", "t8"."lead_deal") AS "deal",
            COALESCE(
              COALESCE("t4"."account", "t7"."deal_account", "t8"."lead_account"),
              'lead:' || "t4"."lead",
              'deal:' || "t4"."deal"
            ) AS "whom",
            COALESCE(
              NULLIF("t4"."origin", 'unknown'),
              NULLIF("t8"."lead_origin", 'unknown'),
              NULLIF("t7"."deal_origin", 'unknown'),
              "t4"."origin"
            ) AS "origin",
            CASE
              WHEN NULLIF("t4"."origin", 'unknown') IS NOT NULL
              THEN "t4"."source_detail"
              ELSE CASE
                WHEN NULLIF("t8"."lead_origin", 'unknown') IS NOT NULL
                THEN "t8"."lead_detail"
                ELSE CASE
                  WHEN NULLIF("t7"."deal_origin", 'unknown') IS NOT NULL
                  THEN "t7"."deal_detail"
                  ELSE COALESCE("t4"."source_detail", "t8"."lead_detail", "t7"."deal_detail")
                END
              END
            END AS "source_detail"
          FROM "meetings" AS "t4"
          LEFT OUTER JOIN (
            SELECT
              "t1"."id" AS "its_deal",
              "t1"."account" AS "deal_account",
              "t1"."origin" AS "deal_origin",
              "t1"."source_detail" AS "deal_detail"
            FROM "deals" AS "t1"
          ) AS "t7"
            ON "t4"."deal" = "t7"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t3"."id" AS "its_lead",
              "t3"."account" AS "lead_account",
              "t3"."origin" AS "lead_origin",
              "t3"."source_detail" AS "lead_detail",
              "t3"."deal" AS "lead_deal"
            FROM "leads" AS "t3"
          ) AS "t8"
            ON "t4"."lead" = "t8"."its_lead"
        ) AS "t13"
        WHERE
          "t13"."whom" IS NOT NULL
      ) AS "t14"
    ) AS "t15"
    WHERE
      (
        "t15"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t15"."last_held" AS DATE), "t15"."day") > 365
      )
  ) AS "t17"
  ANTI JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t0"."account" AS "customer",
        CASE
          WHEN "t0"."kind" = 'recurring'
          THEN "t0"."starts_on"
          ELSE CAST(CAST("t0"."starts_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
        END AS "bought_on",
        CASE
          WHEN "t0"."kind" = 'recurring'
          THEN COALESCE("t0"."ends_on", MAKE_DATE(2999, 12, 31))
          ELSE CAST(CAST("t0"."starts_on" + INTERVAL '366' DAY AS TIMESTAMP) AS DATE)
        END AS "until"
      FROM "revenue" AS "t0"
      WHERE
        "t0"."account" IS NOT NULL AND "t0"."amount" > 0
    ) AS "t9"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t1"."account" AS "customer",
        CAST(CAST(CAST("t1"."closed_at" AS DATE) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "bought_on",
        CAST(CAST(CAST("t1"."closed_at" AS DATE) + INTERVAL '366' DAY AS TIMESTAMP) AS DATE) AS "until"
      FROM "deals" AS "t1"
      WHERE
        "t1"."status" = 'won' AND "t1"."account" IS NOT NULL
    ) AS "t10"
  ) AS "t12"
    ON "t17"."account" = "t12"."customer"
    AND "t17"."day" >= "t12"."bought_on"
    AND "t17"."day" < "t12"."until"
)
SELECT
  "t20"."seller",
  "t20"."period",
  "t20"."undated",
  SUM("t20"."from_self") AS "from_self",
  SUM("t20"."from_marketing") AS "from_marketing",
  SUM("t20"."from_partner") AS "from_partner",
  SUM("t20"."from_referral") AS "from_referral",
  SUM("t20"."from_customer") AS "from_customer",
  SUM("t20"."known") AS "known",
  SUM("t20"."meetings") AS "meetings",
  SUM("t20"."not_known") AS "not_known",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t19"."id",
    "t19"."day",
    "t19"."seller",
    "t19"."origin",
    "t19"."source_detail",
    "t19"."account",
    "t19"."source",
    'meetings' AS "fact",
    CAST(COALESCE("t19"."origin" = 'self', FALSE) AS BIGINT) AS "from_self",
    CAST(COALESCE("t19"."origin" = 'marketing', FALSE) AS BIGINT) AS "from_marketing",
    CAST(COALESCE("t19"."origin" = 'partner', FALSE) AS BIGINT) AS "from_partner",
    CAST(COALESCE("t19"."origin" = 'referral', FALSE) AS BIGINT) AS "from_referral",
    CAST(COALESCE("t19"."origin" = 'customer', FALSE) AS BIGINT) AS "from_customer",
    CAST(COALESCE("t19"."origin" IN ('self', 'marketing', 'partner', 'referral', 'customer'), FALSE) AS BIGINT) AS "known",
    CAST(NOT (
      COALESCE("t19"."origin" IN ('self', 'marketing', 'partner', 'referral', 'customer'), FALSE)
    ) AS BIGINT) AS "not_known",
    1 AS "meetings",
    CAST(CAST(DATE_TRUNC('MONTH', "t19"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t19"."day" IS NULL AS "undated"
  FROM "first_meetings" AS "t19"
  WHERE
    "t19"."status" = 'held'
    AND COALESCE("t19"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t20"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "first_meetings" AS (
  SELECT
    "t22"."id",
    "t22"."source",
    "t22"."seller",
    "t22"."account",
    "t22"."lead",
    "t22"."deal",
    "t22"."whom",
    "t22"."origin",
    "t22"."source_detail",
    "t22"."status",
    "t22"."booked_at",
    "t22"."starts_at",
    "t22"."day"
  FROM (
    SELECT
      "t20"."id",
      "t20"."source",
      "t20"."seller",
      "t20"."account",
      "t20"."lead",
      "t20"."deal",
      "t20"."whom",
      "t20"."origin",
      "t20"."source_detail",
      "t20"."status",
      "t20"."booked_at",
      "t20"."starts_at",
      "t20"."day"
    FROM (
      SELECT
        "t17"."id",
        "t17"."source",
        "t17"."seller",
        "t17"."account",
        "t17"."lead",
        "t17"."deal",
        "t17"."whom",
        "t17"."origin",
        "t17"."source_detail",
        "t17"."status",
        "t17"."booked_at",
        "t17"."starts_at",
        "t17"."day",
        MAX(
          CASE
            WHEN "t17"."status" = 'held'
            THEN "t17"."starts_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) OVER (
          PARTITION BY "t17"."whom"
          ORDER BY "t17"."starts_at" ASC, "t17"."id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
        ) AS "last_held"
      FROM (
        SELECT
          "t16"."id",
          "t16"."source",
          "t16"."seller",
          "t16"."account",
          "t16"."lead",
          "t16"."deal",
          "t16"."whom",
          "t16"."origin",
          "t16"."source_detail",
          "t16"."status",
          "t16"."booked_at",
          "t16"."starts_at",
          CAST("t16"."starts_at" AS DATE) AS "day"
        FROM (
          SELECT
            "t5"."id",
            "t5"."source",
            "t5"."source_id",
            "t5"."observed_at",
            "t5"."modified_at",
            "t5"."seller",
            "t5"."contact",
            "t5"."lead",
            "t5"."booked_at",
            "t5"."starts_at",
            "t5"."ends_at",
            "t5"."status",
            COALESCE("t5"."account", "t9"."deal_account", "t10"."lead_account") AS "account",
            COALESCE("t5"."deal", "t10"."lead_deal") AS "deal",
            COALESCE(
              COALESCE("t5"."account", "t9"."deal_account", "t10"."lead_account"),
              'lead:' || "t5"."lead",
              'deal:' || "t5"."deal"
            ) AS "whom",
            COALESCE(
              NULLIF("t5"."origin", 'unknown'),
              NULLIF("t10"."lead_origin", 'unknown'),
              NULLIF("t9"."deal_origin", 'unknown'),
              "t5"."origin"
            ) AS "origin",
            CASE
              WHEN NULLIF("t5"."origin", 'unknown') IS NOT NULL
              THEN "t5"."source_detail"
              ELSE CASE
                WHEN NULLIF("t10"."lead_origin", 'unknown') IS NOT NULL
                THEN "t10"."lead_detail"
                ELSE CASE
                  WHEN NULLIF("t9"."deal_origin", 'unknown') IS NOT NULL
                  THEN "t9"."deal_detail"
                  ELSE COALESCE("t5"."source_detail", "t10"."lead_detail", "t9"."deal_detail")
                END
              END
            END AS "source_detail"
          FROM "meetings" AS "t5"
          LEFT OUTER JOIN (
            SELECT
              "t2"."id" AS "its_deal",
              "t2"."account" AS "deal_account",
              "t2"."origin" AS "deal_origin",
              "t2"."source_detail" AS "deal_detail"
            FROM "deals" AS "t2"
          ) AS "t9"
            ON "t5"."deal" = "t9"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t4"."id" AS "its_lead",
              "t4"."account" AS "lead_account",
              "t4"."origin" AS "lead_origin",
              "t4"."source_detail" AS "lead_detail",
              "t4"."deal" AS "lead_deal"
            FROM "leads" AS "t4"
          ) AS "t10"
            ON "t5"."lead" = "t10"."its_lead"
        ) AS "t16"
        WHERE
          "t16"."whom" IS NOT NULL
      ) AS "t17"
    ) AS "t20"
    WHERE
      (
        "t20"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t20"."last_held" AS DATE), "t20"."day") > 365
      )
  ) AS "t22"
  ANTI JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t1"."account" AS "customer",
        CASE
          WHEN "t1"."kind" = 'recurring'
          THEN "t1"."starts_on"
          ELSE CAST(CAST("t1"."starts_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
        END AS "bought_on",
        CASE
          WHEN "t1"."kind" = 'recurring'
          THEN COALESCE("t1"."ends_on", MAKE_DATE(2999, 12, 31))
          ELSE CAST(CAST("t1"."starts_on" + INTERVAL '366' DAY AS TIMESTAMP) AS DATE)
        END AS "until"
      FROM "revenue" AS "t1"
      WHERE
        "t1"."account" IS NOT NULL AND "t1"."amount" > 0
    ) AS "t11"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t2"."account" AS "customer",
        CAST(CAST(CAST("t2"."closed_at" AS DATE) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "bought_on",
        CAST(CAST(CAST("t2"."closed_at" AS DATE) + INTERVAL '366' DAY AS TIMESTAMP) AS DATE) AS "until"
      FROM "deals" AS "t2"
      WHERE
        "t2"."status" = 'won' AND "t2"."account" IS NOT NULL
    ) AS "t12"
  ) AS "t14"
    ON "t22"."account" = "t14"."customer"
    AND "t22"."day" >= "t14"."bought_on"
    AND "t22"."day" < "t14"."until"
)
SELECT
  "t28"."team",
  "t28"."period",
  "t28"."undated",
  SUM("t28"."from_self") AS "from_self",
  SUM("t28"."from_marketing") AS "from_marketing",
  SUM("t28"."from_partner") AS "from_partner",
  SUM("t28"."from_referral") AS "from_referral",
  SUM("t28"."from_customer") AS "from_customer",
  SUM("t28"."known") AS "known",
  SUM("t28"."meetings") AS "meetings",
  SUM("t28"."not_known") AS "not_known",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t27"."id",
    "t27"."day",
    "t27"."seller",
    "t27"."origin",
    "t27"."source_detail",
    "t27"."account",
    "t27"."source",
    "t27"."fact",
    "t27"."from_self",
    "t27"."from_marketing",
    "t27"."from_partner",
    "t27"."from_referral",
    "t27"."from_customer",
    "t27"."known",
    "t27"."not_known",
    "t27"."meetings",
    "t27"."team",
    "t27"."manager",
    "t27"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t27"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t27"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t26"."id",
      "t26"."day",
      "t26"."seller",
      "t26"."origin",
      "t26"."source_detail",
      "t26"."account",
      "t26"."source",
      "t26"."fact",
      "t26"."from_self",
      "t26"."from_marketing",
      "t26"."from_partner",
      "t26"."from_referral",
      "t26"."from_customer",
      "t26"."known",
      "t26"."not_known",
      "t26"."meetings",
      "t19"."team",
      "t19"."manager",
      "t19"."role"
    FROM (
      SELECT
        "t24"."id",
        "t24"."day",
        "t24"."seller",
        "t24"."origin",
        "t24"."source_detail",
        "t24"."account",
        "t24"."source",
        'meetings' AS "fact",
        CAST(COALESCE("t24"."origin" = 'self', FALSE) AS BIGINT) AS "from_self",
        CAST(COALESCE("t24"."origin" = 'marketing', FALSE) AS BIGINT) AS "from_marketing",
        CAST(COALESCE("t24"."origin" = 'partner', FALSE) AS BIGINT) AS "from_partner",
        CAST(COALESCE("t24"."origin" = 'referral', FALSE) AS BIGINT) AS "from_referral",
        CAST(COALESCE("t24"."origin" = 'customer', FALSE) AS BIGINT) AS "from_customer",
        CAST(COALESCE("t24"."origin" IN ('self', 'marketing', 'partner', 'referral', 'customer'), FALSE) AS BIGINT) AS "known",
        CAST(NOT (
          COALESCE("t24"."origin" IN ('self', 'marketing', 'partner', 'referral', 'customer'), FALSE)
        ) AS BIGINT) AS "not_known",
        1 AS "meetings",
        COALESCE("t24"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM "first_meetings" AS "t24"
      WHERE
        "t24"."status" = 'held'
    ) AS "t26"
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
          "t8"."id",
          "t8"."seller",
          "t8"."team",
          "t8"."manager",
          "t8"."role",
          "t8"."begins",
          "t8"."ends",
          CAST(CAST(MAX("t8"."ends") OVER (
            PARTITION BY "t8"."seller"
            ORDER BY "t8"."begins" ASC, "t8"."id" ASC
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
        ) AS "t8"
      ) AS "t15"
      WHERE
        GREATEST("t15"."begins", COALESCE("t15"."free_from", "t15"."begins")) <= "t15"."ends"
    ) AS "t19"
      ON "t26"."seller" = "t19"."span_seller"
      AND "t26"."team_day" >= "t19"."span_from"
      AND "t26"."team_day" <= "t19"."span_to"
  ) AS "t27"
  WHERE
    COALESCE("t27"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t28"
GROUP BY
  1,
  2,
  3

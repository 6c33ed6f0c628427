-- by seller
WITH "working_time" AS (
  SELECT
    "t37"."seller",
    "t37"."day"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t33"."seller",
        "t33"."country",
        "t33"."begins",
        "t33"."ends",
        "t9"."calendar_country",
        "t9"."day"
      FROM (
        SELECT
          COALESCE("t30"."known", "t30"."seller") AS "seller",
          CASE
            WHEN COALESCE("t30"."home", '') IN ('')
            THEN COALESCE("t30"."home", '')
            ELSE ''
          END AS "country",
          GREATEST(
            COALESCE(COALESCE("t30"."hired_on", "t30"."first_seen"), MAKE_DATE(2024, 6, 30)),
            MAKE_DATE(2024, 6, 30)
          ) AS "begins",
          LEAST(
            CASE
              WHEN "t30"."known" IS NULL
              THEN "t30"."last_seen"
              ELSE COALESCE("t30"."left_on", MAKE_DATE(2024, 6, 30))
            END,
            MAKE_DATE(2024, 6, 30)
          ) AS "ends"
        FROM (
          SELECT
            "t20"."hired_on",
            "t20"."left_on",
            "t20"."known",
            "t20"."home",
            "t26"."seller",
            "t26"."first_seen",
            "t26"."last_seen",
            "t21"."boss"
          FROM (
            SELECT
              "t6"."hired_on",
              "t6"."left_on",
              "t6"."id" AS "known",
              COALESCE("t6"."country", '') AS "home"
            FROM "sellers" AS "t6"
          ) AS "t20"
          FULL OUTER JOIN (
            SELECT
              "t14"."seller",
              MIN("t14"."day") AS "first_seen",
              MAX("t14"."day") AS "last_seen"
            FROM (
              SELECT
                "t0"."seller",
                CAST("t0"."starts_at" AS DATE) AS "day"
              FROM "meetings" AS "t0"
              WHERE
                "t0"."seller" IS NOT NULL
            ) AS "t14"
            GROUP BY
              1
          ) AS "t26"
            ON "t20"."known" = "t26"."seller"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t7"."manager" AS "boss"
            FROM "memberships" AS "t7"
            WHERE
              "t7"."manager" IS NOT NULL
          ) AS "t21"
            ON "t20"."known" = "t21"."boss"
        ) AS "t30"
        WHERE
          (
            "t30"."seller" IS NOT NULL
          ) OR (
            "t30"."boss" IS NULL
          )
      ) AS "t33"
      INNER JOIN "working_days_2024_2024" AS "t9"
        ON "t33"."country" = "t9"."calendar_country"
    ) AS "t35"
    WHERE
      "t35"."day" >= "t35"."begins" AND "t35"."day" <= "t35"."ends" AND FALSE
  ) AS "t37"
  ANTI JOIN (
    SELECT
      "t1"."seller" AS "away",
      "t1"."starts_on" AS "away_from",
      "t1"."ends_on" AS "away_to"
    FROM "absences" AS "t1"
  ) AS "t15"
    ON "t37"."seller" = "t15"."away"
    AND "t37"."day" >= "t15"."away_from"
    AND "t37"."day" <= "t15"."away_to"
), "first_meetings" AS (
  SELECT
    "t39"."id",
    "t39"."source",
    "t39"."seller",
    "t39"."account",
    "t39"."lead",
    "t39"."deal",
    "t39"."whom",
    "t39"."origin",
    "t39"."source_detail",
    "t39"."status",
    "t39"."booked_at",
    "t39"."starts_at",
    "t39"."day"
  FROM (
    SELECT
      "t34"."id",
      "t34"."source",
      "t34"."seller",
      "t34"."account",
      "t34"."lead",
      "t34"."deal",
      "t34"."whom",
      "t34"."origin",
      "t34"."source_detail",
      "t34"."status",
      "t34"."booked_at",
      "t34"."starts_at",
      "t34"."day"
    FROM (
      SELECT
        "t31"."id",
        "t31"."source",
        "t31"."seller",
        "t31"."account",
        "t31"."lead",
        "t31"."deal",
        "t31"."whom",
        "t31"."origin",
        "t31"."source_detail",
        "t31"."status",
        "t31"."booked_at",
        "t31"."starts_at",
        "t31"."day",
        MAX(
          CASE
            WHEN "t31"."status" = 'held'
            THEN "t31"."starts_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) OVER (
          PARTITION BY "t31"."whom"
          ORDER BY "t31"."starts_at" ASC, "t31"."id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
        ) AS "last_held"
      FROM (
        SELECT
          "t29"."id",
          "t29"."source",
          "t29"."seller",
          "t29"."account",
          "t29"."lead",
          "t29"."deal",
          "t29"."whom",
          "t29"."origin",
          "t29"."source_detail",
          "t29"."status",
          "t29"."booked_at",
          "t29"."starts_at",
          CAST("t29"."starts_at" AS DATE) AS "day"
        FROM (
          SELECT
            "t8"."id",
            "t8"."source",
            "t8"."source_id",
            "t8"."observed_at",
            "t8"."modified_at",
            "t8"."seller",
            "t8"."contact",
            "t8"."lead",
            "t8"."booked_at",
            "t8"."starts_at",
            "t8"."ends_at",
            "t8"."status",
            COALESCE("t8"."account", "t16"."deal_account", "t17"."lead_account") AS "account",
            COALESCE("t8"."deal", "t17"."lead_deal") AS "deal",
            COALESCE(
              COALESCE("t8"."account", "t16"."deal_account", "t17"."lead_account"),
              'lead:' || "t8"."lead",
              'deal:' || "t8"."deal"
            ) AS "whom",
            COALESCE(
              NULLIF("t8"."origin", 'unknown'),
              NULLIF("t17"."lead_origin", 'unknown'),
              NULLIF("t16"."deal_origin", 'unknown'),
              "t8"."origin"
            ) AS "origin",
            CASE
              WHEN NULLIF("t8"."origin", 'unknown') IS NOT NULL
              THEN "t8"."source_detail"
              ELSE CASE
                WHEN NULLIF("t17"."lead_origin", 'unknown') IS NOT NULL
                THEN "t17"."lead_detail"
                ELSE CASE
                  WHEN NULLIF("t16"."deal_origin", 'unknown') IS NOT NULL
                  THEN "t16"."deal_detail"
                  ELSE COALESCE("t8"."source_detail", "t17"."lead_detail", "t16"."deal_detail")
                END
              END
            END AS "source_detail"
          FROM "meetings" AS "t8"
          LEFT OUTER JOIN (
            SELECT
              "t3"."id" AS "its_deal",
              "t3"."account" AS "deal_account",
              "t3"."origin" AS "deal_origin",
              "t3"."source_detail" AS "deal_detail"
            FROM "deals" AS "t3"
          ) AS "t16"
            ON "t8"."deal" = "t16"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t5"."id" AS "its_lead",
              "t5"."account" AS "lead_account",
              "t5"."origin" AS "lead_origin",
              "t5"."source_detail" AS "lead_detail",
              "t5"."deal" AS "lead_deal"
            FROM "leads" AS "t5"
          ) AS "t17"
            ON "t8"."lead" = "t17"."its_lead"
        ) AS "t29"
        WHERE
          "t29"."whom" IS NOT NULL
      ) AS "t31"
    ) AS "t34"
    WHERE
      (
        "t34"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t34"."last_held" AS DATE), "t34"."day") > 365
      )
  ) AS "t39"
  ANTI JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t2"."account" AS "customer",
        CASE
          WHEN "t2"."kind" = 'recurring'
          THEN "t2"."starts_on"
          ELSE CAST(CAST("t2"."starts_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
        END AS "bought_on",
        CASE
          WHEN "t2"."kind" = 'recurring'
          THEN COALESCE("t2"."ends_on", MAKE_DATE(2999, 12, 31))
          ELSE CAST(CAST("t2"."starts_on" + INTERVAL '366' DAY AS TIMESTAMP) AS DATE)
        END AS "until"
      FROM "revenue" AS "t2"
      WHERE
        "t2"."account" IS NOT NULL AND "t2"."amount" > 0
    ) AS "t24"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t3"."account" AS "customer",
        CAST(CAST(CAST("t3"."closed_at" AS DATE) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "bought_on",
        CAST(CAST(CAST("t3"."closed_at" AS DATE) + INTERVAL '366' DAY AS TIMESTAMP) AS DATE) AS "until"
      FROM "deals" AS "t3"
      WHERE
        "t3"."status" = 'won' AND "t3"."account" IS NOT NULL
    ) AS "t25"
  ) AS "t28"
    ON "t39"."account" = "t28"."customer"
    AND "t39"."day" >= "t28"."bought_on"
    AND "t39"."day" < "t28"."until"
)
SELECT
  "t47"."seller",
  "t47"."period",
  "t47"."undated",
  SUM("t47"."held") AS "held",
  SUM("t47"."no_show") AS "no_show",
  SUM("t47"."cancelled") AS "cancelled",
  SUM("t47"."due") AS "due",
  SUM("t47"."not_updated") AS "not_updated",
  SUM("t47"."planned") AS "planned",
  SUM("t47"."working_days") AS "working_days",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t46"."id",
    "t46"."seller",
    "t46"."origin",
    "t46"."source_detail",
    "t46"."account",
    "t46"."source",
    "t46"."fact",
    "t46"."day",
    "t46"."held",
    "t46"."no_show",
    "t46"."cancelled",
    "t46"."due",
    "t46"."not_updated",
    "t46"."planned",
    "t46"."working_days",
    CAST(CAST(DATE_TRUNC('MONTH', "t46"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t46"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t43"."id",
        "t43"."seller",
        "t43"."origin",
        "t43"."source_detail",
        "t43"."account",
        "t43"."source",
        'meetings' AS "fact",
        CASE
          WHEN (
            "t43"."status" = 'booked'
          ) AND (
            "t43"."day" >= MAKE_DATE(2024, 6, 30)
          )
          THEN MAKE_DATE(2024, 6, 30)
          ELSE "t43"."day"
        END AS "day",
        CAST("t43"."status" = 'held' AS BIGINT) AS "held",
        CAST("t43"."status" = 'no_show' AS BIGINT) AS "no_show",
        CAST("t43"."status" = 'cancelled' AS BIGINT) AS "cancelled",
        CAST(NOT (
          "t43"."status" = 'booked'
        ) AS BIGINT) AS "due",
        CAST((
          "t43"."status" = 'booked'
        )
        AND NOT (
          (
            "t43"."status" = 'booked'
          ) AND (
            "t43"."day" >= MAKE_DATE(2024, 6, 30)
          )
        ) AS BIGINT) AS "not_updated",
        CAST((
          "t43"."status" = 'booked'
        ) AND (
          "t43"."day" >= MAKE_DATE(2024, 6, 30)
        ) AS BIGINT) AS "planned",
        0 AS "working_days"
      FROM "first_meetings" AS "t43"
    ) AS "t45"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t42"."seller" AS "id",
        "t42"."seller",
        CAST(NULL AS TEXT) AS "origin",
        CAST(NULL AS TEXT) AS "source_detail",
        CAST(NULL AS TEXT) AS "account",
        CAST(NULL AS TEXT) AS "source",
        'working_days' AS "fact",
        "t42"."day",
        0 AS "held",
        0 AS "no_show",
        0 AS "cancelled",
        0 AS "due",
        0 AS "not_updated",
        0 AS "planned",
        1 AS "working_days"
      FROM "working_time" AS "t42"
      WHERE
        "t42"."day" >= (
          SELECT
            MIN("t13"."day") AS "Min(day)"
          FROM (
            SELECT
              "t0"."seller",
              CAST("t0"."starts_at" AS DATE) AS "day"
            FROM "meetings" AS "t0"
          ) AS "t13"
        )
    ) AS "t44"
  ) AS "t46"
  WHERE
    COALESCE("t46"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t47"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "working_time" AS (
  SELECT
    "t41"."seller",
    "t41"."day"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t37"."seller",
        "t37"."country",
        "t37"."begins",
        "t37"."ends",
        "t9"."calendar_country",
        "t9"."day"
      FROM (
        SELECT
          COALESCE("t32"."known", "t32"."seller") AS "seller",
          CASE
            WHEN COALESCE("t32"."home", '') IN ('')
            THEN COALESCE("t32"."home", '')
            ELSE ''
          END AS "country",
          GREATEST(
            COALESCE(COALESCE("t32"."hired_on", "t32"."first_seen"), MAKE_DATE(2024, 6, 30)),
            MAKE_DATE(2024, 6, 30)
          ) AS "begins",
          LEAST(
            CASE
              WHEN "t32"."known" IS NULL
              THEN "t32"."last_seen"
              ELSE COALESCE("t32"."left_on", MAKE_DATE(2024, 6, 30))
            END,
            MAKE_DATE(2024, 6, 30)
          ) AS "ends"
        FROM (
          SELECT
            "t22"."hired_on",
            "t22"."left_on",
            "t22"."known",
            "t22"."home",
            "t27"."seller",
            "t27"."first_seen",
            "t27"."last_seen",
            "t21"."boss"
          FROM (
            SELECT
              "t7"."hired_on",
              "t7"."left_on",
              "t7"."id" AS "known",
              COALESCE("t7"."country", '') AS "home"
            FROM "sellers" AS "t7"
          ) AS "t22"
          FULL OUTER JOIN (
            SELECT
              "t16"."seller",
              MIN("t16"."day") AS "first_seen",
              MAX("t16"."day") AS "last_seen"
            FROM (
              SELECT
                "t1"."seller",
                CAST("t1"."starts_at" AS DATE) AS "day"
              FROM "meetings" AS "t1"
              WHERE
                "t1"."seller" IS NOT NULL
            ) AS "t16"
            GROUP BY
              1
          ) AS "t27"
            ON "t22"."known" = "t27"."seller"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t0"."manager" AS "boss"
            FROM "memberships" AS "t0"
            WHERE
              "t0"."manager" IS NOT NULL
          ) AS "t21"
            ON "t22"."known" = "t21"."boss"
        ) AS "t32"
        WHERE
          (
            "t32"."seller" IS NOT NULL
          ) OR (
            "t32"."boss" IS NULL
          )
      ) AS "t37"
      INNER JOIN "working_days_2024_2024" AS "t9"
        ON "t37"."country" = "t9"."calendar_country"
    ) AS "t39"
    WHERE
      "t39"."day" >= "t39"."begins" AND "t39"."day" <= "t39"."ends" AND FALSE
  ) AS "t41"
  ANTI JOIN (
    SELECT
      "t2"."seller" AS "away",
      "t2"."starts_on" AS "away_from",
      "t2"."ends_on" AS "away_to"
    FROM "absences" AS "t2"
  ) AS "t17"
    ON "t41"."seller" = "t17"."away"
    AND "t41"."day" >= "t17"."away_from"
    AND "t41"."day" <= "t17"."away_to"
), "first_meetings" AS (
  SELECT
    "t43"."id",
    "t43"."source",
    "t43"."seller",
    "t43"."account",
    "t43"."lead",
    "t43"."deal",
    "t43"."whom",
    "t43"."origin",
    "t43"."source_detail",
    "t43"."status",
    "t43"."booked_at",
    "t43"."starts_at",
    "t43"."day"
  FROM (
    SELECT
      "t38"."id",
      "t38"."source",
      "t38"."seller",
      "t38"."account",
      "t38"."lead",
      "t38"."deal",
      "t38"."whom",
      "t38"."origin",
      "t38"."source_detail",
      "t38"."status",
      "t38"."booked_at",
      "t38"."starts_at",
      "t38"."day"
    FROM (
      SELECT
        "t33"."id",
        "t33"."source",
        "t33"."seller",
        "t33"."account",
        "t33"."lead",
        "t33"."deal",
        "t33"."whom",
        "t33"."origin",
        "t33"."source_detail",
        "t33"."status",
        "t33"."booked_at",
        "t33"."starts_at",
        "t33"."day",
        MAX(
          CASE
            WHEN "t33"."status" = 'held'
            THEN "t33"."starts_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) OVER (
          PARTITION BY "t33"."whom"
          ORDER BY "t33"."starts_at" ASC, "t33"."id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
        ) AS "last_held"
      FROM (
        SELECT
          "t31"."id",
          "t31"."source",
          "t31"."seller",
          "t31"."account",
          "t31"."lead",
          "t31"."deal",
          "t31"."whom",
          "t31"."origin",
          "t31"."source_detail",
          "t31"."status",
          "t31"."booked_at",
          "t31"."starts_at",
          CAST("t31"."starts_at" AS DATE) AS "day"
        FROM (
          SELECT
            "t8"."id",
            "t8"."source",
            "t8"."source_id",
            "t8"."observed_at",
            "t8"."modified_at",
            "t8"."seller",
            "t8"."contact",
            "t8"."lead",
            "t8"."booked_at",
            "t8"."starts_at",
            "t8"."ends_at",
            "t8"."status",
            COALESCE("t8"."account", "t18"."deal_account", "t19"."lead_account") AS "account",
            COALESCE("t8"."deal", "t19"."lead_deal") AS "deal",
            COALESCE(
              COALESCE("t8"."account", "t18"."deal_account", "t19"."lead_account"),
              'lead:' || "t8"."lead",
              'deal:' || "t8"."deal"
            ) AS "whom",
            COALESCE(
              NULLIF("t8"."origin", 'unknown'),
              NULLIF("t19"."lead_origin", 'unknown'),
              NULLIF("t18"."deal_origin", 'unknown'),
              "t8"."origin"
            ) AS "origin",
            CASE
              WHEN NULLIF("t8"."origin", 'unknown') IS NOT NULL
              THEN "t8"."source_detail"
              ELSE CASE
                WHEN NULLIF("t19"."lead_origin", 'unknown') IS NOT NULL
                THEN "t19"."lead_detail"
                ELSE CASE
                  WHEN NULLIF("t18"."deal_origin", 'unknown') IS NOT NULL
                  THEN "t18"."deal_detail"
                  ELSE COALESCE("t8"."source_detail", "t19"."lead_detail", "t18"."deal_detail")
                END
              END
            END AS "source_detail"
          FROM "meetings" AS "t8"
          LEFT OUTER JOIN (
            SELECT
              "t4"."id" AS "its_deal",
              "t4"."account" AS "deal_account",
              "t4"."origin" AS "deal_origin",
              "t4"."source_detail" AS "deal_detail"
            FROM "deals" AS "t4"
          ) AS "t18"
            ON "t8"."deal" = "t18"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t6"."id" AS "its_lead",
              "t6"."account" AS "lead_account",
              "t6"."origin" AS "lead_origin",
              "t6"."source_detail" AS "lead_detail",
              "t6"."deal" AS "lead_deal"
            FROM "leads" AS "t6"
          ) AS "t19"
            ON "t8"."lead" = "t19"."its_lead"
        ) AS "t31"
        WHERE
          "t31"."whom" IS NOT NULL
      ) AS "t33"
    ) AS "t38"
    WHERE
      (
        "t38"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t38"."last_held" AS DATE), "t38"."day") > 365
      )
  ) AS "t43"
  ANTI JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t3"."account" AS "customer",
        CASE
          WHEN "t3"."kind" = 'recurring'
          THEN "t3"."starts_on"
          ELSE CAST(CAST("t3"."starts_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
        END AS "bought_on",
        CASE
          WHEN "t3"."kind" = 'recurring'
          THEN COALESCE("t3"."ends_on", MAKE_DATE(2999, 12, 31))
          ELSE CAST(CAST("t3"."starts_on" + INTERVAL '366' DAY AS TIMESTAMP) AS DATE)
        END AS "until"
      FROM "revenue" AS "t3"
      WHERE
        "t3"."account" IS NOT NULL AND "t3"."amount" > 0
    ) AS "t25"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t4"."account" AS "customer",
        CAST(CAST(CAST("t4"."closed_at" AS DATE) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "bought_on",
        CAST(CAST(CAST("t4"."closed_at" AS DATE) + INTERVAL '366' DAY AS TIMESTAMP) AS DATE) AS "until"
      FROM "deals" AS "t4"
      WHERE
        "t4"."status" = 'won' AND "t4"."account" IS NOT NULL
    ) AS "t26"
  ) AS "t29"
    ON "t43"."account" = "t29"."customer"
    AND "t43"."day" >= "t29"."bought_on"
    AND "t43"."day" < "t29"."until"
)
SELECT
  "t54"."team",
  "t54"."period",
  "t54"."undated",
  SUM("t54"."held") AS "held",
  SUM("t54"."no_show") AS "no_show",
  SUM("t54"."cancelled") AS "cancelled",
  SUM("t54"."due") AS "due",
  SUM("t54"."not_updated") AS "not_updated",
  SUM("t54"."planned") AS "planned",
  SUM("t54"."working_days") AS "working_days",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t53"."id",
    "t53"."seller",
    "t53"."origin",
    "t53"."source_detail",
    "t53"."account",
    "t53"."source",
    "t53"."fact",
    "t53"."day",
    "t53"."held",
    "t53"."no_show",
    "t53"."cancelled",
    "t53"."due",
    "t53"."not_updated",
    "t53"."planned",
    "t53"."working_days",
    "t53"."team",
    "t53"."manager",
    "t53"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t53"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t53"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t52"."id",
      "t52"."seller",
      "t52"."origin",
      "t52"."source_detail",
      "t52"."account",
      "t52"."source",
      "t52"."fact",
      "t52"."day",
      "t52"."held",
      "t52"."no_show",
      "t52"."cancelled",
      "t52"."due",
      "t52"."not_updated",
      "t52"."planned",
      "t52"."working_days",
      "t35"."team",
      "t35"."manager",
      "t35"."role"
    FROM (
      SELECT
        "t50"."id",
        "t50"."seller",
        "t50"."origin",
        "t50"."source_detail",
        "t50"."account",
        "t50"."source",
        "t50"."fact",
        "t50"."day",
        "t50"."held",
        "t50"."no_show",
        "t50"."cancelled",
        "t50"."due",
        "t50"."not_updated",
        "t50"."planned",
        "t50"."working_days",
        COALESCE("t50"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t47"."id",
            "t47"."seller",
            "t47"."origin",
            "t47"."source_detail",
            "t47"."account",
            "t47"."source",
            'meetings' AS "fact",
            CASE
              WHEN (
                "t47"."status" = 'booked'
              ) AND (
                "t47"."day" >= MAKE_DATE(2024, 6, 30)
              )
              THEN MAKE_DATE(2024, 6, 30)
              ELSE "t47"."day"
            END AS "day",
            CAST("t47"."status" = 'held' AS BIGINT) AS "held",
            CAST("t47"."status" = 'no_show' AS BIGINT) AS "no_show",
            CAST("t47"."status" = 'cancelled' AS BIGINT) AS "cancelled",
            CAST(NOT (
              "t47"."status" = 'booked'
            ) AS BIGINT) AS "due",
            CAST((
              "t47"."status" = 'booked'
            )
            AND NOT (
              (
                "t47"."status" = 'booked'
              ) AND (
                "t47"."day" >= MAKE_DATE(2024, 6, 30)
              )
            ) AS BIGINT) AS "not_updated",
            CAST((
              "t47"."status" = 'booked'
            ) AND (
              "t47"."day" >= MAKE_DATE(2024, 6, 30)
            ) AS BIGINT) AS "planned",
            0 AS "working_days"
          FROM "first_meetings" AS "t47"
        ) AS "t49"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t46"."seller" AS "id",
            "t46"."seller",
            CAST(NULL AS TEXT) AS "origin",
            CAST(NULL AS TEXT) AS "source_detail",
            CAST(NULL AS TEXT) AS "account",
            CAST(NULL AS TEXT) AS "source",
            'working_days' AS "fact",
            "t46"."day",
            0 AS "held",
            0 AS "no_show",
            0 AS "cancelled",
            0 AS "due",
            0 AS "not_updated",
            0 AS "planned",
            1 AS "working_days"
          FROM "working_time" AS "t46"
          WHERE
            "t46"."day" >= (
              SELECT
                MIN("t15"."day") AS "Min(day)"
              FROM (
                SELECT
                  "t1"."seller",
                  CAST("t1"."starts_at" AS DATE) AS "day"
                FROM "meetings" AS "t1"
              ) AS "t15"
            )
        ) AS "t48"
      ) AS "t50"
    ) AS "t52"
    LEFT OUTER JOIN (
      SELECT
        "t30"."team",
        "t30"."manager",
        "t30"."role",
        "t30"."seller" AS "span_seller",
        GREATEST("t30"."begins", COALESCE("t30"."free_from", "t30"."begins")) AS "span_from",
        "t30"."ends" AS "span_to"
      FROM (
        SELECT
          "t14"."id",
          "t14"."seller",
          "t14"."team",
          "t14"."manager",
          "t14"."role",
          "t14"."begins",
          "t14"."ends",
          CAST(CAST(MAX("t14"."ends") OVER (
            PARTITION BY "t14"."seller"
            ORDER BY "t14"."begins" ASC, "t14"."id" ASC
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
        ) AS "t14"
      ) AS "t30"
      WHERE
        GREATEST("t30"."begins", COALESCE("t30"."free_from", "t30"."begins")) <= "t30"."ends"
    ) AS "t35"
      ON "t52"."seller" = "t35"."span_seller"
      AND "t52"."team_day" >= "t35"."span_from"
      AND "t52"."team_day" <= "t35"."span_to"
  ) AS "t53"
  WHERE
    COALESCE("t53"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t54"
GROUP BY
  1,
  2,
  3

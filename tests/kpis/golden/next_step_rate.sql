-- by seller
WITH "t16" AS (
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
    COALESCE("t5"."account", "t8"."deal_account", "t9"."lead_account") AS "account",
    COALESCE("t5"."deal", "t9"."lead_deal") AS "deal",
    COALESCE(
      COALESCE("t5"."account", "t8"."deal_account", "t9"."lead_account"),
      'lead:' || "t5"."lead",
      'deal:' || "t5"."deal"
    ) AS "whom",
    COALESCE(
      NULLIF("t5"."origin", 'unknown'),
      NULLIF("t9"."lead_origin", 'unknown'),
      NULLIF("t8"."deal_origin", 'unknown'),
      "t5"."origin"
    ) AS "origin",
    CASE
      WHEN NULLIF("t5"."origin", 'unknown') IS NOT NULL
      THEN "t5"."source_detail"
      ELSE CASE
        WHEN NULLIF("t9"."lead_origin", 'unknown') IS NOT NULL
        THEN "t9"."lead_detail"
        ELSE CASE
          WHEN NULLIF("t8"."deal_origin", 'unknown') IS NOT NULL
          THEN "t8"."deal_detail"
          ELSE COALESCE("t5"."source_detail", "t9"."lead_detail", "t8"."deal_detail")
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
  ) AS "t8"
    ON "t5"."deal" = "t8"."its_deal"
  LEFT OUTER JOIN (
    SELECT
      "t3"."id" AS "its_lead",
      "t3"."account" AS "lead_account",
      "t3"."origin" AS "lead_origin",
      "t3"."source_detail" AS "lead_detail",
      "t3"."deal" AS "lead_deal"
    FROM "leads" AS "t3"
  ) AS "t9"
    ON "t5"."lead" = "t9"."its_lead"
), "first_meetings" AS (
  SELECT
    "t26"."id",
    "t26"."source",
    "t26"."seller",
    "t26"."account",
    "t26"."lead",
    "t26"."deal",
    "t26"."whom",
    "t26"."origin",
    "t26"."source_detail",
    "t26"."status",
    "t26"."booked_at",
    "t26"."starts_at",
    "t26"."day"
  FROM (
    SELECT
      "t24"."id",
      "t24"."source",
      "t24"."seller",
      "t24"."account",
      "t24"."lead",
      "t24"."deal",
      "t24"."whom",
      "t24"."origin",
      "t24"."source_detail",
      "t24"."status",
      "t24"."booked_at",
      "t24"."starts_at",
      "t24"."day"
    FROM (
      SELECT
        "t19"."id",
        "t19"."source",
        "t19"."seller",
        "t19"."account",
        "t19"."lead",
        "t19"."deal",
        "t19"."whom",
        "t19"."origin",
        "t19"."source_detail",
        "t19"."status",
        "t19"."booked_at",
        "t19"."starts_at",
        "t19"."day",
        MAX(
          CASE
            WHEN "t19"."status" = 'held'
            THEN "t19"."starts_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) OVER (
          PARTITION BY "t19"."whom"
          ORDER BY "t19"."starts_at" ASC, "t19"."id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
        ) AS "last_held"
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
          CAST("t17"."starts_at" AS DATE) AS "day"
        FROM "t16" AS "t17"
        WHERE
          "t17"."whom" IS NOT NULL
      ) AS "t19"
    ) AS "t24"
    WHERE
      (
        "t24"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t24"."last_held" AS DATE), "t24"."day") > 365
      )
  ) AS "t26"
  ANTI JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t4"."account" AS "customer",
        CASE
          WHEN "t4"."kind" = 'recurring'
          THEN "t4"."starts_on"
          ELSE CAST(CAST("t4"."starts_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
        END AS "bought_on",
        CASE
          WHEN "t4"."kind" = 'recurring'
          THEN COALESCE("t4"."ends_on", MAKE_DATE(2999, 12, 31))
          ELSE CAST(CAST("t4"."starts_on" + INTERVAL '366' DAY AS TIMESTAMP) AS DATE)
        END AS "until"
      FROM "revenue" AS "t4"
      WHERE
        "t4"."account" IS NOT NULL AND "t4"."amount" > 0
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
    ) AS "t10"
  ) AS "t15"
    ON "t26"."account" = "t15"."customer"
    AND "t26"."day" >= "t15"."bought_on"
    AND "t26"."day" < "t15"."until"
)
SELECT
  "t33"."seller",
  "t33"."period",
  "t33"."undated",
  SUM("t33"."next_steps") AS "next_steps",
  SUM("t33"."meetings") AS "meetings",
  SUM("t33"."immature") AS "immature",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t32"."fact",
    "t32"."id",
    "t32"."day",
    "t32"."seller",
    "t32"."origin",
    "t32"."source_detail",
    "t32"."account",
    "t32"."source",
    CAST((
      DATE_DIFF('DAY', "t32"."day", MAKE_DATE(2024, 6, 30)) >= 14
    )
    AND "t32"."agreed" AS BIGINT) AS "next_steps",
    CAST(DATE_DIFF('DAY', "t32"."day", MAKE_DATE(2024, 6, 30)) >= 14 AS BIGINT) AS "meetings",
    CAST(NOT (
      DATE_DIFF('DAY', "t32"."day", MAKE_DATE(2024, 6, 30)) >= 14
    ) AS BIGINT) AS "immature",
    CAST(CAST(DATE_TRUNC('MONTH', "t32"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t32"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t31"."fact",
      "t31"."id",
      "t31"."day",
      "t31"."seller",
      "t31"."origin",
      "t31"."source_detail",
      "t31"."account",
      "t31"."source",
      COUNT("t31"."agreed_on") > 0 AS "agreed"
    FROM (
      SELECT
        "t30"."id",
        "t30"."source",
        "t30"."seller",
        "t30"."account",
        "t30"."lead",
        "t30"."deal",
        "t30"."whom",
        "t30"."origin",
        "t30"."source_detail",
        "t30"."status",
        "t30"."booked_at",
        "t30"."starts_at",
        "t30"."day",
        "t30"."fact",
        "t23"."after_whom",
        "t23"."agreed_on",
        "t23"."comes_at"
      FROM (
        SELECT
          "t28"."id",
          "t28"."source",
          "t28"."seller",
          "t28"."account",
          "t28"."lead",
          "t28"."deal",
          "t28"."whom",
          "t28"."origin",
          "t28"."source_detail",
          "t28"."status",
          "t28"."booked_at",
          "t28"."starts_at",
          "t28"."day",
          'meetings' AS "fact"
        FROM "first_meetings" AS "t28"
        WHERE
          "t28"."status" = 'held'
      ) AS "t30"
      LEFT OUTER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t17"."whom" AS "after_whom",
            CAST(COALESCE("t17"."booked_at", "t17"."starts_at") AS DATE) AS "agreed_on",
            "t17"."starts_at" AS "comes_at"
          FROM "t16" AS "t17"
        ) AS "t20"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t18"."whom" AS "after_whom",
            COALESCE(CAST("t18"."created_at" AS DATE), "t18"."due_on") AS "agreed_on",
            "t18"."comes_at"
          FROM (
            SELECT
              "t14"."lead",
              "t14"."created_at",
              "t14"."due_on",
              "t14"."comes_at",
              COALESCE("t14"."account", "t8"."deal_account", "t9"."lead_account") AS "account",
              COALESCE("t14"."deal", "t9"."lead_deal") AS "deal",
              COALESCE(
                COALESCE("t14"."account", "t8"."deal_account", "t9"."lead_account"),
                'lead:' || "t14"."lead",
                'deal:' || "t14"."deal"
              ) AS "whom"
            FROM (
              SELECT
                "t1"."account",
                "t1"."lead",
                "t1"."deal",
                "t1"."created_at",
                "t1"."due_on",
                CAST(CAST(CAST(CAST("t1"."due_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS TIMESTAMP) AS TIMESTAMPTZ) AS "comes_at"
              FROM "next_steps" AS "t1"
            ) AS "t14"
            LEFT OUTER JOIN (
              SELECT
                "t2"."id" AS "its_deal",
                "t2"."account" AS "deal_account",
                "t2"."origin" AS "deal_origin",
                "t2"."source_detail" AS "deal_detail"
              FROM "deals" AS "t2"
            ) AS "t8"
              ON "t14"."deal" = "t8"."its_deal"
            LEFT OUTER JOIN (
              SELECT
                "t3"."id" AS "its_lead",
                "t3"."account" AS "lead_account",
                "t3"."origin" AS "lead_origin",
                "t3"."source_detail" AS "lead_detail",
                "t3"."deal" AS "lead_deal"
              FROM "leads" AS "t3"
            ) AS "t9"
              ON "t14"."lead" = "t9"."its_lead"
          ) AS "t18"
        ) AS "t21"
      ) AS "t23"
        ON "t30"."whom" = "t23"."after_whom"
        AND "t23"."agreed_on" >= "t30"."day"
        AND "t23"."agreed_on" <= CAST(CAST("t30"."day" + INTERVAL '14' DAY AS TIMESTAMP) AS DATE)
        AND "t23"."comes_at" > "t30"."starts_at"
    ) AS "t31"
    GROUP BY
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8
  ) AS "t32"
  WHERE
    COALESCE("t32"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t33"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "t19" AS (
  SELECT
    "t6"."id",
    "t6"."source",
    "t6"."source_id",
    "t6"."observed_at",
    "t6"."modified_at",
    "t6"."seller",
    "t6"."contact",
    "t6"."lead",
    "t6"."booked_at",
    "t6"."starts_at",
    "t6"."ends_at",
    "t6"."status",
    COALESCE("t6"."account", "t10"."deal_account", "t11"."lead_account") AS "account",
    COALESCE("t6"."deal", "t11"."lead_deal") AS "deal",
    COALESCE(
      COALESCE("t6"."account", "t10"."deal_account", "t11"."lead_account"),
      'lead:' || "t6"."lead",
      'deal:' || "t6"."deal"
    ) AS "whom",
    COALESCE(
      NULLIF("t6"."origin", 'unknown'),
      NULLIF("t11"."lead_origin", 'unknown'),
      NULLIF("t10"."deal_origin", 'unknown'),
      "t6"."origin"
    ) AS "origin",
    CASE
      WHEN NULLIF("t6"."origin", 'unknown') IS NOT NULL
      THEN "t6"."source_detail"
      ELSE CASE
        WHEN NULLIF("t11"."lead_origin", 'unknown') IS NOT NULL
        THEN "t11"."lead_detail"
        ELSE CASE
          WHEN NULLIF("t10"."deal_origin", 'unknown') IS NOT NULL
          THEN "t10"."deal_detail"
          ELSE COALESCE("t6"."source_detail", "t11"."lead_detail", "t10"."deal_detail")
        END
      END
    END AS "source_detail"
  FROM "meetings" AS "t6"
  LEFT OUTER JOIN (
    SELECT
      "t3"."id" AS "its_deal",
      "t3"."account" AS "deal_account",
      "t3"."origin" AS "deal_origin",
      "t3"."source_detail" AS "deal_detail"
    FROM "deals" AS "t3"
  ) AS "t10"
    ON "t6"."deal" = "t10"."its_deal"
  LEFT OUTER JOIN (
    SELECT
      "t4"."id" AS "its_lead",
      "t4"."account" AS "lead_account",
      "t4"."origin" AS "lead_origin",
      "t4"."source_detail" AS "lead_detail",
      "t4"."deal" AS "lead_deal"
    FROM "leads" AS "t4"
  ) AS "t11"
    ON "t6"."lead" = "t11"."its_lead"
), "first_meetings" AS (
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
    "t31"."day"
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
      "t29"."day"
    FROM (
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
        "t22"."day",
        MAX(
          CASE
            WHEN "t22"."status" = 'held'
            THEN "t22"."starts_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) OVER (
          PARTITION BY "t22"."whom"
          ORDER BY "t22"."starts_at" ASC, "t22"."id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
        ) AS "last_held"
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
          CAST("t20"."starts_at" AS DATE) AS "day"
        FROM "t19" AS "t20"
        WHERE
          "t20"."whom" IS NOT NULL
      ) AS "t22"
    ) AS "t29"
    WHERE
      (
        "t29"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t29"."last_held" AS DATE), "t29"."day") > 365
      )
  ) AS "t31"
  ANTI JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t5"."account" AS "customer",
        CASE
          WHEN "t5"."kind" = 'recurring'
          THEN "t5"."starts_on"
          ELSE CAST(CAST("t5"."starts_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
        END AS "bought_on",
        CASE
          WHEN "t5"."kind" = 'recurring'
          THEN COALESCE("t5"."ends_on", MAKE_DATE(2999, 12, 31))
          ELSE CAST(CAST("t5"."starts_on" + INTERVAL '366' DAY AS TIMESTAMP) AS DATE)
        END AS "until"
      FROM "revenue" AS "t5"
      WHERE
        "t5"."account" IS NOT NULL AND "t5"."amount" > 0
    ) AS "t13"
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
    ) AS "t12"
  ) AS "t17"
    ON "t31"."account" = "t17"."customer"
    AND "t31"."day" >= "t17"."bought_on"
    AND "t31"."day" < "t17"."until"
)
SELECT
  "t41"."team",
  "t41"."period",
  "t41"."undated",
  SUM("t41"."next_steps") AS "next_steps",
  SUM("t41"."meetings") AS "meetings",
  SUM("t41"."immature") AS "immature",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t40"."fact",
    "t40"."id",
    "t40"."day",
    "t40"."seller",
    "t40"."origin",
    "t40"."source_detail",
    "t40"."account",
    "t40"."source",
    "t40"."next_steps",
    "t40"."meetings",
    "t40"."immature",
    "t40"."team",
    "t40"."manager",
    "t40"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t40"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t40"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t39"."fact",
      "t39"."id",
      "t39"."day",
      "t39"."seller",
      "t39"."origin",
      "t39"."source_detail",
      "t39"."account",
      "t39"."source",
      "t39"."next_steps",
      "t39"."meetings",
      "t39"."immature",
      "t25"."team",
      "t25"."manager",
      "t25"."role"
    FROM (
      SELECT
        "t37"."fact",
        "t37"."id",
        "t37"."day",
        "t37"."seller",
        "t37"."origin",
        "t37"."source_detail",
        "t37"."account",
        "t37"."source",
        CAST((
          DATE_DIFF('DAY', "t37"."day", MAKE_DATE(2024, 6, 30)) >= 14
        )
        AND "t37"."agreed" AS BIGINT) AS "next_steps",
        CAST(DATE_DIFF('DAY', "t37"."day", MAKE_DATE(2024, 6, 30)) >= 14 AS BIGINT) AS "meetings",
        CAST(NOT (
          DATE_DIFF('DAY', "t37"."day", MAKE_DATE(2024, 6, 30)) >= 14
        ) AS BIGINT) AS "immature",
        COALESCE("t37"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t36"."fact",
          "t36"."id",
          "t36"."day",
          "t36"."seller",
          "t36"."origin",
          "t36"."source_detail",
          "t36"."account",
          "t36"."source",
          COUNT("t36"."agreed_on") > 0 AS "agreed"
        FROM (
          SELECT
            "t35"."id",
            "t35"."source",
            "t35"."seller",
            "t35"."account",
            "t35"."lead",
            "t35"."deal",
            "t35"."whom",
            "t35"."origin",
            "t35"."source_detail",
            "t35"."status",
            "t35"."booked_at",
            "t35"."starts_at",
            "t35"."day",
            "t35"."fact",
            "t28"."after_whom",
            "t28"."agreed_on",
            "t28"."comes_at"
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
              'meetings' AS "fact"
            FROM "first_meetings" AS "t33"
            WHERE
              "t33"."status" = 'held'
          ) AS "t35"
          LEFT OUTER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t20"."whom" AS "after_whom",
                CAST(COALESCE("t20"."booked_at", "t20"."starts_at") AS DATE) AS "agreed_on",
                "t20"."starts_at" AS "comes_at"
              FROM "t19" AS "t20"
            ) AS "t24"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t21"."whom" AS "after_whom",
                COALESCE(CAST("t21"."created_at" AS DATE), "t21"."due_on") AS "agreed_on",
                "t21"."comes_at"
              FROM (
                SELECT
                  "t16"."lead",
                  "t16"."created_at",
                  "t16"."due_on",
                  "t16"."comes_at",
                  COALESCE("t16"."account", "t10"."deal_account", "t11"."lead_account") AS "account",
                  COALESCE("t16"."deal", "t11"."lead_deal") AS "deal",
                  COALESCE(
                    COALESCE("t16"."account", "t10"."deal_account", "t11"."lead_account"),
                    'lead:' || "t16"."lead",
                    'deal:' || "t16"."deal"
                  ) AS "whom"
                FROM (
                  SELECT
                    "t2"."account",
                    "t2"."lead",
                    "t2"."deal",
                    "t2"."created_at",
                    "t2"."due_on",
                    CAST(CAST(CAST(CAST("t2"."due_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS TIMESTAMP) AS TIMESTAMPTZ) AS "comes_at"
                  FROM "next_steps" AS "t2"
                ) AS "t16"
                LEFT OUTER JOIN (
                  SELECT
                    "t3"."id" AS "its_deal",
                    "t3"."account" AS "deal_account",
                    "t3"."origin" AS "deal_origin",
                    "t3"."source_detail" AS "deal_detail"
                  FROM "deals" AS "t3"
                ) AS "t10"
                  ON "t16"."deal" = "t10"."its_deal"
                LEFT OUTER JOIN (
                  SELECT
                    "t4"."id" AS "its_lead",
                    "t4"."account" AS "lead_account",
                    "t4"."origin" AS "lead_origin",
                    "t4"."source_detail" AS "lead_detail",
                    "t4"."deal" AS "lead_deal"
                  FROM "leads" AS "t4"
                ) AS "t11"
                  ON "t16"."lead" = "t11"."its_lead"
              ) AS "t21"
            ) AS "t26"
          ) AS "t28"
            ON "t35"."whom" = "t28"."after_whom"
            AND "t28"."agreed_on" >= "t35"."day"
            AND "t28"."agreed_on" <= CAST(CAST("t35"."day" + INTERVAL '14' DAY AS TIMESTAMP) AS DATE)
            AND "t28"."comes_at" > "t35"."starts_at"
        ) AS "t36"
        GROUP BY
          1,
          2,
          3,
          4,
          5,
          6,
          7,
          8
      ) AS "t37"
    ) AS "t39"
    LEFT OUTER JOIN (
      SELECT
        "t18"."team",
        "t18"."manager",
        "t18"."role",
        "t18"."seller" AS "span_seller",
        GREATEST("t18"."begins", COALESCE("t18"."free_from", "t18"."begins")) AS "span_from",
        "t18"."ends" AS "span_to"
      FROM (
        SELECT
          "t9"."id",
          "t9"."seller",
          "t9"."team",
          "t9"."manager",
          "t9"."role",
          "t9"."begins",
          "t9"."ends",
          CAST(CAST(MAX("t9"."ends") OVER (
            PARTITION BY "t9"."seller"
            ORDER BY "t9"."begins" ASC, "t9"."id" ASC
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
        ) AS "t9"
      ) AS "t18"
      WHERE
        GREATEST("t18"."begins", COALESCE("t18"."free_from", "t18"."begins")) <= "t18"."ends"
    ) AS "t25"
      ON "t39"."seller" = "t25"."span_seller"
      AND "t39"."team_day" >= "t25"."span_from"
      AND "t39"."team_day" <= "t25"."span_to"
  ) AS "t40"
  WHERE
    COALESCE("t40"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t41"
GROUP BY
  1,
  2,
  3

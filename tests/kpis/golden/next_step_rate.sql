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
      "t1"."id" AS "its_deal",
      "t1"."account" AS "deal_account",
      "t1"."origin" AS "deal_origin",
      "t1"."source_detail" AS "deal_detail"
    FROM "deals" AS "t1"
  ) AS "t8"
    ON "t5"."deal" = "t8"."its_deal"
  LEFT OUTER JOIN (
    SELECT
      "t4"."id" AS "its_lead",
      "t4"."account" AS "lead_account",
      "t4"."origin" AS "lead_origin",
      "t4"."source_detail" AS "lead_detail",
      "t4"."deal" AS "lead_deal"
    FROM "leads" AS "t4"
  ) AS "t9"
    ON "t5"."lead" = "t9"."its_lead"
)
SELECT
  "t32"."seller",
  "t32"."period",
  "t32"."undated",
  SUM("t32"."next_steps") AS "next_steps",
  SUM("t32"."meetings") AS "meetings",
  SUM("t32"."immature") AS "immature",
  COUNT(*) AS "cases"
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
    CAST((
      DATE_DIFF('DAY', "t31"."day", MAKE_DATE(2024, 6, 30)) >= 14
    )
    AND "t31"."agreed" AS BIGINT) AS "next_steps",
    CAST(DATE_DIFF('DAY', "t31"."day", MAKE_DATE(2024, 6, 30)) >= 14 AS BIGINT) AS "meetings",
    CAST(NOT (
      DATE_DIFF('DAY', "t31"."day", MAKE_DATE(2024, 6, 30)) >= 14
    ) AS BIGINT) AS "immature",
    CAST(CAST(DATE_TRUNC('MONTH', "t31"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t31"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t30"."fact",
      "t30"."id",
      "t30"."day",
      "t30"."seller",
      "t30"."origin",
      "t30"."source_detail",
      "t30"."account",
      "t30"."source",
      COUNT("t30"."agreed_on") > 0 AS "agreed"
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
        "t29"."day",
        "t29"."fact",
        "t23"."after_whom",
        "t23"."agreed_on",
        "t23"."comes_at"
      FROM (
        SELECT
          "t27"."id",
          "t27"."source",
          "t27"."seller",
          "t27"."account",
          "t27"."lead",
          "t27"."deal",
          "t27"."whom",
          "t27"."origin",
          "t27"."source_detail",
          "t27"."status",
          "t27"."booked_at",
          "t27"."starts_at",
          "t27"."day",
          'meetings' AS "fact"
        FROM (
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
            ) AS "t10"
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
            ) AS "t11"
          ) AS "t14"
            ON "t26"."account" = "t14"."customer"
            AND "t26"."day" >= "t14"."bought_on"
            AND "t26"."day" < "t14"."until"
        ) AS "t27"
        WHERE
          "t27"."status" = 'held'
      ) AS "t29"
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
              "t15"."lead",
              "t15"."created_at",
              "t15"."due_on",
              "t15"."comes_at",
              COALESCE("t15"."account", "t8"."deal_account", "t9"."lead_account") AS "account",
              COALESCE("t15"."deal", "t9"."lead_deal") AS "deal",
              COALESCE(
                COALESCE("t15"."account", "t8"."deal_account", "t9"."lead_account"),
                'lead:' || "t15"."lead",
                'deal:' || "t15"."deal"
              ) AS "whom"
            FROM (
              SELECT
                "t3"."account",
                "t3"."lead",
                "t3"."deal",
                "t3"."created_at",
                "t3"."due_on",
                CAST(CAST(CAST(CAST("t3"."due_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS TIMESTAMP) AS TIMESTAMPTZ) AS "comes_at"
              FROM "next_steps" AS "t3"
            ) AS "t15"
            LEFT OUTER JOIN (
              SELECT
                "t1"."id" AS "its_deal",
                "t1"."account" AS "deal_account",
                "t1"."origin" AS "deal_origin",
                "t1"."source_detail" AS "deal_detail"
              FROM "deals" AS "t1"
            ) AS "t8"
              ON "t15"."deal" = "t8"."its_deal"
            LEFT OUTER JOIN (
              SELECT
                "t4"."id" AS "its_lead",
                "t4"."account" AS "lead_account",
                "t4"."origin" AS "lead_origin",
                "t4"."source_detail" AS "lead_detail",
                "t4"."deal" AS "lead_deal"
              FROM "leads" AS "t4"
            ) AS "t9"
              ON "t15"."lead" = "t9"."its_lead"
          ) AS "t18"
        ) AS "t21"
      ) AS "t23"
        ON "t29"."whom" = "t23"."after_whom"
        AND "t23"."agreed_on" >= "t29"."day"
        AND "t23"."agreed_on" <= CAST(CAST("t29"."day" + INTERVAL '14' DAY AS TIMESTAMP) AS DATE)
        AND "t23"."comes_at" > "t29"."starts_at"
    ) AS "t30"
    GROUP BY
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8
  ) AS "t31"
  WHERE
    COALESCE("t31"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t32"
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
      "t2"."id" AS "its_deal",
      "t2"."account" AS "deal_account",
      "t2"."origin" AS "deal_origin",
      "t2"."source_detail" AS "deal_detail"
    FROM "deals" AS "t2"
  ) AS "t10"
    ON "t6"."deal" = "t10"."its_deal"
  LEFT OUTER JOIN (
    SELECT
      "t5"."id" AS "its_lead",
      "t5"."account" AS "lead_account",
      "t5"."origin" AS "lead_origin",
      "t5"."source_detail" AS "lead_detail",
      "t5"."deal" AS "lead_deal"
    FROM "leads" AS "t5"
  ) AS "t11"
    ON "t6"."lead" = "t11"."its_lead"
)
SELECT
  "t40"."team",
  "t40"."period",
  "t40"."undated",
  SUM("t40"."next_steps") AS "next_steps",
  SUM("t40"."meetings") AS "meetings",
  SUM("t40"."immature") AS "immature",
  COUNT(*) AS "cases"
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
    "t39"."team",
    "t39"."manager",
    "t39"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t39"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t39"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t38"."fact",
      "t38"."id",
      "t38"."day",
      "t38"."seller",
      "t38"."origin",
      "t38"."source_detail",
      "t38"."account",
      "t38"."source",
      "t38"."next_steps",
      "t38"."meetings",
      "t38"."immature",
      "t25"."team",
      "t25"."manager",
      "t25"."role"
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
        CAST((
          DATE_DIFF('DAY', "t36"."day", MAKE_DATE(2024, 6, 30)) >= 14
        )
        AND "t36"."agreed" AS BIGINT) AS "next_steps",
        CAST(DATE_DIFF('DAY', "t36"."day", MAKE_DATE(2024, 6, 30)) >= 14 AS BIGINT) AS "meetings",
        CAST(NOT (
          DATE_DIFF('DAY', "t36"."day", MAKE_DATE(2024, 6, 30)) >= 14
        ) AS BIGINT) AS "immature",
        COALESCE("t36"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t35"."fact",
          "t35"."id",
          "t35"."day",
          "t35"."seller",
          "t35"."origin",
          "t35"."source_detail",
          "t35"."account",
          "t35"."source",
          COUNT("t35"."agreed_on") > 0 AS "agreed"
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
            "t34"."day",
            "t34"."fact",
            "t28"."after_whom",
            "t28"."agreed_on",
            "t28"."comes_at"
          FROM (
            SELECT
              "t32"."id",
              "t32"."source",
              "t32"."seller",
              "t32"."account",
              "t32"."lead",
              "t32"."deal",
              "t32"."whom",
              "t32"."origin",
              "t32"."source_detail",
              "t32"."status",
              "t32"."booked_at",
              "t32"."starts_at",
              "t32"."day",
              'meetings' AS "fact"
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
                ) AS "t12"
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
                ) AS "t13"
              ) AS "t16"
                ON "t31"."account" = "t16"."customer"
                AND "t31"."day" >= "t16"."bought_on"
                AND "t31"."day" < "t16"."until"
            ) AS "t32"
            WHERE
              "t32"."status" = 'held'
          ) AS "t34"
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
                  "t17"."lead",
                  "t17"."created_at",
                  "t17"."due_on",
                  "t17"."comes_at",
                  COALESCE("t17"."account", "t10"."deal_account", "t11"."lead_account") AS "account",
                  COALESCE("t17"."deal", "t11"."lead_deal") AS "deal",
                  COALESCE(
                    COALESCE("t17"."account", "t10"."deal_account", "t11"."lead_account"),
                    'lead:' || "t17"."lead",
                    'deal:' || "t17"."deal"
                  ) AS "whom"
                FROM (
                  SELECT
                    "t4"."account",
                    "t4"."lead",
                    "t4"."deal",
                    "t4"."created_at",
                    "t4"."due_on",
                    CAST(CAST(CAST(CAST("t4"."due_on" + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS TIMESTAMP) AS TIMESTAMPTZ) AS "comes_at"
                  FROM "next_steps" AS "t4"
                ) AS "t17"
                LEFT OUTER JOIN (
                  SELECT
                    "t2"."id" AS "its_deal",
                    "t2"."account" AS "deal_account",
                    "t2"."origin" AS "deal_origin",
                    "t2"."source_detail" AS "deal_detail"
                  FROM "deals" AS "t2"
                ) AS "t10"
                  ON "t17"."deal" = "t10"."its_deal"
                LEFT OUTER JOIN (
                  SELECT
                    "t5"."id" AS "its_lead",
                    "t5"."account" AS "lead_account",
                    "t5"."origin" AS "lead_origin",
                    "t5"."source_detail" AS "lead_detail",
                    "t5"."deal" AS "lead_deal"
                  FROM "leads" AS "t5"
                ) AS "t11"
                  ON "t17"."lead" = "t11"."its_lead"
              ) AS "t21"
            ) AS "t26"
          ) AS "t28"
            ON "t34"."whom" = "t28"."after_whom"
            AND "t28"."agreed_on" >= "t34"."day"
            AND "t28"."agreed_on" <= CAST(CAST("t34"."day" + INTERVAL '14' DAY AS TIMESTAMP) AS DATE)
            AND "t28"."comes_at" > "t34"."starts_at"
        ) AS "t35"
        GROUP BY
          1,
          2,
          3,
          4,
          5,
          6,
          7,
          8
      ) AS "t36"
    ) AS "t38"
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
      ON "t38"."seller" = "t25"."span_seller"
      AND "t38"."team_day" >= "t25"."span_from"
      AND "t38"."team_day" <= "t25"."span_to"
  ) AS "t39"
  WHERE
    COALESCE("t39"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t40"
GROUP BY
  1,
  2,
  3

-- by seller
SELECT
  "t34"."seller",
  "t34"."period",
  "t34"."undated",
  SUM("t34"."next_steps") AS "next_steps",
  SUM("t34"."meetings") AS "meetings",
  SUM("t34"."immature") AS "immature",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t33"."fact",
    "t33"."id",
    "t33"."day",
    "t33"."seller",
    "t33"."origin",
    "t33"."source_detail",
    "t33"."account",
    "t33"."source",
    CAST((
      DATE_DIFF('DAY', "t33"."day", MAKE_DATE(2024, 6, 30)) >= 14
    )
    AND "t33"."agreed" AS BIGINT) AS "next_steps",
    CAST(DATE_DIFF('DAY', "t33"."day", MAKE_DATE(2024, 6, 30)) >= 14 AS BIGINT) AS "meetings",
    CAST(NOT (
      DATE_DIFF('DAY', "t33"."day", MAKE_DATE(2024, 6, 30)) >= 14
    ) AS BIGINT) AS "immature",
    CAST(CAST(DATE_TRUNC('MONTH', "t33"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t33"."day" IS NULL AS "undated"
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
      COUNT("t32"."agreed_on") > 0 AS "agreed"
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
        "t31"."fact",
        "t25"."after_whom",
        "t25"."agreed_on",
        "t25"."comes_at"
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
          'meetings' AS "fact"
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
            "t28"."day"
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
                  CAST("t19"."starts_at" AS DATE) AS "day"
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
                    COALESCE("t5"."account", "t9"."deal_account", "t11"."lead_account") AS "account",
                    COALESCE("t5"."deal", "t11"."lead_deal") AS "deal",
                    COALESCE(
                      COALESCE("t5"."account", "t9"."deal_account", "t11"."lead_account"),
                      'lead:' || "t5"."lead",
                      'deal:' || "t5"."deal"
                    ) AS "whom",
                    COALESCE(
                      NULLIF("t5"."origin", 'unknown'),
                      NULLIF("t11"."lead_origin", 'unknown'),
                      NULLIF("t9"."deal_origin", 'unknown'),
                      "t5"."origin"
                    ) AS "origin",
                    CASE
                      WHEN NULLIF("t5"."origin", 'unknown') IS NOT NULL
                      THEN "t5"."source_detail"
                      ELSE CASE
                        WHEN NULLIF("t11"."lead_origin", 'unknown') IS NOT NULL
                        THEN "t11"."lead_detail"
                        ELSE CASE
                          WHEN NULLIF("t9"."deal_origin", 'unknown') IS NOT NULL
                          THEN "t9"."deal_detail"
                          ELSE COALESCE("t5"."source_detail", "t11"."lead_detail", "t9"."deal_detail")
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
                  ) AS "t11"
                    ON "t5"."lead" = "t11"."its_lead"
                ) AS "t19"
                WHERE
                  "t19"."whom" IS NOT NULL
              ) AS "t22"
            ) AS "t26"
            WHERE
              (
                "t26"."last_held" IS NULL
              )
              OR (
                DATE_DIFF('DAY', CAST("t26"."last_held" AS DATE), "t26"."day") > 365
              )
          ) AS "t28"
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
            ) AS "t12"
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
            ) AS "t13"
          ) AS "t17"
            ON "t28"."account" = "t17"."customer"
            AND "t28"."day" >= "t17"."bought_on"
            AND "t28"."day" < "t17"."until"
        ) AS "t29"
        WHERE
          "t29"."status" = 'held'
      ) AS "t31"
      LEFT OUTER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t16"."whom" AS "after_whom",
            CAST(COALESCE("t16"."booked_at", "t16"."starts_at") AS DATE) AS "agreed_on",
            "t16"."starts_at" AS "comes_at"
          FROM (
            SELECT
              "t10"."lead",
              "t10"."booked_at",
              "t10"."starts_at",
              COALESCE("t10"."account", "t9"."deal_account", "t11"."lead_account") AS "account",
              COALESCE("t10"."deal", "t11"."lead_deal") AS "deal",
              COALESCE(
                COALESCE("t10"."account", "t9"."deal_account", "t11"."lead_account"),
                'lead:' || "t10"."lead",
                'deal:' || "t10"."deal"
              ) AS "whom"
            FROM (
              SELECT
                "t2"."account",
                "t2"."lead",
                "t2"."deal",
                "t2"."booked_at",
                "t2"."starts_at"
              FROM "meetings" AS "t2"
            ) AS "t10"
            LEFT OUTER JOIN (
              SELECT
                "t1"."id" AS "its_deal",
                "t1"."account" AS "deal_account",
                "t1"."origin" AS "deal_origin",
                "t1"."source_detail" AS "deal_detail"
              FROM "deals" AS "t1"
            ) AS "t9"
              ON "t10"."deal" = "t9"."its_deal"
            LEFT OUTER JOIN (
              SELECT
                "t4"."id" AS "its_lead",
                "t4"."account" AS "lead_account",
                "t4"."origin" AS "lead_origin",
                "t4"."source_detail" AS "lead_detail",
                "t4"."deal" AS "lead_deal"
              FROM "leads" AS "t4"
            ) AS "t11"
              ON "t10"."lead" = "t11"."its_lead"
          ) AS "t16"
        ) AS "t20"
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
              "t18"."lead",
              "t18"."created_at",
              "t18"."due_on",
              "t18"."comes_at",
              COALESCE("t18"."account", "t9"."deal_account", "t11"."lead_account") AS "account",
              COALESCE("t18"."deal", "t11"."lead_deal") AS "deal",
              COALESCE(
                COALESCE("t18"."account", "t9"."deal_account", "t11"."lead_account"),
                'lead:' || "t18"."lead",
                'deal:' || "t18"."deal"
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
            ) AS "t18"
            LEFT OUTER JOIN (
              SELECT
                "t1"."id" AS "its_deal",
                "t1"."account" AS "deal_account",
                "t1"."origin" AS "deal_origin",
                "t1"."source_detail" AS "deal_detail"
              FROM "deals" AS "t1"
            ) AS "t9"
              ON "t18"."deal" = "t9"."its_deal"
            LEFT OUTER JOIN (
              SELECT
                "t4"."id" AS "its_lead",
                "t4"."account" AS "lead_account",
                "t4"."origin" AS "lead_origin",
                "t4"."source_detail" AS "lead_detail",
                "t4"."deal" AS "lead_deal"
              FROM "leads" AS "t4"
            ) AS "t11"
              ON "t18"."lead" = "t11"."its_lead"
          ) AS "t21"
        ) AS "t23"
      ) AS "t25"
        ON "t31"."whom" = "t25"."after_whom"
        AND "t25"."agreed_on" >= "t31"."day"
        AND "t25"."agreed_on" <= CAST(CAST("t31"."day" + INTERVAL '14' DAY AS TIMESTAMP) AS DATE)
        AND "t25"."comes_at" > "t31"."starts_at"
    ) AS "t32"
    GROUP BY
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8
  ) AS "t33"
  WHERE
    (
      "t33"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t33"."day" IS NULL
    )
) AS "t34"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t42"."team",
  "t42"."period",
  "t42"."undated",
  SUM("t42"."next_steps") AS "next_steps",
  SUM("t42"."meetings") AS "meetings",
  SUM("t42"."immature") AS "immature",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t41"."fact",
    "t41"."id",
    "t41"."day",
    "t41"."seller",
    "t41"."origin",
    "t41"."source_detail",
    "t41"."account",
    "t41"."source",
    "t41"."next_steps",
    "t41"."meetings",
    "t41"."immature",
    "t41"."team",
    "t41"."manager",
    "t41"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t41"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t41"."day" IS NULL AS "undated"
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
      "t27"."team",
      "t27"."manager",
      "t27"."role"
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
        CAST((
          DATE_DIFF('DAY', "t38"."day", MAKE_DATE(2024, 6, 30)) >= 14
        )
        AND "t38"."agreed" AS BIGINT) AS "next_steps",
        CAST(DATE_DIFF('DAY', "t38"."day", MAKE_DATE(2024, 6, 30)) >= 14 AS BIGINT) AS "meetings",
        CAST(NOT (
          DATE_DIFF('DAY', "t38"."day", MAKE_DATE(2024, 6, 30)) >= 14
        ) AS BIGINT) AS "immature",
        COALESCE("t38"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
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
          COUNT("t37"."agreed_on") > 0 AS "agreed"
        FROM (
          SELECT
            "t36"."id",
            "t36"."source",
            "t36"."seller",
            "t36"."account",
            "t36"."lead",
            "t36"."deal",
            "t36"."whom",
            "t36"."origin",
            "t36"."source_detail",
            "t36"."status",
            "t36"."booked_at",
            "t36"."starts_at",
            "t36"."day",
            "t36"."fact",
            "t30"."after_whom",
            "t30"."agreed_on",
            "t30"."comes_at"
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
              'meetings' AS "fact"
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
                "t33"."day"
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
                    "t25"."id",
                    "t25"."source",
                    "t25"."seller",
                    "t25"."account",
                    "t25"."lead",
                    "t25"."deal",
                    "t25"."whom",
                    "t25"."origin",
                    "t25"."source_detail",
                    "t25"."status",
                    "t25"."booked_at",
                    "t25"."starts_at",
                    "t25"."day",
                    MAX(
                      CASE
                        WHEN "t25"."status" = 'held'
                        THEN "t25"."starts_at"
                        ELSE CAST(NULL AS TIMESTAMPTZ)
                      END
                    ) OVER (
                      PARTITION BY "t25"."whom"
                      ORDER BY "t25"."starts_at" ASC, "t25"."id" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) AS "last_held"
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
                      CAST("t22"."starts_at" AS DATE) AS "day"
                    FROM (
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
                        COALESCE("t6"."account", "t11"."deal_account", "t13"."lead_account") AS "account",
                        COALESCE("t6"."deal", "t13"."lead_deal") AS "deal",
                        COALESCE(
                          COALESCE("t6"."account", "t11"."deal_account", "t13"."lead_account"),
                          'lead:' || "t6"."lead",
                          'deal:' || "t6"."deal"
                        ) AS "whom",
                        COALESCE(
                          NULLIF("t6"."origin", 'unknown'),
                          NULLIF("t13"."lead_origin", 'unknown'),
                          NULLIF("t11"."deal_origin", 'unknown'),
                          "t6"."origin"
                        ) AS "origin",
                        CASE
                          WHEN NULLIF("t6"."origin", 'unknown') IS NOT NULL
                          THEN "t6"."source_detail"
                          ELSE CASE
                            WHEN NULLIF("t13"."lead_origin", 'unknown') IS NOT NULL
                            THEN "t13"."lead_detail"
                            ELSE CASE
                              WHEN NULLIF("t11"."deal_origin", 'unknown') IS NOT NULL
                              THEN "t11"."deal_detail"
                              ELSE COALESCE("t6"."source_detail", "t13"."lead_detail", "t11"."deal_detail")
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
                      ) AS "t11"
                        ON "t6"."deal" = "t11"."its_deal"
                      LEFT OUTER JOIN (
                        SELECT
                          "t5"."id" AS "its_lead",
                          "t5"."account" AS "lead_account",
                          "t5"."origin" AS "lead_origin",
                          "t5"."source_detail" AS "lead_detail",
                          "t5"."deal" AS "lead_deal"
                        FROM "leads" AS "t5"
                      ) AS "t13"
                        ON "t6"."lead" = "t13"."its_lead"
                    ) AS "t22"
                    WHERE
                      "t22"."whom" IS NOT NULL
                  ) AS "t25"
                ) AS "t31"
                WHERE
                  (
                    "t31"."last_held" IS NULL
                  )
                  OR (
                    DATE_DIFF('DAY', CAST("t31"."last_held" AS DATE), "t31"."day") > 365
                  )
              ) AS "t33"
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
                ) AS "t14"
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
                ) AS "t15"
              ) AS "t19"
                ON "t33"."account" = "t19"."customer"
                AND "t33"."day" >= "t19"."bought_on"
                AND "t33"."day" < "t19"."until"
            ) AS "t34"
            WHERE
              "t34"."status" = 'held'
          ) AS "t36"
          LEFT OUTER JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t18"."whom" AS "after_whom",
                CAST(COALESCE("t18"."booked_at", "t18"."starts_at") AS DATE) AS "agreed_on",
                "t18"."starts_at" AS "comes_at"
              FROM (
                SELECT
                  "t12"."lead",
                  "t12"."booked_at",
                  "t12"."starts_at",
                  COALESCE("t12"."account", "t11"."deal_account", "t13"."lead_account") AS "account",
                  COALESCE("t12"."deal", "t13"."lead_deal") AS "deal",
                  COALESCE(
                    COALESCE("t12"."account", "t11"."deal_account", "t13"."lead_account"),
                    'lead:' || "t12"."lead",
                    'deal:' || "t12"."deal"
                  ) AS "whom"
                FROM (
                  SELECT
                    "t3"."account",
                    "t3"."lead",
                    "t3"."deal",
                    "t3"."booked_at",
                    "t3"."starts_at"
                  FROM "meetings" AS "t3"
                ) AS "t12"
                LEFT OUTER JOIN (
                  SELECT
                    "t2"."id" AS "its_deal",
                    "t2"."account" AS "deal_account",
                    "t2"."origin" AS "deal_origin",
                    "t2"."source_detail" AS "deal_detail"
                  FROM "deals" AS "t2"
                ) AS "t11"
                  ON "t12"."deal" = "t11"."its_deal"
                LEFT OUTER JOIN (
                  SELECT
                    "t5"."id" AS "its_lead",
                    "t5"."account" AS "lead_account",
                    "t5"."origin" AS "lead_origin",
                    "t5"."source_detail" AS "lead_detail",
                    "t5"."deal" AS "lead_deal"
                  FROM "leads" AS "t5"
                ) AS "t13"
                  ON "t12"."lead" = "t13"."its_lead"
              ) AS "t18"
            ) AS "t23"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t24"."whom" AS "after_whom",
                COALESCE(CAST("t24"."created_at" AS DATE), "t24"."due_on") AS "agreed_on",
                "t24"."comes_at"
              FROM (
                SELECT
                  "t20"."lead",
                  "t20"."created_at",
                  "t20"."due_on",
                  "t20"."comes_at",
                  COALESCE("t20"."account", "t11"."deal_account", "t13"."lead_account") AS "account",
                  COALESCE("t20"."deal", "t13"."lead_deal") AS "deal",
                  COALESCE(
                    COALESCE("t20"."account", "t11"."deal_account", "t13"."lead_account"),
                    'lead:' || "t20"."lead",
                    'deal:' || "t20"."deal"
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
                ) AS "t20"
                LEFT OUTER JOIN (
                  SELECT
                    "t2"."id" AS "its_deal",
                    "t2"."account" AS "deal_account",
                    "t2"."origin" AS "deal_origin",
                    "t2"."source_detail" AS "deal_detail"
                  FROM "deals" AS "t2"
                ) AS "t11"
                  ON "t20"."deal" = "t11"."its_deal"
                LEFT OUTER JOIN (
                  SELECT
                    "t5"."id" AS "its_lead",
                    "t5"."account" AS "lead_account",
                    "t5"."origin" AS "lead_origin",
                    "t5"."source_detail" AS "lead_detail",
                    "t5"."deal" AS "lead_deal"
                  FROM "leads" AS "t5"
                ) AS "t13"
                  ON "t20"."lead" = "t13"."its_lead"
              ) AS "t24"
            ) AS "t28"
          ) AS "t30"
            ON "t36"."whom" = "t30"."after_whom"
            AND "t30"."agreed_on" >= "t36"."day"
            AND "t30"."agreed_on" <= CAST(CAST("t36"."day" + INTERVAL '14' DAY AS TIMESTAMP) AS DATE)
            AND "t30"."comes_at" > "t36"."starts_at"
        ) AS "t37"
        GROUP BY
          1,
          2,
          3,
          4,
          5,
          6,
          7,
          8
      ) AS "t38"
    ) AS "t40"
    LEFT OUTER JOIN (
      SELECT
        "t21"."team",
        "t21"."manager",
        "t21"."role",
        "t21"."seller" AS "span_seller",
        GREATEST("t21"."begins", COALESCE("t21"."free_from", "t21"."begins")) AS "span_from",
        "t21"."ends" AS "span_to"
      FROM (
        SELECT
          "t10"."id",
          "t10"."seller",
          "t10"."team",
          "t10"."manager",
          "t10"."role",
          "t10"."begins",
          "t10"."ends",
          CAST(CAST(MAX("t10"."ends") OVER (
            PARTITION BY "t10"."seller"
            ORDER BY "t10"."begins" ASC, "t10"."id" ASC
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
        ) AS "t10"
      ) AS "t21"
      WHERE
        GREATEST("t21"."begins", COALESCE("t21"."free_from", "t21"."begins")) <= "t21"."ends"
    ) AS "t27"
      ON "t40"."seller" = "t27"."span_seller"
      AND "t40"."team_day" >= "t27"."span_from"
      AND "t40"."team_day" <= "t27"."span_to"
  ) AS "t41"
  WHERE
    (
      "t41"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t41"."day" IS NULL
    )
) AS "t42"
GROUP BY
  1,
  2,
  3

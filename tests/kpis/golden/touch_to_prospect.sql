-- by seller
SELECT
  "t19"."seller",
  "t19"."period",
  "t19"."undated",
  SUM("t19"."prospects") AS "prospects",
  SUM("t19"."leads") AS "leads",
  SUM("t19"."immature") AS "immature",
  SUM("t19"."followed") AS "followed",
  SUM("t19"."before") AS "before",
  COUNT(*) AS "cases",
  ARRAY_AGG(
    "t19"."outcome" + (
      "t19"."days" * 5760
    ) + (
      "t19"."unseen_days" * 6184752906240
    )
  ) FILTER(WHERE
    (
      "t19"."outcome" + (
        "t19"."days" * 5760
      ) + (
        "t19"."unseen_days" * 6184752906240
      )
    ) IS NOT NULL) AS "to_prospect"
FROM (
  SELECT
    "t18"."id",
    "t18"."origin",
    "t18"."source_detail",
    "t18"."account",
    "t18"."seller",
    "t18"."source",
    "t18"."day",
    "t18"."fact",
    CAST(COALESCE(DATE_DIFF('DAY', "t18"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE)
    AND COALESCE(DATE_DIFF('DAY', "t18"."day", "t18"."prospect_on") <= 90, FALSE) AS BIGINT) AS "prospects",
    CAST(COALESCE(DATE_DIFF('DAY', "t18"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE) AS BIGINT) AS "leads",
    CAST(NOT (
      COALESCE(DATE_DIFF('DAY', "t18"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE)
    ) AS BIGINT) AS "immature",
    CAST(COALESCE(DATE_DIFF('DAY', "t18"."day", "t18"."prospect_on") < 0, FALSE) AS BIGINT) AS "before",
    1 AS "followed",
    0 AS "unseen_days",
    CASE
      WHEN "t18"."day" IS NULL
      THEN CAST(NULL AS BIGINT)
      ELSE GREATEST(
        DATE_DIFF(
          'DAY',
          "t18"."day",
          CASE
            WHEN COALESCE("t18"."prospect_on" <= MAKE_DATE(2024, 6, 30), FALSE)
            THEN "t18"."prospect_on"
            ELSE MAKE_DATE(2024, 6, 30)
          END
        ),
        0
      )
    END AS "days",
    CAST(COALESCE("t18"."prospect_on" <= MAKE_DATE(2024, 6, 30), FALSE) AS BIGINT) AS "outcome",
    CAST(CAST(DATE_TRUNC('MONTH', "t18"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t18"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t17"."id",
      "t17"."source",
      "t17"."source_id",
      "t17"."observed_at",
      "t17"."modified_at",
      "t17"."owner",
      "t17"."account",
      "t17"."contact",
      "t17"."origin",
      "t17"."source_detail",
      "t17"."created_at",
      "t17"."qualified_at",
      "t17"."disqualified_at",
      "t17"."reason",
      "t17"."deal",
      "t17"."seller",
      "t17"."fact",
      "t17"."day",
      "t17"."its_deal",
      "t17"."dealt_at",
      "t17"."won_at",
      "t17"."met",
      "t17"."met_at",
      CASE
        WHEN LEAST(
          COALESCE("t17"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t17"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t17"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
        ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
        THEN LEAST(
          COALESCE("t17"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t17"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t17"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
        )
        ELSE CAST(NULL AS TIMESTAMPTZ)
      END AS "prospect_at",
      CAST(CASE
        WHEN LEAST(
          COALESCE("t17"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t17"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t17"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
        ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
        THEN LEAST(
          COALESCE("t17"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t17"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t17"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
        )
        ELSE CAST(NULL AS TIMESTAMPTZ)
      END AS DATE) AS "prospect_on"
    FROM (
      SELECT
        "t16"."id",
        "t16"."source",
        "t16"."source_id",
        "t16"."observed_at",
        "t16"."modified_at",
        "t16"."owner",
        "t16"."account",
        "t16"."contact",
        "t16"."origin",
        "t16"."source_detail",
        "t16"."created_at",
        "t16"."qualified_at",
        "t16"."disqualified_at",
        "t16"."reason",
        "t16"."deal",
        "t16"."seller",
        "t16"."fact",
        "t16"."day",
        "t9"."its_deal",
        "t9"."dealt_at",
        "t9"."won_at",
        "t12"."met",
        "t12"."met_at"
      FROM (
        SELECT
          "t14"."id",
          "t14"."source",
          "t14"."source_id",
          "t14"."observed_at",
          "t14"."modified_at",
          "t14"."owner",
          "t14"."account",
          "t14"."contact",
          "t14"."origin",
          "t14"."source_detail",
          "t14"."created_at",
          "t14"."qualified_at",
          "t14"."disqualified_at",
          "t14"."reason",
          "t14"."deal",
          "t14"."seller",
          "t14"."fact",
          CAST("t14"."first_at" AS DATE) AS "day"
        FROM (
          SELECT
            "t6"."id",
            "t6"."source",
            "t6"."source_id",
            "t6"."observed_at",
            "t6"."modified_at",
            "t6"."owner",
            "t6"."account",
            "t6"."contact",
            "t6"."origin",
            "t6"."source_detail",
            "t6"."created_at",
            "t6"."qualified_at",
            "t6"."disqualified_at",
            "t6"."reason",
            "t6"."deal",
            "t6"."seller",
            "t6"."fact",
            "t13"."touched",
            "t13"."first_at"
          FROM (
            SELECT
              "t2"."id",
              "t2"."source",
              "t2"."source_id",
              "t2"."observed_at",
              "t2"."modified_at",
              "t2"."owner",
              "t2"."account",
              "t2"."contact",
              "t2"."origin",
              "t2"."source_detail",
              "t2"."created_at",
              "t2"."qualified_at",
              "t2"."disqualified_at",
              "t2"."reason",
              "t2"."deal",
              "t2"."owner" AS "seller",
              'leads' AS "fact"
            FROM "leads" AS "t2"
          ) AS "t6"
          INNER JOIN (
            SELECT
              "t7"."lead" AS "touched",
              MIN("t7"."at") AS "first_at"
            FROM (
              SELECT
                *
              FROM "touches" AS "t3"
              WHERE
                "t3"."direction" = 'outbound' AND "t3"."lead" IS NOT NULL
            ) AS "t7"
            GROUP BY
              1
          ) AS "t13"
            ON "t6"."id" = "t13"."touched"
        ) AS "t14"
      ) AS "t16"
      LEFT OUTER JOIN (
        SELECT
          "t0"."id" AS "its_deal",
          COALESCE("t0"."created_at", "t0"."closed_at") AS "dealt_at",
          CASE WHEN "t0"."status" = 'won' THEN "t0"."closed_at" ELSE NULL END AS "won_at"
        FROM "deals" AS "t0"
      ) AS "t9"
        ON "t16"."deal" = "t9"."its_deal"
      LEFT OUTER JOIN (
        SELECT
          "t5"."lead" AS "met",
          MIN("t5"."starts_at") AS "met_at"
        FROM (
          SELECT
            *
          FROM "meetings" AS "t1"
          WHERE
            "t1"."status" = 'held' AND "t1"."lead" IS NOT NULL
        ) AS "t5"
        GROUP BY
          1
      ) AS "t12"
        ON "t16"."id" = "t12"."met"
    ) AS "t17"
  ) AS "t18"
  WHERE
    COALESCE("t18"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t19"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t27"."team",
  "t27"."period",
  "t27"."undated",
  SUM("t27"."prospects") AS "prospects",
  SUM("t27"."leads") AS "leads",
  SUM("t27"."immature") AS "immature",
  SUM("t27"."followed") AS "followed",
  SUM("t27"."before") AS "before",
  COUNT(*) AS "cases",
  ARRAY_AGG(
    "t27"."outcome" + (
      "t27"."days" * 5760
    ) + (
      "t27"."unseen_days" * 6184752906240
    )
  ) FILTER(WHERE
    (
      "t27"."outcome" + (
        "t27"."days" * 5760
      ) + (
        "t27"."unseen_days" * 6184752906240
      )
    ) IS NOT NULL) AS "to_prospect"
FROM (
  SELECT
    "t26"."id",
    "t26"."origin",
    "t26"."source_detail",
    "t26"."account",
    "t26"."seller",
    "t26"."source",
    "t26"."day",
    "t26"."fact",
    "t26"."prospects",
    "t26"."leads",
    "t26"."immature",
    "t26"."before",
    "t26"."followed",
    "t26"."unseen_days",
    "t26"."days",
    "t26"."outcome",
    "t26"."team",
    "t26"."manager",
    "t26"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t26"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t26"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t25"."id",
      "t25"."origin",
      "t25"."source_detail",
      "t25"."account",
      "t25"."seller",
      "t25"."source",
      "t25"."day",
      "t25"."fact",
      "t25"."prospects",
      "t25"."leads",
      "t25"."immature",
      "t25"."before",
      "t25"."followed",
      "t25"."unseen_days",
      "t25"."days",
      "t25"."outcome",
      "t21"."team",
      "t21"."manager",
      "t21"."role"
    FROM (
      SELECT
        "t23"."id",
        "t23"."origin",
        "t23"."source_detail",
        "t23"."account",
        "t23"."seller",
        "t23"."source",
        "t23"."day",
        "t23"."fact",
        CAST(COALESCE(DATE_DIFF('DAY', "t23"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE)
        AND COALESCE(DATE_DIFF('DAY', "t23"."day", "t23"."prospect_on") <= 90, FALSE) AS BIGINT) AS "prospects",
        CAST(COALESCE(DATE_DIFF('DAY', "t23"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE) AS BIGINT) AS "leads",
        CAST(NOT (
          COALESCE(DATE_DIFF('DAY', "t23"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE)
        ) AS BIGINT) AS "immature",
        CAST(COALESCE(DATE_DIFF('DAY', "t23"."day", "t23"."prospect_on") < 0, FALSE) AS BIGINT) AS "before",
        1 AS "followed",
        0 AS "unseen_days",
        CASE
          WHEN "t23"."day" IS NULL
          THEN CAST(NULL AS BIGINT)
          ELSE GREATEST(
            DATE_DIFF(
              'DAY',
              "t23"."day",
              CASE
                WHEN COALESCE("t23"."prospect_on" <= MAKE_DATE(2024, 6, 30), FALSE)
                THEN "t23"."prospect_on"
                ELSE MAKE_DATE(2024, 6, 30)
              END
            ),
            0
          )
        END AS "days",
        CAST(COALESCE("t23"."prospect_on" <= MAKE_DATE(2024, 6, 30), FALSE) AS BIGINT) AS "outcome",
        COALESCE("t23"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t22"."id",
          "t22"."source",
          "t22"."source_id",
          "t22"."observed_at",
          "t22"."modified_at",
          "t22"."owner",
          "t22"."account",
          "t22"."contact",
          "t22"."origin",
          "t22"."source_detail",
          "t22"."created_at",
          "t22"."qualified_at",
          "t22"."disqualified_at",
          "t22"."reason",
          "t22"."deal",
          "t22"."seller",
          "t22"."fact",
          "t22"."day",
          "t22"."its_deal",
          "t22"."dealt_at",
          "t22"."won_at",
          "t22"."met",
          "t22"."met_at",
          CASE
            WHEN LEAST(
              COALESCE("t22"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t22"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t22"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN LEAST(
              COALESCE("t22"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t22"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t22"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            )
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END AS "prospect_at",
          CAST(CASE
            WHEN LEAST(
              COALESCE("t22"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t22"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t22"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN LEAST(
              COALESCE("t22"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t22"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t22"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            )
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END AS DATE) AS "prospect_on"
        FROM (
          SELECT
            "t20"."id",
            "t20"."source",
            "t20"."source_id",
            "t20"."observed_at",
            "t20"."modified_at",
            "t20"."owner",
            "t20"."account",
            "t20"."contact",
            "t20"."origin",
            "t20"."source_detail",
            "t20"."created_at",
            "t20"."qualified_at",
            "t20"."disqualified_at",
            "t20"."reason",
            "t20"."deal",
            "t20"."seller",
            "t20"."fact",
            "t20"."day",
            "t11"."its_deal",
            "t11"."dealt_at",
            "t11"."won_at",
            "t14"."met",
            "t14"."met_at"
          FROM (
            SELECT
              "t17"."id",
              "t17"."source",
              "t17"."source_id",
              "t17"."observed_at",
              "t17"."modified_at",
              "t17"."owner",
              "t17"."account",
              "t17"."contact",
              "t17"."origin",
              "t17"."source_detail",
              "t17"."created_at",
              "t17"."qualified_at",
              "t17"."disqualified_at",
              "t17"."reason",
              "t17"."deal",
              "t17"."seller",
              "t17"."fact",
              CAST("t17"."first_at" AS DATE) AS "day"
            FROM (
              SELECT
                "t8"."id",
                "t8"."source",
                "t8"."source_id",
                "t8"."observed_at",
                "t8"."modified_at",
                "t8"."owner",
                "t8"."account",
                "t8"."contact",
                "t8"."origin",
                "t8"."source_detail",
                "t8"."created_at",
                "t8"."qualified_at",
                "t8"."disqualified_at",
                "t8"."reason",
                "t8"."deal",
                "t8"."seller",
                "t8"."fact",
                "t15"."touched",
                "t15"."first_at"
              FROM (
                SELECT
                  "t3"."id",
                  "t3"."source",
                  "t3"."source_id",
                  "t3"."observed_at",
                  "t3"."modified_at",
                  "t3"."owner",
                  "t3"."account",
                  "t3"."contact",
                  "t3"."origin",
                  "t3"."source_detail",
                  "t3"."created_at",
                  "t3"."qualified_at",
                  "t3"."disqualified_at",
                  "t3"."reason",
                  "t3"."deal",
                  "t3"."owner" AS "seller",
                  'leads' AS "fact"
                FROM "leads" AS "t3"
              ) AS "t8"
              INNER JOIN (
                SELECT
                  "t9"."lead" AS "touched",
                  MIN("t9"."at") AS "first_at"
                FROM (
                  SELECT
                    *
                  FROM "touches" AS "t4"
                  WHERE
                    "t4"."direction" = 'outbound' AND "t4"."lead" IS NOT NULL
                ) AS "t9"
                GROUP BY
                  1
              ) AS "t15"
                ON "t8"."id" = "t15"."touched"
            ) AS "t17"
          ) AS "t20"
          LEFT OUTER JOIN (
            SELECT
              "t1"."id" AS "its_deal",
              COALESCE("t1"."created_at", "t1"."closed_at") AS "dealt_at",
              CASE WHEN "t1"."status" = 'won' THEN "t1"."closed_at" ELSE NULL END AS "won_at"
            FROM "deals" AS "t1"
          ) AS "t11"
            ON "t20"."deal" = "t11"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t7"."lead" AS "met",
              MIN("t7"."starts_at") AS "met_at"
            FROM (
              SELECT
                *
              FROM "meetings" AS "t2"
              WHERE
                "t2"."status" = 'held' AND "t2"."lead" IS NOT NULL
            ) AS "t7"
            GROUP BY
              1
          ) AS "t14"
            ON "t20"."id" = "t14"."met"
        ) AS "t22"
      ) AS "t23"
    ) AS "t25"
    LEFT OUTER JOIN (
      SELECT
        "t16"."team",
        "t16"."manager",
        "t16"."role",
        "t16"."seller" AS "span_seller",
        GREATEST("t16"."begins", COALESCE("t16"."free_from", "t16"."begins")) AS "span_from",
        "t16"."ends" AS "span_to"
      FROM (
        SELECT
          "t6"."id",
          "t6"."seller",
          "t6"."team",
          "t6"."manager",
          "t6"."role",
          "t6"."begins",
          "t6"."ends",
          CAST(CAST(MAX("t6"."ends") OVER (
            PARTITION BY "t6"."seller"
            ORDER BY "t6"."begins" ASC, "t6"."id" ASC
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
        ) AS "t6"
      ) AS "t16"
      WHERE
        GREATEST("t16"."begins", COALESCE("t16"."free_from", "t16"."begins")) <= "t16"."ends"
    ) AS "t21"
      ON "t25"."seller" = "t21"."span_seller"
      AND "t25"."team_day" >= "t21"."span_from"
      AND "t25"."team_day" <= "t21"."span_to"
  ) AS "t26"
  WHERE
    COALESCE("t26"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t27"
GROUP BY
  1,
  2,
  3

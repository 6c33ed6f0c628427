-- by seller
WITH "approaches" AS (
  SELECT
    "t9"."account",
    "t9"."lead",
    "t9"."deal",
    ARRAY_AGG("t9"."at") FILTER(WHERE
      "t9"."at" IS NOT NULL AND "t9"."direction" = 'outbound') AS "times",
    MIN("t9"."at") FILTER(WHERE
      "t9"."direction" = 'outbound') AS "first_at",
    MAX("t9"."at") FILTER(WHERE
      "t9"."direction" = 'outbound') AS "last_at",
    SUM(CAST("t9"."direction" = 'outbound' AS BIGINT)) AS "total",
    ARRAY_AGG("t9"."at") FILTER(WHERE
      "t9"."at" IS NOT NULL AND NOT (
        "t9"."direction" = 'outbound'
      )) AS "calls",
    MIN("t9"."at") FILTER(WHERE
      (
        "t9"."direction" = 'outbound'
      )
      AND COALESCE("t9"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
    MIN(
      {'at': "t9"."at", 'id': "t9"."id", 'seller': "t9"."seller", 'cadence': "t9"."cadence", 'source': "t9"."source"}
    ) FILTER(WHERE
      "t9"."direction" = 'outbound') AS "first"
  FROM (
    SELECT
      *
    FROM "touches" AS "t3"
    WHERE
      "t3"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND (
        (
          "t3"."account" IS NOT NULL
        )
        OR (
          "t3"."lead" IS NOT NULL
        )
        OR (
          "t3"."deal" IS NOT NULL
        )
      )
  ) AS "t9"
  GROUP BY
    1,
    2,
    3
), "first_touches" AS (
  SELECT
    "t14"."lead" AS "touched",
    MIN("t14"."first_at") AS "first_at"
  FROM (
    SELECT
      *
    FROM "approaches" AS "t13"
    WHERE
      "t13"."lead" IS NOT NULL AND "t13"."first_at" IS NOT NULL
  ) AS "t14"
  GROUP BY
    1
)
SELECT
  "t23"."seller",
  "t23"."period",
  "t23"."undated",
  SUM("t23"."prospects") AS "prospects",
  SUM("t23"."leads") AS "leads",
  SUM("t23"."immature") AS "immature",
  SUM("t23"."followed") AS "followed",
  SUM("t23"."before") AS "before",
  COUNT(*) AS "cases",
  ARRAY_AGG(
    "t23"."outcome" + (
      "t23"."days" * 5760
    ) + (
      "t23"."unseen_days" * 6184752906240
    )
  ) FILTER(WHERE
    (
      "t23"."outcome" + (
        "t23"."days" * 5760
      ) + (
        "t23"."unseen_days" * 6184752906240
      )
    ) IS NOT NULL) AS "to_prospect"
FROM (
  SELECT
    "t22"."id",
    "t22"."origin",
    "t22"."source_detail",
    "t22"."account",
    "t22"."seller",
    "t22"."source",
    "t22"."day",
    "t22"."fact",
    CAST(COALESCE(DATE_DIFF('DAY', "t22"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE)
    AND COALESCE(DATE_DIFF('DAY', "t22"."day", "t22"."prospect_on") <= 90, FALSE) AS BIGINT) AS "prospects",
    CAST(COALESCE(DATE_DIFF('DAY', "t22"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE) AS BIGINT) AS "leads",
    CAST(NOT (
      COALESCE(DATE_DIFF('DAY', "t22"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE)
    ) AS BIGINT) AS "immature",
    CAST(COALESCE(DATE_DIFF('DAY', "t22"."day", "t22"."prospect_on") < 0, FALSE) AS BIGINT) AS "before",
    1 AS "followed",
    0 AS "unseen_days",
    CASE
      WHEN "t22"."day" IS NULL
      THEN CAST(NULL AS BIGINT)
      ELSE GREATEST(
        DATE_DIFF(
          'DAY',
          "t22"."day",
          CASE
            WHEN COALESCE("t22"."prospect_on" <= MAKE_DATE(2024, 6, 30), FALSE)
            THEN "t22"."prospect_on"
            ELSE MAKE_DATE(2024, 6, 30)
          END
        ),
        0
      )
    END AS "days",
    CAST(COALESCE("t22"."prospect_on" <= MAKE_DATE(2024, 6, 30), FALSE) AS BIGINT) AS "outcome",
    CAST(CAST(DATE_TRUNC('MONTH', "t22"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t22"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t21"."id",
      "t21"."source",
      "t21"."source_id",
      "t21"."observed_at",
      "t21"."modified_at",
      "t21"."owner",
      "t21"."account",
      "t21"."contact",
      "t21"."origin",
      "t21"."source_detail",
      "t21"."created_at",
      "t21"."qualified_at",
      "t21"."disqualified_at",
      "t21"."reason",
      "t21"."deal",
      "t21"."seller",
      "t21"."fact",
      "t21"."day",
      "t21"."its_deal",
      "t21"."dealt_at",
      "t21"."won_at",
      "t21"."met",
      "t21"."met_at",
      CASE
        WHEN LEAST(
          COALESCE("t21"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t21"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t21"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
        ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
        THEN LEAST(
          COALESCE("t21"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t21"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t21"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
        )
        ELSE CAST(NULL AS TIMESTAMPTZ)
      END AS "prospect_at",
      CAST(CASE
        WHEN LEAST(
          COALESCE("t21"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t21"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t21"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
        ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
        THEN LEAST(
          COALESCE("t21"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t21"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
          COALESCE("t21"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
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
        "t8"."its_deal",
        "t8"."dealt_at",
        "t8"."won_at",
        "t11"."met",
        "t11"."met_at"
      FROM (
        SELECT
          "t18"."id",
          "t18"."source",
          "t18"."source_id",
          "t18"."observed_at",
          "t18"."modified_at",
          "t18"."owner",
          "t18"."account",
          "t18"."contact",
          "t18"."origin",
          "t18"."source_detail",
          "t18"."created_at",
          "t18"."qualified_at",
          "t18"."disqualified_at",
          "t18"."reason",
          "t18"."deal",
          "t18"."seller",
          "t18"."fact",
          CAST("t18"."first_at" AS DATE) AS "day"
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
            "t17"."touched",
            "t17"."first_at"
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
          INNER JOIN "first_touches" AS "t17"
            ON "t6"."id" = "t17"."touched"
        ) AS "t18"
      ) AS "t20"
      LEFT OUTER JOIN (
        SELECT
          "t0"."id" AS "its_deal",
          COALESCE("t0"."created_at", "t0"."closed_at") AS "dealt_at",
          CASE WHEN "t0"."status" = 'won' THEN "t0"."closed_at" ELSE NULL END AS "won_at"
        FROM "deals" AS "t0"
      ) AS "t8"
        ON "t20"."deal" = "t8"."its_deal"
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
      ) AS "t11"
        ON "t20"."id" = "t11"."met"
    ) AS "t21"
  ) AS "t22"
  WHERE
    COALESCE("t22"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t23"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "approaches" AS (
  SELECT
    "t11"."account",
    "t11"."lead",
    "t11"."deal",
    ARRAY_AGG("t11"."at") FILTER(WHERE
      "t11"."at" IS NOT NULL AND "t11"."direction" = 'outbound') AS "times",
    MIN("t11"."at") FILTER(WHERE
      "t11"."direction" = 'outbound') AS "first_at",
    MAX("t11"."at") FILTER(WHERE
      "t11"."direction" = 'outbound') AS "last_at",
    SUM(CAST("t11"."direction" = 'outbound' AS BIGINT)) AS "total",
    ARRAY_AGG("t11"."at") FILTER(WHERE
      "t11"."at" IS NOT NULL AND NOT (
        "t11"."direction" = 'outbound'
      )) AS "calls",
    MIN("t11"."at") FILTER(WHERE
      (
        "t11"."direction" = 'outbound'
      )
      AND COALESCE("t11"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
    MIN(
      {'at': "t11"."at", 'id': "t11"."id", 'seller': "t11"."seller", 'cadence': "t11"."cadence", 'source': "t11"."source"}
    ) FILTER(WHERE
      "t11"."direction" = 'outbound') AS "first"
  FROM (
    SELECT
      *
    FROM "touches" AS "t4"
    WHERE
      "t4"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND (
        (
          "t4"."account" IS NOT NULL
        )
        OR (
          "t4"."lead" IS NOT NULL
        )
        OR (
          "t4"."deal" IS NOT NULL
        )
      )
  ) AS "t11"
  GROUP BY
    1,
    2,
    3
), "first_touches" AS (
  SELECT
    "t19"."lead" AS "touched",
    MIN("t19"."first_at") AS "first_at"
  FROM (
    SELECT
      *
    FROM "approaches" AS "t16"
    WHERE
      "t16"."lead" IS NOT NULL AND "t16"."first_at" IS NOT NULL
  ) AS "t19"
  GROUP BY
    1
)
SELECT
  "t31"."team",
  "t31"."period",
  "t31"."undated",
  SUM("t31"."prospects") AS "prospects",
  SUM("t31"."leads") AS "leads",
  SUM("t31"."immature") AS "immature",
  SUM("t31"."followed") AS "followed",
  SUM("t31"."before") AS "before",
  COUNT(*) AS "cases",
  ARRAY_AGG(
    "t31"."outcome" + (
      "t31"."days" * 5760
    ) + (
      "t31"."unseen_days" * 6184752906240
    )
  ) FILTER(WHERE
    (
      "t31"."outcome" + (
        "t31"."days" * 5760
      ) + (
        "t31"."unseen_days" * 6184752906240
      )
    ) IS NOT NULL) AS "to_prospect"
FROM (
  SELECT
    "t30"."id",
    "t30"."origin",
    "t30"."source_detail",
    "t30"."account",
    "t30"."seller",
    "t30"."source",
    "t30"."day",
    "t30"."fact",
    "t30"."prospects",
    "t30"."leads",
    "t30"."immature",
    "t30"."before",
    "t30"."followed",
    "t30"."unseen_days",
    "t30"."days",
    "t30"."outcome",
    "t30"."team",
    "t30"."manager",
    "t30"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t30"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t30"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t29"."id",
      "t29"."origin",
      "t29"."source_detail",
      "t29"."account",
      "t29"."seller",
      "t29"."source",
      "t29"."day",
      "t29"."fact",
      "t29"."prospects",
      "t29"."leads",
      "t29"."immature",
      "t29"."before",
      "t29"."followed",
      "t29"."unseen_days",
      "t29"."days",
      "t29"."outcome",
      "t18"."team",
      "t18"."manager",
      "t18"."role"
    FROM (
      SELECT
        "t27"."id",
        "t27"."origin",
        "t27"."source_detail",
        "t27"."account",
        "t27"."seller",
        "t27"."source",
        "t27"."day",
        "t27"."fact",
        CAST(COALESCE(DATE_DIFF('DAY', "t27"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE)
        AND COALESCE(DATE_DIFF('DAY', "t27"."day", "t27"."prospect_on") <= 90, FALSE) AS BIGINT) AS "prospects",
        CAST(COALESCE(DATE_DIFF('DAY', "t27"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE) AS BIGINT) AS "leads",
        CAST(NOT (
          COALESCE(DATE_DIFF('DAY', "t27"."day", MAKE_DATE(2024, 6, 30)) >= 90, TRUE)
        ) AS BIGINT) AS "immature",
        CAST(COALESCE(DATE_DIFF('DAY', "t27"."day", "t27"."prospect_on") < 0, FALSE) AS BIGINT) AS "before",
        1 AS "followed",
        0 AS "unseen_days",
        CASE
          WHEN "t27"."day" IS NULL
          THEN CAST(NULL AS BIGINT)
          ELSE GREATEST(
            DATE_DIFF(
              'DAY',
              "t27"."day",
              CASE
                WHEN COALESCE("t27"."prospect_on" <= MAKE_DATE(2024, 6, 30), FALSE)
                THEN "t27"."prospect_on"
                ELSE MAKE_DATE(2024, 6, 30)
              END
            ),
            0
          )
        END AS "days",
        CAST(COALESCE("t27"."prospect_on" <= MAKE_DATE(2024, 6, 30), FALSE) AS BIGINT) AS "outcome",
        COALESCE("t27"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t26"."id",
          "t26"."source",
          "t26"."source_id",
          "t26"."observed_at",
          "t26"."modified_at",
          "t26"."owner",
          "t26"."account",
          "t26"."contact",
          "t26"."origin",
          "t26"."source_detail",
          "t26"."created_at",
          "t26"."qualified_at",
          "t26"."disqualified_at",
          "t26"."reason",
          "t26"."deal",
          "t26"."seller",
          "t26"."fact",
          "t26"."day",
          "t26"."its_deal",
          "t26"."dealt_at",
          "t26"."won_at",
          "t26"."met",
          "t26"."met_at",
          CASE
            WHEN LEAST(
              COALESCE("t26"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t26"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t26"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN LEAST(
              COALESCE("t26"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t26"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t26"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            )
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END AS "prospect_at",
          CAST(CASE
            WHEN LEAST(
              COALESCE("t26"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t26"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t26"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN LEAST(
              COALESCE("t26"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t26"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t26"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            )
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END AS DATE) AS "prospect_on"
        FROM (
          SELECT
            "t25"."id",
            "t25"."source",
            "t25"."source_id",
            "t25"."observed_at",
            "t25"."modified_at",
            "t25"."owner",
            "t25"."account",
            "t25"."contact",
            "t25"."origin",
            "t25"."source_detail",
            "t25"."created_at",
            "t25"."qualified_at",
            "t25"."disqualified_at",
            "t25"."reason",
            "t25"."deal",
            "t25"."seller",
            "t25"."fact",
            "t25"."day",
            "t10"."its_deal",
            "t10"."dealt_at",
            "t10"."won_at",
            "t13"."met",
            "t13"."met_at"
          FROM (
            SELECT
              "t23"."id",
              "t23"."source",
              "t23"."source_id",
              "t23"."observed_at",
              "t23"."modified_at",
              "t23"."owner",
              "t23"."account",
              "t23"."contact",
              "t23"."origin",
              "t23"."source_detail",
              "t23"."created_at",
              "t23"."qualified_at",
              "t23"."disqualified_at",
              "t23"."reason",
              "t23"."deal",
              "t23"."seller",
              "t23"."fact",
              CAST("t23"."first_at" AS DATE) AS "day"
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
                "t22"."touched",
                "t22"."first_at"
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
              INNER JOIN "first_touches" AS "t22"
                ON "t8"."id" = "t22"."touched"
            ) AS "t23"
          ) AS "t25"
          LEFT OUTER JOIN (
            SELECT
              "t1"."id" AS "its_deal",
              COALESCE("t1"."created_at", "t1"."closed_at") AS "dealt_at",
              CASE WHEN "t1"."status" = 'won' THEN "t1"."closed_at" ELSE NULL END AS "won_at"
            FROM "deals" AS "t1"
          ) AS "t10"
            ON "t25"."deal" = "t10"."its_deal"
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
          ) AS "t13"
            ON "t25"."id" = "t13"."met"
        ) AS "t26"
      ) AS "t27"
    ) AS "t29"
    LEFT OUTER JOIN (
      SELECT
        "t14"."team",
        "t14"."manager",
        "t14"."role",
        "t14"."seller" AS "span_seller",
        GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) AS "span_from",
        "t14"."ends" AS "span_to"
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
      ) AS "t14"
      WHERE
        GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) <= "t14"."ends"
    ) AS "t18"
      ON "t29"."seller" = "t18"."span_seller"
      AND "t29"."team_day" >= "t18"."span_from"
      AND "t29"."team_day" <= "t18"."span_to"
  ) AS "t30"
  WHERE
    COALESCE("t30"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t31"
GROUP BY
  1,
  2,
  3

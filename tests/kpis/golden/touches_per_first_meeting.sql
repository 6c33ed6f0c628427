-- by seller
WITH "t15" AS (
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
  ) AS "t13"
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
  ) AS "t14"
), "approaches" AS (
  SELECT
    "t12"."account",
    "t12"."lead",
    "t12"."deal",
    ARRAY_AGG("t12"."at") FILTER(WHERE
      "t12"."at" IS NOT NULL AND "t12"."direction" = 'outbound') AS "times",
    MIN("t12"."at") FILTER(WHERE
      "t12"."direction" = 'outbound') AS "first_at",
    MAX("t12"."at") FILTER(WHERE
      "t12"."direction" = 'outbound') AS "last_at",
    SUM(CAST("t12"."direction" = 'outbound' AS BIGINT)) AS "total",
    ARRAY_AGG("t12"."at") FILTER(WHERE
      "t12"."at" IS NOT NULL AND NOT (
        "t12"."direction" = 'outbound'
      )) AS "calls",
    MIN("t12"."at") FILTER(WHERE
      (
        "t12"."direction" = 'outbound'
      )
      AND COALESCE("t12"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
    MIN(
      {'at': "t12"."at", 'id': "t12"."id", 'seller': "t12"."seller", 'cadence': "t12"."cadence", 'source': "t12"."source"}
    ) FILTER(WHERE
      "t12"."direction" = 'outbound') AS "first"
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
  ) AS "t12"
  GROUP BY
    1,
    2,
    3
), "first_meetings" AS (
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
    "t30"."day"
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
          "t18"."id",
          "t18"."source",
          "t18"."seller",
          "t18"."account",
          "t18"."lead",
          "t18"."deal",
          "t18"."whom",
          "t18"."origin",
          "t18"."source_detail",
          "t18"."status",
          "t18"."booked_at",
          "t18"."starts_at",
          CAST("t18"."starts_at" AS DATE) AS "day"
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
            COALESCE("t5"."account", "t11"."deal_account", "t10"."lead_account") AS "account",
            COALESCE("t5"."deal", "t10"."lead_deal") AS "deal",
            COALESCE(
              COALESCE("t5"."account", "t11"."deal_account", "t10"."lead_account"),
              'lead:' || "t5"."lead",
              'deal:' || "t5"."deal"
            ) AS "whom",
            COALESCE(
              NULLIF("t5"."origin", 'unknown'),
              NULLIF("t10"."lead_origin", 'unknown'),
              NULLIF("t11"."deal_origin", 'unknown'),
              "t5"."origin"
            ) AS "origin",
            CASE
              WHEN NULLIF("t5"."origin", 'unknown') IS NOT NULL
              THEN "t5"."source_detail"
              ELSE CASE
                WHEN NULLIF("t10"."lead_origin", 'unknown') IS NOT NULL
                THEN "t10"."lead_detail"
                ELSE CASE
                  WHEN NULLIF("t11"."deal_origin", 'unknown') IS NOT NULL
                  THEN "t11"."deal_detail"
                  ELSE COALESCE("t5"."source_detail", "t10"."lead_detail", "t11"."deal_detail")
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
          ) AS "t11"
            ON "t5"."deal" = "t11"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t0"."id" AS "its_lead",
              "t0"."account" AS "lead_account",
              "t0"."origin" AS "lead_origin",
              "t0"."source_detail" AS "lead_detail",
              "t0"."deal" AS "lead_deal"
            FROM "leads" AS "t0"
          ) AS "t10"
            ON "t5"."lead" = "t10"."its_lead"
        ) AS "t18"
        WHERE
          "t18"."whom" IS NOT NULL
      ) AS "t22"
    ) AS "t26"
    WHERE
      (
        "t26"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t26"."last_held" AS DATE), "t26"."day") > 365
      )
  ) AS "t30"
  ANTI JOIN "t15" AS "t17"
    ON "t30"."account" = "t17"."customer"
    AND "t30"."day" >= "t17"."bought_on"
    AND "t30"."day" < "t17"."until"
), "touched" AS (
  SELECT
    "t38"."began",
    "t38"."day",
    "t38"."known",
    COALESCE(
      CAST("t38"."met_at" AS DATE) <= CAST(CAST("t38"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE),
      FALSE
    ) AS "met",
    "t38"."first"."seller" AS "seller",
    "t38"."first"."source" AS "source",
    "t38"."first"."lead" AS "lead",
    "t38"."first"."account" AS "account",
    ARRAY_LENGTH(
      LIST_FILTER(
        "t38"."times",
        LAMBDA __ibis_param_at__ : (
          __ibis_param_at__ <= CASE
            WHEN COALESCE(
              CAST("t38"."met_at" AS DATE) <= CAST(CAST("t38"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE),
              FALSE
            )
            THEN "t38"."met_at"
            ELSE MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          END
        )
        AND (
          CAST(__ibis_param_at__ AS DATE) <= CAST(CAST("t38"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE)
        )
      )
    ) AS "touches"
  FROM (
    SELECT
      "t33"."began",
      "t33"."times",
      "t33"."first",
      "t37"."met_at",
      CAST("t33"."first"."at" AS DATE) AS "day",
      COALESCE("t37"."met_at" < "t33"."first"."at", FALSE)
      OR COALESCE("t21"."bought_on" <= CAST("t33"."first"."at" AS DATE), FALSE) AS "known"
    FROM (
      SELECT
        "t29"."whom" AS "began",
        FLATTEN(ARRAY_AGG("t29"."times") FILTER(WHERE
          "t29"."times" IS NOT NULL)) AS "times",
        MIN("t29"."told") AS "first"
      FROM (
        SELECT
          "t27"."lead",
          "t27"."times",
          "t27"."first",
          "t27"."account",
          "t27"."deal",
          "t27"."whom",
          {'at': "t27"."first"."at", 'id': "t27"."first"."id", 'seller': "t27"."first"."seller", 'source': "t27"."first"."source", 'lead': "t27"."lead", 'account': "t27"."account"} AS "told"
        FROM (
          SELECT
            "t25"."lead",
            "t25"."times",
            "t25"."first",
            COALESCE("t25"."account", "t11"."deal_account", "t10"."lead_account") AS "account",
            COALESCE("t25"."deal", "t10"."lead_deal") AS "deal",
            COALESCE(
              COALESCE("t25"."account", "t11"."deal_account", "t10"."lead_account"),
              'lead:' || "t25"."lead",
              'deal:' || "t25"."deal"
            ) AS "whom"
          FROM (
            SELECT
              "t23"."account",
              "t23"."lead",
              "t23"."deal",
              "t23"."times",
              "t23"."first"
            FROM "approaches" AS "t23"
            WHERE
              "t23"."first" IS NOT NULL
          ) AS "t25"
          LEFT OUTER JOIN (
            SELECT
              "t2"."id" AS "its_deal",
              "t2"."account" AS "deal_account",
              "t2"."origin" AS "deal_origin",
              "t2"."source_detail" AS "deal_detail"
            FROM "deals" AS "t2"
          ) AS "t11"
            ON "t25"."deal" = "t11"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t0"."id" AS "its_lead",
              "t0"."account" AS "lead_account",
              "t0"."origin" AS "lead_origin",
              "t0"."source_detail" AS "lead_detail",
              "t0"."deal" AS "lead_deal"
            FROM "leads" AS "t0"
          ) AS "t10"
            ON "t25"."lead" = "t10"."its_lead"
        ) AS "t27"
        WHERE
          "t27"."whom" IS NOT NULL
      ) AS "t29"
      GROUP BY
        1
    ) AS "t33"
    LEFT OUTER JOIN (
      SELECT
        "t35"."whom" AS "met_whom",
        MIN("t35"."starts_at") AS "met_at"
      FROM (
        SELECT
          *
        FROM "first_meetings" AS "t34"
        WHERE
          "t34"."status" = 'held'
      ) AS "t35"
      GROUP BY
        1
    ) AS "t37"
      ON "t33"."began" = "t37"."met_whom"
    LEFT OUTER JOIN (
      SELECT
        "t16"."customer",
        MIN("t16"."bought_on") AS "bought_on"
      FROM "t15" AS "t16"
      GROUP BY
        1
    ) AS "t21"
      ON "t33"."began" = "t21"."customer"
  ) AS "t38"
)
SELECT
  "t43"."seller",
  "t43"."period",
  "t43"."undated",
  SUM("t43"."touches") AS "touches",
  SUM("t43"."met") AS "met",
  SUM("t43"."touched") AS "touched",
  SUM("t43"."immature") AS "immature",
  SUM("t43"."known") AS "known",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t43"."touches" AS DOUBLE) * CAST("t43"."touches" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t43"."touches" AS DOUBLE) * CAST("t43"."met" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t43"."met" AS DOUBLE) * CAST("t43"."met" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t43"."touches" <> 0
  ) OR (
    "t43"."met" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t42"."day",
    "t42"."seller",
    "t42"."origin",
    "t42"."source_detail",
    "t42"."account",
    "t42"."source",
    "t42"."id",
    "t42"."fact",
    "t42"."touches",
    "t42"."met",
    "t42"."touched",
    "t42"."immature",
    "t42"."known",
    CAST(CAST(DATE_TRUNC('MONTH', "t42"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t42"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t41"."day",
      "t41"."seller",
      "t9"."origin",
      "t9"."source_detail",
      "t41"."account",
      "t41"."source",
      "t41"."began" AS "id",
      'touched' AS "fact",
      CASE
        WHEN (
          DATE_DIFF('DAY', "t41"."day", MAKE_DATE(2024, 6, 30)) >= 90
        )
        AND NOT (
          "t41"."known"
        )
        THEN "t41"."touches"
        ELSE 0
      END AS "touches",
      CAST((
        DATE_DIFF('DAY', "t41"."day", MAKE_DATE(2024, 6, 30)) >= 90
      )
      AND NOT (
        "t41"."known"
      )
      AND "t41"."met" AS BIGINT) AS "met",
      CAST((
        DATE_DIFF('DAY', "t41"."day", MAKE_DATE(2024, 6, 30)) >= 90
      )
      AND NOT (
        "t41"."known"
      ) AS BIGINT) AS "touched",
      CAST(NOT (
        DATE_DIFF('DAY', "t41"."day", MAKE_DATE(2024, 6, 30)) >= 90
      )
      AND NOT (
        "t41"."known"
      ) AS BIGINT) AS "immature",
      CAST("t41"."known" AS BIGINT) AS "known"
    FROM "touched" AS "t41"
    LEFT OUTER JOIN (
      SELECT
        "t0"."origin",
        "t0"."source_detail",
        "t0"."id" AS "its_lead"
      FROM "leads" AS "t0"
    ) AS "t9"
      ON "t41"."lead" = "t9"."its_lead"
  ) AS "t42"
  WHERE
    COALESCE("t42"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t43"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "t17" AS (
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
  ) AS "t15"
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
  ) AS "t16"
), "approaches" AS (
  SELECT
    "t14"."account",
    "t14"."lead",
    "t14"."deal",
    ARRAY_AGG("t14"."at") FILTER(WHERE
      "t14"."at" IS NOT NULL AND "t14"."direction" = 'outbound') AS "times",
    MIN("t14"."at") FILTER(WHERE
      "t14"."direction" = 'outbound') AS "first_at",
    MAX("t14"."at") FILTER(WHERE
      "t14"."direction" = 'outbound') AS "last_at",
    SUM(CAST("t14"."direction" = 'outbound' AS BIGINT)) AS "total",
    ARRAY_AGG("t14"."at") FILTER(WHERE
      "t14"."at" IS NOT NULL AND NOT (
        "t14"."direction" = 'outbound'
      )) AS "calls",
    MIN("t14"."at") FILTER(WHERE
      (
        "t14"."direction" = 'outbound'
      )
      AND COALESCE("t14"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
    MIN(
      {'at': "t14"."at", 'id': "t14"."id", 'seller': "t14"."seller", 'cadence': "t14"."cadence", 'source': "t14"."source"}
    ) FILTER(WHERE
      "t14"."direction" = 'outbound') AS "first"
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
  ) AS "t14"
  GROUP BY
    1,
    2,
    3
), "first_meetings" AS (
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
    "t35"."day"
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
          "t21"."id",
          "t21"."source",
          "t21"."seller",
          "t21"."account",
          "t21"."lead",
          "t21"."deal",
          "t21"."whom",
          "t21"."origin",
          "t21"."source_detail",
          "t21"."status",
          "t21"."booked_at",
          "t21"."starts_at",
          CAST("t21"."starts_at" AS DATE) AS "day"
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
            COALESCE("t6"."account", "t13"."deal_account", "t11"."lead_account") AS "account",
            COALESCE("t6"."deal", "t11"."lead_deal") AS "deal",
            COALESCE(
              COALESCE("t6"."account", "t13"."deal_account", "t11"."lead_account"),
              'lead:' || "t6"."lead",
              'deal:' || "t6"."deal"
            ) AS "whom",
            COALESCE(
              NULLIF("t6"."origin", 'unknown'),
              NULLIF("t11"."lead_origin", 'unknown'),
              NULLIF("t13"."deal_origin", 'unknown'),
              "t6"."origin"
            ) AS "origin",
            CASE
              WHEN NULLIF("t6"."origin", 'unknown') IS NOT NULL
              THEN "t6"."source_detail"
              ELSE CASE
                WHEN NULLIF("t11"."lead_origin", 'unknown') IS NOT NULL
                THEN "t11"."lead_detail"
                ELSE CASE
                  WHEN NULLIF("t13"."deal_origin", 'unknown') IS NOT NULL
                  THEN "t13"."deal_detail"
                  ELSE COALESCE("t6"."source_detail", "t11"."lead_detail", "t13"."deal_detail")
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
          ) AS "t13"
            ON "t6"."deal" = "t13"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t1"."id" AS "its_lead",
              "t1"."account" AS "lead_account",
              "t1"."origin" AS "lead_origin",
              "t1"."source_detail" AS "lead_detail",
              "t1"."deal" AS "lead_deal"
            FROM "leads" AS "t1"
          ) AS "t11"
            ON "t6"."lead" = "t11"."its_lead"
        ) AS "t21"
        WHERE
          "t21"."whom" IS NOT NULL
      ) AS "t25"
    ) AS "t31"
    WHERE
      (
        "t31"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t31"."last_held" AS DATE), "t31"."day") > 365
      )
  ) AS "t35"
  ANTI JOIN "t17" AS "t19"
    ON "t35"."account" = "t19"."customer"
    AND "t35"."day" >= "t19"."bought_on"
    AND "t35"."day" < "t19"."until"
), "touched" AS (
  SELECT
    "t43"."began",
    "t43"."day",
    "t43"."known",
    COALESCE(
      CAST("t43"."met_at" AS DATE) <= CAST(CAST("t43"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE),
      FALSE
    ) AS "met",
    "t43"."first"."seller" AS "seller",
    "t43"."first"."source" AS "source",
    "t43"."first"."lead" AS "lead",
    "t43"."first"."account" AS "account",
    ARRAY_LENGTH(
      LIST_FILTER(
        "t43"."times",
        LAMBDA __ibis_param_at__ : (
          __ibis_param_at__ <= CASE
            WHEN COALESCE(
              CAST("t43"."met_at" AS DATE) <= CAST(CAST("t43"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE),
              FALSE
            )
            THEN "t43"."met_at"
            ELSE MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          END
        )
        AND (
          CAST(__ibis_param_at__ AS DATE) <= CAST(CAST("t43"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE)
        )
      )
    ) AS "touches"
  FROM (
    SELECT
      "t38"."began",
      "t38"."times",
      "t38"."first",
      "t42"."met_at",
      CAST("t38"."first"."at" AS DATE) AS "day",
      COALESCE("t42"."met_at" < "t38"."first"."at", FALSE)
      OR COALESCE("t24"."bought_on" <= CAST("t38"."first"."at" AS DATE), FALSE) AS "known"
    FROM (
      SELECT
        "t34"."whom" AS "began",
        FLATTEN(ARRAY_AGG("t34"."times") FILTER(WHERE
          "t34"."times" IS NOT NULL)) AS "times",
        MIN("t34"."told") AS "first"
      FROM (
        SELECT
          "t32"."lead",
          "t32"."times",
          "t32"."first",
          "t32"."account",
          "t32"."deal",
          "t32"."whom",
          {'at': "t32"."first"."at", 'id': "t32"."first"."id", 'seller': "t32"."first"."seller", 'source': "t32"."first"."source", 'lead': "t32"."lead", 'account': "t32"."account"} AS "told"
        FROM (
          SELECT
            "t30"."lead",
            "t30"."times",
            "t30"."first",
            COALESCE("t30"."account", "t13"."deal_account", "t11"."lead_account") AS "account",
            COALESCE("t30"."deal", "t11"."lead_deal") AS "deal",
            COALESCE(
              COALESCE("t30"."account", "t13"."deal_account", "t11"."lead_account"),
              'lead:' || "t30"."lead",
              'deal:' || "t30"."deal"
            ) AS "whom"
          FROM (
            SELECT
              "t26"."account",
              "t26"."lead",
              "t26"."deal",
              "t26"."times",
              "t26"."first"
            FROM "approaches" AS "t26"
            WHERE
              "t26"."first" IS NOT NULL
          ) AS "t30"
          LEFT OUTER JOIN (
            SELECT
              "t3"."id" AS "its_deal",
              "t3"."account" AS "deal_account",
              "t3"."origin" AS "deal_origin",
              "t3"."source_detail" AS "deal_detail"
            FROM "deals" AS "t3"
          ) AS "t13"
            ON "t30"."deal" = "t13"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t1"."id" AS "its_lead",
              "t1"."account" AS "lead_account",
              "t1"."origin" AS "lead_origin",
              "t1"."source_detail" AS "lead_detail",
              "t1"."deal" AS "lead_deal"
            FROM "leads" AS "t1"
          ) AS "t11"
            ON "t30"."lead" = "t11"."its_lead"
        ) AS "t32"
        WHERE
          "t32"."whom" IS NOT NULL
      ) AS "t34"
      GROUP BY
        1
    ) AS "t38"
    LEFT OUTER JOIN (
      SELECT
        "t40"."whom" AS "met_whom",
        MIN("t40"."starts_at") AS "met_at"
      FROM (
        SELECT
          *
        FROM "first_meetings" AS "t39"
        WHERE
          "t39"."status" = 'held'
      ) AS "t40"
      GROUP BY
        1
    ) AS "t42"
      ON "t38"."began" = "t42"."met_whom"
    LEFT OUTER JOIN (
      SELECT
        "t18"."customer",
        MIN("t18"."bought_on") AS "bought_on"
      FROM "t17" AS "t18"
      GROUP BY
        1
    ) AS "t24"
      ON "t38"."began" = "t24"."customer"
  ) AS "t43"
)
SELECT
  "t51"."team",
  "t51"."period",
  "t51"."undated",
  SUM("t51"."touches") AS "touches",
  SUM("t51"."met") AS "met",
  SUM("t51"."touched") AS "touched",
  SUM("t51"."immature") AS "immature",
  SUM("t51"."known") AS "known",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t51"."touches" AS DOUBLE) * CAST("t51"."touches" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t51"."touches" AS DOUBLE) * CAST("t51"."met" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t51"."met" AS DOUBLE) * CAST("t51"."met" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t51"."touches" <> 0
  ) OR (
    "t51"."met" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t50"."day",
    "t50"."seller",
    "t50"."origin",
    "t50"."source_detail",
    "t50"."account",
    "t50"."source",
    "t50"."id",
    "t50"."fact",
    "t50"."touches",
    "t50"."met",
    "t50"."touched",
    "t50"."immature",
    "t50"."known",
    "t50"."team",
    "t50"."manager",
    "t50"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t50"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t50"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t49"."day",
      "t49"."seller",
      "t49"."origin",
      "t49"."source_detail",
      "t49"."account",
      "t49"."source",
      "t49"."id",
      "t49"."fact",
      "t49"."touches",
      "t49"."met",
      "t49"."touched",
      "t49"."immature",
      "t49"."known",
      "t28"."team",
      "t28"."manager",
      "t28"."role"
    FROM (
      SELECT
        "t47"."day",
        "t47"."seller",
        "t47"."origin",
        "t47"."source_detail",
        "t47"."account",
        "t47"."source",
        "t47"."id",
        "t47"."fact",
        "t47"."touches",
        "t47"."met",
        "t47"."touched",
        "t47"."immature",
        "t47"."known",
        COALESCE("t47"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t46"."day",
          "t46"."seller",
          "t10"."origin",
          "t10"."source_detail",
          "t46"."account",
          "t46"."source",
          "t46"."began" AS "id",
          'touched' AS "fact",
          CASE
            WHEN (
              DATE_DIFF('DAY', "t46"."day", MAKE_DATE(2024, 6, 30)) >= 90
            )
            AND NOT (
              "t46"."known"
            )
            THEN "t46"."touches"
            ELSE 0
          END AS "touches",
          CAST((
            DATE_DIFF('DAY', "t46"."day", MAKE_DATE(2024, 6, 30)) >= 90
          )
          AND NOT (
            "t46"."known"
          )
          AND "t46"."met" AS BIGINT) AS "met",
          CAST((
            DATE_DIFF('DAY', "t46"."day", MAKE_DATE(2024, 6, 30)) >= 90
          )
          AND NOT (
            "t46"."known"
          ) AS BIGINT) AS "touched",
          CAST(NOT (
            DATE_DIFF('DAY', "t46"."day", MAKE_DATE(2024, 6, 30)) >= 90
          )
          AND NOT (
            "t46"."known"
          ) AS BIGINT) AS "immature",
          CAST("t46"."known" AS BIGINT) AS "known"
        FROM "touched" AS "t46"
        LEFT OUTER JOIN (
          SELECT
            "t1"."origin",
            "t1"."source_detail",
            "t1"."id" AS "its_lead"
          FROM "leads" AS "t1"
        ) AS "t10"
          ON "t46"."lead" = "t10"."its_lead"
      ) AS "t47"
    ) AS "t49"
    LEFT OUTER JOIN (
      SELECT
        "t20"."team",
        "t20"."manager",
        "t20"."role",
        "t20"."seller" AS "span_seller",
        GREATEST("t20"."begins", COALESCE("t20"."free_from", "t20"."begins")) AS "span_from",
        "t20"."ends" AS "span_to"
      FROM (
        SELECT
          "t12"."id",
          "t12"."seller",
          "t12"."team",
          "t12"."manager",
          "t12"."role",
          "t12"."begins",
          "t12"."ends",
          CAST(CAST(MAX("t12"."ends") OVER (
            PARTITION BY "t12"."seller"
            ORDER BY "t12"."begins" ASC, "t12"."id" ASC
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
        ) AS "t12"
      ) AS "t20"
      WHERE
        GREATEST("t20"."begins", COALESCE("t20"."free_from", "t20"."begins")) <= "t20"."ends"
    ) AS "t28"
      ON "t49"."seller" = "t28"."span_seller"
      AND "t49"."team_day" >= "t28"."span_from"
      AND "t49"."team_day" <= "t28"."span_to"
  ) AS "t50"
  WHERE
    COALESCE("t50"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t51"
GROUP BY
  1,
  2,
  3

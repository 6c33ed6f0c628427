-- by seller
WITH "first_meetings" AS (
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
    "t21"."day"
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
      "t19"."day"
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
        "t18"."day",
        MAX(
          CASE
            WHEN "t18"."status" = 'held'
            THEN "t18"."starts_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) OVER (
          PARTITION BY "t18"."whom"
          ORDER BY "t18"."starts_at" ASC, "t18"."id" ASC
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
              "t0"."id" AS "its_deal",
              "t0"."account" AS "deal_account",
              "t0"."origin" AS "deal_origin",
              "t0"."source_detail" AS "deal_detail"
            FROM "deals" AS "t0"
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
        ) AS "t17"
        WHERE
          "t17"."whom" IS NOT NULL
      ) AS "t18"
    ) AS "t19"
    WHERE
      (
        "t19"."last_held" IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t19"."last_held" AS DATE), "t19"."day") > 365
      )
  ) AS "t21"
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
        "t0"."account" AS "customer",
        CAST(CAST(CAST("t0"."closed_at" AS DATE) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "bought_on",
        CAST(CAST(CAST("t0"."closed_at" AS DATE) + INTERVAL '366' DAY AS TIMESTAMP) AS DATE) AS "until"
      FROM "deals" AS "t0"
      WHERE
        "t0"."status" = 'won' AND "t0"."account" IS NOT NULL
    ) AS "t13"
  ) AS "t16"
    ON "t21"."account" = "t16"."customer"
    AND "t21"."day" >= "t16"."bought_on"
    AND "t21"."day" < "t16"."until"
)
SELECT
  "t31"."seller",
  "t31"."period",
  "t31"."undated",
  SUM("t31"."meetings") AS "meetings",
  SUM("t31"."came") AS "came",
  SUM("t31"."immature") AS "immature",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t31"."meetings" AS DOUBLE) * CAST("t31"."meetings" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t31"."meetings" AS DOUBLE) * CAST("t31"."came" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t31"."came" AS DOUBLE) * CAST("t31"."came" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t31"."meetings" <> 0
  ) OR (
    "t31"."came" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t30"."id",
    "t30"."day",
    "t30"."seller",
    "t30"."origin",
    "t30"."source_detail",
    "t30"."account",
    "t30"."source",
    'meetings' AS "fact",
    CAST(DATE_DIFF('DAY', "t30"."day", MAKE_DATE(2024, 6, 30)) >= 90 AS BIGINT) AS "meetings",
    CAST((
      DATE_DIFF('DAY', "t30"."day", MAKE_DATE(2024, 6, 30)) >= 90
    )
    AND (
      (
        CASE WHEN "t30"."place" = 0 THEN "t30"."came" ELSE CAST(NULL AS TEXT) END IS NOT NULL
      )
      AND COALESCE(
        DATE_DIFF(
          'DAY',
          "t30"."day",
          CASE WHEN "t30"."place" = 0 THEN "t30"."reached_on" ELSE CAST(NULL AS DATE) END
        ) <= 90,
        TRUE
      )
    ) AS BIGINT) AS "came",
    CAST(NOT (
      DATE_DIFF('DAY', "t30"."day", MAKE_DATE(2024, 6, 30)) >= 90
    ) AS BIGINT) AS "immature",
    CAST(CAST(DATE_TRUNC('MONTH', "t30"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t30"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t29"."id",
      "t29"."day",
      "t29"."seller",
      "t29"."origin",
      "t29"."source_detail",
      "t29"."account",
      "t29"."source",
      "t29"."starts_at",
      "t29"."came",
      "t29"."reached_on",
      ROW_NUMBER() OVER (
        PARTITION BY "t29"."came"
        ORDER BY "t29"."starts_at" ASC, "t29"."id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        "t28"."id",
        "t28"."day",
        "t28"."seller",
        "t28"."origin",
        "t28"."source_detail",
        "t28"."account",
        "t28"."source",
        "t28"."starts_at",
        COALESCE("t28"."own_deal", "t28"."theirs"."id") AS "came",
        CASE
          WHEN "t28"."own_deal" IS NOT NULL
          THEN "t28"."own_on"
          ELSE "t28"."theirs"."reached"
        END AS "reached_on"
      FROM (
        SELECT
          "t27"."id",
          "t27"."day",
          "t27"."seller",
          "t27"."origin",
          "t27"."source_detail",
          "t27"."account",
          "t27"."source",
          "t27"."starts_at",
          "t27"."own_deal",
          "t27"."own_on",
          MIN({'on': "t27"."began_on", 'id': "t27"."came", 'reached': "t27"."reached_on"}) FILTER(WHERE
            "t27"."came" IS NOT NULL) AS "theirs"
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
            "t26"."day",
            "t26"."next_on",
            "t11"."own_deal",
            "t11"."own_on",
            "t12"."came",
            "t12"."came_account",
            "t12"."began_on",
            "t12"."reached_on"
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
              "t24"."day",
              COALESCE(
                LEAD("t24"."day") OVER (
                  PARTITION BY "t24"."whom"
                  ORDER BY "t24"."starts_at" ASC, "t24"."id" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ),
                MAKE_DATE(9999, 12, 31)
              ) AS "next_on"
            FROM (
              SELECT
                *
              FROM "first_meetings" AS "t23"
              WHERE
                "t23"."status" = 'held'
            ) AS "t24"
          ) AS "t26"
          LEFT OUTER JOIN (
            SELECT
              "t0"."id" AS "own_deal",
              CAST(COALESCE("t0"."created_at", "t0"."closed_at") AS DATE) AS "own_on"
            FROM "deals" AS "t0"
          ) AS "t11"
            ON "t26"."deal" = "t11"."own_deal"
          LEFT OUTER JOIN (
            SELECT
              "t0"."id" AS "came",
              "t0"."account" AS "came_account",
              CAST(COALESCE("t0"."created_at", "t0"."closed_at") AS DATE) AS "began_on",
              CAST(COALESCE("t0"."created_at", "t0"."closed_at") AS DATE) AS "reached_on"
            FROM "deals" AS "t0"
          ) AS "t12"
            ON CASE WHEN "t26"."deal" IS NULL THEN "t26"."account" ELSE CAST(NULL AS TEXT) END = "t12"."came_account"
            AND "t12"."began_on" >= "t26"."day"
            AND "t12"."began_on" < "t26"."next_on"
        ) AS "t27"
        GROUP BY
          1,
          2,
          3,
          4,
          5,
          6,
          7,
          8,
          9,
          10
      ) AS "t28"
    ) AS "t29"
  ) AS "t30"
  WHERE
    COALESCE("t30"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t31"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "first_meetings" AS (
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
        "t21"."day",
        MAX(
          CASE
            WHEN "t21"."status" = 'held'
            THEN "t21"."starts_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) OVER (
          PARTITION BY "t21"."whom"
          ORDER BY "t21"."starts_at" ASC, "t21"."id" ASC
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
          ) AS "t10"
            ON "t5"."lead" = "t10"."its_lead"
        ) AS "t20"
        WHERE
          "t20"."whom" IS NOT NULL
      ) AS "t21"
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
    ) AS "t16"
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
    ) AS "t15"
  ) AS "t18"
    ON "t26"."account" = "t18"."customer"
    AND "t26"."day" >= "t18"."bought_on"
    AND "t26"."day" < "t18"."until"
)
SELECT
  "t39"."team",
  "t39"."period",
  "t39"."undated",
  SUM("t39"."meetings") AS "meetings",
  SUM("t39"."came") AS "came",
  SUM("t39"."immature") AS "immature",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t39"."meetings" AS DOUBLE) * CAST("t39"."meetings" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t39"."meetings" AS DOUBLE) * CAST("t39"."came" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t39"."came" AS DOUBLE) * CAST("t39"."came" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t39"."meetings" <> 0
  ) OR (
    "t39"."came" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t38"."id",
    "t38"."day",
    "t38"."seller",
    "t38"."origin",
    "t38"."source_detail",
    "t38"."account",
    "t38"."source",
    "t38"."fact",
    "t38"."meetings",
    "t38"."came",
    "t38"."immature",
    "t38"."team",
    "t38"."manager",
    "t38"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t38"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t38"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t37"."id",
      "t37"."day",
      "t37"."seller",
      "t37"."origin",
      "t37"."source_detail",
      "t37"."account",
      "t37"."source",
      "t37"."fact",
      "t37"."meetings",
      "t37"."came",
      "t37"."immature",
      "t23"."team",
      "t23"."manager",
      "t23"."role"
    FROM (
      SELECT
        "t35"."id",
        "t35"."day",
        "t35"."seller",
        "t35"."origin",
        "t35"."source_detail",
        "t35"."account",
        "t35"."source",
        'meetings' AS "fact",
        CAST(DATE_DIFF('DAY', "t35"."day", MAKE_DATE(2024, 6, 30)) >= 90 AS BIGINT) AS "meetings",
        CAST((
          DATE_DIFF('DAY', "t35"."day", MAKE_DATE(2024, 6, 30)) >= 90
        )
        AND (
          (
            CASE WHEN "t35"."place" = 0 THEN "t35"."came" ELSE CAST(NULL AS TEXT) END IS NOT NULL
          )
          AND COALESCE(
            DATE_DIFF(
              'DAY',
              "t35"."day",
              CASE WHEN "t35"."place" = 0 THEN "t35"."reached_on" ELSE CAST(NULL AS DATE) END
            ) <= 90,
            TRUE
          )
        ) AS BIGINT) AS "came",
        CAST(NOT (
          DATE_DIFF('DAY', "t35"."day", MAKE_DATE(2024, 6, 30)) >= 90
        ) AS BIGINT) AS "immature",
        COALESCE("t35"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t34"."id",
          "t34"."day",
          "t34"."seller",
          "t34"."origin",
          "t34"."source_detail",
          "t34"."account",
          "t34"."source",
          "t34"."starts_at",
          "t34"."came",
          "t34"."reached_on",
          ROW_NUMBER() OVER (
            PARTITION BY "t34"."came"
            ORDER BY "t34"."starts_at" ASC, "t34"."id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1 AS "place"
        FROM (
          SELECT
            "t33"."id",
            "t33"."day",
            "t33"."seller",
            "t33"."origin",
            "t33"."source_detail",
            "t33"."account",
            "t33"."source",
            "t33"."starts_at",
            COALESCE("t33"."own_deal", "t33"."theirs"."id") AS "came",
            CASE
              WHEN "t33"."own_deal" IS NOT NULL
              THEN "t33"."own_on"
              ELSE "t33"."theirs"."reached"
            END AS "reached_on"
          FROM (
            SELECT
              "t32"."id",
              "t32"."day",
              "t32"."seller",
              "t32"."origin",
              "t32"."source_detail",
              "t32"."account",
              "t32"."source",
              "t32"."starts_at",
              "t32"."own_deal",
              "t32"."own_on",
              MIN({'on': "t32"."began_on", 'id': "t32"."came", 'reached': "t32"."reached_on"}) FILTER(WHERE
                "t32"."came" IS NOT NULL) AS "theirs"
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
                "t31"."next_on",
                "t13"."own_deal",
                "t13"."own_on",
                "t14"."came",
                "t14"."came_account",
                "t14"."began_on",
                "t14"."reached_on"
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
                  COALESCE(
                    LEAD("t29"."day") OVER (
                      PARTITION BY "t29"."whom"
                      ORDER BY "t29"."starts_at" ASC, "t29"."id" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ),
                    MAKE_DATE(9999, 12, 31)
                  ) AS "next_on"
                FROM (
                  SELECT
                    *
                  FROM "first_meetings" AS "t28"
                  WHERE
                    "t28"."status" = 'held'
                ) AS "t29"
              ) AS "t31"
              LEFT OUTER JOIN (
                SELECT
                  "t1"."id" AS "own_deal",
                  CAST(COALESCE("t1"."created_at", "t1"."closed_at") AS DATE) AS "own_on"
                FROM "deals" AS "t1"
              ) AS "t13"
                ON "t31"."deal" = "t13"."own_deal"
              LEFT OUTER JOIN (
                SELECT
                  "t1"."id" AS "came",
                  "t1"."account" AS "came_account",
                  CAST(COALESCE("t1"."created_at", "t1"."closed_at") AS DATE) AS "began_on",
                  CAST(COALESCE("t1"."created_at", "t1"."closed_at") AS DATE) AS "reached_on"
                FROM "deals" AS "t1"
              ) AS "t14"
                ON CASE WHEN "t31"."deal" IS NULL THEN "t31"."account" ELSE CAST(NULL AS TEXT) END = "t14"."came_account"
                AND "t14"."began_on" >= "t31"."day"
                AND "t14"."began_on" < "t31"."next_on"
            ) AS "t32"
            GROUP BY
              1,
              2,
              3,
              4,
              5,
              6,
              7,
              8,
              9,
              10
          ) AS "t33"
        ) AS "t34"
      ) AS "t35"
    ) AS "t37"
    LEFT OUTER JOIN (
      SELECT
        "t19"."team",
        "t19"."manager",
        "t19"."role",
        "t19"."seller" AS "span_seller",
        GREATEST("t19"."begins", COALESCE("t19"."free_from", "t19"."begins")) AS "span_from",
        "t19"."ends" AS "span_to"
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
      ) AS "t19"
      WHERE
        GREATEST("t19"."begins", COALESCE("t19"."free_from", "t19"."begins")) <= "t19"."ends"
    ) AS "t23"
      ON "t37"."seller" = "t23"."span_seller"
      AND "t37"."team_day" >= "t23"."span_from"
      AND "t37"."team_day" <= "t23"."span_to"
  ) AS "t38"
  WHERE
    COALESCE("t38"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t39"
GROUP BY
  1,
  2,
  3

-- by seller
WITH "t16" AS (
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
  ) AS "t15"
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
), "t21" AS (
  SELECT
    *
  FROM (
    SELECT
      "t13"."id",
      "t13"."seller",
      "t13"."source",
      "t13"."lead",
      "t13"."touched_at",
      COALESCE("t13"."account", "t12"."deal_account", "t10"."lead_account") AS "account",
      COALESCE("t13"."deal", "t10"."lead_deal") AS "deal",
      COALESCE(
        COALESCE("t13"."account", "t12"."deal_account", "t10"."lead_account"),
        'lead:' || "t13"."lead",
        'deal:' || "t13"."deal"
      ) AS "whom"
    FROM (
      SELECT
        "t1"."id",
        "t1"."seller",
        "t1"."source",
        "t1"."account",
        "t1"."lead",
        "t1"."deal",
        "t1"."at" AS "touched_at"
      FROM "touches" AS "t1"
      WHERE
        "t1"."direction" = 'outbound'
    ) AS "t13"
    LEFT OUTER JOIN (
      SELECT
        "t2"."id" AS "its_deal",
        "t2"."account" AS "deal_account",
        "t2"."origin" AS "deal_origin",
        "t2"."source_detail" AS "deal_detail"
      FROM "deals" AS "t2"
    ) AS "t12"
      ON "t13"."deal" = "t12"."its_deal"
    LEFT OUTER JOIN (
      SELECT
        "t0"."id" AS "its_lead",
        "t0"."account" AS "lead_account",
        "t0"."origin" AS "lead_origin",
        "t0"."source_detail" AS "lead_detail",
        "t0"."deal" AS "lead_deal"
      FROM "leads" AS "t0"
    ) AS "t10"
      ON "t13"."lead" = "t10"."its_lead"
  ) AS "t17"
  WHERE
    "t17"."whom" IS NOT NULL
)
SELECT
  "t44"."seller",
  "t44"."period",
  "t44"."undated",
  SUM("t44"."touches") AS "touches",
  SUM("t44"."met") AS "met",
  SUM("t44"."touched") AS "touched",
  SUM("t44"."immature") AS "immature",
  SUM("t44"."known") AS "known",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t44"."touches" AS DOUBLE) * CAST("t44"."touches" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t44"."touches" AS DOUBLE) * CAST("t44"."met" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t44"."met" AS DOUBLE) * CAST("t44"."met" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t44"."touches" <> 0
  ) OR (
    "t44"."met" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t43"."day",
    "t43"."seller",
    "t43"."origin",
    "t43"."source_detail",
    "t43"."account",
    "t43"."source",
    "t43"."id",
    "t43"."fact",
    "t43"."touches",
    "t43"."met",
    "t43"."touched",
    "t43"."immature",
    "t43"."known",
    CAST(CAST(DATE_TRUNC('MONTH', "t43"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t43"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t42"."day",
      "t42"."seller",
      "t9"."origin",
      "t9"."source_detail",
      "t42"."account",
      "t42"."source",
      "t42"."whom" AS "id",
      'touched' AS "fact",
      CASE
        WHEN (
          DATE_DIFF('DAY', "t42"."day", MAKE_DATE(2024, 6, 30)) >= 90
        )
        AND NOT (
          "t42"."known"
        )
        THEN "t42"."touches"
        ELSE 0
      END AS "touches",
      CAST((
        DATE_DIFF('DAY', "t42"."day", MAKE_DATE(2024, 6, 30)) >= 90
      )
      AND NOT (
        "t42"."known"
      )
      AND "t42"."met" AS BIGINT) AS "met",
      CAST((
        DATE_DIFF('DAY', "t42"."day", MAKE_DATE(2024, 6, 30)) >= 90
      )
      AND NOT (
        "t42"."known"
      ) AS BIGINT) AS "touched",
      CAST(NOT (
        DATE_DIFF('DAY', "t42"."day", MAKE_DATE(2024, 6, 30)) >= 90
      )
      AND NOT (
        "t42"."known"
      ) AS BIGINT) AS "immature",
      CAST("t42"."known" AS BIGINT) AS "known"
    FROM (
      SELECT
        "t40"."whom",
        "t40"."day",
        "t40"."known",
        "t40"."met",
        "t40"."touches",
        "t40"."first",
        "t40"."first"."seller" AS "seller",
        "t40"."first"."source" AS "source",
        "t40"."first"."lead" AS "lead",
        "t40"."first"."account" AS "account"
      FROM (
        SELECT
          "t39"."whom",
          MIN("t39"."day") AS "day",
          BOOL_OR(CAST("t39"."known" AS BOOLEAN)) AS "known",
          BOOL_OR(CAST("t39"."met" AS BOOLEAN)) AS "met",
          SUM(
            CAST((
              CAST("t39"."touched_at" AS DATE) <= "t39"."last"
            )
            AND (
              "t39"."touched_at" <= "t39"."until"
            ) AS INT)
          ) AS "touches",
          MIN(
            {'id': "t39"."id", 'seller': "t39"."seller", 'source': "t39"."source", 'lead': "t39"."lead", 'account': "t39"."account"}
          ) FILTER(WHERE
            "t39"."touched_at" = "t39"."first_at") AS "first"
        FROM (
          SELECT
            "t38"."began",
            "t38"."first_at",
            "t38"."met_at",
            "t38"."day",
            "t38"."known",
            "t38"."last",
            "t38"."met",
            "t38"."until",
            "t25"."id",
            "t25"."seller",
            "t25"."source",
            "t25"."lead",
            "t25"."touched_at",
            "t25"."account",
            "t25"."deal",
            "t25"."whom"
          FROM (
            SELECT
              "t36"."began",
              "t36"."first_at",
              "t36"."met_at",
              "t36"."day",
              "t36"."known",
              CAST(CAST("t36"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE) AS "last",
              COALESCE(
                CAST("t36"."met_at" AS DATE) <= CAST(CAST("t36"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE),
                FALSE
              ) AS "met",
              CASE
                WHEN COALESCE(
                  CAST("t36"."met_at" AS DATE) <= CAST(CAST("t36"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
                THEN "t36"."met_at"
                ELSE MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
              END AS "until"
            FROM (
              SELECT
                "t28"."began",
                "t28"."first_at",
                "t35"."met_at",
                CAST("t28"."first_at" AS DATE) AS "day",
                COALESCE("t35"."met_at" < "t28"."first_at", FALSE)
                OR COALESCE("t24"."bought_on" <= CAST("t28"."first_at" AS DATE), FALSE) AS "known"
              FROM (
                SELECT
                  "t23"."whom" AS "began",
                  MIN("t23"."touched_at") AS "first_at"
                FROM "t21" AS "t23"
                GROUP BY
                  1
              ) AS "t28"
              LEFT OUTER JOIN (
                SELECT
                  "t33"."whom" AS "met_whom",
                  MIN("t33"."starts_at") AS "met_at"
                FROM (
                  SELECT
                    *
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
                          MAX(
                            CASE
                              WHEN "t26"."status" = 'held'
                              THEN "t26"."starts_at"
                              ELSE CAST(NULL AS TIMESTAMPTZ)
                            END
                          ) OVER (
                            PARTITION BY "t26"."whom"
                            ORDER BY "t26"."starts_at" ASC, "t26"."id" ASC
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
                              COALESCE("t5"."account", "t12"."deal_account", "t10"."lead_account") AS "account",
                              COALESCE("t5"."deal", "t10"."lead_deal") AS "deal",
                              COALESCE(
                                COALESCE("t5"."account", "t12"."deal_account", "t10"."lead_account"),
                                'lead:' || "t5"."lead",
                                'deal:' || "t5"."deal"
                              ) AS "whom",
                              COALESCE(
                                NULLIF("t5"."origin", 'unknown'),
                                NULLIF("t10"."lead_origin", 'unknown'),
                                NULLIF("t12"."deal_origin", 'unknown'),
                                "t5"."origin"
                              ) AS "origin",
                              CASE
                                WHEN NULLIF("t5"."origin", 'unknown') IS NOT NULL
                                THEN "t5"."source_detail"
                                ELSE CASE
                                  WHEN NULLIF("t10"."lead_origin", 'unknown') IS NOT NULL
                                  THEN "t10"."lead_detail"
                                  ELSE CASE
                                    WHEN NULLIF("t12"."deal_origin", 'unknown') IS NOT NULL
                                    THEN "t12"."deal_detail"
                                    ELSE COALESCE("t5"."source_detail", "t10"."lead_detail", "t12"."deal_detail")
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
                            ) AS "t12"
                              ON "t5"."deal" = "t12"."its_deal"
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
                          ) AS "t20"
                          WHERE
                            "t20"."whom" IS NOT NULL
                        ) AS "t26"
                      ) AS "t29"
                      WHERE
                        (
                          "t29"."last_held" IS NULL
                        )
                        OR (
                          DATE_DIFF('DAY', CAST("t29"."last_held" AS DATE), "t29"."day") > 365
                        )
                    ) AS "t31"
                    ANTI JOIN "t16" AS "t19"
                      ON "t31"."account" = "t19"."customer"
                      AND "t31"."day" >= "t19"."bought_on"
                      AND "t31"."day" < "t19"."until"
                  ) AS "t32"
                  WHERE
                    "t32"."status" = 'held'
                ) AS "t33"
                GROUP BY
                  1
              ) AS "t35"
                ON "t28"."began" = "t35"."met_whom"
              LEFT OUTER JOIN (
                SELECT
                  "t18"."customer",
                  MIN("t18"."bought_on") AS "bought_on"
                FROM "t16" AS "t18"
                GROUP BY
                  1
              ) AS "t24"
                ON "t28"."began" = "t24"."customer"
            ) AS "t36"
          ) AS "t38"
          INNER JOIN "t21" AS "t25"
            ON "t38"."began" = "t25"."whom"
        ) AS "t39"
        GROUP BY
          1
      ) AS "t40"
    ) AS "t42"
    LEFT OUTER JOIN (
      SELECT
        "t0"."origin",
        "t0"."source_detail",
        "t0"."id" AS "its_lead"
      FROM "leads" AS "t0"
    ) AS "t9"
      ON "t42"."lead" = "t9"."its_lead"
  ) AS "t43"
  WHERE
    COALESCE("t43"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t44"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "t18" AS (
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
  ) AS "t17"
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
), "t24" AS (
  SELECT
    *
  FROM (
    SELECT
      "t15"."id",
      "t15"."seller",
      "t15"."source",
      "t15"."lead",
      "t15"."touched_at",
      COALESCE("t15"."account", "t14"."deal_account", "t11"."lead_account") AS "account",
      COALESCE("t15"."deal", "t11"."lead_deal") AS "deal",
      COALESCE(
        COALESCE("t15"."account", "t14"."deal_account", "t11"."lead_account"),
        'lead:' || "t15"."lead",
        'deal:' || "t15"."deal"
      ) AS "whom"
    FROM (
      SELECT
        "t2"."id",
        "t2"."seller",
        "t2"."source",
        "t2"."account",
        "t2"."lead",
        "t2"."deal",
        "t2"."at" AS "touched_at"
      FROM "touches" AS "t2"
      WHERE
        "t2"."direction" = 'outbound'
    ) AS "t15"
    LEFT OUTER JOIN (
      SELECT
        "t3"."id" AS "its_deal",
        "t3"."account" AS "deal_account",
        "t3"."origin" AS "deal_origin",
        "t3"."source_detail" AS "deal_detail"
      FROM "deals" AS "t3"
    ) AS "t14"
      ON "t15"."deal" = "t14"."its_deal"
    LEFT OUTER JOIN (
      SELECT
        "t1"."id" AS "its_lead",
        "t1"."account" AS "lead_account",
        "t1"."origin" AS "lead_origin",
        "t1"."source_detail" AS "lead_detail",
        "t1"."deal" AS "lead_deal"
      FROM "leads" AS "t1"
    ) AS "t11"
      ON "t15"."lead" = "t11"."its_lead"
  ) AS "t19"
  WHERE
    "t19"."whom" IS NOT NULL
)
SELECT
  "t52"."team",
  "t52"."period",
  "t52"."undated",
  SUM("t52"."touches") AS "touches",
  SUM("t52"."met") AS "met",
  SUM("t52"."touched") AS "touched",
  SUM("t52"."immature") AS "immature",
  SUM("t52"."known") AS "known",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t52"."touches" AS DOUBLE) * CAST("t52"."touches" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t52"."touches" AS DOUBLE) * CAST("t52"."met" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t52"."met" AS DOUBLE) * CAST("t52"."met" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t52"."touches" <> 0
  ) OR (
    "t52"."met" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t51"."day",
    "t51"."seller",
    "t51"."origin",
    "t51"."source_detail",
    "t51"."account",
    "t51"."source",
    "t51"."id",
    "t51"."fact",
    "t51"."touches",
    "t51"."met",
    "t51"."touched",
    "t51"."immature",
    "t51"."known",
    "t51"."team",
    "t51"."manager",
    "t51"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t51"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t51"."day" IS NULL AS "undated"
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
      "t32"."team",
      "t32"."manager",
      "t32"."role"
    FROM (
      SELECT
        "t48"."day",
        "t48"."seller",
        "t48"."origin",
        "t48"."source_detail",
        "t48"."account",
        "t48"."source",
        "t48"."id",
        "t48"."fact",
        "t48"."touches",
        "t48"."met",
        "t48"."touched",
        "t48"."immature",
        "t48"."known",
        COALESCE("t48"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t47"."day",
          "t47"."seller",
          "t10"."origin",
          "t10"."source_detail",
          "t47"."account",
          "t47"."source",
          "t47"."whom" AS "id",
          'touched' AS "fact",
          CASE
            WHEN (
              DATE_DIFF('DAY', "t47"."day", MAKE_DATE(2024, 6, 30)) >= 90
            )
            AND NOT (
              "t47"."known"
            )
            THEN "t47"."touches"
            ELSE 0
          END AS "touches",
          CAST((
            DATE_DIFF('DAY', "t47"."day", MAKE_DATE(2024, 6, 30)) >= 90
          )
          AND NOT (
            "t47"."known"
          )
          AND "t47"."met" AS BIGINT) AS "met",
          CAST((
            DATE_DIFF('DAY', "t47"."day", MAKE_DATE(2024, 6, 30)) >= 90
          )
          AND NOT (
            "t47"."known"
          ) AS BIGINT) AS "touched",
          CAST(NOT (
            DATE_DIFF('DAY', "t47"."day", MAKE_DATE(2024, 6, 30)) >= 90
          )
          AND NOT (
            "t47"."known"
          ) AS BIGINT) AS "immature",
          CAST("t47"."known" AS BIGINT) AS "known"
        FROM (
          SELECT
            "t45"."whom",
            "t45"."day",
            "t45"."known",
            "t45"."met",
            "t45"."touches",
            "t45"."first",
            "t45"."first"."seller" AS "seller",
            "t45"."first"."source" AS "source",
            "t45"."first"."lead" AS "lead",
            "t45"."first"."account" AS "account"
          FROM (
            SELECT
              "t44"."whom",
              MIN("t44"."day") AS "day",
              BOOL_OR(CAST("t44"."known" AS BOOLEAN)) AS "known",
              BOOL_OR(CAST("t44"."met" AS BOOLEAN)) AS "met",
              SUM(
                CAST((
                  CAST("t44"."touched_at" AS DATE) <= "t44"."last"
                )
                AND (
                  "t44"."touched_at" <= "t44"."until"
                ) AS INT)
              ) AS "touches",
              MIN(
                {'id': "t44"."id", 'seller': "t44"."seller", 'source': "t44"."source", 'lead': "t44"."lead", 'account': "t44"."account"}
              ) FILTER(WHERE
                "t44"."touched_at" = "t44"."first_at") AS "first"
            FROM (
              SELECT
                "t43"."began",
                "t43"."first_at",
                "t43"."met_at",
                "t43"."day",
                "t43"."known",
                "t43"."last",
                "t43"."met",
                "t43"."until",
                "t28"."id",
                "t28"."seller",
                "t28"."source",
                "t28"."lead",
                "t28"."touched_at",
                "t28"."account",
                "t28"."deal",
                "t28"."whom"
              FROM (
                SELECT
                  "t41"."began",
                  "t41"."first_at",
                  "t41"."met_at",
                  "t41"."day",
                  "t41"."known",
                  CAST(CAST("t41"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE) AS "last",
                  COALESCE(
                    CAST("t41"."met_at" AS DATE) <= CAST(CAST("t41"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  ) AS "met",
                  CASE
                    WHEN COALESCE(
                      CAST("t41"."met_at" AS DATE) <= CAST(CAST("t41"."day" + INTERVAL '90' DAY AS TIMESTAMP) AS DATE),
                      FALSE
                    )
                    THEN "t41"."met_at"
                    ELSE MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                  END AS "until"
                FROM (
                  SELECT
                    "t33"."began",
                    "t33"."first_at",
                    "t40"."met_at",
                    CAST("t33"."first_at" AS DATE) AS "day",
                    COALESCE("t40"."met_at" < "t33"."first_at", FALSE)
                    OR COALESCE("t27"."bought_on" <= CAST("t33"."first_at" AS DATE), FALSE) AS "known"
                  FROM (
                    SELECT
                      "t26"."whom" AS "began",
                      MIN("t26"."touched_at") AS "first_at"
                    FROM "t24" AS "t26"
                    GROUP BY
                      1
                  ) AS "t33"
                  LEFT OUTER JOIN (
                    SELECT
                      "t38"."whom" AS "met_whom",
                      MIN("t38"."starts_at") AS "met_at"
                    FROM (
                      SELECT
                        *
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
                          "t36"."day"
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
                              MAX(
                                CASE
                                  WHEN "t29"."status" = 'held'
                                  THEN "t29"."starts_at"
                                  ELSE CAST(NULL AS TIMESTAMPTZ)
                                END
                              ) OVER (
                                PARTITION BY "t29"."whom"
                                ORDER BY "t29"."starts_at" ASC, "t29"."id" ASC
                                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                              ) AS "last_held"
                            FROM (
                              SELECT
                                "t23"."id",
                                "t23"."source",
                                "t23"."seller",
                                "t23"."account",
                                "t23"."lead",
                                "t23"."deal",
                                "t23"."whom",
                                "t23"."origin",
                                "t23"."source_detail",
                                "t23"."status",
                                "t23"."booked_at",
                                "t23"."starts_at",
                                CAST("t23"."starts_at" AS DATE) AS "day"
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
                                  COALESCE("t6"."account", "t14"."deal_account", "t11"."lead_account") AS "account",
                                  COALESCE("t6"."deal", "t11"."lead_deal") AS "deal",
                                  COALESCE(
                                    COALESCE("t6"."account", "t14"."deal_account", "t11"."lead_account"),
                                    'lead:' || "t6"."lead",
                                    'deal:' || "t6"."deal"
                                  ) AS "whom",
                                  COALESCE(
                                    NULLIF("t6"."origin", 'unknown'),
                                    NULLIF("t11"."lead_origin", 'unknown'),
                                    NULLIF("t14"."deal_origin", 'unknown'),
                                    "t6"."origin"
                                  ) AS "origin",
                                  CASE
                                    WHEN NULLIF("t6"."origin", 'unknown') IS NOT NULL
                                    THEN "t6"."source_detail"
                                    ELSE CASE
                                      WHEN NULLIF("t11"."lead_origin", 'unknown') IS NOT NULL
                                      THEN "t11"."lead_detail"
                                      ELSE CASE
                                        WHEN NULLIF("t14"."deal_origin", 'unknown') IS NOT NULL
                                        THEN "t14"."deal_detail"
                                        ELSE COALESCE("t6"."source_detail", "t11"."lead_detail", "t14"."deal_detail")
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
                                ) AS "t14"
                                  ON "t6"."deal" = "t14"."its_deal"
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
                              ) AS "t23"
                              WHERE
                                "t23"."whom" IS NOT NULL
                            ) AS "t29"
                          ) AS "t34"
                          WHERE
                            (
                              "t34"."last_held" IS NULL
                            )
                            OR (
                              DATE_DIFF('DAY', CAST("t34"."last_held" AS DATE), "t34"."day") > 365
                            )
                        ) AS "t36"
                        ANTI JOIN "t18" AS "t21"
                          ON "t36"."account" = "t21"."customer"
                          AND "t36"."day" >= "t21"."bought_on"
                          AND "t36"."day" < "t21"."until"
                      ) AS "t37"
                      WHERE
                        "t37"."status" = 'held'
                    ) AS "t38"
                    GROUP BY
                      1
                  ) AS "t40"
                    ON "t33"."began" = "t40"."met_whom"
                  LEFT OUTER JOIN (
                    SELECT
                      "t20"."customer",
                      MIN("t20"."bought_on") AS "bought_on"
                    FROM "t18" AS "t20"
                    GROUP BY
                      1
                  ) AS "t27"
                    ON "t33"."began" = "t27"."customer"
                ) AS "t41"
              ) AS "t43"
              INNER JOIN "t24" AS "t28"
                ON "t43"."began" = "t28"."whom"
            ) AS "t44"
            GROUP BY
              1
          ) AS "t45"
        ) AS "t47"
        LEFT OUTER JOIN (
          SELECT
            "t1"."origin",
            "t1"."source_detail",
            "t1"."id" AS "its_lead"
          FROM "leads" AS "t1"
        ) AS "t10"
          ON "t47"."lead" = "t10"."its_lead"
      ) AS "t48"
    ) AS "t50"
    LEFT OUTER JOIN (
      SELECT
        "t22"."team",
        "t22"."manager",
        "t22"."role",
        "t22"."seller" AS "span_seller",
        GREATEST("t22"."begins", COALESCE("t22"."free_from", "t22"."begins")) AS "span_from",
        "t22"."ends" AS "span_to"
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
      ) AS "t22"
      WHERE
        GREATEST("t22"."begins", COALESCE("t22"."free_from", "t22"."begins")) <= "t22"."ends"
    ) AS "t32"
      ON "t50"."seller" = "t32"."span_seller"
      AND "t50"."team_day" >= "t32"."span_from"
      AND "t50"."team_day" <= "t32"."span_to"
  ) AS "t51"
  WHERE
    COALESCE("t51"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t52"
GROUP BY
  1,
  2,
  3

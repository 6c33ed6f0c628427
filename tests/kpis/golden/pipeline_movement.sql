-- by seller
WITH "deal_spans" AS (
  SELECT
    "t17"."id",
    "t17"."source",
    "t17"."source_id",
    "t17"."observed_at",
    "t17"."modified_at",
    "t17"."name",
    "t17"."account",
    CASE
      WHEN COALESCE("t17"."now_seller", "t17"."first_seller") IS NOT NULL
      THEN CASE
        WHEN LENGTH(COALESCE("t17"."now_seller", "t17"."first_seller")) > 10
        THEN SUBSTRING(
          COALESCE("t17"."now_seller", "t17"."first_seller"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t17"."now_seller", "t17"."first_seller"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END
      ELSE "t17"."seller"
    END AS "seller",
    "t17"."pipeline",
    CASE
      WHEN (
        COALESCE("t17"."now_stage", "t17"."first_stage") IS NULL
      )
      AND (
        (
          "t17"."status" <> 'open'
        )
        AND (
          COALESCE(
            CASE
              WHEN LENGTH(COALESCE("t17"."now_status", "t17"."first_status")) > 10
              THEN SUBSTRING(
                COALESCE("t17"."now_status", "t17"."first_status"),
                CASE
                  WHEN (
                    11 + 1
                  ) >= 1
                  THEN 11 + 1
                  ELSE 11 + 1 + LENGTH(COALESCE("t17"."now_status", "t17"."first_status"))
                END
              )
              ELSE CAST(NULL AS TEXT)
            END,
            CASE
              WHEN (
                "t17"."closed_at" IS NOT NULL
              )
              AND (
                CASE
                  WHEN "t17"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                  THEN GREATEST(
                    CAST(FLOOR(
                      (
                        (
                          (
                            EXTRACT(year FROM CAST("t17"."closed_at" AS DATE)) * 12
                          ) + EXTRACT(month FROM CAST("t17"."closed_at" AS DATE))
                        ) - 1
                      ) / (
                        1
                      )
                    ) AS BIGINT),
                    22800
                  )
                  ELSE 24294
                END > "t17"."begins"
              )
              THEN 'open'
              ELSE "t17"."status"
            END
          ) = 'open'
        )
      )
      THEN CAST(NULL AS TEXT)
      ELSE CASE
        WHEN COALESCE("t17"."now_stage", "t17"."first_stage") IS NOT NULL
        THEN CASE
          WHEN LENGTH(COALESCE("t17"."now_stage", "t17"."first_stage")) > 10
          THEN SUBSTRING(
            COALESCE("t17"."now_stage", "t17"."first_stage"),
            CASE
              WHEN (
                11 + 1
              ) >= 1
              THEN 11 + 1
              ELSE 11 + 1 + LENGTH(COALESCE("t17"."now_stage", "t17"."first_stage"))
            END
          )
          ELSE CAST(NULL AS TEXT)
        END
        ELSE "t17"."stage"
      END
    END AS "stage",
    COALESCE(
      CASE
        WHEN LENGTH(COALESCE("t17"."now_status", "t17"."first_status")) > 10
        THEN SUBSTRING(
          COALESCE("t17"."now_status", "t17"."first_status"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t17"."now_status", "t17"."first_status"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END,
      CASE
        WHEN (
          "t17"."closed_at" IS NOT NULL
        )
        AND (
          CASE
            WHEN "t17"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN GREATEST(
              CAST(FLOOR(
                (
                  (
                    (
                      EXTRACT(year FROM CAST("t17"."closed_at" AS DATE)) * 12
                    ) + EXTRACT(month FROM CAST("t17"."closed_at" AS DATE))
                  ) - 1
                ) / (
                  1
                )
              ) AS BIGINT),
              22800
            )
            ELSE 24294
          END > "t17"."begins"
        )
        THEN 'open'
        ELSE "t17"."status"
      END
    ) AS "status",
    CASE
      WHEN COALESCE("t17"."now_amount", "t17"."first_amount") IS NOT NULL
      THEN TRY_CAST(CASE
        WHEN LENGTH(COALESCE("t17"."now_amount", "t17"."first_amount")) > 10
        THEN SUBSTRING(
          COALESCE("t17"."now_amount", "t17"."first_amount"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t17"."now_amount", "t17"."first_amount"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END AS DECIMAL(18, 4))
      ELSE "t17"."amount"
    END AS "amount",
    "t17"."currency",
    "t17"."product",
    "t17"."origin",
    "t17"."source_detail",
    "t17"."created_at",
    CASE
      WHEN COALESCE("t17"."now_expected_close_on", "t17"."first_expected_close_on") IS NOT NULL
      THEN TRY_CAST(CASE
        WHEN LENGTH(COALESCE("t17"."now_expected_close_on", "t17"."first_expected_close_on")) > 10
        THEN SUBSTRING(
          COALESCE("t17"."now_expected_close_on", "t17"."first_expected_close_on"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t17"."now_expected_close_on", "t17"."first_expected_close_on"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END AS DATE)
      ELSE "t17"."expected_close_on"
    END AS "expected_close_on",
    "t17"."closed_at",
    "t17"."lost_reason",
    "t17"."deal",
    "t17"."number",
    "t17"."ends",
    "t17"."entered_at",
    "t17"."begins"
  FROM (
    SELECT
      "t16"."id",
      "t16"."source",
      "t16"."source_id",
      "t16"."observed_at",
      "t16"."modified_at",
      "t16"."name",
      "t16"."account",
      "t16"."seller",
      "t16"."pipeline",
      "t16"."stage",
      "t16"."status",
      "t16"."amount",
      "t16"."currency",
      "t16"."product",
      "t16"."origin",
      "t16"."source_detail",
      "t16"."created_at",
      "t16"."expected_close_on",
      "t16"."closed_at",
      "t16"."lost_reason",
      "t16"."deal",
      "t16"."number",
      "t16"."ends",
      "t16"."entered_at",
      "t16"."now_stage",
      "t16"."first_stage",
      "t16"."now_amount",
      "t16"."first_amount",
      "t16"."now_seller",
      "t16"."first_seller",
      "t16"."now_status",
      "t16"."first_status",
      "t16"."now_expected_close_on",
      "t16"."first_expected_close_on",
      GREATEST(
        "t16"."number",
        CASE
          WHEN "t16"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          THEN GREATEST(
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM CAST("t16"."created_at" AS DATE)) * 12
                  ) + EXTRACT(month FROM CAST("t16"."created_at" AS DATE))
                ) - 1
              ) / (
                1
              )
            ) AS BIGINT),
            22800
          )
          ELSE 24294
        END
      ) AS "begins"
    FROM (
      SELECT
        "t3"."id",
        "t3"."source",
        "t3"."source_id",
        "t3"."observed_at",
        "t3"."modified_at",
        "t3"."name",
        "t3"."account",
        "t3"."seller",
        "t3"."pipeline",
        "t3"."stage",
        "t3"."status",
        "t3"."amount",
        "t3"."currency",
        "t3"."product",
        "t3"."origin",
        "t3"."source_detail",
        "t3"."created_at",
        "t3"."expected_close_on",
        "t3"."closed_at",
        "t3"."lost_reason",
        "t15"."deal",
        "t15"."number",
        "t15"."ends",
        "t15"."entered_at",
        "t15"."now_stage",
        "t15"."first_stage",
        "t15"."now_amount",
        "t15"."first_amount",
        "t15"."now_seller",
        "t15"."first_seller",
        "t15"."now_status",
        "t15"."first_status",
        "t15"."now_expected_close_on",
        "t15"."first_expected_close_on"
      FROM (
        SELECT
          *
        FROM "deals" AS "t0"
        WHERE
          "t0"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      ) AS "t3"
      INNER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t12"."deal",
            "t12"."number",
            COALESCE(
              LEAD("t12"."number") OVER (
                PARTITION BY "t12"."deal"
                ORDER BY "t12"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ),
              24294
            ) AS "ends",
            MAX("t12"."moved_at") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "entered_at",
            MAX("t12"."new_stage") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_stage",
            MIN("t12"."old_stage") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_stage",
            MAX("t12"."new_amount") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_amount",
            MIN("t12"."old_amount") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_amount",
            MAX("t12"."new_seller") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_seller",
            MIN("t12"."old_seller") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_seller",
            MAX("t12"."new_status") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_status",
            MIN("t12"."old_status") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_status",
            MAX("t12"."new_expected_close_on") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_expected_close_on",
            MIN("t12"."old_expected_close_on") OVER (
              PARTITION BY "t12"."deal"
              ORDER BY "t12"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_expected_close_on"
          FROM (
            SELECT
              "t11"."deal",
              "t11"."number",
              MAX("t11"."moved_at") AS "moved_at",
              MAX("t11"."new") FILTER(WHERE
                "t11"."field" = 'stage') AS "new_stage",
              MIN("t11"."old") FILTER(WHERE
                "t11"."field" = 'stage') AS "old_stage",
              MAX("t11"."new") FILTER(WHERE
                "t11"."field" = 'amount') AS "new_amount",
              MIN("t11"."old") FILTER(WHERE
                "t11"."field" = 'amount') AS "old_amount",
              MAX("t11"."new") FILTER(WHERE
                "t11"."field" = 'seller') AS "new_seller",
              MIN("t11"."old") FILTER(WHERE
                "t11"."field" = 'seller') AS "old_seller",
              MAX("t11"."new") FILTER(WHERE
                "t11"."field" = 'status') AS "new_status",
              MIN("t11"."old") FILTER(WHERE
                "t11"."field" = 'status') AS "old_status",
              MAX("t11"."new") FILTER(WHERE
                "t11"."field" = 'expected_close_on') AS "new_expected_close_on",
              MIN("t11"."old") FILTER(WHERE
                "t11"."field" = 'expected_close_on') AS "old_expected_close_on"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t9"."deal",
                  "t9"."number",
                  "t9"."field",
                  "t9"."moved_at",
                  CAST("t9"."number" + 1000000000 AS TEXT) || COALESCE('=' || "t9"."new"."value", '') AS "new",
                  CAST("t9"."number" + 1000000000 AS TEXT) || COALESCE('=' || "t9"."old"."value", '') AS "old"
                FROM (
                  SELECT
                    "t6"."deal",
                    "t6"."number",
                    "t6"."field",
                    MAX({'at': "t6"."at", 'id': "t6"."id", 'value': "t6"."new"}) AS "new",
                    MIN({'at': "t6"."at", 'id': "t6"."id", 'value': "t6"."old"}) AS "old",
                    MAX("t6"."moved_at") AS "moved_at"
                  FROM (
                    SELECT
                      "t1"."id",
                      "t1"."source",
                      "t1"."source_id",
                      "t1"."observed_at",
                      "t1"."modified_at",
                      "t1"."deal",
                      "t1"."field",
                      "t1"."old",
                      "t1"."new",
                      "t1"."at",
                      "t1"."evidence",
                      CASE
                        WHEN "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t1"."at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t1"."at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number",
                      CASE
                        WHEN (
                          "t1"."field" = 'stage'
                        )
                        AND (
                          (
                            "t1"."old" IS NULL
                          ) OR (
                            "t1"."old" <> "t1"."new"
                          )
                        )
                        THEN "t1"."at"
                        ELSE CAST(NULL AS TIMESTAMPTZ)
                      END AS "moved_at"
                    FROM "deal_changes" AS "t1"
                    WHERE
                      "t1"."field" IN ('stage', 'amount', 'seller', 'status', 'expected_close_on')
                  ) AS "t6"
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t9"
              ) AS "t10"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t7"."deal",
                  "t7"."number",
                  CAST(NULL AS TEXT) AS "field",
                  CAST(NULL AS TIMESTAMPTZ) AS "moved_at",
                  CAST(NULL AS TEXT) AS "new",
                  CAST(NULL AS TEXT) AS "old"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t0"."id" AS "deal",
                      CASE
                        WHEN "t0"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t0"."created_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t0"."created_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number"
                    FROM "deals" AS "t0"
                    WHERE
                      "t0"."created_at" IS NOT NULL
                  ) AS "t4"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t0"."id" AS "deal",
                      CASE
                        WHEN "t0"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t0"."closed_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t0"."closed_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number"
                    FROM "deals" AS "t0"
                    WHERE
                      "t0"."closed_at" IS NOT NULL
                  ) AS "t5"
                ) AS "t7"
              ) AS "t8"
            ) AS "t11"
            GROUP BY
              1,
              2
          ) AS "t12"
        ) AS "t13"
        WHERE
          "t13"."number" < 24294
      ) AS "t15"
        ON "t3"."id" = "t15"."deal"
    ) AS "t16"
    WHERE
      GREATEST(
        "t16"."number",
        CASE
          WHEN "t16"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          THEN GREATEST(
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM CAST("t16"."created_at" AS DATE)) * 12
                  ) + EXTRACT(month FROM CAST("t16"."created_at" AS DATE))
                ) - 1
              ) / (
                1
              )
            ) AS BIGINT),
            22800
          )
          ELSE 24294
        END
      ) < "t16"."ends"
  ) AS "t17"
)
SELECT
  "t25"."seller",
  "t25"."period",
  SUM("t25"."opening") AS "opening",
  SUM("t25"."created") AS "created",
  SUM("t25"."increased") AS "increased",
  SUM("t25"."decreased") AS "decreased",
  SUM("t25"."pulled_in") AS "pulled_in",
  SUM("t25"."reopened") AS "reopened",
  SUM("t25"."slipped") AS "slipped",
  SUM("t25"."won") AS "won",
  SUM("t25"."lost") AS "lost",
  SUM("t25"."closing") AS "closing",
  SUM("t25"."deals") AS "deals",
  SUM("t25"."deals_opening") AS "deals_opening",
  SUM("t25"."deals_created") AS "deals_created",
  SUM("t25"."deals_pulled_in") AS "deals_pulled_in",
  SUM("t25"."deals_reopened") AS "deals_reopened",
  SUM("t25"."deals_slipped") AS "deals_slipped",
  SUM("t25"."deals_won") AS "deals_won",
  SUM("t25"."deals_lost") AS "deals_lost",
  SUM("t25"."deals_closing") AS "deals_closing",
  SUM("t25"."no_rate") AS "no_rate",
  SUM("t25"."no_amount") AS "no_amount",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t24"."id",
    "t24"."origin",
    "t24"."source_detail",
    "t24"."pipeline",
    "t24"."stage",
    "t24"."product",
    "t24"."account",
    "t24"."seller",
    "t24"."currency",
    "t24"."source",
    "t24"."day",
    "t24"."period",
    0 AS "no_rate",
    CASE
      WHEN "t24"."is_closing"
      THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "closing",
    CASE
      WHEN "t24"."is_created"
      THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "created",
    CASE
      WHEN "t24"."is_pulled_in"
      THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "pulled_in",
    CASE
      WHEN "t24"."is_reopened"
      THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "reopened",
    CASE
      WHEN "t24"."is_won"
      THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "won",
    CASE
      WHEN "t24"."is_opening"
      THEN COALESCE("t24"."before", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "opening",
    CASE
      WHEN "t24"."is_slipped"
      THEN COALESCE("t24"."before", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "slipped",
    CASE
      WHEN "t24"."is_lost"
      THEN CASE
        WHEN "t24"."is_opening"
        THEN COALESCE("t24"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4)))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "lost",
    CAST("t24"."is_closing" AS BIGINT) AS "deals_closing",
    CAST("t24"."is_created" AS BIGINT) AS "deals_created",
    CAST("t24"."is_pulled_in" AS BIGINT) AS "deals_pulled_in",
    CAST("t24"."is_reopened" AS BIGINT) AS "deals_reopened",
    CAST("t24"."is_won" AS BIGINT) AS "deals_won",
    CAST("t24"."is_opening" AS BIGINT) AS "deals_opening",
    CAST("t24"."is_slipped" AS BIGINT) AS "deals_slipped",
    CAST("t24"."is_lost" AS BIGINT) AS "deals_lost",
    'deals' AS "fact",
    1 AS "deals",
    CASE
      WHEN CASE
        WHEN "t24"."is_opening" AND (
          "t24"."is_closing" OR "t24"."is_won"
        )
        THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t24"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END > 0
      THEN CASE
        WHEN "t24"."is_opening" AND (
          "t24"."is_closing" OR "t24"."is_won"
        )
        THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t24"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "increased",
    CASE
      WHEN CASE
        WHEN "t24"."is_opening" AND (
          "t24"."is_closing" OR "t24"."is_won"
        )
        THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t24"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END < 0
      THEN -(
        CASE
          WHEN "t24"."is_opening" AND (
            "t24"."is_closing" OR "t24"."is_won"
          )
          THEN COALESCE("t24"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t24"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE CAST(0 AS DECIMAL(18, 4))
        END
      )
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "decreased",
    CAST("t24"."amount" IS NULL AS BIGINT) AS "no_amount"
  FROM (
    SELECT
      "t23"."id",
      "t23"."source",
      "t23"."source_id",
      "t23"."observed_at",
      "t23"."modified_at",
      "t23"."name",
      "t23"."account",
      "t23"."seller",
      "t23"."pipeline",
      "t23"."stage",
      "t23"."status",
      "t23"."amount",
      "t23"."currency",
      "t23"."product",
      "t23"."origin",
      "t23"."source_detail",
      "t23"."created_at",
      "t23"."expected_close_on",
      "t23"."closed_at",
      "t23"."lost_reason",
      "t23"."deal",
      "t23"."number",
      "t23"."ends",
      "t23"."entered_at",
      "t23"."begins",
      "t23"."was_status",
      "t23"."was_amount",
      "t23"."was_expected_close_on",
      "t23"."born",
      "t23"."first_number",
      "t23"."period",
      "t23"."day",
      "t23"."status_before",
      "t23"."expected_before",
      "t23"."before",
      "t23"."now",
      COALESCE("t23"."status_before" = 'open', FALSE)
      AND COALESCE(
        "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t23"."number" + 1
                  ) * 1
                ) + 1
              ) - 1
            ) / (
              12
            )
          ) AS BIGINT),
          (
            (
              (
                (
                  (
                    "t23"."number" + 1
                  ) * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
        FALSE
      ) AS "is_opening",
      (
        "t23"."status" = 'open'
      )
      AND COALESCE(
        "t23"."expected_close_on" <= CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t23"."number" + 1
                  ) * 1
                ) + 1
              ) - 1
            ) / (
              12
            )
          ) AS BIGINT),
          (
            (
              (
                (
                  (
                    "t23"."number" + 1
                  ) * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
        FALSE
      ) AS "is_closing",
      NOT (
        COALESCE("t23"."status_before" = 'open', FALSE)
        AND COALESCE(
          "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t23"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )
            ) AS BIGINT),
            (
              (
                (
                  (
                    (
                      "t23"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
          FALSE
        )
      )
      AND (
        (
          (
            "t23"."status" = 'open'
          )
          AND COALESCE(
            "t23"."expected_close_on" <= CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t23"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) / (
                  12
                )
              ) AS BIGINT),
              (
                (
                  (
                    (
                      (
                        "t23"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
            FALSE
          )
        )
        OR (
          (
            "t23"."status" = 'won'
          )
          OR (
            NOT (
              "t23"."status" = 'open'
            )
            AND NOT (
              "t23"."status" = 'won'
            )
            AND (
              (
                COALESCE("t23"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t23"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )
                    ) AS BIGINT),
                    (
                      (
                        (
                          (
                            (
                              "t23"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
              )
              OR NOT (
                COALESCE("t23"."status_before" = 'open', FALSE)
              )
            )
          )
        )
      )
      AND "t23"."born" AS "is_created",
      NOT (
        COALESCE("t23"."status_before" = 'open', FALSE)
        AND COALESCE(
          "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t23"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )
            ) AS BIGINT),
            (
              (
                (
                  (
                    (
                      "t23"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
          FALSE
        )
      )
      AND (
        (
          (
            "t23"."status" = 'open'
          )
          AND COALESCE(
            "t23"."expected_close_on" <= CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t23"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) / (
                  12
                )
              ) AS BIGINT),
              (
                (
                  (
                    (
                      (
                        "t23"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
            FALSE
          )
        )
        OR (
          (
            "t23"."status" = 'won'
          )
          OR (
            NOT (
              "t23"."status" = 'open'
            )
            AND NOT (
              "t23"."status" = 'won'
            )
            AND (
              (
                COALESCE("t23"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t23"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )
                    ) AS BIGINT),
                    (
                      (
                        (
                          (
                            (
                              "t23"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
              )
              OR NOT (
                COALESCE("t23"."status_before" = 'open', FALSE)
              )
            )
          )
        )
      )
      AND COALESCE("t23"."status_before" = 'open', FALSE) AS "is_pulled_in",
      NOT (
        COALESCE("t23"."status_before" = 'open', FALSE)
        AND COALESCE(
          "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t23"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )
            ) AS BIGINT),
            (
              (
                (
                  (
                    (
                      "t23"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
          FALSE
        )
      )
      AND (
        (
          (
            "t23"."status" = 'open'
          )
          AND COALESCE(
            "t23"."expected_close_on" <= CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t23"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) / (
                  12
                )
              ) AS BIGINT),
              (
                (
                  (
                    (
                      (
                        "t23"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
            FALSE
          )
        )
        OR (
          (
            "t23"."status" = 'won'
          )
          OR (
            NOT (
              "t23"."status" = 'open'
            )
            AND NOT (
              "t23"."status" = 'won'
            )
            AND (
              (
                COALESCE("t23"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t23"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )
                    ) AS BIGINT),
                    (
                      (
                        (
                          (
                            (
                              "t23"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
              )
              OR NOT (
                COALESCE("t23"."status_before" = 'open', FALSE)
              )
            )
          )
        )
      )
      AND NOT (
        "t23"."born"
      )
      AND NOT (
        COALESCE("t23"."status_before" = 'open', FALSE)
      ) AS "is_reopened",
      COALESCE("t23"."status_before" = 'open', FALSE)
      AND COALESCE(
        "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t23"."number" + 1
                  ) * 1
                ) + 1
              ) - 1
            ) / (
              12
            )
          ) AS BIGINT),
          (
            (
              (
                (
                  (
                    "t23"."number" + 1
                  ) * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
        FALSE
      )
      AND (
        "t23"."status" = 'open'
      )
      AND NOT (
        (
          "t23"."status" = 'open'
        )
        AND COALESCE(
          "t23"."expected_close_on" <= CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t23"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )
            ) AS BIGINT),
            (
              (
                (
                  (
                    (
                      "t23"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
          FALSE
        )
      ) AS "is_slipped",
      "t23"."status" = 'won' AS "is_won",
      NOT (
        "t23"."status" = 'open'
      )
      AND NOT (
        "t23"."status" = 'won'
      )
      AND (
        (
          "t23"."status" = 'won'
        )
        OR (
          NOT (
            "t23"."status" = 'open'
          )
          AND NOT (
            "t23"."status" = 'won'
          )
          AND (
            (
              COALESCE("t23"."status_before" = 'open', FALSE)
              AND COALESCE(
                "t23"."expected_before" <= CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t23"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )
                  ) AS BIGINT),
                  (
                    (
                      (
                        (
                          (
                            "t23"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                FALSE
              )
            )
            OR NOT (
              COALESCE("t23"."status_before" = 'open', FALSE)
            )
          )
        )
      ) AS "is_lost"
    FROM (
      SELECT
        "t22"."id",
        "t22"."source",
        "t22"."source_id",
        "t22"."observed_at",
        "t22"."modified_at",
        "t22"."name",
        "t22"."account",
        "t22"."seller",
        "t22"."pipeline",
        "t22"."stage",
        "t22"."status",
        "t22"."amount",
        "t22"."currency",
        "t22"."product",
        "t22"."origin",
        "t22"."source_detail",
        "t22"."created_at",
        "t22"."expected_close_on",
        "t22"."closed_at",
        "t22"."lost_reason",
        "t22"."deal",
        "t22"."number",
        "t22"."ends",
        "t22"."entered_at",
        "t22"."begins",
        "t22"."was_status",
        "t22"."was_amount",
        "t22"."was_expected_close_on",
        "t22"."born" AND (
          "t22"."number" = "t22"."first_number"
        ) AS "born",
        "t22"."first_number",
        MAKE_DATE(
          CAST(FLOOR((
            (
              (
                "t22"."number" * 1
              ) + 1
            ) - 1
          ) / (
            12
          )) AS BIGINT),
          (
            (
              (
                (
                  "t22"."number" * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) AS "period",
        CASE
          WHEN "t22"."number" = 24293
          THEN MAKE_DATE(2024, 6, 30)
          ELSE CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t22"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )
            ) AS BIGINT),
            (
              (
                (
                  (
                    (
                      "t22"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
        END AS "day",
        CASE
          WHEN "t22"."number" = "t22"."first_number"
          THEN "t22"."was_status"
          ELSE "t22"."status"
        END AS "status_before",
        CASE
          WHEN "t22"."number" = "t22"."first_number"
          THEN "t22"."was_expected_close_on"
          ELSE "t22"."expected_close_on"
        END AS "expected_before",
        CASE
          WHEN "t22"."number" = "t22"."first_number"
          THEN "t22"."was_amount"
          ELSE "t22"."amount"
        END AS "before",
        "t22"."amount" AS "now"
      FROM (
        SELECT
          "t21"."id",
          "t21"."source",
          "t21"."source_id",
          "t21"."observed_at",
          "t21"."modified_at",
          "t21"."name",
          "t21"."account",
          "t21"."seller",
          "t21"."pipeline",
          "t21"."stage",
          "t21"."status",
          "t21"."amount",
          "t21"."currency",
          "t21"."product",
          "t21"."origin",
          "t21"."source_detail",
          "t21"."created_at",
          "t21"."expected_close_on",
          "t21"."closed_at",
          "t21"."lost_reason",
          "t21"."deal",
          UNNEST(RANGE("t21"."begins", "t21"."ends", 1)) AS "number",
          "t21"."ends",
          "t21"."entered_at",
          "t21"."begins",
          "t21"."was_status",
          "t21"."was_amount",
          "t21"."was_expected_close_on",
          "t21"."born",
          "t21"."first_number"
        FROM (
          SELECT
            "t20"."id",
            "t20"."source",
            "t20"."source_id",
            "t20"."observed_at",
            "t20"."modified_at",
            "t20"."name",
            "t20"."account",
            "t20"."seller",
            "t20"."pipeline",
            "t20"."stage",
            "t20"."status",
            "t20"."amount",
            "t20"."currency",
            "t20"."product",
            "t20"."origin",
            "t20"."source_detail",
            "t20"."created_at",
            "t20"."expected_close_on",
            "t20"."closed_at",
            "t20"."lost_reason",
            "t20"."deal",
            "t20"."number",
            CASE WHEN "t20"."status" = 'open' THEN "t20"."ends" ELSE "t20"."begins" + 1 END AS "ends",
            "t20"."entered_at",
            "t20"."begins",
            "t20"."was_status",
            "t20"."was_amount",
            "t20"."was_expected_close_on",
            "t20"."born",
            "t20"."first_number"
          FROM (
            SELECT
              "t19"."id",
              "t19"."source",
              "t19"."source_id",
              "t19"."observed_at",
              "t19"."modified_at",
              "t19"."name",
              "t19"."account",
              "t19"."seller",
              "t19"."pipeline",
              "t19"."stage",
              "t19"."status",
              "t19"."amount",
              "t19"."currency",
              "t19"."product",
              "t19"."origin",
              "t19"."source_detail",
              "t19"."created_at",
              "t19"."expected_close_on",
              "t19"."closed_at",
              "t19"."lost_reason",
              "t19"."deal",
              "t19"."number",
              "t19"."ends",
              "t19"."entered_at",
              "t19"."begins",
              LAG("t19"."status") OVER (
                PARTITION BY "t19"."id"
                ORDER BY "t19"."begins" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "was_status",
              LAG("t19"."amount") OVER (
                PARTITION BY "t19"."id"
                ORDER BY "t19"."begins" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "was_amount",
              LAG("t19"."expected_close_on") OVER (
                PARTITION BY "t19"."id"
                ORDER BY "t19"."begins" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "was_expected_close_on",
              LAG("t19"."begins") OVER (
                PARTITION BY "t19"."id"
                ORDER BY "t19"."begins" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) IS NULL AS "born",
              "t19"."begins" AS "first_number"
            FROM "deal_spans" AS "t19"
          ) AS "t20"
          WHERE
            (
              "t20"."status" = 'open'
            )
            OR (
              COALESCE("t20"."born" OR (
                "t20"."was_status" <> "t20"."status"
              ), TRUE)
              AND NOT (
                "t20"."born"
                AND NOT (
                  "t20"."status" = 'open'
                )
                AND (
                  "t20"."closed_at" IS NULL
                )
              )
            )
        ) AS "t21"
      ) AS "t22"
    ) AS "t23"
  ) AS "t24"
  WHERE
    "t24"."is_opening"
    OR (
      NOT (
        "t24"."is_opening"
      )
      AND (
        "t24"."is_closing"
        OR (
          "t24"."is_won"
          OR (
            NOT (
              "t24"."status" = 'open'
            )
            AND NOT (
              "t24"."is_won"
            )
            AND (
              "t24"."is_opening" OR NOT (
                COALESCE("t24"."status_before" = 'open', FALSE)
              )
            )
          )
        )
      )
    )
) AS "t25"
GROUP BY
  1,
  2

-- by team, several currencies
WITH "deal_spans" AS (
  SELECT
    "t28"."id",
    "t28"."source",
    "t28"."source_id",
    "t28"."observed_at",
    "t28"."modified_at",
    "t28"."name",
    "t28"."account",
    CASE
      WHEN COALESCE("t28"."now_seller", "t28"."first_seller") IS NOT NULL
      THEN CASE
        WHEN LENGTH(COALESCE("t28"."now_seller", "t28"."first_seller")) > 10
        THEN SUBSTRING(
          COALESCE("t28"."now_seller", "t28"."first_seller"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t28"."now_seller", "t28"."first_seller"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END
      ELSE "t28"."seller"
    END AS "seller",
    "t28"."pipeline",
    CASE
      WHEN (
        COALESCE("t28"."now_stage", "t28"."first_stage") IS NULL
      )
      AND (
        (
          "t28"."status" <> 'open'
        )
        AND (
          COALESCE(
            CASE
              WHEN LENGTH(COALESCE("t28"."now_status", "t28"."first_status")) > 10
              THEN SUBSTRING(
                COALESCE("t28"."now_status", "t28"."first_status"),
                CASE
                  WHEN (
                    11 + 1
                  ) >= 1
                  THEN 11 + 1
                  ELSE 11 + 1 + LENGTH(COALESCE("t28"."now_status", "t28"."first_status"))
                END
              )
              ELSE CAST(NULL AS TEXT)
            END,
            CASE
              WHEN (
                "t28"."closed_at" IS NOT NULL
              )
              AND (
                CASE
                  WHEN "t28"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                  THEN GREATEST(
                    CAST(FLOOR(
                      (
                        (
                          (
                            EXTRACT(year FROM CAST("t28"."closed_at" AS DATE)) * 12
                          ) + EXTRACT(month FROM CAST("t28"."closed_at" AS DATE))
                        ) - 1
                      ) / (
                        1
                      )
                    ) AS BIGINT),
                    22800
                  )
                  ELSE 24294
                END > "t28"."begins"
              )
              THEN 'open'
              ELSE "t28"."status"
            END
          ) = 'open'
        )
      )
      THEN CAST(NULL AS TEXT)
      ELSE CASE
        WHEN COALESCE("t28"."now_stage", "t28"."first_stage") IS NOT NULL
        THEN CASE
          WHEN LENGTH(COALESCE("t28"."now_stage", "t28"."first_stage")) > 10
          THEN SUBSTRING(
            COALESCE("t28"."now_stage", "t28"."first_stage"),
            CASE
              WHEN (
                11 + 1
              ) >= 1
              THEN 11 + 1
              ELSE 11 + 1 + LENGTH(COALESCE("t28"."now_stage", "t28"."first_stage"))
            END
          )
          ELSE CAST(NULL AS TEXT)
        END
        ELSE "t28"."stage"
      END
    END AS "stage",
    COALESCE(
      CASE
        WHEN LENGTH(COALESCE("t28"."now_status", "t28"."first_status")) > 10
        THEN SUBSTRING(
          COALESCE("t28"."now_status", "t28"."first_status"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t28"."now_status", "t28"."first_status"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END,
      CASE
        WHEN (
          "t28"."closed_at" IS NOT NULL
        )
        AND (
          CASE
            WHEN "t28"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN GREATEST(
              CAST(FLOOR(
                (
                  (
                    (
                      EXTRACT(year FROM CAST("t28"."closed_at" AS DATE)) * 12
                    ) + EXTRACT(month FROM CAST("t28"."closed_at" AS DATE))
                  ) - 1
                ) / (
                  1
                )
              ) AS BIGINT),
              22800
            )
            ELSE 24294
          END > "t28"."begins"
        )
        THEN 'open'
        ELSE "t28"."status"
      END
    ) AS "status",
    CASE
      WHEN COALESCE("t28"."now_amount", "t28"."first_amount") IS NOT NULL
      THEN TRY_CAST(CASE
        WHEN LENGTH(COALESCE("t28"."now_amount", "t28"."first_amount")) > 10
        THEN SUBSTRING(
          COALESCE("t28"."now_amount", "t28"."first_amount"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t28"."now_amount", "t28"."first_amount"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END AS DECIMAL(18, 4))
      ELSE "t28"."amount"
    END AS "amount",
    "t28"."currency",
    "t28"."product",
    "t28"."origin",
    "t28"."source_detail",
    "t28"."created_at",
    CASE
      WHEN COALESCE("t28"."now_expected_close_on", "t28"."first_expected_close_on") IS NOT NULL
      THEN TRY_CAST(CASE
        WHEN LENGTH(COALESCE("t28"."now_expected_close_on", "t28"."first_expected_close_on")) > 10
        THEN SUBSTRING(
          COALESCE("t28"."now_expected_close_on", "t28"."first_expected_close_on"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t28"."now_expected_close_on", "t28"."first_expected_close_on"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END AS DATE)
      ELSE "t28"."expected_close_on"
    END AS "expected_close_on",
    "t28"."closed_at",
    "t28"."lost_reason",
    "t28"."deal",
    "t28"."number",
    "t28"."ends",
    "t28"."entered_at",
    "t28"."begins"
  FROM (
    SELECT
      "t27"."id",
      "t27"."source",
      "t27"."source_id",
      "t27"."observed_at",
      "t27"."modified_at",
      "t27"."name",
      "t27"."account",
      "t27"."seller",
      "t27"."pipeline",
      "t27"."stage",
      "t27"."status",
      "t27"."amount",
      "t27"."currency",
      "t27"."product",
      "t27"."origin",
      "t27"."source_detail",
      "t27"."created_at",
      "t27"."expected_close_on",
      "t27"."closed_at",
      "t27"."lost_reason",
      "t27"."deal",
      "t27"."number",
      "t27"."ends",
      "t27"."entered_at",
      "t27"."now_stage",
      "t27"."first_stage",
      "t27"."now_amount",
      "t27"."first_amount",
      "t27"."now_seller",
      "t27"."first_seller",
      "t27"."now_status",
      "t27"."first_status",
      "t27"."now_expected_close_on",
      "t27"."first_expected_close_on",
      GREATEST(
        "t27"."number",
        CASE
          WHEN "t27"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          THEN GREATEST(
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM CAST("t27"."created_at" AS DATE)) * 12
                  ) + EXTRACT(month FROM CAST("t27"."created_at" AS DATE))
                ) - 1
              ) / (
                1
              )
            ) AS BIGINT),
            22800
          )
          ELSE 24294
        END
      ) AS "begins"
    FROM (
      SELECT
        "t7"."id",
        "t7"."source",
        "t7"."source_id",
        "t7"."observed_at",
        "t7"."modified_at",
        "t7"."name",
        "t7"."account",
        "t7"."seller",
        "t7"."pipeline",
        "t7"."stage",
        "t7"."status",
        "t7"."amount",
        "t7"."currency",
        "t7"."product",
        "t7"."origin",
        "t7"."source_detail",
        "t7"."created_at",
        "t7"."expected_close_on",
        "t7"."closed_at",
        "t7"."lost_reason",
        "t26"."deal",
        "t26"."number",
        "t26"."ends",
        "t26"."entered_at",
        "t26"."now_stage",
        "t26"."first_stage",
        "t26"."now_amount",
        "t26"."first_amount",
        "t26"."now_seller",
        "t26"."first_seller",
        "t26"."now_status",
        "t26"."first_status",
        "t26"."now_expected_close_on",
        "t26"."first_expected_close_on"
      FROM (
        SELECT
          *
        FROM "deals" AS "t2"
        WHERE
          "t2"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      ) AS "t7"
      INNER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t23"."deal",
            "t23"."number",
            COALESCE(
              LEAD("t23"."number") OVER (
                PARTITION BY "t23"."deal"
                ORDER BY "t23"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ),
              24294
            ) AS "ends",
            MAX("t23"."moved_at") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "entered_at",
            MAX("t23"."new_stage") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_stage",
            MIN("t23"."old_stage") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_stage",
            MAX("t23"."new_amount") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_amount",
            MIN("t23"."old_amount") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_amount",
            MAX("t23"."new_seller") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_seller",
            MIN("t23"."old_seller") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_seller",
            MAX("t23"."new_status") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_status",
            MIN("t23"."old_status") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_status",
            MAX("t23"."new_expected_close_on") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_expected_close_on",
            MIN("t23"."old_expected_close_on") OVER (
              PARTITION BY "t23"."deal"
              ORDER BY "t23"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_expected_close_on"
          FROM (
            SELECT
              "t22"."deal",
              "t22"."number",
              MAX("t22"."moved_at") AS "moved_at",
              MAX("t22"."new") FILTER(WHERE
                "t22"."field" = 'stage') AS "new_stage",
              MIN("t22"."old") FILTER(WHERE
                "t22"."field" = 'stage') AS "old_stage",
              MAX("t22"."new") FILTER(WHERE
                "t22"."field" = 'amount') AS "new_amount",
              MIN("t22"."old") FILTER(WHERE
                "t22"."field" = 'amount') AS "old_amount",
              MAX("t22"."new") FILTER(WHERE
                "t22"."field" = 'seller') AS "new_seller",
              MIN("t22"."old") FILTER(WHERE
                "t22"."field" = 'seller') AS "old_seller",
              MAX("t22"."new") FILTER(WHERE
                "t22"."field" = 'status') AS "new_status",
              MIN("t22"."old") FILTER(WHERE
                "t22"."field" = 'status') AS "old_status",
              MAX("t22"."new") FILTER(WHERE
                "t22"."field" = 'expected_close_on') AS "new_expected_close_on",
              MIN("t22"."old") FILTER(WHERE
                "t22"."field" = 'expected_close_on') AS "old_expected_close_on"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t16"."deal",
                  "t16"."number",
                  "t16"."field",
                  "t16"."moved_at",
                  CAST("t16"."number" + 1000000000 AS TEXT) || COALESCE('=' || "t16"."new"."value", '') AS "new",
                  CAST("t16"."number" + 1000000000 AS TEXT) || COALESCE('=' || "t16"."old"."value", '') AS "old"
                FROM (
                  SELECT
                    "t12"."deal",
                    "t12"."number",
                    "t12"."field",
                    MAX({'at': "t12"."at", 'id': "t12"."id", 'value': "t12"."new"}) AS "new",
                    MIN({'at': "t12"."at", 'id': "t12"."id", 'value': "t12"."old"}) AS "old",
                    MAX("t12"."moved_at") AS "moved_at"
                  FROM (
                    SELECT
                      "t3"."id",
                      "t3"."source",
                      "t3"."source_id",
                      "t3"."observed_at",
                      "t3"."modified_at",
                      "t3"."deal",
                      "t3"."field",
                      "t3"."old",
                      "t3"."new",
                      "t3"."at",
                      "t3"."evidence",
                      CASE
                        WHEN "t3"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t3"."at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t3"."at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number",
                      CASE
                        WHEN (
                          "t3"."field" = 'stage'
                        )
                        AND (
                          (
                            "t3"."old" IS NULL
                          ) OR (
                            "t3"."old" <> "t3"."new"
                          )
                        )
                        THEN "t3"."at"
                        ELSE CAST(NULL AS TIMESTAMPTZ)
                      END AS "moved_at"
                    FROM "deal_changes" AS "t3"
                    WHERE
                      "t3"."field" IN ('stage', 'amount', 'seller', 'status', 'expected_close_on')
                  ) AS "t12"
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t16"
              ) AS "t21"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t13"."deal",
                  "t13"."number",
                  CAST(NULL AS TEXT) AS "field",
                  CAST(NULL AS TIMESTAMPTZ) AS "moved_at",
                  CAST(NULL AS TEXT) AS "new",
                  CAST(NULL AS TEXT) AS "old"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t2"."id" AS "deal",
                      CASE
                        WHEN "t2"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t2"."created_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t2"."created_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number"
                    FROM "deals" AS "t2"
                    WHERE
                      "t2"."created_at" IS NOT NULL
                  ) AS "t10"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t2"."id" AS "deal",
                      CASE
                        WHEN "t2"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t2"."closed_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t2"."closed_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number"
                    FROM "deals" AS "t2"
                    WHERE
                      "t2"."closed_at" IS NOT NULL
                  ) AS "t11"
                ) AS "t13"
              ) AS "t15"
            ) AS "t22"
            GROUP BY
              1,
              2
          ) AS "t23"
        ) AS "t24"
        WHERE
          "t24"."number" < 24294
      ) AS "t26"
        ON "t7"."id" = "t26"."deal"
    ) AS "t27"
    WHERE
      GREATEST(
        "t27"."number",
        CASE
          WHEN "t27"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          THEN GREATEST(
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM CAST("t27"."created_at" AS DATE)) * 12
                  ) + EXTRACT(month FROM CAST("t27"."created_at" AS DATE))
                ) - 1
              ) / (
                1
              )
            ) AS BIGINT),
            22800
          )
          ELSE 24294
        END
      ) < "t27"."ends"
  ) AS "t28"
)
SELECT
  "t42"."team",
  "t42"."period",
  SUM("t42"."opening") AS "opening",
  SUM("t42"."created") AS "created",
  SUM("t42"."increased") AS "increased",
  SUM("t42"."decreased") AS "decreased",
  SUM("t42"."pulled_in") AS "pulled_in",
  SUM("t42"."reopened") AS "reopened",
  SUM("t42"."slipped") AS "slipped",
  SUM("t42"."won") AS "won",
  SUM("t42"."lost") AS "lost",
  SUM("t42"."closing") AS "closing",
  SUM("t42"."deals") AS "deals",
  SUM("t42"."deals_opening") AS "deals_opening",
  SUM("t42"."deals_created") AS "deals_created",
  SUM("t42"."deals_pulled_in") AS "deals_pulled_in",
  SUM("t42"."deals_reopened") AS "deals_reopened",
  SUM("t42"."deals_slipped") AS "deals_slipped",
  SUM("t42"."deals_won") AS "deals_won",
  SUM("t42"."deals_lost") AS "deals_lost",
  SUM("t42"."deals_closing") AS "deals_closing",
  SUM("t42"."no_rate") AS "no_rate",
  SUM("t42"."no_amount") AS "no_amount",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t41"."id",
    "t41"."origin",
    "t41"."source_detail",
    "t41"."pipeline",
    "t41"."stage",
    "t41"."product",
    "t41"."account",
    "t41"."seller",
    "t41"."currency",
    "t41"."source",
    "t41"."day",
    "t41"."period",
    "t41"."no_rate",
    "t41"."closing",
    "t41"."created",
    "t41"."pulled_in",
    "t41"."reopened",
    "t41"."won",
    "t41"."opening",
    "t41"."slipped",
    "t41"."lost",
    "t41"."deals_closing",
    "t41"."deals_created",
    "t41"."deals_pulled_in",
    "t41"."deals_reopened",
    "t41"."deals_won",
    "t41"."deals_opening",
    "t41"."deals_slipped",
    "t41"."deals_lost",
    "t41"."fact",
    "t41"."deals",
    "t41"."increased",
    "t41"."decreased",
    "t41"."no_amount",
    "t18"."team",
    "t18"."manager",
    "t18"."role"
  FROM (
    SELECT
      "t39"."id",
      "t39"."origin",
      "t39"."source_detail",
      "t39"."pipeline",
      "t39"."stage",
      "t39"."product",
      "t39"."account",
      "t39"."seller",
      "t39"."currency",
      "t39"."source",
      "t39"."day",
      "t39"."period",
      "t39"."no_rate",
      CASE
        WHEN "t39"."is_closing"
        THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "closing",
      CASE
        WHEN "t39"."is_created"
        THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "created",
      CASE
        WHEN "t39"."is_pulled_in"
        THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "pulled_in",
      CASE
        WHEN "t39"."is_reopened"
        THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "reopened",
      CASE
        WHEN "t39"."is_won"
        THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "won",
      CASE
        WHEN "t39"."is_opening"
        THEN COALESCE("t39"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "opening",
      CASE
        WHEN "t39"."is_slipped"
        THEN COALESCE("t39"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "slipped",
      CASE
        WHEN "t39"."is_lost"
        THEN CASE
          WHEN "t39"."is_opening"
          THEN COALESCE("t39"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4)))
        END
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "lost",
      CAST("t39"."is_closing" AS BIGINT) AS "deals_closing",
      CAST("t39"."is_created" AS BIGINT) AS "deals_created",
      CAST("t39"."is_pulled_in" AS BIGINT) AS "deals_pulled_in",
      CAST("t39"."is_reopened" AS BIGINT) AS "deals_reopened",
      CAST("t39"."is_won" AS BIGINT) AS "deals_won",
      CAST("t39"."is_opening" AS BIGINT) AS "deals_opening",
      CAST("t39"."is_slipped" AS BIGINT) AS "deals_slipped",
      CAST("t39"."is_lost" AS BIGINT) AS "deals_lost",
      'deals' AS "fact",
      1 AS "deals",
      CASE
        WHEN CASE
          WHEN "t39"."is_opening" AND (
            "t39"."is_closing" OR "t39"."is_won"
          )
          THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t39"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE CAST(0 AS DECIMAL(18, 4))
        END > 0
        THEN CASE
          WHEN "t39"."is_opening" AND (
            "t39"."is_closing" OR "t39"."is_won"
          )
          THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t39"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE CAST(0 AS DECIMAL(18, 4))
        END
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "increased",
      CASE
        WHEN CASE
          WHEN "t39"."is_opening" AND (
            "t39"."is_closing" OR "t39"."is_won"
          )
          THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t39"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE CAST(0 AS DECIMAL(18, 4))
        END < 0
        THEN -(
          CASE
            WHEN "t39"."is_opening" AND (
              "t39"."is_closing" OR "t39"."is_won"
            )
            THEN COALESCE("t39"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t39"."before", CAST(0 AS DECIMAL(18, 4)))
            ELSE CAST(0 AS DECIMAL(18, 4))
          END
        )
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "decreased",
      CAST("t39"."amount" IS NULL AS BIGINT) AS "no_amount",
      COALESCE("t39"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
    FROM (
      SELECT
        "t38"."id",
        "t38"."source",
        "t38"."source_id",
        "t38"."observed_at",
        "t38"."modified_at",
        "t38"."name",
        "t38"."account",
        "t38"."seller",
        "t38"."pipeline",
        "t38"."stage",
        "t38"."status",
        "t38"."amount",
        "t38"."currency",
        "t38"."product",
        "t38"."origin",
        "t38"."source_detail",
        "t38"."created_at",
        "t38"."expected_close_on",
        "t38"."closed_at",
        "t38"."lost_reason",
        "t38"."deal",
        "t38"."number",
        "t38"."ends",
        "t38"."entered_at",
        "t38"."begins",
        "t38"."was_status",
        "t38"."was_amount",
        "t38"."was_expected_close_on",
        "t38"."born",
        "t38"."first_number",
        "t38"."period",
        "t38"."day",
        "t38"."status_before",
        "t38"."expected_before",
        CASE
          WHEN COALESCE("t38"."currency" = 'USD', FALSE)
          THEN "t38"."before"
          ELSE CAST(CAST("t38"."before" AS DOUBLE) * "t38"."rate" AS DECIMAL(18, 4))
        END AS "before",
        CASE
          WHEN COALESCE("t38"."currency" = 'USD', FALSE)
          THEN "t38"."now"
          ELSE CAST(CAST("t38"."now" AS DOUBLE) * "t38"."rate" AS DECIMAL(18, 4))
        END AS "now",
        "t38"."is_opening",
        "t38"."is_closing",
        "t38"."is_created",
        "t38"."is_pulled_in",
        "t38"."is_reopened",
        "t38"."is_slipped",
        "t38"."is_won",
        "t38"."is_lost",
        CASE
          WHEN COALESCE("t38"."currency" = 'USD', FALSE)
          THEN "t38"."known"
          ELSE CAST(CAST("t38"."known" AS DOUBLE) * "t38"."rate" AS DECIMAL(18, 4))
        END AS "known",
        CAST((
          "t38"."known" IS NOT NULL
        )
        AND NOT (
          COALESCE("t38"."currency" = 'USD', FALSE)
        )
        AND (
          "t38"."rate" IS NULL
        ) AS BIGINT) AS "no_rate"
      FROM (
        SELECT
          "t37"."id",
          "t37"."source",
          "t37"."source_id",
          "t37"."observed_at",
          "t37"."modified_at",
          "t37"."name",
          "t37"."account",
          "t37"."seller",
          "t37"."pipeline",
          "t37"."stage",
          "t37"."status",
          "t37"."amount",
          "t37"."currency",
          "t37"."product",
          "t37"."origin",
          "t37"."source_detail",
          "t37"."created_at",
          "t37"."expected_close_on",
          "t37"."closed_at",
          "t37"."lost_reason",
          "t37"."deal",
          "t37"."number",
          "t37"."ends",
          "t37"."entered_at",
          "t37"."begins",
          "t37"."was_status",
          "t37"."was_amount",
          "t37"."was_expected_close_on",
          "t37"."born",
          "t37"."first_number",
          "t37"."period",
          "t37"."day",
          "t37"."status_before",
          "t37"."expected_before",
          "t37"."before",
          "t37"."now",
          "t37"."is_opening",
          "t37"."is_closing",
          "t37"."is_created",
          "t37"."is_pulled_in",
          "t37"."is_reopened",
          "t37"."is_slipped",
          "t37"."is_won",
          "t37"."is_lost",
          "t37"."known",
          "t37"."rate_day",
          "t20"."rate",
          "t20"."rate_currency",
          "t20"."rated_on"
        FROM (
          SELECT
            "t35"."id",
            "t35"."source",
            "t35"."source_id",
            "t35"."observed_at",
            "t35"."modified_at",
            "t35"."name",
            "t35"."account",
            "t35"."seller",
            "t35"."pipeline",
            "t35"."stage",
            "t35"."status",
            "t35"."amount",
            "t35"."currency",
            "t35"."product",
            "t35"."origin",
            "t35"."source_detail",
            "t35"."created_at",
            "t35"."expected_close_on",
            "t35"."closed_at",
            "t35"."lost_reason",
            "t35"."deal",
            "t35"."number",
            "t35"."ends",
            "t35"."entered_at",
            "t35"."begins",
            "t35"."was_status",
            "t35"."was_amount",
            "t35"."was_expected_close_on",
            "t35"."born",
            "t35"."first_number",
            "t35"."period",
            "t35"."day",
            "t35"."status_before",
            "t35"."expected_before",
            "t35"."before",
            "t35"."now",
            "t35"."is_opening",
            "t35"."is_closing",
            "t35"."is_created",
            "t35"."is_pulled_in",
            "t35"."is_reopened",
            "t35"."is_slipped",
            "t35"."is_won",
            "t35"."is_lost",
            COALESCE("t35"."now", "t35"."before") AS "known",
            COALESCE("t35"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
          FROM (
            SELECT
              "t34"."id",
              "t34"."source",
              "t34"."source_id",
              "t34"."observed_at",
              "t34"."modified_at",
              "t34"."name",
              "t34"."account",
              "t34"."seller",
              "t34"."pipeline",
              "t34"."stage",
              "t34"."status",
              "t34"."amount",
              "t34"."currency",
              "t34"."product",
              "t34"."origin",
              "t34"."source_detail",
              "t34"."created_at",
              "t34"."expected_close_on",
              "t34"."closed_at",
              "t34"."lost_reason",
              "t34"."deal",
              "t34"."number",
              "t34"."ends",
              "t34"."entered_at",
              "t34"."begins",
              "t34"."was_status",
              "t34"."was_amount",
              "t34"."was_expected_close_on",
              "t34"."born",
              "t34"."first_number",
              "t34"."period",
              "t34"."day",
              "t34"."status_before",
              "t34"."expected_before",
              "t34"."before",
              "t34"."now",
              COALESCE("t34"."status_before" = 'open', FALSE)
              AND COALESCE(
                "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t34"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )
                  ) AS BIGINT),
                  (
                    (
                      (
                        (
                          (
                            "t34"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                FALSE
              ) AS "is_opening",
              (
                "t34"."status" = 'open'
              )
              AND COALESCE(
                "t34"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t34"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )
                  ) AS BIGINT),
                  (
                    (
                      (
                        (
                          (
                            "t34"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                FALSE
              ) AS "is_closing",
              NOT (
                COALESCE("t34"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t34"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )
                    ) AS BIGINT),
                    (
                      (
                        (
                          (
                            (
                              "t34"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
              )
              AND (
                (
                  (
                    "t34"."status" = 'open'
                  )
                  AND COALESCE(
                    "t34"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t34"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) / (
                          12
                        )
                      ) AS BIGINT),
                      (
                        (
                          (
                            (
                              (
                                "t34"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  )
                )
                OR (
                  (
                    "t34"."status" = 'won'
                  )
                  OR (
                    NOT (
                      "t34"."status" = 'open'
                    )
                    AND NOT (
                      "t34"."status" = 'won'
                    )
                    AND (
                      (
                        COALESCE("t34"."status_before" = 'open', FALSE)
                        AND COALESCE(
                          "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                            CAST(FLOOR(
                              (
                                (
                                  (
                                    (
                                      "t34"."number" + 1
                                    ) * 1
                                  ) + 1
                                ) - 1
                              ) / (
                                12
                              )
                            ) AS BIGINT),
                            (
                              (
                                (
                                  (
                                    (
                                      "t34"."number" + 1
                                    ) * 1
                                  ) + 1
                                ) - 1
                              ) % 12
                            ) + 1,
                            1
                          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                          FALSE
                        )
                      )
                      OR NOT (
                        COALESCE("t34"."status_before" = 'open', FALSE)
                      )
                    )
                  )
                )
              )
              AND "t34"."born" AS "is_created",
              NOT (
                COALESCE("t34"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t34"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )
                    ) AS BIGINT),
                    (
                      (
                        (
                          (
                            (
                              "t34"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
              )
              AND (
                (
                  (
                    "t34"."status" = 'open'
                  )
                  AND COALESCE(
                    "t34"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t34"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) / (
                          12
                        )
                      ) AS BIGINT),
                      (
                        (
                          (
                            (
                              (
                                "t34"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  )
                )
                OR (
                  (
                    "t34"."status" = 'won'
                  )
                  OR (
                    NOT (
                      "t34"."status" = 'open'
                    )
                    AND NOT (
                      "t34"."status" = 'won'
                    )
                    AND (
                      (
                        COALESCE("t34"."status_before" = 'open', FALSE)
                        AND COALESCE(
                          "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                            CAST(FLOOR(
                              (
                                (
                                  (
                                    (
                                      "t34"."number" + 1
                                    ) * 1
                                  ) + 1
                                ) - 1
                              ) / (
                                12
                              )
                            ) AS BIGINT),
                            (
                              (
                                (
                                  (
                                    (
                                      "t34"."number" + 1
                                    ) * 1
                                  ) + 1
                                ) - 1
                              ) % 12
                            ) + 1,
                            1
                          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                          FALSE
                        )
                      )
                      OR NOT (
                        COALESCE("t34"."status_before" = 'open', FALSE)
                      )
                    )
                  )
                )
              )
              AND COALESCE("t34"."status_before" = 'open', FALSE) AS "is_pulled_in",
              NOT (
                COALESCE("t34"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t34"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )
                    ) AS BIGINT),
                    (
                      (
                        (
                          (
                            (
                              "t34"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
              )
              AND (
                (
                  (
                    "t34"."status" = 'open'
                  )
                  AND COALESCE(
                    "t34"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t34"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) / (
                          12
                        )
                      ) AS BIGINT),
                      (
                        (
                          (
                            (
                              (
                                "t34"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  )
                )
                OR (
                  (
                    "t34"."status" = 'won'
                  )
                  OR (
                    NOT (
                      "t34"."status" = 'open'
                    )
                    AND NOT (
                      "t34"."status" = 'won'
                    )
                    AND (
                      (
                        COALESCE("t34"."status_before" = 'open', FALSE)
                        AND COALESCE(
                          "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                            CAST(FLOOR(
                              (
                                (
                                  (
                                    (
                                      "t34"."number" + 1
                                    ) * 1
                                  ) + 1
                                ) - 1
                              ) / (
                                12
                              )
                            ) AS BIGINT),
                            (
                              (
                                (
                                  (
                                    (
                                      "t34"."number" + 1
                                    ) * 1
                                  ) + 1
                                ) - 1
                              ) % 12
                            ) + 1,
                            1
                          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                          FALSE
                        )
                      )
                      OR NOT (
                        COALESCE("t34"."status_before" = 'open', FALSE)
                      )
                    )
                  )
                )
              )
              AND NOT (
                "t34"."born"
              )
              AND NOT (
                COALESCE("t34"."status_before" = 'open', FALSE)
              ) AS "is_reopened",
              COALESCE("t34"."status_before" = 'open', FALSE)
              AND COALESCE(
                "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t34"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )
                  ) AS BIGINT),
                  (
                    (
                      (
                        (
                          (
                            "t34"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                FALSE
              )
              AND (
                "t34"."status" = 'open'
              )
              AND NOT (
                (
                  "t34"."status" = 'open'
                )
                AND COALESCE(
                  "t34"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t34"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )
                    ) AS BIGINT),
                    (
                      (
                        (
                          (
                            (
                              "t34"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
              ) AS "is_slipped",
              "t34"."status" = 'won' AS "is_won",
              NOT (
                "t34"."status" = 'open'
              )
              AND NOT (
                "t34"."status" = 'won'
              )
              AND (
                (
                  "t34"."status" = 'won'
                )
                OR (
                  NOT (
                    "t34"."status" = 'open'
                  )
                  AND NOT (
                    "t34"."status" = 'won'
                  )
                  AND (
                    (
                      COALESCE("t34"."status_before" = 'open', FALSE)
                      AND COALESCE(
                        "t34"."expected_before" <= CAST(CAST(MAKE_DATE(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  (
                                    "t34"."number" + 1
                                  ) * 1
                                ) + 1
                              ) - 1
                            ) / (
                              12
                            )
                          ) AS BIGINT),
                          (
                            (
                              (
                                (
                                  (
                                    "t34"."number" + 1
                                  ) * 1
                                ) + 1
                              ) - 1
                            ) % 12
                          ) + 1,
                          1
                        ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                        FALSE
                      )
                    )
                    OR NOT (
                      COALESCE("t34"."status_before" = 'open', FALSE)
                    )
                  )
                )
              ) AS "is_lost"
            FROM (
              SELECT
                "t33"."id",
                "t33"."source",
                "t33"."source_id",
                "t33"."observed_at",
                "t33"."modified_at",
                "t33"."name",
                "t33"."account",
                "t33"."seller",
                "t33"."pipeline",
                "t33"."stage",
                "t33"."status",
                "t33"."amount",
                "t33"."currency",
                "t33"."product",
                "t33"."origin",
                "t33"."source_detail",
                "t33"."created_at",
                "t33"."expected_close_on",
                "t33"."closed_at",
                "t33"."lost_reason",
                "t33"."deal",
                "t33"."number",
                "t33"."ends",
                "t33"."entered_at",
                "t33"."begins",
                "t33"."was_status",
                "t33"."was_amount",
                "t33"."was_expected_close_on",
                "t33"."born" AND (
                  "t33"."number" = "t33"."first_number"
                ) AS "born",
                "t33"."first_number",
                MAKE_DATE(
                  CAST(FLOOR((
                    (
                      (
                        "t33"."number" * 1
                      ) + 1
                    ) - 1
                  ) / (
                    12
                  )) AS BIGINT),
                  (
                    (
                      (
                        (
                          "t33"."number" * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) AS "period",
                CASE
                  WHEN "t33"."number" = 24293
                  THEN MAKE_DATE(2024, 6, 30)
                  ELSE CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t33"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) / (
                        12
                      )
                    ) AS BIGINT),
                    (
                      (
                        (
                          (
                            (
                              "t33"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
                END AS "day",
                CASE
                  WHEN "t33"."number" = "t33"."first_number"
                  THEN "t33"."was_status"
                  ELSE "t33"."status"
                END AS "status_before",
                CASE
                  WHEN "t33"."number" = "t33"."first_number"
                  THEN "t33"."was_expected_close_on"
                  ELSE "t33"."expected_close_on"
                END AS "expected_before",
                CASE
                  WHEN "t33"."number" = "t33"."first_number"
                  THEN "t33"."was_amount"
                  ELSE "t33"."amount"
                END AS "before",
                "t33"."amount" AS "now"
              FROM (
                SELECT
                  "t32"."id",
                  "t32"."source",
                  "t32"."source_id",
                  "t32"."observed_at",
                  "t32"."modified_at",
                  "t32"."name",
                  "t32"."account",
                  "t32"."seller",
                  "t32"."pipeline",
                  "t32"."stage",
                  "t32"."status",
                  "t32"."amount",
                  "t32"."currency",
                  "t32"."product",
                  "t32"."origin",
                  "t32"."source_detail",
                  "t32"."created_at",
                  "t32"."expected_close_on",
                  "t32"."closed_at",
                  "t32"."lost_reason",
                  "t32"."deal",
                  UNNEST(RANGE("t32"."begins", "t32"."ends", 1)) AS "number",
                  "t32"."ends",
                  "t32"."entered_at",
                  "t32"."begins",
                  "t32"."was_status",
                  "t32"."was_amount",
                  "t32"."was_expected_close_on",
                  "t32"."born",
                  "t32"."first_number"
                FROM (
                  SELECT
                    "t31"."id",
                    "t31"."source",
                    "t31"."source_id",
                    "t31"."observed_at",
                    "t31"."modified_at",
                    "t31"."name",
                    "t31"."account",
                    "t31"."seller",
                    "t31"."pipeline",
                    "t31"."stage",
                    "t31"."status",
                    "t31"."amount",
                    "t31"."currency",
                    "t31"."product",
                    "t31"."origin",
                    "t31"."source_detail",
                    "t31"."created_at",
                    "t31"."expected_close_on",
                    "t31"."closed_at",
                    "t31"."lost_reason",
                    "t31"."deal",
                    "t31"."number",
                    CASE WHEN "t31"."status" = 'open' THEN "t31"."ends" ELSE "t31"."begins" + 1 END AS "ends",
                    "t31"."entered_at",
                    "t31"."begins",
                    "t31"."was_status",
                    "t31"."was_amount",
                    "t31"."was_expected_close_on",
                    "t31"."born",
                    "t31"."first_number"
                  FROM (
                    SELECT
                      "t30"."id",
                      "t30"."source",
                      "t30"."source_id",
                      "t30"."observed_at",
                      "t30"."modified_at",
                      "t30"."name",
                      "t30"."account",
                      "t30"."seller",
                      "t30"."pipeline",
                      "t30"."stage",
                      "t30"."status",
                      "t30"."amount",
                      "t30"."currency",
                      "t30"."product",
                      "t30"."origin",
                      "t30"."source_detail",
                      "t30"."created_at",
                      "t30"."expected_close_on",
                      "t30"."closed_at",
                      "t30"."lost_reason",
                      "t30"."deal",
                      "t30"."number",
                      "t30"."ends",
                      "t30"."entered_at",
                      "t30"."begins",
                      LAG("t30"."status") OVER (
                        PARTITION BY "t30"."id"
                        ORDER BY "t30"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_status",
                      LAG("t30"."amount") OVER (
                        PARTITION BY "t30"."id"
                        ORDER BY "t30"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_amount",
                      LAG("t30"."expected_close_on") OVER (
                        PARTITION BY "t30"."id"
                        ORDER BY "t30"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_expected_close_on",
                      LAG("t30"."begins") OVER (
                        PARTITION BY "t30"."id"
                        ORDER BY "t30"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) IS NULL AS "born",
                      "t30"."begins" AS "first_number"
                    FROM "deal_spans" AS "t30"
                  ) AS "t31"
                  WHERE
                    (
                      "t31"."status" = 'open'
                    )
                    OR (
                      COALESCE("t31"."born" OR (
                        "t31"."was_status" <> "t31"."status"
                      ), TRUE)
                      AND NOT (
                        "t31"."born"
                        AND NOT (
                          "t31"."status" = 'open'
                        )
                        AND (
                          "t31"."closed_at" IS NULL
                        )
                      )
                    )
                ) AS "t32"
              ) AS "t33"
            ) AS "t34"
          ) AS "t35"
          WHERE
            "t35"."is_opening"
            OR (
              NOT (
                "t35"."is_opening"
              )
              AND (
                "t35"."is_closing"
                OR (
                  "t35"."is_won"
                  OR (
                    NOT (
                      "t35"."status" = 'open'
                    )
                    AND NOT (
                      "t35"."is_won"
                    )
                    AND (
                      "t35"."is_opening" OR NOT (
                        COALESCE("t35"."status_before" = 'open', FALSE)
                      )
                    )
                  )
                )
              )
            )
        ) AS "t37"
        LEFT OUTER JOIN (
          SELECT
            "t14"."rate",
            "t14"."rate_currency",
            CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t14"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
          FROM (
            SELECT
              "t8"."rate",
              "t8"."currency" AS "rate_currency",
              UNNEST(
                RANGE(
                  DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t8"."day"),
                  DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t8"."until"),
                  1
                )
              ) AS "number"
            FROM (
              SELECT
                "t5"."currency",
                "t5"."rate",
                "t5"."day",
                COALESCE(
                  LEAD("t5"."day") OVER (
                    PARTITION BY "t5"."currency"
                    ORDER BY "t5"."day" ASC, "t5"."id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ),
                  MAKE_DATE(2024, 7, 1)
                ) AS "until"
              FROM (
                SELECT
                  *
                FROM "rates" AS "t1"
                WHERE
                  "t1"."base" = 'USD'
              ) AS "t5"
            ) AS "t8"
          ) AS "t14"
        ) AS "t20"
          ON "t37"."currency" = "t20"."rate_currency" AND "t37"."rate_day" = "t20"."rated_on"
      ) AS "t38"
    ) AS "t39"
  ) AS "t41"
  LEFT OUTER JOIN (
    SELECT
      "t9"."team",
      "t9"."manager",
      "t9"."role",
      "t9"."seller" AS "span_seller",
      GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) AS "span_from",
      "t9"."ends" AS "span_to"
    FROM (
      SELECT
        "t4"."id",
        "t4"."seller",
        "t4"."team",
        "t4"."manager",
        "t4"."role",
        "t4"."begins",
        "t4"."ends",
        CAST(CAST(MAX("t4"."ends") OVER (
          PARTITION BY "t4"."seller"
          ORDER BY "t4"."begins" ASC, "t4"."id" ASC
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
      ) AS "t4"
    ) AS "t9"
    WHERE
      GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) <= "t9"."ends"
  ) AS "t18"
    ON "t41"."seller" = "t18"."span_seller"
    AND "t41"."team_day" >= "t18"."span_from"
    AND "t41"."team_day" <= "t18"."span_to"
) AS "t42"
GROUP BY
  1,
  2

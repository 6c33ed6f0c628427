-- by seller
WITH "deal_spans" AS (
  SELECT
    "t20"."id",
    "t20"."source",
    "t20"."source_id",
    "t20"."observed_at",
    "t20"."modified_at",
    "t20"."name",
    "t20"."account",
    CASE
      WHEN COALESCE("t20"."now_seller", "t20"."first_seller") IS NOT NULL
      THEN CASE
        WHEN LENGTH(COALESCE("t20"."now_seller", "t20"."first_seller")) > 10
        THEN SUBSTRING(
          COALESCE("t20"."now_seller", "t20"."first_seller"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t20"."now_seller", "t20"."first_seller"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END
      ELSE "t20"."seller"
    END AS "seller",
    "t20"."pipeline",
    CASE
      WHEN (
        COALESCE("t20"."now_stage", "t20"."first_stage") IS NULL
      )
      AND (
        (
          "t20"."status" <> 'open'
        )
        AND (
          COALESCE(
            CASE
              WHEN LENGTH(COALESCE("t20"."now_status", "t20"."first_status")) > 10
              THEN SUBSTRING(
                COALESCE("t20"."now_status", "t20"."first_status"),
                CASE
                  WHEN (
                    11 + 1
                  ) >= 1
                  THEN 11 + 1
                  ELSE 11 + 1 + LENGTH(COALESCE("t20"."now_status", "t20"."first_status"))
                END
              )
              ELSE CAST(NULL AS TEXT)
            END,
            CASE
              WHEN (
                "t20"."closed_at" IS NOT NULL
              )
              AND (
                CASE
                  WHEN "t20"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                  THEN GREATEST(
                    CAST(FLOOR(
                      (
                        (
                          (
                            EXTRACT(year FROM CAST("t20"."closed_at" AS DATE)) * 12
                          ) + EXTRACT(month FROM CAST("t20"."closed_at" AS DATE))
                        ) - 1
                      ) / (
                        1
                      )
                    ) AS BIGINT),
                    22800
                  )
                  ELSE 24294
                END > "t20"."begins"
              )
              THEN 'open'
              ELSE "t20"."status"
            END
          ) = 'open'
        )
      )
      THEN CAST(NULL AS TEXT)
      ELSE CASE
        WHEN COALESCE("t20"."now_stage", "t20"."first_stage") IS NOT NULL
        THEN CASE
          WHEN LENGTH(COALESCE("t20"."now_stage", "t20"."first_stage")) > 10
          THEN SUBSTRING(
            COALESCE("t20"."now_stage", "t20"."first_stage"),
            CASE
              WHEN (
                11 + 1
              ) >= 1
              THEN 11 + 1
              ELSE 11 + 1 + LENGTH(COALESCE("t20"."now_stage", "t20"."first_stage"))
            END
          )
          ELSE CAST(NULL AS TEXT)
        END
        ELSE "t20"."stage"
      END
    END AS "stage",
    COALESCE(
      CASE
        WHEN LENGTH(COALESCE("t20"."now_status", "t20"."first_status")) > 10
        THEN SUBSTRING(
          COALESCE("t20"."now_status", "t20"."first_status"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t20"."now_status", "t20"."first_status"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END,
      CASE
        WHEN (
          "t20"."closed_at" IS NOT NULL
        )
        AND (
          CASE
            WHEN "t20"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN GREATEST(
              CAST(FLOOR(
                (
                  (
                    (
                      EXTRACT(year FROM CAST("t20"."closed_at" AS DATE)) * 12
                    ) + EXTRACT(month FROM CAST("t20"."closed_at" AS DATE))
                  ) - 1
                ) / (
                  1
                )
              ) AS BIGINT),
              22800
            )
            ELSE 24294
          END > "t20"."begins"
        )
        THEN 'open'
        ELSE "t20"."status"
      END
    ) AS "status",
    CASE
      WHEN COALESCE("t20"."now_amount", "t20"."first_amount") IS NOT NULL
      THEN TRY_CAST(CASE
        WHEN LENGTH(COALESCE("t20"."now_amount", "t20"."first_amount")) > 10
        THEN SUBSTRING(
          COALESCE("t20"."now_amount", "t20"."first_amount"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t20"."now_amount", "t20"."first_amount"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END AS DECIMAL(18, 4))
      ELSE "t20"."amount"
    END AS "amount",
    "t20"."currency",
    "t20"."product",
    "t20"."origin",
    "t20"."source_detail",
    "t20"."created_at",
    CASE
      WHEN COALESCE("t20"."now_expected_close_on", "t20"."first_expected_close_on") IS NOT NULL
      THEN TRY_CAST(CASE
        WHEN LENGTH(COALESCE("t20"."now_expected_close_on", "t20"."first_expected_close_on")) > 10
        THEN SUBSTRING(
          COALESCE("t20"."now_expected_close_on", "t20"."first_expected_close_on"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t20"."now_expected_close_on", "t20"."first_expected_close_on"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END AS DATE)
      ELSE "t20"."expected_close_on"
    END AS "expected_close_on",
    "t20"."closed_at",
    "t20"."lost_reason",
    "t20"."deal",
    "t20"."number",
    "t20"."ends",
    "t20"."entered_at",
    "t20"."begins"
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
      "t19"."now_stage",
      "t19"."first_stage",
      "t19"."now_amount",
      "t19"."first_amount",
      "t19"."now_seller",
      "t19"."first_seller",
      "t19"."now_status",
      "t19"."first_status",
      "t19"."now_expected_close_on",
      "t19"."first_expected_close_on",
      GREATEST(
        "t19"."number",
        CASE
          WHEN "t19"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          THEN GREATEST(
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM CAST("t19"."created_at" AS DATE)) * 12
                  ) + EXTRACT(month FROM CAST("t19"."created_at" AS DATE))
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
        "t18"."deal",
        "t18"."number",
        "t18"."ends",
        "t18"."entered_at",
        "t18"."now_stage",
        "t18"."first_stage",
        "t18"."now_amount",
        "t18"."first_amount",
        "t18"."now_seller",
        "t18"."first_seller",
        "t18"."now_status",
        "t18"."first_status",
        "t18"."now_expected_close_on",
        "t18"."first_expected_close_on"
      FROM (
        SELECT
          *
        FROM "deals" AS "t1"
        WHERE
          "t1"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      ) AS "t3"
      INNER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t15"."deal",
            "t15"."number",
            COALESCE(
              LEAD("t15"."number") OVER (
                PARTITION BY "t15"."deal"
                ORDER BY "t15"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ),
              24294
            ) AS "ends",
            MAX("t15"."moved_at") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "entered_at",
            MAX("t15"."new_stage") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_stage",
            MIN("t15"."old_stage") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_stage",
            MAX("t15"."new_amount") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_amount",
            MIN("t15"."old_amount") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_amount",
            MAX("t15"."new_seller") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_seller",
            MIN("t15"."old_seller") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_seller",
            MAX("t15"."new_status") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_status",
            MIN("t15"."old_status") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_status",
            MAX("t15"."new_expected_close_on") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_expected_close_on",
            MIN("t15"."old_expected_close_on") OVER (
              PARTITION BY "t15"."deal"
              ORDER BY "t15"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_expected_close_on"
          FROM (
            SELECT
              "t14"."deal",
              "t14"."number",
              MAX("t14"."moved_at") AS "moved_at",
              MAX("t14"."new") FILTER(WHERE
                "t14"."field" = 'stage') AS "new_stage",
              MIN("t14"."old") FILTER(WHERE
                "t14"."field" = 'stage') AS "old_stage",
              MAX("t14"."new") FILTER(WHERE
                "t14"."field" = 'amount') AS "new_amount",
              MIN("t14"."old") FILTER(WHERE
                "t14"."field" = 'amount') AS "old_amount",
              MAX("t14"."new") FILTER(WHERE
                "t14"."field" = 'seller') AS "new_seller",
              MIN("t14"."old") FILTER(WHERE
                "t14"."field" = 'seller') AS "old_seller",
              MAX("t14"."new") FILTER(WHERE
                "t14"."field" = 'status') AS "new_status",
              MIN("t14"."old") FILTER(WHERE
                "t14"."field" = 'status') AS "old_status",
              MAX("t14"."new") FILTER(WHERE
                "t14"."field" = 'expected_close_on') AS "new_expected_close_on",
              MIN("t14"."old") FILTER(WHERE
                "t14"."field" = 'expected_close_on') AS "old_expected_close_on"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t12"."deal",
                  "t12"."number",
                  "t12"."field",
                  "t12"."moved_at",
                  CAST("t12"."number" + 1000000000 AS TEXT) || COALESCE('=' || "t12"."new"."value", '') AS "new",
                  CAST("t12"."number" + 1000000000 AS TEXT) || COALESCE('=' || "t12"."old"."value", '') AS "old"
                FROM (
                  SELECT
                    "t5"."deal",
                    "t5"."number",
                    "t5"."field",
                    MAX({'at': "t5"."at", 'id': "t5"."id", 'value': "t5"."new"}) AS "new",
                    MIN({'at': "t5"."at", 'id': "t5"."id", 'value': "t5"."old"}) AS "old",
                    MAX("t5"."moved_at") AS "moved_at"
                  FROM (
                    SELECT
                      "t0"."id",
                      "t0"."source",
                      "t0"."source_id",
                      "t0"."observed_at",
                      "t0"."modified_at",
                      "t0"."deal",
                      "t0"."field",
                      "t0"."old",
                      "t0"."new",
                      "t0"."at",
                      "t0"."evidence",
                      CASE
                        WHEN "t0"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t0"."at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t0"."at" AS DATE))
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
                          "t0"."field" = 'stage'
                        )
                        AND (
                          (
                            "t0"."old" IS NULL
                          ) OR (
                            "t0"."old" <> "t0"."new"
                          )
                        )
                        THEN "t0"."at"
                        ELSE CAST(NULL AS TIMESTAMPTZ)
                      END AS "moved_at"
                    FROM "deal_changes" AS "t0"
                    WHERE
                      "t0"."field" IN ('stage', 'amount', 'seller', 'status', 'expected_close_on')
                  ) AS "t5"
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t12"
              ) AS "t13"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t8"."deal",
                  "t8"."number",
                  CAST(NULL AS TEXT) AS "field",
                  CAST(NULL AS TIMESTAMPTZ) AS "moved_at",
                  CAST(NULL AS TEXT) AS "new",
                  CAST(NULL AS TEXT) AS "old"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t1"."id" AS "deal",
                      CASE
                        WHEN "t1"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t1"."created_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t1"."created_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number"
                    FROM "deals" AS "t1"
                    WHERE
                      "t1"."created_at" IS NOT NULL
                  ) AS "t6"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t1"."id" AS "deal",
                      CASE
                        WHEN "t1"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t1"."closed_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t1"."closed_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number"
                    FROM "deals" AS "t1"
                    WHERE
                      "t1"."closed_at" IS NOT NULL
                  ) AS "t7"
                ) AS "t8"
              ) AS "t10"
            ) AS "t14"
            GROUP BY
              1,
              2
          ) AS "t15"
        ) AS "t16"
        WHERE
          "t16"."number" < 24294
      ) AS "t18"
        ON "t3"."id" = "t18"."deal"
    ) AS "t19"
    WHERE
      GREATEST(
        "t19"."number",
        CASE
          WHEN "t19"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          THEN GREATEST(
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM CAST("t19"."created_at" AS DATE)) * 12
                  ) + EXTRACT(month FROM CAST("t19"."created_at" AS DATE))
                ) - 1
              ) / (
                1
              )
            ) AS BIGINT),
            22800
          )
          ELSE 24294
        END
      ) < "t19"."ends"
  ) AS "t20"
)
SELECT
  "t30"."seller",
  "t30"."period",
  SUM("t30"."pushes") AS "pushes",
  SUM("t30"."pulls") AS "pulls",
  SUM("t30"."pushed_once") AS "pushed_once",
  SUM("t30"."left") AS "left",
  SUM("t30"."deals") AS "deals",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t30"."pushes" AS DOUBLE) * CAST("t30"."pushes" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t30"."pushes" AS DOUBLE) * CAST("t30"."deals" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t30"."deals" AS DOUBLE) * CAST("t30"."deals" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t30"."pushes" <> 0
  ) OR (
    "t30"."deals" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t29"."id",
    "t29"."origin",
    "t29"."source_detail",
    "t29"."pipeline",
    "t29"."stage",
    "t29"."product",
    "t29"."account",
    "t29"."seller",
    "t29"."currency",
    "t29"."source",
    "t29"."day",
    "t29"."period",
    0 AS "no_rate",
    CAST("t29"."is_due" AS BIGINT) AS "due",
    CAST("t29"."is_pushed" AS BIGINT) AS "pushed",
    CAST("t29"."is_won" AS BIGINT) AS "won",
    CAST("t29"."is_lost" AS BIGINT) AS "lost",
    CAST("t29"."is_left" AS BIGINT) AS "left",
    CAST("t29"."is_pulled_in" AS BIGINT) AS "pulled_in",
    CAST("t29"."is_overdue" AS BIGINT) AS "overdue",
    CASE
      WHEN "t29"."is_due"
      THEN COALESCE(COALESCE("t29"."before", "t29"."now"), CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "amount_due",
    CASE
      WHEN "t29"."is_pushed"
      THEN COALESCE(COALESCE("t29"."before", "t29"."now"), CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "amount_pushed",
    CASE
      WHEN "t29"."is_pulled_in"
      THEN COALESCE(COALESCE("t29"."before", "t29"."now"), CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "amount_pulled_in",
    'deals' AS "fact",
    1 AS "deals",
    COALESCE("t29"."pushes", 0) AS "pushes",
    COALESCE("t29"."pulls", 0) AS "pulls",
    CAST(COALESCE("t29"."pushes", 0) > 0 AS BIGINT) AS "pushed_once",
    CAST("t29"."is_due"
    AND (
      COALESCE("t29"."before", "t29"."now") IS NULL
    )
    AND (
      0 = 0
    ) AS BIGINT) AS "no_amount"
  FROM (
    SELECT
      "t28"."id",
      "t28"."source",
      "t28"."source_id",
      "t28"."observed_at",
      "t28"."modified_at",
      "t28"."name",
      "t28"."account",
      "t28"."seller",
      "t28"."pipeline",
      "t28"."stage",
      "t28"."status",
      "t28"."amount",
      "t28"."currency",
      "t28"."product",
      "t28"."origin",
      "t28"."source_detail",
      "t28"."created_at",
      "t28"."expected_close_on",
      "t28"."closed_at",
      "t28"."lost_reason",
      "t28"."deal",
      "t28"."number",
      "t28"."ends",
      "t28"."entered_at",
      "t28"."begins",
      "t28"."was_status",
      "t28"."was_amount",
      "t28"."was_expected_close_on",
      "t28"."born",
      "t28"."first_number",
      "t28"."period",
      "t28"."day",
      "t28"."status_before",
      "t28"."expected_before",
      "t28"."before",
      "t28"."now",
      "t28"."is_due",
      "t28"."is_pushed",
      "t28"."is_won",
      "t28"."is_lost",
      "t28"."is_left",
      "t28"."is_pulled_in",
      "t28"."is_overdue",
      "t11"."moved_deal",
      "t11"."moved_in",
      "t11"."pushes",
      "t11"."pulls"
    FROM (
      SELECT
        "t26"."id",
        "t26"."source",
        "t26"."source_id",
        "t26"."observed_at",
        "t26"."modified_at",
        "t26"."name",
        "t26"."account",
        "t26"."seller",
        "t26"."pipeline",
        "t26"."stage",
        "t26"."status",
        "t26"."amount",
        "t26"."currency",
        "t26"."product",
        "t26"."origin",
        "t26"."source_detail",
        "t26"."created_at",
        "t26"."expected_close_on",
        "t26"."closed_at",
        "t26"."lost_reason",
        "t26"."deal",
        "t26"."number",
        "t26"."ends",
        "t26"."entered_at",
        "t26"."begins",
        "t26"."was_status",
        "t26"."was_amount",
        "t26"."was_expected_close_on",
        "t26"."born",
        "t26"."first_number",
        "t26"."period",
        "t26"."day",
        "t26"."status_before",
        "t26"."expected_before",
        "t26"."before",
        "t26"."now",
        COALESCE("t26"."status_before" = 'open', FALSE)
        AND COALESCE(
          (
            "t26"."expected_before" >= MAKE_DATE(
              CAST(FLOOR((
                (
                  (
                    "t26"."number" * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )) AS BIGINT),
              (
                (
                  (
                    (
                      "t26"."number" * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            )
          )
          AND NOT (
            COALESCE(
              "t26"."expected_before" > CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t26"."number" + 1
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
                          "t26"."number" + 1
                        ) * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
              FALSE
            )
          ),
          FALSE
        ) AS "is_due",
        COALESCE("t26"."status_before" = 'open', FALSE)
        AND COALESCE(
          (
            "t26"."expected_before" >= MAKE_DATE(
              CAST(FLOOR((
                (
                  (
                    "t26"."number" * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )) AS BIGINT),
              (
                (
                  (
                    (
                      "t26"."number" * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            )
          )
          AND NOT (
            COALESCE(
              "t26"."expected_before" > CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t26"."number" + 1
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
                          "t26"."number" + 1
                        ) * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
              FALSE
            )
          ),
          FALSE
        )
        AND (
          "t26"."status" = 'open'
        )
        AND COALESCE(
          "t26"."expected_close_on" > CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t26"."number" + 1
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
                      "t26"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
          FALSE
        ) AS "is_pushed",
        COALESCE("t26"."status_before" = 'open', FALSE)
        AND COALESCE(
          (
            "t26"."expected_before" >= MAKE_DATE(
              CAST(FLOOR((
                (
                  (
                    "t26"."number" * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )) AS BIGINT),
              (
                (
                  (
                    (
                      "t26"."number" * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            )
          )
          AND NOT (
            COALESCE(
              "t26"."expected_before" > CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t26"."number" + 1
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
                          "t26"."number" + 1
                        ) * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
              FALSE
            )
          ),
          FALSE
        )
        AND (
          "t26"."status" = 'won'
        ) AS "is_won",
        COALESCE("t26"."status_before" = 'open', FALSE)
        AND COALESCE(
          (
            "t26"."expected_before" >= MAKE_DATE(
              CAST(FLOOR((
                (
                  (
                    "t26"."number" * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )) AS BIGINT),
              (
                (
                  (
                    (
                      "t26"."number" * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            )
          )
          AND NOT (
            COALESCE(
              "t26"."expected_before" > CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t26"."number" + 1
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
                          "t26"."number" + 1
                        ) * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
              FALSE
            )
          ),
          FALSE
        )
        AND NOT (
          "t26"."status" = 'open'
        )
        AND NOT (
          "t26"."status" = 'won'
        ) AS "is_lost",
        COALESCE("t26"."status_before" = 'open', FALSE)
        AND COALESCE(
          (
            "t26"."expected_before" >= MAKE_DATE(
              CAST(FLOOR((
                (
                  (
                    "t26"."number" * 1
                  ) + 1
                ) - 1
              ) / (
                12
              )) AS BIGINT),
              (
                (
                  (
                    (
                      "t26"."number" * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            )
          )
          AND NOT (
            COALESCE(
              "t26"."expected_before" > CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t26"."number" + 1
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
                          "t26"."number" + 1
                        ) * 1
                      ) + 1
                    ) - 1
                  ) % 12
                ) + 1,
                1
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
              FALSE
            )
          ),
          FALSE
        )
        AND (
          "t26"."status" = 'open'
        )
        AND NOT (
          COALESCE(
            "t26"."expected_close_on" > CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t26"."number" + 1
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
                        "t26"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
            FALSE
          )
        ) AS "is_left",
        COALESCE("t26"."status_before" = 'open', FALSE)
        AND COALESCE(
          "t26"."expected_before" > CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t26"."number" + 1
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
                      "t26"."number" + 1
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
          (
            "t26"."status" = 'won'
          )
          OR (
            (
              "t26"."status" = 'open'
            )
            AND COALESCE(
              "t26"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                CAST(FLOOR(
                  (
                    (
                      (
                        (
                          "t26"."number" + 1
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
                          "t26"."number" + 1
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
        ) AS "is_pulled_in",
        COALESCE("t26"."status_before" = 'open', FALSE)
        AND COALESCE(
          "t26"."expected_before" < MAKE_DATE(
            CAST(FLOOR((
              (
                (
                  "t26"."number" * 1
                ) + 1
              ) - 1
            ) / (
              12
            )) AS BIGINT),
            (
              (
                (
                  (
                    "t26"."number" * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ),
          FALSE
        ) AS "is_overdue"
      FROM (
        SELECT
          "t25"."id",
          "t25"."source",
          "t25"."source_id",
          "t25"."observed_at",
          "t25"."modified_at",
          "t25"."name",
          "t25"."account",
          "t25"."seller",
          "t25"."pipeline",
          "t25"."stage",
          "t25"."status",
          "t25"."amount",
          "t25"."currency",
          "t25"."product",
          "t25"."origin",
          "t25"."source_detail",
          "t25"."created_at",
          "t25"."expected_close_on",
          "t25"."closed_at",
          "t25"."lost_reason",
          "t25"."deal",
          "t25"."number",
          "t25"."ends",
          "t25"."entered_at",
          "t25"."begins",
          "t25"."was_status",
          "t25"."was_amount",
          "t25"."was_expected_close_on",
          "t25"."born" AND (
            "t25"."number" = "t25"."first_number"
          ) AS "born",
          "t25"."first_number",
          MAKE_DATE(
            CAST(FLOOR((
              (
                (
                  "t25"."number" * 1
                ) + 1
              ) - 1
            ) / (
              12
            )) AS BIGINT),
            (
              (
                (
                  (
                    "t25"."number" * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) AS "period",
          CASE
            WHEN "t25"."number" = 24293
            THEN MAKE_DATE(2024, 6, 30)
            ELSE CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t25"."number" + 1
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
                        "t25"."number" + 1
                      ) * 1
                    ) + 1
                  ) - 1
                ) % 12
              ) + 1,
              1
            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
          END AS "day",
          CASE
            WHEN "t25"."number" = "t25"."first_number"
            THEN "t25"."was_status"
            ELSE "t25"."status"
          END AS "status_before",
          CASE
            WHEN "t25"."number" = "t25"."first_number"
            THEN "t25"."was_expected_close_on"
            ELSE "t25"."expected_close_on"
          END AS "expected_before",
          CASE
            WHEN "t25"."number" = "t25"."first_number"
            THEN "t25"."was_amount"
            ELSE "t25"."amount"
          END AS "before",
          "t25"."amount" AS "now"
        FROM (
          SELECT
            "t24"."id",
            "t24"."source",
            "t24"."source_id",
            "t24"."observed_at",
            "t24"."modified_at",
            "t24"."name",
            "t24"."account",
            "t24"."seller",
            "t24"."pipeline",
            "t24"."stage",
            "t24"."status",
            "t24"."amount",
            "t24"."currency",
            "t24"."product",
            "t24"."origin",
            "t24"."source_detail",
            "t24"."created_at",
            "t24"."expected_close_on",
            "t24"."closed_at",
            "t24"."lost_reason",
            "t24"."deal",
            UNNEST(RANGE("t24"."begins", "t24"."ends", 1)) AS "number",
            "t24"."ends",
            "t24"."entered_at",
            "t24"."begins",
            "t24"."was_status",
            "t24"."was_amount",
            "t24"."was_expected_close_on",
            "t24"."born",
            "t24"."first_number"
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
              CASE WHEN "t23"."status" = 'open' THEN "t23"."ends" ELSE "t23"."begins" + 1 END AS "ends",
              "t23"."entered_at",
              "t23"."begins",
              "t23"."was_status",
              "t23"."was_amount",
              "t23"."was_expected_close_on",
              "t23"."born",
              "t23"."first_number"
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
                LAG("t22"."status") OVER (
                  PARTITION BY "t22"."id"
                  ORDER BY "t22"."begins" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "was_status",
                LAG("t22"."amount") OVER (
                  PARTITION BY "t22"."id"
                  ORDER BY "t22"."begins" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "was_amount",
                LAG("t22"."expected_close_on") OVER (
                  PARTITION BY "t22"."id"
                  ORDER BY "t22"."begins" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "was_expected_close_on",
                LAG("t22"."begins") OVER (
                  PARTITION BY "t22"."id"
                  ORDER BY "t22"."begins" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) IS NULL AS "born",
                "t22"."begins" AS "first_number"
              FROM "deal_spans" AS "t22"
            ) AS "t23"
            WHERE
              (
                "t23"."status" = 'open'
              )
              OR (
                COALESCE("t23"."born" OR (
                  "t23"."was_status" <> "t23"."status"
                ), TRUE)
                AND NOT (
                  "t23"."born"
                  AND NOT (
                    "t23"."status" = 'open'
                  )
                  AND (
                    "t23"."closed_at" IS NULL
                  )
                )
              )
          ) AS "t24"
        ) AS "t25"
      ) AS "t26"
    ) AS "t28"
    LEFT OUTER JOIN (
      SELECT
        "t4"."deal" AS "moved_deal",
        "t4"."moved_in",
        SUM(CAST(COALESCE("t4"."later", FALSE) AS BIGINT)) AS "pushes",
        SUM(CAST(COALESCE("t4"."earlier", FALSE) AS BIGINT)) AS "pulls"
      FROM (
        SELECT
          "t0"."deal",
          CAST(FLOOR(
            (
              (
                (
                  EXTRACT(year FROM CAST("t0"."at" AS DATE)) * 12
                ) + EXTRACT(month FROM CAST("t0"."at" AS DATE))
              ) - 1
            ) / (
              1
            )
          ) AS BIGINT) AS "moved_in",
          TRY_CAST("t0"."new" AS DATE) > TRY_CAST("t0"."old" AS DATE) AS "later",
          TRY_CAST("t0"."new" AS DATE) < TRY_CAST("t0"."old" AS DATE) AS "earlier"
        FROM "deal_changes" AS "t0"
        WHERE
          "t0"."field" = 'expected_close_on'
          AND "t0"."old" IS NOT NULL
          AND "t0"."new" IS NOT NULL
          AND "t0"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      ) AS "t4"
      GROUP BY
        1,
        2
    ) AS "t11"
      ON "t28"."id" = "t11"."moved_deal" AND "t28"."number" = "t11"."moved_in"
  ) AS "t29"
) AS "t30"
GROUP BY
  1,
  2

-- by team, several currencies
WITH "deal_spans" AS (
  SELECT
    "t31"."id",
    "t31"."source",
    "t31"."source_id",
    "t31"."observed_at",
    "t31"."modified_at",
    "t31"."name",
    "t31"."account",
    CASE
      WHEN COALESCE("t31"."now_seller", "t31"."first_seller") IS NOT NULL
      THEN CASE
        WHEN LENGTH(COALESCE("t31"."now_seller", "t31"."first_seller")) > 10
        THEN SUBSTRING(
          COALESCE("t31"."now_seller", "t31"."first_seller"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t31"."now_seller", "t31"."first_seller"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END
      ELSE "t31"."seller"
    END AS "seller",
    "t31"."pipeline",
    CASE
      WHEN (
        COALESCE("t31"."now_stage", "t31"."first_stage") IS NULL
      )
      AND (
        (
          "t31"."status" <> 'open'
        )
        AND (
          COALESCE(
            CASE
              WHEN LENGTH(COALESCE("t31"."now_status", "t31"."first_status")) > 10
              THEN SUBSTRING(
                COALESCE("t31"."now_status", "t31"."first_status"),
                CASE
                  WHEN (
                    11 + 1
                  ) >= 1
                  THEN 11 + 1
                  ELSE 11 + 1 + LENGTH(COALESCE("t31"."now_status", "t31"."first_status"))
                END
              )
              ELSE CAST(NULL AS TEXT)
            END,
            CASE
              WHEN (
                "t31"."closed_at" IS NOT NULL
              )
              AND (
                CASE
                  WHEN "t31"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                  THEN GREATEST(
                    CAST(FLOOR(
                      (
                        (
                          (
                            EXTRACT(year FROM CAST("t31"."closed_at" AS DATE)) * 12
                          ) + EXTRACT(month FROM CAST("t31"."closed_at" AS DATE))
                        ) - 1
                      ) / (
                        1
                      )
                    ) AS BIGINT),
                    22800
                  )
                  ELSE 24294
                END > "t31"."begins"
              )
              THEN 'open'
              ELSE "t31"."status"
            END
          ) = 'open'
        )
      )
      THEN CAST(NULL AS TEXT)
      ELSE CASE
        WHEN COALESCE("t31"."now_stage", "t31"."first_stage") IS NOT NULL
        THEN CASE
          WHEN LENGTH(COALESCE("t31"."now_stage", "t31"."first_stage")) > 10
          THEN SUBSTRING(
            COALESCE("t31"."now_stage", "t31"."first_stage"),
            CASE
              WHEN (
                11 + 1
              ) >= 1
              THEN 11 + 1
              ELSE 11 + 1 + LENGTH(COALESCE("t31"."now_stage", "t31"."first_stage"))
            END
          )
          ELSE CAST(NULL AS TEXT)
        END
        ELSE "t31"."stage"
      END
    END AS "stage",
    COALESCE(
      CASE
        WHEN LENGTH(COALESCE("t31"."now_status", "t31"."first_status")) > 10
        THEN SUBSTRING(
          COALESCE("t31"."now_status", "t31"."first_status"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t31"."now_status", "t31"."first_status"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END,
      CASE
        WHEN (
          "t31"."closed_at" IS NOT NULL
        )
        AND (
          CASE
            WHEN "t31"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN GREATEST(
              CAST(FLOOR(
                (
                  (
                    (
                      EXTRACT(year FROM CAST("t31"."closed_at" AS DATE)) * 12
                    ) + EXTRACT(month FROM CAST("t31"."closed_at" AS DATE))
                  ) - 1
                ) / (
                  1
                )
              ) AS BIGINT),
              22800
            )
            ELSE 24294
          END > "t31"."begins"
        )
        THEN 'open'
        ELSE "t31"."status"
      END
    ) AS "status",
    CASE
      WHEN COALESCE("t31"."now_amount", "t31"."first_amount") IS NOT NULL
      THEN TRY_CAST(CASE
        WHEN LENGTH(COALESCE("t31"."now_amount", "t31"."first_amount")) > 10
        THEN SUBSTRING(
          COALESCE("t31"."now_amount", "t31"."first_amount"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t31"."now_amount", "t31"."first_amount"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END AS DECIMAL(18, 4))
      ELSE "t31"."amount"
    END AS "amount",
    "t31"."currency",
    "t31"."product",
    "t31"."origin",
    "t31"."source_detail",
    "t31"."created_at",
    CASE
      WHEN COALESCE("t31"."now_expected_close_on", "t31"."first_expected_close_on") IS NOT NULL
      THEN TRY_CAST(CASE
        WHEN LENGTH(COALESCE("t31"."now_expected_close_on", "t31"."first_expected_close_on")) > 10
        THEN SUBSTRING(
          COALESCE("t31"."now_expected_close_on", "t31"."first_expected_close_on"),
          CASE
            WHEN (
              11 + 1
            ) >= 1
            THEN 11 + 1
            ELSE 11 + 1 + LENGTH(COALESCE("t31"."now_expected_close_on", "t31"."first_expected_close_on"))
          END
        )
        ELSE CAST(NULL AS TEXT)
      END AS DATE)
      ELSE "t31"."expected_close_on"
    END AS "expected_close_on",
    "t31"."closed_at",
    "t31"."lost_reason",
    "t31"."deal",
    "t31"."number",
    "t31"."ends",
    "t31"."entered_at",
    "t31"."begins"
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
      "t30"."now_stage",
      "t30"."first_stage",
      "t30"."now_amount",
      "t30"."first_amount",
      "t30"."now_seller",
      "t30"."first_seller",
      "t30"."now_status",
      "t30"."first_status",
      "t30"."now_expected_close_on",
      "t30"."first_expected_close_on",
      GREATEST(
        "t30"."number",
        CASE
          WHEN "t30"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          THEN GREATEST(
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM CAST("t30"."created_at" AS DATE)) * 12
                  ) + EXTRACT(month FROM CAST("t30"."created_at" AS DATE))
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
        "t29"."deal",
        "t29"."number",
        "t29"."ends",
        "t29"."entered_at",
        "t29"."now_stage",
        "t29"."first_stage",
        "t29"."now_amount",
        "t29"."first_amount",
        "t29"."now_seller",
        "t29"."first_seller",
        "t29"."now_status",
        "t29"."first_status",
        "t29"."now_expected_close_on",
        "t29"."first_expected_close_on"
      FROM (
        SELECT
          *
        FROM "deals" AS "t3"
        WHERE
          "t3"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      ) AS "t7"
      INNER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t26"."deal",
            "t26"."number",
            COALESCE(
              LEAD("t26"."number") OVER (
                PARTITION BY "t26"."deal"
                ORDER BY "t26"."number" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ),
              24294
            ) AS "ends",
            MAX("t26"."moved_at") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "entered_at",
            MAX("t26"."new_stage") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_stage",
            MIN("t26"."old_stage") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_stage",
            MAX("t26"."new_amount") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_amount",
            MIN("t26"."old_amount") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_amount",
            MAX("t26"."new_seller") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_seller",
            MIN("t26"."old_seller") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_seller",
            MAX("t26"."new_status") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_status",
            MIN("t26"."old_status") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_status",
            MAX("t26"."new_expected_close_on") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "now_expected_close_on",
            MIN("t26"."old_expected_close_on") OVER (
              PARTITION BY "t26"."deal"
              ORDER BY "t26"."number" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "first_expected_close_on"
          FROM (
            SELECT
              "t25"."deal",
              "t25"."number",
              MAX("t25"."moved_at") AS "moved_at",
              MAX("t25"."new") FILTER(WHERE
                "t25"."field" = 'stage') AS "new_stage",
              MIN("t25"."old") FILTER(WHERE
                "t25"."field" = 'stage') AS "old_stage",
              MAX("t25"."new") FILTER(WHERE
                "t25"."field" = 'amount') AS "new_amount",
              MIN("t25"."old") FILTER(WHERE
                "t25"."field" = 'amount') AS "old_amount",
              MAX("t25"."new") FILTER(WHERE
                "t25"."field" = 'seller') AS "new_seller",
              MIN("t25"."old") FILTER(WHERE
                "t25"."field" = 'seller') AS "old_seller",
              MAX("t25"."new") FILTER(WHERE
                "t25"."field" = 'status') AS "new_status",
              MIN("t25"."old") FILTER(WHERE
                "t25"."field" = 'status') AS "old_status",
              MAX("t25"."new") FILTER(WHERE
                "t25"."field" = 'expected_close_on') AS "new_expected_close_on",
              MIN("t25"."old") FILTER(WHERE
                "t25"."field" = 'expected_close_on') AS "old_expected_close_on"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t19"."deal",
                  "t19"."number",
                  "t19"."field",
                  "t19"."moved_at",
                  CAST("t19"."number" + 1000000000 AS TEXT) || COALESCE('=' || "t19"."new"."value", '') AS "new",
                  CAST("t19"."number" + 1000000000 AS TEXT) || COALESCE('=' || "t19"."old"."value", '') AS "old"
                FROM (
                  SELECT
                    "t11"."deal",
                    "t11"."number",
                    "t11"."field",
                    MAX({'at': "t11"."at", 'id': "t11"."id", 'value': "t11"."new"}) AS "new",
                    MIN({'at': "t11"."at", 'id': "t11"."id", 'value': "t11"."old"}) AS "old",
                    MAX("t11"."moved_at") AS "moved_at"
                  FROM (
                    SELECT
                      "t2"."id",
                      "t2"."source",
                      "t2"."source_id",
                      "t2"."observed_at",
                      "t2"."modified_at",
                      "t2"."deal",
                      "t2"."field",
                      "t2"."old",
                      "t2"."new",
                      "t2"."at",
                      "t2"."evidence",
                      CASE
                        WHEN "t2"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t2"."at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t2"."at" AS DATE))
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
                          "t2"."field" = 'stage'
                        )
                        AND (
                          (
                            "t2"."old" IS NULL
                          ) OR (
                            "t2"."old" <> "t2"."new"
                          )
                        )
                        THEN "t2"."at"
                        ELSE CAST(NULL AS TIMESTAMPTZ)
                      END AS "moved_at"
                    FROM "deal_changes" AS "t2"
                    WHERE
                      "t2"."field" IN ('stage', 'amount', 'seller', 'status', 'expected_close_on')
                  ) AS "t11"
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t19"
              ) AS "t24"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t14"."deal",
                  "t14"."number",
                  CAST(NULL AS TEXT) AS "field",
                  CAST(NULL AS TIMESTAMPTZ) AS "moved_at",
                  CAST(NULL AS TEXT) AS "new",
                  CAST(NULL AS TEXT) AS "old"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t3"."id" AS "deal",
                      CASE
                        WHEN "t3"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t3"."created_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t3"."created_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number"
                    FROM "deals" AS "t3"
                    WHERE
                      "t3"."created_at" IS NOT NULL
                  ) AS "t12"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t3"."id" AS "deal",
                      CASE
                        WHEN "t3"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t3"."closed_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t3"."closed_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END AS "number"
                    FROM "deals" AS "t3"
                    WHERE
                      "t3"."closed_at" IS NOT NULL
                  ) AS "t13"
                ) AS "t14"
              ) AS "t17"
            ) AS "t25"
            GROUP BY
              1,
              2
          ) AS "t26"
        ) AS "t27"
        WHERE
          "t27"."number" < 24294
      ) AS "t29"
        ON "t7"."id" = "t29"."deal"
    ) AS "t30"
    WHERE
      GREATEST(
        "t30"."number",
        CASE
          WHEN "t30"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          THEN GREATEST(
            CAST(FLOOR(
              (
                (
                  (
                    EXTRACT(year FROM CAST("t30"."created_at" AS DATE)) * 12
                  ) + EXTRACT(month FROM CAST("t30"."created_at" AS DATE))
                ) - 1
              ) / (
                1
              )
            ) AS BIGINT),
            22800
          )
          ELSE 24294
        END
      ) < "t30"."ends"
  ) AS "t31"
)
SELECT
  "t46"."team",
  "t46"."period",
  SUM("t46"."pushes") AS "pushes",
  SUM("t46"."pulls") AS "pulls",
  SUM("t46"."pushed_once") AS "pushed_once",
  SUM("t46"."left") AS "left",
  SUM("t46"."deals") AS "deals",
  COUNT(*) AS "cases",
  COALESCE(SUM(CAST("t46"."pushes" AS DOUBLE) * CAST("t46"."pushes" AS DOUBLE)), 0.0) AS "value__above_above",
  COALESCE(SUM(CAST("t46"."pushes" AS DOUBLE) * CAST("t46"."deals" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t46"."deals" AS DOUBLE) * CAST("t46"."deals" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t46"."pushes" <> 0
  ) OR (
    "t46"."deals" <> 0
  ) AS INT)), 0) AS "value__cases"
FROM (
  SELECT
    "t45"."id",
    "t45"."origin",
    "t45"."source_detail",
    "t45"."pipeline",
    "t45"."stage",
    "t45"."product",
    "t45"."account",
    "t45"."seller",
    "t45"."currency",
    "t45"."source",
    "t45"."day",
    "t45"."period",
    "t45"."no_rate",
    "t45"."due",
    "t45"."pushed",
    "t45"."won",
    "t45"."lost",
    "t45"."left",
    "t45"."pulled_in",
    "t45"."overdue",
    "t45"."amount_due",
    "t45"."amount_pushed",
    "t45"."amount_pulled_in",
    "t45"."fact",
    "t45"."deals",
    "t45"."pushes",
    "t45"."pulls",
    "t45"."pushed_once",
    "t45"."no_amount",
    "t21"."team",
    "t21"."manager",
    "t21"."role"
  FROM (
    SELECT
      "t43"."id",
      "t43"."origin",
      "t43"."source_detail",
      "t43"."pipeline",
      "t43"."stage",
      "t43"."product",
      "t43"."account",
      "t43"."seller",
      "t43"."currency",
      "t43"."source",
      "t43"."day",
      "t43"."period",
      CAST((
        "t43"."worth" IS NOT NULL
      )
      AND NOT (
        COALESCE("t43"."currency" = 'USD', FALSE)
      )
      AND (
        "t43"."rate" IS NULL
      ) AS BIGINT) AS "no_rate",
      CAST("t43"."is_due" AS BIGINT) AS "due",
      CAST("t43"."is_pushed" AS BIGINT) AS "pushed",
      CAST("t43"."is_won" AS BIGINT) AS "won",
      CAST("t43"."is_lost" AS BIGINT) AS "lost",
      CAST("t43"."is_left" AS BIGINT) AS "left",
      CAST("t43"."is_pulled_in" AS BIGINT) AS "pulled_in",
      CAST("t43"."is_overdue" AS BIGINT) AS "overdue",
      CASE
        WHEN "t43"."is_due"
        THEN COALESCE(
          CASE
            WHEN COALESCE("t43"."currency" = 'USD', FALSE)
            THEN "t43"."worth"
            ELSE CAST(CAST("t43"."worth" AS DOUBLE) * "t43"."rate" AS DECIMAL(18, 4))
          END,
          CAST(0 AS DECIMAL(18, 4))
        )
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "amount_due",
      CASE
        WHEN "t43"."is_pushed"
        THEN COALESCE(
          CASE
            WHEN COALESCE("t43"."currency" = 'USD', FALSE)
            THEN "t43"."worth"
            ELSE CAST(CAST("t43"."worth" AS DOUBLE) * "t43"."rate" AS DECIMAL(18, 4))
          END,
          CAST(0 AS DECIMAL(18, 4))
        )
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "amount_pushed",
      CASE
        WHEN "t43"."is_pulled_in"
        THEN COALESCE(
          CASE
            WHEN COALESCE("t43"."currency" = 'USD', FALSE)
            THEN "t43"."worth"
            ELSE CAST(CAST("t43"."worth" AS DOUBLE) * "t43"."rate" AS DECIMAL(18, 4))
          END,
          CAST(0 AS DECIMAL(18, 4))
        )
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "amount_pulled_in",
      'deals' AS "fact",
      1 AS "deals",
      COALESCE("t43"."pushes", 0) AS "pushes",
      COALESCE("t43"."pulls", 0) AS "pulls",
      CAST(COALESCE("t43"."pushes", 0) > 0 AS BIGINT) AS "pushed_once",
      CAST("t43"."is_due"
      AND (
        CASE
          WHEN COALESCE("t43"."currency" = 'USD', FALSE)
          THEN "t43"."worth"
          ELSE CAST(CAST("t43"."worth" AS DOUBLE) * "t43"."rate" AS DECIMAL(18, 4))
        END IS NULL
      )
      AND (
        CAST((
          "t43"."worth" IS NOT NULL
        )
        AND NOT (
          COALESCE("t43"."currency" = 'USD', FALSE)
        )
        AND (
          "t43"."rate" IS NULL
        ) AS BIGINT) = 0
      ) AS BIGINT) AS "no_amount",
      COALESCE("t43"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
    FROM (
      SELECT
        "t42"."id",
        "t42"."source",
        "t42"."source_id",
        "t42"."observed_at",
        "t42"."modified_at",
        "t42"."name",
        "t42"."account",
        "t42"."seller",
        "t42"."pipeline",
        "t42"."stage",
        "t42"."status",
        "t42"."amount",
        "t42"."currency",
        "t42"."product",
        "t42"."origin",
        "t42"."source_detail",
        "t42"."created_at",
        "t42"."expected_close_on",
        "t42"."closed_at",
        "t42"."lost_reason",
        "t42"."deal",
        "t42"."number",
        "t42"."ends",
        "t42"."entered_at",
        "t42"."begins",
        "t42"."was_status",
        "t42"."was_amount",
        "t42"."was_expected_close_on",
        "t42"."born",
        "t42"."first_number",
        "t42"."period",
        "t42"."day",
        "t42"."status_before",
        "t42"."expected_before",
        "t42"."before",
        "t42"."now",
        "t42"."is_due",
        "t42"."is_pushed",
        "t42"."is_won",
        "t42"."is_lost",
        "t42"."is_left",
        "t42"."is_pulled_in",
        "t42"."is_overdue",
        "t42"."moved_deal",
        "t42"."moved_in",
        "t42"."pushes",
        "t42"."pulls",
        "t42"."worth",
        "t42"."rate_day",
        "t23"."rate",
        "t23"."rate_currency",
        "t23"."rated_on"
      FROM (
        SELECT
          "t40"."id",
          "t40"."source",
          "t40"."source_id",
          "t40"."observed_at",
          "t40"."modified_at",
          "t40"."name",
          "t40"."account",
          "t40"."seller",
          "t40"."pipeline",
          "t40"."stage",
          "t40"."status",
          "t40"."amount",
          "t40"."currency",
          "t40"."product",
          "t40"."origin",
          "t40"."source_detail",
          "t40"."created_at",
          "t40"."expected_close_on",
          "t40"."closed_at",
          "t40"."lost_reason",
          "t40"."deal",
          "t40"."number",
          "t40"."ends",
          "t40"."entered_at",
          "t40"."begins",
          "t40"."was_status",
          "t40"."was_amount",
          "t40"."was_expected_close_on",
          "t40"."born",
          "t40"."first_number",
          "t40"."period",
          "t40"."day",
          "t40"."status_before",
          "t40"."expected_before",
          "t40"."before",
          "t40"."now",
          "t40"."is_due",
          "t40"."is_pushed",
          "t40"."is_won",
          "t40"."is_lost",
          "t40"."is_left",
          "t40"."is_pulled_in",
          "t40"."is_overdue",
          "t40"."moved_deal",
          "t40"."moved_in",
          "t40"."pushes",
          "t40"."pulls",
          COALESCE("t40"."before", "t40"."now") AS "worth",
          COALESCE("t40"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
        FROM (
          SELECT
            "t39"."id",
            "t39"."source",
            "t39"."source_id",
            "t39"."observed_at",
            "t39"."modified_at",
            "t39"."name",
            "t39"."account",
            "t39"."seller",
            "t39"."pipeline",
            "t39"."stage",
            "t39"."status",
            "t39"."amount",
            "t39"."currency",
            "t39"."product",
            "t39"."origin",
            "t39"."source_detail",
            "t39"."created_at",
            "t39"."expected_close_on",
            "t39"."closed_at",
            "t39"."lost_reason",
            "t39"."deal",
            "t39"."number",
            "t39"."ends",
            "t39"."entered_at",
            "t39"."begins",
            "t39"."was_status",
            "t39"."was_amount",
            "t39"."was_expected_close_on",
            "t39"."born",
            "t39"."first_number",
            "t39"."period",
            "t39"."day",
            "t39"."status_before",
            "t39"."expected_before",
            "t39"."before",
            "t39"."now",
            "t39"."is_due",
            "t39"."is_pushed",
            "t39"."is_won",
            "t39"."is_lost",
            "t39"."is_left",
            "t39"."is_pulled_in",
            "t39"."is_overdue",
            "t18"."moved_deal",
            "t18"."moved_in",
            "t18"."pushes",
            "t18"."pulls"
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
              COALESCE("t37"."status_before" = 'open', FALSE)
              AND COALESCE(
                (
                  "t37"."expected_before" >= MAKE_DATE(
                    CAST(FLOOR((
                      (
                        (
                          "t37"."number" * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )) AS BIGINT),
                    (
                      (
                        (
                          (
                            "t37"."number" * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  )
                )
                AND NOT (
                  COALESCE(
                    "t37"."expected_before" > CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t37"."number" + 1
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
                                "t37"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  )
                ),
                FALSE
              ) AS "is_due",
              COALESCE("t37"."status_before" = 'open', FALSE)
              AND COALESCE(
                (
                  "t37"."expected_before" >= MAKE_DATE(
                    CAST(FLOOR((
                      (
                        (
                          "t37"."number" * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )) AS BIGINT),
                    (
                      (
                        (
                          (
                            "t37"."number" * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  )
                )
                AND NOT (
                  COALESCE(
                    "t37"."expected_before" > CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t37"."number" + 1
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
                                "t37"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  )
                ),
                FALSE
              )
              AND (
                "t37"."status" = 'open'
              )
              AND COALESCE(
                "t37"."expected_close_on" > CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t37"."number" + 1
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
                            "t37"."number" + 1
                          ) * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                FALSE
              ) AS "is_pushed",
              COALESCE("t37"."status_before" = 'open', FALSE)
              AND COALESCE(
                (
                  "t37"."expected_before" >= MAKE_DATE(
                    CAST(FLOOR((
                      (
                        (
                          "t37"."number" * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )) AS BIGINT),
                    (
                      (
                        (
                          (
                            "t37"."number" * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  )
                )
                AND NOT (
                  COALESCE(
                    "t37"."expected_before" > CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t37"."number" + 1
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
                                "t37"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  )
                ),
                FALSE
              )
              AND (
                "t37"."status" = 'won'
              ) AS "is_won",
              COALESCE("t37"."status_before" = 'open', FALSE)
              AND COALESCE(
                (
                  "t37"."expected_before" >= MAKE_DATE(
                    CAST(FLOOR((
                      (
                        (
                          "t37"."number" * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )) AS BIGINT),
                    (
                      (
                        (
                          (
                            "t37"."number" * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  )
                )
                AND NOT (
                  COALESCE(
                    "t37"."expected_before" > CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t37"."number" + 1
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
                                "t37"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  )
                ),
                FALSE
              )
              AND NOT (
                "t37"."status" = 'open'
              )
              AND NOT (
                "t37"."status" = 'won'
              ) AS "is_lost",
              COALESCE("t37"."status_before" = 'open', FALSE)
              AND COALESCE(
                (
                  "t37"."expected_before" >= MAKE_DATE(
                    CAST(FLOOR((
                      (
                        (
                          "t37"."number" * 1
                        ) + 1
                      ) - 1
                    ) / (
                      12
                    )) AS BIGINT),
                    (
                      (
                        (
                          (
                            "t37"."number" * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  )
                )
                AND NOT (
                  COALESCE(
                    "t37"."expected_before" > CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t37"."number" + 1
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
                                "t37"."number" + 1
                              ) * 1
                            ) + 1
                          ) - 1
                        ) % 12
                      ) + 1,
                      1
                    ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                    FALSE
                  )
                ),
                FALSE
              )
              AND (
                "t37"."status" = 'open'
              )
              AND NOT (
                COALESCE(
                  "t37"."expected_close_on" > CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t37"."number" + 1
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
                              "t37"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE),
                  FALSE
                )
              ) AS "is_left",
              COALESCE("t37"."status_before" = 'open', FALSE)
              AND COALESCE(
                "t37"."expected_before" > CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t37"."number" + 1
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
                            "t37"."number" + 1
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
                (
                  "t37"."status" = 'won'
                )
                OR (
                  (
                    "t37"."status" = 'open'
                  )
                  AND COALESCE(
                    "t37"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t37"."number" + 1
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
                                "t37"."number" + 1
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
              ) AS "is_pulled_in",
              COALESCE("t37"."status_before" = 'open', FALSE)
              AND COALESCE(
                "t37"."expected_before" < MAKE_DATE(
                  CAST(FLOOR((
                    (
                      (
                        "t37"."number" * 1
                      ) + 1
                    ) - 1
                  ) / (
                    12
                  )) AS BIGINT),
                  (
                    (
                      (
                        (
                          "t37"."number" * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ),
                FALSE
              ) AS "is_overdue"
            FROM (
              SELECT
                "t36"."id",
                "t36"."source",
                "t36"."source_id",
                "t36"."observed_at",
                "t36"."modified_at",
                "t36"."name",
                "t36"."account",
                "t36"."seller",
                "t36"."pipeline",
                "t36"."stage",
                "t36"."status",
                "t36"."amount",
                "t36"."currency",
                "t36"."product",
                "t36"."origin",
                "t36"."source_detail",
                "t36"."created_at",
                "t36"."expected_close_on",
                "t36"."closed_at",
                "t36"."lost_reason",
                "t36"."deal",
                "t36"."number",
                "t36"."ends",
                "t36"."entered_at",
                "t36"."begins",
                "t36"."was_status",
                "t36"."was_amount",
                "t36"."was_expected_close_on",
                "t36"."born" AND (
                  "t36"."number" = "t36"."first_number"
                ) AS "born",
                "t36"."first_number",
                MAKE_DATE(
                  CAST(FLOOR((
                    (
                      (
                        "t36"."number" * 1
                      ) + 1
                    ) - 1
                  ) / (
                    12
                  )) AS BIGINT),
                  (
                    (
                      (
                        (
                          "t36"."number" * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) AS "period",
                CASE
                  WHEN "t36"."number" = 24293
                  THEN MAKE_DATE(2024, 6, 30)
                  ELSE CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t36"."number" + 1
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
                              "t36"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
                END AS "day",
                CASE
                  WHEN "t36"."number" = "t36"."first_number"
                  THEN "t36"."was_status"
                  ELSE "t36"."status"
                END AS "status_before",
                CASE
                  WHEN "t36"."number" = "t36"."first_number"
                  THEN "t36"."was_expected_close_on"
                  ELSE "t36"."expected_close_on"
                END AS "expected_before",
                CASE
                  WHEN "t36"."number" = "t36"."first_number"
                  THEN "t36"."was_amount"
                  ELSE "t36"."amount"
                END AS "before",
                "t36"."amount" AS "now"
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
                  UNNEST(RANGE("t35"."begins", "t35"."ends", 1)) AS "number",
                  "t35"."ends",
                  "t35"."entered_at",
                  "t35"."begins",
                  "t35"."was_status",
                  "t35"."was_amount",
                  "t35"."was_expected_close_on",
                  "t35"."born",
                  "t35"."first_number"
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
                    CASE WHEN "t34"."status" = 'open' THEN "t34"."ends" ELSE "t34"."begins" + 1 END AS "ends",
                    "t34"."entered_at",
                    "t34"."begins",
                    "t34"."was_status",
                    "t34"."was_amount",
                    "t34"."was_expected_close_on",
                    "t34"."born",
                    "t34"."first_number"
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
                      LAG("t33"."status") OVER (
                        PARTITION BY "t33"."id"
                        ORDER BY "t33"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_status",
                      LAG("t33"."amount") OVER (
                        PARTITION BY "t33"."id"
                        ORDER BY "t33"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_amount",
                      LAG("t33"."expected_close_on") OVER (
                        PARTITION BY "t33"."id"
                        ORDER BY "t33"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_expected_close_on",
                      LAG("t33"."begins") OVER (
                        PARTITION BY "t33"."id"
                        ORDER BY "t33"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) IS NULL AS "born",
                      "t33"."begins" AS "first_number"
                    FROM "deal_spans" AS "t33"
                  ) AS "t34"
                  WHERE
                    (
                      "t34"."status" = 'open'
                    )
                    OR (
                      COALESCE("t34"."born" OR (
                        "t34"."was_status" <> "t34"."status"
                      ), TRUE)
                      AND NOT (
                        "t34"."born"
                        AND NOT (
                          "t34"."status" = 'open'
                        )
                        AND (
                          "t34"."closed_at" IS NULL
                        )
                      )
                    )
                ) AS "t35"
              ) AS "t36"
            ) AS "t37"
          ) AS "t39"
          LEFT OUTER JOIN (
            SELECT
              "t9"."deal" AS "moved_deal",
              "t9"."moved_in",
              SUM(CAST(COALESCE("t9"."later", FALSE) AS BIGINT)) AS "pushes",
              SUM(CAST(COALESCE("t9"."earlier", FALSE) AS BIGINT)) AS "pulls"
            FROM (
              SELECT
                "t2"."deal",
                CAST(FLOOR(
                  (
                    (
                      (
                        EXTRACT(year FROM CAST("t2"."at" AS DATE)) * 12
                      ) + EXTRACT(month FROM CAST("t2"."at" AS DATE))
                    ) - 1
                  ) / (
                    1
                  )
                ) AS BIGINT) AS "moved_in",
                TRY_CAST("t2"."new" AS DATE) > TRY_CAST("t2"."old" AS DATE) AS "later",
                TRY_CAST("t2"."new" AS DATE) < TRY_CAST("t2"."old" AS DATE) AS "earlier"
              FROM "deal_changes" AS "t2"
              WHERE
                "t2"."field" = 'expected_close_on'
                AND "t2"."old" IS NOT NULL
                AND "t2"."new" IS NOT NULL
                AND "t2"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            ) AS "t9"
            GROUP BY
              1,
              2
          ) AS "t18"
            ON "t39"."id" = "t18"."moved_deal" AND "t39"."number" = "t18"."moved_in"
        ) AS "t40"
      ) AS "t42"
      LEFT OUTER JOIN (
        SELECT
          "t15"."rate",
          "t15"."rate_currency",
          CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t15"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
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
        ) AS "t15"
      ) AS "t23"
        ON "t42"."currency" = "t23"."rate_currency" AND "t42"."rate_day" = "t23"."rated_on"
    ) AS "t43"
  ) AS "t45"
  LEFT OUTER JOIN (
    SELECT
      "t10"."team",
      "t10"."manager",
      "t10"."role",
      "t10"."seller" AS "span_seller",
      GREATEST("t10"."begins", COALESCE("t10"."free_from", "t10"."begins")) AS "span_from",
      "t10"."ends" AS "span_to"
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
    ) AS "t10"
    WHERE
      GREATEST("t10"."begins", COALESCE("t10"."free_from", "t10"."begins")) <= "t10"."ends"
  ) AS "t21"
    ON "t45"."seller" = "t21"."span_seller"
    AND "t45"."team_day" >= "t21"."span_from"
    AND "t45"."team_day" <= "t21"."span_to"
) AS "t46"
GROUP BY
  1,
  2

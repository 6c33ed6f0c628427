-- by seller
WITH "t10" AS (
  SELECT
    "t5"."id",
    "t5"."starts_on",
    "t5"."ends_on",
    "t5"."low",
    "t5"."currency",
    "t5"."subject",
    MAX("t5"."ends_on") OVER (
      PARTITION BY "t5"."subject"
      ORDER BY "t5"."starts_on" ASC, "t5"."ends_on" DESC, "t5"."id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
    ) AS "taken_to"
  FROM (
    SELECT
      "t1"."id",
      "t1"."starts_on",
      "t1"."ends_on",
      "t1"."low",
      "t1"."currency",
      COALESCE("t1"."subject", '') AS "subject"
    FROM "targets" AS "t1"
    WHERE
      "t1"."kpi" = 'won_amount'
      AND "t1"."scope" = 'seller'
      AND "t1"."starts_on" >= MAKE_DATE(2024, 4, 1)
      AND "t1"."ends_on" <= MAKE_DATE(2024, 6, 30)
  ) AS "t5"
), "t15" AS (
  SELECT DISTINCT
    "t12"."subject" AS "holder"
  FROM "t10" AS "t12"
  WHERE
    (
      "t12"."taken_to" IS NULL
    ) OR (
      "t12"."starts_on" > "t12"."taken_to"
    )
)
SELECT
  "t23"."seller",
  SUM("t23"."amount") AS "amount",
  SUM("t23"."left") AS "left",
  SUM("t23"."weighted") AS "weighted",
  SUM("t23"."target") AS "target",
  SUM("t23"."won") AS "won",
  SUM("t23"."uncovered") AS "uncovered",
  SUM("t23"."deals") AS "deals",
  SUM("t23"."targets") AS "targets",
  SUM("t23"."no_rate") AS "no_rate",
  SUM("t23"."no_amount") AS "no_amount",
  SUM("t23"."no_probability") AS "no_probability",
  SUM("t23"."no_target") AS "no_target",
  COUNT(*) AS "cases"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t19"."id",
      "t19"."seller",
      "t19"."currency",
      "t19"."no_rate",
      CAST(0 AS DECIMAL(18, 4)) AS "amount",
      CAST(0 AS DECIMAL(18, 4)) AS "weighted",
      -(
        "t19"."worth"
      ) AS "left",
      CAST(0 AS DECIMAL(18, 4)) AS "target",
      "t19"."worth" AS "won",
      CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
      0 AS "deals",
      0 AS "targets",
      0 AS "no_amount",
      0 AS "no_probability",
      0 AS "no_target",
      'deals' AS "fact",
      MAKE_DATE(2024, 6, 30) AS "day"
    FROM (
      SELECT
        "t9"."id",
        "t9"."seller",
        "t9"."currency",
        "t9"."day",
        "t9"."no_rate",
        "t9"."worth",
        "t17"."holder"
      FROM (
        SELECT
          "t0"."id",
          "t0"."seller",
          "t0"."currency",
          MAKE_DATE(2024, 6, 30) AS "day",
          0 AS "no_rate",
          "t0"."amount" AS "worth"
        FROM "deals" AS "t0"
        WHERE
          "t0"."status" = 'won'
          AND CAST("t0"."closed_at" AS DATE) >= MAKE_DATE(2024, 4, 1)
          AND CAST("t0"."closed_at" AS DATE) <= MAKE_DATE(2024, 6, 30)
      ) AS "t9"
      LEFT OUTER JOIN "t15" AS "t17"
        ON "t9"."seller" = "t17"."holder"
    ) AS "t19"
    WHERE
      "t19"."holder" IS NOT NULL
  ) AS "t22"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t12"."id",
        "t12"."subject" AS "seller",
        COALESCE("t12"."currency", 'USD') AS "currency",
        0 AS "no_rate",
        CAST(0 AS DECIMAL(18, 4)) AS "amount",
        CAST(0 AS DECIMAL(18, 4)) AS "weighted",
        CAST("t12"."low" AS DECIMAL(18, 4)) AS "left",
        CAST("t12"."low" AS DECIMAL(18, 4)) AS "target",
        CAST(0 AS DECIMAL(18, 4)) AS "won",
        CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
        0 AS "deals",
        1 AS "targets",
        0 AS "no_amount",
        0 AS "no_probability",
        0 AS "no_target",
        'targets' AS "fact",
        MAKE_DATE(2024, 6, 30) AS "day"
      FROM "t10" AS "t12"
      WHERE
        (
          "t12"."taken_to" IS NULL
        ) OR (
          "t12"."starts_on" > "t12"."taken_to"
        )
    ) AS "t14"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t13"."id",
        "t13"."seller",
        "t13"."currency",
        "t13"."no_rate",
        CASE WHEN "t18"."holder" IS NOT NULL THEN "t13"."amount" ELSE NULL END AS "amount",
        CASE
          WHEN "t18"."holder" IS NOT NULL
          THEN CAST(CAST("t13"."amount" AS DOUBLE) * "t8"."probability" AS DECIMAL(18, 4))
          ELSE NULL
        END AS "weighted",
        CAST(0 AS DECIMAL(18, 4)) AS "left",
        CAST(0 AS DECIMAL(18, 4)) AS "target",
        CAST(0 AS DECIMAL(18, 4)) AS "won",
        CASE WHEN "t18"."holder" IS NOT NULL THEN NULL ELSE "t13"."amount" END AS "uncovered",
        1 AS "deals",
        0 AS "targets",
        CAST("t13"."amount" IS NULL AS BIGINT) AS "no_amount",
        CAST("t8"."probability" IS NULL AS BIGINT) AS "no_probability",
        CAST(NOT (
          "t18"."holder" IS NOT NULL
        ) AS BIGINT) AS "no_target",
        'deals' AS "fact",
        MAKE_DATE(2024, 6, 30) AS "day"
      FROM (
        SELECT
          "t4"."id",
          "t4"."seller",
          "t4"."pipeline",
          "t4"."stage",
          "t4"."currency",
          "t4"."amount",
          "t4"."day",
          "t4"."no_rate",
          CASE
            WHEN COALESCE("t4"."pipeline" IN (
              SELECT
                "t2"."pipeline"
              FROM "stages" AS "t2"
            ), FALSE)
            THEN "t4"."pipeline"
            ELSE ''
          END AS "stage_pipeline"
        FROM (
          SELECT
            "t0"."id",
            "t0"."seller",
            "t0"."pipeline",
            "t0"."stage",
            "t0"."currency",
            "t0"."amount",
            MAKE_DATE(2024, 6, 30) AS "day",
            0 AS "no_rate"
          FROM "deals" AS "t0"
          WHERE
            "t0"."status" = 'open' AND "t0"."expected_close_on" <= MAKE_DATE(2024, 6, 30)
        ) AS "t4"
      ) AS "t13"
      LEFT OUTER JOIN (
        SELECT
          COALESCE("t2"."pipeline", '') AS "known_pipeline",
          "t2"."name" AS "known_stage",
          MAX("t2"."crm_probability") AS "probability"
        FROM "stages" AS "t2"
        GROUP BY
          1,
          2
      ) AS "t8"
        ON "t13"."stage_pipeline" = "t8"."known_pipeline"
        AND "t13"."stage" = "t8"."known_stage"
      LEFT OUTER JOIN "t15" AS "t18"
        ON "t13"."seller" = "t18"."holder"
    ) AS "t20"
  ) AS "t21"
) AS "t23"
GROUP BY
  1

-- by team, several currencies
WITH "t17" AS (
  SELECT
    "t9"."id",
    "t9"."starts_on",
    "t9"."ends_on",
    "t9"."low",
    "t9"."currency",
    "t9"."subject",
    MAX("t9"."ends_on") OVER (
      PARTITION BY "t9"."subject"
      ORDER BY "t9"."starts_on" ASC, "t9"."ends_on" DESC, "t9"."id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
    ) AS "taken_to"
  FROM (
    SELECT
      "t3"."id",
      "t3"."starts_on",
      "t3"."ends_on",
      "t3"."low",
      "t3"."currency",
      COALESCE("t3"."subject", '') AS "subject"
    FROM "targets" AS "t3"
    WHERE
      "t3"."kpi" = 'won_amount'
      AND "t3"."scope" = 'seller'
      AND "t3"."starts_on" >= MAKE_DATE(2024, 1, 1)
      AND "t3"."ends_on" <= MAKE_DATE(2024, 3, 31)
  ) AS "t9"
), "deals_then" AS (
  SELECT
    "t36"."id",
    "t36"."source",
    "t36"."source_id",
    "t36"."observed_at",
    "t36"."modified_at",
    "t36"."name",
    "t36"."account",
    CASE
      WHEN COALESCE("t36"."seller_known", 0) = 1
      THEN "t36"."seller_then"
      ELSE "t36"."seller"
    END AS "seller",
    "t36"."pipeline",
    CASE
      WHEN COALESCE("t36"."stage_known", 0) = 1
      THEN "t36"."stage_then"
      ELSE CASE
        WHEN (
          "t36"."status" <> 'open'
        )
        AND (
          COALESCE(
            "t36"."status_then",
            CASE
              WHEN COALESCE("t36"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
              THEN 'open'
              ELSE "t36"."status"
            END
          ) = 'open'
        )
        THEN CAST(NULL AS TEXT)
        ELSE "t36"."stage"
      END
    END AS "stage",
    COALESCE(
      "t36"."status_then",
      CASE
        WHEN COALESCE("t36"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC'), FALSE)
        THEN 'open'
        ELSE "t36"."status"
      END
    ) AS "status",
    CASE
      WHEN COALESCE("t36"."amount_known", 0) = 1
      THEN TRY_CAST("t36"."amount_then" AS DECIMAL(18, 4))
      ELSE "t36"."amount"
    END AS "amount",
    "t36"."currency",
    "t36"."product",
    "t36"."origin",
    "t36"."source_detail",
    "t36"."created_at",
    CASE
      WHEN COALESCE("t36"."expected_close_on_known", 0) = 1
      THEN TRY_CAST("t36"."expected_close_on_then" AS DATE)
      ELSE "t36"."expected_close_on"
    END AS "expected_close_on",
    "t36"."closed_at",
    "t36"."lost_reason",
    "t36"."change_deal",
    "t36"."entered_at",
    "t36"."stage_then",
    "t36"."stage_known",
    "t36"."amount_then",
    "t36"."amount_known",
    "t36"."seller_then",
    "t36"."seller_known",
    "t36"."status_then",
    "t36"."status_known",
    "t36"."expected_close_on_then",
    "t36"."expected_close_on_known"
  FROM (
    SELECT
      "t15"."id",
      "t15"."source",
      "t15"."source_id",
      "t15"."observed_at",
      "t15"."modified_at",
      "t15"."name",
      "t15"."account",
      "t15"."seller",
      "t15"."pipeline",
      "t15"."stage",
      "t15"."status",
      "t15"."amount",
      "t15"."currency",
      "t15"."product",
      "t15"."origin",
      "t15"."source_detail",
      "t15"."created_at",
      "t15"."expected_close_on",
      "t15"."closed_at",
      "t15"."lost_reason",
      "t33"."change_deal",
      "t33"."entered_at",
      "t33"."stage_then",
      "t33"."stage_known",
      "t33"."amount_then",
      "t33"."amount_known",
      "t33"."seller_then",
      "t33"."seller_known",
      "t33"."status_then",
      "t33"."status_known",
      "t33"."expected_close_on_then",
      "t33"."expected_close_on_known"
    FROM (
      SELECT
        *
      FROM "deals" AS "t1"
      WHERE
        "t1"."created_at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
    ) AS "t15"
    LEFT OUTER JOIN (
      SELECT
        "t27"."deal" AS "change_deal",
        MAX("t27"."moved_at") AS "entered_at",
        MAX("t27"."value") FILTER(WHERE
          "t27"."field" = 'stage') AS "stage_then",
        MAX(CAST("t27"."field" = 'stage' AS TINYINT)) AS "stage_known",
        MAX("t27"."value") FILTER(WHERE
          "t27"."field" = 'amount') AS "amount_then",
        MAX(CAST("t27"."field" = 'amount' AS TINYINT)) AS "amount_known",
        MAX("t27"."value") FILTER(WHERE
          "t27"."field" = 'seller') AS "seller_then",
        MAX(CAST("t27"."field" = 'seller' AS TINYINT)) AS "seller_known",
        MAX("t27"."value") FILTER(WHERE
          "t27"."field" = 'status') AS "status_then",
        MAX(CAST("t27"."field" = 'status' AS TINYINT)) AS "status_known",
        MAX("t27"."value") FILTER(WHERE
          "t27"."field" = 'expected_close_on') AS "expected_close_on_then",
        MAX(CAST("t27"."field" = 'expected_close_on' AS TINYINT)) AS "expected_close_on_known"
      FROM (
        SELECT
          "t21"."deal",
          "t21"."field",
          "t21"."moved_at",
          (
            COALESCE("t21"."before", "t21"."after")
          )."value" AS "value"
        FROM (
          SELECT
            "t12"."deal",
            "t12"."field",
            MAX({'at': "t12"."at", 'id': "t12"."id", 'value': "t12"."new"}) FILTER(WHERE
              "t12"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')) AS "before",
            MIN({'at': "t12"."at", 'id': "t12"."id", 'value': "t12"."old"}) FILTER(WHERE
              NOT (
                "t12"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
              )) AS "after",
            MAX("t12"."at") FILTER(WHERE
              (
                "t12"."at" < MAKE_TIMESTAMPTZ(2024, 4, 1, 0, 0, 0.0, 'UTC')
              )
              AND (
                (
                  "t12"."field" = 'stage'
                )
                AND (
                  (
                    "t12"."old" IS NULL
                  ) OR (
                    "t12"."old" <> "t12"."new"
                  )
                )
              )) AS "moved_at"
          FROM (
            SELECT
              *
            FROM "deal_changes" AS "t5"
            WHERE
              "t5"."field" IN ('stage', 'amount', 'seller', 'status', 'expected_close_on')
          ) AS "t12"
          GROUP BY
            1,
            2
        ) AS "t21"
      ) AS "t27"
      GROUP BY
        1
    ) AS "t33"
      ON "t15"."id" = "t33"."change_deal"
  ) AS "t36"
)
SELECT
  "t57"."team",
  SUM("t57"."amount") AS "amount",
  SUM("t57"."left") AS "left",
  SUM("t57"."weighted") AS "weighted",
  SUM("t57"."target") AS "target",
  SUM("t57"."won") AS "won",
  SUM("t57"."uncovered") AS "uncovered",
  SUM("t57"."deals") AS "deals",
  SUM("t57"."targets") AS "targets",
  SUM("t57"."no_rate") AS "no_rate",
  SUM("t57"."no_amount") AS "no_amount",
  SUM("t57"."no_probability") AS "no_probability",
  SUM("t57"."no_target") AS "no_target",
  COUNT(*) AS "cases"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t43"."id",
      "t43"."seller",
      "t43"."team",
      "t43"."currency",
      "t43"."no_rate",
      CAST(0 AS DECIMAL(18, 4)) AS "amount",
      CAST(0 AS DECIMAL(18, 4)) AS "weighted",
      -(
        "t43"."worth"
      ) AS "left",
      CAST(0 AS DECIMAL(18, 4)) AS "target",
      "t43"."worth" AS "won",
      CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
      0 AS "deals",
      0 AS "targets",
      0 AS "no_amount",
      0 AS "no_probability",
      0 AS "no_target",
      'deals' AS "fact",
      MAKE_DATE(2024, 3, 31) AS "day"
    FROM (
      SELECT
        "t39"."id",
        "t39"."seller",
        "t39"."currency",
        "t39"."day",
        "t39"."no_rate",
        "t39"."worth",
        "t29"."team",
        "t29"."manager",
        "t29"."role",
        "t24"."holder"
      FROM (
        SELECT
          "t34"."id",
          "t34"."seller",
          "t34"."currency",
          MAKE_DATE(2024, 3, 31) AS "day",
          CAST((
            "t34"."amount" IS NOT NULL
          )
          AND NOT (
            COALESCE("t34"."currency" = 'USD', FALSE)
          )
          AND (
            "t34"."rate" IS NULL
          ) AS BIGINT) AS "no_rate",
          CASE
            WHEN COALESCE("t34"."currency" = 'USD', FALSE)
            THEN "t34"."amount"
            ELSE CAST(CAST("t34"."amount" AS DOUBLE) * "t34"."rate" AS DECIMAL(18, 4))
          END AS "worth",
          COALESCE(MAKE_DATE(2024, 3, 31), MAKE_DATE(2024, 3, 31)) AS "team_day"
        FROM (
          SELECT
            "t16"."id",
            "t16"."origin",
            "t16"."source_detail",
            "t16"."pipeline",
            "t16"."stage",
            "t16"."product",
            "t16"."account",
            "t16"."seller",
            "t16"."currency",
            "t16"."source",
            "t16"."amount",
            "t16"."fact",
            "t16"."day",
            "t16"."deals",
            "t16"."no_amount",
            "t16"."rate_day",
            "t32"."rate",
            "t32"."rate_currency",
            "t32"."rated_on"
          FROM (
            SELECT
              "t1"."id",
              "t1"."origin",
              "t1"."source_detail",
              "t1"."pipeline",
              "t1"."stage",
              "t1"."product",
              "t1"."account",
              "t1"."seller",
              "t1"."currency",
              "t1"."source",
              "t1"."amount",
              'deals' AS "fact",
              CAST("t1"."closed_at" AS DATE) AS "day",
              1 AS "deals",
              CAST("t1"."amount" IS NULL AS BIGINT) AS "no_amount",
              COALESCE(CAST("t1"."closed_at" AS DATE), MAKE_DATE(2024, 3, 31)) AS "rate_day"
            FROM "deals" AS "t1"
            WHERE
              "t1"."status" = 'won'
          ) AS "t16"
          LEFT OUTER JOIN (
            SELECT
              "t26"."rate",
              "t26"."rate_currency",
              CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t26"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
            FROM (
              SELECT
                "t19"."rate",
                "t19"."currency" AS "rate_currency",
                UNNEST(
                  RANGE(
                    DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t19"."day"),
                    DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t19"."until"),
                    1
                  )
                ) AS "number"
              FROM (
                SELECT
                  "t11"."currency",
                  "t11"."rate",
                  "t11"."day",
                  COALESCE(
                    LEAD("t11"."day") OVER (
                      PARTITION BY "t11"."currency"
                      ORDER BY "t11"."day" ASC, "t11"."id" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ),
                    MAKE_DATE(2024, 4, 1)
                  ) AS "until"
                FROM (
                  SELECT
                    *
                  FROM "rates" AS "t4"
                  WHERE
                    "t4"."base" = 'USD'
                ) AS "t11"
              ) AS "t19"
            ) AS "t26"
          ) AS "t32"
            ON "t16"."currency" = "t32"."rate_currency" AND "t16"."rate_day" = "t32"."rated_on"
        ) AS "t34"
        WHERE
          "t34"."day" >= MAKE_DATE(2024, 1, 1) AND "t34"."day" <= MAKE_DATE(2024, 3, 31)
      ) AS "t39"
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
              "t2"."id",
              "t2"."seller",
              "t2"."team",
              "t2"."manager",
              "t2"."role",
              COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
              COALESCE("t2"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
            FROM "memberships" AS "t2"
          ) AS "t10"
        ) AS "t20"
        WHERE
          GREATEST("t20"."begins", COALESCE("t20"."free_from", "t20"."begins")) <= "t20"."ends"
      ) AS "t29"
        ON "t39"."seller" = "t29"."span_seller"
        AND "t39"."team_day" >= "t29"."span_from"
        AND "t39"."team_day" <= "t29"."span_to"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t18"."subject" AS "holder"
        FROM "t17" AS "t18"
        WHERE
          (
            "t18"."taken_to" IS NULL
          ) OR (
            "t18"."starts_on" > "t18"."taken_to"
          )
      ) AS "t24"
        ON "t39"."seller" = "t24"."holder"
    ) AS "t43"
    WHERE
      "t43"."holder" IS NOT NULL
  ) AS "t47"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t44"."id",
        "t44"."seller",
        "t44"."team",
        "t44"."currency",
        "t44"."no_rate",
        CAST(0 AS DECIMAL(18, 4)) AS "amount",
        CAST(0 AS DECIMAL(18, 4)) AS "weighted",
        "t44"."amount" AS "left",
        "t44"."amount" AS "target",
        CAST(0 AS DECIMAL(18, 4)) AS "won",
        CAST(0 AS DECIMAL(18, 4)) AS "uncovered",
        0 AS "deals",
        1 AS "targets",
        0 AS "no_amount",
        0 AS "no_probability",
        0 AS "no_target",
        'targets' AS "fact",
        MAKE_DATE(2024, 3, 31) AS "day"
      FROM (
        SELECT
          "t40"."id",
          "t40"."subject",
          "t40"."day",
          "t40"."currency",
          "t40"."amount",
          "t40"."seller",
          "t40"."no_rate",
          "t29"."team",
          "t29"."manager",
          "t29"."role"
        FROM (
          SELECT
            "t35"."id",
            "t35"."subject",
            MAKE_DATE(2024, 3, 31) AS "day",
            "t35"."currency",
            CASE
              WHEN COALESCE("t35"."currency" = 'USD', FALSE)
              THEN "t35"."amount"
              ELSE CAST(CAST("t35"."amount" AS DOUBLE) * "t35"."rate" AS DECIMAL(18, 4))
            END AS "amount",
            "t35"."seller",
            CAST((
              "t35"."amount" IS NOT NULL
            )
            AND NOT (
              COALESCE("t35"."currency" = 'USD', FALSE)
            )
            AND (
              "t35"."rate" IS NULL
            ) AS BIGINT) AS "no_rate",
            COALESCE(MAKE_DATE(2024, 3, 31), MAKE_DATE(2024, 3, 31)) AS "team_day"
          FROM (
            SELECT
              "t25"."id",
              "t25"."subject",
              "t25"."day",
              "t25"."currency",
              "t25"."amount",
              "t25"."seller",
              "t25"."rate_day",
              "t32"."rate",
              "t32"."rate_currency",
              "t32"."rated_on"
            FROM (
              SELECT
                "t18"."id",
                "t18"."subject",
                "t18"."starts_on" AS "day",
                COALESCE("t18"."currency", 'USD') AS "currency",
                CAST("t18"."low" AS DECIMAL(18, 4)) AS "amount",
                "t18"."subject" AS "seller",
                COALESCE("t18"."starts_on", MAKE_DATE(2024, 3, 31)) AS "rate_day"
              FROM "t17" AS "t18"
              WHERE
                (
                  "t18"."taken_to" IS NULL
                ) OR (
                  "t18"."starts_on" > "t18"."taken_to"
                )
            ) AS "t25"
            LEFT OUTER JOIN (
              SELECT
                "t26"."rate",
                "t26"."rate_currency",
                CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t26"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
              FROM (
                SELECT
                  "t19"."rate",
                  "t19"."currency" AS "rate_currency",
                  UNNEST(
                    RANGE(
                      DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t19"."day"),
                      DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t19"."until"),
                      1
                    )
                  ) AS "number"
                FROM (
                  SELECT
                    "t11"."currency",
                    "t11"."rate",
                    "t11"."day",
                    COALESCE(
                      LEAD("t11"."day") OVER (
                        PARTITION BY "t11"."currency"
                        ORDER BY "t11"."day" ASC, "t11"."id" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ),
                      MAKE_DATE(2024, 4, 1)
                    ) AS "until"
                  FROM (
                    SELECT
                      *
                    FROM "rates" AS "t4"
                    WHERE
                      "t4"."base" = 'USD'
                  ) AS "t11"
                ) AS "t19"
              ) AS "t26"
            ) AS "t32"
              ON "t25"."currency" = "t32"."rate_currency" AND "t25"."rate_day" = "t32"."rated_on"
          ) AS "t35"
        ) AS "t40"
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
                "t2"."id",
                "t2"."seller",
                "t2"."team",
                "t2"."manager",
                "t2"."role",
                COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
                COALESCE("t2"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
              FROM "memberships" AS "t2"
            ) AS "t10"
          ) AS "t20"
          WHERE
            GREATEST("t20"."begins", COALESCE("t20"."free_from", "t20"."begins")) <= "t20"."ends"
        ) AS "t29"
          ON "t40"."seller" = "t29"."span_seller"
          AND "t40"."team_day" >= "t29"."span_from"
          AND "t40"."team_day" <= "t29"."span_to"
      ) AS "t44"
    ) AS "t45"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t54"."id",
        "t54"."seller",
        "t54"."team",
        "t54"."currency",
        "t54"."no_rate",
        CASE WHEN "t24"."holder" IS NOT NULL THEN "t54"."amount" ELSE NULL END AS "amount",
        CASE
          WHEN "t24"."holder" IS NOT NULL
          THEN CAST(CAST("t54"."amount" AS DOUBLE) * "t13"."probability" AS DECIMAL(18, 4))
          ELSE NULL
        END AS "weighted",
        CAST(0 AS DECIMAL(18, 4)) AS "left",
        CAST(0 AS DECIMAL(18, 4)) AS "target",
        CAST(0 AS DECIMAL(18, 4)) AS "won",
        CASE WHEN "t24"."holder" IS NOT NULL THEN NULL ELSE "t54"."amount" END AS "uncovered",
        1 AS "deals",
        0 AS "targets",
        CAST("t54"."amount" IS NULL AS BIGINT) AS "no_amount",
        CAST("t13"."probability" IS NULL AS BIGINT) AS "no_probability",
        CAST(NOT (
          "t24"."holder" IS NOT NULL
        ) AS BIGINT) AS "no_target",
        'deals' AS "fact",
        MAKE_DATE(2024, 3, 31) AS "day"
      FROM (
        SELECT
          "t52"."id",
          "t52"."seller",
          "t52"."pipeline",
          "t52"."stage",
          "t52"."currency",
          "t52"."amount",
          "t52"."day",
          "t52"."no_rate",
          "t52"."team",
          "t52"."manager",
          "t52"."role",
          CASE
            WHEN COALESCE(
              "t52"."pipeline" IN (
                SELECT
                  "t0"."pipeline"
                FROM "stages" AS "t0"
              ),
              FALSE
            )
            THEN "t52"."pipeline"
            ELSE ''
          END AS "stage_pipeline"
        FROM (
          SELECT
            "t51"."id",
            "t51"."seller",
            "t51"."pipeline",
            "t51"."stage",
            "t51"."currency",
            "t51"."amount",
            "t51"."day",
            "t51"."no_rate",
            "t29"."team",
            "t29"."manager",
            "t29"."role"
          FROM (
            SELECT
              "t49"."id",
              "t49"."seller",
              "t49"."pipeline",
              "t49"."stage",
              "t49"."currency",
              CASE
                WHEN COALESCE("t49"."currency" = 'USD', FALSE)
                THEN "t49"."amount"
                ELSE CAST(CAST("t49"."amount" AS DOUBLE) * "t49"."rate" AS DECIMAL(18, 4))
              END AS "amount",
              "t49"."day",
              CAST((
                "t49"."amount" IS NOT NULL
              )
              AND NOT (
                COALESCE("t49"."currency" = 'USD', FALSE)
              )
              AND (
                "t49"."rate" IS NULL
              ) AS BIGINT) AS "no_rate",
              COALESCE("t49"."day", MAKE_DATE(2024, 3, 31)) AS "team_day"
            FROM (
              SELECT
                "t48"."id",
                "t48"."seller",
                "t48"."pipeline",
                "t48"."stage",
                "t48"."currency",
                "t48"."amount",
                "t48"."day",
                "t48"."rate_day",
                "t32"."rate",
                "t32"."rate_currency",
                "t32"."rated_on"
              FROM (
                SELECT
                  "t42"."id",
                  "t42"."seller",
                  "t42"."pipeline",
                  "t42"."stage",
                  "t42"."currency",
                  "t42"."amount",
                  MAKE_DATE(2024, 3, 31) AS "day",
                  COALESCE(MAKE_DATE(2024, 3, 31), MAKE_DATE(2024, 3, 31)) AS "rate_day"
                FROM "deals_then" AS "t42"
                WHERE
                  "t42"."status" = 'open' AND "t42"."expected_close_on" <= MAKE_DATE(2024, 3, 31)
              ) AS "t48"
              LEFT OUTER JOIN (
                SELECT
                  "t26"."rate",
                  "t26"."rate_currency",
                  CAST(CAST(MAKE_DATE(1970, 1, 5) + TO_DAYS("t26"."number") AS TIMESTAMP) AS DATE) AS "rated_on"
                FROM (
                  SELECT
                    "t19"."rate",
                    "t19"."currency" AS "rate_currency",
                    UNNEST(
                      RANGE(
                        DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t19"."day"),
                        DATE_DIFF('DAY', MAKE_DATE(1970, 1, 5), "t19"."until"),
                        1
                      )
                    ) AS "number"
                  FROM (
                    SELECT
                      "t11"."currency",
                      "t11"."rate",
                      "t11"."day",
                      COALESCE(
                        LEAD("t11"."day") OVER (
                          PARTITION BY "t11"."currency"
                          ORDER BY "t11"."day" ASC, "t11"."id" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ),
                        MAKE_DATE(2024, 4, 1)
                      ) AS "until"
                    FROM (
                      SELECT
                        *
                      FROM "rates" AS "t4"
                      WHERE
                        "t4"."base" = 'USD'
                    ) AS "t11"
                  ) AS "t19"
                ) AS "t26"
              ) AS "t32"
                ON "t48"."currency" = "t32"."rate_currency" AND "t48"."rate_day" = "t32"."rated_on"
            ) AS "t49"
          ) AS "t51"
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
                  "t2"."id",
                  "t2"."seller",
                  "t2"."team",
                  "t2"."manager",
                  "t2"."role",
                  COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
                  COALESCE("t2"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
                FROM "memberships" AS "t2"
              ) AS "t10"
            ) AS "t20"
            WHERE
              GREATEST("t20"."begins", COALESCE("t20"."free_from", "t20"."begins")) <= "t20"."ends"
          ) AS "t29"
            ON "t51"."seller" = "t29"."span_seller"
            AND "t51"."team_day" >= "t29"."span_from"
            AND "t51"."team_day" <= "t29"."span_to"
        ) AS "t52"
      ) AS "t54"
      LEFT OUTER JOIN (
        SELECT
          COALESCE("t0"."pipeline", '') AS "known_pipeline",
          "t0"."name" AS "known_stage",
          MAX("t0"."crm_probability") AS "probability"
        FROM "stages" AS "t0"
        GROUP BY
          1,
          2
      ) AS "t13"
        ON "t54"."stage_pipeline" = "t13"."known_pipeline"
        AND "t54"."stage" = "t13"."known_stage"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t18"."subject" AS "holder"
        FROM "t17" AS "t18"
        WHERE
          (
            "t18"."taken_to" IS NULL
          ) OR (
            "t18"."starts_on" > "t18"."taken_to"
          )
      ) AS "t24"
        ON "t54"."seller" = "t24"."holder"
    ) AS "t55"
  ) AS "t56"
) AS "t57"
GROUP BY
  1

-- by seller
SELECT
  "t23"."seller",
  "t23"."period",
  SUM("t23"."opening") AS "opening",
  SUM("t23"."created") AS "created",
  SUM("t23"."increased") AS "increased",
  SUM("t23"."decreased") AS "decreased",
  SUM("t23"."pulled_in") AS "pulled_in",
  SUM("t23"."reopened") AS "reopened",
  SUM("t23"."slipped") AS "slipped",
  SUM("t23"."won") AS "won",
  SUM("t23"."lost") AS "lost",
  SUM("t23"."closing") AS "closing",
  SUM("t23"."deals") AS "deals",
  SUM("t23"."deals_opening") AS "deals_opening",
  SUM("t23"."deals_created") AS "deals_created",
  SUM("t23"."deals_pulled_in") AS "deals_pulled_in",
  SUM("t23"."deals_reopened") AS "deals_reopened",
  SUM("t23"."deals_slipped") AS "deals_slipped",
  SUM("t23"."deals_won") AS "deals_won",
  SUM("t23"."deals_lost") AS "deals_lost",
  SUM("t23"."deals_closing") AS "deals_closing",
  SUM("t23"."no_rate") AS "no_rate",
  SUM("t23"."no_amount") AS "no_amount",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t22"."id",
    "t22"."origin",
    "t22"."source_detail",
    "t22"."pipeline",
    "t22"."stage",
    "t22"."product",
    "t22"."account",
    "t22"."seller",
    "t22"."currency",
    "t22"."source",
    "t22"."day",
    "t22"."period",
    0 AS "no_rate",
    CASE
      WHEN "t22"."is_closing"
      THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "closing",
    CASE
      WHEN "t22"."is_created"
      THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "created",
    CASE
      WHEN "t22"."is_pulled_in"
      THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "pulled_in",
    CASE
      WHEN "t22"."is_reopened"
      THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "reopened",
    CASE
      WHEN "t22"."is_won"
      THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "won",
    CASE
      WHEN "t22"."is_opening"
      THEN COALESCE("t22"."before", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "opening",
    CASE
      WHEN "t22"."is_slipped"
      THEN COALESCE("t22"."before", CAST(0 AS DECIMAL(18, 4)))
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "slipped",
    CASE
      WHEN "t22"."is_lost"
      THEN CASE
        WHEN "t22"."is_opening"
        THEN COALESCE("t22"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4)))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "lost",
    CAST("t22"."is_closing" AS BIGINT) AS "deals_closing",
    CAST("t22"."is_created" AS BIGINT) AS "deals_created",
    CAST("t22"."is_pulled_in" AS BIGINT) AS "deals_pulled_in",
    CAST("t22"."is_reopened" AS BIGINT) AS "deals_reopened",
    CAST("t22"."is_won" AS BIGINT) AS "deals_won",
    CAST("t22"."is_opening" AS BIGINT) AS "deals_opening",
    CAST("t22"."is_slipped" AS BIGINT) AS "deals_slipped",
    CAST("t22"."is_lost" AS BIGINT) AS "deals_lost",
    'deals' AS "fact",
    1 AS "deals",
    CASE
      WHEN CASE
        WHEN "t22"."is_opening" AND (
          "t22"."is_closing" OR "t22"."is_won"
        )
        THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t22"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END > 0
      THEN CASE
        WHEN "t22"."is_opening" AND (
          "t22"."is_closing" OR "t22"."is_won"
        )
        THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t22"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "increased",
    CASE
      WHEN CASE
        WHEN "t22"."is_opening" AND (
          "t22"."is_closing" OR "t22"."is_won"
        )
        THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t22"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END < 0
      THEN -(
        CASE
          WHEN "t22"."is_opening" AND (
            "t22"."is_closing" OR "t22"."is_won"
          )
          THEN COALESCE("t22"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t22"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE CAST(0 AS DECIMAL(18, 4))
        END
      )
      ELSE CAST(0 AS DECIMAL(18, 4))
    END AS "decreased",
    CAST("t22"."amount" IS NULL AS BIGINT) AS "no_amount"
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
      "t21"."number",
      "t21"."ends",
      "t21"."entered_at",
      "t21"."begins",
      "t21"."was_status",
      "t21"."was_amount",
      "t21"."was_expected_close_on",
      "t21"."born",
      "t21"."first_number",
      "t21"."period",
      "t21"."day",
      "t21"."status_before",
      "t21"."expected_before",
      "t21"."before",
      "t21"."now",
      COALESCE("t21"."status_before" = 'open', FALSE)
      AND COALESCE(
        "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t21"."number" + 1
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
                    "t21"."number" + 1
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
        "t21"."status" = 'open'
      )
      AND COALESCE(
        "t21"."expected_close_on" <= CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t21"."number" + 1
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
                    "t21"."number" + 1
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
        COALESCE("t21"."status_before" = 'open', FALSE)
        AND COALESCE(
          "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t21"."number" + 1
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
                      "t21"."number" + 1
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
            "t21"."status" = 'open'
          )
          AND COALESCE(
            "t21"."expected_close_on" <= CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t21"."number" + 1
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
                        "t21"."number" + 1
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
            "t21"."status" = 'won'
          )
          OR (
            NOT (
              "t21"."status" = 'open'
            )
            AND NOT (
              "t21"."status" = 'won'
            )
            AND (
              (
                COALESCE("t21"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t21"."number" + 1
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
                              "t21"."number" + 1
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
                COALESCE("t21"."status_before" = 'open', FALSE)
              )
            )
          )
        )
      )
      AND "t21"."born" AS "is_created",
      NOT (
        COALESCE("t21"."status_before" = 'open', FALSE)
        AND COALESCE(
          "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t21"."number" + 1
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
                      "t21"."number" + 1
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
            "t21"."status" = 'open'
          )
          AND COALESCE(
            "t21"."expected_close_on" <= CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t21"."number" + 1
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
                        "t21"."number" + 1
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
            "t21"."status" = 'won'
          )
          OR (
            NOT (
              "t21"."status" = 'open'
            )
            AND NOT (
              "t21"."status" = 'won'
            )
            AND (
              (
                COALESCE("t21"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t21"."number" + 1
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
                              "t21"."number" + 1
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
                COALESCE("t21"."status_before" = 'open', FALSE)
              )
            )
          )
        )
      )
      AND COALESCE("t21"."status_before" = 'open', FALSE) AS "is_pulled_in",
      NOT (
        COALESCE("t21"."status_before" = 'open', FALSE)
        AND COALESCE(
          "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t21"."number" + 1
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
                      "t21"."number" + 1
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
            "t21"."status" = 'open'
          )
          AND COALESCE(
            "t21"."expected_close_on" <= CAST(CAST(MAKE_DATE(
              CAST(FLOOR(
                (
                  (
                    (
                      (
                        "t21"."number" + 1
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
                        "t21"."number" + 1
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
            "t21"."status" = 'won'
          )
          OR (
            NOT (
              "t21"."status" = 'open'
            )
            AND NOT (
              "t21"."status" = 'won'
            )
            AND (
              (
                COALESCE("t21"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t21"."number" + 1
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
                              "t21"."number" + 1
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
                COALESCE("t21"."status_before" = 'open', FALSE)
              )
            )
          )
        )
      )
      AND NOT (
        "t21"."born"
      )
      AND NOT (
        COALESCE("t21"."status_before" = 'open', FALSE)
      ) AS "is_reopened",
      COALESCE("t21"."status_before" = 'open', FALSE)
      AND COALESCE(
        "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
          CAST(FLOOR(
            (
              (
                (
                  (
                    "t21"."number" + 1
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
                    "t21"."number" + 1
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
        "t21"."status" = 'open'
      )
      AND NOT (
        (
          "t21"."status" = 'open'
        )
        AND COALESCE(
          "t21"."expected_close_on" <= CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t21"."number" + 1
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
                      "t21"."number" + 1
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
      "t21"."status" = 'won' AS "is_won",
      NOT (
        "t21"."status" = 'open'
      )
      AND NOT (
        "t21"."status" = 'won'
      )
      AND (
        (
          "t21"."status" = 'won'
        )
        OR (
          NOT (
            "t21"."status" = 'open'
          )
          AND NOT (
            "t21"."status" = 'won'
          )
          AND (
            (
              COALESCE("t21"."status_before" = 'open', FALSE)
              AND COALESCE(
                "t21"."expected_before" <= CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t21"."number" + 1
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
                            "t21"."number" + 1
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
              COALESCE("t21"."status_before" = 'open', FALSE)
            )
          )
        )
      ) AS "is_lost"
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
        "t20"."ends",
        "t20"."entered_at",
        "t20"."begins",
        "t20"."was_status",
        "t20"."was_amount",
        "t20"."was_expected_close_on",
        "t20"."born" AND (
          "t20"."number" = "t20"."first_number"
        ) AS "born",
        "t20"."first_number",
        MAKE_DATE(
          CAST(FLOOR((
            (
              (
                "t20"."number" * 1
              ) + 1
            ) - 1
          ) / (
            12
          )) AS BIGINT),
          (
            (
              (
                (
                  "t20"."number" * 1
                ) + 1
              ) - 1
            ) % 12
          ) + 1,
          1
        ) AS "period",
        CASE
          WHEN "t20"."number" = 24293
          THEN MAKE_DATE(2024, 6, 30)
          ELSE CAST(CAST(MAKE_DATE(
            CAST(FLOOR(
              (
                (
                  (
                    (
                      "t20"."number" + 1
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
                      "t20"."number" + 1
                    ) * 1
                  ) + 1
                ) - 1
              ) % 12
            ) + 1,
            1
          ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
        END AS "day",
        CASE
          WHEN "t20"."number" = "t20"."first_number"
          THEN "t20"."was_status"
          ELSE "t20"."status"
        END AS "status_before",
        CASE
          WHEN "t20"."number" = "t20"."first_number"
          THEN "t20"."was_expected_close_on"
          ELSE "t20"."expected_close_on"
        END AS "expected_before",
        CASE
          WHEN "t20"."number" = "t20"."first_number"
          THEN "t20"."was_amount"
          ELSE "t20"."amount"
        END AS "before",
        "t20"."amount" AS "now"
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
          UNNEST(RANGE("t19"."begins", "t19"."ends", 1)) AS "number",
          "t19"."ends",
          "t19"."entered_at",
          "t19"."begins",
          "t19"."was_status",
          "t19"."was_amount",
          "t19"."was_expected_close_on",
          "t19"."born",
          "t19"."first_number"
        FROM (
          SELECT
            "t18"."id",
            "t18"."source",
            "t18"."source_id",
            "t18"."observed_at",
            "t18"."modified_at",
            "t18"."name",
            "t18"."account",
            "t18"."seller",
            "t18"."pipeline",
            "t18"."stage",
            "t18"."status",
            "t18"."amount",
            "t18"."currency",
            "t18"."product",
            "t18"."origin",
            "t18"."source_detail",
            "t18"."created_at",
            "t18"."expected_close_on",
            "t18"."closed_at",
            "t18"."lost_reason",
            "t18"."deal",
            "t18"."number",
            CASE WHEN "t18"."status" = 'open' THEN "t18"."ends" ELSE "t18"."begins" + 1 END AS "ends",
            "t18"."entered_at",
            "t18"."begins",
            "t18"."was_status",
            "t18"."was_amount",
            "t18"."was_expected_close_on",
            "t18"."born",
            "t18"."first_number"
          FROM (
            SELECT
              "t17"."id",
              "t17"."source",
              "t17"."source_id",
              "t17"."observed_at",
              "t17"."modified_at",
              "t17"."name",
              "t17"."account",
              "t17"."seller",
              "t17"."pipeline",
              "t17"."stage",
              "t17"."status",
              "t17"."amount",
              "t17"."currency",
              "t17"."product",
              "t17"."origin",
              "t17"."source_detail",
              "t17"."created_at",
              "t17"."expected_close_on",
              "t17"."closed_at",
              "t17"."lost_reason",
              "t17"."deal",
              "t17"."number",
              "t17"."ends",
              "t17"."entered_at",
              "t17"."begins",
              LAG("t17"."status") OVER (
                PARTITION BY "t17"."id"
                ORDER BY "t17"."begins" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "was_status",
              LAG("t17"."amount") OVER (
                PARTITION BY "t17"."id"
                ORDER BY "t17"."begins" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "was_amount",
              LAG("t17"."expected_close_on") OVER (
                PARTITION BY "t17"."id"
                ORDER BY "t17"."begins" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "was_expected_close_on",
              LAG("t17"."begins") OVER (
                PARTITION BY "t17"."id"
                ORDER BY "t17"."begins" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) IS NULL AS "born",
              "t17"."begins" AS "first_number"
            FROM (
              SELECT
                "t16"."id",
                "t16"."source",
                "t16"."source_id",
                "t16"."observed_at",
                "t16"."modified_at",
                "t16"."name",
                "t16"."account",
                CASE
                  WHEN COALESCE("t16"."now_seller", "t16"."first_seller") IS NOT NULL
                  THEN (
                    COALESCE("t16"."now_seller", "t16"."first_seller")
                  )."value"
                  ELSE "t16"."seller"
                END AS "seller",
                "t16"."pipeline",
                CASE
                  WHEN (
                    COALESCE("t16"."now_stage", "t16"."first_stage") IS NULL
                  )
                  AND (
                    (
                      "t16"."status" <> 'open'
                    )
                    AND (
                      COALESCE(
                        (
                          COALESCE("t16"."now_status", "t16"."first_status")
                        )."value",
                        CASE
                          WHEN (
                            "t16"."closed_at" IS NOT NULL
                          )
                          AND (
                            CASE
                              WHEN "t16"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                              THEN GREATEST(
                                CAST(FLOOR(
                                  (
                                    (
                                      (
                                        EXTRACT(year FROM CAST("t16"."closed_at" AS DATE)) * 12
                                      ) + EXTRACT(month FROM CAST("t16"."closed_at" AS DATE))
                                    ) - 1
                                  ) / (
                                    1
                                  )
                                ) AS BIGINT),
                                22800
                              )
                              ELSE 24294
                            END > "t16"."begins"
                          )
                          THEN 'open'
                          ELSE "t16"."status"
                        END
                      ) = 'open'
                    )
                  )
                  THEN CAST(NULL AS TEXT)
                  ELSE CASE
                    WHEN COALESCE("t16"."now_stage", "t16"."first_stage") IS NOT NULL
                    THEN (
                      COALESCE("t16"."now_stage", "t16"."first_stage")
                    )."value"
                    ELSE "t16"."stage"
                  END
                END AS "stage",
                COALESCE(
                  (
                    COALESCE("t16"."now_status", "t16"."first_status")
                  )."value",
                  CASE
                    WHEN (
                      "t16"."closed_at" IS NOT NULL
                    )
                    AND (
                      CASE
                        WHEN "t16"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN GREATEST(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  EXTRACT(year FROM CAST("t16"."closed_at" AS DATE)) * 12
                                ) + EXTRACT(month FROM CAST("t16"."closed_at" AS DATE))
                              ) - 1
                            ) / (
                              1
                            )
                          ) AS BIGINT),
                          22800
                        )
                        ELSE 24294
                      END > "t16"."begins"
                    )
                    THEN 'open'
                    ELSE "t16"."status"
                  END
                ) AS "status",
                CASE
                  WHEN COALESCE("t16"."now_amount", "t16"."first_amount") IS NOT NULL
                  THEN TRY_CAST((
                    COALESCE("t16"."now_amount", "t16"."first_amount")
                  )."value" AS DECIMAL(18, 4))
                  ELSE "t16"."amount"
                END AS "amount",
                "t16"."currency",
                "t16"."product",
                "t16"."origin",
                "t16"."source_detail",
                "t16"."created_at",
                CASE
                  WHEN COALESCE("t16"."now_expected_close_on", "t16"."first_expected_close_on") IS NOT NULL
                  THEN TRY_CAST((
                    COALESCE("t16"."now_expected_close_on", "t16"."first_expected_close_on")
                  )."value" AS DATE)
                  ELSE "t16"."expected_close_on"
                END AS "expected_close_on",
                "t16"."closed_at",
                "t16"."lost_reason",
                "t16"."deal",
                "t16"."number",
                "t16"."ends",
                "t16"."entered_at",
                "t16"."begins"
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
                  "t15"."first_expected_close_on",
                  GREATEST(
                    "t15"."number",
                    CASE
                      WHEN "t15"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                      THEN GREATEST(
                        CAST(FLOOR(
                          (
                            (
                              (
                                EXTRACT(year FROM CAST("t15"."created_at" AS DATE)) * 12
                              ) + EXTRACT(month FROM CAST("t15"."created_at" AS DATE))
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
                    "t14"."deal",
                    "t14"."number",
                    "t14"."ends",
                    "t14"."entered_at",
                    "t14"."now_stage",
                    "t14"."first_stage",
                    "t14"."now_amount",
                    "t14"."first_amount",
                    "t14"."now_seller",
                    "t14"."first_seller",
                    "t14"."now_status",
                    "t14"."first_status",
                    "t14"."now_expected_close_on",
                    "t14"."first_expected_close_on"
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
                        "t11"."deal",
                        "t11"."number",
                        COALESCE(
                          LEAD("t11"."number") OVER (
                            PARTITION BY "t11"."deal"
                            ORDER BY "t11"."number" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ),
                          24294
                        ) AS "ends",
                        MAX("t11"."moved_at") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "entered_at",
                        MAX("t11"."new_stage") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "now_stage",
                        MIN("t11"."old_stage") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) AS "first_stage",
                        MAX("t11"."new_amount") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "now_amount",
                        MIN("t11"."old_amount") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) AS "first_amount",
                        MAX("t11"."new_seller") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "now_seller",
                        MIN("t11"."old_seller") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) AS "first_seller",
                        MAX("t11"."new_status") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "now_status",
                        MIN("t11"."old_status") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) AS "first_status",
                        MAX("t11"."new_expected_close_on") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "now_expected_close_on",
                        MIN("t11"."old_expected_close_on") OVER (
                          PARTITION BY "t11"."deal"
                          ORDER BY "t11"."number" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) AS "first_expected_close_on"
                      FROM (
                        SELECT
                          "t10"."deal",
                          "t10"."number",
                          MAX("t10"."moved_at") AS "moved_at",
                          MAX("t10"."new") FILTER(WHERE
                            "t10"."field" = 'stage') AS "new_stage",
                          MIN("t10"."old") FILTER(WHERE
                            "t10"."field" = 'stage') AS "old_stage",
                          MAX("t10"."new") FILTER(WHERE
                            "t10"."field" = 'amount') AS "new_amount",
                          MIN("t10"."old") FILTER(WHERE
                            "t10"."field" = 'amount') AS "old_amount",
                          MAX("t10"."new") FILTER(WHERE
                            "t10"."field" = 'seller') AS "new_seller",
                          MIN("t10"."old") FILTER(WHERE
                            "t10"."field" = 'seller') AS "old_seller",
                          MAX("t10"."new") FILTER(WHERE
                            "t10"."field" = 'status') AS "new_status",
                          MIN("t10"."old") FILTER(WHERE
                            "t10"."field" = 'status') AS "old_status",
                          MAX("t10"."new") FILTER(WHERE
                            "t10"."field" = 'expected_close_on') AS "new_expected_close_on",
                          MIN("t10"."old") FILTER(WHERE
                            "t10"."field" = 'expected_close_on') AS "old_expected_close_on"
                        FROM (
                          SELECT
                            *
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
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t7"."deal",
                              "t7"."number",
                              CAST(NULL AS TEXT) AS "field",
                              CAST(NULL AS STRUCT("at" TIMESTAMPTZ, "id" TEXT, "value" TEXT)) AS "new",
                              CAST(NULL AS STRUCT("at" TIMESTAMPTZ, "id" TEXT, "value" TEXT)) AS "old",
                              CAST(NULL AS TIMESTAMPTZ) AS "moved_at"
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
                        ) AS "t10"
                        GROUP BY
                          1,
                          2
                      ) AS "t11"
                    ) AS "t12"
                    WHERE
                      "t12"."number" < 24294
                  ) AS "t14"
                    ON "t3"."id" = "t14"."deal"
                ) AS "t15"
                WHERE
                  GREATEST(
                    "t15"."number",
                    CASE
                      WHEN "t15"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                      THEN GREATEST(
                        CAST(FLOOR(
                          (
                            (
                              (
                                EXTRACT(year FROM CAST("t15"."created_at" AS DATE)) * 12
                              ) + EXTRACT(month FROM CAST("t15"."created_at" AS DATE))
                            ) - 1
                          ) / (
                            1
                          )
                        ) AS BIGINT),
                        22800
                      )
                      ELSE 24294
                    END
                  ) < "t15"."ends"
              ) AS "t16"
            ) AS "t17"
          ) AS "t18"
          WHERE
            (
              "t18"."status" = 'open'
            )
            OR (
              COALESCE("t18"."born" OR (
                "t18"."was_status" <> "t18"."status"
              ), TRUE)
              AND NOT (
                "t18"."born"
                AND NOT (
                  "t18"."status" = 'open'
                )
                AND (
                  "t18"."closed_at" IS NULL
                )
              )
            )
        ) AS "t19"
      ) AS "t20"
    ) AS "t21"
  ) AS "t22"
  WHERE
    "t22"."is_opening"
    OR (
      NOT (
        "t22"."is_opening"
      )
      AND (
        "t22"."is_closing"
        OR (
          "t22"."is_won"
          OR (
            NOT (
              "t22"."status" = 'open'
            )
            AND NOT (
              "t22"."is_won"
            )
            AND (
              "t22"."is_opening" OR NOT (
                COALESCE("t22"."status_before" = 'open', FALSE)
              )
            )
          )
        )
      )
    )
) AS "t23"
GROUP BY
  1,
  2

-- by team, several currencies
SELECT
  "t40"."team",
  "t40"."period",
  SUM("t40"."opening") AS "opening",
  SUM("t40"."created") AS "created",
  SUM("t40"."increased") AS "increased",
  SUM("t40"."decreased") AS "decreased",
  SUM("t40"."pulled_in") AS "pulled_in",
  SUM("t40"."reopened") AS "reopened",
  SUM("t40"."slipped") AS "slipped",
  SUM("t40"."won") AS "won",
  SUM("t40"."lost") AS "lost",
  SUM("t40"."closing") AS "closing",
  SUM("t40"."deals") AS "deals",
  SUM("t40"."deals_opening") AS "deals_opening",
  SUM("t40"."deals_created") AS "deals_created",
  SUM("t40"."deals_pulled_in") AS "deals_pulled_in",
  SUM("t40"."deals_reopened") AS "deals_reopened",
  SUM("t40"."deals_slipped") AS "deals_slipped",
  SUM("t40"."deals_won") AS "deals_won",
  SUM("t40"."deals_lost") AS "deals_lost",
  SUM("t40"."deals_closing") AS "deals_closing",
  SUM("t40"."no_rate") AS "no_rate",
  SUM("t40"."no_amount") AS "no_amount",
  COUNT(*) AS "cases"
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
    "t39"."closing",
    "t39"."created",
    "t39"."pulled_in",
    "t39"."reopened",
    "t39"."won",
    "t39"."opening",
    "t39"."slipped",
    "t39"."lost",
    "t39"."deals_closing",
    "t39"."deals_created",
    "t39"."deals_pulled_in",
    "t39"."deals_reopened",
    "t39"."deals_won",
    "t39"."deals_opening",
    "t39"."deals_slipped",
    "t39"."deals_lost",
    "t39"."fact",
    "t39"."deals",
    "t39"."increased",
    "t39"."decreased",
    "t39"."no_amount",
    "t19"."team",
    "t19"."manager",
    "t19"."role"
  FROM (
    SELECT
      "t37"."id",
      "t37"."origin",
      "t37"."source_detail",
      "t37"."pipeline",
      "t37"."stage",
      "t37"."product",
      "t37"."account",
      "t37"."seller",
      "t37"."currency",
      "t37"."source",
      "t37"."day",
      "t37"."period",
      "t37"."no_rate",
      CASE
        WHEN "t37"."is_closing"
        THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "closing",
      CASE
        WHEN "t37"."is_created"
        THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "created",
      CASE
        WHEN "t37"."is_pulled_in"
        THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "pulled_in",
      CASE
        WHEN "t37"."is_reopened"
        THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "reopened",
      CASE
        WHEN "t37"."is_won"
        THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "won",
      CASE
        WHEN "t37"."is_opening"
        THEN COALESCE("t37"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "opening",
      CASE
        WHEN "t37"."is_slipped"
        THEN COALESCE("t37"."before", CAST(0 AS DECIMAL(18, 4)))
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "slipped",
      CASE
        WHEN "t37"."is_lost"
        THEN CASE
          WHEN "t37"."is_opening"
          THEN COALESCE("t37"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4)))
        END
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "lost",
      CAST("t37"."is_closing" AS BIGINT) AS "deals_closing",
      CAST("t37"."is_created" AS BIGINT) AS "deals_created",
      CAST("t37"."is_pulled_in" AS BIGINT) AS "deals_pulled_in",
      CAST("t37"."is_reopened" AS BIGINT) AS "deals_reopened",
      CAST("t37"."is_won" AS BIGINT) AS "deals_won",
      CAST("t37"."is_opening" AS BIGINT) AS "deals_opening",
      CAST("t37"."is_slipped" AS BIGINT) AS "deals_slipped",
      CAST("t37"."is_lost" AS BIGINT) AS "deals_lost",
      'deals' AS "fact",
      1 AS "deals",
      CASE
        WHEN CASE
          WHEN "t37"."is_opening" AND (
            "t37"."is_closing" OR "t37"."is_won"
          )
          THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t37"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE CAST(0 AS DECIMAL(18, 4))
        END > 0
        THEN CASE
          WHEN "t37"."is_opening" AND (
            "t37"."is_closing" OR "t37"."is_won"
          )
          THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t37"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE CAST(0 AS DECIMAL(18, 4))
        END
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "increased",
      CASE
        WHEN CASE
          WHEN "t37"."is_opening" AND (
            "t37"."is_closing" OR "t37"."is_won"
          )
          THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t37"."before", CAST(0 AS DECIMAL(18, 4)))
          ELSE CAST(0 AS DECIMAL(18, 4))
        END < 0
        THEN -(
          CASE
            WHEN "t37"."is_opening" AND (
              "t37"."is_closing" OR "t37"."is_won"
            )
            THEN COALESCE("t37"."now", CAST(0 AS DECIMAL(18, 4))) - COALESCE("t37"."before", CAST(0 AS DECIMAL(18, 4)))
            ELSE CAST(0 AS DECIMAL(18, 4))
          END
        )
        ELSE CAST(0 AS DECIMAL(18, 4))
      END AS "decreased",
      CAST("t37"."amount" IS NULL AS BIGINT) AS "no_amount",
      COALESCE("t37"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
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
        "t36"."born",
        "t36"."first_number",
        "t36"."period",
        "t36"."day",
        "t36"."status_before",
        "t36"."expected_before",
        CASE
          WHEN COALESCE("t36"."currency" = 'USD', FALSE)
          THEN "t36"."before"
          ELSE CAST(CAST("t36"."before" AS DOUBLE) * "t36"."rate" AS DECIMAL(18, 4))
        END AS "before",
        CASE
          WHEN COALESCE("t36"."currency" = 'USD', FALSE)
          THEN "t36"."now"
          ELSE CAST(CAST("t36"."now" AS DOUBLE) * "t36"."rate" AS DECIMAL(18, 4))
        END AS "now",
        "t36"."is_opening",
        "t36"."is_closing",
        "t36"."is_created",
        "t36"."is_pulled_in",
        "t36"."is_reopened",
        "t36"."is_slipped",
        "t36"."is_won",
        "t36"."is_lost",
        CASE
          WHEN COALESCE("t36"."currency" = 'USD', FALSE)
          THEN "t36"."known"
          ELSE CAST(CAST("t36"."known" AS DOUBLE) * "t36"."rate" AS DECIMAL(18, 4))
        END AS "known",
        CAST((
          "t36"."known" IS NOT NULL
        )
        AND NOT (
          COALESCE("t36"."currency" = 'USD', FALSE)
        )
        AND (
          "t36"."rate" IS NULL
        ) AS BIGINT) AS "no_rate"
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
          "t35"."known",
          "t35"."rate_day",
          "t22"."rate",
          "t22"."rate_currency",
          "t22"."rated_on"
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
            "t33"."born",
            "t33"."first_number",
            "t33"."period",
            "t33"."day",
            "t33"."status_before",
            "t33"."expected_before",
            "t33"."before",
            "t33"."now",
            "t33"."is_opening",
            "t33"."is_closing",
            "t33"."is_created",
            "t33"."is_pulled_in",
            "t33"."is_reopened",
            "t33"."is_slipped",
            "t33"."is_won",
            "t33"."is_lost",
            COALESCE("t33"."now", "t33"."before") AS "known",
            COALESCE("t33"."day", MAKE_DATE(2024, 6, 30)) AS "rate_day"
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
              "t32"."number",
              "t32"."ends",
              "t32"."entered_at",
              "t32"."begins",
              "t32"."was_status",
              "t32"."was_amount",
              "t32"."was_expected_close_on",
              "t32"."born",
              "t32"."first_number",
              "t32"."period",
              "t32"."day",
              "t32"."status_before",
              "t32"."expected_before",
              "t32"."before",
              "t32"."now",
              COALESCE("t32"."status_before" = 'open', FALSE)
              AND COALESCE(
                "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t32"."number" + 1
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
                            "t32"."number" + 1
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
                "t32"."status" = 'open'
              )
              AND COALESCE(
                "t32"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t32"."number" + 1
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
                            "t32"."number" + 1
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
                COALESCE("t32"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t32"."number" + 1
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
                              "t32"."number" + 1
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
                    "t32"."status" = 'open'
                  )
                  AND COALESCE(
                    "t32"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t32"."number" + 1
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
                                "t32"."number" + 1
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
                    "t32"."status" = 'won'
                  )
                  OR (
                    NOT (
                      "t32"."status" = 'open'
                    )
                    AND NOT (
                      "t32"."status" = 'won'
                    )
                    AND (
                      (
                        COALESCE("t32"."status_before" = 'open', FALSE)
                        AND COALESCE(
                          "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                            CAST(FLOOR(
                              (
                                (
                                  (
                                    (
                                      "t32"."number" + 1
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
                                      "t32"."number" + 1
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
                        COALESCE("t32"."status_before" = 'open', FALSE)
                      )
                    )
                  )
                )
              )
              AND "t32"."born" AS "is_created",
              NOT (
                COALESCE("t32"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t32"."number" + 1
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
                              "t32"."number" + 1
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
                    "t32"."status" = 'open'
                  )
                  AND COALESCE(
                    "t32"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t32"."number" + 1
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
                                "t32"."number" + 1
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
                    "t32"."status" = 'won'
                  )
                  OR (
                    NOT (
                      "t32"."status" = 'open'
                    )
                    AND NOT (
                      "t32"."status" = 'won'
                    )
                    AND (
                      (
                        COALESCE("t32"."status_before" = 'open', FALSE)
                        AND COALESCE(
                          "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                            CAST(FLOOR(
                              (
                                (
                                  (
                                    (
                                      "t32"."number" + 1
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
                                      "t32"."number" + 1
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
                        COALESCE("t32"."status_before" = 'open', FALSE)
                      )
                    )
                  )
                )
              )
              AND COALESCE("t32"."status_before" = 'open', FALSE) AS "is_pulled_in",
              NOT (
                COALESCE("t32"."status_before" = 'open', FALSE)
                AND COALESCE(
                  "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t32"."number" + 1
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
                              "t32"."number" + 1
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
                    "t32"."status" = 'open'
                  )
                  AND COALESCE(
                    "t32"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                      CAST(FLOOR(
                        (
                          (
                            (
                              (
                                "t32"."number" + 1
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
                                "t32"."number" + 1
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
                    "t32"."status" = 'won'
                  )
                  OR (
                    NOT (
                      "t32"."status" = 'open'
                    )
                    AND NOT (
                      "t32"."status" = 'won'
                    )
                    AND (
                      (
                        COALESCE("t32"."status_before" = 'open', FALSE)
                        AND COALESCE(
                          "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                            CAST(FLOOR(
                              (
                                (
                                  (
                                    (
                                      "t32"."number" + 1
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
                                      "t32"."number" + 1
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
                        COALESCE("t32"."status_before" = 'open', FALSE)
                      )
                    )
                  )
                )
              )
              AND NOT (
                "t32"."born"
              )
              AND NOT (
                COALESCE("t32"."status_before" = 'open', FALSE)
              ) AS "is_reopened",
              COALESCE("t32"."status_before" = 'open', FALSE)
              AND COALESCE(
                "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                  CAST(FLOOR(
                    (
                      (
                        (
                          (
                            "t32"."number" + 1
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
                            "t32"."number" + 1
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
                "t32"."status" = 'open'
              )
              AND NOT (
                (
                  "t32"."status" = 'open'
                )
                AND COALESCE(
                  "t32"."expected_close_on" <= CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t32"."number" + 1
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
                              "t32"."number" + 1
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
              "t32"."status" = 'won' AS "is_won",
              NOT (
                "t32"."status" = 'open'
              )
              AND NOT (
                "t32"."status" = 'won'
              )
              AND (
                (
                  "t32"."status" = 'won'
                )
                OR (
                  NOT (
                    "t32"."status" = 'open'
                  )
                  AND NOT (
                    "t32"."status" = 'won'
                  )
                  AND (
                    (
                      COALESCE("t32"."status_before" = 'open', FALSE)
                      AND COALESCE(
                        "t32"."expected_before" <= CAST(CAST(MAKE_DATE(
                          CAST(FLOOR(
                            (
                              (
                                (
                                  (
                                    "t32"."number" + 1
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
                                    "t32"."number" + 1
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
                      COALESCE("t32"."status_before" = 'open', FALSE)
                    )
                  )
                )
              ) AS "is_lost"
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
                "t31"."ends",
                "t31"."entered_at",
                "t31"."begins",
                "t31"."was_status",
                "t31"."was_amount",
                "t31"."was_expected_close_on",
                "t31"."born" AND (
                  "t31"."number" = "t31"."first_number"
                ) AS "born",
                "t31"."first_number",
                MAKE_DATE(
                  CAST(FLOOR((
                    (
                      (
                        "t31"."number" * 1
                      ) + 1
                    ) - 1
                  ) / (
                    12
                  )) AS BIGINT),
                  (
                    (
                      (
                        (
                          "t31"."number" * 1
                        ) + 1
                      ) - 1
                    ) % 12
                  ) + 1,
                  1
                ) AS "period",
                CASE
                  WHEN "t31"."number" = 24293
                  THEN MAKE_DATE(2024, 6, 30)
                  ELSE CAST(CAST(MAKE_DATE(
                    CAST(FLOOR(
                      (
                        (
                          (
                            (
                              "t31"."number" + 1
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
                              "t31"."number" + 1
                            ) * 1
                          ) + 1
                        ) - 1
                      ) % 12
                    ) + 1,
                    1
                  ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE)
                END AS "day",
                CASE
                  WHEN "t31"."number" = "t31"."first_number"
                  THEN "t31"."was_status"
                  ELSE "t31"."status"
                END AS "status_before",
                CASE
                  WHEN "t31"."number" = "t31"."first_number"
                  THEN "t31"."was_expected_close_on"
                  ELSE "t31"."expected_close_on"
                END AS "expected_before",
                CASE
                  WHEN "t31"."number" = "t31"."first_number"
                  THEN "t31"."was_amount"
                  ELSE "t31"."amount"
                END AS "before",
                "t31"."amount" AS "now"
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
                  UNNEST(RANGE("t30"."begins", "t30"."ends", 1)) AS "number",
                  "t30"."ends",
                  "t30"."entered_at",
                  "t30"."begins",
                  "t30"."was_status",
                  "t30"."was_amount",
                  "t30"."was_expected_close_on",
                  "t30"."born",
                  "t30"."first_number"
                FROM (
                  SELECT
                    "t29"."id",
                    "t29"."source",
                    "t29"."source_id",
                    "t29"."observed_at",
                    "t29"."modified_at",
                    "t29"."name",
                    "t29"."account",
                    "t29"."seller",
                    "t29"."pipeline",
                    "t29"."stage",
                    "t29"."status",
                    "t29"."amount",
                    "t29"."currency",
                    "t29"."product",
                    "t29"."origin",
                    "t29"."source_detail",
                    "t29"."created_at",
                    "t29"."expected_close_on",
                    "t29"."closed_at",
                    "t29"."lost_reason",
                    "t29"."deal",
                    "t29"."number",
                    CASE WHEN "t29"."status" = 'open' THEN "t29"."ends" ELSE "t29"."begins" + 1 END AS "ends",
                    "t29"."entered_at",
                    "t29"."begins",
                    "t29"."was_status",
                    "t29"."was_amount",
                    "t29"."was_expected_close_on",
                    "t29"."born",
                    "t29"."first_number"
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
                      LAG("t28"."status") OVER (
                        PARTITION BY "t28"."id"
                        ORDER BY "t28"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_status",
                      LAG("t28"."amount") OVER (
                        PARTITION BY "t28"."id"
                        ORDER BY "t28"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_amount",
                      LAG("t28"."expected_close_on") OVER (
                        PARTITION BY "t28"."id"
                        ORDER BY "t28"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) AS "was_expected_close_on",
                      LAG("t28"."begins") OVER (
                        PARTITION BY "t28"."id"
                        ORDER BY "t28"."begins" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) IS NULL AS "born",
                      "t28"."begins" AS "first_number"
                    FROM (
                      SELECT
                        "t27"."id",
                        "t27"."source",
                        "t27"."source_id",
                        "t27"."observed_at",
                        "t27"."modified_at",
                        "t27"."name",
                        "t27"."account",
                        CASE
                          WHEN COALESCE("t27"."now_seller", "t27"."first_seller") IS NOT NULL
                          THEN (
                            COALESCE("t27"."now_seller", "t27"."first_seller")
                          )."value"
                          ELSE "t27"."seller"
                        END AS "seller",
                        "t27"."pipeline",
                        CASE
                          WHEN (
                            COALESCE("t27"."now_stage", "t27"."first_stage") IS NULL
                          )
                          AND (
                            (
                              "t27"."status" <> 'open'
                            )
                            AND (
                              COALESCE(
                                (
                                  COALESCE("t27"."now_status", "t27"."first_status")
                                )."value",
                                CASE
                                  WHEN (
                                    "t27"."closed_at" IS NOT NULL
                                  )
                                  AND (
                                    CASE
                                      WHEN "t27"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                                      THEN GREATEST(
                                        CAST(FLOOR(
                                          (
                                            (
                                              (
                                                EXTRACT(year FROM CAST("t27"."closed_at" AS DATE)) * 12
                                              ) + EXTRACT(month FROM CAST("t27"."closed_at" AS DATE))
                                            ) - 1
                                          ) / (
                                            1
                                          )
                                        ) AS BIGINT),
                                        22800
                                      )
                                      ELSE 24294
                                    END > "t27"."begins"
                                  )
                                  THEN 'open'
                                  ELSE "t27"."status"
                                END
                              ) = 'open'
                            )
                          )
                          THEN CAST(NULL AS TEXT)
                          ELSE CASE
                            WHEN COALESCE("t27"."now_stage", "t27"."first_stage") IS NOT NULL
                            THEN (
                              COALESCE("t27"."now_stage", "t27"."first_stage")
                            )."value"
                            ELSE "t27"."stage"
                          END
                        END AS "stage",
                        COALESCE(
                          (
                            COALESCE("t27"."now_status", "t27"."first_status")
                          )."value",
                          CASE
                            WHEN (
                              "t27"."closed_at" IS NOT NULL
                            )
                            AND (
                              CASE
                                WHEN "t27"."closed_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                                THEN GREATEST(
                                  CAST(FLOOR(
                                    (
                                      (
                                        (
                                          EXTRACT(year FROM CAST("t27"."closed_at" AS DATE)) * 12
                                        ) + EXTRACT(month FROM CAST("t27"."closed_at" AS DATE))
                                      ) - 1
                                    ) / (
                                      1
                                    )
                                  ) AS BIGINT),
                                  22800
                                )
                                ELSE 24294
                              END > "t27"."begins"
                            )
                            THEN 'open'
                            ELSE "t27"."status"
                          END
                        ) AS "status",
                        CASE
                          WHEN COALESCE("t27"."now_amount", "t27"."first_amount") IS NOT NULL
                          THEN TRY_CAST((
                            COALESCE("t27"."now_amount", "t27"."first_amount")
                          )."value" AS DECIMAL(18, 4))
                          ELSE "t27"."amount"
                        END AS "amount",
                        "t27"."currency",
                        "t27"."product",
                        "t27"."origin",
                        "t27"."source_detail",
                        "t27"."created_at",
                        CASE
                          WHEN COALESCE("t27"."now_expected_close_on", "t27"."first_expected_close_on") IS NOT NULL
                          THEN TRY_CAST((
                            COALESCE("t27"."now_expected_close_on", "t27"."first_expected_close_on")
                          )."value" AS DATE)
                          ELSE "t27"."expected_close_on"
                        END AS "expected_close_on",
                        "t27"."closed_at",
                        "t27"."lost_reason",
                        "t27"."deal",
                        "t27"."number",
                        "t27"."ends",
                        "t27"."entered_at",
                        "t27"."begins"
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
                          "t26"."now_stage",
                          "t26"."first_stage",
                          "t26"."now_amount",
                          "t26"."first_amount",
                          "t26"."now_seller",
                          "t26"."first_seller",
                          "t26"."now_status",
                          "t26"."first_status",
                          "t26"."now_expected_close_on",
                          "t26"."first_expected_close_on",
                          GREATEST(
                            "t26"."number",
                            CASE
                              WHEN "t26"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                              THEN GREATEST(
                                CAST(FLOOR(
                                  (
                                    (
                                      (
                                        EXTRACT(year FROM CAST("t26"."created_at" AS DATE)) * 12
                                      ) + EXTRACT(month FROM CAST("t26"."created_at" AS DATE))
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
                            "t25"."deal",
                            "t25"."number",
                            "t25"."ends",
                            "t25"."entered_at",
                            "t25"."now_stage",
                            "t25"."first_stage",
                            "t25"."now_amount",
                            "t25"."first_amount",
                            "t25"."now_seller",
                            "t25"."first_seller",
                            "t25"."now_status",
                            "t25"."first_status",
                            "t25"."now_expected_close_on",
                            "t25"."first_expected_close_on"
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
                                "t21"."deal",
                                "t21"."number",
                                COALESCE(
                                  LEAD("t21"."number") OVER (
                                    PARTITION BY "t21"."deal"
                                    ORDER BY "t21"."number" ASC
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                  ),
                                  24294
                                ) AS "ends",
                                MAX("t21"."moved_at") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) AS "entered_at",
                                MAX("t21"."new_stage") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) AS "now_stage",
                                MIN("t21"."old_stage") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                ) AS "first_stage",
                                MAX("t21"."new_amount") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) AS "now_amount",
                                MIN("t21"."old_amount") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                ) AS "first_amount",
                                MAX("t21"."new_seller") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) AS "now_seller",
                                MIN("t21"."old_seller") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                ) AS "first_seller",
                                MAX("t21"."new_status") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) AS "now_status",
                                MIN("t21"."old_status") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                ) AS "first_status",
                                MAX("t21"."new_expected_close_on") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) AS "now_expected_close_on",
                                MIN("t21"."old_expected_close_on") OVER (
                                  PARTITION BY "t21"."deal"
                                  ORDER BY "t21"."number" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                ) AS "first_expected_close_on"
                              FROM (
                                SELECT
                                  "t18"."deal",
                                  "t18"."number",
                                  MAX("t18"."moved_at") AS "moved_at",
                                  MAX("t18"."new") FILTER(WHERE
                                    "t18"."field" = 'stage') AS "new_stage",
                                  MIN("t18"."old") FILTER(WHERE
                                    "t18"."field" = 'stage') AS "old_stage",
                                  MAX("t18"."new") FILTER(WHERE
                                    "t18"."field" = 'amount') AS "new_amount",
                                  MIN("t18"."old") FILTER(WHERE
                                    "t18"."field" = 'amount') AS "old_amount",
                                  MAX("t18"."new") FILTER(WHERE
                                    "t18"."field" = 'seller') AS "new_seller",
                                  MIN("t18"."old") FILTER(WHERE
                                    "t18"."field" = 'seller') AS "old_seller",
                                  MAX("t18"."new") FILTER(WHERE
                                    "t18"."field" = 'status') AS "new_status",
                                  MIN("t18"."old") FILTER(WHERE
                                    "t18"."field" = 'status') AS "old_status",
                                  MAX("t18"."new") FILTER(WHERE
                                    "t18"."field" = 'expected_close_on') AS "new_expected_close_on",
                                  MIN("t18"."old") FILTER(WHERE
                                    "t18"."field" = 'expected_close_on') AS "old_expected_close_on"
                                FROM (
                                  SELECT
                                    *
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
                                  UNION ALL
                                  SELECT
                                    *
                                  FROM (
                                    SELECT
                                      "t13"."deal",
                                      "t13"."number",
                                      CAST(NULL AS TEXT) AS "field",
                                      CAST(NULL AS STRUCT("at" TIMESTAMPTZ, "id" TEXT, "value" TEXT)) AS "new",
                                      CAST(NULL AS STRUCT("at" TIMESTAMPTZ, "id" TEXT, "value" TEXT)) AS "old",
                                      CAST(NULL AS TIMESTAMPTZ) AS "moved_at"
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
                                ) AS "t18"
                                GROUP BY
                                  1,
                                  2
                              ) AS "t21"
                            ) AS "t23"
                            WHERE
                              "t23"."number" < 24294
                          ) AS "t25"
                            ON "t7"."id" = "t25"."deal"
                        ) AS "t26"
                        WHERE
                          GREATEST(
                            "t26"."number",
                            CASE
                              WHEN "t26"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                              THEN GREATEST(
                                CAST(FLOOR(
                                  (
                                    (
                                      (
                                        EXTRACT(year FROM CAST("t26"."created_at" AS DATE)) * 12
                                      ) + EXTRACT(month FROM CAST("t26"."created_at" AS DATE))
                                    ) - 1
                                  ) / (
                                    1
                                  )
                                ) AS BIGINT),
                                22800
                              )
                              ELSE 24294
                            END
                          ) < "t26"."ends"
                      ) AS "t27"
                    ) AS "t28"
                  ) AS "t29"
                  WHERE
                    (
                      "t29"."status" = 'open'
                    )
                    OR (
                      COALESCE("t29"."born" OR (
                        "t29"."was_status" <> "t29"."status"
                      ), TRUE)
                      AND NOT (
                        "t29"."born"
                        AND NOT (
                          "t29"."status" = 'open'
                        )
                        AND (
                          "t29"."closed_at" IS NULL
                        )
                      )
                    )
                ) AS "t30"
              ) AS "t31"
            ) AS "t32"
          ) AS "t33"
          WHERE
            "t33"."is_opening"
            OR (
              NOT (
                "t33"."is_opening"
              )
              AND (
                "t33"."is_closing"
                OR (
                  "t33"."is_won"
                  OR (
                    NOT (
                      "t33"."status" = 'open'
                    )
                    AND NOT (
                      "t33"."is_won"
                    )
                    AND (
                      "t33"."is_opening" OR NOT (
                        COALESCE("t33"."status_before" = 'open', FALSE)
                      )
                    )
                  )
                )
              )
            )
        ) AS "t35"
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
        ) AS "t22"
          ON "t35"."currency" = "t22"."rate_currency" AND "t35"."rate_day" = "t22"."rated_on"
      ) AS "t36"
    ) AS "t37"
  ) AS "t39"
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
  ) AS "t19"
    ON "t39"."seller" = "t19"."span_seller"
    AND "t39"."team_day" >= "t19"."span_from"
    AND "t39"."team_day" <= "t19"."span_to"
) AS "t40"
GROUP BY
  1,
  2

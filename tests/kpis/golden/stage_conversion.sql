-- by seller
WITH "t15" AS (
  SELECT
    "t9"."id",
    "t9"."source",
    "t9"."source_id",
    "t9"."observed_at",
    "t9"."modified_at",
    "t9"."name",
    "t9"."account",
    "t9"."seller",
    "t9"."pipeline",
    CASE
      WHEN COALESCE("t9"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
      THEN CAST(NULL AS TEXT)
      ELSE "t9"."stage"
    END AS "stage",
    CASE
      WHEN COALESCE("t9"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
      THEN 'open'
      ELSE "t9"."status"
    END AS "status",
    "t9"."amount",
    "t9"."currency",
    "t9"."product",
    "t9"."origin",
    "t9"."source_detail",
    "t9"."created_at",
    "t9"."expected_close_on",
    "t9"."closed_at",
    "t9"."lost_reason",
    CASE
      WHEN COALESCE("t9"."pipeline" IN (
        SELECT
          "t0"."pipeline"
        FROM "stages" AS "t0"
      ), FALSE)
      THEN "t9"."pipeline"
      ELSE ''
    END AS "pipeline_key"
  FROM (
    SELECT
      *
    FROM "deals" AS "t2"
    WHERE
      (
        "t2"."created_at" IS NULL
      )
      OR (
        "t2"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      )
  ) AS "t9"
)
SELECT
  "t40"."seller",
  "t40"."period",
  "t40"."undated",
  SUM("t40"."advanced") AS "advanced",
  SUM("t40"."decided") AS "decided",
  SUM("t40"."visits") AS "visits",
  SUM("t40"."deals") AS "deals",
  SUM("t40"."forward") AS "forward",
  SUM("t40"."skipped") AS "skipped",
  SUM("t40"."won") AS "won",
  SUM("t40"."back") AS "back",
  SUM("t40"."lost") AS "lost",
  SUM("t40"."open") AS "open",
  SUM("t40"."repeated") AS "repeated",
  SUM("t40"."ended") AS "ended",
  SUM("t40"."no_history") AS "no_history",
  SUM("t40"."reopened") AS "reopened",
  SUM("t40"."no_place") AS "no_place",
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
    "t39"."left_at",
    "t39"."entered_at",
    "t39"."next_stage",
    "t39"."no_history",
    CAST("t39"."became" = 'forward' AS BIGINT) AS "forward",
    CAST("t39"."became" = 'back' AS BIGINT) AS "back",
    CAST("t39"."became" = 'won' AS BIGINT) AS "won",
    CAST("t39"."became" = 'lost' AS BIGINT) AS "lost",
    CAST("t39"."became" = 'repeated' AS BIGINT) AS "repeated",
    CAST("t39"."became" = 'open' AS BIGINT) AS "open",
    CAST("t39"."became" = 'ended' AS BIGINT) AS "ended",
    'deals' AS "fact",
    CAST("t39"."entered_at" AS DATE) AS "day",
    1 AS "visits",
    CAST("t39"."became" IN ('forward', 'won') AS BIGINT) AS "advanced",
    CAST("t39"."became" IN ('forward', 'back', 'won', 'lost') AS BIGINT) AS "decided",
    CAST("t39"."became" IN ('forward', 'won')
    AND COALESCE(
      (
        CASE WHEN "t39"."became" = 'won' THEN "t39"."steps" ELSE "t39"."next_step" END - "t39"."step"
      ) > 1,
      FALSE
    ) AS BIGINT) AS "skipped",
    CAST("t39"."is_first" AS BIGINT) AS "deals",
    CAST("t39"."reopened" AS BIGINT) AS "reopened",
    CAST("t39"."became" IN ('forward', 'back')
    AND (
      (
        "t39"."step" IS NULL
      ) OR (
        "t39"."next_step" IS NULL
      )
    ) AS BIGINT) AS "no_place",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t39"."entered_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    CAST("t39"."entered_at" AS DATE) IS NULL AS "undated"
  FROM (
    SELECT
      "t38"."deal",
      "t38"."at",
      "t38"."change",
      "t38"."told",
      "t38"."came",
      "t38"."status",
      "t38"."entered_at",
      "t38"."no_history",
      "t38"."id",
      "t38"."origin",
      "t38"."source_detail",
      "t38"."pipeline",
      "t38"."product",
      "t38"."account",
      "t38"."seller",
      "t38"."currency",
      "t38"."source",
      "t38"."closed_at",
      "t38"."pipeline_key",
      "t38"."status_now",
      "t38"."letter",
      "t38"."seq",
      "t38"."place",
      "t38"."told_status",
      "t38"."place_before",
      "t38"."told_status_before",
      "t38"."stage",
      "t38"."stage_before",
      "t38"."state",
      "t38"."state_before",
      "t38"."at_end",
      "t38"."by_stage",
      "t38"."starts",
      "t38"."closes",
      "t38"."reopened",
      "t38"."step",
      "t38"."steps",
      "t38"."next_at",
      "t38"."next_stage",
      "t38"."next_state",
      "t38"."next_step",
      "t38"."is_first",
      CASE
        WHEN "t38"."state" <> 'open'
        THEN 'ended'
        WHEN "t38"."next_state" IN ('won', 'lost')
        THEN "t38"."next_state"
        WHEN "t38"."next_state" IS NOT NULL
        THEN CASE
          WHEN "t38"."next_stage" = "t38"."stage"
          THEN 'repeated'
          ELSE CASE
            WHEN COALESCE("t38"."next_step" < "t38"."step", FALSE)
            THEN 'back'
            ELSE 'forward'
          END
        END
        WHEN (
          "t38"."next_state" IS NULL
        )
        AND NOT (
          "t38"."told_status"
        )
        AND "t38"."status_now" IN ('won', 'lost')
        THEN "t38"."status_now"
        ELSE 'open'
      END AS "became",
      CASE
        WHEN (
          "t38"."next_state" IS NULL
        )
        AND NOT (
          "t38"."told_status"
        )
        AND "t38"."status_now" IN ('won', 'lost')
        THEN "t38"."closed_at"
        ELSE "t38"."next_at"
      END AS "left_at"
    FROM (
      SELECT
        "t37"."deal",
        "t37"."at",
        "t37"."change",
        "t37"."told",
        "t37"."came",
        "t37"."status",
        "t37"."entered_at",
        "t37"."no_history",
        "t37"."id",
        "t37"."origin",
        "t37"."source_detail",
        "t37"."pipeline",
        "t37"."product",
        "t37"."account",
        "t37"."seller",
        "t37"."currency",
        "t37"."source",
        "t37"."closed_at",
        "t37"."pipeline_key",
        "t37"."status_now",
        "t37"."letter",
        "t37"."seq",
        "t37"."place",
        "t37"."told_status",
        "t37"."place_before",
        "t37"."told_status_before",
        "t37"."stage",
        "t37"."stage_before",
        "t37"."state",
        "t37"."state_before",
        "t37"."at_end",
        "t37"."by_stage",
        "t37"."starts",
        "t37"."closes",
        "t37"."reopened",
        "t37"."step",
        "t37"."steps",
        "t37"."next_at",
        "t37"."next_stage",
        "t37"."next_state",
        "t37"."next_step",
        (
          ROW_NUMBER() OVER (
            PARTITION BY "t37"."deal", "t37"."stage"
            ORDER BY "t37"."seq" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1
        ) = 0 AS "is_first"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t35"."deal",
            "t35"."at",
            "t35"."change",
            "t35"."told",
            "t35"."came",
            "t35"."status",
            "t35"."entered_at",
            "t35"."no_history",
            "t35"."id",
            "t35"."origin",
            "t35"."source_detail",
            "t35"."pipeline",
            "t35"."product",
            "t35"."account",
            "t35"."seller",
            "t35"."currency",
            "t35"."source",
            "t35"."closed_at",
            "t35"."pipeline_key",
            "t35"."status_now",
            "t35"."letter",
            "t35"."seq",
            "t35"."place",
            "t35"."told_status",
            "t35"."place_before",
            "t35"."told_status_before",
            "t35"."stage",
            "t35"."stage_before",
            "t35"."state",
            "t35"."state_before",
            "t35"."at_end",
            "t35"."by_stage",
            "t35"."starts",
            "t35"."closes",
            "t35"."reopened",
            "t35"."step",
            "t35"."steps",
            LEAD("t35"."at") OVER (
              PARTITION BY "t35"."deal"
              ORDER BY "t35"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_at",
            LEAD("t35"."stage") OVER (
              PARTITION BY "t35"."deal"
              ORDER BY "t35"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_stage",
            LEAD("t35"."state") OVER (
              PARTITION BY "t35"."deal"
              ORDER BY "t35"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_state",
            LEAD("t35"."step") OVER (
              PARTITION BY "t35"."deal"
              ORDER BY "t35"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_step"
          FROM (
            SELECT
              "t34"."deal",
              "t34"."at",
              "t34"."change",
              "t34"."told",
              "t34"."came",
              "t34"."status",
              "t34"."entered_at",
              "t34"."no_history",
              "t34"."id",
              "t34"."origin",
              "t34"."source_detail",
              "t34"."pipeline",
              "t34"."product",
              "t34"."account",
              "t34"."seller",
              "t34"."currency",
              "t34"."source",
              "t34"."closed_at",
              "t34"."pipeline_key",
              "t34"."status_now",
              "t34"."letter",
              "t34"."seq",
              "t34"."place",
              "t34"."told_status",
              "t34"."place_before",
              "t34"."told_status_before",
              "t34"."stage",
              "t34"."stage_before",
              "t34"."state",
              "t34"."state_before",
              "t34"."at_end",
              "t34"."by_stage",
              "t34"."starts",
              "t34"."closes",
              "t34"."reopened",
              "t24"."step",
              "t24"."steps"
            FROM (
              SELECT
                "t32"."deal",
                "t32"."at",
                "t32"."change",
                "t32"."told",
                "t32"."came",
                "t32"."status",
                "t32"."entered_at",
                "t32"."no_history",
                "t32"."id",
                "t32"."origin",
                "t32"."source_detail",
                "t32"."pipeline",
                "t32"."product",
                "t32"."account",
                "t32"."seller",
                "t32"."currency",
                "t32"."source",
                "t32"."closed_at",
                "t32"."pipeline_key",
                "t32"."status_now",
                "t32"."letter",
                "t32"."seq",
                "t32"."place",
                "t32"."told_status",
                "t32"."place_before",
                "t32"."told_status_before",
                "t32"."stage",
                "t32"."stage_before",
                "t32"."state",
                "t32"."state_before",
                "t32"."at_end",
                "t32"."by_stage",
                (
                  "t32"."stage" IS NOT NULL
                )
                AND (
                  (
                    "t32"."state" = 'open'
                  ) OR "t32"."at_end"
                )
                AND (
                  (
                    "t32"."stage_before" IS NULL
                  )
                  OR (
                    "t32"."stage" <> "t32"."stage_before"
                  )
                  OR (
                    (
                      "t32"."state" = 'open'
                    ) AND COALESCE("t32"."state_before" <> 'open', TRUE)
                  )
                ) AS "starts",
                (
                  "t32"."state" <> 'open'
                ) AND COALESCE("t32"."state_before" = 'open', FALSE) AS "closes",
                (
                  "t32"."state" = 'open'
                )
                AND COALESCE("t32"."state_before" <> 'open', TRUE)
                AND (
                  "t32"."state_before" IS NOT NULL
                ) AS "reopened"
              FROM (
                SELECT
                  "t31"."deal",
                  "t31"."at",
                  "t31"."change",
                  "t31"."told",
                  "t31"."came",
                  "t31"."status",
                  "t31"."entered_at",
                  "t31"."no_history",
                  "t31"."id",
                  "t31"."origin",
                  "t31"."source_detail",
                  "t31"."pipeline",
                  "t31"."product",
                  "t31"."account",
                  "t31"."seller",
                  "t31"."currency",
                  "t31"."source",
                  "t31"."closed_at",
                  "t31"."pipeline_key",
                  "t31"."status_now",
                  "t31"."letter",
                  "t31"."seq",
                  "t31"."place",
                  "t31"."told_status" IS NOT NULL AS "told_status",
                  "t31"."place_before",
                  "t31"."told_status_before",
                  SUBSTRING(
                    "t31"."place",
                    CASE WHEN (
                      8 + 1
                    ) >= 1 THEN 8 + 1 ELSE 8 + 1 + LENGTH("t31"."place") END
                  ) AS "stage",
                  SUBSTRING(
                    "t31"."place_before",
                    CASE WHEN (
                      8 + 1
                    ) >= 1 THEN 8 + 1 ELSE 8 + 1 + LENGTH("t31"."place_before") END
                  ) AS "stage_before",
                  CASE
                    WHEN COALESCE(
                      SUBSTRING(
                        "t31"."told_status",
                        CASE WHEN (
                          7 + 1
                        ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."told_status") END
                      ) IN ('won', 'lost'),
                      FALSE
                    )
                    THEN SUBSTRING(
                      "t31"."told_status",
                      CASE WHEN (
                        7 + 1
                      ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."told_status") END
                    )
                    ELSE CASE
                      WHEN SUBSTRING(
                        "t31"."place",
                        CASE WHEN (
                          7 + 1
                        ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."place") END,
                        1
                      ) = 'w'
                      THEN 'won'
                      WHEN SUBSTRING(
                        "t31"."place",
                        CASE WHEN (
                          7 + 1
                        ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."place") END,
                        1
                      ) = 'l'
                      THEN 'lost'
                      WHEN SUBSTRING(
                        "t31"."place",
                        CASE WHEN (
                          7 + 1
                        ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."place") END,
                        1
                      ) = 'o'
                      THEN 'open'
                      ELSE NULL
                    END
                  END AS "state",
                  CASE
                    WHEN COALESCE(
                      SUBSTRING(
                        "t31"."told_status_before",
                        CASE
                          WHEN (
                            7 + 1
                          ) >= 1
                          THEN 7 + 1
                          ELSE 7 + 1 + LENGTH("t31"."told_status_before")
                        END
                      ) IN ('won', 'lost'),
                      FALSE
                    )
                    THEN SUBSTRING(
                      "t31"."told_status_before",
                      CASE
                        WHEN (
                          7 + 1
                        ) >= 1
                        THEN 7 + 1
                        ELSE 7 + 1 + LENGTH("t31"."told_status_before")
                      END
                    )
                    ELSE CASE
                      WHEN SUBSTRING(
                        "t31"."place_before",
                        CASE WHEN (
                          7 + 1
                        ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."place_before") END,
                        1
                      ) = 'w'
                      THEN 'won'
                      WHEN SUBSTRING(
                        "t31"."place_before",
                        CASE WHEN (
                          7 + 1
                        ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."place_before") END,
                        1
                      ) = 'l'
                      THEN 'lost'
                      WHEN SUBSTRING(
                        "t31"."place_before",
                        CASE WHEN (
                          7 + 1
                        ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."place_before") END,
                        1
                      ) = 'o'
                      THEN 'open'
                      ELSE NULL
                    END
                  END AS "state_before",
                  SUBSTRING(
                    "t31"."place",
                    CASE WHEN (
                      7 + 1
                    ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t31"."place") END,
                    1
                  ) <> 'o' AS "at_end",
                  "t31"."told" < 2 AS "by_stage"
                FROM (
                  SELECT
                    "t30"."deal",
                    "t30"."at",
                    "t30"."change",
                    "t30"."told",
                    "t30"."came",
                    "t30"."status",
                    "t30"."entered_at",
                    "t30"."no_history",
                    "t30"."id",
                    "t30"."origin",
                    "t30"."source_detail",
                    "t30"."pipeline",
                    "t30"."product",
                    "t30"."account",
                    "t30"."seller",
                    "t30"."currency",
                    "t30"."source",
                    "t30"."closed_at",
                    "t30"."pipeline_key",
                    "t30"."status_now",
                    "t30"."letter",
                    "t30"."seq",
                    MAX(
                      CASE
                        WHEN 7 <= LENGTH(CAST("t30"."seq" AS TEXT))
                        THEN CAST("t30"."seq" AS TEXT)
                        ELSE REPEAT('0', 7 - LENGTH(CAST("t30"."seq" AS TEXT))) || CAST("t30"."seq" AS TEXT)
                      END || "t30"."letter" || "t30"."came"
                    ) OVER (
                      PARTITION BY "t30"."deal"
                      ORDER BY "t30"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                    ) AS "place",
                    MAX(
                      CASE
                        WHEN 7 <= LENGTH(CAST("t30"."seq" AS TEXT))
                        THEN CAST("t30"."seq" AS TEXT)
                        ELSE REPEAT('0', 7 - LENGTH(CAST("t30"."seq" AS TEXT))) || CAST("t30"."seq" AS TEXT)
                      END || "t30"."status"
                    ) OVER (
                      PARTITION BY "t30"."deal"
                      ORDER BY "t30"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                    ) AS "told_status",
                    MAX(
                      CASE
                        WHEN 7 <= LENGTH(CAST("t30"."seq" AS TEXT))
                        THEN CAST("t30"."seq" AS TEXT)
                        ELSE REPEAT('0', 7 - LENGTH(CAST("t30"."seq" AS TEXT))) || CAST("t30"."seq" AS TEXT)
                      END || "t30"."letter" || "t30"."came"
                    ) OVER (
                      PARTITION BY "t30"."deal"
                      ORDER BY "t30"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) AS "place_before",
                    MAX(
                      CASE
                        WHEN 7 <= LENGTH(CAST("t30"."seq" AS TEXT))
                        THEN CAST("t30"."seq" AS TEXT)
                        ELSE REPEAT('0', 7 - LENGTH(CAST("t30"."seq" AS TEXT))) || CAST("t30"."seq" AS TEXT)
                      END || "t30"."status"
                    ) OVER (
                      PARTITION BY "t30"."deal"
                      ORDER BY "t30"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) AS "told_status_before"
                  FROM (
                    SELECT
                      "t29"."deal",
                      "t29"."at",
                      "t29"."change",
                      "t29"."told",
                      "t29"."came",
                      "t29"."status",
                      "t29"."entered_at",
                      "t29"."no_history",
                      "t29"."id",
                      "t29"."origin",
                      "t29"."source_detail",
                      "t29"."pipeline",
                      "t29"."product",
                      "t29"."account",
                      "t29"."seller",
                      "t29"."currency",
                      "t29"."source",
                      "t29"."closed_at",
                      "t29"."pipeline_key",
                      "t29"."status_now",
                      "t29"."letter",
                      ROW_NUMBER() OVER (
                        PARTITION BY "t29"."deal"
                        ORDER BY COALESCE(CAST("t29"."at" AS DATE), MAKE_DATE(1900, 1, 1)) ASC, "t29"."told" ASC, "t29"."at" ASC, "t29"."change" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) - 1 AS "seq"
                    FROM (
                      SELECT
                        "t28"."deal",
                        "t28"."at",
                        "t28"."change",
                        "t28"."told",
                        "t28"."came",
                        "t28"."status",
                        "t28"."entered_at",
                        "t28"."no_history",
                        "t28"."id",
                        "t28"."origin",
                        "t28"."source_detail",
                        "t28"."pipeline",
                        "t28"."product",
                        "t28"."account",
                        "t28"."seller",
                        "t28"."currency",
                        "t28"."source",
                        "t28"."closed_at",
                        "t28"."pipeline_key",
                        "t28"."status_now",
                        COALESCE("t28"."letter", 'o') AS "letter"
                      FROM (
                        SELECT
                          "t27"."deal",
                          "t27"."at",
                          "t27"."change",
                          "t27"."told",
                          "t27"."came",
                          "t27"."status",
                          "t27"."entered_at",
                          "t27"."no_history",
                          "t21"."id",
                          "t21"."origin",
                          "t21"."source_detail",
                          "t21"."pipeline",
                          "t21"."product",
                          "t21"."account",
                          "t21"."seller",
                          "t21"."currency",
                          "t21"."source",
                          "t21"."closed_at",
                          "t21"."pipeline_key",
                          "t21"."status_now",
                          "t13"."kind_pipeline",
                          "t13"."kind_stage",
                          "t13"."letter"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t1"."deal",
                                "t1"."at",
                                "t1"."id" AS "change",
                                1 AS "told",
                                "t1"."new" AS "came",
                                CAST(NULL AS TEXT) AS "status",
                                "t1"."at" AS "entered_at",
                                0 AS "no_history"
                              FROM "deal_changes" AS "t1"
                              WHERE
                                "t1"."field" = 'stage'
                                AND "t1"."new" IS NOT NULL
                                AND "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                            ) AS "t4"
                            UNION ALL
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t1"."deal",
                                "t1"."at",
                                "t1"."id" AS "change",
                                2 AS "told",
                                CAST(NULL AS TEXT) AS "came",
                                "t1"."new" AS "status",
                                "t1"."at" AS "entered_at",
                                0 AS "no_history"
                              FROM "deal_changes" AS "t1"
                              WHERE
                                "t1"."field" = 'status'
                                AND "t1"."new" IN ('open', 'won', 'lost')
                                AND "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                            ) AS "t6"
                          ) AS "t8"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t18"."id" AS "deal",
                                COALESCE(
                                  CASE
                                    WHEN COALESCE("t18"."created_at" <= "t14"."before"."at", FALSE)
                                    OR NOT (
                                      "t14"."first_deal" IS NOT NULL
                                    )
                                    THEN "t18"."created_at"
                                    ELSE "t14"."before"."at"
                                  END,
                                  "t18"."created_at",
                                  "t18"."closed_at"
                                ) AS "at",
                                "t18"."id" AS "change",
                                0 AS "told",
                                CASE
                                  WHEN "t14"."first_deal" IS NOT NULL
                                  THEN "t14"."before"."old"
                                  ELSE "t18"."stage"
                                END AS "came",
                                CAST(NULL AS TEXT) AS "status",
                                CASE
                                  WHEN (
                                    "t14"."first_deal" IS NOT NULL
                                  )
                                  AND COALESCE("t18"."created_at" <= "t14"."before"."at", FALSE)
                                  THEN "t18"."created_at"
                                  ELSE CAST(NULL AS TIMESTAMPTZ)
                                END AS "entered_at",
                                CAST(NOT (
                                  "t14"."first_deal" IS NOT NULL
                                ) AS BIGINT) AS "no_history"
                              FROM "t15" AS "t18"
                              LEFT OUTER JOIN (
                                SELECT
                                  "t5"."deal" AS "first_deal",
                                  MIN({'at': "t5"."at", 'id': "t5"."id", 'old': "t5"."old"}) AS "before"
                                FROM (
                                  SELECT
                                    *
                                  FROM "deal_changes" AS "t1"
                                  WHERE
                                    "t1"."field" = 'stage'
                                ) AS "t5"
                                GROUP BY
                                  1
                              ) AS "t14"
                                ON "t18"."id" = "t14"."first_deal"
                            ) AS "t23"
                            WHERE
                              "t23"."came" IS NOT NULL
                              AND (
                                (
                                  "t23"."at" IS NULL
                                )
                                OR (
                                  "t23"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                                )
                              )
                          ) AS "t25"
                        ) AS "t27"
                        INNER JOIN (
                          SELECT
                            "t17"."id",
                            "t17"."origin",
                            "t17"."source_detail",
                            "t17"."pipeline",
                            "t17"."product",
                            "t17"."account",
                            "t17"."seller",
                            "t17"."currency",
                            "t17"."source",
                            "t17"."closed_at",
                            "t17"."pipeline_key",
                            "t17"."status" AS "status_now"
                          FROM "t15" AS "t17"
                        ) AS "t21"
                          ON "t27"."deal" = "t21"."id"
                        LEFT OUTER JOIN (
                          SELECT
                            "t7"."kind_pipeline",
                            "t7"."kind_stage",
                            MIN("t7"."letter") AS "letter"
                          FROM (
                            SELECT
                              COALESCE("t0"."pipeline", '') AS "kind_pipeline",
                              "t0"."name" AS "kind_stage",
                              CASE WHEN "t0"."kind" = 'won' THEN 'w' WHEN "t0"."kind" = 'lost' THEN 'l' ELSE 'o' END AS "letter"
                            FROM "stages" AS "t0"
                          ) AS "t7"
                          GROUP BY
                            1,
                            2
                        ) AS "t13"
                          ON "t21"."pipeline_key" = "t13"."kind_pipeline"
                          AND "t27"."came" = "t13"."kind_stage"
                      ) AS "t28"
                    ) AS "t29"
                  ) AS "t30"
                ) AS "t31"
              ) AS "t32"
              WHERE
                (
                  (
                    "t32"."stage" IS NOT NULL
                  )
                  AND (
                    (
                      "t32"."state" = 'open'
                    ) OR "t32"."at_end"
                  )
                  AND (
                    (
                      "t32"."stage_before" IS NULL
                    )
                    OR (
                      "t32"."stage" <> "t32"."stage_before"
                    )
                    OR (
                      (
                        "t32"."state" = 'open'
                      ) AND COALESCE("t32"."state_before" <> 'open', TRUE)
                    )
                  )
                )
                OR (
                  (
                    "t32"."state" <> 'open'
                  ) AND COALESCE("t32"."state_before" = 'open', FALSE)
                )
            ) AS "t34"
            LEFT OUTER JOIN (
              SELECT
                "t20"."place_pipeline",
                "t20"."place_stage",
                "t20"."step",
                MAX("t20"."step") OVER (
                  PARTITION BY "t20"."place_pipeline"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) + 1 AS "steps"
              FROM (
                SELECT
                  "t16"."place_pipeline",
                  "t16"."place_stage",
                  MIN("t16"."step") AS "step"
                FROM (
                  SELECT
                    "t10"."position",
                    "t10"."place_pipeline",
                    "t10"."place_stage",
                    DENSE_RANK() OVER (
                      PARTITION BY "t10"."place_pipeline"
                      ORDER BY "t10"."position" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) - 1 AS "step"
                  FROM (
                    SELECT
                      "t0"."position",
                      COALESCE("t0"."pipeline", '') AS "place_pipeline",
                      "t0"."name" AS "place_stage"
                    FROM "stages" AS "t0"
                    WHERE
                      "t0"."position" IS NOT NULL
                      AND NOT (
                        COALESCE("t0"."kind" IN ('won', 'lost'), FALSE)
                      )
                  ) AS "t10"
                ) AS "t16"
                GROUP BY
                  1,
                  2
              ) AS "t20"
            ) AS "t24"
              ON "t34"."pipeline_key" = "t24"."place_pipeline"
              AND "t34"."stage" = "t24"."place_stage"
          ) AS "t35"
        ) AS "t36"
        WHERE
          "t36"."starts"
      ) AS "t37"
    ) AS "t38"
  ) AS "t39"
  WHERE
    COALESCE(CAST("t39"."entered_at" AS DATE), MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t40"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "t17" AS (
  SELECT
    "t11"."id",
    "t11"."source",
    "t11"."source_id",
    "t11"."observed_at",
    "t11"."modified_at",
    "t11"."name",
    "t11"."account",
    "t11"."seller",
    "t11"."pipeline",
    CASE
      WHEN COALESCE("t11"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
      THEN CAST(NULL AS TEXT)
      ELSE "t11"."stage"
    END AS "stage",
    CASE
      WHEN COALESCE("t11"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
      THEN 'open'
      ELSE "t11"."status"
    END AS "status",
    "t11"."amount",
    "t11"."currency",
    "t11"."product",
    "t11"."origin",
    "t11"."source_detail",
    "t11"."created_at",
    "t11"."expected_close_on",
    "t11"."closed_at",
    "t11"."lost_reason",
    CASE
      WHEN COALESCE(
        "t11"."pipeline" IN (
          SELECT
            "t1"."pipeline"
          FROM "stages" AS "t1"
        ),
        FALSE
      )
      THEN "t11"."pipeline"
      ELSE ''
    END AS "pipeline_key"
  FROM (
    SELECT
      *
    FROM "deals" AS "t3"
    WHERE
      (
        "t3"."created_at" IS NULL
      )
      OR (
        "t3"."created_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      )
  ) AS "t11"
)
SELECT
  "t48"."team",
  "t48"."period",
  "t48"."undated",
  SUM("t48"."advanced") AS "advanced",
  SUM("t48"."decided") AS "decided",
  SUM("t48"."visits") AS "visits",
  SUM("t48"."deals") AS "deals",
  SUM("t48"."forward") AS "forward",
  SUM("t48"."skipped") AS "skipped",
  SUM("t48"."won") AS "won",
  SUM("t48"."back") AS "back",
  SUM("t48"."lost") AS "lost",
  SUM("t48"."open") AS "open",
  SUM("t48"."repeated") AS "repeated",
  SUM("t48"."ended") AS "ended",
  SUM("t48"."no_history") AS "no_history",
  SUM("t48"."reopened") AS "reopened",
  SUM("t48"."no_place") AS "no_place",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t47"."id",
    "t47"."origin",
    "t47"."source_detail",
    "t47"."pipeline",
    "t47"."stage",
    "t47"."product",
    "t47"."account",
    "t47"."seller",
    "t47"."currency",
    "t47"."source",
    "t47"."left_at",
    "t47"."entered_at",
    "t47"."next_stage",
    "t47"."no_history",
    "t47"."forward",
    "t47"."back",
    "t47"."won",
    "t47"."lost",
    "t47"."repeated",
    "t47"."open",
    "t47"."ended",
    "t47"."fact",
    "t47"."day",
    "t47"."visits",
    "t47"."advanced",
    "t47"."decided",
    "t47"."skipped",
    "t47"."deals",
    "t47"."reopened",
    "t47"."no_place",
    "t47"."team",
    "t47"."manager",
    "t47"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t47"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t47"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t46"."id",
      "t46"."origin",
      "t46"."source_detail",
      "t46"."pipeline",
      "t46"."stage",
      "t46"."product",
      "t46"."account",
      "t46"."seller",
      "t46"."currency",
      "t46"."source",
      "t46"."left_at",
      "t46"."entered_at",
      "t46"."next_stage",
      "t46"."no_history",
      "t46"."forward",
      "t46"."back",
      "t46"."won",
      "t46"."lost",
      "t46"."repeated",
      "t46"."open",
      "t46"."ended",
      "t46"."fact",
      "t46"."day",
      "t46"."visits",
      "t46"."advanced",
      "t46"."decided",
      "t46"."skipped",
      "t46"."deals",
      "t46"."reopened",
      "t46"."no_place",
      "t26"."team",
      "t26"."manager",
      "t26"."role"
    FROM (
      SELECT
        "t44"."id",
        "t44"."origin",
        "t44"."source_detail",
        "t44"."pipeline",
        "t44"."stage",
        "t44"."product",
        "t44"."account",
        "t44"."seller",
        "t44"."currency",
        "t44"."source",
        "t44"."left_at",
        "t44"."entered_at",
        "t44"."next_stage",
        "t44"."no_history",
        CAST("t44"."became" = 'forward' AS BIGINT) AS "forward",
        CAST("t44"."became" = 'back' AS BIGINT) AS "back",
        CAST("t44"."became" = 'won' AS BIGINT) AS "won",
        CAST("t44"."became" = 'lost' AS BIGINT) AS "lost",
        CAST("t44"."became" = 'repeated' AS BIGINT) AS "repeated",
        CAST("t44"."became" = 'open' AS BIGINT) AS "open",
        CAST("t44"."became" = 'ended' AS BIGINT) AS "ended",
        'deals' AS "fact",
        CAST("t44"."entered_at" AS DATE) AS "day",
        1 AS "visits",
        CAST("t44"."became" IN ('forward', 'won') AS BIGINT) AS "advanced",
        CAST("t44"."became" IN ('forward', 'back', 'won', 'lost') AS BIGINT) AS "decided",
        CAST("t44"."became" IN ('forward', 'won')
        AND COALESCE(
          (
            CASE WHEN "t44"."became" = 'won' THEN "t44"."steps" ELSE "t44"."next_step" END - "t44"."step"
          ) > 1,
          FALSE
        ) AS BIGINT) AS "skipped",
        CAST("t44"."is_first" AS BIGINT) AS "deals",
        CAST("t44"."reopened" AS BIGINT) AS "reopened",
        CAST("t44"."became" IN ('forward', 'back')
        AND (
          (
            "t44"."step" IS NULL
          ) OR (
            "t44"."next_step" IS NULL
          )
        ) AS BIGINT) AS "no_place",
        COALESCE(CAST("t44"."entered_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t43"."deal",
          "t43"."at",
          "t43"."change",
          "t43"."told",
          "t43"."came",
          "t43"."status",
          "t43"."entered_at",
          "t43"."no_history",
          "t43"."id",
          "t43"."origin",
          "t43"."source_detail",
          "t43"."pipeline",
          "t43"."product",
          "t43"."account",
          "t43"."seller",
          "t43"."currency",
          "t43"."source",
          "t43"."closed_at",
          "t43"."pipeline_key",
          "t43"."status_now",
          "t43"."letter",
          "t43"."seq",
          "t43"."place",
          "t43"."told_status",
          "t43"."place_before",
          "t43"."told_status_before",
          "t43"."stage",
          "t43"."stage_before",
          "t43"."state",
          "t43"."state_before",
          "t43"."at_end",
          "t43"."by_stage",
          "t43"."starts",
          "t43"."closes",
          "t43"."reopened",
          "t43"."step",
          "t43"."steps",
          "t43"."next_at",
          "t43"."next_stage",
          "t43"."next_state",
          "t43"."next_step",
          "t43"."is_first",
          CASE
            WHEN "t43"."state" <> 'open'
            THEN 'ended'
            WHEN "t43"."next_state" IN ('won', 'lost')
            THEN "t43"."next_state"
            WHEN "t43"."next_state" IS NOT NULL
            THEN CASE
              WHEN "t43"."next_stage" = "t43"."stage"
              THEN 'repeated'
              ELSE CASE
                WHEN COALESCE("t43"."next_step" < "t43"."step", FALSE)
                THEN 'back'
                ELSE 'forward'
              END
            END
            WHEN (
              "t43"."next_state" IS NULL
            )
            AND NOT (
              "t43"."told_status"
            )
            AND "t43"."status_now" IN ('won', 'lost')
            THEN "t43"."status_now"
            ELSE 'open'
          END AS "became",
          CASE
            WHEN (
              "t43"."next_state" IS NULL
            )
            AND NOT (
              "t43"."told_status"
            )
            AND "t43"."status_now" IN ('won', 'lost')
            THEN "t43"."closed_at"
            ELSE "t43"."next_at"
          END AS "left_at"
        FROM (
          SELECT
            "t42"."deal",
            "t42"."at",
            "t42"."change",
            "t42"."told",
            "t42"."came",
            "t42"."status",
            "t42"."entered_at",
            "t42"."no_history",
            "t42"."id",
            "t42"."origin",
            "t42"."source_detail",
            "t42"."pipeline",
            "t42"."product",
            "t42"."account",
            "t42"."seller",
            "t42"."currency",
            "t42"."source",
            "t42"."closed_at",
            "t42"."pipeline_key",
            "t42"."status_now",
            "t42"."letter",
            "t42"."seq",
            "t42"."place",
            "t42"."told_status",
            "t42"."place_before",
            "t42"."told_status_before",
            "t42"."stage",
            "t42"."stage_before",
            "t42"."state",
            "t42"."state_before",
            "t42"."at_end",
            "t42"."by_stage",
            "t42"."starts",
            "t42"."closes",
            "t42"."reopened",
            "t42"."step",
            "t42"."steps",
            "t42"."next_at",
            "t42"."next_stage",
            "t42"."next_state",
            "t42"."next_step",
            (
              ROW_NUMBER() OVER (
                PARTITION BY "t42"."deal", "t42"."stage"
                ORDER BY "t42"."seq" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) - 1
            ) = 0 AS "is_first"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t40"."deal",
                "t40"."at",
                "t40"."change",
                "t40"."told",
                "t40"."came",
                "t40"."status",
                "t40"."entered_at",
                "t40"."no_history",
                "t40"."id",
                "t40"."origin",
                "t40"."source_detail",
                "t40"."pipeline",
                "t40"."product",
                "t40"."account",
                "t40"."seller",
                "t40"."currency",
                "t40"."source",
                "t40"."closed_at",
                "t40"."pipeline_key",
                "t40"."status_now",
                "t40"."letter",
                "t40"."seq",
                "t40"."place",
                "t40"."told_status",
                "t40"."place_before",
                "t40"."told_status_before",
                "t40"."stage",
                "t40"."stage_before",
                "t40"."state",
                "t40"."state_before",
                "t40"."at_end",
                "t40"."by_stage",
                "t40"."starts",
                "t40"."closes",
                "t40"."reopened",
                "t40"."step",
                "t40"."steps",
                LEAD("t40"."at") OVER (
                  PARTITION BY "t40"."deal"
                  ORDER BY "t40"."seq" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "next_at",
                LEAD("t40"."stage") OVER (
                  PARTITION BY "t40"."deal"
                  ORDER BY "t40"."seq" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "next_stage",
                LEAD("t40"."state") OVER (
                  PARTITION BY "t40"."deal"
                  ORDER BY "t40"."seq" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "next_state",
                LEAD("t40"."step") OVER (
                  PARTITION BY "t40"."deal"
                  ORDER BY "t40"."seq" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "next_step"
              FROM (
                SELECT
                  "t39"."deal",
                  "t39"."at",
                  "t39"."change",
                  "t39"."told",
                  "t39"."came",
                  "t39"."status",
                  "t39"."entered_at",
                  "t39"."no_history",
                  "t39"."id",
                  "t39"."origin",
                  "t39"."source_detail",
                  "t39"."pipeline",
                  "t39"."product",
                  "t39"."account",
                  "t39"."seller",
                  "t39"."currency",
                  "t39"."source",
                  "t39"."closed_at",
                  "t39"."pipeline_key",
                  "t39"."status_now",
                  "t39"."letter",
                  "t39"."seq",
                  "t39"."place",
                  "t39"."told_status",
                  "t39"."place_before",
                  "t39"."told_status_before",
                  "t39"."stage",
                  "t39"."stage_before",
                  "t39"."state",
                  "t39"."state_before",
                  "t39"."at_end",
                  "t39"."by_stage",
                  "t39"."starts",
                  "t39"."closes",
                  "t39"."reopened",
                  "t29"."step",
                  "t29"."steps"
                FROM (
                  SELECT
                    "t37"."deal",
                    "t37"."at",
                    "t37"."change",
                    "t37"."told",
                    "t37"."came",
                    "t37"."status",
                    "t37"."entered_at",
                    "t37"."no_history",
                    "t37"."id",
                    "t37"."origin",
                    "t37"."source_detail",
                    "t37"."pipeline",
                    "t37"."product",
                    "t37"."account",
                    "t37"."seller",
                    "t37"."currency",
                    "t37"."source",
                    "t37"."closed_at",
                    "t37"."pipeline_key",
                    "t37"."status_now",
                    "t37"."letter",
                    "t37"."seq",
                    "t37"."place",
                    "t37"."told_status",
                    "t37"."place_before",
                    "t37"."told_status_before",
                    "t37"."stage",
                    "t37"."stage_before",
                    "t37"."state",
                    "t37"."state_before",
                    "t37"."at_end",
                    "t37"."by_stage",
                    (
                      "t37"."stage" IS NOT NULL
                    )
                    AND (
                      (
                        "t37"."state" = 'open'
                      ) OR "t37"."at_end"
                    )
                    AND (
                      (
                        "t37"."stage_before" IS NULL
                      )
                      OR (
                        "t37"."stage" <> "t37"."stage_before"
                      )
                      OR (
                        (
                          "t37"."state" = 'open'
                        ) AND COALESCE("t37"."state_before" <> 'open', TRUE)
                      )
                    ) AS "starts",
                    (
                      "t37"."state" <> 'open'
                    ) AND COALESCE("t37"."state_before" = 'open', FALSE) AS "closes",
                    (
                      "t37"."state" = 'open'
                    )
                    AND COALESCE("t37"."state_before" <> 'open', TRUE)
                    AND (
                      "t37"."state_before" IS NOT NULL
                    ) AS "reopened"
                  FROM (
                    SELECT
                      "t36"."deal",
                      "t36"."at",
                      "t36"."change",
                      "t36"."told",
                      "t36"."came",
                      "t36"."status",
                      "t36"."entered_at",
                      "t36"."no_history",
                      "t36"."id",
                      "t36"."origin",
                      "t36"."source_detail",
                      "t36"."pipeline",
                      "t36"."product",
                      "t36"."account",
                      "t36"."seller",
                      "t36"."currency",
                      "t36"."source",
                      "t36"."closed_at",
                      "t36"."pipeline_key",
                      "t36"."status_now",
                      "t36"."letter",
                      "t36"."seq",
                      "t36"."place",
                      "t36"."told_status" IS NOT NULL AS "told_status",
                      "t36"."place_before",
                      "t36"."told_status_before",
                      SUBSTRING(
                        "t36"."place",
                        CASE WHEN (
                          8 + 1
                        ) >= 1 THEN 8 + 1 ELSE 8 + 1 + LENGTH("t36"."place") END
                      ) AS "stage",
                      SUBSTRING(
                        "t36"."place_before",
                        CASE WHEN (
                          8 + 1
                        ) >= 1 THEN 8 + 1 ELSE 8 + 1 + LENGTH("t36"."place_before") END
                      ) AS "stage_before",
                      CASE
                        WHEN COALESCE(
                          SUBSTRING(
                            "t36"."told_status",
                            CASE WHEN (
                              7 + 1
                            ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."told_status") END
                          ) IN ('won', 'lost'),
                          FALSE
                        )
                        THEN SUBSTRING(
                          "t36"."told_status",
                          CASE WHEN (
                            7 + 1
                          ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."told_status") END
                        )
                        ELSE CASE
                          WHEN SUBSTRING(
                            "t36"."place",
                            CASE WHEN (
                              7 + 1
                            ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."place") END,
                            1
                          ) = 'w'
                          THEN 'won'
                          WHEN SUBSTRING(
                            "t36"."place",
                            CASE WHEN (
                              7 + 1
                            ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."place") END,
                            1
                          ) = 'l'
                          THEN 'lost'
                          WHEN SUBSTRING(
                            "t36"."place",
                            CASE WHEN (
                              7 + 1
                            ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."place") END,
                            1
                          ) = 'o'
                          THEN 'open'
                          ELSE NULL
                        END
                      END AS "state",
                      CASE
                        WHEN COALESCE(
                          SUBSTRING(
                            "t36"."told_status_before",
                            CASE
                              WHEN (
                                7 + 1
                              ) >= 1
                              THEN 7 + 1
                              ELSE 7 + 1 + LENGTH("t36"."told_status_before")
                            END
                          ) IN ('won', 'lost'),
                          FALSE
                        )
                        THEN SUBSTRING(
                          "t36"."told_status_before",
                          CASE
                            WHEN (
                              7 + 1
                            ) >= 1
                            THEN 7 + 1
                            ELSE 7 + 1 + LENGTH("t36"."told_status_before")
                          END
                        )
                        ELSE CASE
                          WHEN SUBSTRING(
                            "t36"."place_before",
                            CASE WHEN (
                              7 + 1
                            ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."place_before") END,
                            1
                          ) = 'w'
                          THEN 'won'
                          WHEN SUBSTRING(
                            "t36"."place_before",
                            CASE WHEN (
                              7 + 1
                            ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."place_before") END,
                            1
                          ) = 'l'
                          THEN 'lost'
                          WHEN SUBSTRING(
                            "t36"."place_before",
                            CASE WHEN (
                              7 + 1
                            ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."place_before") END,
                            1
                          ) = 'o'
                          THEN 'open'
                          ELSE NULL
                        END
                      END AS "state_before",
                      SUBSTRING(
                        "t36"."place",
                        CASE WHEN (
                          7 + 1
                        ) >= 1 THEN 7 + 1 ELSE 7 + 1 + LENGTH("t36"."place") END,
                        1
                      ) <> 'o' AS "at_end",
                      "t36"."told" < 2 AS "by_stage"
                    FROM (
                      SELECT
                        "t35"."deal",
                        "t35"."at",
                        "t35"."change",
                        "t35"."told",
                        "t35"."came",
                        "t35"."status",
                        "t35"."entered_at",
                        "t35"."no_history",
                        "t35"."id",
                        "t35"."origin",
                        "t35"."source_detail",
                        "t35"."pipeline",
                        "t35"."product",
                        "t35"."account",
                        "t35"."seller",
                        "t35"."currency",
                        "t35"."source",
                        "t35"."closed_at",
                        "t35"."pipeline_key",
                        "t35"."status_now",
                        "t35"."letter",
                        "t35"."seq",
                        MAX(
                          CASE
                            WHEN 7 <= LENGTH(CAST("t35"."seq" AS TEXT))
                            THEN CAST("t35"."seq" AS TEXT)
                            ELSE REPEAT('0', 7 - LENGTH(CAST("t35"."seq" AS TEXT))) || CAST("t35"."seq" AS TEXT)
                          END || "t35"."letter" || "t35"."came"
                        ) OVER (
                          PARTITION BY "t35"."deal"
                          ORDER BY "t35"."seq" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "place",
                        MAX(
                          CASE
                            WHEN 7 <= LENGTH(CAST("t35"."seq" AS TEXT))
                            THEN CAST("t35"."seq" AS TEXT)
                            ELSE REPEAT('0', 7 - LENGTH(CAST("t35"."seq" AS TEXT))) || CAST("t35"."seq" AS TEXT)
                          END || "t35"."status"
                        ) OVER (
                          PARTITION BY "t35"."deal"
                          ORDER BY "t35"."seq" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "told_status",
                        MAX(
                          CASE
                            WHEN 7 <= LENGTH(CAST("t35"."seq" AS TEXT))
                            THEN CAST("t35"."seq" AS TEXT)
                            ELSE REPEAT('0', 7 - LENGTH(CAST("t35"."seq" AS TEXT))) || CAST("t35"."seq" AS TEXT)
                          END || "t35"."letter" || "t35"."came"
                        ) OVER (
                          PARTITION BY "t35"."deal"
                          ORDER BY "t35"."seq" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                        ) AS "place_before",
                        MAX(
                          CASE
                            WHEN 7 <= LENGTH(CAST("t35"."seq" AS TEXT))
                            THEN CAST("t35"."seq" AS TEXT)
                            ELSE REPEAT('0', 7 - LENGTH(CAST("t35"."seq" AS TEXT))) || CAST("t35"."seq" AS TEXT)
                          END || "t35"."status"
                        ) OVER (
                          PARTITION BY "t35"."deal"
                          ORDER BY "t35"."seq" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                        ) AS "told_status_before"
                      FROM (
                        SELECT
                          "t34"."deal",
                          "t34"."at",
                          "t34"."change",
                          "t34"."told",
                          "t34"."came",
                          "t34"."status",
                          "t34"."entered_at",
                          "t34"."no_history",
                          "t34"."id",
                          "t34"."origin",
                          "t34"."source_detail",
                          "t34"."pipeline",
                          "t34"."product",
                          "t34"."account",
                          "t34"."seller",
                          "t34"."currency",
                          "t34"."source",
                          "t34"."closed_at",
                          "t34"."pipeline_key",
                          "t34"."status_now",
                          "t34"."letter",
                          ROW_NUMBER() OVER (
                            PARTITION BY "t34"."deal"
                            ORDER BY COALESCE(CAST("t34"."at" AS DATE), MAKE_DATE(1900, 1, 1)) ASC, "t34"."told" ASC, "t34"."at" ASC, "t34"."change" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) - 1 AS "seq"
                        FROM (
                          SELECT
                            "t33"."deal",
                            "t33"."at",
                            "t33"."change",
                            "t33"."told",
                            "t33"."came",
                            "t33"."status",
                            "t33"."entered_at",
                            "t33"."no_history",
                            "t33"."id",
                            "t33"."origin",
                            "t33"."source_detail",
                            "t33"."pipeline",
                            "t33"."product",
                            "t33"."account",
                            "t33"."seller",
                            "t33"."currency",
                            "t33"."source",
                            "t33"."closed_at",
                            "t33"."pipeline_key",
                            "t33"."status_now",
                            COALESCE("t33"."letter", 'o') AS "letter"
                          FROM (
                            SELECT
                              "t32"."deal",
                              "t32"."at",
                              "t32"."change",
                              "t32"."told",
                              "t32"."came",
                              "t32"."status",
                              "t32"."entered_at",
                              "t32"."no_history",
                              "t24"."id",
                              "t24"."origin",
                              "t24"."source_detail",
                              "t24"."pipeline",
                              "t24"."product",
                              "t24"."account",
                              "t24"."seller",
                              "t24"."currency",
                              "t24"."source",
                              "t24"."closed_at",
                              "t24"."pipeline_key",
                              "t24"."status_now",
                              "t15"."kind_pipeline",
                              "t15"."kind_stage",
                              "t15"."letter"
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    "t2"."deal",
                                    "t2"."at",
                                    "t2"."id" AS "change",
                                    1 AS "told",
                                    "t2"."new" AS "came",
                                    CAST(NULL AS TEXT) AS "status",
                                    "t2"."at" AS "entered_at",
                                    0 AS "no_history"
                                  FROM "deal_changes" AS "t2"
                                  WHERE
                                    "t2"."field" = 'stage'
                                    AND "t2"."new" IS NOT NULL
                                    AND "t2"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                                ) AS "t6"
                                UNION ALL
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    "t2"."deal",
                                    "t2"."at",
                                    "t2"."id" AS "change",
                                    2 AS "told",
                                    CAST(NULL AS TEXT) AS "came",
                                    "t2"."new" AS "status",
                                    "t2"."at" AS "entered_at",
                                    0 AS "no_history"
                                  FROM "deal_changes" AS "t2"
                                  WHERE
                                    "t2"."field" = 'status'
                                    AND "t2"."new" IN ('open', 'won', 'lost')
                                    AND "t2"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                                ) AS "t8"
                              ) AS "t10"
                              UNION ALL
                              SELECT
                                *
                              FROM (
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    "t21"."id" AS "deal",
                                    COALESCE(
                                      CASE
                                        WHEN COALESCE("t21"."created_at" <= "t16"."before"."at", FALSE)
                                        OR NOT (
                                          "t16"."first_deal" IS NOT NULL
                                        )
                                        THEN "t21"."created_at"
                                        ELSE "t16"."before"."at"
                                      END,
                                      "t21"."created_at",
                                      "t21"."closed_at"
                                    ) AS "at",
                                    "t21"."id" AS "change",
                                    0 AS "told",
                                    CASE
                                      WHEN "t16"."first_deal" IS NOT NULL
                                      THEN "t16"."before"."old"
                                      ELSE "t21"."stage"
                                    END AS "came",
                                    CAST(NULL AS TEXT) AS "status",
                                    CASE
                                      WHEN (
                                        "t16"."first_deal" IS NOT NULL
                                      )
                                      AND COALESCE("t21"."created_at" <= "t16"."before"."at", FALSE)
                                      THEN "t21"."created_at"
                                      ELSE CAST(NULL AS TIMESTAMPTZ)
                                    END AS "entered_at",
                                    CAST(NOT (
                                      "t16"."first_deal" IS NOT NULL
                                    ) AS BIGINT) AS "no_history"
                                  FROM "t17" AS "t21"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t7"."deal" AS "first_deal",
                                      MIN({'at': "t7"."at", 'id': "t7"."id", 'old': "t7"."old"}) AS "before"
                                    FROM (
                                      SELECT
                                        *
                                      FROM "deal_changes" AS "t2"
                                      WHERE
                                        "t2"."field" = 'stage'
                                    ) AS "t7"
                                    GROUP BY
                                      1
                                  ) AS "t16"
                                    ON "t21"."id" = "t16"."first_deal"
                                ) AS "t28"
                                WHERE
                                  "t28"."came" IS NOT NULL
                                  AND (
                                    (
                                      "t28"."at" IS NULL
                                    )
                                    OR (
                                      "t28"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                                    )
                                  )
                              ) AS "t30"
                            ) AS "t32"
                            INNER JOIN (
                              SELECT
                                "t20"."id",
                                "t20"."origin",
                                "t20"."source_detail",
                                "t20"."pipeline",
                                "t20"."product",
                                "t20"."account",
                                "t20"."seller",
                                "t20"."currency",
                                "t20"."source",
                                "t20"."closed_at",
                                "t20"."pipeline_key",
                                "t20"."status" AS "status_now"
                              FROM "t17" AS "t20"
                            ) AS "t24"
                              ON "t32"."deal" = "t24"."id"
                            LEFT OUTER JOIN (
                              SELECT
                                "t9"."kind_pipeline",
                                "t9"."kind_stage",
                                MIN("t9"."letter") AS "letter"
                              FROM (
                                SELECT
                                  COALESCE("t1"."pipeline", '') AS "kind_pipeline",
                                  "t1"."name" AS "kind_stage",
                                  CASE WHEN "t1"."kind" = 'won' THEN 'w' WHEN "t1"."kind" = 'lost' THEN 'l' ELSE 'o' END AS "letter"
                                FROM "stages" AS "t1"
                              ) AS "t9"
                              GROUP BY
                                1,
                                2
                            ) AS "t15"
                              ON "t24"."pipeline_key" = "t15"."kind_pipeline"
                              AND "t32"."came" = "t15"."kind_stage"
                          ) AS "t33"
                        ) AS "t34"
                      ) AS "t35"
                    ) AS "t36"
                  ) AS "t37"
                  WHERE
                    (
                      (
                        "t37"."stage" IS NOT NULL
                      )
                      AND (
                        (
                          "t37"."state" = 'open'
                        ) OR "t37"."at_end"
                      )
                      AND (
                        (
                          "t37"."stage_before" IS NULL
                        )
                        OR (
                          "t37"."stage" <> "t37"."stage_before"
                        )
                        OR (
                          (
                            "t37"."state" = 'open'
                          ) AND COALESCE("t37"."state_before" <> 'open', TRUE)
                        )
                      )
                    )
                    OR (
                      (
                        "t37"."state" <> 'open'
                      ) AND COALESCE("t37"."state_before" = 'open', FALSE)
                    )
                ) AS "t39"
                LEFT OUTER JOIN (
                  SELECT
                    "t23"."place_pipeline",
                    "t23"."place_stage",
                    "t23"."step",
                    MAX("t23"."step") OVER (
                      PARTITION BY "t23"."place_pipeline"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) + 1 AS "steps"
                  FROM (
                    SELECT
                      "t19"."place_pipeline",
                      "t19"."place_stage",
                      MIN("t19"."step") AS "step"
                    FROM (
                      SELECT
                        "t12"."position",
                        "t12"."place_pipeline",
                        "t12"."place_stage",
                        DENSE_RANK() OVER (
                          PARTITION BY "t12"."place_pipeline"
                          ORDER BY "t12"."position" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) - 1 AS "step"
                      FROM (
                        SELECT
                          "t1"."position",
                          COALESCE("t1"."pipeline", '') AS "place_pipeline",
                          "t1"."name" AS "place_stage"
                        FROM "stages" AS "t1"
                        WHERE
                          "t1"."position" IS NOT NULL
                          AND NOT (
                            COALESCE("t1"."kind" IN ('won', 'lost'), FALSE)
                          )
                      ) AS "t12"
                    ) AS "t19"
                    GROUP BY
                      1,
                      2
                  ) AS "t23"
                ) AS "t29"
                  ON "t39"."pipeline_key" = "t29"."place_pipeline"
                  AND "t39"."stage" = "t29"."place_stage"
              ) AS "t40"
            ) AS "t41"
            WHERE
              "t41"."starts"
          ) AS "t42"
        ) AS "t43"
      ) AS "t44"
    ) AS "t46"
    LEFT OUTER JOIN (
      SELECT
        "t18"."team",
        "t18"."manager",
        "t18"."role",
        "t18"."seller" AS "span_seller",
        GREATEST("t18"."begins", COALESCE("t18"."free_from", "t18"."begins")) AS "span_from",
        "t18"."ends" AS "span_to"
      FROM (
        SELECT
          "t5"."id",
          "t5"."seller",
          "t5"."team",
          "t5"."manager",
          "t5"."role",
          "t5"."begins",
          "t5"."ends",
          CAST(CAST(MAX("t5"."ends") OVER (
            PARTITION BY "t5"."seller"
            ORDER BY "t5"."begins" ASC, "t5"."id" ASC
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
        ) AS "t5"
      ) AS "t18"
      WHERE
        GREATEST("t18"."begins", COALESCE("t18"."free_from", "t18"."begins")) <= "t18"."ends"
    ) AS "t26"
      ON "t46"."seller" = "t26"."span_seller"
      AND "t46"."team_day" >= "t26"."span_from"
      AND "t46"."team_day" <= "t26"."span_to"
  ) AS "t47"
  WHERE
    COALESCE("t47"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t48"
GROUP BY
  1,
  2,
  3

-- by seller
WITH "t5" AS (
  SELECT
    *
  FROM "deals" AS "t1"
  WHERE
    NOT (
      COALESCE("t1"."created_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
    )
), "visits" AS (
  SELECT
    "t33"."id",
    "t33"."origin",
    "t33"."source_detail",
    "t33"."pipeline",
    "t33"."stage",
    "t33"."product",
    "t33"."account",
    "t33"."seller",
    "t33"."currency",
    "t33"."source",
    "t33"."left_at",
    "t33"."left_on",
    "t33"."entered_at",
    "t33"."day",
    "t33"."next_stage",
    "t33"."no_history",
    CAST("t33"."became" = 'forward' AS BIGINT) AS "forward",
    CAST("t33"."became" = 'back' AS BIGINT) AS "back",
    CAST("t33"."became" = 'won' AS BIGINT) AS "won",
    CAST("t33"."became" = 'lost' AS BIGINT) AS "lost",
    CAST("t33"."became" = 'repeated' AS BIGINT) AS "repeated",
    CAST("t33"."became" = 'open' AS BIGINT) AS "open",
    CAST("t33"."became" = 'ended' AS BIGINT) AS "ended",
    'deals' AS "fact",
    1 AS "visits",
    CAST("t33"."became" IN ('forward', 'won') AS BIGINT) AS "advanced",
    CAST("t33"."became" IN ('forward', 'back', 'won', 'lost') AS BIGINT) AS "decided",
    CAST("t33"."became" IN ('forward', 'won')
    AND COALESCE(
      (
        CASE WHEN "t33"."became" = 'won' THEN "t33"."steps" ELSE "t33"."next_step" END - "t33"."step"
      ) > 1,
      FALSE
    ) AS BIGINT) AS "skipped",
    CAST("t33"."is_first" AS BIGINT) AS "deals",
    CAST("t33"."reopened" AS BIGINT) AS "reopened",
    CAST("t33"."became" IN ('forward', 'back')
    AND (
      (
        "t33"."step" IS NULL
      ) OR (
        "t33"."next_step" IS NULL
      )
    ) AS BIGINT) AS "no_place"
  FROM (
    SELECT
      "t32"."id",
      "t32"."origin",
      "t32"."source_detail",
      "t32"."pipeline",
      "t32"."stage",
      "t32"."product",
      "t32"."account",
      "t32"."seller",
      "t32"."currency",
      "t32"."source",
      "t32"."next_stage",
      "t32"."no_history",
      "t32"."is_first",
      "t32"."reopened",
      CASE
        WHEN "t32"."state" <> 2
        THEN 'ended'
        WHEN CASE
          WHEN (
            "t32"."next_state" IS NULL
          )
          AND NOT (
            "t32"."told_status"
          )
          AND (
            "t32"."status_now" <> 2
          )
          THEN "t32"."status_now"
          ELSE "t32"."next_state"
        END = 3
        THEN 'won'
        WHEN CASE
          WHEN (
            "t32"."next_state" IS NULL
          )
          AND NOT (
            "t32"."told_status"
          )
          AND (
            "t32"."status_now" <> 2
          )
          THEN "t32"."status_now"
          ELSE "t32"."next_state"
        END = 1
        THEN 'lost'
        WHEN CASE
          WHEN (
            "t32"."next_state" IS NULL
          )
          AND NOT (
            "t32"."told_status"
          )
          AND (
            "t32"."status_now" <> 2
          )
          THEN "t32"."status_now"
          ELSE "t32"."next_state"
        END IS NULL
        THEN 'open'
        WHEN "t32"."next_stage" = "t32"."stage"
        THEN 'repeated'
        WHEN COALESCE(
          (
            NULLIF(CAST(FLOOR((
              "t32"."next_place"
            ) / (
              10
            )) AS BIGINT) % 10000, 0) - 1
          ) < (
            NULLIF(CAST(FLOOR((
              "t32"."place"
            ) / (
              10
            )) AS BIGINT) % 10000, 0) - 1
          ),
          FALSE
        )
        THEN 'back'
        ELSE 'forward'
      END AS "became",
      CASE WHEN "t32"."known" THEN "t32"."at" ELSE NULL END AS "entered_at",
      CASE WHEN "t32"."known" THEN "t32"."day" ELSE NULL END AS "day",
      CASE
        WHEN (
          "t32"."next_state" IS NULL
        )
        AND NOT (
          "t32"."told_status"
        )
        AND (
          "t32"."status_now" <> 2
        )
        THEN "t32"."closed_at"
        ELSE "t32"."next_at"
      END AS "left_at",
      CASE
        WHEN (
          "t32"."next_state" IS NULL
        )
        AND NOT (
          "t32"."told_status"
        )
        AND (
          "t32"."status_now" <> 2
        )
        THEN CAST("t32"."closed_at" AS DATE)
        ELSE "t32"."next_day"
      END AS "left_on",
      NULLIF(CAST(FLOOR((
        "t32"."place"
      ) / (
        10
      )) AS BIGINT) % 10000, 0) - 1 AS "step",
      NULLIF(CAST(FLOOR((
        "t32"."next_place"
      ) / (
        10
      )) AS BIGINT) % 10000, 0) - 1 AS "next_step",
      CAST(FLOOR((
        "t32"."place"
      ) / (
        100000
      )) AS BIGINT) AS "steps"
    FROM (
      SELECT
        "t31"."deal",
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
        "t31"."status_now",
        "t31"."at",
        "t31"."day",
        "t31"."seq",
        "t31"."stage",
        "t31"."place",
        "t31"."state",
        "t31"."told_status",
        "t31"."known",
        "t31"."no_history",
        "t31"."starts",
        "t31"."reopened",
        "t31"."next_at",
        "t31"."next_day",
        "t31"."next_stage",
        "t31"."next_state",
        "t31"."next_place",
        "t31"."seq" = MIN("t31"."seq") OVER (
          PARTITION BY "t31"."deal", "t31"."stage"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "is_first"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t29"."deal",
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
            "t29"."status_now",
            "t29"."at",
            "t29"."day",
            "t29"."seq",
            "t29"."stage",
            "t29"."place",
            "t29"."state",
            "t29"."told_status",
            "t29"."known",
            "t29"."no_history",
            "t29"."starts",
            "t29"."reopened",
            LEAD("t29"."at") OVER (
              PARTITION BY "t29"."deal"
              ORDER BY "t29"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_at",
            LEAD("t29"."day") OVER (
              PARTITION BY "t29"."deal"
              ORDER BY "t29"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_day",
            LEAD("t29"."stage") OVER (
              PARTITION BY "t29"."deal"
              ORDER BY "t29"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_stage",
            LEAD("t29"."state") OVER (
              PARTITION BY "t29"."deal"
              ORDER BY "t29"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_state",
            LEAD("t29"."place") OVER (
              PARTITION BY "t29"."deal"
              ORDER BY "t29"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_place"
          FROM (
            SELECT
              "t28"."deal",
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
              "t28"."status_now",
              "t28"."at",
              "t28"."day",
              "t28"."seq",
              "t28"."stage",
              "t28"."place",
              "t28"."state",
              "t28"."told_status",
              "t28"."known",
              "t28"."no_history",
              "t28"."starts",
              "t28"."reopened"
            FROM (
              SELECT
                "t27"."deal",
                "t27"."id",
                "t27"."origin",
                "t27"."source_detail",
                "t27"."pipeline",
                "t27"."product",
                "t27"."account",
                "t27"."seller",
                "t27"."currency",
                "t27"."source",
                "t27"."closed_at",
                "t27"."status_now",
                "t27"."at",
                "t27"."day",
                "t27"."seq",
                "t27"."stage_before",
                "t27"."stage",
                "t27"."place",
                "t27"."state",
                "t27"."state_before",
                "t27"."told_status",
                "t27"."by_stage",
                "t27"."known",
                "t27"."no_history",
                (
                  "t27"."stage" IS NOT NULL
                )
                AND (
                  (
                    "t27"."state" = 2
                  ) OR (
                    (
                      "t27"."place" % 10
                    ) <> 2
                  )
                )
                AND (
                  (
                    "t27"."stage_before" IS NULL
                  )
                  OR (
                    "t27"."stage" <> "t27"."stage_before"
                  )
                  OR (
                    (
                      "t27"."state" = 2
                    ) AND COALESCE("t27"."state_before" <> 2, TRUE)
                  )
                ) AS "starts",
                (
                  "t27"."state" = 2
                )
                AND COALESCE("t27"."state_before" <> 2, TRUE)
                AND (
                  "t27"."state_before" IS NOT NULL
                ) AS "reopened"
              FROM (
                SELECT
                  "t26"."deal",
                  "t26"."id",
                  "t26"."origin",
                  "t26"."source_detail",
                  "t26"."pipeline",
                  "t26"."product",
                  "t26"."account",
                  "t26"."seller",
                  "t26"."currency",
                  "t26"."source",
                  "t26"."closed_at",
                  "t26"."status_now",
                  "t26"."at",
                  "t26"."day",
                  "t26"."seq",
                  SUBSTRING(
                    "t26"."told_before",
                    CASE
                      WHEN (
                        10 + 1
                      ) >= 1
                      THEN 10 + 1
                      ELSE 10 + 1 + LENGTH("t26"."told_before")
                    END
                  ) AS "stage_before",
                  COALESCE(
                    "t26"."came",
                    SUBSTRING(
                      "t26"."told_before",
                      CASE
                        WHEN (
                          10 + 1
                        ) >= 1
                        THEN 10 + 1
                        ELSE 10 + 1 + LENGTH("t26"."told_before")
                      END
                    )
                  ) AS "stage",
                  COALESCE("t26"."own_place", "t26"."place_before") AS "place",
                  CASE
                    WHEN COALESCE(COALESCE("t26"."status", "t26"."status_before") <> 2, FALSE)
                    THEN COALESCE("t26"."status", "t26"."status_before")
                    ELSE COALESCE("t26"."own_place", "t26"."place_before") % 10
                  END AS "state",
                  CASE
                    WHEN COALESCE("t26"."status_before" <> 2, FALSE)
                    THEN "t26"."status_before"
                    ELSE "t26"."place_before" % 10
                  END AS "state_before",
                  COALESCE("t26"."status", "t26"."status_before") IS NOT NULL AS "told_status",
                  "t26"."told" < 2 AS "by_stage",
                  "t26"."told" >= 0 AS "known",
                  CAST("t26"."told" = -2 AS BIGINT) AS "no_history"
                FROM (
                  SELECT
                    "t25"."deal",
                    "t25"."at",
                    "t25"."told",
                    "t25"."day",
                    "t25"."came",
                    "t25"."status",
                    "t25"."seq",
                    "t25"."id",
                    "t25"."origin",
                    "t25"."source_detail",
                    "t25"."pipeline",
                    "t25"."product",
                    "t25"."account",
                    "t25"."seller",
                    "t25"."currency",
                    "t25"."source",
                    "t25"."closed_at",
                    "t25"."pipeline_key",
                    "t25"."status_now",
                    "t25"."place_pipeline",
                    "t25"."place_stage",
                    "t25"."found",
                    CASE
                      WHEN "t25"."came" IS NOT NULL
                      THEN COALESCE("t25"."found", 2)
                      ELSE CAST(NULL AS BIGINT)
                    END AS "own_place",
                    MAX(CAST("t25"."seq" + 1000000000 AS TEXT) || "t25"."came") OVER (
                      PARTITION BY "t25"."deal"
                      ORDER BY "t25"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) AS "told_before",
                    MAX(
                      (
                        "t25"."seq" * 1000000000
                      ) + CASE
                        WHEN "t25"."came" IS NOT NULL
                        THEN COALESCE("t25"."found", 2)
                        ELSE CAST(NULL AS BIGINT)
                      END
                    ) OVER (
                      PARTITION BY "t25"."deal"
                      ORDER BY "t25"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) % 1000000000 AS "place_before",
                    MAX((
                      "t25"."seq" * 10
                    ) + "t25"."status") OVER (
                      PARTITION BY "t25"."deal"
                      ORDER BY "t25"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) % 10 AS "status_before"
                  FROM (
                    SELECT
                      "t24"."deal",
                      "t24"."at",
                      "t24"."told",
                      "t24"."day",
                      "t24"."came",
                      "t24"."status",
                      "t24"."seq",
                      "t14"."id",
                      "t14"."origin",
                      "t14"."source_detail",
                      "t14"."pipeline",
                      "t14"."product",
                      "t14"."account",
                      "t14"."seller",
                      "t14"."currency",
                      "t14"."source",
                      "t14"."closed_at",
                      "t14"."pipeline_key",
                      "t14"."status_now",
                      "t19"."place_pipeline",
                      "t19"."place_stage",
                      "t19"."found"
                    FROM (
                      SELECT
                        "t22"."deal",
                        "t22"."at",
                        "t22"."told",
                        "t22"."day",
                        "t22"."came",
                        "t22"."status",
                        "t22"."seq"
                      FROM (
                        SELECT
                          "t21"."deal",
                          "t21"."at",
                          "t21"."change",
                          "t21"."told",
                          "t21"."day",
                          "t21"."came",
                          "t21"."status",
                          ROW_NUMBER() OVER (
                            PARTITION BY "t21"."deal"
                            ORDER BY "t21"."day" ASC, "t21"."told" ASC, "t21"."at" ASC, "t21"."change" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) - 1 AS "seq"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t0"."deal",
                              "t0"."at",
                              "t0"."id" AS "change",
                              CASE WHEN "t0"."field" = 'stage' THEN 1 ELSE 2 END AS "told",
                              CAST("t0"."at" AS DATE) AS "day",
                              CASE WHEN "t0"."field" = 'stage' THEN "t0"."new" ELSE CAST(NULL AS TEXT) END AS "came",
                              CASE
                                WHEN "t0"."field" = 'stage'
                                THEN CAST(NULL AS BIGINT)
                                ELSE CAST(CASE WHEN "t0"."new" = 'won' THEN 3 WHEN "t0"."new" = 'lost' THEN 1 ELSE 2 END AS BIGINT)
                              END AS "status"
                            FROM "deal_changes" AS "t0"
                            WHERE
                              "t0"."field" IN ('stage', 'status')
                              AND "t0"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                              AND CASE
                                WHEN "t0"."field" = 'stage'
                                THEN "t0"."new" IS NOT NULL
                                ELSE "t0"."new" IN ('open', 'won', 'lost')
                              END
                          ) AS "t6"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t17"."deal",
                              "t17"."at",
                              "t17"."change",
                              "t17"."told",
                              COALESCE(CAST("t17"."at" AS DATE), MAKE_DATE(1900, 1, 1)) AS "day",
                              "t17"."came",
                              CAST(NULL AS BIGINT) AS "status"
                            FROM (
                              SELECT
                                "t12"."id" AS "deal",
                                COALESCE(
                                  CASE
                                    WHEN COALESCE("t12"."created_at" <= "t12"."before"."at", FALSE)
                                    OR NOT (
                                      "t12"."first_deal" IS NOT NULL
                                    )
                                    THEN "t12"."created_at"
                                    ELSE "t12"."before"."at"
                                  END,
                                  "t12"."created_at",
                                  "t12"."closed_at"
                                ) AS "at",
                                "t12"."id" AS "change",
                                CASE
                                  WHEN NOT (
                                    "t12"."first_deal" IS NOT NULL
                                  )
                                  THEN -2
                                  WHEN COALESCE("t12"."created_at" <= "t12"."before"."at", FALSE)
                                  THEN 0
                                  ELSE -1
                                END AS "told",
                                CASE
                                  WHEN "t12"."first_deal" IS NOT NULL
                                  THEN "t12"."before"."old"
                                  ELSE CASE
                                    WHEN COALESCE("t12"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
                                    THEN CAST(NULL AS TEXT)
                                    ELSE "t12"."stage"
                                  END
                                END AS "came"
                              FROM (
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
                                  "t9"."stage",
                                  "t9"."status",
                                  "t9"."amount",
                                  "t9"."currency",
                                  "t9"."product",
                                  "t9"."origin",
                                  "t9"."source_detail",
                                  "t9"."created_at",
                                  "t9"."expected_close_on",
                                  "t9"."closed_at",
                                  "t9"."lost_reason",
                                  "t11"."first_deal",
                                  "t11"."before"
                                FROM "t5" AS "t9"
                                LEFT OUTER JOIN (
                                  SELECT
                                    "t4"."deal" AS "first_deal",
                                    MIN({'at': "t4"."at", 'id': "t4"."id", 'old': "t4"."old"}) AS "before"
                                  FROM (
                                    SELECT
                                      *
                                    FROM "deal_changes" AS "t0"
                                    WHERE
                                      "t0"."field" = 'stage'
                                  ) AS "t4"
                                  GROUP BY
                                    1
                                ) AS "t11"
                                  ON "t9"."id" = "t11"."first_deal"
                              ) AS "t12"
                              WHERE
                                CASE
                                  WHEN "t12"."first_deal" IS NOT NULL
                                  THEN "t12"."before"."old"
                                  ELSE CASE
                                    WHEN COALESCE("t12"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
                                    THEN CAST(NULL AS TEXT)
                                    ELSE "t12"."stage"
                                  END
                                END IS NOT NULL
                            ) AS "t17"
                            WHERE
                              NOT (
                                COALESCE("t17"."at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
                              )
                          ) AS "t20"
                        ) AS "t21"
                      ) AS "t22"
                    ) AS "t24"
                    INNER JOIN (
                      SELECT
                        "t7"."id",
                        "t7"."origin",
                        "t7"."source_detail",
                        "t7"."pipeline",
                        "t7"."product",
                        "t7"."account",
                        "t7"."seller",
                        "t7"."currency",
                        "t7"."source",
                        "t7"."closed_at",
                        CASE
                          WHEN COALESCE("t7"."pipeline" IN (
                            SELECT
                              "t2"."pipeline"
                            FROM "stages" AS "t2"
                          ), FALSE)
                          THEN "t7"."pipeline"
                          ELSE ''
                        END AS "pipeline_key",
                        CASE
                          WHEN COALESCE("t7"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
                          THEN 2
                          ELSE CAST(CASE WHEN "t7"."status" = 'won' THEN 3 WHEN "t7"."status" = 'lost' THEN 1 ELSE 2 END AS BIGINT)
                        END AS "status_now"
                      FROM "t5" AS "t7"
                    ) AS "t14"
                      ON "t24"."deal" = "t14"."id"
                    LEFT OUTER JOIN (
                      SELECT
                        "t16"."place_pipeline",
                        "t16"."place_stage",
                        "t16"."state" + (
                          COALESCE("t16"."step", 0) * 10
                        ) + (
                          COALESCE(
                            MAX("t16"."step") OVER (
                              PARTITION BY "t16"."place_pipeline"
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ),
                            0
                          ) * 100000
                        ) AS "found"
                      FROM (
                        SELECT
                          "t15"."place_pipeline",
                          "t15"."place_stage",
                          MIN("t15"."state") AS "state",
                          MIN("t15"."step") FILTER(WHERE
                            "t15"."is_step") AS "step"
                        FROM (
                          SELECT
                            "t10"."position",
                            "t10"."place_pipeline",
                            "t10"."place_stage",
                            "t10"."state",
                            "t10"."is_step",
                            (
                              DENSE_RANK() OVER (
                                PARTITION BY "t10"."place_pipeline", "t10"."is_step"
                                ORDER BY "t10"."position" ASC
                                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                              ) - 1
                            ) + 1 AS "step"
                          FROM (
                            SELECT
                              "t2"."position",
                              COALESCE("t2"."pipeline", '') AS "place_pipeline",
                              "t2"."name" AS "place_stage",
                              CAST(CASE WHEN "t2"."kind" = 'won' THEN 3 WHEN "t2"."kind" = 'lost' THEN 1 ELSE 2 END AS BIGINT) AS "state",
                              (
                                "t2"."position" IS NOT NULL
                              )
                              AND (
                                CAST(CASE WHEN "t2"."kind" = 'won' THEN 3 WHEN "t2"."kind" = 'lost' THEN 1 ELSE 2 END AS BIGINT) = 2
                              ) AS "is_step"
                            FROM "stages" AS "t2"
                          ) AS "t10"
                        ) AS "t15"
                        GROUP BY
                          1,
                          2
                      ) AS "t16"
                    ) AS "t19"
                      ON "t14"."pipeline_key" = "t19"."place_pipeline"
                      AND "t24"."came" = "t19"."place_stage"
                  ) AS "t25"
                ) AS "t26"
              ) AS "t27"
            ) AS "t28"
            WHERE
              "t28"."starts"
              OR (
                (
                  "t28"."state" <> 2
                ) AND COALESCE("t28"."state_before" = 2, FALSE)
              )
          ) AS "t29"
        ) AS "t30"
        WHERE
          "t30"."starts"
      ) AS "t31"
    ) AS "t32"
  ) AS "t33"
)
SELECT
  "t36"."seller",
  "t36"."period",
  "t36"."undated",
  SUM("t36"."timed") AS "timed",
  SUM("t36"."open") AS "open",
  SUM("t36"."visits") AS "visits",
  SUM("t36"."no_days") AS "no_days",
  SUM("t36"."backwards") AS "backwards",
  SUM("t36"."no_history") AS "no_history",
  SUM("t36"."reopened") AS "reopened",
  COUNT(*) AS "cases",
  ARRAY_AGG("t36"."days") FILTER(WHERE
    "t36"."days" IS NOT NULL) AS "days",
  ARRAY_AGG(
    "t36"."outcome" + (
      "t36"."followed_days" * 5760
    ) + (
      "t36"."unseen_days" * 6184752906240
    )
  ) FILTER(WHERE
    (
      "t36"."outcome" + (
        "t36"."followed_days" * 5760
      ) + (
        "t36"."unseen_days" * 6184752906240
      )
    ) IS NOT NULL) AS "to_end"
FROM (
  SELECT
    "t35"."id",
    "t35"."origin",
    "t35"."source_detail",
    "t35"."pipeline",
    "t35"."stage",
    "t35"."product",
    "t35"."account",
    "t35"."seller",
    "t35"."currency",
    "t35"."source",
    "t35"."left_at",
    "t35"."left_on",
    "t35"."entered_at",
    "t35"."day",
    "t35"."next_stage",
    "t35"."no_history",
    "t35"."forward",
    "t35"."back",
    "t35"."won",
    "t35"."lost",
    "t35"."repeated",
    "t35"."open",
    "t35"."ended",
    "t35"."fact",
    "t35"."visits",
    "t35"."advanced",
    "t35"."decided",
    "t35"."skipped",
    "t35"."deals",
    "t35"."reopened",
    "t35"."no_place",
    CASE
      WHEN COALESCE(DATE_DIFF('DAY', "t35"."day", "t35"."left_on") < 0, FALSE)
      THEN CAST(NULL AS BIGINT)
      ELSE DATE_DIFF('DAY', "t35"."day", "t35"."left_on")
    END AS "days",
    0 AS "unseen_days",
    CASE
      WHEN CASE
        WHEN "t35"."open" = 1
        THEN DATE_DIFF('DAY', "t35"."day", MAKE_DATE(2024, 6, 30))
        ELSE DATE_DIFF('DAY', "t35"."day", "t35"."left_on")
      END >= 0
      THEN CASE
        WHEN "t35"."open" = 1
        THEN DATE_DIFF('DAY', "t35"."day", MAKE_DATE(2024, 6, 30))
        ELSE DATE_DIFF('DAY', "t35"."day", "t35"."left_on")
      END
      ELSE CAST(NULL AS BIGINT)
    END AS "followed_days",
    1 - "t35"."open" AS "outcome",
    CAST((
      DATE_DIFF('DAY', "t35"."day", "t35"."left_on") IS NOT NULL
    )
    AND NOT (
      COALESCE(DATE_DIFF('DAY', "t35"."day", "t35"."left_on") < 0, FALSE)
    ) AS BIGINT) AS "timed",
    CAST(COALESCE(DATE_DIFF('DAY', "t35"."day", "t35"."left_on") < 0, FALSE) AS BIGINT) AS "backwards",
    CAST((
      DATE_DIFF('DAY', "t35"."day", "t35"."left_on") IS NULL
    )
    AND (
      "t35"."open" = 0
    ) AS BIGINT) AS "no_days",
    CAST(CAST(DATE_TRUNC('MONTH', "t35"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t35"."day" IS NULL AS "undated"
  FROM "visits" AS "t35"
  WHERE
    "t35"."ended" = 0
    AND COALESCE("t35"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t36"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "t7" AS (
  SELECT
    *
  FROM "deals" AS "t2"
  WHERE
    NOT (
      COALESCE("t2"."created_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
    )
), "visits" AS (
  SELECT
    "t38"."id",
    "t38"."origin",
    "t38"."source_detail",
    "t38"."pipeline",
    "t38"."stage",
    "t38"."product",
    "t38"."account",
    "t38"."seller",
    "t38"."currency",
    "t38"."source",
    "t38"."left_at",
    "t38"."left_on",
    "t38"."entered_at",
    "t38"."day",
    "t38"."next_stage",
    "t38"."no_history",
    CAST("t38"."became" = 'forward' AS BIGINT) AS "forward",
    CAST("t38"."became" = 'back' AS BIGINT) AS "back",
    CAST("t38"."became" = 'won' AS BIGINT) AS "won",
    CAST("t38"."became" = 'lost' AS BIGINT) AS "lost",
    CAST("t38"."became" = 'repeated' AS BIGINT) AS "repeated",
    CAST("t38"."became" = 'open' AS BIGINT) AS "open",
    CAST("t38"."became" = 'ended' AS BIGINT) AS "ended",
    'deals' AS "fact",
    1 AS "visits",
    CAST("t38"."became" IN ('forward', 'won') AS BIGINT) AS "advanced",
    CAST("t38"."became" IN ('forward', 'back', 'won', 'lost') AS BIGINT) AS "decided",
    CAST("t38"."became" IN ('forward', 'won')
    AND COALESCE(
      (
        CASE WHEN "t38"."became" = 'won' THEN "t38"."steps" ELSE "t38"."next_step" END - "t38"."step"
      ) > 1,
      FALSE
    ) AS BIGINT) AS "skipped",
    CAST("t38"."is_first" AS BIGINT) AS "deals",
    CAST("t38"."reopened" AS BIGINT) AS "reopened",
    CAST("t38"."became" IN ('forward', 'back')
    AND (
      (
        "t38"."step" IS NULL
      ) OR (
        "t38"."next_step" IS NULL
      )
    ) AS BIGINT) AS "no_place"
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
      "t37"."next_stage",
      "t37"."no_history",
      "t37"."is_first",
      "t37"."reopened",
      CASE
        WHEN "t37"."state" <> 2
        THEN 'ended'
        WHEN CASE
          WHEN (
            "t37"."next_state" IS NULL
          )
          AND NOT (
            "t37"."told_status"
          )
          AND (
            "t37"."status_now" <> 2
          )
          THEN "t37"."status_now"
          ELSE "t37"."next_state"
        END = 3
        THEN 'won'
        WHEN CASE
          WHEN (
            "t37"."next_state" IS NULL
          )
          AND NOT (
            "t37"."told_status"
          )
          AND (
            "t37"."status_now" <> 2
          )
          THEN "t37"."status_now"
          ELSE "t37"."next_state"
        END = 1
        THEN 'lost'
        WHEN CASE
          WHEN (
            "t37"."next_state" IS NULL
          )
          AND NOT (
            "t37"."told_status"
          )
          AND (
            "t37"."status_now" <> 2
          )
          THEN "t37"."status_now"
          ELSE "t37"."next_state"
        END IS NULL
        THEN 'open'
        WHEN "t37"."next_stage" = "t37"."stage"
        THEN 'repeated'
        WHEN COALESCE(
          (
            NULLIF(CAST(FLOOR((
              "t37"."next_place"
            ) / (
              10
            )) AS BIGINT) % 10000, 0) - 1
          ) < (
            NULLIF(CAST(FLOOR((
              "t37"."place"
            ) / (
              10
            )) AS BIGINT) % 10000, 0) - 1
          ),
          FALSE
        )
        THEN 'back'
        ELSE 'forward'
      END AS "became",
      CASE WHEN "t37"."known" THEN "t37"."at" ELSE NULL END AS "entered_at",
      CASE WHEN "t37"."known" THEN "t37"."day" ELSE NULL END AS "day",
      CASE
        WHEN (
          "t37"."next_state" IS NULL
        )
        AND NOT (
          "t37"."told_status"
        )
        AND (
          "t37"."status_now" <> 2
        )
        THEN "t37"."closed_at"
        ELSE "t37"."next_at"
      END AS "left_at",
      CASE
        WHEN (
          "t37"."next_state" IS NULL
        )
        AND NOT (
          "t37"."told_status"
        )
        AND (
          "t37"."status_now" <> 2
        )
        THEN CAST("t37"."closed_at" AS DATE)
        ELSE "t37"."next_day"
      END AS "left_on",
      NULLIF(CAST(FLOOR((
        "t37"."place"
      ) / (
        10
      )) AS BIGINT) % 10000, 0) - 1 AS "step",
      NULLIF(CAST(FLOOR((
        "t37"."next_place"
      ) / (
        10
      )) AS BIGINT) % 10000, 0) - 1 AS "next_step",
      CAST(FLOOR((
        "t37"."place"
      ) / (
        100000
      )) AS BIGINT) AS "steps"
    FROM (
      SELECT
        "t36"."deal",
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
        "t36"."status_now",
        "t36"."at",
        "t36"."day",
        "t36"."seq",
        "t36"."stage",
        "t36"."place",
        "t36"."state",
        "t36"."told_status",
        "t36"."known",
        "t36"."no_history",
        "t36"."starts",
        "t36"."reopened",
        "t36"."next_at",
        "t36"."next_day",
        "t36"."next_stage",
        "t36"."next_state",
        "t36"."next_place",
        "t36"."seq" = MIN("t36"."seq") OVER (
          PARTITION BY "t36"."deal", "t36"."stage"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "is_first"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t34"."deal",
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
            "t34"."status_now",
            "t34"."at",
            "t34"."day",
            "t34"."seq",
            "t34"."stage",
            "t34"."place",
            "t34"."state",
            "t34"."told_status",
            "t34"."known",
            "t34"."no_history",
            "t34"."starts",
            "t34"."reopened",
            LEAD("t34"."at") OVER (
              PARTITION BY "t34"."deal"
              ORDER BY "t34"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_at",
            LEAD("t34"."day") OVER (
              PARTITION BY "t34"."deal"
              ORDER BY "t34"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_day",
            LEAD("t34"."stage") OVER (
              PARTITION BY "t34"."deal"
              ORDER BY "t34"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_stage",
            LEAD("t34"."state") OVER (
              PARTITION BY "t34"."deal"
              ORDER BY "t34"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_state",
            LEAD("t34"."place") OVER (
              PARTITION BY "t34"."deal"
              ORDER BY "t34"."seq" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "next_place"
          FROM (
            SELECT
              "t33"."deal",
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
              "t33"."status_now",
              "t33"."at",
              "t33"."day",
              "t33"."seq",
              "t33"."stage",
              "t33"."place",
              "t33"."state",
              "t33"."told_status",
              "t33"."known",
              "t33"."no_history",
              "t33"."starts",
              "t33"."reopened"
            FROM (
              SELECT
                "t32"."deal",
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
                "t32"."status_now",
                "t32"."at",
                "t32"."day",
                "t32"."seq",
                "t32"."stage_before",
                "t32"."stage",
                "t32"."place",
                "t32"."state",
                "t32"."state_before",
                "t32"."told_status",
                "t32"."by_stage",
                "t32"."known",
                "t32"."no_history",
                (
                  "t32"."stage" IS NOT NULL
                )
                AND (
                  (
                    "t32"."state" = 2
                  ) OR (
                    (
                      "t32"."place" % 10
                    ) <> 2
                  )
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
                      "t32"."state" = 2
                    ) AND COALESCE("t32"."state_before" <> 2, TRUE)
                  )
                ) AS "starts",
                (
                  "t32"."state" = 2
                )
                AND COALESCE("t32"."state_before" <> 2, TRUE)
                AND (
                  "t32"."state_before" IS NOT NULL
                ) AS "reopened"
              FROM (
                SELECT
                  "t31"."deal",
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
                  "t31"."status_now",
                  "t31"."at",
                  "t31"."day",
                  "t31"."seq",
                  SUBSTRING(
                    "t31"."told_before",
                    CASE
                      WHEN (
                        10 + 1
                      ) >= 1
                      THEN 10 + 1
                      ELSE 10 + 1 + LENGTH("t31"."told_before")
                    END
                  ) AS "stage_before",
                  COALESCE(
                    "t31"."came",
                    SUBSTRING(
                      "t31"."told_before",
                      CASE
                        WHEN (
                          10 + 1
                        ) >= 1
                        THEN 10 + 1
                        ELSE 10 + 1 + LENGTH("t31"."told_before")
                      END
                    )
                  ) AS "stage",
                  COALESCE("t31"."own_place", "t31"."place_before") AS "place",
                  CASE
                    WHEN COALESCE(COALESCE("t31"."status", "t31"."status_before") <> 2, FALSE)
                    THEN COALESCE("t31"."status", "t31"."status_before")
                    ELSE COALESCE("t31"."own_place", "t31"."place_before") % 10
                  END AS "state",
                  CASE
                    WHEN COALESCE("t31"."status_before" <> 2, FALSE)
                    THEN "t31"."status_before"
                    ELSE "t31"."place_before" % 10
                  END AS "state_before",
                  COALESCE("t31"."status", "t31"."status_before") IS NOT NULL AS "told_status",
                  "t31"."told" < 2 AS "by_stage",
                  "t31"."told" >= 0 AS "known",
                  CAST("t31"."told" = -2 AS BIGINT) AS "no_history"
                FROM (
                  SELECT
                    "t30"."deal",
                    "t30"."at",
                    "t30"."told",
                    "t30"."day",
                    "t30"."came",
                    "t30"."status",
                    "t30"."seq",
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
                    "t30"."place_pipeline",
                    "t30"."place_stage",
                    "t30"."found",
                    CASE
                      WHEN "t30"."came" IS NOT NULL
                      THEN COALESCE("t30"."found", 2)
                      ELSE CAST(NULL AS BIGINT)
                    END AS "own_place",
                    MAX(CAST("t30"."seq" + 1000000000 AS TEXT) || "t30"."came") OVER (
                      PARTITION BY "t30"."deal"
                      ORDER BY "t30"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) AS "told_before",
                    MAX(
                      (
                        "t30"."seq" * 1000000000
                      ) + CASE
                        WHEN "t30"."came" IS NOT NULL
                        THEN COALESCE("t30"."found", 2)
                        ELSE CAST(NULL AS BIGINT)
                      END
                    ) OVER (
                      PARTITION BY "t30"."deal"
                      ORDER BY "t30"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) % 1000000000 AS "place_before",
                    MAX((
                      "t30"."seq" * 10
                    ) + "t30"."status") OVER (
                      PARTITION BY "t30"."deal"
                      ORDER BY "t30"."seq" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ) % 10 AS "status_before"
                  FROM (
                    SELECT
                      "t29"."deal",
                      "t29"."at",
                      "t29"."told",
                      "t29"."day",
                      "t29"."came",
                      "t29"."status",
                      "t29"."seq",
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
                      "t17"."status_now",
                      "t24"."place_pipeline",
                      "t24"."place_stage",
                      "t24"."found"
                    FROM (
                      SELECT
                        "t27"."deal",
                        "t27"."at",
                        "t27"."told",
                        "t27"."day",
                        "t27"."came",
                        "t27"."status",
                        "t27"."seq"
                      FROM (
                        SELECT
                          "t26"."deal",
                          "t26"."at",
                          "t26"."change",
                          "t26"."told",
                          "t26"."day",
                          "t26"."came",
                          "t26"."status",
                          ROW_NUMBER() OVER (
                            PARTITION BY "t26"."deal"
                            ORDER BY "t26"."day" ASC, "t26"."told" ASC, "t26"."at" ASC, "t26"."change" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) - 1 AS "seq"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t1"."deal",
                              "t1"."at",
                              "t1"."id" AS "change",
                              CASE WHEN "t1"."field" = 'stage' THEN 1 ELSE 2 END AS "told",
                              CAST("t1"."at" AS DATE) AS "day",
                              CASE WHEN "t1"."field" = 'stage' THEN "t1"."new" ELSE CAST(NULL AS TEXT) END AS "came",
                              CASE
                                WHEN "t1"."field" = 'stage'
                                THEN CAST(NULL AS BIGINT)
                                ELSE CAST(CASE WHEN "t1"."new" = 'won' THEN 3 WHEN "t1"."new" = 'lost' THEN 1 ELSE 2 END AS BIGINT)
                              END AS "status"
                            FROM "deal_changes" AS "t1"
                            WHERE
                              "t1"."field" IN ('stage', 'status')
                              AND "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                              AND CASE
                                WHEN "t1"."field" = 'stage'
                                THEN "t1"."new" IS NOT NULL
                                ELSE "t1"."new" IN ('open', 'won', 'lost')
                              END
                          ) AS "t8"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t22"."deal",
                              "t22"."at",
                              "t22"."change",
                              "t22"."told",
                              COALESCE(CAST("t22"."at" AS DATE), MAKE_DATE(1900, 1, 1)) AS "day",
                              "t22"."came",
                              CAST(NULL AS BIGINT) AS "status"
                            FROM (
                              SELECT
                                "t15"."id" AS "deal",
                                COALESCE(
                                  CASE
                                    WHEN COALESCE("t15"."created_at" <= "t15"."before"."at", FALSE)
                                    OR NOT (
                                      "t15"."first_deal" IS NOT NULL
                                    )
                                    THEN "t15"."created_at"
                                    ELSE "t15"."before"."at"
                                  END,
                                  "t15"."created_at",
                                  "t15"."closed_at"
                                ) AS "at",
                                "t15"."id" AS "change",
                                CASE
                                  WHEN NOT (
                                    "t15"."first_deal" IS NOT NULL
                                  )
                                  THEN -2
                                  WHEN COALESCE("t15"."created_at" <= "t15"."before"."at", FALSE)
                                  THEN 0
                                  ELSE -1
                                END AS "told",
                                CASE
                                  WHEN "t15"."first_deal" IS NOT NULL
                                  THEN "t15"."before"."old"
                                  ELSE CASE
                                    WHEN COALESCE("t15"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
                                    THEN CAST(NULL AS TEXT)
                                    ELSE "t15"."stage"
                                  END
                                END AS "came"
                              FROM (
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
                                  "t11"."stage",
                                  "t11"."status",
                                  "t11"."amount",
                                  "t11"."currency",
                                  "t11"."product",
                                  "t11"."origin",
                                  "t11"."source_detail",
                                  "t11"."created_at",
                                  "t11"."expected_close_on",
                                  "t11"."closed_at",
                                  "t11"."lost_reason",
                                  "t13"."first_deal",
                                  "t13"."before"
                                FROM "t7" AS "t11"
                                LEFT OUTER JOIN (
                                  SELECT
                                    "t6"."deal" AS "first_deal",
                                    MIN({'at': "t6"."at", 'id': "t6"."id", 'old': "t6"."old"}) AS "before"
                                  FROM (
                                    SELECT
                                      *
                                    FROM "deal_changes" AS "t1"
                                    WHERE
                                      "t1"."field" = 'stage'
                                  ) AS "t6"
                                  GROUP BY
                                    1
                                ) AS "t13"
                                  ON "t11"."id" = "t13"."first_deal"
                              ) AS "t15"
                              WHERE
                                CASE
                                  WHEN "t15"."first_deal" IS NOT NULL
                                  THEN "t15"."before"."old"
                                  ELSE CASE
                                    WHEN COALESCE("t15"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
                                    THEN CAST(NULL AS TEXT)
                                    ELSE "t15"."stage"
                                  END
                                END IS NOT NULL
                            ) AS "t22"
                            WHERE
                              NOT (
                                COALESCE("t22"."at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
                              )
                          ) AS "t25"
                        ) AS "t26"
                      ) AS "t27"
                    ) AS "t29"
                    INNER JOIN (
                      SELECT
                        "t9"."id",
                        "t9"."origin",
                        "t9"."source_detail",
                        "t9"."pipeline",
                        "t9"."product",
                        "t9"."account",
                        "t9"."seller",
                        "t9"."currency",
                        "t9"."source",
                        "t9"."closed_at",
                        CASE
                          WHEN COALESCE("t9"."pipeline" IN (
                            SELECT
                              "t3"."pipeline"
                            FROM "stages" AS "t3"
                          ), FALSE)
                          THEN "t9"."pipeline"
                          ELSE ''
                        END AS "pipeline_key",
                        CASE
                          WHEN COALESCE("t9"."closed_at" >= MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC'), FALSE)
                          THEN 2
                          ELSE CAST(CASE WHEN "t9"."status" = 'won' THEN 3 WHEN "t9"."status" = 'lost' THEN 1 ELSE 2 END AS BIGINT)
                        END AS "status_now"
                      FROM "t7" AS "t9"
                    ) AS "t17"
                      ON "t29"."deal" = "t17"."id"
                    LEFT OUTER JOIN (
                      SELECT
                        "t21"."place_pipeline",
                        "t21"."place_stage",
                        "t21"."state" + (
                          COALESCE("t21"."step", 0) * 10
                        ) + (
                          COALESCE(
                            MAX("t21"."step") OVER (
                              PARTITION BY "t21"."place_pipeline"
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ),
                            0
                          ) * 100000
                        ) AS "found"
                      FROM (
                        SELECT
                          "t18"."place_pipeline",
                          "t18"."place_stage",
                          MIN("t18"."state") AS "state",
                          MIN("t18"."step") FILTER(WHERE
                            "t18"."is_step") AS "step"
                        FROM (
                          SELECT
                            "t12"."position",
                            "t12"."place_pipeline",
                            "t12"."place_stage",
                            "t12"."state",
                            "t12"."is_step",
                            (
                              DENSE_RANK() OVER (
                                PARTITION BY "t12"."place_pipeline", "t12"."is_step"
                                ORDER BY "t12"."position" ASC
                                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                              ) - 1
                            ) + 1 AS "step"
                          FROM (
                            SELECT
                              "t3"."position",
                              COALESCE("t3"."pipeline", '') AS "place_pipeline",
                              "t3"."name" AS "place_stage",
                              CAST(CASE WHEN "t3"."kind" = 'won' THEN 3 WHEN "t3"."kind" = 'lost' THEN 1 ELSE 2 END AS BIGINT) AS "state",
                              (
                                "t3"."position" IS NOT NULL
                              )
                              AND (
                                CAST(CASE WHEN "t3"."kind" = 'won' THEN 3 WHEN "t3"."kind" = 'lost' THEN 1 ELSE 2 END AS BIGINT) = 2
                              ) AS "is_step"
                            FROM "stages" AS "t3"
                          ) AS "t12"
                        ) AS "t18"
                        GROUP BY
                          1,
                          2
                      ) AS "t21"
                    ) AS "t24"
                      ON "t17"."pipeline_key" = "t24"."place_pipeline"
                      AND "t29"."came" = "t24"."place_stage"
                  ) AS "t30"
                ) AS "t31"
              ) AS "t32"
            ) AS "t33"
            WHERE
              "t33"."starts"
              OR (
                (
                  "t33"."state" <> 2
                ) AND COALESCE("t33"."state_before" = 2, FALSE)
              )
          ) AS "t34"
        ) AS "t35"
        WHERE
          "t35"."starts"
      ) AS "t36"
    ) AS "t37"
  ) AS "t38"
)
SELECT
  "t44"."team",
  "t44"."period",
  "t44"."undated",
  SUM("t44"."timed") AS "timed",
  SUM("t44"."open") AS "open",
  SUM("t44"."visits") AS "visits",
  SUM("t44"."no_days") AS "no_days",
  SUM("t44"."backwards") AS "backwards",
  SUM("t44"."no_history") AS "no_history",
  SUM("t44"."reopened") AS "reopened",
  COUNT(*) AS "cases",
  ARRAY_AGG("t44"."days") FILTER(WHERE
    "t44"."days" IS NOT NULL) AS "days",
  ARRAY_AGG(
    "t44"."outcome" + (
      "t44"."followed_days" * 5760
    ) + (
      "t44"."unseen_days" * 6184752906240
    )
  ) FILTER(WHERE
    (
      "t44"."outcome" + (
        "t44"."followed_days" * 5760
      ) + (
        "t44"."unseen_days" * 6184752906240
      )
    ) IS NOT NULL) AS "to_end"
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
    "t43"."left_at",
    "t43"."left_on",
    "t43"."entered_at",
    "t43"."day",
    "t43"."next_stage",
    "t43"."no_history",
    "t43"."forward",
    "t43"."back",
    "t43"."won",
    "t43"."lost",
    "t43"."repeated",
    "t43"."open",
    "t43"."ended",
    "t43"."fact",
    "t43"."visits",
    "t43"."advanced",
    "t43"."decided",
    "t43"."skipped",
    "t43"."deals",
    "t43"."reopened",
    "t43"."no_place",
    "t43"."days",
    "t43"."unseen_days",
    "t43"."followed_days",
    "t43"."outcome",
    "t43"."timed",
    "t43"."backwards",
    "t43"."no_days",
    "t43"."team",
    "t43"."manager",
    "t43"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t43"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t43"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t42"."id",
      "t42"."origin",
      "t42"."source_detail",
      "t42"."pipeline",
      "t42"."stage",
      "t42"."product",
      "t42"."account",
      "t42"."seller",
      "t42"."currency",
      "t42"."source",
      "t42"."left_at",
      "t42"."left_on",
      "t42"."entered_at",
      "t42"."day",
      "t42"."next_stage",
      "t42"."no_history",
      "t42"."forward",
      "t42"."back",
      "t42"."won",
      "t42"."lost",
      "t42"."repeated",
      "t42"."open",
      "t42"."ended",
      "t42"."fact",
      "t42"."visits",
      "t42"."advanced",
      "t42"."decided",
      "t42"."skipped",
      "t42"."deals",
      "t42"."reopened",
      "t42"."no_place",
      "t42"."days",
      "t42"."unseen_days",
      "t42"."followed_days",
      "t42"."outcome",
      "t42"."timed",
      "t42"."backwards",
      "t42"."no_days",
      "t20"."team",
      "t20"."manager",
      "t20"."role"
    FROM (
      SELECT
        "t40"."id",
        "t40"."origin",
        "t40"."source_detail",
        "t40"."pipeline",
        "t40"."stage",
        "t40"."product",
        "t40"."account",
        "t40"."seller",
        "t40"."currency",
        "t40"."source",
        "t40"."left_at",
        "t40"."left_on",
        "t40"."entered_at",
        "t40"."day",
        "t40"."next_stage",
        "t40"."no_history",
        "t40"."forward",
        "t40"."back",
        "t40"."won",
        "t40"."lost",
        "t40"."repeated",
        "t40"."open",
        "t40"."ended",
        "t40"."fact",
        "t40"."visits",
        "t40"."advanced",
        "t40"."decided",
        "t40"."skipped",
        "t40"."deals",
        "t40"."reopened",
        "t40"."no_place",
        CASE
          WHEN COALESCE(DATE_DIFF('DAY', "t40"."day", "t40"."left_on") < 0, FALSE)
          THEN CAST(NULL AS BIGINT)
          ELSE DATE_DIFF('DAY', "t40"."day", "t40"."left_on")
        END AS "days",
        0 AS "unseen_days",
        CASE
          WHEN CASE
            WHEN "t40"."open" = 1
            THEN DATE_DIFF('DAY', "t40"."day", MAKE_DATE(2024, 6, 30))
            ELSE DATE_DIFF('DAY', "t40"."day", "t40"."left_on")
          END >= 0
          THEN CASE
            WHEN "t40"."open" = 1
            THEN DATE_DIFF('DAY', "t40"."day", MAKE_DATE(2024, 6, 30))
            ELSE DATE_DIFF('DAY', "t40"."day", "t40"."left_on")
          END
          ELSE CAST(NULL AS BIGINT)
        END AS "followed_days",
        1 - "t40"."open" AS "outcome",
        CAST((
          DATE_DIFF('DAY', "t40"."day", "t40"."left_on") IS NOT NULL
        )
        AND NOT (
          COALESCE(DATE_DIFF('DAY', "t40"."day", "t40"."left_on") < 0, FALSE)
        ) AS BIGINT) AS "timed",
        CAST(COALESCE(DATE_DIFF('DAY', "t40"."day", "t40"."left_on") < 0, FALSE) AS BIGINT) AS "backwards",
        CAST((
          DATE_DIFF('DAY', "t40"."day", "t40"."left_on") IS NULL
        )
        AND (
          "t40"."open" = 0
        ) AS BIGINT) AS "no_days",
        COALESCE("t40"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM "visits" AS "t40"
      WHERE
        "t40"."ended" = 0
    ) AS "t42"
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
      ) AS "t14"
      WHERE
        GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) <= "t14"."ends"
    ) AS "t20"
      ON "t42"."seller" = "t20"."span_seller"
      AND "t42"."team_day" >= "t20"."span_from"
      AND "t42"."team_day" <= "t20"."span_to"
  ) AS "t43"
  WHERE
    COALESCE("t43"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t44"
GROUP BY
  1,
  2,
  3

-- by seller
SELECT
  "t25"."seller",
  "t25"."period",
  "t25"."undated",
  SUM("t25"."threads") AS "threads",
  SUM("t25"."touches") AS "touches",
  SUM("t25"."ended") AS "ended",
  SUM("t25"."ended_touches") AS "ended_touches",
  SUM("t25"."answered") AS "answered",
  SUM("t25"."dropped") AS "dropped",
  SUM("t25"."converted") AS "converted",
  SUM("t25"."going") AS "going",
  SUM("t25"."early") AS "early",
  COUNT(*) AS "cases",
  COALESCE(
    SUM(CAST("t25"."ended_touches" AS DOUBLE) * CAST("t25"."ended_touches" AS DOUBLE)),
    0.0
  ) AS "value__above_above",
  COALESCE(SUM(CAST("t25"."ended_touches" AS DOUBLE) * CAST("t25"."ended" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t25"."ended" AS DOUBLE) * CAST("t25"."ended" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t25"."ended_touches" <> 0
  ) OR (
    "t25"."ended" <> 0
  ) AS INT)), 0) AS "value__cases",
  COALESCE(SUM(CAST("t25"."touches" AS DOUBLE) * CAST("t25"."touches" AS DOUBLE)), 0.0) AS "per_converted__above_above",
  COALESCE(SUM(CAST("t25"."touches" AS DOUBLE) * CAST("t25"."converted" AS DOUBLE)), 0.0) AS "per_converted__above_below",
  COALESCE(SUM(CAST("t25"."converted" AS DOUBLE) * CAST("t25"."converted" AS DOUBLE)), 0.0) AS "per_converted__below_below",
  COALESCE(SUM(CAST((
    "t25"."touches" <> 0
  ) OR (
    "t25"."converted" <> 0
  ) AS INT)), 0) AS "per_converted__cases",
  ARRAY_AGG("t25"."gap") FILTER(WHERE
    "t25"."gap" IS NOT NULL) AS "gap"
FROM (
  SELECT
    "t24"."fact",
    "t24"."id",
    "t24"."day",
    "t24"."seller",
    "t24"."origin",
    "t24"."source_detail",
    "t24"."account",
    "t24"."source",
    "t24"."cadence",
    CASE WHEN NOT (
      "t24"."early"
    ) THEN "t24"."touches" ELSE CAST(NULL AS BIGINT) END AS "touch",
    CAST(NOT (
      "t24"."early"
    ) AS BIGINT) AS "threads",
    CAST(NOT (
      "t24"."early"
    ) AND "t24"."ended" AS BIGINT) AS "ended",
    CAST(NOT (
      "t24"."early"
    ) AND "t24"."ended" AND "t24"."answered" AS BIGINT) AS "answered",
    CAST(NOT (
      "t24"."early"
    ) AND "t24"."ended" AND "t24"."dropped" AS BIGINT) AS "dropped",
    CAST(NOT (
      "t24"."early"
    ) AND "t24"."ended" AND "t24"."converted" AS BIGINT) AS "converted",
    CAST(NOT (
      "t24"."early"
    ) AND NOT (
      "t24"."ended"
    ) AS BIGINT) AS "going",
    CAST("t24"."early" AS BIGINT) AS "early",
    CASE WHEN NOT (
      "t24"."early"
    ) THEN "t24"."touches" ELSE 0 END AS "touches",
    CASE WHEN NOT (
      "t24"."early"
    ) AND "t24"."ended" THEN "t24"."touches" ELSE 0 END AS "ended_touches",
    CASE WHEN NOT (
      "t24"."early"
    ) THEN "t24"."gap" ELSE CAST(NULL AS DOUBLE) END AS "gap",
    CAST(CAST(DATE_TRUNC('MONTH', "t24"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t24"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t23"."origin",
      "t23"."source_detail",
      "t23"."account",
      "t23"."source",
      (
        "t23"."answer_at" IS NOT NULL
      )
      OR (
        "t23"."ends_at" IS NOT NULL
      )
      OR (
        NOT (
          (
            "t23"."answer_at" IS NOT NULL
          ) OR (
            "t23"."ends_at" IS NOT NULL
          )
        )
        AND (
          COALESCE("t23"."given_up_at" >= "t23"."first_at", FALSE)
          OR (
            DATE_DIFF('DAY', CAST("t23"."last_at" AS DATE), MAKE_DATE(2024, 6, 30)) >= 30
          )
        )
      ) AS "ended",
      (
        "t23"."answer_at" IS NOT NULL
      ) OR (
        "t23"."ends_at" IS NOT NULL
      ) AS "answered",
      NOT (
        (
          "t23"."answer_at" IS NOT NULL
        ) OR (
          "t23"."ends_at" IS NOT NULL
        )
      )
      AND (
        COALESCE("t23"."given_up_at" >= "t23"."first_at", FALSE)
        OR (
          DATE_DIFF('DAY', CAST("t23"."last_at" AS DATE), MAKE_DATE(2024, 6, 30)) >= 30
        )
      ) AS "dropped",
      "t23"."ends_at" IS NOT NULL AS "converted",
      'leads' AS "fact",
      "t23"."thread" AS "id",
      "t23"."first_seller" AS "seller",
      "t23"."first_cadence" AS "cadence",
      CAST("t23"."first_at" AS DATE) AS "day",
      COALESCE(
        CASE
          WHEN (
            "t23"."answer_at" IS NOT NULL
          ) OR (
            "t23"."ends_at" IS NOT NULL
          )
          THEN CASE
            WHEN COALESCE("t23"."answer_at" <= "t23"."ends_at", "t23"."ends_at" IS NULL)
            THEN "t23"."until_answer"
            ELSE "t23"."until_end"
          END
          ELSE CASE
            WHEN COALESCE("t23"."given_up_at" >= "t23"."first_at", FALSE)
            THEN "t23"."until_given_up"
            ELSE "t23"."total"
          END
        END,
        0
      ) AS "touches",
      COALESCE("t23"."ends_at" < "t23"."first_at", FALSE) AS "early",
      (
        DATE_DIFF('MICROSECOND', "t23"."first_at", "t23"."last_at") / 86400000000
      ) / NULLIF("t23"."total" - 1, 0) AS "gap"
    FROM (
      SELECT
        "t22"."thread",
        "t22"."ends_at",
        "t22"."given_up_at",
        "t22"."first_at",
        "t22"."last_at",
        "t22"."total",
        "t22"."first_seller",
        "t22"."first_cadence",
        "t22"."answer_at",
        "t22"."until_answer",
        "t22"."until_end",
        "t22"."until_given_up",
        "t6"."origin",
        "t6"."source_detail",
        "t6"."account",
        "t6"."source",
        "t6"."subject"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t19"."thread",
            MAX("t19"."ends_at") AS "ends_at",
            MAX("t19"."given_up_at") AS "given_up_at",
            MIN("t19"."at") FILTER(WHERE
              "t19"."outbound") AS "first_at",
            MAX("t19"."at") FILTER(WHERE
              "t19"."outbound") AS "last_at",
            MAX("t19"."number") AS "total",
            MAX("t19"."seller") FILTER(WHERE
              "t19"."outbound" AND (
                "t19"."number" = 1
              )) AS "first_seller",
            MAX("t19"."cadence") FILTER(WHERE
              "t19"."outbound" AND (
                "t19"."number" = 1
              )) AS "first_cadence",
            MIN("t19"."at") FILTER(WHERE
              (
                "t19"."outbound" AND COALESCE("t19"."outcome" IN ('connected', 'replied'), FALSE)
              )
              OR (
                NOT (
                  "t19"."outbound"
                ) AND (
                  "t19"."number" >= 1
                )
              )) AS "answer_at",
            MIN("t19"."number") FILTER(WHERE
              (
                "t19"."outbound" AND COALESCE("t19"."outcome" IN ('connected', 'replied'), FALSE)
              )
              OR (
                NOT (
                  "t19"."outbound"
                ) AND (
                  "t19"."number" >= 1
                )
              )) AS "until_answer",
            MAX("t19"."number") FILTER(WHERE
              "t19"."at" <= "t19"."ends_at") AS "until_end",
            MAX("t19"."number") FILTER(WHERE
              "t19"."at" <= "t19"."given_up_at") AS "until_given_up"
          FROM (
            SELECT
              "t18"."id",
              "t18"."at",
              "t18"."seller",
              "t18"."cadence",
              "t18"."outcome",
              "t18"."subject",
              "t18"."outbound",
              "t18"."thread",
              "t18"."ends_at",
              "t18"."given_up_at",
              SUM(CAST("t18"."outbound" AS BIGINT)) OVER (
                PARTITION BY "t18"."thread"
                ORDER BY "t18"."at" ASC, "t18"."id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "number"
            FROM (
              SELECT
                "t10"."id",
                "t10"."at",
                "t10"."seller",
                "t10"."cadence",
                "t10"."outcome",
                "t10"."subject",
                "t10"."outbound",
                "t17"."thread",
                "t17"."ends_at",
                "t17"."given_up_at"
              FROM (
                SELECT
                  "t1"."id",
                  "t1"."at",
                  "t1"."seller",
                  "t1"."cadence",
                  "t1"."outcome",
                  "t1"."lead" AS "subject",
                  "t1"."direction" = 'outbound' AS "outbound"
                FROM "touches" AS "t1"
                WHERE
                  "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                  AND "t1"."lead" IS NOT NULL
              ) AS "t10"
              INNER JOIN (
                SELECT
                  "t15"."id" AS "thread",
                  CASE
                    WHEN LEAST(
                      COALESCE("t15"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                      COALESCE("t15"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                      COALESCE("t15"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
                    ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                    THEN LEAST(
                      COALESCE("t15"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                      COALESCE("t15"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                      COALESCE("t15"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
                    )
                    ELSE CAST(NULL AS TIMESTAMPTZ)
                  END AS "ends_at",
                  CASE
                    WHEN "t15"."disqualified_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                    THEN "t15"."disqualified_at"
                    ELSE CAST(NULL AS TIMESTAMPTZ)
                  END AS "given_up_at"
                FROM (
                  SELECT
                    "t7"."id",
                    "t7"."deal",
                    "t7"."qualified_at",
                    "t7"."disqualified_at",
                    "t12"."its_deal",
                    "t12"."dealt_at",
                    "t12"."won_at",
                    "t14"."met",
                    "t14"."met_at"
                  FROM (
                    SELECT
                      "t0"."id",
                      "t0"."deal",
                      "t0"."qualified_at",
                      "t0"."disqualified_at"
                    FROM "leads" AS "t0"
                  ) AS "t7"
                  LEFT OUTER JOIN (
                    SELECT
                      "t2"."id" AS "its_deal",
                      COALESCE("t2"."created_at", "t2"."closed_at") AS "dealt_at",
                      CASE WHEN "t2"."status" = 'won' THEN "t2"."closed_at" ELSE NULL END AS "won_at"
                    FROM "deals" AS "t2"
                  ) AS "t12"
                    ON "t7"."deal" = "t12"."its_deal"
                  LEFT OUTER JOIN (
                    SELECT
                      "t9"."lead" AS "met",
                      MIN("t9"."starts_at") AS "met_at"
                    FROM (
                      SELECT
                        *
                      FROM "meetings" AS "t3"
                      WHERE
                        "t3"."status" = 'held' AND "t3"."lead" IS NOT NULL
                    ) AS "t9"
                    GROUP BY
                      1
                  ) AS "t14"
                    ON "t7"."id" = "t14"."met"
                ) AS "t15"
              ) AS "t17"
                ON "t10"."subject" = "t17"."thread"
            ) AS "t18"
          ) AS "t19"
          GROUP BY
            1
        ) AS "t20"
        WHERE
          "t20"."total" > 0
      ) AS "t22"
      INNER JOIN (
        SELECT
          "t0"."origin",
          "t0"."source_detail",
          "t0"."account",
          "t0"."source",
          "t0"."id" AS "subject"
        FROM "leads" AS "t0"
      ) AS "t6"
        ON "t22"."thread" = "t6"."subject"
    ) AS "t23"
  ) AS "t24"
  WHERE
    (
      "t24"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t24"."day" IS NULL
    )
) AS "t25"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t33"."team",
  "t33"."period",
  "t33"."undated",
  SUM("t33"."threads") AS "threads",
  SUM("t33"."touches") AS "touches",
  SUM("t33"."ended") AS "ended",
  SUM("t33"."ended_touches") AS "ended_touches",
  SUM("t33"."answered") AS "answered",
  SUM("t33"."dropped") AS "dropped",
  SUM("t33"."converted") AS "converted",
  SUM("t33"."going") AS "going",
  SUM("t33"."early") AS "early",
  COUNT(*) AS "cases",
  COALESCE(
    SUM(CAST("t33"."ended_touches" AS DOUBLE) * CAST("t33"."ended_touches" AS DOUBLE)),
    0.0
  ) AS "value__above_above",
  COALESCE(SUM(CAST("t33"."ended_touches" AS DOUBLE) * CAST("t33"."ended" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t33"."ended" AS DOUBLE) * CAST("t33"."ended" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t33"."ended_touches" <> 0
  ) OR (
    "t33"."ended" <> 0
  ) AS INT)), 0) AS "value__cases",
  COALESCE(SUM(CAST("t33"."touches" AS DOUBLE) * CAST("t33"."touches" AS DOUBLE)), 0.0) AS "per_converted__above_above",
  COALESCE(SUM(CAST("t33"."touches" AS DOUBLE) * CAST("t33"."converted" AS DOUBLE)), 0.0) AS "per_converted__above_below",
  COALESCE(SUM(CAST("t33"."converted" AS DOUBLE) * CAST("t33"."converted" AS DOUBLE)), 0.0) AS "per_converted__below_below",
  COALESCE(SUM(CAST((
    "t33"."touches" <> 0
  ) OR (
    "t33"."converted" <> 0
  ) AS INT)), 0) AS "per_converted__cases",
  ARRAY_AGG("t33"."gap") FILTER(WHERE
    "t33"."gap" IS NOT NULL) AS "gap"
FROM (
  SELECT
    "t32"."fact",
    "t32"."id",
    "t32"."day",
    "t32"."seller",
    "t32"."origin",
    "t32"."source_detail",
    "t32"."account",
    "t32"."source",
    "t32"."cadence",
    "t32"."touch",
    "t32"."threads",
    "t32"."ended",
    "t32"."answered",
    "t32"."dropped",
    "t32"."converted",
    "t32"."going",
    "t32"."early",
    "t32"."touches",
    "t32"."ended_touches",
    "t32"."gap",
    "t32"."team",
    "t32"."manager",
    "t32"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t32"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t32"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t31"."fact",
      "t31"."id",
      "t31"."day",
      "t31"."seller",
      "t31"."origin",
      "t31"."source_detail",
      "t31"."account",
      "t31"."source",
      "t31"."cadence",
      "t31"."touch",
      "t31"."threads",
      "t31"."ended",
      "t31"."answered",
      "t31"."dropped",
      "t31"."converted",
      "t31"."going",
      "t31"."early",
      "t31"."touches",
      "t31"."ended_touches",
      "t31"."gap",
      "t20"."team",
      "t20"."manager",
      "t20"."role"
    FROM (
      SELECT
        "t29"."fact",
        "t29"."id",
        "t29"."day",
        "t29"."seller",
        "t29"."origin",
        "t29"."source_detail",
        "t29"."account",
        "t29"."source",
        "t29"."cadence",
        CASE WHEN NOT (
          "t29"."early"
        ) THEN "t29"."touches" ELSE CAST(NULL AS BIGINT) END AS "touch",
        CAST(NOT (
          "t29"."early"
        ) AS BIGINT) AS "threads",
        CAST(NOT (
          "t29"."early"
        ) AND "t29"."ended" AS BIGINT) AS "ended",
        CAST(NOT (
          "t29"."early"
        ) AND "t29"."ended" AND "t29"."answered" AS BIGINT) AS "answered",
        CAST(NOT (
          "t29"."early"
        ) AND "t29"."ended" AND "t29"."dropped" AS BIGINT) AS "dropped",
        CAST(NOT (
          "t29"."early"
        ) AND "t29"."ended" AND "t29"."converted" AS BIGINT) AS "converted",
        CAST(NOT (
          "t29"."early"
        ) AND NOT (
          "t29"."ended"
        ) AS BIGINT) AS "going",
        CAST("t29"."early" AS BIGINT) AS "early",
        CASE WHEN NOT (
          "t29"."early"
        ) THEN "t29"."touches" ELSE 0 END AS "touches",
        CASE WHEN NOT (
          "t29"."early"
        ) AND "t29"."ended" THEN "t29"."touches" ELSE 0 END AS "ended_touches",
        CASE WHEN NOT (
          "t29"."early"
        ) THEN "t29"."gap" ELSE CAST(NULL AS DOUBLE) END AS "gap",
        COALESCE("t29"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t28"."origin",
          "t28"."source_detail",
          "t28"."account",
          "t28"."source",
          (
            "t28"."answer_at" IS NOT NULL
          )
          OR (
            "t28"."ends_at" IS NOT NULL
          )
          OR (
            NOT (
              (
                "t28"."answer_at" IS NOT NULL
              ) OR (
                "t28"."ends_at" IS NOT NULL
              )
            )
            AND (
              COALESCE("t28"."given_up_at" >= "t28"."first_at", FALSE)
              OR (
                DATE_DIFF('DAY', CAST("t28"."last_at" AS DATE), MAKE_DATE(2024, 6, 30)) >= 30
              )
            )
          ) AS "ended",
          (
            "t28"."answer_at" IS NOT NULL
          ) OR (
            "t28"."ends_at" IS NOT NULL
          ) AS "answered",
          NOT (
            (
              "t28"."answer_at" IS NOT NULL
            ) OR (
              "t28"."ends_at" IS NOT NULL
            )
          )
          AND (
            COALESCE("t28"."given_up_at" >= "t28"."first_at", FALSE)
            OR (
              DATE_DIFF('DAY', CAST("t28"."last_at" AS DATE), MAKE_DATE(2024, 6, 30)) >= 30
            )
          ) AS "dropped",
          "t28"."ends_at" IS NOT NULL AS "converted",
          'leads' AS "fact",
          "t28"."thread" AS "id",
          "t28"."first_seller" AS "seller",
          "t28"."first_cadence" AS "cadence",
          CAST("t28"."first_at" AS DATE) AS "day",
          COALESCE(
            CASE
              WHEN (
                "t28"."answer_at" IS NOT NULL
              ) OR (
                "t28"."ends_at" IS NOT NULL
              )
              THEN CASE
                WHEN COALESCE("t28"."answer_at" <= "t28"."ends_at", "t28"."ends_at" IS NULL)
                THEN "t28"."until_answer"
                ELSE "t28"."until_end"
              END
              ELSE CASE
                WHEN COALESCE("t28"."given_up_at" >= "t28"."first_at", FALSE)
                THEN "t28"."until_given_up"
                ELSE "t28"."total"
              END
            END,
            0
          ) AS "touches",
          COALESCE("t28"."ends_at" < "t28"."first_at", FALSE) AS "early",
          (
            DATE_DIFF('MICROSECOND', "t28"."first_at", "t28"."last_at") / 86400000000
          ) / NULLIF("t28"."total" - 1, 0) AS "gap"
        FROM (
          SELECT
            "t27"."thread",
            "t27"."ends_at",
            "t27"."given_up_at",
            "t27"."first_at",
            "t27"."last_at",
            "t27"."total",
            "t27"."first_seller",
            "t27"."first_cadence",
            "t27"."answer_at",
            "t27"."until_answer",
            "t27"."until_end",
            "t27"."until_given_up",
            "t7"."origin",
            "t7"."source_detail",
            "t7"."account",
            "t7"."source",
            "t7"."subject"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t24"."thread",
                MAX("t24"."ends_at") AS "ends_at",
                MAX("t24"."given_up_at") AS "given_up_at",
                MIN("t24"."at") FILTER(WHERE
                  "t24"."outbound") AS "first_at",
                MAX("t24"."at") FILTER(WHERE
                  "t24"."outbound") AS "last_at",
                MAX("t24"."number") AS "total",
                MAX("t24"."seller") FILTER(WHERE
                  "t24"."outbound" AND (
                    "t24"."number" = 1
                  )) AS "first_seller",
                MAX("t24"."cadence") FILTER(WHERE
                  "t24"."outbound" AND (
                    "t24"."number" = 1
                  )) AS "first_cadence",
                MIN("t24"."at") FILTER(WHERE
                  (
                    "t24"."outbound" AND COALESCE("t24"."outcome" IN ('connected', 'replied'), FALSE)
                  )
                  OR (
                    NOT (
                      "t24"."outbound"
                    ) AND (
                      "t24"."number" >= 1
                    )
                  )) AS "answer_at",
                MIN("t24"."number") FILTER(WHERE
                  (
                    "t24"."outbound" AND COALESCE("t24"."outcome" IN ('connected', 'replied'), FALSE)
                  )
                  OR (
                    NOT (
                      "t24"."outbound"
                    ) AND (
                      "t24"."number" >= 1
                    )
                  )) AS "until_answer",
                MAX("t24"."number") FILTER(WHERE
                  "t24"."at" <= "t24"."ends_at") AS "until_end",
                MAX("t24"."number") FILTER(WHERE
                  "t24"."at" <= "t24"."given_up_at") AS "until_given_up"
              FROM (
                SELECT
                  "t23"."id",
                  "t23"."at",
                  "t23"."seller",
                  "t23"."cadence",
                  "t23"."outcome",
                  "t23"."subject",
                  "t23"."outbound",
                  "t23"."thread",
                  "t23"."ends_at",
                  "t23"."given_up_at",
                  SUM(CAST("t23"."outbound" AS BIGINT)) OVER (
                    PARTITION BY "t23"."thread"
                    ORDER BY "t23"."at" ASC, "t23"."id" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                  ) AS "number"
                FROM (
                  SELECT
                    "t12"."id",
                    "t12"."at",
                    "t12"."seller",
                    "t12"."cadence",
                    "t12"."outcome",
                    "t12"."subject",
                    "t12"."outbound",
                    "t22"."thread",
                    "t22"."ends_at",
                    "t22"."given_up_at"
                  FROM (
                    SELECT
                      "t2"."id",
                      "t2"."at",
                      "t2"."seller",
                      "t2"."cadence",
                      "t2"."outcome",
                      "t2"."lead" AS "subject",
                      "t2"."direction" = 'outbound' AS "outbound"
                    FROM "touches" AS "t2"
                    WHERE
                      "t2"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                      AND "t2"."lead" IS NOT NULL
                  ) AS "t12"
                  INNER JOIN (
                    SELECT
                      "t18"."id" AS "thread",
                      CASE
                        WHEN LEAST(
                          COALESCE("t18"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                          COALESCE("t18"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                          COALESCE("t18"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
                        ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN LEAST(
                          COALESCE("t18"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                          COALESCE("t18"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                          COALESCE("t18"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
                        )
                        ELSE CAST(NULL AS TIMESTAMPTZ)
                      END AS "ends_at",
                      CASE
                        WHEN "t18"."disqualified_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                        THEN "t18"."disqualified_at"
                        ELSE CAST(NULL AS TIMESTAMPTZ)
                      END AS "given_up_at"
                    FROM (
                      SELECT
                        "t8"."id",
                        "t8"."deal",
                        "t8"."qualified_at",
                        "t8"."disqualified_at",
                        "t14"."its_deal",
                        "t14"."dealt_at",
                        "t14"."won_at",
                        "t16"."met",
                        "t16"."met_at"
                      FROM (
                        SELECT
                          "t1"."id",
                          "t1"."deal",
                          "t1"."qualified_at",
                          "t1"."disqualified_at"
                        FROM "leads" AS "t1"
                      ) AS "t8"
                      LEFT OUTER JOIN (
                        SELECT
                          "t3"."id" AS "its_deal",
                          COALESCE("t3"."created_at", "t3"."closed_at") AS "dealt_at",
                          CASE WHEN "t3"."status" = 'won' THEN "t3"."closed_at" ELSE NULL END AS "won_at"
                        FROM "deals" AS "t3"
                      ) AS "t14"
                        ON "t8"."deal" = "t14"."its_deal"
                      LEFT OUTER JOIN (
                        SELECT
                          "t11"."lead" AS "met",
                          MIN("t11"."starts_at") AS "met_at"
                        FROM (
                          SELECT
                            *
                          FROM "meetings" AS "t4"
                          WHERE
                            "t4"."status" = 'held' AND "t4"."lead" IS NOT NULL
                        ) AS "t11"
                        GROUP BY
                          1
                      ) AS "t16"
                        ON "t8"."id" = "t16"."met"
                    ) AS "t18"
                  ) AS "t22"
                    ON "t12"."subject" = "t22"."thread"
                ) AS "t23"
              ) AS "t24"
              GROUP BY
                1
            ) AS "t25"
            WHERE
              "t25"."total" > 0
          ) AS "t27"
          INNER JOIN (
            SELECT
              "t1"."origin",
              "t1"."source_detail",
              "t1"."account",
              "t1"."source",
              "t1"."id" AS "subject"
            FROM "leads" AS "t1"
          ) AS "t7"
            ON "t27"."thread" = "t7"."subject"
        ) AS "t28"
      ) AS "t29"
    ) AS "t31"
    LEFT OUTER JOIN (
      SELECT
        "t17"."team",
        "t17"."manager",
        "t17"."role",
        "t17"."seller" AS "span_seller",
        GREATEST("t17"."begins", COALESCE("t17"."free_from", "t17"."begins")) AS "span_from",
        "t17"."ends" AS "span_to"
      FROM (
        SELECT
          "t9"."id",
          "t9"."seller",
          "t9"."team",
          "t9"."manager",
          "t9"."role",
          "t9"."begins",
          "t9"."ends",
          CAST(CAST(MAX("t9"."ends") OVER (
            PARTITION BY "t9"."seller"
            ORDER BY "t9"."begins" ASC, "t9"."id" ASC
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
        ) AS "t9"
      ) AS "t17"
      WHERE
        GREATEST("t17"."begins", COALESCE("t17"."free_from", "t17"."begins")) <= "t17"."ends"
    ) AS "t20"
      ON "t31"."seller" = "t20"."span_seller"
      AND "t31"."team_day" >= "t20"."span_from"
      AND "t31"."team_day" <= "t20"."span_to"
  ) AS "t32"
  WHERE
    (
      "t32"."day" <= MAKE_DATE(2024, 6, 30)
    ) OR (
      "t32"."day" IS NULL
    )
) AS "t33"
GROUP BY
  1,
  2,
  3

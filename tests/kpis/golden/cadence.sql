-- by seller
SELECT
  "t20"."seller",
  "t20"."period",
  "t20"."undated",
  SUM("t20"."threads") AS "threads",
  SUM("t20"."touches") AS "touches",
  SUM("t20"."ended") AS "ended",
  SUM("t20"."ended_touches") AS "ended_touches",
  SUM("t20"."answered") AS "answered",
  SUM("t20"."dropped") AS "dropped",
  SUM("t20"."converted") AS "converted",
  SUM("t20"."going") AS "going",
  SUM("t20"."early") AS "early",
  COUNT(*) AS "cases",
  COALESCE(
    SUM(CAST("t20"."ended_touches" AS DOUBLE) * CAST("t20"."ended_touches" AS DOUBLE)),
    0.0
  ) AS "value__above_above",
  COALESCE(SUM(CAST("t20"."ended_touches" AS DOUBLE) * CAST("t20"."ended" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t20"."ended" AS DOUBLE) * CAST("t20"."ended" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t20"."ended_touches" <> 0
  ) OR (
    "t20"."ended" <> 0
  ) AS INT)), 0) AS "value__cases",
  COALESCE(SUM(CAST("t20"."touches" AS DOUBLE) * CAST("t20"."touches" AS DOUBLE)), 0.0) AS "per_converted__above_above",
  COALESCE(SUM(CAST("t20"."touches" AS DOUBLE) * CAST("t20"."converted" AS DOUBLE)), 0.0) AS "per_converted__above_below",
  COALESCE(SUM(CAST("t20"."converted" AS DOUBLE) * CAST("t20"."converted" AS DOUBLE)), 0.0) AS "per_converted__below_below",
  COALESCE(SUM(CAST((
    "t20"."touches" <> 0
  ) OR (
    "t20"."converted" <> 0
  ) AS INT)), 0) AS "per_converted__cases",
  ARRAY_AGG("t20"."gap") FILTER(WHERE
    "t20"."gap" IS NOT NULL) AS "gap"
FROM (
  SELECT
    "t19"."fact",
    "t19"."id",
    "t19"."day",
    "t19"."seller",
    "t19"."origin",
    "t19"."source_detail",
    "t19"."account",
    "t19"."source",
    "t19"."cadence",
    CASE WHEN NOT (
      "t19"."early"
    ) THEN "t19"."touches" ELSE CAST(NULL AS BIGINT) END AS "touch",
    CAST(NOT (
      "t19"."early"
    ) AS BIGINT) AS "threads",
    CAST(NOT (
      "t19"."early"
    ) AND "t19"."ended" AS BIGINT) AS "ended",
    CAST(NOT (
      "t19"."early"
    ) AND "t19"."ended" AND "t19"."answered" AS BIGINT) AS "answered",
    CAST(NOT (
      "t19"."early"
    ) AND "t19"."ended" AND "t19"."dropped" AS BIGINT) AS "dropped",
    CAST(NOT (
      "t19"."early"
    ) AND "t19"."ended" AND "t19"."converted" AS BIGINT) AS "converted",
    CAST(NOT (
      "t19"."early"
    ) AND NOT (
      "t19"."ended"
    ) AS BIGINT) AS "going",
    CAST("t19"."early" AS BIGINT) AS "early",
    CASE WHEN NOT (
      "t19"."early"
    ) THEN "t19"."touches" ELSE 0 END AS "touches",
    CASE WHEN NOT (
      "t19"."early"
    ) AND "t19"."ended" THEN "t19"."touches" ELSE 0 END AS "ended_touches",
    CASE WHEN NOT (
      "t19"."early"
    ) THEN "t19"."gap" ELSE CAST(NULL AS DOUBLE) END AS "gap",
    CAST(CAST(DATE_TRUNC('MONTH', "t19"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t19"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t18"."origin",
      "t18"."source_detail",
      "t18"."account",
      "t18"."source",
      (
        LEAST(
          COALESCE("t18"."answer_at", "t18"."ends_at"),
          COALESCE("t18"."ends_at", "t18"."answer_at")
        ) IS NOT NULL
      )
      OR (
        (
          LEAST(
            COALESCE("t18"."answer_at", "t18"."ends_at"),
            COALESCE("t18"."ends_at", "t18"."answer_at")
          ) IS NULL
        )
        AND (
          COALESCE("t18"."given_up_at" >= "t18"."first_at", FALSE)
          OR (
            "t18"."last_at" < MAKE_TIMESTAMPTZ(2024, 6, 1, 0, 0, 0.0, 'UTC')
          )
        )
      ) AS "ended",
      LEAST(
        COALESCE("t18"."answer_at", "t18"."ends_at"),
        COALESCE("t18"."ends_at", "t18"."answer_at")
      ) IS NOT NULL AS "answered",
      (
        LEAST(
          COALESCE("t18"."answer_at", "t18"."ends_at"),
          COALESCE("t18"."ends_at", "t18"."answer_at")
        ) IS NULL
      )
      AND (
        COALESCE("t18"."given_up_at" >= "t18"."first_at", FALSE)
        OR (
          "t18"."last_at" < MAKE_TIMESTAMPTZ(2024, 6, 1, 0, 0, 0.0, 'UTC')
        )
      ) AS "dropped",
      "t18"."ends_at" IS NOT NULL AS "converted",
      'leads' AS "fact",
      "t18"."thread" AS "id",
      "t18"."first_seller"."seller" AS "seller",
      "t18"."first_cadence"."cadence" AS "cadence",
      CAST("t18"."first_at" AS DATE) AS "day",
      CASE
        WHEN COALESCE(
          LEAST(
            COALESCE("t18"."answer_at", "t18"."ends_at"),
            COALESCE("t18"."ends_at", "t18"."answer_at")
          ),
          CASE
            WHEN COALESCE("t18"."given_up_at" >= "t18"."first_at", FALSE)
            THEN "t18"."given_up_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END
        ) < "t18"."last_at"
        THEN ARRAY_LENGTH(
          LIST_FILTER(
            "t18"."times",
            LAMBDA __ibis_param_at__ : __ibis_param_at__ <= COALESCE(
              LEAST(
                COALESCE("t18"."answer_at", "t18"."ends_at"),
                COALESCE("t18"."ends_at", "t18"."answer_at")
              ),
              CASE
                WHEN COALESCE("t18"."given_up_at" >= "t18"."first_at", FALSE)
                THEN "t18"."given_up_at"
                ELSE CAST(NULL AS TIMESTAMPTZ)
              END
            )
          )
        )
        ELSE "t18"."total"
      END AS "touches",
      COALESCE("t18"."ends_at" < "t18"."first_at", FALSE) AS "early",
      (
        DATE_DIFF('MICROSECOND', "t18"."first_at", "t18"."last_at") / 86400000000
      ) / NULLIF("t18"."total" - 1, 0) AS "gap"
    FROM (
      SELECT
        "t15"."thread",
        "t15"."times",
        "t15"."first_at",
        "t15"."last_at",
        "t15"."total",
        "t15"."calls",
        "t15"."answered_at",
        "t15"."first_seller",
        "t15"."first_cadence",
        "t15"."answer_at",
        "t17"."origin",
        "t17"."source_detail",
        "t17"."account",
        "t17"."source",
        "t17"."subject",
        "t17"."ends_at",
        "t17"."given_up_at"
      FROM (
        SELECT
          "t12"."thread",
          "t12"."times",
          "t12"."first_at",
          "t12"."last_at",
          "t12"."total",
          "t12"."calls",
          "t12"."answered_at",
          "t12"."first_seller",
          "t12"."first_cadence",
          LEAST(
            COALESCE(
              "t12"."answered_at",
              LIST_MIN(
                LIST_FILTER("t12"."calls", LAMBDA __ibis_param_call__ : __ibis_param_call__ > "t12"."first_at")
              )
            ),
            COALESCE(
              LIST_MIN(
                LIST_FILTER("t12"."calls", LAMBDA __ibis_param_call__ : __ibis_param_call__ > "t12"."first_at")
              ),
              "t12"."answered_at"
            )
          ) AS "answer_at"
        FROM (
          SELECT
            "t5"."lead" AS "thread",
            ARRAY_AGG("t5"."at") FILTER(WHERE
              "t5"."at" IS NOT NULL AND "t5"."direction" = 'outbound') AS "times",
            MIN("t5"."at") FILTER(WHERE
              "t5"."direction" = 'outbound') AS "first_at",
            MAX("t5"."at") FILTER(WHERE
              "t5"."direction" = 'outbound') AS "last_at",
            SUM(CAST("t5"."direction" = 'outbound' AS BIGINT)) AS "total",
            ARRAY_AGG("t5"."at") FILTER(WHERE
              "t5"."at" IS NOT NULL AND NOT (
                "t5"."direction" = 'outbound'
              )) AS "calls",
            MIN("t5"."at") FILTER(WHERE
              (
                "t5"."direction" = 'outbound'
              )
              AND COALESCE("t5"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
            MIN({'at': "t5"."at", 'id': "t5"."id", 'seller': "t5"."seller"}) FILTER(WHERE
              "t5"."direction" = 'outbound') AS "first_seller",
            MIN({'at': "t5"."at", 'id': "t5"."id", 'cadence': "t5"."cadence"}) FILTER(WHERE
              "t5"."direction" = 'outbound') AS "first_cadence"
          FROM (
            SELECT
              *
            FROM "touches" AS "t0"
            WHERE
              "t0"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
              AND "t0"."lead" IS NOT NULL
          ) AS "t5"
          GROUP BY
            1
        ) AS "t12"
        WHERE
          "t12"."total" > 0
      ) AS "t15"
      INNER JOIN (
        SELECT
          "t13"."origin",
          "t13"."source_detail",
          "t13"."account",
          "t13"."source",
          "t13"."id" AS "subject",
          CASE
            WHEN LEAST(
              COALESCE("t13"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t13"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t13"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN LEAST(
              COALESCE("t13"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t13"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
              COALESCE("t13"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
            )
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END AS "ends_at",
          CASE
            WHEN "t13"."disqualified_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
            THEN "t13"."disqualified_at"
            ELSE CAST(NULL AS TIMESTAMPTZ)
          END AS "given_up_at"
        FROM (
          SELECT
            "t6"."id",
            "t6"."deal",
            "t6"."qualified_at",
            "t6"."disqualified_at",
            "t6"."origin",
            "t6"."source_detail",
            "t6"."account",
            "t6"."source",
            "t9"."its_deal",
            "t9"."dealt_at",
            "t9"."won_at",
            "t11"."met",
            "t11"."met_at"
          FROM (
            SELECT
              "t1"."id",
              "t1"."deal",
              "t1"."qualified_at",
              "t1"."disqualified_at",
              "t1"."origin",
              "t1"."source_detail",
              "t1"."account",
              "t1"."source"
            FROM "leads" AS "t1"
          ) AS "t6"
          LEFT OUTER JOIN (
            SELECT
              "t2"."id" AS "its_deal",
              COALESCE("t2"."created_at", "t2"."closed_at") AS "dealt_at",
              CASE WHEN "t2"."status" = 'won' THEN "t2"."closed_at" ELSE NULL END AS "won_at"
            FROM "deals" AS "t2"
          ) AS "t9"
            ON "t6"."deal" = "t9"."its_deal"
          LEFT OUTER JOIN (
            SELECT
              "t7"."lead" AS "met",
              MIN("t7"."starts_at") AS "met_at"
            FROM (
              SELECT
                *
              FROM "meetings" AS "t3"
              WHERE
                "t3"."status" = 'held' AND "t3"."lead" IS NOT NULL
            ) AS "t7"
            GROUP BY
              1
          ) AS "t11"
            ON "t6"."id" = "t11"."met"
        ) AS "t13"
      ) AS "t17"
        ON "t15"."thread" = "t17"."subject"
    ) AS "t18"
  ) AS "t19"
  WHERE
    COALESCE("t19"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t20"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t28"."team",
  "t28"."period",
  "t28"."undated",
  SUM("t28"."threads") AS "threads",
  SUM("t28"."touches") AS "touches",
  SUM("t28"."ended") AS "ended",
  SUM("t28"."ended_touches") AS "ended_touches",
  SUM("t28"."answered") AS "answered",
  SUM("t28"."dropped") AS "dropped",
  SUM("t28"."converted") AS "converted",
  SUM("t28"."going") AS "going",
  SUM("t28"."early") AS "early",
  COUNT(*) AS "cases",
  COALESCE(
    SUM(CAST("t28"."ended_touches" AS DOUBLE) * CAST("t28"."ended_touches" AS DOUBLE)),
    0.0
  ) AS "value__above_above",
  COALESCE(SUM(CAST("t28"."ended_touches" AS DOUBLE) * CAST("t28"."ended" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t28"."ended" AS DOUBLE) * CAST("t28"."ended" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t28"."ended_touches" <> 0
  ) OR (
    "t28"."ended" <> 0
  ) AS INT)), 0) AS "value__cases",
  COALESCE(SUM(CAST("t28"."touches" AS DOUBLE) * CAST("t28"."touches" AS DOUBLE)), 0.0) AS "per_converted__above_above",
  COALESCE(SUM(CAST("t28"."touches" AS DOUBLE) * CAST("t28"."converted" AS DOUBLE)), 0.0) AS "per_converted__above_below",
  COALESCE(SUM(CAST("t28"."converted" AS DOUBLE) * CAST("t28"."converted" AS DOUBLE)), 0.0) AS "per_converted__below_below",
  COALESCE(SUM(CAST((
    "t28"."touches" <> 0
  ) OR (
    "t28"."converted" <> 0
  ) AS INT)), 0) AS "per_converted__cases",
  ARRAY_AGG("t28"."gap") FILTER(WHERE
    "t28"."gap" IS NOT NULL) AS "gap"
FROM (
  SELECT
    "t27"."fact",
    "t27"."id",
    "t27"."day",
    "t27"."seller",
    "t27"."origin",
    "t27"."source_detail",
    "t27"."account",
    "t27"."source",
    "t27"."cadence",
    "t27"."touch",
    "t27"."threads",
    "t27"."ended",
    "t27"."answered",
    "t27"."dropped",
    "t27"."converted",
    "t27"."going",
    "t27"."early",
    "t27"."touches",
    "t27"."ended_touches",
    "t27"."gap",
    "t27"."team",
    "t27"."manager",
    "t27"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t27"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t27"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t26"."fact",
      "t26"."id",
      "t26"."day",
      "t26"."seller",
      "t26"."origin",
      "t26"."source_detail",
      "t26"."account",
      "t26"."source",
      "t26"."cadence",
      "t26"."touch",
      "t26"."threads",
      "t26"."ended",
      "t26"."answered",
      "t26"."dropped",
      "t26"."converted",
      "t26"."going",
      "t26"."early",
      "t26"."touches",
      "t26"."ended_touches",
      "t26"."gap",
      "t18"."team",
      "t18"."manager",
      "t18"."role"
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
        COALESCE("t24"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t23"."origin",
          "t23"."source_detail",
          "t23"."account",
          "t23"."source",
          (
            LEAST(
              COALESCE("t23"."answer_at", "t23"."ends_at"),
              COALESCE("t23"."ends_at", "t23"."answer_at")
            ) IS NOT NULL
          )
          OR (
            (
              LEAST(
                COALESCE("t23"."answer_at", "t23"."ends_at"),
                COALESCE("t23"."ends_at", "t23"."answer_at")
              ) IS NULL
            )
            AND (
              COALESCE("t23"."given_up_at" >= "t23"."first_at", FALSE)
              OR (
                "t23"."last_at" < MAKE_TIMESTAMPTZ(2024, 6, 1, 0, 0, 0.0, 'UTC')
              )
            )
          ) AS "ended",
          LEAST(
            COALESCE("t23"."answer_at", "t23"."ends_at"),
            COALESCE("t23"."ends_at", "t23"."answer_at")
          ) IS NOT NULL AS "answered",
          (
            LEAST(
              COALESCE("t23"."answer_at", "t23"."ends_at"),
              COALESCE("t23"."ends_at", "t23"."answer_at")
            ) IS NULL
          )
          AND (
            COALESCE("t23"."given_up_at" >= "t23"."first_at", FALSE)
            OR (
              "t23"."last_at" < MAKE_TIMESTAMPTZ(2024, 6, 1, 0, 0, 0.0, 'UTC')
            )
          ) AS "dropped",
          "t23"."ends_at" IS NOT NULL AS "converted",
          'leads' AS "fact",
          "t23"."thread" AS "id",
          "t23"."first_seller"."seller" AS "seller",
          "t23"."first_cadence"."cadence" AS "cadence",
          CAST("t23"."first_at" AS DATE) AS "day",
          CASE
            WHEN COALESCE(
              LEAST(
                COALESCE("t23"."answer_at", "t23"."ends_at"),
                COALESCE("t23"."ends_at", "t23"."answer_at")
              ),
              CASE
                WHEN COALESCE("t23"."given_up_at" >= "t23"."first_at", FALSE)
                THEN "t23"."given_up_at"
                ELSE CAST(NULL AS TIMESTAMPTZ)
              END
            ) < "t23"."last_at"
            THEN ARRAY_LENGTH(
              LIST_FILTER(
                "t23"."times",
                LAMBDA __ibis_param_at__ : __ibis_param_at__ <= COALESCE(
                  LEAST(
                    COALESCE("t23"."answer_at", "t23"."ends_at"),
                    COALESCE("t23"."ends_at", "t23"."answer_at")
                  ),
                  CASE
                    WHEN COALESCE("t23"."given_up_at" >= "t23"."first_at", FALSE)
                    THEN "t23"."given_up_at"
                    ELSE CAST(NULL AS TIMESTAMPTZ)
                  END
                )
              )
            )
            ELSE "t23"."total"
          END AS "touches",
          COALESCE("t23"."ends_at" < "t23"."first_at", FALSE) AS "early",
          (
            DATE_DIFF('MICROSECOND', "t23"."first_at", "t23"."last_at") / 86400000000
          ) / NULLIF("t23"."total" - 1, 0) AS "gap"
        FROM (
          SELECT
            "t20"."thread",
            "t20"."times",
            "t20"."first_at",
            "t20"."last_at",
            "t20"."total",
            "t20"."calls",
            "t20"."answered_at",
            "t20"."first_seller",
            "t20"."first_cadence",
            "t20"."answer_at",
            "t22"."origin",
            "t22"."source_detail",
            "t22"."account",
            "t22"."source",
            "t22"."subject",
            "t22"."ends_at",
            "t22"."given_up_at"
          FROM (
            SELECT
              "t14"."thread",
              "t14"."times",
              "t14"."first_at",
              "t14"."last_at",
              "t14"."total",
              "t14"."calls",
              "t14"."answered_at",
              "t14"."first_seller",
              "t14"."first_cadence",
              LEAST(
                COALESCE(
                  "t14"."answered_at",
                  LIST_MIN(
                    LIST_FILTER("t14"."calls", LAMBDA __ibis_param_call__ : __ibis_param_call__ > "t14"."first_at")
                  )
                ),
                COALESCE(
                  LIST_MIN(
                    LIST_FILTER("t14"."calls", LAMBDA __ibis_param_call__ : __ibis_param_call__ > "t14"."first_at")
                  ),
                  "t14"."answered_at"
                )
              ) AS "answer_at"
            FROM (
              SELECT
                "t7"."lead" AS "thread",
                ARRAY_AGG("t7"."at") FILTER(WHERE
                  "t7"."at" IS NOT NULL AND "t7"."direction" = 'outbound') AS "times",
                MIN("t7"."at") FILTER(WHERE
                  "t7"."direction" = 'outbound') AS "first_at",
                MAX("t7"."at") FILTER(WHERE
                  "t7"."direction" = 'outbound') AS "last_at",
                SUM(CAST("t7"."direction" = 'outbound' AS BIGINT)) AS "total",
                ARRAY_AGG("t7"."at") FILTER(WHERE
                  "t7"."at" IS NOT NULL AND NOT (
                    "t7"."direction" = 'outbound'
                  )) AS "calls",
                MIN("t7"."at") FILTER(WHERE
                  (
                    "t7"."direction" = 'outbound'
                  )
                  AND COALESCE("t7"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
                MIN({'at': "t7"."at", 'id': "t7"."id", 'seller': "t7"."seller"}) FILTER(WHERE
                  "t7"."direction" = 'outbound') AS "first_seller",
                MIN({'at': "t7"."at", 'id': "t7"."id", 'cadence': "t7"."cadence"}) FILTER(WHERE
                  "t7"."direction" = 'outbound') AS "first_cadence"
              FROM (
                SELECT
                  *
                FROM "touches" AS "t1"
                WHERE
                  "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                  AND "t1"."lead" IS NOT NULL
              ) AS "t7"
              GROUP BY
                1
            ) AS "t14"
            WHERE
              "t14"."total" > 0
          ) AS "t20"
          INNER JOIN (
            SELECT
              "t16"."origin",
              "t16"."source_detail",
              "t16"."account",
              "t16"."source",
              "t16"."id" AS "subject",
              CASE
                WHEN LEAST(
                  COALESCE("t16"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                  COALESCE("t16"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                  COALESCE("t16"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
                ) < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                THEN LEAST(
                  COALESCE("t16"."qualified_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                  COALESCE("t16"."met_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC')),
                  COALESCE("t16"."dealt_at", MAKE_TIMESTAMPTZ(9999, 12, 31, 0, 0, 0.0, 'UTC'))
                )
                ELSE CAST(NULL AS TIMESTAMPTZ)
              END AS "ends_at",
              CASE
                WHEN "t16"."disqualified_at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
                THEN "t16"."disqualified_at"
                ELSE CAST(NULL AS TIMESTAMPTZ)
              END AS "given_up_at"
            FROM (
              SELECT
                "t8"."id",
                "t8"."deal",
                "t8"."qualified_at",
                "t8"."disqualified_at",
                "t8"."origin",
                "t8"."source_detail",
                "t8"."account",
                "t8"."source",
                "t11"."its_deal",
                "t11"."dealt_at",
                "t11"."won_at",
                "t13"."met",
                "t13"."met_at"
              FROM (
                SELECT
                  "t2"."id",
                  "t2"."deal",
                  "t2"."qualified_at",
                  "t2"."disqualified_at",
                  "t2"."origin",
                  "t2"."source_detail",
                  "t2"."account",
                  "t2"."source"
                FROM "leads" AS "t2"
              ) AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t3"."id" AS "its_deal",
                  COALESCE("t3"."created_at", "t3"."closed_at") AS "dealt_at",
                  CASE WHEN "t3"."status" = 'won' THEN "t3"."closed_at" ELSE NULL END AS "won_at"
                FROM "deals" AS "t3"
              ) AS "t11"
                ON "t8"."deal" = "t11"."its_deal"
              LEFT OUTER JOIN (
                SELECT
                  "t9"."lead" AS "met",
                  MIN("t9"."starts_at") AS "met_at"
                FROM (
                  SELECT
                    *
                  FROM "meetings" AS "t4"
                  WHERE
                    "t4"."status" = 'held' AND "t4"."lead" IS NOT NULL
                ) AS "t9"
                GROUP BY
                  1
              ) AS "t13"
                ON "t8"."id" = "t13"."met"
            ) AS "t16"
          ) AS "t22"
            ON "t20"."thread" = "t22"."subject"
        ) AS "t23"
      ) AS "t24"
    ) AS "t26"
    LEFT OUTER JOIN (
      SELECT
        "t15"."team",
        "t15"."manager",
        "t15"."role",
        "t15"."seller" AS "span_seller",
        GREATEST("t15"."begins", COALESCE("t15"."free_from", "t15"."begins")) AS "span_from",
        "t15"."ends" AS "span_to"
      FROM (
        SELECT
          "t6"."id",
          "t6"."seller",
          "t6"."team",
          "t6"."manager",
          "t6"."role",
          "t6"."begins",
          "t6"."ends",
          CAST(CAST(MAX("t6"."ends") OVER (
            PARTITION BY "t6"."seller"
            ORDER BY "t6"."begins" ASC, "t6"."id" ASC
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
        ) AS "t6"
      ) AS "t15"
      WHERE
        GREATEST("t15"."begins", COALESCE("t15"."free_from", "t15"."begins")) <= "t15"."ends"
    ) AS "t18"
      ON "t26"."seller" = "t18"."span_seller"
      AND "t26"."team_day" >= "t18"."span_from"
      AND "t26"."team_day" <= "t18"."span_to"
  ) AS "t27"
  WHERE
    COALESCE("t27"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t28"
GROUP BY
  1,
  2,
  3

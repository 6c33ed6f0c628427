-- by seller
WITH "approaches" AS (
  SELECT
    "t9"."account",
    "t9"."lead",
    "t9"."deal",
    ARRAY_AGG("t9"."at") FILTER(WHERE
      "t9"."at" IS NOT NULL AND "t9"."direction" = 'outbound') AS "times",
    MIN("t9"."at") FILTER(WHERE
      "t9"."direction" = 'outbound') AS "first_at",
    MAX("t9"."at") FILTER(WHERE
      "t9"."direction" = 'outbound') AS "last_at",
    SUM(CAST("t9"."direction" = 'outbound' AS BIGINT)) AS "total",
    ARRAY_AGG("t9"."at") FILTER(WHERE
      "t9"."at" IS NOT NULL AND NOT (
        "t9"."direction" = 'outbound'
      )) AS "calls",
    MIN("t9"."at") FILTER(WHERE
      (
        "t9"."direction" = 'outbound'
      )
      AND COALESCE("t9"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
    MIN(
      {'at': "t9"."at", 'id': "t9"."id", 'seller': "t9"."seller", 'cadence': "t9"."cadence", 'source': "t9"."source"}
    ) FILTER(WHERE
      "t9"."direction" = 'outbound') AS "first"
  FROM (
    SELECT
      *
    FROM "touches" AS "t2"
    WHERE
      "t2"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND (
        (
          "t2"."account" IS NOT NULL
        )
        OR (
          "t2"."lead" IS NOT NULL
        )
        OR (
          "t2"."deal" IS NOT NULL
        )
      )
  ) AS "t9"
  GROUP BY
    1,
    2,
    3
), "threads" AS (
  SELECT
    "t21"."origin",
    "t21"."source_detail",
    "t21"."account",
    "t21"."source",
    (
      LEAST(
        COALESCE("t21"."answer_at", "t21"."ends_at"),
        COALESCE("t21"."ends_at", "t21"."answer_at")
      ) IS NOT NULL
    )
    OR (
      (
        LEAST(
          COALESCE("t21"."answer_at", "t21"."ends_at"),
          COALESCE("t21"."ends_at", "t21"."answer_at")
        ) IS NULL
      )
      AND (
        COALESCE("t21"."given_up_at" >= "t21"."first_at", FALSE)
        OR (
          "t21"."last_at" < MAKE_TIMESTAMPTZ(2024, 6, 1, 0, 0, 0.0, 'UTC')
        )
      )
    ) AS "ended",
    LEAST(
      COALESCE("t21"."answer_at", "t21"."ends_at"),
      COALESCE("t21"."ends_at", "t21"."answer_at")
    ) IS NOT NULL AS "answered",
    (
      LEAST(
        COALESCE("t21"."answer_at", "t21"."ends_at"),
        COALESCE("t21"."ends_at", "t21"."answer_at")
      ) IS NULL
    )
    AND (
      COALESCE("t21"."given_up_at" >= "t21"."first_at", FALSE)
      OR (
        "t21"."last_at" < MAKE_TIMESTAMPTZ(2024, 6, 1, 0, 0, 0.0, 'UTC')
      )
    ) AS "dropped",
    "t21"."ends_at" IS NOT NULL AS "converted",
    'leads' AS "fact",
    "t21"."thread" AS "id",
    "t21"."first"."seller" AS "seller",
    "t21"."first"."cadence" AS "cadence",
    CAST("t21"."first_at" AS DATE) AS "day",
    CASE
      WHEN COALESCE(
        LEAST(
          COALESCE("t21"."answer_at", "t21"."ends_at"),
          COALESCE("t21"."ends_at", "t21"."answer_at")
        ),
        CASE
          WHEN COALESCE("t21"."given_up_at" >= "t21"."first_at", FALSE)
          THEN "t21"."given_up_at"
          ELSE CAST(NULL AS TIMESTAMPTZ)
        END
      ) < "t21"."last_at"
      THEN ARRAY_LENGTH(
        LIST_FILTER(
          "t21"."times",
          LAMBDA __ibis_param_at__ : __ibis_param_at__ <= COALESCE(
            LEAST(
              COALESCE("t21"."answer_at", "t21"."ends_at"),
              COALESCE("t21"."ends_at", "t21"."answer_at")
            ),
            CASE
              WHEN COALESCE("t21"."given_up_at" >= "t21"."first_at", FALSE)
              THEN "t21"."given_up_at"
              ELSE CAST(NULL AS TIMESTAMPTZ)
            END
          )
        )
      )
      ELSE "t21"."total"
    END AS "touches",
    COALESCE("t21"."ends_at" < "t21"."first_at", FALSE) AS "early",
    (
      DATE_DIFF('MICROSECOND', "t21"."first_at", "t21"."last_at") / 86400000000
    ) / NULLIF("t21"."total" - 1, 0) AS "gap"
  FROM (
    SELECT
      "t20"."thread",
      "t20"."times",
      "t20"."first_at",
      "t20"."last_at",
      "t20"."total",
      "t20"."calls",
      "t20"."answered_at",
      "t20"."first",
      "t20"."answer_at",
      "t17"."origin",
      "t17"."source_detail",
      "t17"."account",
      "t17"."source",
      "t17"."subject",
      "t17"."ends_at",
      "t17"."given_up_at"
    FROM (
      SELECT
        "t18"."thread",
        "t18"."times",
        "t18"."first_at",
        "t18"."last_at",
        "t18"."total",
        "t18"."calls",
        "t18"."answered_at",
        "t18"."first",
        LEAST(
          COALESCE(
            "t18"."answered_at",
            LIST_MIN(
              LIST_FILTER("t18"."calls", LAMBDA __ibis_param_call__ : __ibis_param_call__ > "t18"."first_at")
            )
          ),
          COALESCE(
            LIST_MIN(
              LIST_FILTER("t18"."calls", LAMBDA __ibis_param_call__ : __ibis_param_call__ > "t18"."first_at")
            ),
            "t18"."answered_at"
          )
        ) AS "answer_at"
      FROM (
        SELECT
          "t15"."lead" AS "thread",
          FLATTEN(ARRAY_AGG("t15"."times") FILTER(WHERE
            "t15"."times" IS NOT NULL)) AS "times",
          MIN("t15"."first_at") AS "first_at",
          MAX("t15"."last_at") AS "last_at",
          SUM("t15"."total") AS "total",
          FLATTEN(ARRAY_AGG("t15"."calls") FILTER(WHERE
            "t15"."calls" IS NOT NULL)) AS "calls",
          MIN("t15"."answered_at") AS "answered_at",
          MIN("t15"."first") AS "first"
        FROM (
          SELECT
            *
          FROM "approaches" AS "t14"
          WHERE
            "t14"."lead" IS NOT NULL
        ) AS "t15"
        GROUP BY
          1
      ) AS "t18"
      WHERE
        "t18"."total" > 0
    ) AS "t20"
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
          "t5"."id",
          "t5"."deal",
          "t5"."qualified_at",
          "t5"."disqualified_at",
          "t5"."origin",
          "t5"."source_detail",
          "t5"."account",
          "t5"."source",
          "t8"."its_deal",
          "t8"."dealt_at",
          "t8"."won_at",
          "t11"."met",
          "t11"."met_at"
        FROM (
          SELECT
            "t0"."id",
            "t0"."deal",
            "t0"."qualified_at",
            "t0"."disqualified_at",
            "t0"."origin",
            "t0"."source_detail",
            "t0"."account",
            "t0"."source"
          FROM "leads" AS "t0"
        ) AS "t5"
        LEFT OUTER JOIN (
          SELECT
            "t1"."id" AS "its_deal",
            COALESCE("t1"."created_at", "t1"."closed_at") AS "dealt_at",
            CASE WHEN "t1"."status" = 'won' THEN "t1"."closed_at" ELSE NULL END AS "won_at"
          FROM "deals" AS "t1"
        ) AS "t8"
          ON "t5"."deal" = "t8"."its_deal"
        LEFT OUTER JOIN (
          SELECT
            "t6"."lead" AS "met",
            MIN("t6"."starts_at") AS "met_at"
          FROM (
            SELECT
              *
            FROM "meetings" AS "t3"
            WHERE
              "t3"."status" = 'held' AND "t3"."lead" IS NOT NULL
          ) AS "t6"
          GROUP BY
            1
        ) AS "t11"
          ON "t5"."id" = "t11"."met"
      ) AS "t13"
    ) AS "t17"
      ON "t20"."thread" = "t17"."subject"
  ) AS "t21"
)
SELECT
  "t24"."seller",
  "t24"."period",
  "t24"."undated",
  SUM("t24"."threads") AS "threads",
  SUM("t24"."touches") AS "touches",
  SUM("t24"."ended") AS "ended",
  SUM("t24"."ended_touches") AS "ended_touches",
  SUM("t24"."answered") AS "answered",
  SUM("t24"."dropped") AS "dropped",
  SUM("t24"."converted") AS "converted",
  SUM("t24"."going") AS "going",
  SUM("t24"."early") AS "early",
  COUNT(*) AS "cases",
  COALESCE(
    SUM(CAST("t24"."ended_touches" AS DOUBLE) * CAST("t24"."ended_touches" AS DOUBLE)),
    0.0
  ) AS "value__above_above",
  COALESCE(SUM(CAST("t24"."ended_touches" AS DOUBLE) * CAST("t24"."ended" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t24"."ended" AS DOUBLE) * CAST("t24"."ended" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t24"."ended_touches" <> 0
  ) OR (
    "t24"."ended" <> 0
  ) AS INT)), 0) AS "value__cases",
  COALESCE(SUM(CAST("t24"."touches" AS DOUBLE) * CAST("t24"."touches" AS DOUBLE)), 0.0) AS "per_converted__above_above",
  COALESCE(SUM(CAST("t24"."touches" AS DOUBLE) * CAST("t24"."converted" AS DOUBLE)), 0.0) AS "per_converted__above_below",
  COALESCE(SUM(CAST("t24"."converted" AS DOUBLE) * CAST("t24"."converted" AS DOUBLE)), 0.0) AS "per_converted__below_below",
  COALESCE(SUM(CAST((
    "t24"."touches" <> 0
  ) OR (
    "t24"."converted" <> 0
  ) AS INT)), 0) AS "per_converted__cases",
  ARRAY_AGG("t24"."gap") FILTER(WHERE
    "t24"."gap" IS NOT NULL) AS "gap"
FROM (
  SELECT
    "t23"."fact",
    "t23"."id",
    "t23"."day",
    "t23"."seller",
    "t23"."origin",
    "t23"."source_detail",
    "t23"."account",
    "t23"."source",
    "t23"."cadence",
    CASE WHEN NOT (
      "t23"."early"
    ) THEN "t23"."touches" ELSE CAST(NULL AS BIGINT) END AS "touch",
    CAST(NOT (
      "t23"."early"
    ) AS BIGINT) AS "threads",
    CAST(NOT (
      "t23"."early"
    ) AND "t23"."ended" AS BIGINT) AS "ended",
    CAST(NOT (
      "t23"."early"
    ) AND "t23"."ended" AND "t23"."answered" AS BIGINT) AS "answered",
    CAST(NOT (
      "t23"."early"
    ) AND "t23"."ended" AND "t23"."dropped" AS BIGINT) AS "dropped",
    CAST(NOT (
      "t23"."early"
    ) AND "t23"."ended" AND "t23"."converted" AS BIGINT) AS "converted",
    CAST(NOT (
      "t23"."early"
    ) AND NOT (
      "t23"."ended"
    ) AS BIGINT) AS "going",
    CAST("t23"."early" AS BIGINT) AS "early",
    CASE WHEN NOT (
      "t23"."early"
    ) THEN "t23"."touches" ELSE 0 END AS "touches",
    CASE WHEN NOT (
      "t23"."early"
    ) AND "t23"."ended" THEN "t23"."touches" ELSE 0 END AS "ended_touches",
    CASE WHEN NOT (
      "t23"."early"
    ) THEN "t23"."gap" ELSE CAST(NULL AS DOUBLE) END AS "gap",
    CAST(CAST(DATE_TRUNC('MONTH', "t23"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t23"."day" IS NULL AS "undated"
  FROM "threads" AS "t23"
  WHERE
    COALESCE("t23"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t24"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "approaches" AS (
  SELECT
    "t11"."account",
    "t11"."lead",
    "t11"."deal",
    ARRAY_AGG("t11"."at") FILTER(WHERE
      "t11"."at" IS NOT NULL AND "t11"."direction" = 'outbound') AS "times",
    MIN("t11"."at") FILTER(WHERE
      "t11"."direction" = 'outbound') AS "first_at",
    MAX("t11"."at") FILTER(WHERE
      "t11"."direction" = 'outbound') AS "last_at",
    SUM(CAST("t11"."direction" = 'outbound' AS BIGINT)) AS "total",
    ARRAY_AGG("t11"."at") FILTER(WHERE
      "t11"."at" IS NOT NULL AND NOT (
        "t11"."direction" = 'outbound'
      )) AS "calls",
    MIN("t11"."at") FILTER(WHERE
      (
        "t11"."direction" = 'outbound'
      )
      AND COALESCE("t11"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
    MIN(
      {'at': "t11"."at", 'id': "t11"."id", 'seller': "t11"."seller", 'cadence': "t11"."cadence", 'source': "t11"."source"}
    ) FILTER(WHERE
      "t11"."direction" = 'outbound') AS "first"
  FROM (
    SELECT
      *
    FROM "touches" AS "t3"
    WHERE
      "t3"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND (
        (
          "t3"."account" IS NOT NULL
        )
        OR (
          "t3"."lead" IS NOT NULL
        )
        OR (
          "t3"."deal" IS NOT NULL
        )
      )
  ) AS "t11"
  GROUP BY
    1,
    2,
    3
), "threads" AS (
  SELECT
    "t26"."origin",
    "t26"."source_detail",
    "t26"."account",
    "t26"."source",
    (
      LEAST(
        COALESCE("t26"."answer_at", "t26"."ends_at"),
        COALESCE("t26"."ends_at", "t26"."answer_at")
      ) IS NOT NULL
    )
    OR (
      (
        LEAST(
          COALESCE("t26"."answer_at", "t26"."ends_at"),
          COALESCE("t26"."ends_at", "t26"."answer_at")
        ) IS NULL
      )
      AND (
        COALESCE("t26"."given_up_at" >= "t26"."first_at", FALSE)
        OR (
          "t26"."last_at" < MAKE_TIMESTAMPTZ(2024, 6, 1, 0, 0, 0.0, 'UTC')
        )
      )
    ) AS "ended",
    LEAST(
      COALESCE("t26"."answer_at", "t26"."ends_at"),
      COALESCE("t26"."ends_at", "t26"."answer_at")
    ) IS NOT NULL AS "answered",
    (
      LEAST(
        COALESCE("t26"."answer_at", "t26"."ends_at"),
        COALESCE("t26"."ends_at", "t26"."answer_at")
      ) IS NULL
    )
    AND (
      COALESCE("t26"."given_up_at" >= "t26"."first_at", FALSE)
      OR (
        "t26"."last_at" < MAKE_TIMESTAMPTZ(2024, 6, 1, 0, 0, 0.0, 'UTC')
      )
    ) AS "dropped",
    "t26"."ends_at" IS NOT NULL AS "converted",
    'leads' AS "fact",
    "t26"."thread" AS "id",
    "t26"."first"."seller" AS "seller",
    "t26"."first"."cadence" AS "cadence",
    CAST("t26"."first_at" AS DATE) AS "day",
    CASE
      WHEN COALESCE(
        LEAST(
          COALESCE("t26"."answer_at", "t26"."ends_at"),
          COALESCE("t26"."ends_at", "t26"."answer_at")
        ),
        CASE
          WHEN COALESCE("t26"."given_up_at" >= "t26"."first_at", FALSE)
          THEN "t26"."given_up_at"
          ELSE CAST(NULL AS TIMESTAMPTZ)
        END
      ) < "t26"."last_at"
      THEN ARRAY_LENGTH(
        LIST_FILTER(
          "t26"."times",
          LAMBDA __ibis_param_at__ : __ibis_param_at__ <= COALESCE(
            LEAST(
              COALESCE("t26"."answer_at", "t26"."ends_at"),
              COALESCE("t26"."ends_at", "t26"."answer_at")
            ),
            CASE
              WHEN COALESCE("t26"."given_up_at" >= "t26"."first_at", FALSE)
              THEN "t26"."given_up_at"
              ELSE CAST(NULL AS TIMESTAMPTZ)
            END
          )
        )
      )
      ELSE "t26"."total"
    END AS "touches",
    COALESCE("t26"."ends_at" < "t26"."first_at", FALSE) AS "early",
    (
      DATE_DIFF('MICROSECOND', "t26"."first_at", "t26"."last_at") / 86400000000
    ) / NULLIF("t26"."total" - 1, 0) AS "gap"
  FROM (
    SELECT
      "t25"."thread",
      "t25"."times",
      "t25"."first_at",
      "t25"."last_at",
      "t25"."total",
      "t25"."calls",
      "t25"."answered_at",
      "t25"."first",
      "t25"."answer_at",
      "t22"."origin",
      "t22"."source_detail",
      "t22"."account",
      "t22"."source",
      "t22"."subject",
      "t22"."ends_at",
      "t22"."given_up_at"
    FROM (
      SELECT
        "t23"."thread",
        "t23"."times",
        "t23"."first_at",
        "t23"."last_at",
        "t23"."total",
        "t23"."calls",
        "t23"."answered_at",
        "t23"."first",
        LEAST(
          COALESCE(
            "t23"."answered_at",
            LIST_MIN(
              LIST_FILTER("t23"."calls", LAMBDA __ibis_param_call__ : __ibis_param_call__ > "t23"."first_at")
            )
          ),
          COALESCE(
            LIST_MIN(
              LIST_FILTER("t23"."calls", LAMBDA __ibis_param_call__ : __ibis_param_call__ > "t23"."first_at")
            ),
            "t23"."answered_at"
          )
        ) AS "answer_at"
      FROM (
        SELECT
          "t20"."lead" AS "thread",
          FLATTEN(ARRAY_AGG("t20"."times") FILTER(WHERE
            "t20"."times" IS NOT NULL)) AS "times",
          MIN("t20"."first_at") AS "first_at",
          MAX("t20"."last_at") AS "last_at",
          SUM("t20"."total") AS "total",
          FLATTEN(ARRAY_AGG("t20"."calls") FILTER(WHERE
            "t20"."calls" IS NOT NULL)) AS "calls",
          MIN("t20"."answered_at") AS "answered_at",
          MIN("t20"."first") AS "first"
        FROM (
          SELECT
            *
          FROM "approaches" AS "t17"
          WHERE
            "t17"."lead" IS NOT NULL
        ) AS "t20"
        GROUP BY
          1
      ) AS "t23"
      WHERE
        "t23"."total" > 0
    ) AS "t25"
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
          "t7"."id",
          "t7"."deal",
          "t7"."qualified_at",
          "t7"."disqualified_at",
          "t7"."origin",
          "t7"."source_detail",
          "t7"."account",
          "t7"."source",
          "t10"."its_deal",
          "t10"."dealt_at",
          "t10"."won_at",
          "t13"."met",
          "t13"."met_at"
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
        ) AS "t7"
        LEFT OUTER JOIN (
          SELECT
            "t2"."id" AS "its_deal",
            COALESCE("t2"."created_at", "t2"."closed_at") AS "dealt_at",
            CASE WHEN "t2"."status" = 'won' THEN "t2"."closed_at" ELSE NULL END AS "won_at"
          FROM "deals" AS "t2"
        ) AS "t10"
          ON "t7"."deal" = "t10"."its_deal"
        LEFT OUTER JOIN (
          SELECT
            "t8"."lead" AS "met",
            MIN("t8"."starts_at") AS "met_at"
          FROM (
            SELECT
              *
            FROM "meetings" AS "t4"
            WHERE
              "t4"."status" = 'held' AND "t4"."lead" IS NOT NULL
          ) AS "t8"
          GROUP BY
            1
        ) AS "t13"
          ON "t7"."id" = "t13"."met"
      ) AS "t16"
    ) AS "t22"
      ON "t25"."thread" = "t22"."subject"
  ) AS "t26"
)
SELECT
  "t32"."team",
  "t32"."period",
  "t32"."undated",
  SUM("t32"."threads") AS "threads",
  SUM("t32"."touches") AS "touches",
  SUM("t32"."ended") AS "ended",
  SUM("t32"."ended_touches") AS "ended_touches",
  SUM("t32"."answered") AS "answered",
  SUM("t32"."dropped") AS "dropped",
  SUM("t32"."converted") AS "converted",
  SUM("t32"."going") AS "going",
  SUM("t32"."early") AS "early",
  COUNT(*) AS "cases",
  COALESCE(
    SUM(CAST("t32"."ended_touches" AS DOUBLE) * CAST("t32"."ended_touches" AS DOUBLE)),
    0.0
  ) AS "value__above_above",
  COALESCE(SUM(CAST("t32"."ended_touches" AS DOUBLE) * CAST("t32"."ended" AS DOUBLE)), 0.0) AS "value__above_below",
  COALESCE(SUM(CAST("t32"."ended" AS DOUBLE) * CAST("t32"."ended" AS DOUBLE)), 0.0) AS "value__below_below",
  COALESCE(SUM(CAST((
    "t32"."ended_touches" <> 0
  ) OR (
    "t32"."ended" <> 0
  ) AS INT)), 0) AS "value__cases",
  COALESCE(SUM(CAST("t32"."touches" AS DOUBLE) * CAST("t32"."touches" AS DOUBLE)), 0.0) AS "per_converted__above_above",
  COALESCE(SUM(CAST("t32"."touches" AS DOUBLE) * CAST("t32"."converted" AS DOUBLE)), 0.0) AS "per_converted__above_below",
  COALESCE(SUM(CAST("t32"."converted" AS DOUBLE) * CAST("t32"."converted" AS DOUBLE)), 0.0) AS "per_converted__below_below",
  COALESCE(SUM(CAST((
    "t32"."touches" <> 0
  ) OR (
    "t32"."converted" <> 0
  ) AS INT)), 0) AS "per_converted__cases",
  ARRAY_AGG("t32"."gap") FILTER(WHERE
    "t32"."gap" IS NOT NULL) AS "gap"
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
    "t31"."team",
    "t31"."manager",
    "t31"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t31"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t31"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t30"."fact",
      "t30"."id",
      "t30"."day",
      "t30"."seller",
      "t30"."origin",
      "t30"."source_detail",
      "t30"."account",
      "t30"."source",
      "t30"."cadence",
      "t30"."touch",
      "t30"."threads",
      "t30"."ended",
      "t30"."answered",
      "t30"."dropped",
      "t30"."converted",
      "t30"."going",
      "t30"."early",
      "t30"."touches",
      "t30"."ended_touches",
      "t30"."gap",
      "t19"."team",
      "t19"."manager",
      "t19"."role"
    FROM (
      SELECT
        "t28"."fact",
        "t28"."id",
        "t28"."day",
        "t28"."seller",
        "t28"."origin",
        "t28"."source_detail",
        "t28"."account",
        "t28"."source",
        "t28"."cadence",
        CASE WHEN NOT (
          "t28"."early"
        ) THEN "t28"."touches" ELSE CAST(NULL AS BIGINT) END AS "touch",
        CAST(NOT (
          "t28"."early"
        ) AS BIGINT) AS "threads",
        CAST(NOT (
          "t28"."early"
        ) AND "t28"."ended" AS BIGINT) AS "ended",
        CAST(NOT (
          "t28"."early"
        ) AND "t28"."ended" AND "t28"."answered" AS BIGINT) AS "answered",
        CAST(NOT (
          "t28"."early"
        ) AND "t28"."ended" AND "t28"."dropped" AS BIGINT) AS "dropped",
        CAST(NOT (
          "t28"."early"
        ) AND "t28"."ended" AND "t28"."converted" AS BIGINT) AS "converted",
        CAST(NOT (
          "t28"."early"
        ) AND NOT (
          "t28"."ended"
        ) AS BIGINT) AS "going",
        CAST("t28"."early" AS BIGINT) AS "early",
        CASE WHEN NOT (
          "t28"."early"
        ) THEN "t28"."touches" ELSE 0 END AS "touches",
        CASE WHEN NOT (
          "t28"."early"
        ) AND "t28"."ended" THEN "t28"."touches" ELSE 0 END AS "ended_touches",
        CASE WHEN NOT (
          "t28"."early"
        ) THEN "t28"."gap" ELSE CAST(NULL AS DOUBLE) END AS "gap",
        COALESCE("t28"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM "threads" AS "t28"
    ) AS "t30"
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
      ) AS "t14"
      WHERE
        GREATEST("t14"."begins", COALESCE("t14"."free_from", "t14"."begins")) <= "t14"."ends"
    ) AS "t19"
      ON "t30"."seller" = "t19"."span_seller"
      AND "t30"."team_day" >= "t19"."span_from"
      AND "t30"."team_day" <= "t19"."span_to"
  ) AS "t31"
  WHERE
    COALESCE("t31"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t32"
GROUP BY
  1,
  2,
  3

-- by seller
WITH "approaches" AS (
  SELECT
    "t4"."account",
    "t4"."lead",
    "t4"."deal",
    ARRAY_AGG("t4"."at") FILTER(WHERE
      "t4"."at" IS NOT NULL AND "t4"."direction" = 'outbound') AS "times",
    MIN("t4"."at") FILTER(WHERE
      "t4"."direction" = 'outbound') AS "first_at",
    MAX("t4"."at") FILTER(WHERE
      "t4"."direction" = 'outbound') AS "last_at",
    SUM(CAST("t4"."direction" = 'outbound' AS BIGINT)) AS "total",
    ARRAY_AGG("t4"."at") FILTER(WHERE
      "t4"."at" IS NOT NULL AND NOT (
        "t4"."direction" = 'outbound'
      )) AS "calls",
    MIN("t4"."at") FILTER(WHERE
      (
        "t4"."direction" = 'outbound'
      )
      AND COALESCE("t4"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
    MIN(
      {'at': "t4"."at", 'id': "t4"."id", 'seller': "t4"."seller", 'cadence': "t4"."cadence", 'source': "t4"."source"}
    ) FILTER(WHERE
      "t4"."direction" = 'outbound') AS "first"
  FROM (
    SELECT
      *
    FROM "touches" AS "t1"
    WHERE
      "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND (
        (
          "t1"."account" IS NOT NULL
        )
        OR (
          "t1"."lead" IS NOT NULL
        )
        OR (
          "t1"."deal" IS NOT NULL
        )
      )
  ) AS "t4"
  GROUP BY
    1,
    2,
    3
), "first_touches" AS (
  SELECT
    "t7"."lead" AS "touched",
    MIN("t7"."first_at") AS "first_at"
  FROM (
    SELECT
      *
    FROM "approaches" AS "t6"
    WHERE
      "t6"."lead" IS NOT NULL AND "t6"."first_at" IS NOT NULL
  ) AS "t7"
  GROUP BY
    1
)
SELECT
  "t12"."seller",
  "t12"."period",
  "t12"."undated",
  SUM("t12"."leads") AS "leads",
  SUM("t12"."touched") AS "touched",
  SUM("t12"."due") AS "due",
  SUM("t12"."in_time") AS "in_time",
  SUM("t12"."waiting") AS "waiting",
  SUM("t12"."never") AS "never",
  SUM("t12"."early") AS "early",
  COUNT(*) AS "cases",
  ARRAY_AGG("t12"."hours") FILTER(WHERE
    "t12"."hours" IS NOT NULL) AS "hours"
FROM (
  SELECT
    "t11"."id",
    "t11"."owner" AS "seller",
    "t11"."origin",
    "t11"."source_detail",
    "t11"."account",
    "t11"."source",
    'leads' AS "fact",
    CAST("t11"."created_at" AS DATE) AS "day",
    CASE
      WHEN (
        (
          DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
        ) IS NOT NULL
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      )
      THEN DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
      ELSE CAST(NULL AS DOUBLE)
    END AS "hours",
    CAST(COALESCE(
      NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      ),
      FALSE
    ) AS BIGINT) AS "leads",
    CAST(COALESCE(
      (
        (
          DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
        ) IS NOT NULL
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      ),
      FALSE
    ) AS BIGINT) AS "touched",
    CAST(COALESCE(
      (
        "t11"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      ),
      FALSE
    ) AS BIGINT) AS "due",
    CAST(COALESCE(
      (
        "t11"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      )
      AND COALESCE(
        (
          DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
        ) <= 24,
        FALSE
      ),
      FALSE
    ) AS BIGINT) AS "in_time",
    CAST(COALESCE(
      NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      )
      AND NOT (
        (
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) IS NOT NULL
        )
        AND NOT (
          COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
            ) < 0,
            FALSE
          )
        )
      )
      AND NOT (
        (
          "t11"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
        )
        AND NOT (
          COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
            ) < 0,
            FALSE
          )
        )
      ),
      FALSE
    ) AS BIGINT) AS "waiting",
    CAST(COALESCE(
      (
        "t11"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      )
      AND NOT (
        (
          (
            DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
          ) IS NOT NULL
        )
        AND NOT (
          COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
            ) < 0,
            FALSE
          )
        )
      ),
      FALSE
    ) AS BIGINT) AS "never",
    CAST(COALESCE(
      COALESCE(
        (
          DATE_DIFF('MICROSECOND', "t11"."created_at", "t11"."first_at") / 3600000000
        ) < 0,
        FALSE
      ),
      FALSE
    ) AS BIGINT) AS "early",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t11"."created_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    CAST("t11"."created_at" AS DATE) IS NULL AS "undated"
  FROM (
    SELECT
      "t3"."id",
      "t3"."source",
      "t3"."source_id",
      "t3"."observed_at",
      "t3"."modified_at",
      "t3"."owner",
      "t3"."account",
      "t3"."contact",
      "t3"."origin",
      "t3"."source_detail",
      "t3"."created_at",
      "t3"."qualified_at",
      "t3"."disqualified_at",
      "t3"."reason",
      "t3"."deal",
      "t10"."touched",
      "t10"."first_at"
    FROM (
      SELECT
        *
      FROM "leads" AS "t0"
      WHERE
        "t0"."origin" IS NOT NULL AND NOT (
          "t0"."origin" IN ('self', 'unknown')
        )
    ) AS "t3"
    LEFT OUTER JOIN "first_touches" AS "t10"
      ON "t3"."id" = "t10"."touched"
  ) AS "t11"
  WHERE
    COALESCE(CAST("t11"."created_at" AS DATE), MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t12"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "approaches" AS (
  SELECT
    "t6"."account",
    "t6"."lead",
    "t6"."deal",
    ARRAY_AGG("t6"."at") FILTER(WHERE
      "t6"."at" IS NOT NULL AND "t6"."direction" = 'outbound') AS "times",
    MIN("t6"."at") FILTER(WHERE
      "t6"."direction" = 'outbound') AS "first_at",
    MAX("t6"."at") FILTER(WHERE
      "t6"."direction" = 'outbound') AS "last_at",
    SUM(CAST("t6"."direction" = 'outbound' AS BIGINT)) AS "total",
    ARRAY_AGG("t6"."at") FILTER(WHERE
      "t6"."at" IS NOT NULL AND NOT (
        "t6"."direction" = 'outbound'
      )) AS "calls",
    MIN("t6"."at") FILTER(WHERE
      (
        "t6"."direction" = 'outbound'
      )
      AND COALESCE("t6"."outcome" IN ('connected', 'replied'), FALSE)) AS "answered_at",
    MIN(
      {'at': "t6"."at", 'id': "t6"."id", 'seller': "t6"."seller", 'cadence': "t6"."cadence", 'source': "t6"."source"}
    ) FILTER(WHERE
      "t6"."direction" = 'outbound') AS "first"
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
  ) AS "t6"
  GROUP BY
    1,
    2,
    3
), "first_touches" AS (
  SELECT
    "t12"."lead" AS "touched",
    MIN("t12"."first_at") AS "first_at"
  FROM (
    SELECT
      *
    FROM "approaches" AS "t9"
    WHERE
      "t9"."lead" IS NOT NULL AND "t9"."first_at" IS NOT NULL
  ) AS "t12"
  GROUP BY
    1
)
SELECT
  "t20"."team",
  "t20"."period",
  "t20"."undated",
  SUM("t20"."leads") AS "leads",
  SUM("t20"."touched") AS "touched",
  SUM("t20"."due") AS "due",
  SUM("t20"."in_time") AS "in_time",
  SUM("t20"."waiting") AS "waiting",
  SUM("t20"."never") AS "never",
  SUM("t20"."early") AS "early",
  COUNT(*) AS "cases",
  ARRAY_AGG("t20"."hours") FILTER(WHERE
    "t20"."hours" IS NOT NULL) AS "hours"
FROM (
  SELECT
    "t19"."id",
    "t19"."seller",
    "t19"."origin",
    "t19"."source_detail",
    "t19"."account",
    "t19"."source",
    "t19"."fact",
    "t19"."day",
    "t19"."hours",
    "t19"."leads",
    "t19"."touched",
    "t19"."due",
    "t19"."in_time",
    "t19"."waiting",
    "t19"."never",
    "t19"."early",
    "t19"."team",
    "t19"."manager",
    "t19"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t19"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t19"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t18"."id",
      "t18"."seller",
      "t18"."origin",
      "t18"."source_detail",
      "t18"."account",
      "t18"."source",
      "t18"."fact",
      "t18"."day",
      "t18"."hours",
      "t18"."leads",
      "t18"."touched",
      "t18"."due",
      "t18"."in_time",
      "t18"."waiting",
      "t18"."never",
      "t18"."early",
      "t11"."team",
      "t11"."manager",
      "t11"."role"
    FROM (
      SELECT
        "t16"."id",
        "t16"."owner" AS "seller",
        "t16"."origin",
        "t16"."source_detail",
        "t16"."account",
        "t16"."source",
        'leads' AS "fact",
        CAST("t16"."created_at" AS DATE) AS "day",
        CASE
          WHEN (
            (
              DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
            ) IS NOT NULL
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          )
          THEN DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
          ELSE CAST(NULL AS DOUBLE)
        END AS "hours",
        CAST(COALESCE(
          NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          ),
          FALSE
        ) AS BIGINT) AS "leads",
        CAST(COALESCE(
          (
            (
              DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
            ) IS NOT NULL
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          ),
          FALSE
        ) AS BIGINT) AS "touched",
        CAST(COALESCE(
          (
            "t16"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          ),
          FALSE
        ) AS BIGINT) AS "due",
        CAST(COALESCE(
          (
            "t16"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          )
          AND COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
            ) <= 24,
            FALSE
          ),
          FALSE
        ) AS BIGINT) AS "in_time",
        CAST(COALESCE(
          NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          )
          AND NOT (
            (
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) IS NOT NULL
            )
            AND NOT (
              COALESCE(
                (
                  DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
                ) < 0,
                FALSE
              )
            )
          )
          AND NOT (
            (
              "t16"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
            )
            AND NOT (
              COALESCE(
                (
                  DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
                ) < 0,
                FALSE
              )
            )
          ),
          FALSE
        ) AS BIGINT) AS "waiting",
        CAST(COALESCE(
          (
            "t16"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          )
          AND NOT (
            (
              (
                DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
              ) IS NOT NULL
            )
            AND NOT (
              COALESCE(
                (
                  DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
                ) < 0,
                FALSE
              )
            )
          ),
          FALSE
        ) AS BIGINT) AS "never",
        CAST(COALESCE(
          COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t16"."created_at", "t16"."first_at") / 3600000000
            ) < 0,
            FALSE
          ),
          FALSE
        ) AS BIGINT) AS "early",
        COALESCE(CAST("t16"."created_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t5"."id",
          "t5"."source",
          "t5"."source_id",
          "t5"."observed_at",
          "t5"."modified_at",
          "t5"."owner",
          "t5"."account",
          "t5"."contact",
          "t5"."origin",
          "t5"."source_detail",
          "t5"."created_at",
          "t5"."qualified_at",
          "t5"."disqualified_at",
          "t5"."reason",
          "t5"."deal",
          "t15"."touched",
          "t15"."first_at"
        FROM (
          SELECT
            *
          FROM "leads" AS "t0"
          WHERE
            "t0"."origin" IS NOT NULL AND NOT (
              "t0"."origin" IN ('self', 'unknown')
            )
        ) AS "t5"
        LEFT OUTER JOIN "first_touches" AS "t15"
          ON "t5"."id" = "t15"."touched"
      ) AS "t16"
    ) AS "t18"
    LEFT OUTER JOIN (
      SELECT
        "t7"."team",
        "t7"."manager",
        "t7"."role",
        "t7"."seller" AS "span_seller",
        GREATEST("t7"."begins", COALESCE("t7"."free_from", "t7"."begins")) AS "span_from",
        "t7"."ends" AS "span_to"
      FROM (
        SELECT
          "t3"."id",
          "t3"."seller",
          "t3"."team",
          "t3"."manager",
          "t3"."role",
          "t3"."begins",
          "t3"."ends",
          CAST(CAST(MAX("t3"."ends") OVER (
            PARTITION BY "t3"."seller"
            ORDER BY "t3"."begins" ASC, "t3"."id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
          ) + INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "free_from"
        FROM (
          SELECT
            "t1"."id",
            "t1"."seller",
            "t1"."team",
            "t1"."manager",
            "t1"."role",
            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
            COALESCE("t1"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
          FROM "memberships" AS "t1"
        ) AS "t3"
      ) AS "t7"
      WHERE
        GREATEST("t7"."begins", COALESCE("t7"."free_from", "t7"."begins")) <= "t7"."ends"
    ) AS "t11"
      ON "t18"."seller" = "t11"."span_seller"
      AND "t18"."team_day" >= "t11"."span_from"
      AND "t18"."team_day" <= "t11"."span_to"
  ) AS "t19"
  WHERE
    COALESCE("t19"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t20"
GROUP BY
  1,
  2,
  3

-- by seller
SELECT
  "t8"."seller",
  "t8"."period",
  "t8"."undated",
  SUM("t8"."leads") AS "leads",
  SUM("t8"."touched") AS "touched",
  SUM("t8"."due") AS "due",
  SUM("t8"."in_time") AS "in_time",
  SUM("t8"."waiting") AS "waiting",
  SUM("t8"."never") AS "never",
  SUM("t8"."early") AS "early",
  COUNT(*) AS "cases",
  ARRAY_AGG("t8"."hours") FILTER(WHERE
    "t8"."hours" IS NOT NULL) AS "hours"
FROM (
  SELECT
    "t7"."id",
    "t7"."owner" AS "seller",
    "t7"."origin",
    "t7"."source_detail",
    "t7"."account",
    "t7"."source",
    'leads' AS "fact",
    CAST("t7"."created_at" AS DATE) AS "day",
    CASE
      WHEN (
        (
          DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
        ) IS NOT NULL
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      )
      THEN DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
      ELSE CAST(NULL AS DOUBLE)
    END AS "hours",
    CAST(COALESCE(
      NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      ),
      FALSE
    ) AS BIGINT) AS "leads",
    CAST(COALESCE(
      (
        (
          DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
        ) IS NOT NULL
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      ),
      FALSE
    ) AS BIGINT) AS "touched",
    CAST(COALESCE(
      (
        "t7"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      ),
      FALSE
    ) AS BIGINT) AS "due",
    CAST(COALESCE(
      (
        "t7"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      )
      AND COALESCE(
        (
          DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
        ) <= 24,
        FALSE
      ),
      FALSE
    ) AS BIGINT) AS "in_time",
    CAST(COALESCE(
      NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      )
      AND NOT (
        (
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) IS NOT NULL
        )
        AND NOT (
          COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
            ) < 0,
            FALSE
          )
        )
      )
      AND NOT (
        (
          "t7"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
        )
        AND NOT (
          COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
            ) < 0,
            FALSE
          )
        )
      ),
      FALSE
    ) AS BIGINT) AS "waiting",
    CAST(COALESCE(
      (
        "t7"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
      )
      AND NOT (
        COALESCE(
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) < 0,
          FALSE
        )
      )
      AND NOT (
        (
          (
            DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
          ) IS NOT NULL
        )
        AND NOT (
          COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
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
          DATE_DIFF('MICROSECOND', "t7"."created_at", "t7"."first_at") / 3600000000
        ) < 0,
        FALSE
      ),
      FALSE
    ) AS BIGINT) AS "early",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t7"."created_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    CAST("t7"."created_at" AS DATE) IS NULL AS "undated"
  FROM (
    SELECT
      "t4"."id",
      "t4"."source",
      "t4"."source_id",
      "t4"."observed_at",
      "t4"."modified_at",
      "t4"."owner",
      "t4"."account",
      "t4"."contact",
      "t4"."origin",
      "t4"."source_detail",
      "t4"."created_at",
      "t4"."qualified_at",
      "t4"."disqualified_at",
      "t4"."reason",
      "t4"."deal",
      "t6"."touched",
      "t6"."first_at"
    FROM (
      SELECT
        *
      FROM "leads" AS "t0"
      WHERE
        "t0"."origin" IS NOT NULL AND NOT (
          "t0"."origin" IN ('self', 'unknown')
        )
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t2"."lead" AS "touched",
        MIN("t2"."at") AS "first_at"
      FROM (
        SELECT
          "t1"."lead",
          "t1"."at"
        FROM "touches" AS "t1"
        WHERE
          "t1"."direction" = 'outbound'
          AND "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
          AND "t1"."lead" IS NOT NULL
      ) AS "t2"
      GROUP BY
        1
    ) AS "t6"
      ON "t4"."id" = "t6"."touched"
  ) AS "t7"
  WHERE
    COALESCE(CAST("t7"."created_at" AS DATE), MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t8"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t16"."team",
  "t16"."period",
  "t16"."undated",
  SUM("t16"."leads") AS "leads",
  SUM("t16"."touched") AS "touched",
  SUM("t16"."due") AS "due",
  SUM("t16"."in_time") AS "in_time",
  SUM("t16"."waiting") AS "waiting",
  SUM("t16"."never") AS "never",
  SUM("t16"."early") AS "early",
  COUNT(*) AS "cases",
  ARRAY_AGG("t16"."hours") FILTER(WHERE
    "t16"."hours" IS NOT NULL) AS "hours"
FROM (
  SELECT
    "t15"."id",
    "t15"."seller",
    "t15"."origin",
    "t15"."source_detail",
    "t15"."account",
    "t15"."source",
    "t15"."fact",
    "t15"."day",
    "t15"."hours",
    "t15"."leads",
    "t15"."touched",
    "t15"."due",
    "t15"."in_time",
    "t15"."waiting",
    "t15"."never",
    "t15"."early",
    "t15"."team",
    "t15"."manager",
    "t15"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t15"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t15"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t14"."id",
      "t14"."seller",
      "t14"."origin",
      "t14"."source_detail",
      "t14"."account",
      "t14"."source",
      "t14"."fact",
      "t14"."day",
      "t14"."hours",
      "t14"."leads",
      "t14"."touched",
      "t14"."due",
      "t14"."in_time",
      "t14"."waiting",
      "t14"."never",
      "t14"."early",
      "t12"."team",
      "t12"."manager",
      "t12"."role"
    FROM (
      SELECT
        "t10"."id",
        "t10"."owner" AS "seller",
        "t10"."origin",
        "t10"."source_detail",
        "t10"."account",
        "t10"."source",
        'leads' AS "fact",
        CAST("t10"."created_at" AS DATE) AS "day",
        CASE
          WHEN (
            (
              DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
            ) IS NOT NULL
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          )
          THEN DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
          ELSE CAST(NULL AS DOUBLE)
        END AS "hours",
        CAST(COALESCE(
          NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          ),
          FALSE
        ) AS BIGINT) AS "leads",
        CAST(COALESCE(
          (
            (
              DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
            ) IS NOT NULL
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          ),
          FALSE
        ) AS BIGINT) AS "touched",
        CAST(COALESCE(
          (
            "t10"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          ),
          FALSE
        ) AS BIGINT) AS "due",
        CAST(COALESCE(
          (
            "t10"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          )
          AND COALESCE(
            (
              DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
            ) <= 24,
            FALSE
          ),
          FALSE
        ) AS BIGINT) AS "in_time",
        CAST(COALESCE(
          NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          )
          AND NOT (
            (
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) IS NOT NULL
            )
            AND NOT (
              COALESCE(
                (
                  DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
                ) < 0,
                FALSE
              )
            )
          )
          AND NOT (
            (
              "t10"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
            )
            AND NOT (
              COALESCE(
                (
                  DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
                ) < 0,
                FALSE
              )
            )
          ),
          FALSE
        ) AS BIGINT) AS "waiting",
        CAST(COALESCE(
          (
            "t10"."created_at" <= MAKE_TIMESTAMPTZ(2024, 6, 29, 0, 0, 0.0, 'UTC')
          )
          AND NOT (
            COALESCE(
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) < 0,
              FALSE
            )
          )
          AND NOT (
            (
              (
                DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
              ) IS NOT NULL
            )
            AND NOT (
              COALESCE(
                (
                  DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
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
              DATE_DIFF('MICROSECOND', "t10"."created_at", "t10"."first_at") / 3600000000
            ) < 0,
            FALSE
          ),
          FALSE
        ) AS BIGINT) AS "early",
        COALESCE(CAST("t10"."created_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          "t6"."id",
          "t6"."source",
          "t6"."source_id",
          "t6"."observed_at",
          "t6"."modified_at",
          "t6"."owner",
          "t6"."account",
          "t6"."contact",
          "t6"."origin",
          "t6"."source_detail",
          "t6"."created_at",
          "t6"."qualified_at",
          "t6"."disqualified_at",
          "t6"."reason",
          "t6"."deal",
          "t8"."touched",
          "t8"."first_at"
        FROM (
          SELECT
            *
          FROM "leads" AS "t0"
          WHERE
            "t0"."origin" IS NOT NULL AND NOT (
              "t0"."origin" IN ('self', 'unknown')
            )
        ) AS "t6"
        LEFT OUTER JOIN (
          SELECT
            "t3"."lead" AS "touched",
            MIN("t3"."at") AS "first_at"
          FROM (
            SELECT
              "t2"."lead",
              "t2"."at"
            FROM "touches" AS "t2"
            WHERE
              "t2"."direction" = 'outbound'
              AND "t2"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
              AND "t2"."lead" IS NOT NULL
          ) AS "t3"
          GROUP BY
            1
        ) AS "t8"
          ON "t6"."id" = "t8"."touched"
      ) AS "t10"
    ) AS "t14"
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
            "t1"."id",
            "t1"."seller",
            "t1"."team",
            "t1"."manager",
            "t1"."role",
            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "begins",
            COALESCE("t1"."valid_to", MAKE_DATE(2999, 12, 31)) AS "ends"
          FROM "memberships" AS "t1"
        ) AS "t4"
      ) AS "t9"
      WHERE
        GREATEST("t9"."begins", COALESCE("t9"."free_from", "t9"."begins")) <= "t9"."ends"
    ) AS "t12"
      ON "t14"."seller" = "t12"."span_seller"
      AND "t14"."team_day" >= "t12"."span_from"
      AND "t14"."team_day" <= "t12"."span_to"
  ) AS "t15"
  WHERE
    COALESCE("t15"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t16"
GROUP BY
  1,
  2,
  3

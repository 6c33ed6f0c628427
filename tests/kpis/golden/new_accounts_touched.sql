-- by seller
SELECT
  "t34"."seller",
  "t34"."period",
  "t34"."undated",
  SUM("t34"."new_accounts") AS "new_accounts",
  SUM("t34"."working_days") AS "working_days",
  SUM("t34"."unsure") AS "unsure",
  SUM("t34"."no_time") AS "no_time",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t33"."id",
    "t33"."account",
    "t33"."seller",
    "t33"."source",
    "t33"."day",
    "t33"."fact",
    "t33"."new_accounts",
    "t33"."working_days",
    "t33"."unsure",
    "t33"."no_time",
    CAST(CAST(DATE_TRUNC('MONTH', "t33"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t33"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t19"."id",
        "t19"."account",
        "t19"."seller",
        "t19"."source",
        CAST("t19"."at" AS DATE) AS "day",
        'touches' AS "fact",
        CAST(NOT (
          (
            CAST("t19"."before" AS DATE) IS NULL
          )
          AND (
            DATE_DIFF(
              'DAY',
              CAST((
                SELECT
                  MIN("t0"."at") AS "Min(at)"
                FROM "touches" AS "t0"
              ) AS DATE),
              CAST("t19"."at" AS DATE)
            ) <= 180
          )
        ) AS BIGINT) AS "new_accounts",
        0 AS "working_days",
        CAST((
          CAST("t19"."before" AS DATE) IS NULL
        )
        AND (
          DATE_DIFF(
            'DAY',
            CAST((
              SELECT
                MIN("t0"."at") AS "Min(at)"
              FROM "touches" AS "t0"
            ) AS DATE),
            CAST("t19"."at" AS DATE)
          ) <= 180
        ) AS BIGINT) AS "unsure",
        0 AS "no_time"
      FROM (
        SELECT
          "t15"."id",
          "t15"."account",
          "t15"."seller",
          "t15"."source",
          "t15"."at",
          "t15"."outbound",
          LAG("t15"."at") OVER (
            PARTITION BY "t15"."account"
            ORDER BY "t15"."at" ASC, "t15"."outbound" ASC, "t15"."id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "before"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t0"."id",
              "t0"."account",
              "t0"."seller",
              "t0"."source",
              "t0"."at",
              "t0"."direction" = 'outbound' AS "outbound"
            FROM "touches" AS "t0"
            WHERE
              "t0"."account" IS NOT NULL
          ) AS "t9"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t1"."id",
              "t1"."account",
              "t1"."seller",
              "t1"."source",
              "t1"."starts_at" AS "at",
              FALSE AS "outbound"
            FROM "meetings" AS "t1"
            WHERE
              "t1"."status" = 'held' AND "t1"."account" IS NOT NULL
          ) AS "t11"
        ) AS "t15"
      ) AS "t19"
      WHERE
        "t19"."outbound"
        AND (
          (
            "t19"."before" IS NULL
          )
          OR (
            "t19"."before" < (
              "t19"."at" - INTERVAL '179' DAY
            )
          )
        )
        AND (
          (
            CAST("t19"."before" AS DATE) IS NULL
          )
          OR (
            DATE_DIFF('DAY', CAST("t19"."before" AS DATE), CAST("t19"."at" AS DATE)) > 180
          )
        )
    ) AS "t22"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t31"."seller" || ':' || CAST("t31"."day" AS TEXT) AS "id",
        CAST(NULL AS TEXT) AS "account",
        "t31"."seller",
        CAST(NULL AS TEXT) AS "source",
        "t31"."day",
        'working_days' AS "fact",
        0 AS "new_accounts",
        1 AS "working_days",
        0 AS "unsure",
        0 AS "no_time"
      FROM (
        SELECT
          "t30"."seller",
          "t30"."day"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t27"."seller",
              "t27"."country",
              "t27"."begins",
              "t27"."ends",
              "t6"."calendar_country",
              "t6"."day"
            FROM (
              SELECT
                COALESCE("t25"."known", "t25"."seller") AS "seller",
                CASE
                  WHEN COALESCE("t25"."home", '') IN ('')
                  THEN COALESCE("t25"."home", '')
                  ELSE ''
                END AS "country",
                GREATEST(
                  COALESCE(COALESCE("t25"."hired_on", "t25"."first_seen"), MAKE_DATE(2024, 6, 30)),
                  MAKE_DATE(2024, 6, 30)
                ) AS "begins",
                LEAST(
                  CASE
                    WHEN "t25"."known" IS NULL
                    THEN "t25"."last_seen"
                    ELSE COALESCE("t25"."left_on", MAKE_DATE(2024, 6, 30))
                  END,
                  MAKE_DATE(2024, 6, 30)
                ) AS "ends"
              FROM (
                SELECT
                  "t16"."hired_on",
                  "t16"."left_on",
                  "t16"."known",
                  "t16"."home",
                  "t24"."seller",
                  "t24"."first_seen",
                  "t24"."last_seen",
                  "t17"."boss"
                FROM (
                  SELECT
                    "t4"."hired_on",
                    "t4"."left_on",
                    "t4"."id" AS "known",
                    COALESCE("t4"."country", '') AS "home"
                  FROM "sellers" AS "t4"
                ) AS "t16"
                FULL OUTER JOIN (
                  SELECT
                    "t21"."seller",
                    MIN("t21"."day") AS "first_seen",
                    MAX("t21"."day") AS "last_seen"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t18"."seller",
                        UNNEST(CAST([CAST("t18"."first_at" AS DATE), CAST("t18"."last_at" AS DATE)] AS DATE[])) AS "day"
                      FROM (
                        SELECT
                          "t10"."seller",
                          MIN("t10"."at") AS "first_at",
                          MAX("t10"."at") AS "last_at"
                        FROM (
                          SELECT
                            "t0"."seller",
                            "t0"."at"
                          FROM "touches" AS "t0"
                          WHERE
                            "t0"."direction" = 'outbound'
                        ) AS "t10"
                        GROUP BY
                          1
                      ) AS "t18"
                    ) AS "t20"
                    WHERE
                      "t20"."seller" IS NOT NULL
                  ) AS "t21"
                  GROUP BY
                    1
                ) AS "t24"
                  ON "t16"."known" = "t24"."seller"
                LEFT OUTER JOIN (
                  SELECT DISTINCT
                    "t5"."manager" AS "boss"
                  FROM "memberships" AS "t5"
                  WHERE
                    "t5"."manager" IS NOT NULL
                ) AS "t17"
                  ON "t16"."known" = "t17"."boss"
              ) AS "t25"
              WHERE
                (
                  "t25"."seller" IS NOT NULL
                ) OR (
                  "t25"."boss" IS NULL
                )
            ) AS "t27"
            INNER JOIN "working_days_2024_2024" AS "t6"
              ON "t27"."country" = "t6"."calendar_country"
          ) AS "t28"
          WHERE
            "t28"."day" >= "t28"."begins" AND "t28"."day" <= "t28"."ends" AND FALSE
        ) AS "t30"
        ANTI JOIN (
          SELECT
            "t2"."seller" AS "away",
            "t2"."starts_on" AS "away_from",
            "t2"."ends_on" AS "away_to"
          FROM "absences" AS "t2"
        ) AS "t12"
          ON "t30"."seller" = "t12"."away"
          AND "t30"."day" >= "t12"."away_from"
          AND "t30"."day" <= "t12"."away_to"
      ) AS "t31"
      WHERE
        "t31"."day" >= CAST((
          SELECT
            MIN("t0"."at") AS "Min(at)"
          FROM "touches" AS "t0"
        ) AS DATE)
    ) AS "t32"
  ) AS "t33"
  WHERE
    COALESCE("t33"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t34"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t41"."team",
  "t41"."period",
  "t41"."undated",
  SUM("t41"."new_accounts") AS "new_accounts",
  SUM("t41"."working_days") AS "working_days",
  SUM("t41"."unsure") AS "unsure",
  SUM("t41"."no_time") AS "no_time",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t40"."id",
    "t40"."account",
    "t40"."seller",
    "t40"."source",
    "t40"."day",
    "t40"."fact",
    "t40"."new_accounts",
    "t40"."working_days",
    "t40"."unsure",
    "t40"."no_time",
    "t40"."team",
    "t40"."manager",
    "t40"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t40"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t40"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t39"."id",
      "t39"."account",
      "t39"."seller",
      "t39"."source",
      "t39"."day",
      "t39"."fact",
      "t39"."new_accounts",
      "t39"."working_days",
      "t39"."unsure",
      "t39"."no_time",
      "t26"."team",
      "t26"."manager",
      "t26"."role"
    FROM (
      SELECT
        "t37"."id",
        "t37"."account",
        "t37"."seller",
        "t37"."source",
        "t37"."day",
        "t37"."fact",
        "t37"."new_accounts",
        "t37"."working_days",
        "t37"."unsure",
        "t37"."no_time",
        COALESCE("t37"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t20"."id",
            "t20"."account",
            "t20"."seller",
            "t20"."source",
            CAST("t20"."at" AS DATE) AS "day",
            'touches' AS "fact",
            CAST(NOT (
              (
                CAST("t20"."before" AS DATE) IS NULL
              )
              AND (
                DATE_DIFF(
                  'DAY',
                  CAST((
                    SELECT
                      MIN("t1"."at") AS "Min(at)"
                    FROM "touches" AS "t1"
                  ) AS DATE),
                  CAST("t20"."at" AS DATE)
                ) <= 180
              )
            ) AS BIGINT) AS "new_accounts",
            0 AS "working_days",
            CAST((
              CAST("t20"."before" AS DATE) IS NULL
            )
            AND (
              DATE_DIFF(
                'DAY',
                CAST((
                  SELECT
                    MIN("t1"."at") AS "Min(at)"
                  FROM "touches" AS "t1"
                ) AS DATE),
                CAST("t20"."at" AS DATE)
              ) <= 180
            ) AS BIGINT) AS "unsure",
            0 AS "no_time"
          FROM (
            SELECT
              "t17"."id",
              "t17"."account",
              "t17"."seller",
              "t17"."source",
              "t17"."at",
              "t17"."outbound",
              LAG("t17"."at") OVER (
                PARTITION BY "t17"."account"
                ORDER BY "t17"."at" ASC, "t17"."outbound" ASC, "t17"."id" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "before"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t1"."id",
                  "t1"."account",
                  "t1"."seller",
                  "t1"."source",
                  "t1"."at",
                  "t1"."direction" = 'outbound' AS "outbound"
                FROM "touches" AS "t1"
                WHERE
                  "t1"."account" IS NOT NULL
              ) AS "t10"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t2"."id",
                  "t2"."account",
                  "t2"."seller",
                  "t2"."source",
                  "t2"."starts_at" AS "at",
                  FALSE AS "outbound"
                FROM "meetings" AS "t2"
                WHERE
                  "t2"."status" = 'held' AND "t2"."account" IS NOT NULL
              ) AS "t12"
            ) AS "t17"
          ) AS "t20"
          WHERE
            "t20"."outbound"
            AND (
              (
                "t20"."before" IS NULL
              )
              OR (
                "t20"."before" < (
                  "t20"."at" - INTERVAL '179' DAY
                )
              )
            )
            AND (
              (
                CAST("t20"."before" AS DATE) IS NULL
              )
              OR (
                DATE_DIFF('DAY', CAST("t20"."before" AS DATE), CAST("t20"."at" AS DATE)) > 180
              )
            )
        ) AS "t25"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t35"."seller" || ':' || CAST("t35"."day" AS TEXT) AS "id",
            CAST(NULL AS TEXT) AS "account",
            "t35"."seller",
            CAST(NULL AS TEXT) AS "source",
            "t35"."day",
            'working_days' AS "fact",
            0 AS "new_accounts",
            1 AS "working_days",
            0 AS "unsure",
            0 AS "no_time"
          FROM (
            SELECT
              "t34"."seller",
              "t34"."day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t31"."seller",
                  "t31"."country",
                  "t31"."begins",
                  "t31"."ends",
                  "t6"."calendar_country",
                  "t6"."day"
                FROM (
                  SELECT
                    COALESCE("t29"."known", "t29"."seller") AS "seller",
                    CASE
                      WHEN COALESCE("t29"."home", '') IN ('')
                      THEN COALESCE("t29"."home", '')
                      ELSE ''
                    END AS "country",
                    GREATEST(
                      COALESCE(COALESCE("t29"."hired_on", "t29"."first_seen"), MAKE_DATE(2024, 6, 30)),
                      MAKE_DATE(2024, 6, 30)
                    ) AS "begins",
                    LEAST(
                      CASE
                        WHEN "t29"."known" IS NULL
                        THEN "t29"."last_seen"
                        ELSE COALESCE("t29"."left_on", MAKE_DATE(2024, 6, 30))
                      END,
                      MAKE_DATE(2024, 6, 30)
                    ) AS "ends"
                  FROM (
                    SELECT
                      "t18"."hired_on",
                      "t18"."left_on",
                      "t18"."known",
                      "t18"."home",
                      "t28"."seller",
                      "t28"."first_seen",
                      "t28"."last_seen",
                      "t16"."boss"
                    FROM (
                      SELECT
                        "t5"."hired_on",
                        "t5"."left_on",
                        "t5"."id" AS "known",
                        COALESCE("t5"."country", '') AS "home"
                      FROM "sellers" AS "t5"
                    ) AS "t18"
                    FULL OUTER JOIN (
                      SELECT
                        "t23"."seller",
                        MIN("t23"."day") AS "first_seen",
                        MAX("t23"."day") AS "last_seen"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t19"."seller",
                            UNNEST(CAST([CAST("t19"."first_at" AS DATE), CAST("t19"."last_at" AS DATE)] AS DATE[])) AS "day"
                          FROM (
                            SELECT
                              "t11"."seller",
                              MIN("t11"."at") AS "first_at",
                              MAX("t11"."at") AS "last_at"
                            FROM (
                              SELECT
                                "t1"."seller",
                                "t1"."at"
                              FROM "touches" AS "t1"
                              WHERE
                                "t1"."direction" = 'outbound'
                            ) AS "t11"
                            GROUP BY
                              1
                          ) AS "t19"
                        ) AS "t22"
                        WHERE
                          "t22"."seller" IS NOT NULL
                      ) AS "t23"
                      GROUP BY
                        1
                    ) AS "t28"
                      ON "t18"."known" = "t28"."seller"
                    LEFT OUTER JOIN (
                      SELECT DISTINCT
                        "t0"."manager" AS "boss"
                      FROM "memberships" AS "t0"
                      WHERE
                        "t0"."manager" IS NOT NULL
                    ) AS "t16"
                      ON "t18"."known" = "t16"."boss"
                  ) AS "t29"
                  WHERE
                    (
                      "t29"."seller" IS NOT NULL
                    ) OR (
                      "t29"."boss" IS NULL
                    )
                ) AS "t31"
                INNER JOIN "working_days_2024_2024" AS "t6"
                  ON "t31"."country" = "t6"."calendar_country"
              ) AS "t32"
              WHERE
                "t32"."day" >= "t32"."begins" AND "t32"."day" <= "t32"."ends" AND FALSE
            ) AS "t34"
            ANTI JOIN (
              SELECT
                "t3"."seller" AS "away",
                "t3"."starts_on" AS "away_from",
                "t3"."ends_on" AS "away_to"
              FROM "absences" AS "t3"
            ) AS "t14"
              ON "t34"."seller" = "t14"."away"
              AND "t34"."day" >= "t14"."away_from"
              AND "t34"."day" <= "t14"."away_to"
          ) AS "t35"
          WHERE
            "t35"."day" >= CAST((
              SELECT
                MIN("t1"."at") AS "Min(at)"
              FROM "touches" AS "t1"
            ) AS DATE)
        ) AS "t36"
      ) AS "t37"
    ) AS "t39"
    LEFT OUTER JOIN (
      SELECT
        "t21"."team",
        "t21"."manager",
        "t21"."role",
        "t21"."seller" AS "span_seller",
        GREATEST("t21"."begins", COALESCE("t21"."free_from", "t21"."begins")) AS "span_from",
        "t21"."ends" AS "span_to"
      FROM (
        SELECT
          "t13"."id",
          "t13"."seller",
          "t13"."team",
          "t13"."manager",
          "t13"."role",
          "t13"."begins",
          "t13"."ends",
          CAST(CAST(MAX("t13"."ends") OVER (
            PARTITION BY "t13"."seller"
            ORDER BY "t13"."begins" ASC, "t13"."id" ASC
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
        ) AS "t13"
      ) AS "t21"
      WHERE
        GREATEST("t21"."begins", COALESCE("t21"."free_from", "t21"."begins")) <= "t21"."ends"
    ) AS "t26"
      ON "t39"."seller" = "t26"."span_seller"
      AND "t39"."team_day" >= "t26"."span_from"
      AND "t39"."team_day" <= "t26"."span_to"
  ) AS "t40"
  WHERE
    COALESCE("t40"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t41"
GROUP BY
  1,
  2,
  3

-- by seller
WITH "copies" AS (
  SELECT
    "t29"."id" AS "copy"
  FROM (
    SELECT
      "t27"."id",
      "t27"."seller",
      "t27"."kind",
      "t27"."at",
      ROW_NUMBER() OVER (
        PARTITION BY "t27"."seller", "t27"."kind", "t27"."at"
        ORDER BY "t27"."id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        "t23"."id",
        "t23"."seller",
        "t23"."kind",
        "t23"."at"
      FROM (
        SELECT
          "t15"."id",
          "t15"."source",
          "t15"."source_id",
          "t15"."observed_at",
          "t15"."modified_at",
          "t15"."seller",
          "t15"."kind",
          "t15"."direction",
          "t15"."at",
          "t15"."duration_s",
          "t15"."outcome",
          "t15"."account",
          "t15"."contact",
          "t15"."lead",
          "t15"."deal",
          "t15"."cadence",
          "t15"."cadence_step"
        FROM (
          SELECT
            *
          FROM "touches" AS "t0"
          WHERE
            "t0"."direction" = 'outbound' AND "t0"."kind" IN ('email')
        ) AS "t15"
        SEMI JOIN (
          SELECT
            "t18"."instant"
          FROM (
            SELECT
              "t9"."at" AS "instant",
              COUNT(*) AS "n"
            FROM (
              SELECT
                "t0"."at",
                "t0"."kind",
                "t0"."direction"
              FROM "touches" AS "t0"
              WHERE
                "t0"."direction" = 'outbound' AND "t0"."kind" IN ('email')
            ) AS "t9"
            GROUP BY
              1
          ) AS "t18"
          WHERE
            "t18"."n" > 1
        ) AS "t21"
          ON "t15"."at" = "t21"."instant"
      ) AS "t23"
      WHERE
        (
          (
            EXTRACT(hour FROM "t23"."at") <> 0
          )
          OR (
            EXTRACT(minute FROM "t23"."at") <> 0
          )
          OR (
            EXTRACT(second FROM "t23"."at") <> 0
          )
        )
        AND "t23"."seller" IS NOT NULL
    ) AS "t27"
  ) AS "t29"
  WHERE
    "t29"."place" > 0
), "working_time" AS (
  SELECT
    "t38"."seller",
    "t38"."day"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t32"."seller",
        "t32"."country",
        "t32"."begins",
        "t32"."ends",
        "t5"."calendar_country",
        "t5"."day"
      FROM (
        SELECT
          COALESCE("t28"."known", "t28"."seller") AS "seller",
          CASE
            WHEN COALESCE("t28"."home", '') IN ('')
            THEN COALESCE("t28"."home", '')
            ELSE ''
          END AS "country",
          GREATEST(
            COALESCE(COALESCE("t28"."hired_on", "t28"."first_seen"), MAKE_DATE(2024, 6, 30)),
            MAKE_DATE(2024, 6, 30)
          ) AS "begins",
          LEAST(
            CASE
              WHEN "t28"."known" IS NULL
              THEN "t28"."last_seen"
              ELSE COALESCE("t28"."left_on", MAKE_DATE(2024, 6, 30))
            END,
            MAKE_DATE(2024, 6, 30)
          ) AS "ends"
        FROM (
          SELECT
            "t16"."hired_on",
            "t16"."left_on",
            "t16"."known",
            "t16"."home",
            "t26"."seller",
            "t26"."first_seen",
            "t26"."last_seen",
            "t17"."boss"
          FROM (
            SELECT
              "t3"."hired_on",
              "t3"."left_on",
              "t3"."id" AS "known",
              COALESCE("t3"."country", '') AS "home"
            FROM "sellers" AS "t3"
          ) AS "t16"
          FULL OUTER JOIN (
            SELECT
              "t24"."seller",
              MIN("t24"."day") AS "first_seen",
              MAX("t24"."day") AS "last_seen"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t19"."seller",
                  UNNEST(CAST([CAST("t19"."first_at" AS DATE), CAST("t19"."last_at" AS DATE)] AS DATE[])) AS "day"
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
                ) AS "t19"
              ) AS "t22"
              WHERE
                "t22"."seller" IS NOT NULL
            ) AS "t24"
            GROUP BY
              1
          ) AS "t26"
            ON "t16"."known" = "t26"."seller"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t4"."manager" AS "boss"
            FROM "memberships" AS "t4"
            WHERE
              "t4"."manager" IS NOT NULL
          ) AS "t17"
            ON "t16"."known" = "t17"."boss"
        ) AS "t28"
        WHERE
          (
            "t28"."seller" IS NOT NULL
          ) OR (
            "t28"."boss" IS NULL
          )
      ) AS "t32"
      INNER JOIN "working_days_2024_2024" AS "t5"
        ON "t32"."country" = "t5"."calendar_country"
    ) AS "t35"
    WHERE
      "t35"."day" >= "t35"."begins" AND "t35"."day" <= "t35"."ends" AND FALSE
  ) AS "t38"
  ANTI JOIN (
    SELECT
      "t1"."seller" AS "away",
      "t1"."starts_on" AS "away_from",
      "t1"."ends_on" AS "away_to"
    FROM "absences" AS "t1"
  ) AS "t11"
    ON "t38"."seller" = "t11"."away"
    AND "t38"."day" >= "t11"."away_from"
    AND "t38"."day" <= "t11"."away_to"
)
SELECT
  "t45"."seller",
  "t45"."period",
  "t45"."undated",
  SUM("t45"."touches") AS "touches",
  SUM("t45"."calls") AS "calls",
  SUM("t45"."emails") AS "emails",
  SUM("t45"."messages") AS "messages",
  SUM("t45"."social") AS "social",
  SUM("t45"."visits") AS "visits",
  SUM("t45"."other") AS "other",
  SUM("t45"."working_days") AS "working_days",
  SUM("t45"."copies") AS "copies",
  SUM("t45"."no_time") AS "no_time",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t44"."id",
    "t44"."seller",
    "t44"."kind",
    "t44"."cadence",
    "t44"."account",
    "t44"."source",
    "t44"."fact",
    "t44"."day",
    "t44"."touches",
    "t44"."calls",
    "t44"."emails",
    "t44"."messages",
    "t44"."social",
    "t44"."visits",
    "t44"."other",
    "t44"."working_days",
    "t44"."copies",
    "t44"."no_time",
    CAST(CAST(DATE_TRUNC('MONTH', "t44"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t44"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t39"."id",
        "t39"."seller",
        "t39"."kind",
        "t39"."cadence",
        "t39"."account",
        "t39"."source",
        'touches' AS "fact",
        CAST("t39"."at" AS DATE) AS "day",
        CAST("t39"."copies" = 0 AS BIGINT) AS "touches",
        CAST((
          "t39"."copies" = 0
        ) AND (
          "t39"."kind" = 'call'
        ) AS BIGINT) AS "calls",
        CAST((
          "t39"."copies" = 0
        ) AND (
          "t39"."kind" = 'email'
        ) AS BIGINT) AS "emails",
        CAST((
          "t39"."copies" = 0
        ) AND (
          "t39"."kind" = 'message'
        ) AS BIGINT) AS "messages",
        CAST((
          "t39"."copies" = 0
        ) AND (
          "t39"."kind" = 'social'
        ) AS BIGINT) AS "social",
        CAST((
          "t39"."copies" = 0
        ) AND (
          "t39"."kind" = 'visit'
        ) AS BIGINT) AS "visits",
        CAST((
          "t39"."copies" = 0
        ) AND (
          "t39"."kind" = 'other'
        ) AS BIGINT) AS "other",
        0 AS "working_days",
        "t39"."copies",
        0 AS "no_time"
      FROM (
        SELECT
          "t36"."id",
          "t36"."seller",
          "t36"."kind",
          "t36"."cadence",
          "t36"."account",
          "t36"."source",
          "t36"."at",
          CAST("t36"."copy" IS NOT NULL AS BIGINT) AS "copies"
        FROM (
          SELECT
            "t14"."id",
            "t14"."seller",
            "t14"."kind",
            "t14"."cadence",
            "t14"."account",
            "t14"."source",
            "t14"."at",
            "t34"."copy"
          FROM (
            SELECT
              "t0"."id",
              "t0"."seller",
              "t0"."kind",
              "t0"."cadence",
              "t0"."account",
              "t0"."source",
              "t0"."at"
            FROM "touches" AS "t0"
            WHERE
              "t0"."direction" = 'outbound'
          ) AS "t14"
          LEFT OUTER JOIN "copies" AS "t34"
            ON "t14"."id" = "t34"."copy"
        ) AS "t36"
      ) AS "t39"
    ) AS "t42"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t41"."seller" || ':' || CAST("t41"."day" AS TEXT) AS "id",
        "t41"."seller",
        CAST(NULL AS TEXT) AS "kind",
        CAST(NULL AS TEXT) AS "cadence",
        CAST(NULL AS TEXT) AS "account",
        CAST(NULL AS TEXT) AS "source",
        'working_days' AS "fact",
        "t41"."day",
        0 AS "touches",
        0 AS "calls",
        0 AS "emails",
        0 AS "messages",
        0 AS "social",
        0 AS "visits",
        0 AS "other",
        1 AS "working_days",
        0 AS "copies",
        0 AS "no_time"
      FROM "working_time" AS "t41"
    ) AS "t43"
  ) AS "t44"
  WHERE
    COALESCE("t44"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t45"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "copies" AS (
  SELECT
    "t33"."id" AS "copy"
  FROM (
    SELECT
      "t31"."id",
      "t31"."seller",
      "t31"."kind",
      "t31"."at",
      ROW_NUMBER() OVER (
        PARTITION BY "t31"."seller", "t31"."kind", "t31"."at"
        ORDER BY "t31"."id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        "t25"."id",
        "t25"."seller",
        "t25"."kind",
        "t25"."at"
      FROM (
        SELECT
          "t17"."id",
          "t17"."source",
          "t17"."source_id",
          "t17"."observed_at",
          "t17"."modified_at",
          "t17"."seller",
          "t17"."kind",
          "t17"."direction",
          "t17"."at",
          "t17"."duration_s",
          "t17"."outcome",
          "t17"."account",
          "t17"."contact",
          "t17"."lead",
          "t17"."deal",
          "t17"."cadence",
          "t17"."cadence_step"
        FROM (
          SELECT
            *
          FROM "touches" AS "t1"
          WHERE
            "t1"."direction" = 'outbound' AND "t1"."kind" IN ('email')
        ) AS "t17"
        SEMI JOIN (
          SELECT
            "t19"."instant"
          FROM (
            SELECT
              "t11"."at" AS "instant",
              COUNT(*) AS "n"
            FROM (
              SELECT
                "t1"."at",
                "t1"."kind",
                "t1"."direction"
              FROM "touches" AS "t1"
              WHERE
                "t1"."direction" = 'outbound' AND "t1"."kind" IN ('email')
            ) AS "t11"
            GROUP BY
              1
          ) AS "t19"
          WHERE
            "t19"."n" > 1
        ) AS "t22"
          ON "t17"."at" = "t22"."instant"
      ) AS "t25"
      WHERE
        (
          (
            EXTRACT(hour FROM "t25"."at") <> 0
          )
          OR (
            EXTRACT(minute FROM "t25"."at") <> 0
          )
          OR (
            EXTRACT(second FROM "t25"."at") <> 0
          )
        )
        AND "t25"."seller" IS NOT NULL
    ) AS "t31"
  ) AS "t33"
  WHERE
    "t33"."place" > 0
), "working_time" AS (
  SELECT
    "t42"."seller",
    "t42"."day"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t36"."seller",
        "t36"."country",
        "t36"."begins",
        "t36"."ends",
        "t5"."calendar_country",
        "t5"."day"
      FROM (
        SELECT
          COALESCE("t32"."known", "t32"."seller") AS "seller",
          CASE
            WHEN COALESCE("t32"."home", '') IN ('')
            THEN COALESCE("t32"."home", '')
            ELSE ''
          END AS "country",
          GREATEST(
            COALESCE(COALESCE("t32"."hired_on", "t32"."first_seen"), MAKE_DATE(2024, 6, 30)),
            MAKE_DATE(2024, 6, 30)
          ) AS "begins",
          LEAST(
            CASE
              WHEN "t32"."known" IS NULL
              THEN "t32"."last_seen"
              ELSE COALESCE("t32"."left_on", MAKE_DATE(2024, 6, 30))
            END,
            MAKE_DATE(2024, 6, 30)
          ) AS "ends"
        FROM (
          SELECT
            "t18"."hired_on",
            "t18"."left_on",
            "t18"."known",
            "t18"."home",
            "t30"."seller",
            "t30"."first_seen",
            "t30"."last_seen",
            "t15"."boss"
          FROM (
            SELECT
              "t4"."hired_on",
              "t4"."left_on",
              "t4"."id" AS "known",
              COALESCE("t4"."country", '') AS "home"
            FROM "sellers" AS "t4"
          ) AS "t18"
          FULL OUTER JOIN (
            SELECT
              "t26"."seller",
              MIN("t26"."day") AS "first_seen",
              MAX("t26"."day") AS "last_seen"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t20"."seller",
                  UNNEST(CAST([CAST("t20"."first_at" AS DATE), CAST("t20"."last_at" AS DATE)] AS DATE[])) AS "day"
                FROM (
                  SELECT
                    "t12"."seller",
                    MIN("t12"."at") AS "first_at",
                    MAX("t12"."at") AS "last_at"
                  FROM (
                    SELECT
                      "t1"."seller",
                      "t1"."at"
                    FROM "touches" AS "t1"
                    WHERE
                      "t1"."direction" = 'outbound'
                  ) AS "t12"
                  GROUP BY
                    1
                ) AS "t20"
              ) AS "t24"
              WHERE
                "t24"."seller" IS NOT NULL
            ) AS "t26"
            GROUP BY
              1
          ) AS "t30"
            ON "t18"."known" = "t30"."seller"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t0"."manager" AS "boss"
            FROM "memberships" AS "t0"
            WHERE
              "t0"."manager" IS NOT NULL
          ) AS "t15"
            ON "t18"."known" = "t15"."boss"
        ) AS "t32"
        WHERE
          (
            "t32"."seller" IS NOT NULL
          ) OR (
            "t32"."boss" IS NULL
          )
      ) AS "t36"
      INNER JOIN "working_days_2024_2024" AS "t5"
        ON "t36"."country" = "t5"."calendar_country"
    ) AS "t39"
    WHERE
      "t39"."day" >= "t39"."begins" AND "t39"."day" <= "t39"."ends" AND FALSE
  ) AS "t42"
  ANTI JOIN (
    SELECT
      "t2"."seller" AS "away",
      "t2"."starts_on" AS "away_from",
      "t2"."ends_on" AS "away_to"
    FROM "absences" AS "t2"
  ) AS "t13"
    ON "t42"."seller" = "t13"."away"
    AND "t42"."day" >= "t13"."away_from"
    AND "t42"."day" <= "t13"."away_to"
)
SELECT
  "t52"."team",
  "t52"."period",
  "t52"."undated",
  SUM("t52"."touches") AS "touches",
  SUM("t52"."calls") AS "calls",
  SUM("t52"."emails") AS "emails",
  SUM("t52"."messages") AS "messages",
  SUM("t52"."social") AS "social",
  SUM("t52"."visits") AS "visits",
  SUM("t52"."other") AS "other",
  SUM("t52"."working_days") AS "working_days",
  SUM("t52"."copies") AS "copies",
  SUM("t52"."no_time") AS "no_time",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t51"."id",
    "t51"."seller",
    "t51"."kind",
    "t51"."cadence",
    "t51"."account",
    "t51"."source",
    "t51"."fact",
    "t51"."day",
    "t51"."touches",
    "t51"."calls",
    "t51"."emails",
    "t51"."messages",
    "t51"."social",
    "t51"."visits",
    "t51"."other",
    "t51"."working_days",
    "t51"."copies",
    "t51"."no_time",
    "t51"."team",
    "t51"."manager",
    "t51"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t51"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t51"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t50"."id",
      "t50"."seller",
      "t50"."kind",
      "t50"."cadence",
      "t50"."account",
      "t50"."source",
      "t50"."fact",
      "t50"."day",
      "t50"."touches",
      "t50"."calls",
      "t50"."emails",
      "t50"."messages",
      "t50"."social",
      "t50"."visits",
      "t50"."other",
      "t50"."working_days",
      "t50"."copies",
      "t50"."no_time",
      "t28"."team",
      "t28"."manager",
      "t28"."role"
    FROM (
      SELECT
        "t48"."id",
        "t48"."seller",
        "t48"."kind",
        "t48"."cadence",
        "t48"."account",
        "t48"."source",
        "t48"."fact",
        "t48"."day",
        "t48"."touches",
        "t48"."calls",
        "t48"."emails",
        "t48"."messages",
        "t48"."social",
        "t48"."visits",
        "t48"."other",
        "t48"."working_days",
        "t48"."copies",
        "t48"."no_time",
        COALESCE("t48"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t43"."id",
            "t43"."seller",
            "t43"."kind",
            "t43"."cadence",
            "t43"."account",
            "t43"."source",
            'touches' AS "fact",
            CAST("t43"."at" AS DATE) AS "day",
            CAST("t43"."copies" = 0 AS BIGINT) AS "touches",
            CAST((
              "t43"."copies" = 0
            ) AND (
              "t43"."kind" = 'call'
            ) AS BIGINT) AS "calls",
            CAST((
              "t43"."copies" = 0
            ) AND (
              "t43"."kind" = 'email'
            ) AS BIGINT) AS "emails",
            CAST((
              "t43"."copies" = 0
            ) AND (
              "t43"."kind" = 'message'
            ) AS BIGINT) AS "messages",
            CAST((
              "t43"."copies" = 0
            ) AND (
              "t43"."kind" = 'social'
            ) AS BIGINT) AS "social",
            CAST((
              "t43"."copies" = 0
            ) AND (
              "t43"."kind" = 'visit'
            ) AS BIGINT) AS "visits",
            CAST((
              "t43"."copies" = 0
            ) AND (
              "t43"."kind" = 'other'
            ) AS BIGINT) AS "other",
            0 AS "working_days",
            "t43"."copies",
            0 AS "no_time"
          FROM (
            SELECT
              "t40"."id",
              "t40"."seller",
              "t40"."kind",
              "t40"."cadence",
              "t40"."account",
              "t40"."source",
              "t40"."at",
              CAST("t40"."copy" IS NOT NULL AS BIGINT) AS "copies"
            FROM (
              SELECT
                "t16"."id",
                "t16"."seller",
                "t16"."kind",
                "t16"."cadence",
                "t16"."account",
                "t16"."source",
                "t16"."at",
                "t38"."copy"
              FROM (
                SELECT
                  "t1"."id",
                  "t1"."seller",
                  "t1"."kind",
                  "t1"."cadence",
                  "t1"."account",
                  "t1"."source",
                  "t1"."at"
                FROM "touches" AS "t1"
                WHERE
                  "t1"."direction" = 'outbound'
              ) AS "t16"
              LEFT OUTER JOIN "copies" AS "t38"
                ON "t16"."id" = "t38"."copy"
            ) AS "t40"
          ) AS "t43"
        ) AS "t46"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t45"."seller" || ':' || CAST("t45"."day" AS TEXT) AS "id",
            "t45"."seller",
            CAST(NULL AS TEXT) AS "kind",
            CAST(NULL AS TEXT) AS "cadence",
            CAST(NULL AS TEXT) AS "account",
            CAST(NULL AS TEXT) AS "source",
            'working_days' AS "fact",
            "t45"."day",
            0 AS "touches",
            0 AS "calls",
            0 AS "emails",
            0 AS "messages",
            0 AS "social",
            0 AS "visits",
            0 AS "other",
            1 AS "working_days",
            0 AS "copies",
            0 AS "no_time"
          FROM "working_time" AS "t45"
        ) AS "t47"
      ) AS "t48"
    ) AS "t50"
    LEFT OUTER JOIN (
      SELECT
        "t23"."team",
        "t23"."manager",
        "t23"."role",
        "t23"."seller" AS "span_seller",
        GREATEST("t23"."begins", COALESCE("t23"."free_from", "t23"."begins")) AS "span_from",
        "t23"."ends" AS "span_to"
      FROM (
        SELECT
          "t8"."id",
          "t8"."seller",
          "t8"."team",
          "t8"."manager",
          "t8"."role",
          "t8"."begins",
          "t8"."ends",
          CAST(CAST(MAX("t8"."ends") OVER (
            PARTITION BY "t8"."seller"
            ORDER BY "t8"."begins" ASC, "t8"."id" ASC
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
        ) AS "t8"
      ) AS "t23"
      WHERE
        GREATEST("t23"."begins", COALESCE("t23"."free_from", "t23"."begins")) <= "t23"."ends"
    ) AS "t28"
      ON "t50"."seller" = "t28"."span_seller"
      AND "t50"."team_day" >= "t28"."span_from"
      AND "t50"."team_day" <= "t28"."span_to"
  ) AS "t51"
  WHERE
    COALESCE("t51"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t52"
GROUP BY
  1,
  2,
  3

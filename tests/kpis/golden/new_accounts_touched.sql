-- by seller
WITH "contacts" AS (
  SELECT
    "t10"."account",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t10"."at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    MIN(
      {'at': "t10"."at", 'id': "t10"."id", 'seller': "t10"."seller", 'source': "t10"."source"}
    ) FILTER(WHERE
      "t10"."direction" = 'outbound') AS "first",
    MIN("t10"."at") FILTER(WHERE
      NOT (
        "t10"."direction" = 'outbound'
      )) AS "theirs_at",
    MAX("t10"."at") AS "last_at"
  FROM (
    SELECT
      *
    FROM "touches" AS "t0"
    WHERE
      "t0"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND "t0"."account" IS NOT NULL
  ) AS "t10"
  GROUP BY
    1,
    2
), "new_accounts" AS (
  SELECT
    "t26"."first"."id" AS "id",
    "t26"."account",
    "t26"."first"."seller" AS "seller",
    "t26"."first"."source" AS "source",
    CAST("t26"."first"."at" AS DATE) AS "day",
    (
      CAST("t26"."before" AS DATE) IS NULL
    )
    AND (
      DATE_DIFF(
        'DAY',
        CAST((
          SELECT
            MIN("t0"."at") AS "Min(at)"
          FROM "touches" AS "t0"
        ) AS DATE),
        CAST("t26"."first"."at" AS DATE)
      ) <= 180
    ) AS "unsure"
  FROM (
    SELECT
      "t23"."account",
      "t23"."period",
      "t23"."first",
      "t23"."theirs_at",
      "t23"."last_at",
      LAG("t23"."last_at") OVER (
        PARTITION BY "t23"."account"
        ORDER BY "t23"."period" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before"
    FROM (
      SELECT
        "t21"."account",
        "t21"."period",
        MIN("t21"."first") AS "first",
        MIN("t21"."theirs_at") AS "theirs_at",
        MAX("t21"."last_at") AS "last_at"
      FROM (
        SELECT
          *
        FROM "contacts" AS "t20"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t2"."account",
            CAST(CAST(DATE_TRUNC('MONTH', CAST("t2"."starts_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
            CAST(NULL AS STRUCT("at" TIMESTAMPTZ, "id" TEXT, "seller" TEXT, "source" TEXT)) AS "first",
            "t2"."starts_at" AS "theirs_at",
            "t2"."starts_at" AS "last_at"
          FROM "meetings" AS "t2"
          WHERE
            "t2"."status" = 'held' AND "t2"."account" IS NOT NULL
        ) AS "t17"
      ) AS "t21"
      GROUP BY
        1,
        2
    ) AS "t23"
  ) AS "t26"
  WHERE
    "t26"."first" IS NOT NULL
    AND COALESCE("t26"."first"."at" < "t26"."theirs_at", TRUE)
    AND (
      (
        CAST("t26"."before" AS DATE) IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t26"."before" AS DATE), CAST("t26"."first"."at" AS DATE)) > 180
      )
    )
), "working_time" AS (
  SELECT
    "t35"."seller",
    "t35"."day"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t30"."seller",
        "t30"."country",
        "t30"."begins",
        "t30"."ends",
        "t6"."calendar_country",
        "t6"."day"
      FROM (
        SELECT
          COALESCE("t27"."known", "t27"."seller") AS "seller",
          CASE
            WHEN COALESCE("t27"."home", '') IN ('')
            THEN COALESCE("t27"."home", '')
            ELSE ''
          END AS "country",
          GREATEST(
            COALESCE(COALESCE("t27"."hired_on", "t27"."first_seen"), MAKE_DATE(2024, 6, 30)),
            MAKE_DATE(2024, 6, 30)
          ) AS "begins",
          LEAST(
            CASE
              WHEN "t27"."known" IS NULL
              THEN "t27"."last_seen"
              ELSE COALESCE("t27"."left_on", MAKE_DATE(2024, 6, 30))
            END,
            MAKE_DATE(2024, 6, 30)
          ) AS "ends"
        FROM (
          SELECT
            "t14"."hired_on",
            "t14"."left_on",
            "t14"."known",
            "t14"."home",
            "t25"."seller",
            "t25"."first_seen",
            "t25"."last_seen",
            "t15"."boss"
          FROM (
            SELECT
              "t4"."hired_on",
              "t4"."left_on",
              "t4"."id" AS "known",
              COALESCE("t4"."country", '') AS "home"
            FROM "sellers" AS "t4"
          ) AS "t14"
          FULL OUTER JOIN (
            SELECT
              "t22"."seller",
              MIN("t22"."day") AS "first_seen",
              MAX("t22"."day") AS "last_seen"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t16"."seller",
                  UNNEST(CAST([CAST("t16"."first_at" AS DATE), CAST("t16"."last_at" AS DATE)] AS DATE[])) AS "day"
                FROM (
                  SELECT
                    "t9"."seller",
                    MIN("t9"."at") AS "first_at",
                    MAX("t9"."at") AS "last_at"
                  FROM (
                    SELECT
                      "t0"."seller",
                      "t0"."at"
                    FROM "touches" AS "t0"
                    WHERE
                      "t0"."direction" = 'outbound'
                  ) AS "t9"
                  GROUP BY
                    1
                ) AS "t16"
              ) AS "t19"
              WHERE
                "t19"."seller" IS NOT NULL
            ) AS "t22"
            GROUP BY
              1
          ) AS "t25"
            ON "t14"."known" = "t25"."seller"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t5"."manager" AS "boss"
            FROM "memberships" AS "t5"
            WHERE
              "t5"."manager" IS NOT NULL
          ) AS "t15"
            ON "t14"."known" = "t15"."boss"
        ) AS "t27"
        WHERE
          (
            "t27"."seller" IS NOT NULL
          ) OR (
            "t27"."boss" IS NULL
          )
      ) AS "t30"
      INNER JOIN "working_days_2024_2024" AS "t6"
        ON "t30"."country" = "t6"."calendar_country"
    ) AS "t32"
    WHERE
      "t32"."day" >= "t32"."begins" AND "t32"."day" <= "t32"."ends" AND FALSE
  ) AS "t35"
  ANTI JOIN (
    SELECT
      "t1"."seller" AS "away",
      "t1"."starts_on" AS "away_from",
      "t1"."ends_on" AS "away_to"
    FROM "absences" AS "t1"
  ) AS "t11"
    ON "t35"."seller" = "t11"."away"
    AND "t35"."day" >= "t11"."away_from"
    AND "t35"."day" <= "t11"."away_to"
)
SELECT
  "t40"."seller",
  "t40"."period",
  "t40"."undated",
  SUM("t40"."new_accounts") AS "new_accounts",
  SUM("t40"."working_days") AS "working_days",
  SUM("t40"."unsure") AS "unsure",
  SUM("t40"."no_time") AS "no_time",
  COUNT(*) AS "cases"
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
    CAST(CAST(DATE_TRUNC('MONTH', "t39"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t39"."day" IS NULL AS "undated"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t31"."id",
        "t31"."account",
        "t31"."seller",
        "t31"."source",
        "t31"."day",
        'touches' AS "fact",
        CAST(NOT (
          "t31"."unsure"
        ) AS BIGINT) AS "new_accounts",
        0 AS "working_days",
        CAST("t31"."unsure" AS BIGINT) AS "unsure",
        0 AS "no_time"
      FROM "new_accounts" AS "t31"
    ) AS "t33"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t37"."seller" || ':' || CAST("t37"."day" AS TEXT) AS "id",
        CAST(NULL AS TEXT) AS "account",
        "t37"."seller",
        CAST(NULL AS TEXT) AS "source",
        "t37"."day",
        'working_days' AS "fact",
        0 AS "new_accounts",
        1 AS "working_days",
        0 AS "unsure",
        0 AS "no_time"
      FROM "working_time" AS "t37"
      WHERE
        "t37"."day" >= CAST((
          SELECT
            MIN("t0"."at") AS "Min(at)"
          FROM "touches" AS "t0"
        ) AS DATE)
    ) AS "t38"
  ) AS "t39"
  WHERE
    COALESCE("t39"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t40"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
WITH "contacts" AS (
  SELECT
    "t12"."account",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t12"."at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    MIN(
      {'at': "t12"."at", 'id': "t12"."id", 'seller': "t12"."seller", 'source': "t12"."source"}
    ) FILTER(WHERE
      "t12"."direction" = 'outbound') AS "first",
    MIN("t12"."at") FILTER(WHERE
      NOT (
        "t12"."direction" = 'outbound'
      )) AS "theirs_at",
    MAX("t12"."at") AS "last_at"
  FROM (
    SELECT
      *
    FROM "touches" AS "t1"
    WHERE
      "t1"."at" < MAKE_TIMESTAMPTZ(2024, 7, 1, 0, 0, 0.0, 'UTC')
      AND "t1"."account" IS NOT NULL
  ) AS "t12"
  GROUP BY
    1,
    2
), "new_accounts" AS (
  SELECT
    "t30"."first"."id" AS "id",
    "t30"."account",
    "t30"."first"."seller" AS "seller",
    "t30"."first"."source" AS "source",
    CAST("t30"."first"."at" AS DATE) AS "day",
    (
      CAST("t30"."before" AS DATE) IS NULL
    )
    AND (
      DATE_DIFF(
        'DAY',
        CAST((
          SELECT
            MIN("t1"."at") AS "Min(at)"
          FROM "touches" AS "t1"
        ) AS DATE),
        CAST("t30"."first"."at" AS DATE)
      ) <= 180
    ) AS "unsure"
  FROM (
    SELECT
      "t26"."account",
      "t26"."period",
      "t26"."first",
      "t26"."theirs_at",
      "t26"."last_at",
      LAG("t26"."last_at") OVER (
        PARTITION BY "t26"."account"
        ORDER BY "t26"."period" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "before"
    FROM (
      SELECT
        "t23"."account",
        "t23"."period",
        MIN("t23"."first") AS "first",
        MIN("t23"."theirs_at") AS "theirs_at",
        MAX("t23"."last_at") AS "last_at"
      FROM (
        SELECT
          *
        FROM "contacts" AS "t22"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t3"."account",
            CAST(CAST(DATE_TRUNC('MONTH', CAST("t3"."starts_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
            CAST(NULL AS STRUCT("at" TIMESTAMPTZ, "id" TEXT, "seller" TEXT, "source" TEXT)) AS "first",
            "t3"."starts_at" AS "theirs_at",
            "t3"."starts_at" AS "last_at"
          FROM "meetings" AS "t3"
          WHERE
            "t3"."status" = 'held' AND "t3"."account" IS NOT NULL
        ) AS "t18"
      ) AS "t23"
      GROUP BY
        1,
        2
    ) AS "t26"
  ) AS "t30"
  WHERE
    "t30"."first" IS NOT NULL
    AND COALESCE("t30"."first"."at" < "t30"."theirs_at", TRUE)
    AND (
      (
        CAST("t30"."before" AS DATE) IS NULL
      )
      OR (
        DATE_DIFF('DAY', CAST("t30"."before" AS DATE), CAST("t30"."first"."at" AS DATE)) > 180
      )
    )
), "working_time" AS (
  SELECT
    "t39"."seller",
    "t39"."day"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t34"."seller",
        "t34"."country",
        "t34"."begins",
        "t34"."ends",
        "t6"."calendar_country",
        "t6"."day"
      FROM (
        SELECT
          COALESCE("t31"."known", "t31"."seller") AS "seller",
          CASE
            WHEN COALESCE("t31"."home", '') IN ('')
            THEN COALESCE("t31"."home", '')
            ELSE ''
          END AS "country",
          GREATEST(
            COALESCE(COALESCE("t31"."hired_on", "t31"."first_seen"), MAKE_DATE(2024, 6, 30)),
            MAKE_DATE(2024, 6, 30)
          ) AS "begins",
          LEAST(
            CASE
              WHEN "t31"."known" IS NULL
              THEN "t31"."last_seen"
              ELSE COALESCE("t31"."left_on", MAKE_DATE(2024, 6, 30))
            END,
            MAKE_DATE(2024, 6, 30)
          ) AS "ends"
        FROM (
          SELECT
            "t16"."hired_on",
            "t16"."left_on",
            "t16"."known",
            "t16"."home",
            "t29"."seller",
            "t29"."first_seen",
            "t29"."last_seen",
            "t15"."boss"
          FROM (
            SELECT
              "t5"."hired_on",
              "t5"."left_on",
              "t5"."id" AS "known",
              COALESCE("t5"."country", '') AS "home"
            FROM "sellers" AS "t5"
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
                  "t17"."seller",
                  UNNEST(CAST([CAST("t17"."first_at" AS DATE), CAST("t17"."last_at" AS DATE)] AS DATE[])) AS "day"
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
                ) AS "t17"
              ) AS "t21"
              WHERE
                "t21"."seller" IS NOT NULL
            ) AS "t24"
            GROUP BY
              1
          ) AS "t29"
            ON "t16"."known" = "t29"."seller"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t0"."manager" AS "boss"
            FROM "memberships" AS "t0"
            WHERE
              "t0"."manager" IS NOT NULL
          ) AS "t15"
            ON "t16"."known" = "t15"."boss"
        ) AS "t31"
        WHERE
          (
            "t31"."seller" IS NOT NULL
          ) OR (
            "t31"."boss" IS NULL
          )
      ) AS "t34"
      INNER JOIN "working_days_2024_2024" AS "t6"
        ON "t34"."country" = "t6"."calendar_country"
    ) AS "t36"
    WHERE
      "t36"."day" >= "t36"."begins" AND "t36"."day" <= "t36"."ends" AND FALSE
  ) AS "t39"
  ANTI JOIN (
    SELECT
      "t2"."seller" AS "away",
      "t2"."starts_on" AS "away_from",
      "t2"."ends_on" AS "away_to"
    FROM "absences" AS "t2"
  ) AS "t13"
    ON "t39"."seller" = "t13"."away"
    AND "t39"."day" >= "t13"."away_from"
    AND "t39"."day" <= "t13"."away_to"
)
SELECT
  "t47"."team",
  "t47"."period",
  "t47"."undated",
  SUM("t47"."new_accounts") AS "new_accounts",
  SUM("t47"."working_days") AS "working_days",
  SUM("t47"."unsure") AS "unsure",
  SUM("t47"."no_time") AS "no_time",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t46"."id",
    "t46"."account",
    "t46"."seller",
    "t46"."source",
    "t46"."day",
    "t46"."fact",
    "t46"."new_accounts",
    "t46"."working_days",
    "t46"."unsure",
    "t46"."no_time",
    "t46"."team",
    "t46"."manager",
    "t46"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t46"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t46"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t45"."id",
      "t45"."account",
      "t45"."seller",
      "t45"."source",
      "t45"."day",
      "t45"."fact",
      "t45"."new_accounts",
      "t45"."working_days",
      "t45"."unsure",
      "t45"."no_time",
      "t27"."team",
      "t27"."manager",
      "t27"."role"
    FROM (
      SELECT
        "t43"."id",
        "t43"."account",
        "t43"."seller",
        "t43"."source",
        "t43"."day",
        "t43"."fact",
        "t43"."new_accounts",
        "t43"."working_days",
        "t43"."unsure",
        "t43"."no_time",
        COALESCE("t43"."day", MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t35"."id",
            "t35"."account",
            "t35"."seller",
            "t35"."source",
            "t35"."day",
            'touches' AS "fact",
            CAST(NOT (
              "t35"."unsure"
            ) AS BIGINT) AS "new_accounts",
            0 AS "working_days",
            CAST("t35"."unsure" AS BIGINT) AS "unsure",
            0 AS "no_time"
          FROM "new_accounts" AS "t35"
        ) AS "t37"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t41"."seller" || ':' || CAST("t41"."day" AS TEXT) AS "id",
            CAST(NULL AS TEXT) AS "account",
            "t41"."seller",
            CAST(NULL AS TEXT) AS "source",
            "t41"."day",
            'working_days' AS "fact",
            0 AS "new_accounts",
            1 AS "working_days",
            0 AS "unsure",
            0 AS "no_time"
          FROM "working_time" AS "t41"
          WHERE
            "t41"."day" >= CAST((
              SELECT
                MIN("t1"."at") AS "Min(at)"
              FROM "touches" AS "t1"
            ) AS DATE)
        ) AS "t42"
      ) AS "t43"
    ) AS "t45"
    LEFT OUTER JOIN (
      SELECT
        "t20"."team",
        "t20"."manager",
        "t20"."role",
        "t20"."seller" AS "span_seller",
        GREATEST("t20"."begins", COALESCE("t20"."free_from", "t20"."begins")) AS "span_from",
        "t20"."ends" AS "span_to"
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
      ) AS "t20"
      WHERE
        GREATEST("t20"."begins", COALESCE("t20"."free_from", "t20"."begins")) <= "t20"."ends"
    ) AS "t27"
      ON "t45"."seller" = "t27"."span_seller"
      AND "t45"."team_day" >= "t27"."span_from"
      AND "t45"."team_day" <= "t27"."span_to"
  ) AS "t46"
  WHERE
    COALESCE("t46"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t47"
GROUP BY
  1,
  2,
  3

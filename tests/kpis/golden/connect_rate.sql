-- by seller
SELECT
  "t1"."seller",
  "t1"."period",
  "t1"."undated",
  SUM("t1"."answered") AS "answered",
  SUM("t1"."known") AS "known",
  SUM("t1"."touches") AS "touches",
  SUM("t1"."unknown") AS "unknown",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t0"."id",
    "t0"."seller",
    "t0"."kind",
    "t0"."cadence",
    "t0"."account",
    "t0"."source",
    'touches' AS "fact",
    CAST("t0"."at" AS DATE) AS "day",
    CAST(COALESCE("t0"."outcome" IN ('connected', 'replied'), FALSE) AS BIGINT) AS "answered",
    CAST(COALESCE("t0"."outcome" <> 'unknown', FALSE) AS BIGINT) AS "known",
    1 AS "touches",
    1 - CAST(COALESCE("t0"."outcome" <> 'unknown', FALSE) AS BIGINT) AS "unknown",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t0"."at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    CAST("t0"."at" AS DATE) IS NULL AS "undated"
  FROM "touches" AS "t0"
  WHERE
    "t0"."direction" = 'outbound'
    AND COALESCE(CAST("t0"."at" AS DATE), MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t1"
GROUP BY
  1,
  2,
  3

-- by team, several currencies
SELECT
  "t9"."team",
  "t9"."period",
  "t9"."undated",
  SUM("t9"."answered") AS "answered",
  SUM("t9"."known") AS "known",
  SUM("t9"."touches") AS "touches",
  SUM("t9"."unknown") AS "unknown",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t8"."id",
    "t8"."seller",
    "t8"."kind",
    "t8"."cadence",
    "t8"."account",
    "t8"."source",
    "t8"."fact",
    "t8"."day",
    "t8"."answered",
    "t8"."known",
    "t8"."touches",
    "t8"."unknown",
    "t8"."team",
    "t8"."manager",
    "t8"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t8"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t8"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t4"."id",
      "t4"."seller",
      "t4"."kind",
      "t4"."cadence",
      "t4"."account",
      "t4"."source",
      "t4"."fact",
      "t4"."day",
      "t4"."answered",
      "t4"."known",
      "t4"."touches",
      "t4"."unknown",
      "t7"."team",
      "t7"."manager",
      "t7"."role"
    FROM (
      SELECT
        "t0"."id",
        "t0"."seller",
        "t0"."kind",
        "t0"."cadence",
        "t0"."account",
        "t0"."source",
        'touches' AS "fact",
        CAST("t0"."at" AS DATE) AS "day",
        CAST(COALESCE("t0"."outcome" IN ('connected', 'replied'), FALSE) AS BIGINT) AS "answered",
        CAST(COALESCE("t0"."outcome" <> 'unknown', FALSE) AS BIGINT) AS "known",
        1 AS "touches",
        1 - CAST(COALESCE("t0"."outcome" <> 'unknown', FALSE) AS BIGINT) AS "unknown",
        COALESCE(CAST("t0"."at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM "touches" AS "t0"
      WHERE
        "t0"."direction" = 'outbound'
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t5"."team",
        "t5"."manager",
        "t5"."role",
        "t5"."seller" AS "span_seller",
        GREATEST("t5"."begins", COALESCE("t5"."free_from", "t5"."begins")) AS "span_from",
        "t5"."ends" AS "span_to"
      FROM (
        SELECT
          "t2"."id",
          "t2"."seller",
          "t2"."team",
          "t2"."manager",
          "t2"."role",
          "t2"."begins",
          "t2"."ends",
          CAST(CAST(MAX("t2"."ends") OVER (
            PARTITION BY "t2"."seller"
            ORDER BY "t2"."begins" ASC, "t2"."id" ASC
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
        ) AS "t2"
      ) AS "t5"
      WHERE
        GREATEST("t5"."begins", COALESCE("t5"."free_from", "t5"."begins")) <= "t5"."ends"
    ) AS "t7"
      ON "t4"."seller" = "t7"."span_seller"
      AND "t4"."team_day" >= "t7"."span_from"
      AND "t4"."team_day" <= "t7"."span_to"
  ) AS "t8"
  WHERE
    COALESCE("t8"."day", MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
) AS "t9"
GROUP BY
  1,
  2,
  3

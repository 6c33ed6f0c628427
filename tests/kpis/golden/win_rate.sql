-- by seller
SELECT
  "t1"."seller",
  "t1"."period",
  "t1"."undated",
  SUM("t1"."won") AS "won",
  SUM("t1"."closed") AS "closed",
  SUM("t1"."open") AS "open",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t0"."id",
    "t0"."origin",
    "t0"."source_detail",
    "t0"."pipeline",
    "t0"."stage",
    "t0"."product",
    "t0"."account",
    "t0"."seller",
    "t0"."currency",
    "t0"."source",
    'deals' AS "fact",
    CAST("t0"."closed_at" AS DATE) AS "day",
    CAST("t0"."status" = 'won' AS BIGINT) AS "won",
    1 AS "closed",
    0 AS "open",
    CAST(CAST(DATE_TRUNC('MONTH', CAST("t0"."closed_at" AS DATE)) AS TIMESTAMP) AS DATE) AS "period",
    CAST("t0"."closed_at" AS DATE) IS NULL AS "undated"
  FROM "deals" AS "t0"
  WHERE
    "t0"."status" <> 'open'
    AND COALESCE(CAST("t0"."closed_at" AS DATE), MAKE_DATE(2024, 6, 30)) <= MAKE_DATE(2024, 6, 30)
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
  SUM("t9"."won") AS "won",
  SUM("t9"."closed") AS "closed",
  SUM("t9"."open") AS "open",
  COUNT(*) AS "cases"
FROM (
  SELECT
    "t8"."id",
    "t8"."origin",
    "t8"."source_detail",
    "t8"."pipeline",
    "t8"."stage",
    "t8"."product",
    "t8"."account",
    "t8"."seller",
    "t8"."currency",
    "t8"."source",
    "t8"."fact",
    "t8"."day",
    "t8"."won",
    "t8"."closed",
    "t8"."open",
    "t8"."team",
    "t8"."manager",
    "t8"."role",
    CAST(CAST(DATE_TRUNC('MONTH', "t8"."day") AS TIMESTAMP) AS DATE) AS "period",
    "t8"."day" IS NULL AS "undated"
  FROM (
    SELECT
      "t4"."id",
      "t4"."origin",
      "t4"."source_detail",
      "t4"."pipeline",
      "t4"."stage",
      "t4"."product",
      "t4"."account",
      "t4"."seller",
      "t4"."currency",
      "t4"."source",
      "t4"."fact",
      "t4"."day",
      "t4"."won",
      "t4"."closed",
      "t4"."open",
      "t7"."team",
      "t7"."manager",
      "t7"."role"
    FROM (
      SELECT
        "t0"."id",
        "t0"."origin",
        "t0"."source_detail",
        "t0"."pipeline",
        "t0"."stage",
        "t0"."product",
        "t0"."account",
        "t0"."seller",
        "t0"."currency",
        "t0"."source",
        'deals' AS "fact",
        CAST("t0"."closed_at" AS DATE) AS "day",
        CAST("t0"."status" = 'won' AS BIGINT) AS "won",
        1 AS "closed",
        0 AS "open",
        COALESCE(CAST("t0"."closed_at" AS DATE), MAKE_DATE(2024, 6, 30)) AS "team_day"
      FROM "deals" AS "t0"
      WHERE
        "t0"."status" <> 'open'
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

WITH moves AS (
    SELECT deal, "at", "new" AS stage FROM deal_changes WHERE field = 'stage'
    QUALIFY lag("new") OVER (PARTITION BY deal ORDER BY "at", id) IS DISTINCT FROM "new"
), places AS (
    SELECT pipeline, name, kind,
           dense_rank() OVER (PARTITION BY pipeline ORDER BY kind <> 'open', position) AS place,
           count(*) FILTER (kind = 'open') OVER (PARTITION BY pipeline) AS places
    FROM stages
), placed AS (
    SELECT m.deal, m."at", m.stage, p.kind, p.place, p.places
    FROM moves m
    JOIN deals d ON d.id = m.deal
    JOIN places p ON p.pipeline = d.pipeline AND p.name = m.stage
), visits AS (
    SELECT *, lead(kind) OVER turn AS next_kind, lead(place) OVER turn AS next_place,
           row_number() OVER (PARTITION BY deal, stage ORDER BY "at") = 1 AS is_first
    FROM placed
    WINDOW turn AS (PARTITION BY deal ORDER BY "at")
), ways AS (
    SELECT stage, date_trunc('quarter', "at"::DATE)::DATE AS period, is_first, kind <> 'open' AS at_end,
           kind = 'open' AND next_kind = 'won' AS won, kind = 'open' AND next_kind = 'lost' AS lost,
           kind = 'open' AND next_kind = 'open' AND next_place > place AS forward,
           kind = 'open' AND next_kind = 'open' AND next_place < place AS back,
           kind = 'open' AND next_kind IS NULL AS still,
           CASE next_kind WHEN 'won' THEN places > place WHEN 'open' THEN next_place - place > 1 END AS jumped
    FROM visits
)
SELECT stage, period, count(*) AS visits, count(*) FILTER (is_first) AS deals,
       count(*) FILTER (won OR forward) AS advanced, count(*) FILTER (won OR forward OR back OR lost) AS decided,
       count(*) FILTER (forward) AS forward, count(*) FILTER (jumped AND NOT at_end) AS skipped,
       count(*) FILTER (won) AS won, count(*) FILTER (back) AS back, count(*) FILTER (lost) AS lost,
       count(*) FILTER (still) AS open, 0 AS repeated, count(*) FILTER (at_end) AS ended
FROM ways
GROUP BY stage, period

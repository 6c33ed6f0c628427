WITH {visits}, ways AS (
    SELECT stage, date_trunc('quarter', entered)::DATE AS period, at_end,
           row_number() OVER (PARTITION BY deal, stage ORDER BY day, told, "at", id) = 1 AS is_first,
           NOT at_end AND next_state = 'won' AS won, NOT at_end AND next_state = 'lost' AS lost,
           NOT at_end AND next_state = 'open' AND next_stage = stage AS repeated,
           NOT at_end AND next_state = 'open' AND next_stage <> stage AND coalesce(next_place < place, false) AS back,
           NOT at_end AND next_state = 'open' AND next_stage <> stage AND NOT coalesce(next_place < place, false) AS forward,
           NOT at_end AND next_state IS NULL AS still,
           place > 0 AND CASE next_state WHEN 'won' THEN places > place WHEN 'open' THEN next_place - place > 1 END AS jumped
    FROM visits
)
SELECT stage, period, count(*) AS visits, count(*) FILTER (is_first) AS deals,
       count(*) FILTER (won OR forward) AS advanced, count(*) FILTER (won OR forward OR back OR lost) AS decided,
       count(*) FILTER (forward) AS forward, count(*) FILTER (jumped AND NOT at_end) AS skipped,
       count(*) FILTER (won) AS won, count(*) FILTER (back) AS back, count(*) FILTER (lost) AS lost,
       count(*) FILTER (still) AS open, count(*) FILTER (repeated) AS repeated, count(*) FILTER (at_end) AS ended
FROM ways
WHERE period IS NOT NULL
GROUP BY stage, period

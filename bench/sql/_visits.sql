places AS (
    -- Stages without a pipeline are those of every pipeline without stages of its own.
    SELECT coalesce(pipeline, '') AS pipeline, name, coalesce(kind, 'open') AS kind,
           dense_rank() OVER (PARTITION BY pipeline ORDER BY coalesce(kind, 'open') <> 'open', position) AS place,
           count(*) FILTER (coalesce(kind, 'open') = 'open') OVER (PARTITION BY pipeline) AS places
    FROM stages
), born AS (
    -- A first move that names the stage before it: the deal began there. Without moves it stands where it stands.
    SELECT d.id AS deal, 'born' AS id, CASE WHEN f.deal IS NULL THEN d.stage ELSE f.first.old END AS stage,
           CASE WHEN f.deal IS NULL OR d.created_at <= f.first."at" THEN coalesce(d.created_at, d.closed_at)
                ELSE f.first."at" END AS "at",
           f.deal IS NOT NULL AND coalesce(d.created_at <= f.first."at", false) AS known
    FROM deals d
    LEFT JOIN (SELECT deal, min({'at': "at", 'id': id, 'old': "old"}) AS first
               FROM deal_changes WHERE field = 'stage' GROUP BY deal) f ON f.deal = d.id
), events AS (
    SELECT deal, id, CASE field WHEN 'stage' THEN 1 ELSE 2 END AS told, "at"::DATE AS day, "at", true AS known,
           CASE field WHEN 'stage' THEN "new" END AS came, CASE field WHEN 'status' THEN "new" END AS said
    FROM deal_changes
    WHERE field IN ('stage', 'status') AND "new" IS NOT NULL
    UNION ALL
    SELECT deal, id, 0, coalesce("at"::DATE, DATE '1900-01-01'), "at", known, stage, NULL FROM born WHERE stage IS NOT NULL
), held AS (
    -- What was told last, with and without the event itself; within a day a stage comes before a status.
    SELECT e.deal, e.told, e.day, e."at", e.id, e.known, d.seller, d.status AS now, d.closed_at::DATE AS closed_on, p.places,
           last_value(e.came IGNORE NULLS) OVER so_far AS stage, last_value(e.came IGNORE NULLS) OVER earlier AS stage_before,
           last_value(CASE WHEN e.came IS NOT NULL THEN coalesce(p.kind, 'open') END IGNORE NULLS) OVER so_far AS kind,
           last_value(CASE WHEN e.came IS NOT NULL THEN coalesce(p.kind, 'open') END IGNORE NULLS) OVER earlier AS kind_before,
           last_value(CASE WHEN e.came IS NOT NULL THEN coalesce(p.place, 0) END IGNORE NULLS) OVER so_far AS place,
           last_value(e.said IGNORE NULLS) OVER so_far AS said, last_value(e.said IGNORE NULLS) OVER earlier AS said_before
    FROM events e
    JOIN deals d ON d.id = e.deal
    LEFT JOIN places p ON p.name = e.came
        AND p.pipeline = CASE WHEN d.pipeline IN (SELECT pipeline FROM stages) THEN d.pipeline ELSE '' END
    WINDOW so_far AS (PARTITION BY deal ORDER BY day, told, "at", e.id ROWS UNBOUNDED PRECEDING),
           earlier AS (PARTITION BY deal ORDER BY day, told, "at", e.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), states AS (
    -- A status that says closed outranks the stage.
    SELECT *, CASE WHEN said IN ('won', 'lost') THEN said ELSE kind END AS state,
           CASE WHEN said_before IN ('won', 'lost') THEN said_before ELSE kind_before END AS state_before
    FROM held
), turns AS (
    SELECT *, stage IS NOT NULL AND (state = 'open' OR kind <> 'open')
              AND (stage IS DISTINCT FROM stage_before OR (state = 'open' AND state_before IS DISTINCT FROM 'open')) AS starts
    FROM states
    WHERE starts OR (state <> 'open' AND state_before = 'open')
), visits AS (
    -- A deal that is closed without any event saying so ends its last visit.
    SELECT seller, stage, CASE WHEN known THEN day END AS entered, state <> 'open' AS at_end, place, places, deal, day, told, "at",
           id, lead(stage) OVER turn AS next_stage, nullif(lead(place) OVER turn, 0) AS next_place, starts,
           lead(state) OVER turn IS NULL AND said IS NULL AND now <> 'open' AS silent,
           CASE WHEN silent THEN now ELSE lead(state) OVER turn END AS next_state,
           CASE WHEN silent THEN closed_on ELSE lead(day) OVER turn END AS left_on
    FROM turns
    WINDOW turn AS (PARTITION BY deal ORDER BY day, told, "at", id)
    QUALIFY starts
)

-- The failing inputs, dearest first: `place` is where one stands in that order.
-- $costs are what one failure of $kinds costs where its row does not say.
CREATE OR REPLACE TEMP TABLE inputs AS
WITH prices AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price),
input AS (
  SELECT case_id, count(*) AS count,
    CAST(coalesce(sum(coalesce(f.cost, p.price)), 0) AS DOUBLE) AS cost,
    max(epoch_us(occurred_at)) AS last,
    arg_max(f.rowid, (coalesce(epoch_us(occurred_at), 0), event_id)) AS newest
  FROM failing f LEFT JOIN prices p ON p.kind = f.kind
  GROUP BY case_id),
placed AS (
  SELECT *, CAST(row_number() OVER (
    ORDER BY cost DESC, count DESC, coalesce(last, 0) DESC, case_id DESC) - 1 AS INTEGER) AS place
  FROM input)
SELECT place, p.case_id, count, p.cost, last, title, kind, expected, actual, route, group_id,
  model_version
FROM placed p JOIN failing f ON f.rowid = p.newest

-- How many values a column of numbers has, and its quartiles.
SELECT count(DISTINCT score/*column*/) AS kinds,
  quantile_cont(score/*column*/, [0.25, 0.5, 0.75]) AS edges
FROM events

CREATE OR REPLACE TEMP TABLE tag_values AS
SELECT facet, value, CAST(row_number() OVER (ORDER BY facet, value) AS INTEGER) AS tag, n
FROM (SELECT facet, value, count(*) AS n FROM tags GROUP BY facet, value)

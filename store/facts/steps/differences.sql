INSERT INTO differences
SELECT d.file, d.n, string_agg(s.field, ', ' ORDER BY s.field)
FROM differing AS d JOIN new_cells AS s USING (file, n)
LEFT JOIN old_cells AS o ON o.event_id = d.event_id AND o.field = s.field
WHERE s.value IS NOT NULL AND s.value IS DISTINCT FROM o.value
GROUP BY d.file, d.n

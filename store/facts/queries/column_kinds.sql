-- About how many values columns have.
SELECT [0/*kinds*/] AS kinds FROM events

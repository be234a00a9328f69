-- Sales and filings by day of the week in Moscow: 1 is Monday. The first of January 2024 was one.
SELECT
  date_diff('day', CAST('2024-01-01' AS date), CAST(day AS date)) % 7 + 1 AS weekday,
  count(*) FILTER (WHERE event = 'policy-sold') AS sold,
  count(*) FILTER (WHERE event = 'claim-filed') AS filed
FROM events
WHERE event IN ('policy-sold', 'claim-filed')
GROUP BY 1
ORDER BY 1

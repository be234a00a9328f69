-- Which claims are refused: of those decided, by kind.
SELECT
  kind,
  count(*) AS decided,
  count(*) FILTER (WHERE outcome = 'refused') AS refused,
  round(CAST(count(*) FILTER (WHERE outcome = 'refused') AS double) / CAST(count(*) AS double), 4) AS share
FROM events
WHERE event = 'claim-decided'
GROUP BY 1
ORDER BY 4 DESC, 1

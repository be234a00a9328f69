-- How claims end and how long that takes, by outcome.
SELECT
  outcome,
  count(*) AS closed,
  round(avg(hours) / 24, 1) AS days_on_average,
  sum(paid) AS paid_kopecks,
  sum(recovered) AS recovered_kopecks
FROM events
WHERE event = 'claim-closed'
GROUP BY 1
ORDER BY 2 DESC, 1

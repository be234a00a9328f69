-- Of the policies sold in a week (by its Monday): how many were claimed on within 7, 14 and 30 days, and what was paid.
SELECT
  CAST(CAST(date_trunc('week', CAST(sold_day AS date)) AS date) AS varchar) AS week,
  count(*) FILTER (WHERE event = 'policy-sold') AS sold,
  count(*) FILTER (WHERE event = 'claim-filed' AND hours <= 168) AS filed_within_7_days,
  count(*) FILTER (WHERE event = 'claim-filed' AND hours <= 336) AS filed_within_14_days,
  count(*) FILTER (WHERE event = 'claim-filed' AND hours <= 720) AS filed_within_30_days,
  coalesce(sum(paid) FILTER (WHERE event = 'claim-paid'), 0) AS paid_kopecks
FROM events
WHERE sold_day IS NOT NULL
GROUP BY 1
ORDER BY 1

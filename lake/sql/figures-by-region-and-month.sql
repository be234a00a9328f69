-- What was sold, filed and paid in each region, month by month.
SELECT
  substr(day, 1, 7) AS month,
  region,
  count(*) FILTER (WHERE event = 'policy-sold') AS sold,
  count(*) FILTER (WHERE event = 'policy-voided') AS voided,
  count(*) FILTER (WHERE event = 'claim-filed') AS filed,
  count(*) FILTER (WHERE event = 'claim-closed' AND outcome IN ('compensated', 'refunded-by-seller', 'recovered-through-bank')) AS helped,
  count(*) FILTER (WHERE event = 'claim-closed' AND outcome = 'refused') AS refused,
  coalesce(sum(paid) FILTER (WHERE event = 'claim-paid'), 0) AS paid_kopecks
FROM events
GROUP BY 1, 2
ORDER BY 1, 2

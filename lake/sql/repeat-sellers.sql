-- Sellers with two and more claims that ended for the buyer: how many of their parcels, and what it cost.
WITH confirmed AS (
  SELECT seller, count(*) AS confirmed, sum(paid) AS paid_kopecks, min(day) AS first_day, max(day) AS last_day
  FROM events
  WHERE event = 'claim-closed' AND outcome IN ('compensated', 'refunded-by-seller', 'recovered-through-bank')
  GROUP BY 1
),
parcels AS (
  SELECT seller, count(*) AS parcels FROM events WHERE event = 'policy-sold' GROUP BY 1
)
SELECT
  confirmed.seller,
  confirmed.confirmed,
  parcels.parcels,
  round(CAST(confirmed.confirmed AS double) / CAST(parcels.parcels AS double), 4) AS share_of_parcels,
  confirmed.paid_kopecks,
  confirmed.first_day,
  confirmed.last_day
FROM confirmed
LEFT JOIN parcels ON parcels.seller = confirmed.seller
WHERE confirmed.confirmed >= 2
ORDER BY 2 DESC, 5 DESC, 1
LIMIT 200

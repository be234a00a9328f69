-- Offices whose parcels are claimed on more often than those of the other offices of their region.
WITH by_office AS (
  SELECT
    region,
    office,
    count(*) FILTER (WHERE event = 'policy-sold') AS sold,
    count(*) FILTER (WHERE event = 'claim-filed') AS filed
  FROM events
  WHERE event IN ('policy-sold', 'claim-filed')
  GROUP BY 1, 2
),
beside_others AS (
  SELECT
    region,
    office,
    sold,
    filed,
    sum(sold) OVER (PARTITION BY region) - sold AS others_sold,
    sum(filed) OVER (PARTITION BY region) - filed AS others_filed
  FROM by_office
)
SELECT
  region,
  office,
  sold,
  filed,
  round(CAST(filed AS double) / nullif(CAST(sold AS double), 0), 4) AS share,
  round(CAST(others_filed AS double) / nullif(CAST(others_sold AS double), 0), 4) AS share_of_others
FROM beside_others
WHERE filed >= 2 AND CAST(filed AS double) * CAST(others_sold AS double) > 2 * CAST(others_filed AS double) * CAST(sold AS double)
ORDER BY 5 DESC, 1, 2
LIMIT 200

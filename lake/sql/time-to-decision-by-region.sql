-- Hours from filing to the decision: the median and the ninetieth percentile of each region (nearest rank, exact).
WITH ranked AS (
  SELECT
    region,
    hours,
    row_number() OVER (PARTITION BY region ORDER BY hours) AS place,
    count(*) OVER (PARTITION BY region) AS decided
  FROM events
  WHERE event = 'claim-decided'
)
SELECT
  region,
  max(decided) AS decided,
  min(hours) FILTER (WHERE place >= 0.5 * decided) AS median_hours,
  min(hours) FILTER (WHERE place >= 0.9 * decided) AS p90_hours
FROM ranked
GROUP BY 1
ORDER BY 3 DESC, 1

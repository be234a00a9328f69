-- Clerks (as keyed hashes) whose sales are claimed on within a day more than once, beside all that they sold.
WITH sold AS (
  SELECT office, clerk, count(*) AS sold FROM events WHERE event = 'policy-sold' GROUP BY 1, 2
),
soon AS (
  SELECT office, clerk, count(*) AS filed_within_a_day
  FROM events
  WHERE event = 'claim-filed' AND hours <= 24
  GROUP BY 1, 2
)
SELECT soon.office, soon.clerk, sold.sold, soon.filed_within_a_day
FROM soon
JOIN sold ON sold.office = soon.office AND sold.clerk = soon.clerk
WHERE soon.filed_within_a_day >= 2
ORDER BY 4 DESC, 1, 2
LIMIT 200

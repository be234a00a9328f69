-- Claims by what they ask for, in bands around the sum above which a film is needed (3,000 roubles).
SELECT
  CASE
    WHEN amount <= 100000 THEN '1: up to 1,000'
    WHEN amount <= 270000 THEN '2: up to 2,700'
    WHEN amount <= 300000 THEN '3: up to 3,000, just under the film'
    WHEN amount <= 1000000 THEN '4: up to 10,000'
    ELSE '5: above 10,000'
  END AS roubles,
  count(*) AS filed,
  sum(amount) AS asked_kopecks
FROM events
WHERE event = 'claim-filed'
GROUP BY 1
ORDER BY 1

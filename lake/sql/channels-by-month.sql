-- Through which channel claims come, month by month, with its share.
SELECT
  substr(day, 1, 7) AS month,
  channel,
  count(*) AS filed,
  round(CAST(count(*) AS double) / CAST(sum(count(*)) OVER (PARTITION BY substr(day, 1, 7)) AS double), 4) AS share
FROM events
WHERE event = 'claim-filed'
GROUP BY 1, 2
ORDER BY 1, 2

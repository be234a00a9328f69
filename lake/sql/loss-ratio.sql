-- Paid by us for each rouble of premium, by region: the premium of the sales, less that of sales which were voided.
SELECT
  region,
  sum(CASE event WHEN 'policy-sold' THEN price WHEN 'policy-voided' THEN -price ELSE 0 END) AS premium_kopecks,
  sum(CASE event WHEN 'claim-paid' THEN paid ELSE 0 END) AS paid_kopecks,
  round(
    CAST(sum(CASE event WHEN 'claim-paid' THEN paid ELSE 0 END) AS double)
      / nullif(CAST(sum(CASE event WHEN 'policy-sold' THEN price WHEN 'policy-voided' THEN -price ELSE 0 END) AS double), 0),
    4
  ) AS paid_to_premium
FROM events
GROUP BY 1
ORDER BY 3 DESC, 1

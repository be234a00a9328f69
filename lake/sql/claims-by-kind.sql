-- What buyers complain about: claims of each kind, how many were helped, and what was asked and paid on average.
WITH filed AS (
  SELECT claim_id, kind, amount FROM events WHERE event = 'claim-filed'
),
closed AS (
  SELECT claim_id, outcome, paid FROM events WHERE event = 'claim-closed'
)
SELECT
  filed.kind,
  count(*) AS filed,
  count(closed.claim_id) AS closed,
  count(*) FILTER (WHERE closed.outcome IN ('compensated', 'refunded-by-seller', 'recovered-through-bank')) AS helped,
  round(avg(CAST(filed.amount AS double)) / 100, 2) AS asked_roubles_on_average,
  round(avg(CAST(closed.paid AS double)) FILTER (WHERE closed.outcome = 'compensated') / 100, 2) AS paid_roubles_on_average
FROM filed
LEFT JOIN closed ON closed.claim_id = filed.claim_id
GROUP BY 1
ORDER BY 2 DESC, 1

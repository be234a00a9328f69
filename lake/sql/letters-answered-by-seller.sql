-- Letters to sellers: how many were answered, agreed to, and after how many days on average.
SELECT
  seller,
  count(*) FILTER (WHERE event = 'letter-sent') AS sent,
  count(*) FILTER (WHERE event = 'letter-answered') AS answered,
  count(*) FILTER (WHERE event = 'letter-answered' AND outcome = 'agreed') AS agreed,
  round(avg(hours) FILTER (WHERE event = 'letter-answered') / 24, 1) AS days_to_answer
FROM events
WHERE event IN ('letter-sent', 'letter-answered') AND letter_kind = 'claim-to-seller'
GROUP BY 1
ORDER BY 2 DESC, 1
LIMIT 200

-- The view `events`: each happening once, as it was told last, without what was taken back.
SELECT
  event_id, version, event, happened_at, region, office, clerk, seller, policy_id, claim_id, terms_version,
  time_zone, amount, price, kind, channel, outcome, paid, recovered, letter_kind, sold_day, hours, day
FROM (
  SELECT
    event_files.*,
    row_number() OVER (PARTITION BY event_id ORDER BY version DESC) AS newness
  FROM event_files
) AS told
WHERE newness = 1 AND event <> 'taken-back'

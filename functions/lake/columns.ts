/**
 * The columns of the lake, one flat table for all events: what an event does not have is null. It imports nothing, so
 * that the stack can read it at synth. No column may name a person, a parcel or a clerk; `clerk` and `seller` are
 * keyed hashes. Money is kopecks. Days are Moscow's, as everywhere in the figures.
 */
export const lakeColumns = {
  /** The same for the same happening, whenever it is told: of rows with one id the highest `version` is the truth. */
  event_id: 'text',
  version: 'whole',
  event: 'text',
  /** RFC 3339, UTC. */
  happened_at: 'text',
  region: 'text',
  office: 'text',
  clerk: 'text',
  seller: 'text',
  policy_id: 'text',
  claim_id: 'text',
  terms_version: 'text',
  time_zone: 'text',
  /** Of the parcel, of what the claim asks for. */
  amount: 'whole',
  /** Of the protection. */
  price: 'whole',
  kind: 'text',
  channel: 'text',
  /** How a claim was decided and how it ended, what a letter was answered. */
  outcome: 'text',
  paid: 'whole',
  recovered: 'whole',
  letter_kind: 'text',
  /** Day of the sale of the policy that it is about. */
  sold_day: 'text',
  /** Since the sale for a claim that is filed, since the filing for what follows, since the sending for an answer. */
  hours: 'number',
} as const;

export type LakeColumn = keyof typeof lakeColumns;

/** The folders under which the files lie: `day=2026-11-22`. */
export const LAKE_PARTITION = 'day';
export const LAKE_PREFIX = 'events';

export const lakeEventNames = [
  'policy-sold',
  'policy-voided',
  'policy-ended',
  'claim-filed',
  'claim-decided',
  'claim-paid',
  'claim-closed',
  'letter-sent',
  'letter-answered',
  /** What was told under this id is not so any more: a decision that an appeal reopened. */
  'taken-back',
] as const;
export type LakeEventName = (typeof lakeEventNames)[number];

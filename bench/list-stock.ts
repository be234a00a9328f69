import { marshall } from '@aws-sdk/util-dynamodb';
import { plainPersonalVault } from '../functions/adapters/plain-personal-vault.ts';
import { policyItem } from '../functions/adapters/policy-item.ts';
import { additionsOf, markerItem } from '../functions/adapters/report-items.ts';
import { appendToTimeline, emptyHead } from '../functions/claims/timeline.ts';
import { toInstant, toMillis } from '../functions/clock.ts';
import type { Claim } from '../functions/contracts/case.ts';
import type { Policy } from '../functions/contracts/policy.ts';
import { changesOf } from '../functions/reports/counting.ts';
import { claimFactsOf, policyFactsOf } from '../functions/reports/facts-of.ts';
import type { Fact, Sums } from '../functions/reports/ports.ts';
import { callAws } from '../local/aws-json-call.ts';
import { type Chance, chanceOf, rowOf } from '../local/seed/chance.ts';
import { seededRegions } from '../local/seed/places.ts';
import { withCheckDigit } from '../local/tracking-number.ts';
import { someClaim } from '../test/builders/claim.ts';
import { someFacts, someJudgement } from '../test/builders/judgement.ts';
import { somePolicy } from '../test/builders/policy.ts';
import type { TableStores } from '../test/contract/stores.ts';

/** The moment at which the lists are read; everything was sold in the year before. */
export const NOW = '2026-11-20T09:00:00.000Z';
/** The region whose reports are read: its offices are counted too, those of others would only take time to write. */
export const REGION = { name: 'Республика Татарстан', code: 'TA' } as const;
/** Everybody has so many open claims, however many people that takes. */
const CLAIMS_EACH = 8;
/** Of a year's claims so many are open and somebody's at its end. */
const ASSIGNED_SHARE = 0.064;

const SELLER = 'c2VsbGVyLXNlbGxlci1zZQ';
const DAY = 86_400_000;
const CLAIM_SHARE = 0.026;
const BATCH = 25;
const MARSHALLING = { removeUndefinedValues: true };
const AT_ONCE = 6;

const KINDS = {
  'foreign-object': 3,
  'wrong-item': 5,
  damaged: 3,
  counterfeit: 2,
  'empty-or-incomplete': 3,
} as const;
/** Where open claims stand. */
const OPEN = {
  'in-review': 70,
  'awaiting-customer': 12,
  'awaiting-reply': 12,
  'awaiting-approval': 6,
} as const;
const LEVELS = { none: 82, flag: 13, hold: 5 } as const;
const regionWeights = Object.fromEntries(seededRegions.map(({ name, inhabitants }) => [name, inhabitants]));
const regionsByName = new Map(seededRegions.map((region) => [region.name, region]));

type Item = Record<string, unknown>;

/** Fills the tables as a year of so many policies leaves them, by the items that the adapters themselves make. */
export async function fillStock(
  { url, stores }: { url: string; stores: TableStores },
  policies: number,
  progress: (done: number) => void,
): Promise<{ claims: number; open: number; parcel: string }> {
  const { tables } = stores;
  const people = Math.max(1, Math.round((policies * CLAIM_SHARE * ASSIGNED_SHARE) / CLAIMS_EACH));
  const row = rowOf('lists', String(policies));
  const rows = new Map<string, { key: Item; sums: Sums }>();
  const count = (fact: Fact) => {
    const changes = changesOf([{ after: fact }]).filter(
      ({ scope }) => scope === 'regions' || scope === `offices#${REGION.code}`,
    );
    for (const { key, add } of additionsOf(changes)) {
      const name = `${key.reportKey} ${key.recordKey}`;
      const known = rows.get(name) ?? { key: { ...key }, sums: {} };
      rows.set(name, known);
      for (const [measure, value] of Object.entries(add))
        known.sums[measure] = (known.sums[measure] ?? 0) + value;
    }
  };
  const writer = createWriter(url);
  const made = { claims: 0, open: 0, parcel: '' };
  for (let index = 0; index < policies; index += 1) {
    const chance = chanceOf(row, index);
    const policy = aPolicy(chance, index);
    await writer.put(tables.policies, await policyItem(policy, plainPersonalVault));
    count({ of: 'policy', facts: policyFactsOf(policy, [SELLER]) });
    if (chance.happens(CLAIM_SHARE)) {
      const claim = aClaim(chance, policy, people);
      const facts = claimFactsOf(claim, policy, [SELLER]);
      count({ of: 'claim', facts });
      await writer.put(tables.reports, markerItem({ after: { of: 'claim', facts } }));
      await writer.run(() => openCase(stores, chance, claim));
      made.claims += 1;
      made.parcel ||= policy.trackingNumber;
      if (claim.deadline) made.open += 1;
    }
    if (index % 5_000 === 0) progress(index);
  }
  for (const { key, sums } of rows.values()) await writer.put(tables.reports, { ...key, ...sums });
  await writer.end();
  return made;
}

function aPolicy(chance: Chance, index: number): Policy {
  const { name, indexPrefix, timeZone, inhabitants } = regionsByName.get(
    chance.weighted(regionWeights),
  ) as never as (typeof seededRegions)[number];
  const sold = toMillis(NOW) - Math.floor(chance.share() * 365 * DAY);
  const ends = toInstant(sold + 30 * DAY);
  const amount = Math.round(Math.exp(12.2 + chance.normal())) * 100;
  // Every tenth of a thousand inhabitants has an office.
  const office = `${indexPrefix}${String(chance.whole(0, Math.min(999, Math.ceil(inhabitants / 10)))).padStart(3, '0')}`;
  const isOver = ends < NOW;
  const { dueAt: _due, ...policy } = somePolicy({
    trackingNumber: trackingNumberOf(index),
    policyId: `policy-${index}`,
    status: isOver ? 'ended' : 'active',
    ...(isOver && { endedAt: ends }),
    ...{
      amount,
      price: Math.round(amount * 0.02),
      soldAt: toInstant(sold),
      receivedAt: toInstant(sold + 2_000),
    },
    ...{ startsAt: toInstant(sold), endsAt: ends, claimableUntil: ends },
    office: { index: office, region: name, timeZone },
    clerkId: `clerk-${office}-${chance.whole(1, 5)}`,
    idempotencyKey: `key-${index}`,
  });
  return { ...policy, ...(!isOver && { dueAt: ends }) };
}

export function trackingNumberOf(index: number): string {
  return withCheckDigit(`101000${String(index).padStart(7, '0')}`);
}

/** Closed after some weeks, or months where a seller or a bank has to answer; open, if it was filed not long ago. */
function aClaim(chance: Chance, policy: Policy, people: number): Claim {
  const filed = Math.min(
    toMillis(policy.soldAt) + Math.ceil(chance.share() * 20 * DAY),
    toMillis(NOW) - 60_000,
  );
  const closed = filed + Math.ceil((2 + chance.share() * 90) * DAY);
  const filedAt = toInstant(filed);
  const isOpen = closed > toMillis(NOW);
  const status = isOpen ? chance.weighted(OPEN) : chance.happens(0.95) ? 'compensated' : 'refused';
  const { deadline: _none, ...claim } = someClaim({
    ...{ trackingNumber: policy.trackingNumber, policyId: policy.policyId, timeZone: policy.office.timeZone },
    claimId: claimIdOf(policy),
    ...{ kind: chance.weighted(KINDS), amount: policy.amount, filedAt, startedAt: filedAt, status },
    statusSince: isOpen ? filedAt : toInstant(closed),
  });
  if (!isOpen) {
    const outcome = status === 'refused' ? ('refused' as const) : ('approved' as const);
    return {
      ...claim,
      decision: {
        outcome,
        amount: outcome === 'approved' ? claim.amount : 0,
        at: claim.statusSince,
        by: { role: 'specialist', id: 'anna' },
      },
    } as Claim;
  }
  const deadline = toInstant(toMillis(NOW) + Math.ceil((chance.share() * 6 - 1) * DAY));
  return chance.happens(0.5)
    ? { ...claim, deadline, unassignedSince: filedAt }
    : { ...claim, deadline, assignee: { id: personOf(chance.whole(0, people - 1)), since: filedAt } };
}

export function personOf(index: number): string {
  return `person-${index}`;
}

export function claimIdOf({ policyId }: Pick<Policy, 'policyId'>): string {
  return `CLAIM${policyId.slice('policy-'.length).padStart(15, '0')}`;
}

async function openCase({ cases, judgements }: TableStores, chance: Chance, claim: Claim): Promise<void> {
  const { trackingNumber, claimId, filedAt, kind, amount } = claim;
  const steps = ['file', 'receive-film', 'check-film', 'judge', 'close'].slice(0, claim.deadline ? 3 : 5);
  const timeline = appendToTimeline(
    emptyHead(trackingNumber),
    steps.map((action) => ({ at: filedAt, actor: { role: 'system' }, action, claimId })),
  );
  const written = await cases.commit({ trackingNumber, expectedVersion: 0, claims: [claim], timeline });
  if (written !== 'committed') throw new Error(`The case ${trackingNumber} was there already.`);
  const level = chance.weighted(LEVELS);
  const weight = { none: chance.whole(0, 29), flag: chance.whole(30, 59), hold: chance.whole(60, 150) }[
    level
  ];
  const facts = someFacts({ trackingNumber, claimId, kind, amount, filedAt });
  await judgements.save(someJudgement({ trackingNumber, claimId, facts, weight, level }), filedAt);
  await cases.rememberLookup({ kind: 'claim', text: claimId, trackingNumber, claimId });
  await cases.rememberLookup({ kind: 'tracking-number', text: trackingNumber, trackingNumber });
}

/** Batches by table, some of them at once. */
function createWriter(url: string) {
  const waiting = new Map<string, Item[]>();
  const running = new Set<Promise<void>>();
  const run = async (work: () => Promise<void>) => {
    while (running.size >= AT_ONCE) await Promise.race(running);
    const one = work().finally(() => running.delete(one));
    running.add(one);
  };
  const flush = (table: string) => {
    const items = waiting.get(table) ?? [];
    waiting.set(table, []);
    return run(async () => {
      if (items.length === 0) return;
      const requests = items.map((item) => ({ PutRequest: { Item: marshall(item, MARSHALLING) } }));
      // Past the SDK's client, which takes longer for a batch than the engine does.
      const { UnprocessedItems = {} } = await callAws<{ UnprocessedItems?: object }>(
        url,
        'DynamoDB_20120810.BatchWriteItem',
        { RequestItems: { [table]: requests } },
      );
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('The engine left items over.');
    });
  };
  return {
    run,
    async put(table: string, item: Item) {
      const items = waiting.get(table) ?? [];
      waiting.set(table, items);
      items.push(item);
      if (items.length >= BATCH) await flush(table);
    },
    async end() {
      for (const table of waiting.keys()) await flush(table);
      await Promise.all(running);
    },
  };
}

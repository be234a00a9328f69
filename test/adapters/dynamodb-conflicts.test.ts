import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoCaseStore } from '../../functions/adapters/dynamodb-case-store.ts';
import { createDynamoPolicyStore } from '../../functions/adapters/dynamodb-policy-store.ts';
import { plainPersonalVault } from '../../functions/adapters/plain-personal-vault.ts';
import { advanceHead, emptyHead } from '../../functions/claims/timeline.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { someChange } from '../contract/case-changes.ts';

const PARCEL = somePolicy().trackingNumber;
const said = { message: 'said the database', $metadata: {} };
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...said, CancellationReasons: codes.map((Code) => ({ Code })) });
const conditionFailed = new ConditionalCheckFailedException(said);
const throttled = new ProvisionedThroughputExceededException(said);
const conflicting = new TransactionConflictException(said);

/** A client that gives these answers in turn, for what a local engine never does. */
function storesAnswering(...answers: (Error | object)[]) {
  let sent = 0;
  const client = {
    async send() {
      const answer = answers[Math.min(sent, answers.length - 1)];
      sent += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as DynamoDBDocumentClient;
  const tables = { client, tableName: 'table', policiesTableName: 'policies', vault: plainPersonalVault };
  return {
    policies: createDynamoPolicyStore(tables),
    cases: createDynamoCaseStore(tables),
    sent: () => sent,
  };
}

const policy = somePolicy();
const saved = somePolicy({ version: 2 });
const other = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2' });
const due = { trackingNumber: PARCEL, dueAt: policy.claimableUntil };

describe('losing against another writer', () => {
  it.each([
    ['a condition', cancelled('None', 'ConditionalCheckFailed')],
    ['an item held by another transaction', cancelled('TransactionConflict', 'None')],
    ['a conflict of the whole', conflicting],
  ])('is a conflict of a transaction: %s', async (_, error) => {
    const stores = storesAnswering(error);
    expect(await stores.cases.commit(someChange(emptyHead(PARCEL)))).toBe('conflict');
    expect(await stores.policies.replace(policy, other)).toBe('conflict');
  });

  it.each([
    ['a condition', conditionFailed],
    ['an item held by a transaction', conflicting],
  ])('is a conflict of one write: %s', async (_, error) => {
    const stores = storesAnswering(error);
    expect(await stores.policies.save(policy, saved)).toBe('conflict');
    expect(await stores.policies.endIfDue(due, due.dueAt)).toBe('not-due');
  });

  it('is waited out by a sale, which has nothing to decide again', async () => {
    const stores = storesAnswering(conflicting, conflicting, {});
    expect(await stores.policies.insert(policy)).toEqual({ inserted: true });
    expect(stores.sent()).toBe(3);
  });

  it('for ever is a fault of a sale', async () => {
    await expect(storesAnswering(conflicting).policies.insert(policy)).rejects.toBe(conflicting);
  });
});

describe('a fault of the database', () => {
  it.each([
    ['throttling', throttled],
    ['throttling within a transaction', cancelled('None', 'ThrottlingError')],
    ['an invalid request', cancelled('ValidationError')],
    ['no reason', cancelled()],
  ])('is never taken for a conflict: %s', async (_, error) => {
    const { policies, cases } = storesAnswering(error);
    const wait = {
      trackingNumber: PARCEL,
      claimId: 'c',
      status: 'paying' as const,
      taskToken: 't',
      since: due.dueAt,
    };
    for (const attempt of [
      policies.insert(policy),
      policies.save(policy, saved),
      policies.replace(policy, other),
      policies.endIfDue(due, due.dueAt),
      cases.commit(someChange(emptyHead(PARCEL))),
      cases.saveWait(wait),
      cases.read(PARCEL),
    ]) {
      await expect(attempt).rejects.toBe(error);
    }
  });
});

describe('a query that meets a transaction half-way', () => {
  const first = someChange(emptyHead(PARCEL), { claims: [someClaim()] });
  const headBefore = advanceHead(emptyHead(PARCEL), first.timeline);
  const changed = someClaim({ status: 'approved', version: 2 });
  const second = someChange(headBefore, { claims: [changed], actions: ['approve'] });
  const key = (recordKey: string) => ({ trackingNumber: PARCEL, recordKey });
  const claimKey = 'case#claim#claim-1';
  const before = {
    head: { ...key('case#head'), ...headBefore, lastChange: [claimKey] },
    claim: { ...key(claimKey), ...someClaim(), caseVersion: 1 },
    entry: { ...key('case#timeline#000001'), ...first.timeline[0] },
  };
  const after = {
    head: { ...key('case#head'), ...advanceHead(headBefore, second.timeline), lastChange: [claimKey] },
    claim: { ...key(claimKey), ...changed, caseVersion: 2 },
    entry: { ...key('case#timeline#000002'), ...second.timeline[0] },
  };
  const whole = { Items: [after.claim, after.head, before.entry, after.entry] };

  it.each([
    ['the old claim under the new head', [before.claim, after.head, before.entry, after.entry]],
    ['the new claim under the old head', [after.claim, before.head, before.entry]],
    ['no claim yet', [before.head, before.entry]],
    ['no head yet', [before.claim, before.entry]],
    ['the entry before its head', [before.claim, before.head, before.entry, after.entry]],
    ['the head before its entry', [after.claim, after.head, before.entry]],
  ])('is read again: %s', async (_, Items) => {
    const stores = storesAnswering({ Items }, { Items }, whole);
    expect(await stores.cases.read(PARCEL)).toEqual({
      head: advanceHead(headBefore, second.timeline),
      claims: [changed],
      uploads: [],
      judgements: [],
      payouts: [],
      letters: [],
      timeline: [...first.timeline, ...second.timeline],
    });
    expect(stores.sent()).toBe(3);
  });

  it('is a fault when it stays so: nobody may decide on half a case', async () => {
    const stores = storesAnswering({ Items: [before.claim, after.head, before.entry, after.entry] });
    await expect(stores.cases.read(PARCEL)).rejects.toThrow(`case ${PARCEL} do not belong together`);
  });

  it('follows the pages to the end', async () => {
    const pages = whole.Items.map((item, index, { length }) => ({
      Items: [item],
      ...(index < length - 1 && { LastEvaluatedKey: key(item.recordKey) }),
    }));
    const stores = storesAnswering(...pages);
    expect((await stores.cases.read(PARCEL)).timeline).toHaveLength(2);
    expect(stores.sent()).toBe(4);
  });
});

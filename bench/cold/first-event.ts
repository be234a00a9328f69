import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { type OperationName, operations } from '../../functions/contracts/operations.ts';
import { somePolicy } from '../../test/builders/policy.ts';
import { bodies, queries } from './api-bodies.ts';

const ids = { trackingNumber: '10100012123456', claimId: 'claim-1' };
const inQueue = (body: object) => ({ Records: [{ messageId: 'message-1', body: JSON.stringify(body) }] });

/** A change of a table, in the database's own notation; nothing but texts and numbers is needed of it. */
const inStream = (after: object) => ({
  Records: [{ eventID: 'event-1', dynamodb: { SequenceNumber: '1', NewImage: attributesOf(after) } }],
});

/** What the functions that no call of the API reaches are started with. */
const events: Record<string, () => unknown> = {
  'check-film': () => inQueue({ trackingNumber: ids.trackingNumber, uploadId: 'upload-1' }),
  'judge-claim': () => inQueue(ids),
  'look-at-film': () => inQueue({ trackingNumber: ids.trackingNumber, uploadId: 'upload-1' }),
  'send-notice': () =>
    inQueue({ about: 'policy-sold', trackingNumber: ids.trackingNumber, policyId: 'policy-1' }),
  'count-policy-changes': () => inStream({ ...somePolicy(), recordKey: 'policy' }),
  'follow-policy-changes': () => inStream({ ...somePolicy(), recordKey: 'policy' }),
  'count-case-changes': () => inStream({ recordKey: 'other' }),
  'follow-case-changes': () => inStream({ recordKey: 'other' }),
  'apply-claim-deadline': () => ({ ...ids, status: 'in-review' }),
  'await-claim-change': () => ({ ...ids, status: 'in-review', taskToken: 'token' }),
  'flag-claim': () => ids,
  'look-for-money': () => ids,
  'pay-claim': () => ids,
  'read-claim-standing': () => ids,
  'end-policies': () => ({}),
  'reconcile-claims': () => ({}),
  'restart-claim-workflow': () => ({ detail: { input: JSON.stringify(ids) } }),
};

/** An event that a function can get first: its call of the API, or what else starts it. */
export function firstEventOf(handler: string): unknown {
  if (Object.hasOwn(operations, handler)) return callOf(operations[handler as OperationName]);
  const event = events[handler];
  if (!event) throw new Error(`The bench of cold starts has no event for ${handler}.`);
  return event();
}

function callOf(operation: Operation & { name: OperationName }): object {
  const body = bodies[operation.name];
  return {
    rawPath: operation.path,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${'A'.repeat(43)}`,
      'idempotency-key': 'key-1',
      'if-match': '"1"',
    },
    pathParameters: {
      ...{ trackingNumber: ids.trackingNumber, claimId: ids.claimId, action: 'withdraw', region: 'RYA' },
      ...{ uploadId: 'upload-1', evidenceId: 'film-1', letterId: 'letter-1', personId: 'anna' },
      sellerId: 's'.repeat(22),
    },
    queryStringParameters: queries[operation.name] ?? {},
    requestContext: {
      requestId: 'request-1',
      http: { method: operation.method },
      authorizer: { jwt: { claims: { username: 'anna', 'cognito:groups': [operation.roles?.[0]] } } },
    },
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

function attributesOf(item: object): Record<string, object> {
  return Object.fromEntries(
    Object.entries(JSON.parse(JSON.stringify(item))).map(([name, value]) => [name, attributeOf(value)]),
  );
}

function attributeOf(value: unknown): object {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  return { M: attributesOf(value as object) };
}

import { jest } from '@jest/globals';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createHmacLinkSigner } from '../../functions/adapters/hmac-link-signer.ts';
import { bindingOf } from '../../functions/claims/approval-binding.ts';
import { appendToTimeline, emptyHead } from '../../functions/claims/timeline.ts';
import { toInstant } from '../../functions/clock.ts';
import type { Claim, Letter, Proposal } from '../../functions/contracts/case.ts';
import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { type OperationName, operations } from '../../functions/contracts/operations.ts';
import { handlerNames } from '../../lib/function-bundles.ts';
import { newTrackingNumber } from '../../local/tracking-number.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { someClaimFacts } from '../builders/facts.ts';
import { somePolicy } from '../builders/policy.ts';
import { someSale } from '../policies/sale-fixture.ts';
import { MASTER_KEY, startEngines } from './service-engines.ts';

jest.setTimeout(120_000);

/**
 * Who may make which call, whole. One row is one call on a parcel with an open claim that Anna has; each column is
 * a caller:
 *
 *   none      no credential          anna      the specialist who has the claim
 *   owner     the parcel's customer  vera      another specialist
 *   other     another customer       boris     a supervisor
 *   pos       a till                 gleb      the supervisor who proposed this payout (a specialist then)
 *                                    kira      an analyst
 *                                    dina      an administrator
 *
 *   ok      it is done                              -401    no credential of this kind: the gateway refuses
 *   own     done, on the caller's own parcel        -role   not for this role
 *   in      let in; its content or the case's       -404    as if it were not there
 *           state then decides                      -has    somebody else has the claim
 *                                                   -not    not assigned to the caller
 *                                                   -same   takes another person
 *                                                   -two    takes a second person
 *                                                   -step   no step of this role in this state
 *                                                   -who    no specialist who could have it
 *
 * The gateway's part (which kind of credential a route takes) is asserted of the template in test/stack.
 */
const matrix = `
call                       none  owner other pos   anna  vera  boris gleb  kira  dina

quote-protection           -401  -401  -401  in    -401  -401  -401  -401  -401  -401
sell-protection            -401  -401  -401  ok    -401  -401  -401  -401  -401  -401
read-sale                  -401  -401  -401  ok    -401  -401  -401  -401  -401  -401
void-sale                  -401  -401  -401  in    -401  -401  -401  -401  -401  -401

read-my-policy             -404  ok    own   -404  -404  -404  -404  -404  -404  -404
file-claim                 -404  ok    own   -404  -404  -404  -404  -404  -404  -404
read-my-claim              -404  ok    -404  -404  -404  -404  -404  -404  -404  -404
act-on-my-claim            -404  ok    -404  -404  -404  -404  -404  -404  -404  -404
request-payee-code         -404  ok    -404  -404  -404  -404  -404  -404  -404  -404
change-payee               -404  in    -404  -404  -404  -404  -404  -404  -404  -404
start-upload               -404  ok    own   -404  -404  -404  -404  -404  -404  -404
read-upload                -404  ok    -404  -404  -404  -404  -404  -404  -404  -404
read-upload:of-desk        -404  -404  -404  -404  -404  -404  -404  -404  -404  -404
sign-parts                 -404  ok    -404  -404  -404  -404  -404  -404  -404  -404
sign-parts:of-desk         -404  -404  -404  -404  -404  -404  -404  -404  -404  -404
complete-upload            -404  in    -404  -404  -404  -404  -404  -404  -404  -404
complete-upload:of-desk    -404  -404  -404  -404  -404  -404  -404  -404  -404  -404
abort-upload               -404  ok    -404  -404  -404  -404  -404  -404  -404  -404
abort-upload:of-desk       -404  -404  -404  -404  -404  -404  -404  -404  -404  -404

read-openapi               ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
read-desk-settings         ok    ok    ok    ok    ok    ok    ok    ok    ok    ok

count-work                 -401  -401  -401  -401  ok    ok    ok    ok    ok    -role
take-next                  -401  -401  -401  -401  ok    ok    -role -role -role -role
list-staff                 -401  -401  -401  -401  ok    ok    ok    ok    -role ok
change-staff:of-anna       -401  -401  -401  -401  ok    -role ok    ok    -role ok
list-cases                 -401  -401  -401  -401  ok    ok    ok    ok    -role -role
search-cases               -401  -401  -401  -401  ok    ok    ok    ok    -role -role
read-case                  -401  -401  -401  -401  ok    ok    ok    ok    -role -role
watch-presence             -401  -401  -401  -401  ok    ok    ok    ok    -role -role
file-phone-claim           -401  -401  -401  -401  ok    ok    ok    ok    -role -role

read-region-report         -401  -401  -401  -401  -role -role ok    ok    ok    -role
read-office-report         -401  -401  -401  -401  -role -role ok    ok    ok    -role
read-report-series         -401  -401  -401  -401  -role -role ok    ok    ok    -role
list-report-claims         -401  -401  -401  -401  -role -role ok    ok    ok    -role
read-claim-sheet           -401  -401  -401  -401  -role -role -404  -404  -404  -role
write-release              -401  -401  -401  -401  -role -role ok    ok    ok    -role

open-personal              -401  -401  -401  -401  ok    -not  ok    ok    -role -role
open-personal:unclaimed    -401  -401  -401  -401  -not  -not  ok    ok    -role -role
open-personal:call         -401  -401  -401  -401  ok    ok    ok    ok    -role -role
download-evidence          -401  -401  -401  -401  ok    -not  ok    ok    -role -role
bookmark-evidence          -401  -401  -401  -401  ok    ok    ok    ok    -role -role
name-document              -401  -401  -401  -401  ok    ok    ok    ok    -role -role
start-case-upload          -401  -401  -401  -401  ok    ok    ok    ok    -role -role
sign-case-parts            -401  -401  -401  -401  ok    ok    ok    ok    -role -role
sign-case-parts:of-owner   -401  -401  -401  -401  -404  -404  -404  -404  -role -role
complete-case-upload       -401  -401  -401  -401  in    in    in    in    -role -role
complete-case-upload:of-owner -401  -401  -401  -401  -404  -404  -404  -404  -role -role

assign-claim:to-oneself    -401  -401  -401  -401  ok    -has  -who  -who  -role -role
assign-claim:to-vera       -401  -401  -401  -401  ok    -has  ok    ok    -role -role
assign-claim:back          -401  -401  -401  -401  ok    -has  ok    ok    -role -role
assign-claim:of-nobody     -401  -401  -401  -401  ok    ok    -who  -who  -role -role
assign-claim:refused-by-anna -401  -401  -401  -401  -same ok    -who  -who  -role -role

act-on-claim:ask-for-more  -401  -401  -401  -401  ok    -has  ok    ok    -role -role
act-on-claim:withdraw      -401  -401  -401  -401  ok    ok    ok    ok    -role -role
act-on-claim:refuse        -401  -401  -401  -401  ok    -has  ok    ok    -role -role
act-on-claim:approve       -401  -401  -401  -401  ok    -has  -step -step -role -role
act-on-claim:approve-above -401  -401  -401  -401  -two  -has  -step -step -role -role
act-on-claim:propose       -401  -401  -401  -401  ok    -has  -step -step -role -role
act-on-claim:approve-proposal -401  -401  -401  -401  -step -step ok    -same -role -role
act-on-claim:retry-payout  -401  -401  -401  -401  -step -step ok    ok    -role -role
act-on-claim:settle        -401  -401  -401  -401  -step -step -step -step -role -role

write-letter               -401  -401  -401  -401  in    -has  in    in    -role -role
change-letter              -401  -401  -401  -401  in    -has  in    in    -role -role
discard-letter             -401  -401  -401  -401  in    -has  in    in    -role -role
read-letter-pdf            -401  -401  -401  -401  in    in    in    in    -role -role
dispatch-letter            -401  -401  -401  -401  in    -has  in    in    -role -role
file-reply                 -401  -401  -401  -401  in    in    in    in    -role -role

list-signals               -401  -401  -401  -401  -role -role ok    ok    ok    -role
read-seller                -401  -401  -401  -401  ok    ok    ok    ok    ok    -role
`;

const [header = '', ...lines] = matrix.split('\n').filter((line) => line.trim() !== '');
const callers = header.trim().split(/\s+/).slice(1) as Caller[];
const rows = lines.map((line) => {
  const [call = '', ...cells] = line.trim().split(/\s+/);
  return { call, name: call.split(':')[0] as OperationName, cells };
});

type Caller = 'none' | 'owner' | 'other' | 'pos' | Person;
type Person = 'anna' | 'vera' | 'boris' | 'gleb' | 'kira' | 'dina';
const groupOf: Record<Person, string> = {
  anna: 'specialist',
  vera: 'specialist',
  boris: 'supervisor',
  gleb: 'supervisor',
  kira: 'analyst',
  dina: 'administrator',
};

const HOUR = 3_600_000;
const inHours = (hours: number) => toInstant(Date.now() + hours * HOUR);
const ANNA = { role: 'specialist', id: 'anna' } as const;
const SELLER = 's'.repeat(22);
const SHA256 = 'VJdjbyp6YAj1wLDxo6NaL/vRT6CVtzbz4izKtVZvLaU=';

let engines: Awaited<ReturnType<typeof startEngines>>;
const links = createHmacLinkSigner(MASTER_KEY);
beforeAll(async () => {
  engines = await startEngines();
  await engines.stores.sellers.rememberClaim(SELLER, someClaimFacts({ sellerIds: [SELLER] }));
  for (const [personId, role] of Object.entries(groupOf))
    await engines.stores.desk.noteSeen({ personId, role: role as 'specialist', at: inHours(0) });
});
afterAll(() => engines?.close());

interface Call {
  parameters?: Record<string, string>;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  claim?: Partial<Claim>;
  unclaimed?: boolean;
}

const proposed = { amount: 450_000, evidence: ['Видео'], files: [] };
const binding = bindingOf(someClaim(), proposed);
const proposal: Proposal = {
  ...proposed,
  by: { role: 'specialist', id: 'gleb' },
  at: inHours(-1),
  binding,
};
const refusal = {
  at: inHours(-1),
  by: { role: 'customer' as const },
  refusedBy: ANNA,
  previousDecision: { outcome: 'refused' as const, by: ANNA, at: inHours(-2) },
};
const parts = { parts: [{ partNumber: 1, size: 1000, sha256: SHA256 }] };
const upload = (uploadId: string) => ({ parameters: { uploadId } });
const claim = { parameters: { claimId: 'claim-1' } };
const letter = { parameters: { letterId: 'letter-1' } };
const evidence = (evidenceId: string) => ({ parameters: { evidenceId } });
const document = { fileName: 'receipt.jpg', contentType: 'image/jpeg', size: 1000 };
const action = (name: string, body?: object, of?: Partial<Claim>): Call => ({
  parameters: { claimId: 'claim-1', action: name },
  headers: { 'if-match': '"1"' },
  ...(body && { body }),
  ...(of && { claim: of }),
});
const nobodys = { assignee: undefined, unassignedSince: inHours(-1) } as unknown as Partial<Claim>;
const march = { from: '2026-03-01', to: '2026-03-31' };
const approved = { outcome: 'approved' as const, by: ANNA, at: inHours(-1), amount: 1 };

/** What each row sends; a person's own name is `oneself`. */
const calls: Record<string, (caller: Caller, trackingNumber: string) => Call> = {
  'quote-protection': (_, trackingNumber) => ({ body: { trackingNumber, amount: 450_000 } }),
  'sell-protection': () => ({
    headers: { 'idempotency-key': crypto.randomUUID() },
    body: someSale({
      trackingNumber: newTrackingNumber(),
      soldAt: inHours(0),
      consent: { termsVersion: '2026-01', acceptedAt: inHours(0), personalData: true },
    }),
  }),
  'void-sale': () => ({ body: {} }),
  'file-claim': () => ({ body: { kind: 'damaged', description: 'Разбито', amount: 1000 } }),
  'read-my-claim': () => claim,
  'act-on-my-claim': () => ({ parameters: { claimId: 'claim-1', action: 'withdraw' } }),
  'request-payee-code': () => claim,
  'change-payee': () => ({ ...claim, body: { code: '000000', payee: { method: 'phone' } } }),
  'start-upload': () => ({ body: { fileName: 'film.mp4', contentType: 'video/mp4', size: 1000 } }),
  'read-upload': () => upload('upload-1'),
  'read-upload:of-desk': () => upload('desk-1'),
  'sign-parts': () => ({ ...upload('upload-1'), body: parts }),
  'sign-parts:of-desk': () => ({ ...upload('desk-1'), body: parts }),
  'complete-upload': () => upload('upload-1'),
  'complete-upload:of-desk': () => upload('desk-1'),
  'abort-upload': () => upload('upload-1'),
  'abort-upload:of-desk': () => upload('desk-1'),
  'change-staff:of-anna': () => ({ parameters: { personId: 'anna' }, body: { locales: ['ru'] } }),
  // None waits of this zone: no cell takes the claim of another.
  'take-next': () => ({ body: { timeZones: ['Asia/Omsk'] } }),
  'search-cases': (_, trackingNumber) => ({ body: { text: trackingNumber } }),
  'watch-presence': () => ({ body: {} }),
  'file-phone-claim': () => ({ body: { kind: 'damaged', description: 'Разбито', amount: 1000 } }),
  'read-region-report': () => ({ query: march }),
  'write-release': () => ({ query: march }),
  'read-office-report': () => ({ parameters: { region: 'RYA' }, query: march }),
  'read-report-series': () => ({ query: march }),
  'list-report-claims': () => ({ query: { ...march, region: 'RYA' } }),
  'read-claim-sheet': () => ({ parameters: { claimId: 'counted-nowhere' } }),
  'open-personal': () => ({ body: { reason: 'call-with-customer' } }),
  'open-personal:unclaimed': () => ({ body: { reason: 'review' }, unclaimed: true }),
  'open-personal:call': () => ({ body: { reason: 'call-with-customer' }, unclaimed: true }),
  'download-evidence': () => ({ ...evidence('film-1'), body: { reason: 'review' } }),
  'bookmark-evidence': () => ({ ...evidence('film-1'), body: { second: 12.5, note: 'Вес' } }),
  'name-document': () => ({ ...evidence('document-1'), body: { documentKind: 'receipt' } }),
  'start-case-upload': () => ({ body: document }),
  'sign-case-parts': () => ({ ...upload('desk-1'), body: parts }),
  'sign-case-parts:of-owner': () => ({ ...upload('upload-1'), body: parts }),
  'complete-case-upload': () => upload('desk-1'),
  'complete-case-upload:of-owner': () => upload('upload-1'),
  'assign-claim:to-oneself': (caller) => ({ ...claim, body: { assignee: caller } }),
  'assign-claim:to-vera': () => ({ ...claim, body: { assignee: 'vera' } }),
  'assign-claim:back': () => ({ ...claim, body: { assignee: null } }),
  'assign-claim:of-nobody': (caller) => ({ ...claim, body: { assignee: caller }, claim: nobodys }),
  'assign-claim:refused-by-anna': (caller) => ({
    ...claim,
    body: { assignee: caller },
    claim: { ...nobodys, status: 'in-appeal', appeal: refusal },
  }),
  'act-on-claim:ask-for-more': () => action('ask-for-more', { question: 'Где чек?' }),
  'act-on-claim:withdraw': () => action('withdraw'),
  'act-on-claim:refuse': () =>
    action('refuse', {
      reasonCode: 'evidence-insufficient',
      clause: '4.2',
      evidence: ['Видео'],
      whatWouldChange: 'Полное видео',
    }),
  'act-on-claim:approve': () => action('approve', { amount: 450_000, evidence: ['Видео'] }),
  'act-on-claim:approve-above': () =>
    action(
      'approve',
      { amount: 2_000_000, evidence: ['Видео'] },
      { amount: 2_000_000, purchaseAmount: 2_000_000 },
    ),
  'act-on-claim:propose': () =>
    action(
      'propose',
      { amount: 2_000_000, evidence: ['Видео'] },
      { amount: 2_000_000, purchaseAmount: 2_000_000 },
    ),
  'act-on-claim:approve-proposal': () =>
    action('approve-proposal', { binding }, { status: 'awaiting-approval', proposal }),
  'act-on-claim:retry-payout': () =>
    action('retry-payout', {}, { status: 'needs-attention', decision: approved }),
  'act-on-claim:settle': () => action('settle', {}, { status: 'paying', decision: approved }),
  'write-letter': () => ({ ...claim, body: { kind: 'claim-to-seller' } }),
  'change-letter': () => ({
    ...letter,
    body: { version: 1, recipient: { name: 'ООО' }, subject: 'Тема', body: 'Текст', enclosures: [] },
  }),
  'discard-letter': () => letter,
  'read-letter-pdf': () => letter,
  'dispatch-letter': () => ({ ...letter, body: { version: 1, channel: 'post' } }),
  'read-seller': () => ({ parameters: { sellerId: SELLER } }),
  'file-reply': () => ({
    ...letter,
    body: { receivedAt: inHours(-1), outcome: 'other', summary: 'Ответ' },
  }),
};

/** A parcel, and who else there is: its policy, an open claim that Anna has, films, documents and a draft. */
async function openParcel(trackingNumber: string, given: Call) {
  const { policies, cases } = engines.stores;
  const policyId = `policy-${trackingNumber}`;
  const policy = somePolicy({
    trackingNumber,
    policyId,
    idempotencyKey: policyId,
    amount: 2_000_000,
    soldAt: inHours(-48),
    startsAt: inHours(-48),
    endsAt: inHours(24 * 28),
    claimableUntil: inHours(24 * 28),
    openClaims: given.unclaimed ? 0 : 1,
  });
  await policies.insert(policy);
  if (given.unclaimed) return policy;
  const ids = { trackingNumber, policyId };
  const open = { ...ids, size: 1000, partCount: 1, startedAt: inHours(-1) };
  const received = { ...open, status: 'received' as const, receivedAt: inHours(-1) };
  const opened = someClaim({
    ...ids,
    assignee: { id: 'anna', since: inHours(-1) },
    filedAt: inHours(-1),
    startedAt: inHours(-1),
    statusSince: inHours(-1),
    deadline: inHours(72),
    ...given.claim,
  });
  await cases.commit({
    trackingNumber,
    expectedVersion: 0,
    claims: [JSON.parse(JSON.stringify(opened)) as Claim],
    uploads: [
      someUpload({ ...open, uploadId: 'upload-1' }),
      someUpload({ ...open, uploadId: 'desk-1', purpose: 'document', filedBy: ANNA }),
      someUpload({ ...received, uploadId: 'film-1' }),
      someUpload({ ...received, uploadId: 'document-1', purpose: 'document' }),
    ],
    letters: [someLetter(ids)],
    timeline: appendToTimeline(emptyHead(trackingNumber), []),
  });
  return policy;
}

function someLetter(ids: { trackingNumber: string; policyId: string }): Letter {
  return {
    ...ids,
    letterId: 'letter-1',
    claimId: 'claim-1',
    kind: 'claim-to-seller',
    status: 'draft',
    version: 1,
    createdAt: inHours(-1),
    createdBy: ANNA,
    enclosures: [],
    replies: [],
    personal: {
      recipient: { name: 'ООО', address: 'Москва' },
      subject: 'Тема',
      body: 'Текст',
      replySummaries: [],
    },
  };
}

async function cellOf({ call, name }: (typeof rows)[number], caller: Caller): Promise<string> {
  const operation: Operation = operations[name];
  const isPerson = caller in groupOf;
  // The gateway's authorizers, before any function runs.
  if (operation.caller === 'pos' && caller !== 'pos') return '-401';
  if (operation.caller === 'console' && !isPerson) return '-401';

  const trackingNumber = newTrackingNumber();
  const { parameters, headers, query, body, ...given } = calls[call]?.(caller, trackingNumber) ?? {};
  const policy = await openParcel(trackingNumber, given);
  const other = await openParcel(newTrackingNumber(), { unclaimed: true });
  const token = caller === 'owner' ? links.tokenOf(policy) : caller === 'other' ? links.tokenOf(other) : '';
  const claims = { 'cognito:groups': `[${groupOf[caller as Person]}]`, username: caller };
  const event = {
    version: '2.0',
    headers: {
      'content-type': 'application/json',
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
    ...(query && { queryStringParameters: query }),
    pathParameters: { trackingNumber, ...parameters },
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1', ...(isPerson && { authorizer: { jwt: { claims } } }) },
  } as unknown as APIGatewayProxyEventV2;
  const { handler } = (await import(`../../functions/handlers/${name}.ts`)) as {
    handler: (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
  };
  const answer = await handler(event, {} as Context);
  const cell = meaningOf(answer);
  if (caller !== 'other' || cell !== 'ok' || operation.caller !== 'customer') return cell;
  // Whatever another customer was let do has nothing to do with this parcel.
  const { head } = await engines.stores.cases.read(trackingNumber);
  return head.version === 1 && !String(answer.body).includes(trackingNumber) ? 'own' : 'leak';
}

function meaningOf({ statusCode = 0, body = '' }: APIGatewayProxyStructuredResultV2): string {
  if (statusCode >= 200 && statusCode < 300) return 'ok';
  const { code } = JSON.parse(body) as { code: string };
  const codes: Record<string, string> = {
    forbidden: '-role',
    'not-found': '-404',
    'assigned-to-another': '-has',
    'not-assigned': '-not',
    'another-person-needed': '-same',
    'second-person-needed': '-two',
    'action-not-allowed': '-step',
    'assignee-unknown': '-who',
  };
  if (codes[code]) return codes[code];
  return statusCode >= 500 ? `fault ${code}` : 'in';
}

describe('who may make which call', () => {
  it('is said of every operation and every caller', () => {
    expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(Object.keys(operations)));
    for (const { cells } of rows) expect(cells).toHaveLength(callers.length);
  });

  for (const row of rows) {
    const isBuilt = handlerNames.includes(row.name);
    (isBuilt ? it : it.skip)(`${row.call}: ${row.cells.join(' ')}`, async () => {
      const cells: string[] = [];
      for (const [index, caller] of callers.entries()) {
        const cell = await cellOf(row, caller);
        // `in` says no more than that the caller is let in.
        cells.push(cell === 'ok' && row.cells[index] === 'in' ? 'in' : cell);
      }
      const told = (each: string[]) => Object.fromEntries(callers.map((caller, n) => [caller, each[n]]));
      expect(told(cells)).toEqual(told(row.cells));
    });
  }
});

import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import type { ClaimAction } from '../../functions/claims/claim-lifecycle.ts';
import type { ActionDetails } from '../../functions/claims/claim-rules.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import type { CaseChange } from '../../functions/claims/ports.ts';
import { readMyPolicy } from '../../functions/claims/read-my-policy.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { ClaimStatus, Upload } from '../../functions/contracts/case.ts';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { Actor, Locale } from '../../functions/contracts/primitives.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, BORIS, CUSTOMER, done, filingOf, NOW, openCase } from '../claims/claims-fixture.ts';

type Step = [action: ClaimAction, actor: Actor, details?: ActionDetails];

const SYSTEM = { role: 'system' } as const;
const CLOCK = { role: 'clock' } as const;
const ASK: Step = [
  'ask-for-more',
  ANNA,
  {
    question:
      'Пришлите, пожалуйста, фото чека и переписку с продавцом.\nБез них продавец ничего не признает.',
  },
];
const REFUSE: Step = [
  'refuse',
  ANNA,
  {
    reasonCode: 'evidence-insufficient',
    clause: '4.2',
    evidence: ['upload-1', 'Переписка с продавцом от 3 марта'],
    explanation: 'На видео не видно, как вскрывали коробку: съёмка начинается с уже открытой посылки.',
    whatWouldChange:
      'Фото наклейки с номером на этой коробке или ответ продавца, в котором он признаёт ошибку.',
  },
];
const APPEAL: Step = ['appeal', CUSTOMER, { reason: 'Наклейка видна на 40-й секунде.' }];
const APPROVE: Step = ['approve', ANNA, { amount: 450_000 }];
const PROPOSE: Step = ['propose', ANNA, { amount: 450_000, evidence: ['Видео распаковки'] }];
const SEND: Step = [
  'send-letter',
  ANNA,
  { letter: { kind: 'claim-to-seller', replyDueAt: '2026-03-20T21:00:00.000Z' } },
];
const START: Step = ['start-payout', SYSTEM];

/** The way to each state of a claim, along the state table itself. */
export const waysTo: Record<ClaimStatus, { isFilmed: boolean; steps: Step[] }> = {
  'awaiting-video': { isFilmed: false, steps: [] },
  'in-review': { isFilmed: true, steps: [] },
  'awaiting-customer': { isFilmed: true, steps: [ASK] },
  approved: { isFilmed: true, steps: [APPROVE] },
  paying: { isFilmed: true, steps: [APPROVE, START] },
  compensated: { isFilmed: true, steps: [APPROVE, START, ['settle', SYSTEM]] },
  refused: { isFilmed: true, steps: [REFUSE] },
  'awaiting-reply': { isFilmed: true, steps: [SEND] },
  'awaiting-approval': { isFilmed: true, steps: [PROPOSE] },
  'refunded-by-seller': { isFilmed: true, steps: [['seller-refunded', ANNA, { amount: 450_000 }]] },
  'recovered-through-bank': { isFilmed: true, steps: [['bank-recovered', ANNA, { amount: 450_000 }]] },
  merged: { isFilmed: true, steps: [['merge', ANNA]] },
  'in-appeal': { isFilmed: true, steps: [REFUSE, APPEAL] },
  withdrawn: { isFilmed: true, steps: [['withdraw', CUSTOMER]] },
  lapsed: { isFilmed: false, steps: [['lapse', CLOCK]] },
  'needs-attention': { isFilmed: true, steps: [['flag', SYSTEM, { attention: 'workflow-error' }]] },
};

const FILM: Upload = {
  ...someUpload({ status: 'received', fileName: 'VID_20260305_093300.mp4' }),
  receivedAt: '2026-03-05T09:55:00.000Z',
};

/** What the customer's page is told of a policy without claims. */
export async function viewOfPolicy(
  locale: Locale,
  given: { policy?: Partial<Policy>; isFilmed?: boolean; uploads?: Upload[]; now?: string } = {},
): Promise<CustomerPolicy> {
  const policy = somePolicy(given.policy);
  const uploads = given.uploads ?? (given.isFilmed ? [FILM] : []);
  const opened = await openCase(policy, uploads.length > 0 ? { uploads } : {});
  return readMyPolicy({ policy, locale, now: given.now ?? NOW }, opened.ports);
}

/** What it is told of a claim in this state, by the service's own rules; each step an hour after the one before. */
export async function viewOfClaim(
  status: ClaimStatus,
  locale: Locale,
  more: { steps?: Step[]; policy?: Partial<Policy>; holds?: Pick<CaseChange, 'uploads' | 'letters'> } = {},
): Promise<CustomerPolicy> {
  const policy = somePolicy({ office: kamchatka, ...more.policy });
  const { isFilmed, steps } = waysTo[status];
  const opened = await openCase(policy, isFilmed ? { uploads: [FILM] } : {});
  const { claim } = done(await fileClaim(filingOf(), opened.ports));
  let now = NOW;
  const other = status === 'merged' ? await fileOther(opened) : undefined;
  for (const [action, actor, details = {}] of [...steps, ...(more.steps ?? [])]) {
    now = toInstant(toMillis(now) + 3_600_000);
    const { trackingNumber, claimId } = claim;
    const given = { ...details, ...(other && { intoClaimId: other }) };
    done(await actOnClaim({ trackingNumber, claimId, action, actor, details: given, now }, opened.ports));
  }
  if (more.holds) {
    const { head } = await opened.readCase();
    const change = { trackingNumber: head.trackingNumber, expectedVersion: head.version, timeline: [] };
    const letters = more.holds.letters?.map((letter) => ({ ...letter, claimId: claim.claimId })) ?? [];
    await opened.cases.commit({ ...change, ...more.holds, letters });
  }
  return readMyPolicy({ policy: await opened.readPolicy(), locale, now }, opened.ports);
}

/** Another claim about the same event, which the first one goes on in. */
async function fileOther({ ports }: Awaited<ReturnType<typeof openCase>>): Promise<string> {
  const other = filingOf({ kind: 'wrong-item', description: 'Прислали не то.' });
  return done(await fileClaim(other, ports)).claim.claimId;
}

/** Two claims of one parcel: the first waits for the customer, the second is with us. */
export async function viewOfTwoClaims(locale: Locale): Promise<CustomerPolicy> {
  const { ports, readPolicy } = await openCase(somePolicy({ office: kamchatka }), { uploads: [FILM] });
  const { claim } = done(await fileClaim(filingOf(), ports));
  const later = toInstant(toMillis(NOW) + 3_600_000);
  const other = filingOf({ kind: 'damaged', amount: 120_000, description: 'Разбит экран.', now: later });
  done(await fileClaim(other, ports));
  const [action, actor, details = {}] = ASK;
  const { trackingNumber, claimId } = claim;
  done(await actOnClaim({ trackingNumber, claimId, action, actor, details, now: later }, ports));
  return readMyPolicy({ policy: await readPolicy(), locale, now: later }, ports);
}

export const kamchatka = { index: '683000', region: 'Камчатский край', timeZone: 'Asia/Kamchatka' };

/** A refusal that a second person has upheld. */
export const upheld: Step[] = [APPEAL, ['refuse', BORIS, { ...(REFUSE[2] as ActionDetails) }]];

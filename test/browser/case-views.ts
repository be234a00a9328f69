import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { bindingOf } from '../../functions/claims/approval-binding.ts';
import { caseViewOf } from '../../functions/claims/case-view.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { CaseFile, Claim, ClaimStatus, Letter, Upload } from '../../functions/contracts/case.ts';
import type { CaseView } from '../../functions/contracts/console.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { Actor } from '../../functions/contracts/primitives.ts';
import { someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { CUSTOMER, done, filingOf, NOW, openCase } from '../claims/claims-fixture.ts';
import { kamchatka, waysTo } from './customer-views.ts';

export const SPECIALIST: Actor = { role: 'specialist', id: 'anna' };
export const SUPERVISOR: Actor = { role: 'supervisor', id: 'vera' };

/** A film that was checked, with two moments that a colleague has marked. */
export const CASE_FILM: Upload = {
  ...someUpload({ status: 'received', fileName: 'VID_20260305_093300.mp4', size: 48_400_000 }),
  receivedAt: '2026-03-05T09:55:00.000Z',
  bookmarks: [
    { second: 4.2, note: 'Пломба цела, номер читается', by: SPECIALIST, at: '2026-03-05T11:00:00.000Z' },
    { second: 9, note: 'В коробке кирпич', by: SPECIALIST, at: '2026-03-05T11:01:00.000Z' },
  ],
  check: {
    checkedAt: '2026-03-05T09:56:00.000Z',
    sha256: 'a'.repeat(64),
    size: 48_400_000,
    container: 'mp4',
    durationSeconds: 12,
    width: 1280,
    height: 720,
    recordedAt: '2026-03-05T09:33:00.000Z',
    findings: [],
  },
};

export const CASE_DOCUMENTS: Upload[] = [
  someUpload({
    uploadId: 'upload-2',
    multipartId: 'multipart-2',
    objectKey: 'films/policy-1/upload-2',
    status: 'received',
    purpose: 'document',
    fileName: 'Переписка с продавцом.png',
    contentType: 'image/png',
    documentKind: 'seller-correspondence',
    size: 412_000,
    receivedAt: '2026-03-05T10:20:00.000Z',
    check: { checkedAt: NOW, sha256: 'b'.repeat(64), size: 412_000, findings: ['type-differs'] },
  }),
  someUpload({
    uploadId: 'upload-3',
    multipartId: 'multipart-3',
    objectKey: 'films/policy-1/upload-3',
    status: 'received',
    purpose: 'document',
    fileName: 'IMG_2041.jpg',
    contentType: 'image/jpeg',
    size: 2_120_000,
    receivedAt: '2026-03-05T10:25:00.000Z',
    check: { checkedAt: NOW, sha256: 'c'.repeat(64), size: 2_120_000, findings: [] },
  }),
];

export interface CaseGiven {
  reader?: Actor;
  policy?: Partial<Policy>;
  claim?: Partial<Claim> | ((claim: Claim) => Partial<Claim>);
  letters?: Letter[];
  uploads?: Upload[];
}

const BEGUN = toInstant(toMillis(NOW) - 6 * 3_600_000);

/** A case as the service tells it, in each state by the rules themselves; every step an hour after the one before. */
export async function caseIn(status: ClaimStatus, given: CaseGiven = {}): Promise<CaseView> {
  const { isFilmed, steps } = waysTo[status];
  const policy = somePolicy({ office: kamchatka, ...given.policy });
  const uploads = given.uploads ?? (isFilmed ? [CASE_FILM, ...CASE_DOCUMENTS] : []);
  const opened = await openCase(policy, uploads.length > 0 ? { uploads } : {});
  const filing = filingOf({
    actor: CUSTOMER,
    now: BEGUN,
    description:
      'Заказывала телефон за 4 500 ₽. В коробке оказался кирпич, завёрнутый в газету.\nПродавец больше не отвечает.',
  });
  const { claim } = done(await fileClaim(filing, opened.ports));
  const { trackingNumber, claimId } = claim;
  const into =
    status === 'merged'
      ? done(
          await fileClaim(
            filingOf({ kind: 'wrong-item', description: 'Прислали не то.', now: BEGUN }),
            opened.ports,
          ),
        ).claim.claimId
      : undefined;
  let now = BEGUN;
  for (const [action, actor, details = {}] of steps) {
    now = toInstant(toMillis(now) + 3_600_000);
    const asked = { ...details, ...(into && { intoClaimId: into }) };
    done(await actOnClaim({ trackingNumber, claimId, action, actor, details: asked, now }, opened.ports));
  }
  const changeOf = (each: Claim) => (typeof given.claim === 'function' ? given.claim(each) : given.claim);
  const file = await opened.readCase();
  const changed: CaseFile = {
    ...file,
    claims: file.claims.map((each) => (each.claimId === claimId ? { ...each, ...changeOf(each) } : each)),
    letters: (given.letters ?? []).map((letter) => ({ ...letter, claimId })),
  };
  return caseViewOf(changed, [await opened.readPolicy()], given.reader ?? SPECIALIST, NOW);
}

/** The cash on delivery can still be stopped. */
export const IN_POST: Partial<Claim> = {
  moneyInPost: {
    state: 'accepted',
    checkedAt: '2026-03-05T11:30:00.000Z',
    orderNumber: '683000-0042',
    amount: 450_000,
    acceptedAt: '2026-03-04T08:00:00.000Z',
    payeeOffice: '101000',
  },
  urgentUntil: '2026-03-05T15:30:00.000Z',
  suggestedStep: 'recall-of-money-order',
};

export const DRAFT: Letter = someLetter({
  letterId: 'letter-1',
  personal: {
    recipient: { name: 'ООО «Быстрая посылка»', email: 'office@parcel.example' },
    subject: 'Требование о возврате денег за посылку 10100012123456',
    body: 'Уважаемые господа!\n\n1 марта 2026 г. покупатель получил посылку 10100012123456 и оплатил 4 500 ₽ наложенным платежом. В посылке оказался посторонний предмет.\n\nПросим вернуть деньги в течение 10 дней по реквизитам: ____.\n\nОснование: статьи 22 и 26.1 Закона РФ «О защите прав потребителей». Договор от ____.',
    replySummaries: [],
  },
});

export const SENT: Letter = someLetter({
  letterId: 'letter-2',
  kind: 'request-to-bank',
  status: 'sent',
  version: 2,
  createdAt: '2026-03-04T08:00:00.000Z',
  sentAt: '2026-03-04T09:00:00.000Z',
  sentBy: SPECIALIST,
  channel: 'email',
  outgoingNumber: '26-000123',
  replyDueAt: '2026-03-05T11:00:00.000Z',
});

export const ANSWERED: Letter = someLetter({
  letterId: 'letter-3',
  status: 'answered',
  version: 3,
  createdAt: '2026-03-03T08:00:00.000Z',
  sentAt: '2026-03-03T09:00:00.000Z',
  sentBy: SPECIALIST,
  channel: 'post',
  outgoingNumber: '26-000117',
  postalTrackingNumber: '10100067085099',
  replies: [
    {
      receivedAt: '2026-03-05T08:00:00.000Z',
      filedAt: '2026-03-05T08:30:00.000Z',
      by: SPECIALIST,
      outcome: 'declined',
      documents: [],
    },
  ],
  personal: {
    recipient: { name: 'ООО «Быстрая посылка»', address: '101000, Москва, а/я 12' },
    subject: 'Требование о возврате денег',
    body: 'Просим вернуть уплаченные деньги.',
    replySummaries: ['Продавец считает, что товар подменили на почте.'],
  },
});

/** One person has already proposed, to an account that the customer has named. */
export function proposedToSupervisor(): Promise<CaseView> {
  return caseIn('awaiting-approval', {
    reader: SUPERVISOR,
    claim: (claim) => {
      const personal: Claim['personal'] = {
        ...claim.personal,
        payee: {
          method: 'account',
          bankIdentificationCode: '044525225',
          account: '40817810099910004312',
          holder: 'Петрова Анна Ивановна',
        },
      };
      if (!claim.proposal) throw new Error('Nothing was proposed.');
      const proposal = {
        ...claim.proposal,
        files: [{ evidenceId: 'upload-1', second: 9 }],
        explanation: 'На видео непрерывно видно, как из целой коробки достают кирпич.',
      };
      const binding = bindingOf({ ...claim, personal }, proposal);
      return { personal, proposal: { ...proposal, binding } };
    },
  });
}

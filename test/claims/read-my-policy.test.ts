import type { CaseChange } from '../../functions/claims/ports.ts';
import { readMyPolicy } from '../../functions/claims/read-my-policy.ts';
import { customerPolicy } from '../../functions/contracts/customer.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { NOW, openCase, PARCEL } from './claims-fixture.ts';

async function read(policy: Policy, holds: Partial<CaseChange> = {}, now = NOW) {
  const { cases } = await openCase(policy, holds);
  const page = await readMyPolicy({ policy, locale: 'ru', now }, { cases });
  expect(customerPolicy.parse(page)).toEqual(page);
  return page;
}

describe('a policy, as its customer reads it', () => {
  it('is what they bought, until when, what can be claimed and sent, and the service’s own clock', async () => {
    const { timeline, ...page } = await read(somePolicy());
    const { maximumBytes, filesPerPolicy, acceptedTypes, minimumSeconds } = TERMS_ON_SALE.film;
    expect(page).toEqual({
      policyId: 'policy-1',
      trackingNumber: PARCEL,
      status: 'active',
      amount: 450_000,
      price: 9_900,
      termsVersion: '2026-01',
      startsAt: '2026-03-01T09:30:00.000Z',
      endsAt: '2026-03-31T21:00:00.000Z',
      claimableUntil: '2026-03-31T21:00:00.000Z',
      timeZone: 'Europe/Moscow',
      leftToClaim: 450_000,
      videoRequired: true,
      videoThreshold: 300_000,
      coveredKinds: TERMS_ON_SALE.coveredKinds,
      film: { maximumBytes, filesPerPolicy, acceptedTypes, minimumSeconds },
      documents: TERMS_ON_SALE.documents,
      claims: [],
      uploads: [],
      serverTime: NOW,
    });
    expect(timeline).toMatchObject([{ at: '2026-03-01T09:30:00.000Z' }]);
  });

  it('is over by the clock, and asks for no film where none is needed', async () => {
    const end = '2026-03-31T21:00:00.000Z';
    expect(await read(somePolicy(), {}, end)).toMatchObject({ status: 'ended', serverTime: end });
    expect(await read(somePolicy({ amount: 299_999 }))).toMatchObject({ videoRequired: false });
  });
});

describe('what was sent, as its customer reads it', () => {
  const film = { uploadId: 'upload-1', purpose: 'film', fileName: 'unboxing.mp4', size: 20_000_000 };
  const begun = { startedAt: '2026-03-05T09:40:00.000Z', finishUntil: '2026-03-12T21:00:00.000Z' };

  it('is named with its kind, with what the check found, and until when it can be finished', async () => {
    const check = {
      checkedAt: NOW,
      sha256: 'f'.repeat(64),
      size: 20_000_000,
      findings: ['too-short' as const],
    };
    const { size: _size, partCount: _count, ...recording } = someUpload();
    const receipt = { uploadId: 'upload-2', purpose: 'document', documentKind: 'receipt', size: 5 } as const;
    const { uploads } = await read(somePolicy(), {
      uploads: [
        someUpload({ status: 'received', check }),
        someUpload(receipt),
        { ...recording, uploadId: 'upload-3', recordingCode: 'K7M2QX' },
      ],
    });
    expect(uploads).toStrictEqual([
      { ...film, ...begun, status: 'received', findings: ['too-short'] },
      { ...receipt, ...begun, fileName: 'unboxing.mp4', status: 'open' },
      {
        ...begun,
        ...{ uploadId: 'upload-3', purpose: 'film', fileName: 'unboxing.mp4', status: 'open' },
        recordingCode: 'K7M2QX',
      },
    ]);
  });

  it('is not what belongs to another policy of the number, nor what was removed', async () => {
    const { uploads, claims } = await read(somePolicy(), {
      claims: [someClaim({ policyId: 'policy-0' })],
      uploads: [
        someUpload({ policyId: 'policy-0' }),
        someUpload({ uploadId: 'upload-2', status: 'received', removedAt: NOW }),
      ],
    });
    expect({ uploads, claims }).toEqual({ uploads: [], claims: [] });
  });
});

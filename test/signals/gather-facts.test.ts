import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { emptyHead } from '../../functions/claims/timeline.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { CaseFile, Claim, Upload } from '../../functions/contracts/case.ts';
import type { TraceKind } from '../../functions/contracts/signals.ts';
import type { CounterRow } from '../../functions/reports/ports.ts';
import { sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { type GatherPorts, gatherFacts } from '../../functions/signals/gather-facts.ts';
import type { FilmFrames } from '../../functions/signals/ports.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicyFacts } from '../builders/facts.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemoryFilmFrames } from '../twins/memory-film-frames.ts';
import { createMemoryTraceIndex } from '../twins/memory-trace-index.ts';

const FILED = '2026-03-05T10:00:00.000Z';
const SHA = 'ab'.repeat(32);
const DEVICE = '0123456789abcdef0123456789abcdef';
const hasher = createHmacTraceHasher('a key of the tests');
const policy = somePolicy();
const secondsLater = (seconds: number) => toInstant(toMillis(FILED) + seconds * 1_000);

function fileOf(claims: Claim[], uploads: Upload[] = []): CaseFile {
  const head = emptyHead(claims[0]?.trackingNumber ?? policy.trackingNumber);
  return { head, claims, uploads, payouts: [], letters: [], timeline: [], judgements: [] };
}

/** All that there is besides the claim that is judged; a test puts in what matters to it. */
function surroundings() {
  const others = new Map<string, Claim[]>();
  const read: string[] = [];
  const ports = {
    traces: createMemoryTraceIndex(),
    films: createMemoryFilmFrames(),
    counters: createMemoryCounters() as GatherPorts['counters'] & ReturnType<typeof createMemoryCounters>,
    sellers: { historyOf: async () => ({ parcels: 0, confirmed: [] }) } as GatherPorts['sellers'],
    hasher,
    cases: {
      read: async (trackingNumber: string) => {
        read.push(trackingNumber);
        return fileOf(others.get(trackingNumber) ?? []);
      },
    },
  };
  return {
    ...{ ports, others, read },
    gather: (
      { claim = someClaim(), uploads = [] }: { claim?: Claim; uploads?: Upload[] } = {},
      given: Partial<GatherPorts> = {},
    ) => gatherFacts({ claim, policy, file: fileOf([claim], uploads) }, { ...ports, ...given }),
    /** What another claim left behind, so many seconds after this one. */
    left: (kind: TraceKind, text: string, n: number, policyId = `policy-of-${n}`) =>
      ports.traces.remember({
        ...{ kind, hash: hasher.hashOf(kind, text), policyId, at: secondsLater(n) },
        ...{ trackingNumber: `parcel-${n}`, claimId: `claim-of-${n}` },
      }),
  };
}
const seen = (n: number) => ({
  trackingNumber: `parcel-${n}`,
  claimId: `claim-of-${n}`,
  at: secondsLater(n),
});

describe('what the rules may look at', () => {
  const ordinary = {
    trackingNumber: '10100012123456',
    claimId: 'claim-1',
    policyId: 'policy-1',
    kind: 'foreign-object',
    channel: 'web',
    amount: 450_000,
    filedAt: FILED,
    purchaseAmount: 450_000,
    videoThreshold: 300_000,
    region: 'TA',
    office: '420000',
    clerkId: 'clerk-17',
    sellerId: sellerIdsOf(policy.personal.seller, hasher)[0],
    soldAt: '2026-03-01T09:30:00.000Z',
    claimableUntil: '2026-03-31T21:00:00.000Z',
    seenIn: {},
    seller: { parcels: 0, confirmed: [] },
    officeShare: { sold: 0, filed: 0 },
    peerShare: { sold: 0, filed: 0 },
    clerkShare: { sold: 0, filed: 0 },
  };

  it('is the claim, its sale, and nothing else where nothing else is known', async () => {
    const { gather, read } = surroundings();
    expect(await gather()).toStrictEqual(ordinary);
    expect(read).toEqual([]);
  });

  it('says what was paid for the parcel, and when the sender got the money', async () => {
    const moneyInPost = { state: 'accepted', checkedAt: FILED, acceptedAt: secondsLater(-600) } as const;
    const claim = someClaim({ amount: 200_000, purchaseAmount: 310_000, moneyInPost });
    expect(await surroundings().gather({ claim })).toStrictEqual({
      ...ordinary,
      ...{ amount: 200_000, purchaseAmount: 310_000, handedOverAt: secondsLater(-600) },
    });
    // Without a purchase of its own it is the policy's, never the part that is claimed.
    const part = someClaim({ amount: 200_000 });
    expect(await surroundings().gather({ claim: part })).toMatchObject({ purchaseAmount: 450_000 });
  });
});

describe('what other cases have in common', () => {
  it('is listed by what it is, newest first, without the claims of the same policy', async () => {
    const { gather, left } = surroundings();
    const phone = policy.personal.customer.phone;
    await left('phone', phone, 1);
    await left('phone', phone, 2);
    await left('phone', phone, 3, policy.policyId);
    await left('device', DEVICE, 4, policy.policyId);
    const claim = someClaim({ personal: { description: 'Кирпич', answers: [], device: DEVICE } });
    expect((await gather({ claim })).seenIn).toStrictEqual({ phone: [seen(2), seen(1)] });
  });

  it('is that of all films of the policy, each case once', async () => {
    const { gather, left } = surroundings();
    const checked = (uploadId: string, sha256: string, more: Partial<Upload> = {}) =>
      someUpload({ uploadId, check: { checkedAt: FILED, sha256, size: 1, findings: [] }, ...more });
    const uploads = [
      checked('film-1', SHA),
      checked('film-2', 'cd'.repeat(32)),
      checked('receipt', 'ef'.repeat(32), { purpose: 'document' }),
      checked('film-of-other', '01'.repeat(32), { policyId: 'policy-2' }),
    ];
    await left('film', SHA, 1);
    await left('film', 'cd'.repeat(32), 1);
    await left('film', 'cd'.repeat(32), 2);
    await left('document', 'ef'.repeat(32), 3);
    await left('film', '01'.repeat(32), 4);
    expect((await gather({ uploads })).seenIn).toStrictEqual({
      film: [seen(2), seen(1)],
      document: [seen(3)],
    });
  });

  it('is at most the twenty newest cases, however many claims the policy itself has', async () => {
    const { gather, left } = surroundings();
    for (let n = 1; n <= 45; n += 1)
      await left('phone', policy.personal.customer.phone, n, n > 25 ? policy.policyId : undefined);
    expect((await gather()).seenIn.phone).toEqual(Array.from({ length: 20 }, (_, n) => seen(25 - n)));
  });

  it('has an order also where two came at once', async () => {
    const { gather, ports } = surroundings();
    for (const claimId of ['b', 'c', 'a'])
      await ports.traces.remember({
        ...{ kind: 'phone', hash: hasher.hashOf('phone', policy.personal.customer.phone) },
        ...{
          trackingNumber: `parcel-${claimId}`,
          claimId,
          policyId: `policy-${claimId}`,
          at: secondsLater(1),
        },
      });
    const { phone } = (await gather()).seenIn;
    expect(phone?.map(({ claimId }) => claimId)).toEqual(['c', 'b', 'a']);
  });
});

describe('films that look alike', () => {
  const FRAMES = ['0123456789abcdef', '89abcdef01234567', 'fedcba9876543210', '7654321089abcdef'];
  const film = (uploadId: string, n: number, frames = FRAMES) => ({
    ...{ uploadId, trackingNumber: `parcel-${n}`, policyId: `policy-of-${n}`, at: FILED, frames },
  });
  const own = { ...film('upload-1', 0), trackingNumber: policy.trackingNumber, policyId: policy.policyId };
  const claimOf = (n: number, more: Partial<Claim> = {}) =>
    someClaim({
      ...{ trackingNumber: `parcel-${n}`, claimId: `claim-of-${n}`, policyId: `policy-of-${n}` },
      filedAt: secondsLater(n),
      ...more,
    });

  it('lead to the claims of the policies that they were made for, newest first', async () => {
    const { gather, ports, others, read } = surroundings();
    for (const each of [own, film('film-1', 1), film('film-2', 2), film('again-2', 2)])
      await ports.films.remember(each);
    // Of as many views as tell nothing yet, and of a film behind which stands no claim.
    await ports.films.remember(film('film-3', 3, FRAMES.slice(1)));
    await ports.films.remember(film('film-4', 4));
    others.set('parcel-1', [claimOf(1), claimOf(1, { claimId: 'of-other', policyId: 'policy-of-other' })]);
    others.set('parcel-2', [claimOf(2)]);
    others.set('parcel-3', [claimOf(3)]);
    expect((await gather({ uploads: [someUpload()] })).seenIn).toStrictEqual({
      'film-frames': [seen(2), seen(1)],
    });
    expect(read.sort()).toEqual(['parcel-1', 'parcel-2', 'parcel-4']);
  });

  it('are those of this policy’s films: no document, no other policy’s, none that shows nothing', async () => {
    const { gather, ports, read } = surroundings();
    const asked: Parameters<FilmFrames['alike']>[] = [];
    for (const uploadId of ['upload-1', 'receipt', 'film-of-other'])
      await ports.films.remember({ ...own, uploadId });
    await ports.films.remember({ ...own, uploadId: 'black', frames: [] });
    const films: GatherPorts['films'] = {
      find: ports.films.find,
      alike: async (...given) => {
        asked.push(given);
        return [];
      },
    };
    const uploads = [
      someUpload(),
      someUpload({ uploadId: 'receipt', purpose: 'document' }),
      someUpload({ uploadId: 'film-of-other', policyId: 'policy-2' }),
      someUpload({ uploadId: 'black' }),
      someUpload({ uploadId: 'not-looked-at-yet' }),
    ];
    expect((await gather({ uploads }, { films })).seenIn).toStrictEqual({});
    expect(asked).toEqual([[{ policyId: policy.policyId, frames: FRAMES }, 4]]);
    expect(read).toEqual([]);
  });

  it('have at most fifty cases read', async () => {
    const { gather, ports, others, read } = surroundings();
    await ports.films.remember(own);
    for (let n = 1; n <= 60; n += 1) others.set(`parcel-${n}`, [claimOf(n)]);
    const alike = async () =>
      Array.from({ length: 60 }, (_, n) => ({ ...film(`film-${n}`, n + 1), frames: 4 }));
    const { seenIn } = await gather({ uploads: [someUpload()] }, { films: { ...ports.films, alike } });
    expect(read).toHaveLength(50);
    expect(seenIn['film-frames']).toEqual(Array.from({ length: 20 }, (_, n) => seen(50 - n)));
  });
});

describe('the seller’s past', () => {
  it('is asked for the ninety days before the filing, by all that names the seller', async () => {
    const asked: unknown[] = [];
    const historyOf: GatherPorts['sellers']['historyOf'] = async (...given) => {
      asked.push(given);
      return { parcels: 40, confirmed: [] };
    };
    const facts = await surroundings().gather({}, { sellers: { historyOf } });
    expect(asked).toEqual([[sellerIdsOf(policy.personal.seller, hasher), '2025-12-05T10:00:00.000Z']]);
    expect(facts.seller).toEqual({ parcels: 40, confirmed: [] });
  });

  it('is what was confirmed of other parcels, until this claim was filed', async () => {
    const before = { trackingNumber: 'parcel-1', claimId: 'before', at: secondsLater(-1) };
    const atOnce = { trackingNumber: 'parcel-2', claimId: 'at-once', at: FILED };
    const later = { trackingNumber: 'parcel-3', claimId: 'later', at: secondsLater(1) };
    const ofThisParcel = { trackingNumber: policy.trackingNumber, claimId: 'own', at: secondsLater(-1) };
    const confirmed = [later, atOnce, ofThisParcel, before];
    const historyOf = async () => ({ parcels: 4, confirmed });
    expect((await surroundings().gather({}, { sellers: { historyOf } })).seller).toEqual({
      ...{ parcels: 4, confirmed: [atOnce, before] },
    });
  });
});

describe('shares', () => {
  it('are of what was sold and not taken back', async () => {
    const { gather, ports } = surroundings();
    const sold = (n: number, more: object) => ({
      of: 'policy' as const,
      facts: somePolicyFacts({ policyId: `sold-${n}`, soldAt: '2026-03-01T10:00:00.000Z', ...more }),
    });
    const voided = { status: 'voided' as const, voidedAt: '2026-03-01T10:20:00.000Z' };
    await ports.counters.count([sold(1, {}), sold(2, {}), sold(3, {}), sold(4, voided)]);
    await ports.counters.count([sold(5, { office: '190000' }), sold(6, { office: '190000', ...voided })]);
    await ports.counters.count([sold(7, { clerkId: 'clerk-18' }), sold(8, { region: 'MOW' })]);
    expect(await gather()).toMatchObject({
      officeShare: { sold: 4, filed: 0 },
      peerShare: { sold: 1, filed: 0 },
      // The sale of Moscow was made by a clerk of the same number in an office of the same number.
      clerkShare: { sold: 4, filed: 0 },
    });
  });

  it('are of the office, of the region’s other offices and of the clerk, and never below nothing', async () => {
    const asked: unknown[] = [];
    const rows: Record<string, CounterRow[]> = {
      'offices#TA': [
        { period: '2026-02', id: '420000', sums: { sold: 10, voided: 2, filed: 3 } },
        { period: '2026-03', id: '420000', sums: { sold: 5, filed: 1 } },
        { period: '2026-02', id: '420001', sums: { sold: 100, filed: 4 } },
        { period: '2026-02', id: '420002', sums: { voided: 1 } },
      ],
      'clerks#420000': [
        { period: '2026-02', id: 'clerk-17', sums: { voided: 1, filed: -1 } },
        { period: '2026-02', id: 'clerk-18', sums: { sold: 10, filed: 10 } },
      ],
    };
    const read: GatherPorts['counters']['read'] = async (scope, from, to) => {
      asked.push([scope, from, to]);
      return rows[scope] ?? [];
    };
    expect(await surroundings().gather({}, { counters: { read } })).toMatchObject({
      officeShare: { sold: 13, filed: 4 },
      peerShare: { sold: 99, filed: 4 },
      clerkShare: { sold: 0, filed: 0 },
    });
    // Whole months, from the one of ninety days before.
    expect(asked).toEqual([
      ['offices#TA', '2025-12-01', '2026-03-31'],
      ['clerks#420000', '2025-12-01', '2026-03-31'],
    ]);
  });
});

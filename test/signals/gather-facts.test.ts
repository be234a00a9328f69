import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { regionOf } from '../../functions/reports/regions.ts';
import { gatherFacts } from '../../functions/signals/gather-facts.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicyFacts } from '../builders/facts.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemoryFilmFrames } from '../twins/memory-film-frames.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { createMemoryTraceIndex } from '../twins/memory-trace-index.ts';

const FILED = '2026-03-05T10:00:00.000Z';

it('compares shares of what was sold and not taken back', async () => {
  const policy = somePolicy();
  const claim = someClaim({ policyId: policy.policyId, filedAt: FILED });
  const cases = createMemoryCaseStore(createMemoryPolicyStore());
  const counters = createMemoryCounters();
  const sold = (n: number, more: object) => ({
    of: 'policy' as const,
    facts: somePolicyFacts({
      ...{ policyId: `sold-${n}`, office: policy.office.index, region: regionOf(policy.office.region) },
      ...{ clerkId: policy.clerkId, soldAt: '2026-03-01T10:00:00.000Z' },
      ...more,
    }),
  });
  const voided = { status: 'voided' as const, voidedAt: '2026-03-01T10:20:00.000Z' };
  await counters.count([sold(1, {}), sold(2, {}), sold(3, {}), sold(4, voided)]);
  await counters.count([sold(5, { office: '190000' }), sold(6, { office: '190000', ...voided })]);

  const facts = await gatherFacts(
    { claim, policy, file: await cases.read(claim.trackingNumber) },
    {
      cases,
      traces: createMemoryTraceIndex(),
      films: createMemoryFilmFrames(),
      sellers: { historyOf: async () => ({ parcels: 0, confirmed: [] }) },
      counters,
      hasher: createHmacTraceHasher('a key of the tests'),
    },
  );
  expect(facts).toMatchObject({
    officeShare: { sold: 3, filed: 0 },
    peerShare: { sold: 1, filed: 0 },
    clerkShare: { sold: 3, filed: 0 },
  });
});

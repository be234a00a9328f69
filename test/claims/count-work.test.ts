import { countWork } from '../../functions/claims/count-work.ts';
import { ANNA, NOW } from './claims-fixture.ts';

const NOTHING = { open: 0, overdue: 0, atRisk: 0 };

it('fails with the first list that cannot be counted, whoever else is still counting', async () => {
  const own = Promise.withResolvers<typeof NOTHING>();
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', hear);
  try {
    const counting = countWork(
      { reader: ANNA, now: NOW },
      {
        cases: {
          countWork: (of) =>
            of !== 'unassigned' && 'personId' in of
              ? own.promise
              : Promise.reject(new Error('The table is busy.')),
        },
      },
    );
    const outcome = counting.then(
      () => 'counted',
      (error: Error) => error.message,
    );
    // Rejections that nobody hears are told between two turns of the loop.
    await new Promise((resolve) => setImmediate(resolve));
    expect(unheard).toEqual([]);
    own.resolve(NOTHING);
    expect(await outcome).toBe('The table is busy.');
  } finally {
    process.off('unhandledRejection', hear);
  }
});

import type { Bench, Figure } from '../bench.ts';
import { PARTITION_WRITE_UNITS } from '../capacity/seconds.ts';
import { capacityOf } from '../capacity/simulate.ts';

const YEAR = 2026;
const SEED = '1';
/** A tenth of the page's hundred million takes seconds instead of a minute. */
const SIZES = { short: 10_000_000, long: 100_000_000 };
const SWEEP_MINUTES = 15;

export const bench: Bench = {
  title: 'Beyond one machine: the busiest day, simulated',
  async run({ long, progress }) {
    const policies = long ? SIZES.long : SIZES.short;
    const { day, inputs, simulated, rows } = await capacityOf({ policies, year: YEAR, seed: SEED }, progress);
    const million = `${policies / 1e6} million policies a year, ${day}, seed ${SEED}`;
    const keys = simulated.keys
      .filter(({ peak }) => peak > 0)
      .map(
        ({ what, key, peak, minute }): Figure => ({
          what: `${what}: busiest second`,
          value: peak / PARTITION_WRITE_UNITS,
          goal: { atMost: 1 },
          against: `${key}: asked for ${peak} of ${PARTITION_WRITE_UNITS} write units, if nothing made the writers wait; ${minute.toFixed(1)} a second in the busiest minute; ${million}`,
        }),
      );
    const minutes = simulated.sweepMillis / 60_000;
    const sweep: Figure = {
      what: 'sweep of the busiest day',
      value: minutes / SWEEP_MINUTES,
      goal: { atMost: 1 },
      against: `${minutes.toFixed(1)} of ${SWEEP_MINUTES} minutes, ${simulated.sweepAtOnce} updates at once of ${inputs.updateMillis.value} ms (assumed), ${Math.round(inputs.policyMicros.value)} µs of a processor each (${inputs.policyMicros.source}); ${million}`,
    };
    const late: Figure = {
      what: 'the latest figure behind that sweep, the writers waiting for their partitions',
      value: simulated.countedMillis / 60_000,
      unit: 'minutes',
      against: `after the policy was swept; changes wait 20 hours in the stream; ${million}`,
    };
    const quotas = rows
      .filter(({ limit }) => limit !== undefined)
      .map(({ what, value, unit, limit }) => ({ what, value, unit, share: value / (limit?.value ?? 1) }))
      .sort((one, other) => other.share - one.share);
    const [nearest] = quotas;
    const quota: Figure[] = nearest
      ? [
          {
            what: `nearest quota: ${nearest.what}`,
            value: nearest.share,
            against: `${nearest.value.toFixed(1)} ${nearest.unit}; all of them: docs/capacity.md`,
          },
        ]
      : [];
    return [...keys, sweep, late, ...quota];
  },
};

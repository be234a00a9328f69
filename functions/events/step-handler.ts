import middy from '@middy/core';
import * as z from 'zod';
import { type Instant, systemClock } from '../clock.ts';
import { claimStatus } from '../contracts/case.ts';

/** What the workflow hands to a step: ids, and where it stands. Everything else is read from the table. */
const stepInput = z.strictObject({
  trackingNumber: z.string(),
  claimId: z.string(),
  status: claimStatus.optional(),
  taskToken: z.string().optional(),
});

export type StepInput = z.infer<typeof stepInput> & { now: Instant };

/** A step of the claim's workflow; its errors are named, so that the definition can tell them apart. */
export function stepHandler<Answer>(step: (input: StepInput) => Promise<Answer>) {
  return middy<unknown, Answer>().handler(async (event) =>
    step({ ...stepInput.parse(event), now: systemClock.now() }),
  );
}

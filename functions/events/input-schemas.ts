import * as z from 'zod';
import { claimStatus } from '../contracts/case.ts';

/** What the workflow hands to a step: ids, and where it stands. Everything else is read from the table. */
export const stepInput = z.strictObject({
  trackingNumber: z.string(),
  claimId: z.string(),
  status: claimStatus.optional(),
  taskToken: z.string().optional(),
});

/** What an execution that failed was started with. */
export const failedExecution = z.looseObject({ trackingNumber: z.string(), claimId: z.string() });

/** Messages that ask for one film to be looked at, and for one claim to be judged. */
export const filmMessage = z.strictObject({ trackingNumber: z.string(), uploadId: z.string() });
export const claimMessage = z.strictObject({ trackingNumber: z.string(), claimId: z.string() });

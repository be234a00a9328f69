import * as z from 'zod';
import { instant } from '../contracts/primitives.ts';
import { traceKind } from '../contracts/signals.ts';

export const storedTrace = z.object({
  kind: traceKind,
  hash: z.string(),
  trackingNumber: z.string(),
  claimId: z.string(),
  policyId: z.string(),
  at: instant,
});

import * as z from 'zod';
import { kopecks } from '../contracts/primitives.ts';

export const answer = z.object({
  reference: z.string(),
  status: z.enum(['pending', 'settled', 'rejected']),
  amount: kopecks,
  currency: z.literal('RUB').optional(),
  providerId: z.string().min(1).max(200),
  rejection: z.string().max(300).optional(),
});

/** A 404 counts only with this body: one from something in between must not look like "never heard of it". */
export const unknown = z.object({ reference: z.string(), status: z.literal('unknown') });

import * as z from 'zod';
import { sellerId as sellerIdSchema } from '../contracts/facts.ts';
import { instant } from '../contracts/primitives.ts';

export const seenName = z.object({
  sellerId: sellerIdSchema,
  personal: z.object({ name: z.string(), taxNumber: z.string().optional() }),
  firstSeenAt: instant,
  lastSeenAt: instant,
});

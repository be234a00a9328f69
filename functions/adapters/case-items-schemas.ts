import * as z from 'zod';
import { claimStatus } from '../contracts/case.ts';
import { claimKind, instant, kopecks, locale } from '../contracts/primitives.ts';

export const workItem = z.object({
  trackingNumber: z.string(),
  claimId: z.string(),
  dueAt: instant,
  status: claimStatus,
  kind: claimKind,
  amount: kopecks,
  workQueue: z.enum(['specialist', 'customer', 'outside', 'system', 'supervisor']),
  filedAt: instant,
  statusSince: instant,
  // Items of before there was a desk have none of these.
  locale: locale.default('ru'),
  timeZone: z.string().default('Europe/Moscow'),
  assigneeId: z.string().optional(),
  unassignedSince: instant.optional(),
  workFlags: z.array(z.enum(['appealed', 'money-in-post'])).default([]),
});

/** The items that the last change wrote. */
export const keysWritten = z.array(z.string());

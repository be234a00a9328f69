import * as z from 'zod';
import { workList } from '../contracts/console.ts';
import { limitParameter } from '../contracts/limit-parameter.ts';
import { claimKind, instant, locale } from '../contracts/primitives.ts';

const DEFAULT_LIMIT = 50;
const MAXIMUM_LIMIT = 200;

export const listQuery = z.object({
  queue: workList.default('specialist'),
  mine: z.enum(['0', '1']).default('0'),
  kind: claimKind.optional(),
  locale: locale.optional(),
  timeZone: z
    .string()
    .regex(/^[A-Za-z0-9_+/-]{1,40}$/)
    .optional(),
  limit: limitParameter({ byDefault: DEFAULT_LIMIT, atMost: MAXIMUM_LIMIT }),
  cursor: z.string().optional(),
});
export type ListQuery = z.infer<typeof listQuery>;

/** Where a list goes on: `at` is the deadline or, in the list of what nobody took, since when it waits. */
export const place = z.strictObject({ at: instant, trackingNumber: z.string(), claimId: z.string() });
export type Place = z.infer<typeof place>;

import * as z from 'zod';
import { limitParameter } from '../contracts/limit-parameter.ts';

const DEFAULT_LIMIT = 50;
const MAXIMUM_LIMIT = 100;

export const listQuery = z.strictObject({
  level: z.enum(['flag', 'hold']).optional(),
  month: z
    .string()
    .regex(/^2[0-9]{3}-(?:0[1-9]|1[0-2])$/)
    .optional(),
  limit: limitParameter({ byDefault: DEFAULT_LIMIT, atMost: MAXIMUM_LIMIT }),
  cursor: z.string().max(500).optional(),
});

export const place = z.strictObject({
  month: z.string(),
  after: z.strictObject({ weight: z.int(), claimId: z.string() }).optional(),
});

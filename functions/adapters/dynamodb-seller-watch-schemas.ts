import * as z from 'zod';
import { instant } from '../contracts/primitives.ts';

export const watched = z.object({
  /** One string, newest first: a list of two hundred values would cost a sale's environment more than all else. */
  confirmedAt: z.string().regex(/^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ?)*$/),
  parcels: z.int(),
  countedAt: instant,
  isNameOnly: z.boolean().optional(),
});

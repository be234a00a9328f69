import * as z from 'zod';
import { consoleRole, instant, locale } from '../contracts/primitives.ts';

export const colleague = z.object({
  personId: z.string(),
  role: consoleRole,
  lastSeenAt: instant,
  absentUntil: instant.exactOptional(),
  locales: z.array(locale).default(['ru']),
});

export const presence = z.object({
  personId: z.string(),
  role: consoleRole,
  since: instant,
  seenAt: instant,
  writing: z.boolean(),
});

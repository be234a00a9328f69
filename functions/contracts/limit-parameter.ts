import * as z from 'zod';

/** How much of a list is answered at once, as the query says it. */
export function limitParameter(limits: { byDefault: number; atMost: number }) {
  return z
    .string()
    .regex(/^[0-9]{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(limits.atMost))
    .default(limits.byDefault);
}

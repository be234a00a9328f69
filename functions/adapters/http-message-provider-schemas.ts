import * as z from 'zod';

/** A 404 counts only with this body: one from something in between must not look like "never heard of it". */
export const unknown = z.object({ id: z.string(), status: z.literal('unknown') });

export const taken = z.object({ id: z.string(), providerId: z.string().min(1).max(200) });

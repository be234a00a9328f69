import * as z from 'zod';

export const counted = z.object({ count: z.int().min(1) });

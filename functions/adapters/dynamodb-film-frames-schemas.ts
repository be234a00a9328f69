import * as z from 'zod';
import { instant } from '../contracts/primitives.ts';

export const frameHash = z.string().regex(/^[0-9a-f]{16}$/);

export const storedFilm = z.object({
  uploadId: z.string(),
  trackingNumber: z.string(),
  policyId: z.string(),
  at: instant,
  frames: z.array(frameHash).max(60),
});
export type StoredFilm = z.infer<typeof storedFilm>;

export const filmOfPiece = z.object({ uploadId: z.string(), policyId: z.string() });

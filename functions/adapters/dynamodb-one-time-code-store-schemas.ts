import * as z from 'zod';
import { instant } from '../contracts/primitives.ts';
import { MOST_CODES } from '../payouts/one-time-code.ts';

export const codeChallenge = z.strictObject({
  trackingNumber: z.string(),
  policyId: z.string(),
  claimId: z.string(),
  challengeId: z.string(),
  issuedAt: instant,
  attempts: z.int().min(0),
  recentIssues: z.array(instant).max(MOST_CODES),
  redeemedFor: z.string().exactOptional(),
});

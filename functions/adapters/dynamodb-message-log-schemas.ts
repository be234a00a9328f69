import * as z from 'zod';
import { instant } from '../contracts/primitives.ts';

export const messageRecord = z.strictObject({
  trackingNumber: z.string(),
  messageId: z.string(),
  about: z.enum([
    'policy-sold',
    'policy-ending',
    'policy-ended',
    'policy-voided',
    'claim-status',
    'payee-code',
    'letter-sent',
  ]),
  channel: z.enum(['sms', 'email']),
  claimId: z.string().exactOptional(),
  status: z.enum(['sending', 'sent', 'dropped']),
  at: instant,
  providerId: z.string().exactOptional(),
});

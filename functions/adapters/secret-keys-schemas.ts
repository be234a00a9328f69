import * as z from 'zod';

export const secretKeys = z.looseObject({
  /** Generated with the stack; links, phone hashes and cursors are keyed with values derived from it. */
  masterKey: z.string().min(32),
  /** What the providers of messages and payouts know us by. */
  providerApiKey: z.string().min(1),
});
export type SecretKeys = z.infer<typeof secretKeys>;

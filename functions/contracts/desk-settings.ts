import * as z from 'zod';
import { instant } from './primitives.ts';

/** What the console's page is not built with, so that one build serves every deployment. */
export const deskSettings = z.strictObject({
  issuer: z.string().describe('whom the tokens name'),
  signInUrl: z
    .string()
    .describe('scheme and host of /oauth2/authorize, /oauth2/token, /oauth2/revoke and /logout'),
  clientId: z.string(),
  idleMinutes: z.int().describe('without input for so long, the person is signed out'),
  now: instant.describe("the service's clock, which deadlines go by"),
});
export type DeskSettings = z.infer<typeof deskSettings>;

import type { PersonalVault } from '../policies/ports.ts';

/**
 * Keeps personal fields as they are; the tables are encrypted at rest. Encrypting them under a key of each policy,
 * and erasing them by dropping that key, replaces this one adapter.
 */
export const plainPersonalVault: PersonalVault = {
  seal: async (_subject, personal) => personal,
  open: async (_subject, sealed) => sealed,
};

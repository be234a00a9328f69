import { randomUUID } from 'node:crypto';
import { createHmacLinkSigner } from '../../functions/adapters/hmac-link-signer.ts';
import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { createRememberedWatch, createWatchMemory } from '../../functions/adapters/remembered-watch.ts';
import { systemClock } from '../../functions/clock.ts';
import type { IdSource, PolicyStore } from '../../functions/policies/ports.ts';

/** Takes the place of `deps.ts` in a bundle: all that it has for a sale, with tables that are empty and take no time. */

const KEY = 'a key of the bench only, long enough';
const store: Pick<PolicyStore, 'insert'> = { insert: async () => ({ inserted: true }) };
const links = createHmacLinkSigner(KEY);
const watch = createRememberedWatch(createWatchMemory({ list: async () => [] }, systemClock), async () =>
  createHmacTraceHasher(KEY),
);

export const policyStore = () => store as PolicyStore;
export const linkSigner = async () => links;
export const rememberedWatch = (_corrupt?: (recordKey: string) => void) => watch;
export const publicHost = () => 'https://shop.example';
export const idSource: Pick<IdSource, 'policyId'> = { policyId: () => randomUUID() };

import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { operations } from '../../functions/contracts/operations.ts';
import { clerkOf } from '../../test/e2e/clerk.ts';
import type { Laptop } from '../../test/e2e/laptop.ts';
import { until } from '../../test/e2e/until.ts';
import { worldOf } from '../../test/e2e/world.ts';
import type { Caller } from '../world/world.ts';
import type { StoryService } from './story.ts';

interface File {
  evidence: { status: string; purpose?: string; check?: object }[];
  claims: { status: string }[];
}

/** A running laptop as a story's place: every call goes over HTTP, with a token of whoever makes it. */
export function laptopStory(laptop: Laptop, numbersBegin: string): StoryService {
  const world = worldOf(laptop);
  // Signed once for each caller: a token lasts an hour of the laptop's time.
  const tokens = new Map<string, Promise<string>>();
  const once = (who: string, make: () => Promise<string>) => {
    const token = tokens.get(who) ?? make();
    tokens.set(who, token);
    return token;
  };

  async function tokenOf(as: Caller): Promise<string | undefined> {
    if (as === 'anyone') return undefined;
    if (as === 'pos') return once('pos', () => clerkOf(laptop).token());
    if ('link' in as) return as.link;
    return once(as.id, async () => {
      const asked = { body: { role: as.role, user: as.id } };
      return (await laptop.call('POST', '/_local/token', asked)).body.access_token;
    });
  }

  const service: StoryService = {
    numbersBegin,
    now: () => world.now(),
    async call(name, { as, parameters = {}, query, headers, body }) {
      const { method, path }: Operation = operations[name];
      const filled = path.replace(/\{(\w+)\}/g, (_, key: string) =>
        encodeURIComponent(parameters[key] ?? ''),
      );
      return laptop.call(method, query ? `${filled}?${new URLSearchParams(query)}` : filled, {
        token: await tokenOf(as),
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
      });
    },
    async send({ url, headers }, bytes) {
      const { ok, status } = await fetch(url, { method: 'PUT', headers, body: bytes });
      if (!ok) throw new Error(`A part was answered ${status}.`);
    },
    async settle(trackingNumber) {
      await until(`the case of ${trackingNumber} comes to rest`, async () => {
        const as = { role: 'supervisor', id: 'vera' } as const;
        const answer = await service.call('read-case', { as, parameters: { trackingNumber } });
        const { claims, evidence } = answer.body as unknown as File;
        const received = evidence.filter(({ status }) => status === 'received');
        const isUnchecked = received.some(({ check }) => !check);
        const isComposed = evidence.some(({ status }) => status === 'completing');
        const hasFilm = received.some(({ purpose }) => purpose !== 'document');
        // A film that has come is told to the claim by its workflow, behind the answer.
        const goesOn = (status: string) => status === 'approved' || (status === 'awaiting-video' && hasFilm);
        return !isUnchecked && !isComposed && !claims.some(({ status }) => goesOn(status));
      });
    },
    async pass(hours) {
      await world.advance(`PT${hours}H`);
      tokens.clear();
    },
  };
  return service;
}

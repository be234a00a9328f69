import { createHmacLinkSigner } from '../../functions/adapters/hmac-link-signer.ts';
import type { SaleAnswer, SaleRequest } from '../../functions/contracts/sale.ts';
import type { LinkSigner, PolicyStore } from '../../functions/policies/ports.ts';
import { type SalePorts, sellProtection } from '../../functions/policies/sell-protection.ts';
import type { CounterWatch } from '../../functions/sellers/ports.ts';

export const SOLD_AT = '2026-03-01T09:30:00.000Z';
export const NOW = '2026-03-01T09:30:02.150Z';
export const PARCEL = '10100012123456';

/** Nobody is warned of. */
export const nobodyWatched = { find: async () => undefined };
export const noneAtCounter: CounterWatch = { look: () => async () => undefined };

export const links: LinkSigner = createHmacLinkSigner('a key of the tests only');

/** What a till sends; each test names what matters to it. */
export function someSale(overrides: Partial<SaleRequest> = {}): SaleRequest {
  return {
    trackingNumber: PARCEL,
    amount: 450_000,
    soldAt: SOLD_AT,
    office: { index: '420000', region: 'Республика Татарстан', timeZone: 'Europe/Moscow' },
    clerkId: 'clerk-17',
    customer: { phone: '+79991234567', email: 'anna@example.org', locale: 'ru' },
    seller: { name: 'ООО «Быстрая посылка»' },
    consent: { termsVersion: '2026-01', acceptedAt: '2026-03-01T09:29:40.000Z', personalData: true },
    ...overrides,
  };
}

/** Ports of a sale over this store; ids count up, so that a test can tell the policies apart. */
export function salePorts(policies: PolicyStore): SalePorts {
  let count = 0;
  return {
    policies,
    links: async () => links,
    watch: nobodyWatched,
    publicHost: 'https://shop.example',
    ids: {
      policyId: () => {
        count += 1;
        return `policy-${count}`;
      },
      uploadId: () => {
        throw new Error('A sale starts no upload.');
      },
      recordingCode: () => {
        throw new Error('A sale starts no recording.');
      },
    },
  };
}

/** Sells, and fails the test when the sale is refused. */
export async function sold(
  ports: SalePorts,
  request: SaleRequest = someSale(),
  { key = 'key-1', now = NOW } = {},
): Promise<SaleAnswer> {
  const answer = await sellProtection({ request, idempotencyKey: key, now }, ports);
  if ('refused' in answer) throw new Error(`The sale was refused: ${answer.refused}`);
  return answer;
}

/** The same store, every call of which is written down before it is made. */
export function counting(policies: PolicyStore): { policies: PolicyStore; calls: string[] } {
  const calls: string[] = [];
  const counted = new Proxy(policies, {
    get(target, name: keyof PolicyStore) {
      const method = target[name] as (...given: unknown[]) => unknown;
      return (...given: unknown[]) => {
        calls.push(name);
        return method.apply(target, given);
      };
    },
  });
  return { policies: counted, calls };
}

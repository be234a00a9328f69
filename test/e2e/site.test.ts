import { jest } from '@jest/globals';
import { clerkOf } from './clerk.ts';
import { customerOf } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { send } from './send.ts';

jest.setTimeout(PATIENCE_MILLIS);

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop?.dispose());

describe('the link of a sale', () => {
  it('opens the customer’s page, which may send films to where the storage is, and nowhere else', async () => {
    const { answer } = await clerkOf(laptop).sellNew(450_000);
    const link = new URL(answer.body.link);
    expect(link.pathname).toBe('/');
    const page = await laptop.call('GET', '/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toContain(`connect-src 'self' ${laptop.storageOrigin}`);
    expect(policy).toContain("default-src 'none'");
  });

  it('brings scripts and styles that are kept for ever and come compressed', async () => {
    const { text } = await laptop.call('GET', '/');
    const assets = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(0);
    expect(assets.filter((path) => path.endsWith('.css'))).toHaveLength(1);
    for (const path of assets) {
      const { status, headers } = await laptop.call('GET', path);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    // The first one is too small to be worth it.
    const script = assets.find((path) => path.startsWith('/assets/main-')) ?? '';
    const { headers } = await laptop.call('GET', script, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(headers.get('content-type')).toBe('text/javascript');
    expect(headers.get('content-encoding')).toBe('br');
  });
});

describe('the storage', () => {
  it('lets signed parts in from the page’s host, and from no other', async () => {
    const { answer, link } = await clerkOf(laptop).sellNew(450_000);
    const film = Buffer.alloc(1_000);
    const customer = customerOf(laptop, link);
    const [part] = await customer.signParts(film, await customer.startUpload(film), [1]);
    const ask = (origin: string) =>
      send(part?.url ?? '', 'OPTIONS', {
        headers: {
          origin,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': Object.keys(part?.headers ?? {}).join(','),
        },
      });
    const { origin } = new URL(answer.body.link);
    expect(new URL(part?.url ?? '').origin).toBe(laptop.storageOrigin);
    const allowed = await ask(origin);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect((await ask('http://elsewhere.example')).status).toBe(403);
  });
});

describe('a path that is neither a page nor of the API', () => {
  it('is answered 404, and one of the API as the API does', async () => {
    expect((await laptop.call('GET', '/nope')).status).toBe(404);
    const unknown = await laptop.call('GET', '/v1/nope');
    expect([unknown.status, unknown.body]).toEqual([404, { message: 'Not Found' }]);
  });
});

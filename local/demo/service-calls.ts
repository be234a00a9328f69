import { createHash } from 'node:crypto';

// biome-ignore lint/suspicious/noExplicitAny: answers of a running service, read as a person would
type Answer = any;

interface Call {
  token?: string | undefined;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface DemoFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** The service as its users meet it: till, customer's link and console, over HTTP and nothing else. */
export function serviceAt(origin: string) {
  async function send(method: string, path: string, { token, headers = {}, body }: Call = {}) {
    return fetch(path.startsWith('http') ? path : origin + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** @throws Error with the answer, unless it is a success. */
  async function call(method: string, path: string, given: Call = {}): Promise<Answer> {
    const response = await send(method, path, given);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async function posToken(): Promise<string> {
    const response = await fetch(`${origin}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('pos-demo:pos-demo-secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'sales/write' }),
    });
    return ((await response.json()) as Answer).access_token;
  }

  /** Tokens last an hour of the laptop's time, which runs fast here: each call gets a new one. */
  async function tokenOf(user: string): Promise<string> {
    const role = user === 'vera' ? 'supervisor' : 'specialist';
    return (await call('POST', '/_local/token', { body: { role, user } })).access_token;
  }

  async function sendFile(path: string, token: string, file: DemoFile, more: object): Promise<string> {
    const { name: fileName, contentType, bytes } = file;
    const started = await call('POST', path, {
      token,
      body: { fileName, contentType, size: bytes.length, ...more },
    });
    const parts = Array.from({ length: Math.ceil(bytes.length / started.partSize) }, (_, index) => {
      const part = bytes.subarray(index * started.partSize, (index + 1) * started.partSize);
      return {
        partNumber: index + 1,
        size: part.length,
        sha256: createHash('sha256').update(part).digest('base64'),
        part,
      };
    });
    const wanted = parts.map(({ part: _part, ...rest }) => rest);
    const signed = await call('POST', `${path}/${started.uploadId}/parts`, {
      token,
      body: { parts: wanted },
    });
    for (const { partNumber, url, headers } of signed.parts) {
      const part = parts.find((each) => each.partNumber === partNumber)?.part;
      const put = await fetch(url, {
        method: 'PUT',
        headers,
        body: part as NonNullable<RequestInit['body']>,
      });
      if (!put.ok) throw new Error(`A part was answered ${put.status}: ${await put.text()}`);
    }
    const done = await call('POST', `${path}/${started.uploadId}/complete`, { token, body: {} });
    return done.evidenceId;
  }

  const readCase = async (parcel: string) =>
    call('GET', `/v1/cases/${parcel}`, { token: await tokenOf('vera') });

  return {
    now: async (): Promise<string> => (await call('GET', '/_local/clock')).now,
    setClock: (instant: string) => call('POST', '/_local/clock', { body: { set: instant } }),
    sell: async (sale: { trackingNumber: string }): Promise<Answer> =>
      call('POST', '/v1/sales', {
        token: await posToken(),
        headers: { 'Idempotency-Key': `demo-${sale.trackingNumber}` },
        body: sale,
      }),
    isSold: async (parcel: string): Promise<boolean> =>
      (await send('GET', `/v1/sales/${parcel}`, { token: await posToken() })).ok,
    readCase,
    customer: (link: string) => ({
      file: (claim: object) => call('POST', '/v1/my/claims', { token: link, body: claim }),
      claim: (claimId: string) => call('GET', `/v1/my/claims/${claimId}`, { token: link }),
      act: (claimId: string, action: string, body: object = {}) =>
        call('POST', `/v1/my/claims/${claimId}/${action}`, { token: link, body }),
      upload: (file: DemoFile, more: object = {}) => sendFile('/v1/my/uploads', link, file, more),
    }),
    desk: {
      /** Looks again where the service changed the case meanwhile (a film was checked). */
      async act(user: string, parcel: string, claimId: string, action: string, body: object = {}) {
        for (let attempt = 0; ; attempt += 1) {
          const headers = { 'If-Match': `"${(await readCase(parcel)).version}"` };
          const path = `/v1/cases/${parcel}/claims/${claimId}/${action}`;
          const answer = await send('POST', path, { token: await tokenOf(user), headers, body });
          if (answer.ok) return;
          const problem = (await answer.json()) as Answer;
          if (problem.code !== 'case-changed' || attempt === 10)
            throw new Error(`${path}: ${JSON.stringify(problem)}`);
        }
      },
      look: async (user: string) => call('GET', '/v1/desk/counts', { token: await tokenOf(user) }),
      post: async (user: string, path: string, body: object = {}) =>
        call('POST', path, { token: await tokenOf(user), body }),
      upload: async (user: string, parcel: string, file: DemoFile, more: object = {}) =>
        sendFile(`/v1/cases/${parcel}/uploads`, await tokenOf(user), file, more),
    },
    /** Tells the simulated payout provider how to treat the next order. */
    behavePayouts: async (told: object): Promise<void> => {
      const { payoutsUrl } = await call('GET', '/_local/world');
      await call('PUT', `${payoutsUrl}/_behaviour`, { body: told });
    },
    /** Puts money-order events into the simulated carrier's tracking. */
    tellCarrier: (parcel: string, events: object[]) =>
      call('PUT', `/_local/carrier/${parcel}`, { body: { events } }),
  };
}

export type DemoService = ReturnType<typeof serviceAt>;

import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { LaptopClock } from '../clock.ts';
import { moveClock } from '../clock-endpoint.ts';
import { DEMO_USERS, ROLES } from '../identity/demo-users.ts';
import type { SigningKeys } from '../identity/signing-keys.ts';
import { signUserToken } from '../identity/user-token.ts';
import type { Handler } from './front.ts';
import { readBody } from './http-event.ts';

const tokenSchema = z.strictObject({
  role: z.enum(ROLES),
  user: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
});

/** What only a laptop has: the clock that can be moved, the messages that went out, tokens for the asking. */
export const laptopHandler =
  (options: {
    clock: LaptopClock;
    keepClock: (offsetMillis: number) => void;
    /** A step that is under way takes moments, and must not find that hours have passed. */
    quiet: () => Promise<void>;
    messages: () => Promise<unknown[]>;
    attachment: (
      messageId: string,
      index: number,
    ) => Promise<{ contentType: string; bytes: Buffer } | undefined>;
    /** Puts a parcel's money-order events into the simulated carrier, in the place of those it had. */
    tellCarrier: (trackingNumber: string, news: unknown) => Promise<{ status: number; body: unknown }>;
    /** Where the simulated providers listen: each takes `/_behaviour` and shows its `/_ledger`. */
    world: { messagesUrl: string; payoutsUrl: string; carrierUrl: string };
    tokens: { keys: SigningKeys; issuer: string; clientId: string; scopes: readonly string[] };
  }): Handler =>
  async (request, response, path) => {
    if (!path.startsWith('/_local/')) return false;
    // A page that was opened from elsewhere must not reach in under a name that it made point to 127.0.0.1.
    if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) {
      answer(response, 403, { message: 'Only for localhost.' });
      return true;
    }
    // A page may send a form or plain text anywhere without asking; JSON it may not, and nobody answers its question.
    if (request.method === 'POST' && !isJson(request)) {
      answer(response, 415, { message: 'Send JSON, with the header Content-Type: application/json.' });
      return true;
    }
    const attachment = /^\/_local\/messages\/([^/]+)\/attachments\/(\d{1,2})$/.exec(path);
    if (request.method === 'GET' && attachment?.[1]) {
      const found = await options.attachment(decodeURIComponent(attachment[1]), Number(attachment[2]));
      if (found) answerFile(response, found);
      else answer(response, 404, { message: 'Not Found' });
      return true;
    }
    const now = () => new Date(options.clock.now()).toISOString();
    switch (`${request.method} ${path}`) {
      case 'GET /_local/clock':
        answer(response, 200, { now: now() });
        return true;
      case 'POST /_local/clock': {
        const move = await readJson(request);
        await options.quiet();
        const moved = moveClock(options.clock, move, options.keepClock);
        if (moved.kind === 'refused') answer(response, 400, { message: moved.reason });
        else answer(response, 200, { now: now() });
        return true;
      }
      case 'GET /_local/messages':
        answer(response, 200, { messages: await options.messages() });
        return true;
      case 'GET /_local/world':
        answer(response, 200, options.world);
        return true;
      case 'POST /_local/token': {
        const parsed = tokenSchema.safeParse(await readJson(request));
        if (!parsed.success) {
          answer(response, 400, { message: `Send {"role": one of ${ROLES.join(', ')}, "user"?}.` });
          return true;
        }
        const { role } = parsed.data;
        const user = parsed.data.user ?? DEMO_USERS.find((one) => one.role === role)?.name ?? role;
        const nowMillis = options.clock.now();
        answer(response, 200, {
          access_token: await signUserToken({ ...options.tokens, user, role, nowMillis }),
        });
        return true;
      }
      default: {
        // Only PUT, for which a page of another origin would have to ask first, and nobody answers its question.
        const parcel = /^\/_local\/carrier\/([0-9A-Z]{1,40})$/.exec(path)?.[1];
        if (parcel && request.method === 'PUT') {
          const told = await options.tellCarrier(parcel, await readJson(request));
          answer(response, told.status, told.body);
          return true;
        }
        answer(response, 404, { message: 'Not Found' });
        return true;
      }
    }
  };

const isJson = (request: IncomingMessage): boolean =>
  /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  try {
    return JSON.parse(String(await readBody(request, 10_000)));
  } catch {
    return undefined;
  }
};

const answer = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

/** A letter is shown; anything else, which a customer may have sent, is only saved. */
const answerFile = (response: ServerResponse, file: { contentType: string; bytes: Buffer }) => {
  const isLetter = file.contentType === 'application/pdf';
  response.writeHead(200, {
    'content-type': isLetter ? file.contentType : 'application/octet-stream',
    'content-disposition': isLetter ? 'inline' : 'attachment',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(file.bytes);
};

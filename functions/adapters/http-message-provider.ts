import { type MessageProvider, MessageProviderFault, type OutgoingMessage } from '../messages/ports.ts';
import { callProvider, type HttpProviderSettings } from './bounded-fetch.ts';
import { taken, unknown } from './http-message-provider-schemas.ts';

/** Below the time after which another attempt may begin (messages/send-notice.ts). */
const TIMEOUT_MILLIS = 8_000;
const LONGEST_REPLY = 65_536;

/** SMS and e-mail over the provider's HTTP API; it knows messages by our id and takes each id once. */
export function createHttpMessageProvider(settings: HttpProviderSettings): MessageProvider {
  return {
    async send(message: OutgoingMessage) {
      const { status, body } = await callProvider(
        settings,
        '/messages',
        {
          method: 'POST',
          body: JSON.stringify(message),
          headers: { 'content-type': 'application/json', 'idempotency-key': message.id },
        },
        LIMITS,
      );
      return believe(status, body, message.id);
    },
    async find(id) {
      const { status, body } = await callProvider(
        settings,
        `/messages/${encodeURIComponent(id)}`,
        { method: 'GET' },
        LIMITS,
      );
      const neverTaken = status === 404 && unknown.safeParse(body).data?.id === id;
      return neverTaken ? undefined : believe(status, body, id);
    },
  };
}

const LIMITS = {
  timeoutMillis: TIMEOUT_MILLIS,
  longestReply: LONGEST_REPLY,
  noAnswer: (kind: string) => new MessageProviderFault(`No answer from the message provider (${kind}).`),
};

function believe(status: number, body: unknown, id: string): { providerId: string } {
  if (status < 200 || status > 299) {
    throw new MessageProviderFault(`The message provider answered ${status}.`);
  }
  const reply = taken.safeParse(body);
  if (!reply.success) throw new MessageProviderFault('The message provider answered what cannot be read.');
  if (reply.data.id !== id) {
    throw new MessageProviderFault('The message provider answered about another message.');
  }
  return { providerId: reply.data.providerId };
}

import type { MessageProvider, OutgoingMessage } from '../../functions/messages/ports.ts';

/** A provider that remembers, and delivers as often as it is asked to: only we keep it from delivering twice. */
export function createStrictMessageProvider() {
  const delivered: OutgoingMessage[] = [];
  const provider: MessageProvider = {
    async send(message) {
      // On its way: long enough for another worker to look it up in vain.
      await new Promise((resolve) => setImmediate(resolve));
      delivered.push(message);
      return { providerId: `p-${delivered.length}` };
    },
    async find(id) {
      await Promise.resolve();
      const index = delivered.findIndex((message) => message.id === id);
      return index < 0 ? undefined : { providerId: `p-${index + 1}` };
    },
  };
  return { provider, delivered };
}

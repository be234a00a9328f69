import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Requests that went out, and items and bytes that came back, since it was last asked. */
export interface ItemMeter {
  take(): { requests: number; items: number; bytes: number };
}

interface Output {
  Item?: unknown;
  Items?: unknown[];
  Responses?: Record<string, unknown[]> | unknown[];
}

export function meterItems(client: DynamoDBDocumentClient): ItemMeter {
  let [requests, items, bytes] = [0, 0, 0];
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { Item, Items, Responses } = result.output as Output;
      requests += 1;
      bytes += Number(
        (result.response as { headers?: Record<string, string> }).headers?.['content-length'] ?? 0,
      );
      items += (Item ? 1 : 0) + (Items?.length ?? 0) + Object.values(Responses ?? {}).flat().length;
      return result;
    },
    // Inside the retries, so that each of them counts.
    { step: 'deserialize', priority: 'high', name: 'meterItems' },
  );
  return {
    take() {
      const taken = { requests, items, bytes };
      [requests, items, bytes] = [0, 0, 0];
      return taken;
    },
  };
}

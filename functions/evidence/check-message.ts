import { objectCreated, ownRequest } from './check-message-schemas.ts';
import { checkOfObjectKey } from './object-key.ts';

/** What a message in the queue asks to check; undefined for an event about another key. */
export function checkOfMessage(body: unknown): { trackingNumber: string; uploadId: string } | undefined {
  const request = ownRequest.safeParse(body);
  if (request.success) return request.data;
  return checkOfObjectKey(objectCreated.parse(body).detail.object.key);
}

import { desk } from '../deps.ts';
import { watchPresence } from '../desk/watch-presence.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  'watch-presence',
  withParcel(async ({ body, principal: { actor }, now }, trackingNumber) =>
    answer(await watchPresence({ ...body, trackingNumber, reader: actor, now }, { desk: desk() })),
  ),
);

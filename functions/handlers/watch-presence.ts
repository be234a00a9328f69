import * as operations from '../contracts/operations/cases.ts';
import { desk } from '../deps.ts';
import { watchPresence } from '../desk/watch-presence.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer, withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.watchPresence,
  withParcel(async ({ body, principal: { actor }, now }, trackingNumber) =>
    answer(await watchPresence({ ...body, trackingNumber, reader: actor, now }, { desk: desk() })),
  ),
);

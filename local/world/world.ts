import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LaptopClock } from '../clock.ts';
import { rememberParcel, startCarrier } from './carrier.ts';
import {
  type DeliveredMessage,
  deliveredAttachment,
  deliveredMessages,
  startMessageProvider,
} from './message-provider.ts';
import { startPayoutProvider } from './payout-provider.ts';
import type { RunningService, ServiceReply } from './service.ts';

export interface World {
  messagesUrl: string;
  payoutsUrl: string;
  carrierUrl: string;
  /** What customers have received, oldest first. */
  messages(): Promise<DeliveredMessage[]>;
  /** What came along with one of them. */
  attachment(messageId: string, index: number): Promise<{ contentType: string; bytes: Buffer } | undefined>;
  /** What the carrier knows of a parcel from now on: `{events: […]}`. */
  tellCarrier(trackingNumber: string, news: unknown): Promise<ServiceReply>;
  close(): Promise<void>;
}

/** Starts the world outside on 127.0.0.1: whom the service writes through, pays through and asks about parcels. */
export async function startWorld(options: {
  /** Where its state is kept. */
  directory: string;
  clock: LaptopClock;
  apiKey: string;
}): Promise<World> {
  const { directory, clock, apiKey } = options;
  await mkdir(directory, { recursive: true });
  const started: RunningService[] = [];
  const close = async () => {
    await Promise.all(started.map((service) => service.close()));
  };
  try {
    const start = async (starting: Promise<RunningService>) => {
      const service = await starting;
      started.push(service);
      return service;
    };
    const messages = await start(
      startMessageProvider({ file: join(directory, 'messages.sqlite'), clock, apiKey }),
    );
    const payouts = await start(
      startPayoutProvider({ file: join(directory, 'payouts.sqlite'), clock, apiKey }),
    );
    const carrier = await start(startCarrier({ file: join(directory, 'carrier.sqlite'), apiKey }));
    return {
      messagesUrl: messages.url,
      payoutsUrl: payouts.url,
      carrierUrl: carrier.url,
      messages: async () => deliveredMessages(messages.database),
      attachment: async (messageId, index) => deliveredAttachment(messages.database, messageId, index),
      tellCarrier: async (trackingNumber, news) => rememberParcel(carrier.database, trackingNumber, news),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

import * as z from 'zod';
import type { Instant } from '../clock.ts';
import { claimStatus } from '../contracts/case.ts';
import type { Locale } from '../contracts/primitives.ts';

/**
 * Something that a customer has to be told. It carries ids and codes only, never a text or a phone: whoever
 * sends it reads the truth again and drops what is no longer true.
 */
export const notice = z.discriminatedUnion('about', [
  z.strictObject({
    about: z.enum(['policy-sold', 'policy-ending', 'policy-ended', 'policy-voided']),
    trackingNumber: z.string(),
    policyId: z.string(),
  }),
  z.strictObject({
    about: z.literal('claim-status'),
    trackingNumber: z.string(),
    policyId: z.string(),
    claimId: z.string(),
    /** The claim's version at which it entered this status: one message per entry. */
    version: z.int(),
    status: claimStatus,
  }),
  z.strictObject({
    about: z.literal('payee-code'),
    trackingNumber: z.string(),
    policyId: z.string(),
    claimId: z.string(),
    /** The code is derived from it when the message is written: it is never queued. */
    challengeId: z.string(),
  }),
  // A letter that a specialist sent by e-mail: to a seller or a bank, or to the customer.
  z.strictObject({
    about: z.literal('letter-sent'),
    trackingNumber: z.string(),
    policyId: z.string(),
    claimId: z.string(),
    letterId: z.string(),
  }),
]);
export type Notice = z.infer<typeof notice>;
/** What a notice can say of the protection itself. */
export type PolicyNoticeAbout = Exclude<Notice['about'], 'claim-status' | 'payee-code' | 'letter-sent'>;

/** Where notices wait to be sent; at least once. */
export interface NoticeQueue {
  enqueue(notices: Notice[]): Promise<void>;
}

export type MessageChannel = 'sms' | 'email';

/** One message to one address: the id is derived from the notice and channel, so the same notice is the same message. */
export interface OutgoingMessage {
  id: string;
  channel: MessageChannel;
  to: string;
  locale: Locale;
  subject?: string;
  text: string;
  attachments?: Attachment[];
}

export interface Attachment {
  fileName: string;
  contentType: string;
  /** Base64. */
  content: string;
}

/** SMS and e-mail provider. */
export interface MessageProvider {
  /** @throws when the provider did not answer or answered with a fault: the message may have gone out all the same. */
  send(message: OutgoingMessage): Promise<{ providerId: string }>;
  /** Looks a message up by our id; undefined when the provider never took it. */
  find(id: string): Promise<{ providerId: string } | undefined>;
}

/** What was sent; in the parcel's case, without the text and the address. */
export interface MessageRecord {
  trackingNumber: string;
  messageId: string;
  about: Notice['about'];
  channel: MessageChannel;
  claimId?: string;
  status: 'sending' | 'sent' | 'dropped';
  at: Instant;
  providerId?: string;
}

export interface MessageLog {
  /** Writes the record unless one with this id exists; answers the one that exists. */
  begin(record: MessageRecord): Promise<{ begun: true } | { begun: false; existing: MessageRecord }>;
  finish(record: MessageRecord): Promise<void>;
  /** Records of a parcel, oldest first, at most 200. */
  list(trackingNumber: string): Promise<MessageRecord[]>;
}

/** The message provider gave no answer that can be believed; says what went wrong without phone, text or link. */
export class MessageProviderFault extends Error {
  override name = 'MessageProviderFault';
}

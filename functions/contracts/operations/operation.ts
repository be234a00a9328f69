import type * as z from 'zod';
import type { ConsoleRole } from '../primitives.ts';
import type { RefusalCode } from '../refusal.ts';

/** Whose credential an operation takes: the POS's scope, the customer's link, a console group, or none. */
export type Caller = 'pos' | 'customer' | 'console' | 'anyone';

export interface Operation {
  /** Its handler's, too. */
  name: string;
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  caller: Caller;
  /** Of a console call: whose groups may make it. */
  roles?: readonly ConsoleRole[];
  summary: string;
  body?: z.ZodType;
  /** A body may be left out. */
  bodyOptional?: boolean;
  query?: readonly string[];
  /** Headers beyond the credential. */
  headers?: readonly ('Idempotency-Key' | 'If-Match' | 'If-None-Match')[];
  answers: Readonly<Record<number, z.ZodType | undefined>>;
  /** What is answered is a file of this type, instead of JSON. */
  fileType?: 'application/pdf';
  /** Written out only for whoever documents them: no handler carries them along. */
  refusals: () => readonly RefusalCode[];
}

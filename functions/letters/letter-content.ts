import type { Instant } from '../clock.ts';
import type { Locale } from '../contracts/primitives.ts';

/** All that stands on the paper of a letter, and nothing else: the same content is the same PDF, byte for byte. */
export interface LetterContent {
  language: Locale;
  /** A letter that has not gone out bears a watermark and no number. */
  outgoingNumber?: string | undefined;
  date: Instant;
  addressee: { name: string; address?: string | undefined };
  subject: string;
  /** Paragraphs, one a line. */
  body: string;
  enclosures: readonly Enclosure[];
}

export interface Enclosure {
  fileName: string;
  /** What it is, in words: «видеозапись распаковки». */
  what?: string | undefined;
}

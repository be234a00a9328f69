import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { CaseFile } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { changeEvidence } from './change-evidence.ts';
import { isFilm } from './purpose.ts';

const MOST_BOOKMARKS = 50;

/** Notes a moment of a film, in the order of the film; the same second again replaces its note. */
export async function bookmarkEvidence(
  input: {
    trackingNumber: string;
    evidenceId: string;
    second: number;
    note: string;
    actor: Actor;
    now: Instant;
  },
  ports: { cases: CaseStore },
): Promise<{ file: CaseFile } | Refusal> {
  const { second, note, actor, now } = input;
  return changeEvidence(input, ports.cases, (upload) => {
    if (!isFilm(upload)) return refuse('not-found');
    const before = upload.bookmarks ?? [];
    if (before.some((each) => each.second === second && each.note === note)) return 'same';
    const others = before.filter((each) => each.second !== second);
    if (others.length >= MOST_BOOKMARKS) return refuse('bookmarks-too-many', { maximum: MOST_BOOKMARKS });
    const bookmarks = [...others, { second, note, by: actor, at: now }].sort((a, b) => a.second - b.second);
    const { uploadId } = upload;
    return {
      upload: { ...upload, bookmarks },
      entry: { at: now, actor, action: 'bookmarked', uploadId, facts: { second } },
    };
  });
}

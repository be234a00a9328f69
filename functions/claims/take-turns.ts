import type { CaseFile } from '../contracts/case.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { CaseChange, CaseStore } from './ports.ts';
import { advanceHead } from './timeline.ts';

/** Writers of one case take turns; more lost turns than this mean that something is wrong. */
const TURNS = 16;

/**
 * Reads the case, decides on it and writes the decision, again from the start whenever somebody else wrote first.
 * This is how every capability changes a case; `decide` must have no effect of its own.
 */
export async function takeTurns<Outcome>(
  cases: CaseStore,
  trackingNumber: string,
  decide: (file: CaseFile) => Promise<{ outcome: Outcome; change?: CaseChange | undefined }>,
  backOff: (lostTurns: number) => Promise<void> = async () => {},
): Promise<Outcome | Refusal> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    if (turn > 0) await backOff(turn);
    const { outcome, change } = await decide(await cases.read(trackingNumber));
    if (!change || (await cases.commit(change)) === 'committed') return outcome;
  }
  return refuse('try-again');
}

/** The case as it stands after the change, without reading it again. */
export function fileAfter(file: CaseFile, change: CaseChange): CaseFile {
  return {
    head: advanceHead(file.head, change.timeline),
    claims: replaced(file.claims, change.claims, (claim) => claim.claimId),
    uploads: replaced(file.uploads, change.uploads, (upload) => upload.uploadId),
    payouts: replaced(file.payouts, change.payouts, (payout) => payout.reference),
    letters: replaced(file.letters, change.letters, (letter) => letter.letterId),
    timeline: [...file.timeline, ...change.timeline],
    judgements: file.judgements,
  };
}

function replaced<Item>(items: Item[], changed: Item[] = [], keyOf: (item: Item) => string): Item[] {
  const byKey = new Map([...items, ...changed].map((item) => [keyOf(item), item]));
  return [...byKey.values()];
}

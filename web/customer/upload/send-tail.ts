import { nextPart, type PartToSend } from './part-plan.ts';
import { type PartWork, preparePart, sendPart } from './send-part.ts';
import { untilAborted } from './until-aborted.ts';
import type { Failure } from './upload-end.ts';

/** What a phone that drops loses at most, beside what is on its way. */
const TAIL_EVERY_MILLIS = 5_000;

/**
 * The unfinished last part of a recording, sent as it stands while there is nothing else to send: a whole part is many
 * seconds of film, and a phone that drops would lose them. A later, longer part takes its place.
 */
export interface Tails {
  /** Waits for more to send, or sends what there is of the last part and notes it in `arrived`. Answers the bytes sent. */
  waitOrSend(work: PartWork, arrived: Map<number, number>): Promise<Failure | number>;
  /** A whole part is being sent now: so recent is what the server has. */
  postpone(): void;
}

export function createTails(partSize: number, { clock }: PartWork['ports']): Tails {
  let dueAt = clock.now() + TAIL_EVERY_MILLIS;
  const postpone = () => {
    dueAt = clock.now() + TAIL_EVERY_MILLIS;
  };

  return {
    postpone,
    async waitOrSend(work, arrived) {
      const { source, signal } = work;
      const tail = tailOf(source.size(), partSize);
      if (tail.until - tail.start <= (arrived.get(tail.partNumber) ?? 0)) {
        await source.grown(signal);
        return 0;
      }
      const millis = dueAt - clock.now();
      if (millis > 0) {
        await eitherOf(signal, [(end) => source.grown(end), (end) => clock.wait(millis, end)]);
        return 0;
      }
      postpone();
      return sendTail(tail, work, partSize, arrived);
    },
  };
}

function tailOf(size: number, partSize: number): PartToSend {
  const partNumber = Math.floor(size / partSize) + 1;
  return { partNumber, start: (partNumber - 1) * partSize, until: size };
}

async function sendTail(
  tail: PartToSend,
  work: PartWork,
  partSize: number,
  arrived: Map<number, number>,
): Promise<Failure | number> {
  const { source, signal } = work;
  const end = new AbortController();
  const stop = () => end.abort();
  signal.addEventListener('abort', stop);

  /** A part that is ready to be sent does not wait for this one, unless it is this one: the film ended here. */
  function isOvertaken(): boolean {
    const next = nextPart(source, partSize, arrived);
    return typeof next === 'object' && next.until !== tail.until;
  }

  async function giveWay(): Promise<void> {
    while (!end.signal.aborted && !isOvertaken()) await source.grown(end.signal);
    stop();
  }

  void giveWay();
  try {
    const ended = { ...work, signal: end.signal };
    const part = await untilAborted(preparePart(tail, ended), end.signal);
    if (!part || end.signal.aborted) return 0;
    if ('end' in part) return part;
    const failure = await sendPart(part, ended, () => {});
    if (failure) return failure.end === 'stopped' ? 0 : failure;
    arrived.set(tail.partNumber, tail.until - tail.start);
    return tail.until - tail.start;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** Resolves with the first of them, and ends the others. */
async function eitherOf(signal: AbortSignal, works: ((end: AbortSignal) => Promise<void>)[]): Promise<void> {
  const end = new AbortController();
  const stop = () => end.abort();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  await Promise.race(works.map((work) => work(end.signal)));
  stop();
  signal.removeEventListener('abort', stop);
}

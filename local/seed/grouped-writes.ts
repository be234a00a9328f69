import type { PolicyBatch, PolicyStore } from '../../functions/policies/ports.ts';

/**
 * The same store, with sales that come in the same turn written in one request, and policies that end likewise. A use
 * case sees no difference: where a group as a whole is refused, each of it is tried by itself and gets its own answer.
 */
export function withGroupedWrites(store: PolicyStore, batch: PolicyBatch, largest: number): PolicyStore {
  const insert = grouped<Parameters<PolicyStore['insert']>, Awaited<ReturnType<PolicyStore['insert']>>>({
    largest,
    together: async (group) =>
      (await batch.insertAll(group.map(([policy]) => policy))) === 'inserted'
        ? { inserted: true }
        : undefined,
    alone: (policy) => store.insert(policy),
  });
  const endIfDue = grouped<Parameters<PolicyStore['endIfDue']>, 'ended' | 'not-due'>({
    largest,
    together: async (group) => {
      const outcome = await batch.endAllWithoutFilms(group.map(([due, now]) => ({ due, now })));
      return outcome === 'ended' ? outcome : undefined;
    },
    alone: (due, now) => store.endIfDue(due, now),
  });
  return { ...store, insert, endIfDue };
}

interface Grouping<Input extends unknown[], Outcome> {
  largest: number;
  /** Writes all of them and answers what each is told, or nothing and undefined. */
  together: (group: Input[]) => Promise<Outcome | undefined>;
  alone: (...input: Input) => Promise<Outcome>;
}

/** Gathers calls until as many have come as go together, at most to the end of the turn. */
function grouped<Input extends unknown[], Outcome>({ largest, together, alone }: Grouping<Input, Outcome>) {
  let waiting: { input: Input; settle: (outcome: Outcome | Promise<Outcome>) => void }[] = [];

  async function writeGroup(): Promise<void> {
    const group = waiting;
    waiting = [];
    try {
      const outcome = group.length > 1 ? await together(group.map(({ input }) => input)) : undefined;
      for (const { input, settle } of group) settle(outcome ?? alone(...input));
    } catch (error) {
      for (const { settle } of group) settle(Promise.reject(error));
    }
  }

  return (...input: Input) =>
    new Promise<Outcome>((settle) => {
      waiting.push({ input, settle });
      if (waiting.length >= largest) void writeGroup();
      else if (waiting.length === 1) setImmediate(() => void writeGroup());
    });
}

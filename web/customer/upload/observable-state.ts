export type Changes<State> = { [Key in keyof State]?: State[Key] | undefined };

/** A state that is replaced, never changed, so that a page can compare the old and the new one. */
export interface ObservableState<State> {
  get(): State;
  /** Keys that are given as undefined are taken out. */
  change(changes: Changes<State>): void;
  subscribe(listener: (state: State) => void): () => void;
}

export function createObservableState<State extends object>(first: State): ObservableState<State> {
  let state = first;
  const listeners = new Set<(state: State) => void>();
  return {
    get: () => state,
    change(changes) {
      const entries = Object.entries({ ...state, ...changes }).filter(([, value]) => value !== undefined);
      state = Object.fromEntries(entries) as State;
      for (const listener of [...listeners]) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

import { createStore } from '../../shared/store.ts';

export type Changes<State> = { [Key in keyof State]?: State[Key] | undefined };

/** A state that is replaced, never changed, so that a page can compare the old and the new one. */
export interface ObservableState<State> {
  get(): State;
  /** Keys that are given as undefined are taken out. */
  change(changes: Changes<State>): void;
  subscribe(listener: (state: State) => void): () => void;
}

export function createObservableState<State extends object>(first: State): ObservableState<State> {
  const store = createStore(first);
  return {
    get: store.get,
    change(changes) {
      const entries = Object.entries({ ...store.get(), ...changes }).filter(
        ([, value]) => value !== undefined,
      );
      store.set(Object.fromEntries(entries) as State);
    },
    subscribe: (listener) => store.subscribe(() => listener(store.get())),
  };
}

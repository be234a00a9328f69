import { useEffect, useRef, useState } from 'preact/hooks';

/** After so long nobody comes back to it, and what customers have said must not lie about. */
const KEPT_FOR_MILLIS = 7 * 86_400_000;
const PREFIX = 'console-draft';

interface Kept<Value> {
  savedAt: number;
  value: Value;
}

const keyOf = (personId: string, name: string) => `${PREFIX}:${personId}:${name}`;

export function readDraft<Value>(personId: string, name: string): Value | undefined {
  try {
    const text = localStorage.getItem(keyOf(personId, name));
    if (text === null) return undefined;
    const { savedAt, value } = JSON.parse(text) as Kept<Value>;
    return Date.now() - savedAt < KEPT_FOR_MILLIS ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writeDraft(personId: string, name: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(personId, name), JSON.stringify({ savedAt: Date.now(), value }));
  } catch {
    // A browser that keeps nothing loses a draft with its tab.
  }
}

export function dropDraft(personId: string, name: string): void {
  try {
    localStorage.removeItem(keyOf(personId, name));
  } catch {
    // There was none.
  }
}

/** Takes away what is too old, of whomever it is. */
export function dropOldDrafts(): void {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(`${PREFIX}:`))) {
      const { savedAt } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept<unknown>>;
      if (typeof savedAt !== 'number' || Date.now() - savedAt >= KEPT_FOR_MILLIS)
        localStorage.removeItem(key);
    }
  } catch {
    // What cannot be read here is not ours.
  }
}

/**
 * What somebody types, kept for this person in this browser with every change: it outlives a reload, an idle sign-out
 * and a crash of the tab. The third is to forget it, when it has been sent. Nothing is kept before something differs
 * from the first.
 */
export function useDraft<Value>(
  personId: string,
  name: string,
  first: Value,
): [Value, (next: Value) => void, () => void] {
  const [value, setValue] = useState<Value>(() => readDraft<Value>(personId, name) ?? first);
  const place = useRef(`${personId} ${name}`);
  useEffect(() => {
    if (place.current === `${personId} ${name}`) return;
    place.current = `${personId} ${name}`;
    setValue(readDraft<Value>(personId, name) ?? first);
  }, [personId, name]);
  return [
    value,
    (next) => {
      setValue(next);
      // At once and not after drawing: a tab may crash in between.
      writeDraft(personId, name, next);
    },
    () => {
      dropDraft(personId, name);
      setValue(first);
    },
  ];
}

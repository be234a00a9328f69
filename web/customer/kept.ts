import { useEffect, useState } from 'preact/hooks';

/**
 * A value that survives a reload, in this tab's session only: what people type is personal. Phones throw a page away
 * when its owner looks at the SMS with the code. The third is to forget it.
 */
export function useKept<Value>(name: string, first: Value): [Value, (value: Value) => void, () => void] {
  const [value, setValue] = useState<Value>(() => readKept(name) ?? first);
  useEffect(() => writeKept(name, value), [name, value]);
  const drop = () => {
    // At once: what is dropped is often done with, and its form is gone already.
    dropKept(name);
    setValue(first);
  };
  return [value, setValue, drop];
}

function readKept<Value>(name: string): Value | undefined {
  try {
    const kept = sessionStorage.getItem(name);
    return kept === null ? undefined : (JSON.parse(kept) as Value);
  } catch {
    return undefined;
  }
}

function writeKept(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Without it a reload loses what was typed, nothing else.
  }
}

function dropKept(name: string): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // There was none.
  }
}

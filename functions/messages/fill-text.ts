/** A name, and how to show what it stands for: `{amount}`, `{maximum:money}`. */
export const PLACEHOLDER = /\{([a-zA-Z]+)(?::([a-z]+))?\}/g;

/**
 * Fills the placeholders of a text in one pass, so that a value that looks like a placeholder stays a value.
 * @throws Error when a placeholder has no value: a half-filled text must not reach anybody.
 */
export function render(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER, (_, name: string, kind: string | undefined) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || kind !== undefined) throw new Error(`Nothing to put into {${name}}.`);
    return value;
  });
}

/** The names of the placeholders of a text, each once. */
export function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}

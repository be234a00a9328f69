/** The order of a table's keys: by UTF-8 bytes, which JavaScript's own comparison of UTF-16 units is not. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

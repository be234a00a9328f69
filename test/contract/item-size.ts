/** Size of an item by DynamoDB's rule, which decides how many write units it costs. */
export function itemSize(item: Record<string, unknown>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + bytes(name) + valueSize(value), 0);
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return bytes(value);
  // Two significant digits a byte, and one for the exponent; one more for a minus sign, rounded up.
  if (typeof value === 'number') return Math.ceil(String(Math.abs(value)).length / 2) + (value < 0 ? 2 : 1);
  if (typeof value === 'boolean' || value === null) return 1;
  if (Array.isArray(value)) return 3 + value.reduce((sum: number, member) => sum + 1 + valueSize(member), 0);
  const members = Object.entries(value as object);
  return 3 + members.reduce((sum, [name, member]) => sum + 1 + bytes(name) + valueSize(member), 0);
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

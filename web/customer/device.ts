const KEY = 'device';
const DEVICE = /^[0-9a-f]{32}$/;

/**
 * A random number that this browser keeps: who files for several parcels from one browser can be told by it. It is made
 * up here, of nothing that the device is or has, and whoever clears the browser's data has another one. A browser that
 * keeps nothing has none, because a new number at each filing would tell nothing.
 */
export function deviceOf(kept: () => Pick<Storage, 'getItem' | 'setItem'>): string | undefined {
  try {
    const storage = kept();
    const known = storage.getItem(KEY);
    if (known !== null && DEVICE.test(known)) return known;
    const made = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
    storage.setItem(KEY, made);
    return storage.getItem(KEY) === made ? made : undefined;
  } catch {
    return undefined;
  }
}

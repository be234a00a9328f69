import { device } from '../../../functions/contracts/primitives.ts';
import { deviceOf } from '../../../web/customer/device.ts';

function storageOf(kept: Map<string, string>) {
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

it('a browser keeps one random number, which the service takes, and another browser has another', () => {
  const kept = new Map<string, string>();
  const first = deviceOf(() => storageOf(kept));
  expect(device.parse(first)).toBe(first);
  expect(deviceOf(() => storageOf(kept))).toBe(first);
  expect(deviceOf(() => storageOf(new Map()))).not.toBe(first);
  expect(deviceOf(() => storageOf(new Map([['device', '<b>']])))).toMatch(/^[0-9a-f]{32}$/);
});

it('a browser that keeps nothing has none', () => {
  const closed = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  expect(deviceOf(closed)).toBeUndefined();
  expect(deviceOf(() => ({ getItem: () => null, setItem: () => undefined }))).toBeUndefined();
});

import fc from 'fast-check';
import { createCursorSealer } from '../../functions/http/cursor.ts';

const sealer = createCursorSealer('one master key');
const place = { dueAt: '2026-03-31T21:00:00.000Z', trackingNumber: '10100012123456', claimId: 'claim-1' };
const READER = 'anna:specialist';

describe('a cursor', () => {
  const cursor = sealer.seal(place, READER);

  it('brings its reader back to the place, also on another machine with the same key', () => {
    expect(sealer.open(cursor, READER)).toEqual(place);
    expect(createCursorSealer('one master key').open(cursor, READER)).toEqual(place);
  });

  it('hides the place, and looks different each time', () => {
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('10100012123456');
    expect(sealer.seal(place, READER)).not.toBe(cursor);
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('opens nothing for another reader, another query or another key', () => {
    expect(sealer.open(cursor, 'boris:specialist')).toBeUndefined();
    expect(sealer.open(cursor, 'anna:supervisor')).toBeUndefined();
    expect(sealer.open(cursor, '')).toBeUndefined();
    expect(createCursorSealer('another key').open(cursor, READER)).toBeUndefined();
  });

  it('opens nothing with any bit flipped', () => {
    const bytes = Buffer.from(cursor, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(sealer.open(flipped.toString('base64url'), READER)).toBeUndefined();
    }
  });

  it('opens nothing when it is cut or spelled another way', () => {
    for (let length = 0; length < cursor.length; length += 1)
      expect(sealer.open(cursor.slice(0, length), READER)).toBeUndefined();
    for (const spelling of [`${cursor}=`, ` ${cursor}`, `${cursor}\n`])
      expect(sealer.open(spelling, READER)).toBeUndefined();
  });

  it('opens nothing that was not sealed here, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (given) => {
        expect(sealer.open(given, READER)).toBeUndefined();
      }),
    );
  });

  it('brings any place back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (any, boundTo) => {
        expect(sealer.open(sealer.seal(any, boundTo), boundTo)).toEqual(JSON.parse(JSON.stringify(any)));
      }),
    );
  });
});

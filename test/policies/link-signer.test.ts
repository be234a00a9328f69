import { createHmacLinkSigner, createHmacPhoneHasher } from '../../functions/adapters/hmac-link-signer.ts';

const policy = {
  trackingNumber: '10100012123456',
  policyId: '0f6f0a3e-3a0c-4a52-8f1c-5f1f1d2c7f01',
  linkVersion: 1,
};
const signer = createHmacLinkSigner('one master key');

describe('the token of a link', () => {
  const token = signer.tokenOf(policy);

  it('is base64url, names the parcel and proves it', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(signer.trackingNumberOf(token)).toBe(policy.trackingNumber);
    expect(signer.matches(token, policy)).toBe(true);
  });

  it('carries at least 128 bits of keyed hash beside the number', () => {
    const hash = Buffer.from(token, 'base64url').subarray(policy.trackingNumber.length);
    expect(hash.length * 8).toBeGreaterThanOrEqual(128);
  });

  it('spreads its bits: hashes of a thousand policies share no byte position', () => {
    const hashes = Array.from({ length: 1000 }, (_, n) =>
      Buffer.from(signer.tokenOf({ ...policy, policyId: `policy-${n}` }), 'base64url').subarray(14),
    );
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(1000);
    for (let byte = 0; byte < 20; byte += 1)
      expect(new Set(hashes.map((hash) => hash[byte])).size).toBeGreaterThan(200);
  });

  it('is the same each time, so that a repeated sale answers the same link', () => {
    expect(createHmacLinkSigner('one master key').tokenOf({ ...policy })).toBe(token);
  });

  it('depends on the policy, the link version and the key', () => {
    expect(signer.matches(token, { ...policy, policyId: 'other' })).toBe(false);
    expect(signer.matches(token, { ...policy, linkVersion: 2 })).toBe(false);
    expect(createHmacLinkSigner('another master key').matches(token, policy)).toBe(false);
  });

  it('does not let a policy and a version that read alike together be the same', () => {
    const one = signer.tokenOf({ ...policy, policyId: 'p:1', linkVersion: 1 });
    const other = signer.tokenOf({ ...policy, policyId: 'p', linkVersion: 11 });
    expect(one).not.toBe(other);
  });

  it('has one spelling only', () => {
    const bytes = Buffer.from(token, 'base64url');
    const respelled = [
      bytes.toString('base64'),
      `${token}=`,
      `${token}A`,
      ` ${token}`,
      `${token}\n`,
      token.slice(0, -1),
      // The last character of this length carries unused bits: setting one decodes to the same bytes.
      token.slice(0, -1) + String.fromCharCode((token.codePointAt(token.length - 1) ?? 0) + 1),
    ].filter((spelling) => spelling !== token);
    for (const spelling of respelled) {
      expect(signer.trackingNumberOf(spelling)).toBeUndefined();
      expect(signer.matches(spelling, policy)).toBe(false);
    }
  });

  it('with any bit of its number flipped names no parcel, or another one', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < policy.trackingNumber.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(signer.trackingNumberOf(flipped.toString('base64url'))).not.toBe(policy.trackingNumber);
    }
  });

  it('is no longer than an SMS bears', () => {
    expect(token.length).toBeLessThanOrEqual(46);
  });
});

describe('the keyed hash of a phone', () => {
  it('is the same for the same phone and key, and hides it from whoever lacks the key', () => {
    const hasher = createHmacPhoneHasher('one master key');
    const hash = hasher.hashOf('+79991234567');
    expect(createHmacPhoneHasher('one master key').hashOf('+79991234567')).toBe(hash);
    expect(createHmacPhoneHasher('another').hashOf('+79991234567')).not.toBe(hash);
    expect(hasher.hashOf('+79991234568')).not.toBe(hash);
    expect(hash).not.toContain('9991234567');
    expect(hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

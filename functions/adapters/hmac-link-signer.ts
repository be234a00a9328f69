import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkSigner, PhoneHasher } from '../policies/ports.ts';

/** 160 bits: W3C's capability URLs ask for 120, ASVS for 128. */
const MAC_BYTES = 20;
/** No token is longer: 14 characters of number and the hash, in base64url. */
const LONGEST_TOKEN = Math.ceil(((14 + MAC_BYTES) * 4) / 3);
const TRACKING_NUMBER = /^(?:[0-9]{14}|[A-Z]{2}[0-9]{9}[A-Z]{2})$/;

/**
 * Token = base64url(tracking number, HMAC-SHA-256 over policy and link version cut to 160 bits). The number only
 * says where to look; the hash proves. Nothing of it is stored, so a repeated sale answers the same link.
 */
export function createHmacLinkSigner(secret: string): LinkSigner {
  const macOf = (policy: { policyId: string; linkVersion: number }) =>
    createHmac('sha256', secret)
      .update(`link:${policy.policyId}:${policy.linkVersion}`)
      .digest()
      .subarray(0, MAC_BYTES);
  return {
    tokenOf: (policy) =>
      Buffer.concat([Buffer.from(policy.trackingNumber, 'ascii'), macOf(policy)]).toString('base64url'),
    trackingNumberOf: (token) => decode(token)?.trackingNumber,
    matches: (token, policy) => {
      const decoded = decode(token);
      return decoded !== undefined && timingSafeEqual(decoded.mac, macOf(policy));
    },
  };
}

function decode(token: string): { trackingNumber: string; mac: Buffer } | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  // Only the canonical spelling counts, so that one link has one token.
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
  // Not `ascii`, which drops the eighth bit: a token with that bit flipped would open the link as well.
  const trackingNumber = bytes.subarray(0, -MAC_BYTES).toString('latin1');
  if (!TRACKING_NUMBER.test(trackingNumber)) return undefined;
  return { trackingNumber, mac: bytes.subarray(-MAC_BYTES) };
}

/** Keyed, so that a stolen table cannot be searched by trying all phone numbers. */
export function createHmacPhoneHasher(secret: string): PhoneHasher {
  return {
    hashOf: (phone) => createHmac('sha256', secret).update(`phone:${phone}`).digest('base64url'),
  };
}

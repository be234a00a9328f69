import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CodeChallenge, OneTimeCodes } from '../payouts/ports.ts';

const CODE_DIGITS = 6;
/** 48 of the hash's bits, so that the remainder favours no code by more than one in 280 million. */
const CODE_BYTES = 6;

/**
 * A code is the keyed hash of its challenge, cut to six digits: whoever sends it and whoever checks it work it out,
 * so that it stands in no table, queue or log. The purpose in front keeps it apart from all else that the key signs.
 */
export function createHmacOneTimeCodes(secret: string): OneTimeCodes {
  const macOf = (purpose: string, { policyId, claimId, challengeId }: CodeChallenge, ...more: string[]) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([purpose, policyId, claimId, challengeId, ...more]))
      .digest();
  const codeOf = (challenge: CodeChallenge) =>
    String(macOf('payee-code', challenge).readUIntBE(0, CODE_BYTES) % 10 ** CODE_DIGITS).padStart(
      CODE_DIGITS,
      '0',
    );
  return {
    newChallengeId: () => randomBytes(16).toString('base64url'),
    codeOf,
    matches(code, challenge) {
      const [given, right] = [code, codeOf(challenge)].map((each) => Buffer.from(each, 'utf8'));
      return given?.length === right?.length && timingSafeEqual(given as Buffer, right as Buffer);
    },
    receiptOf: (challenge, code, content) =>
      macOf('payee-receipt', challenge, code, content).toString('base64url'),
  };
}

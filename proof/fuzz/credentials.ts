import {
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import type { ConsoleRole } from '../../functions/contracts/primitives.ts';
import { withBitFlipped } from '../authorization/credentials.ts';
import type { DescribedOperation } from './document.ts';
import type { KnownParcel, Pool } from './pool.ts';

export type Right = 'pos' | ConsoleRole;

/** Tokens that the gateway takes, and what it takes to make some that it must not take. */
export interface Issuing {
  /** Signs these claims with the issuer's own key. */
  sign(claims: JWTPayload): Promise<string>;
  right: Readonly<Record<Right, string>>;
}

/** Credentials that open nothing at any door. */
const WORTHLESS = ['none', 'empty', 'basic', 'garbage', 'long', 'of-another-door', 'flipped', 'cut'] as const;
/** The caller's own token, wrong in this one thing. */
const TOKENS = [
  'alg-none',
  'other-key',
  'other-issuer',
  'other-audience',
  'expired',
  'of-later',
  'no-expiry',
] as const;
/** The customer's own link, or one that has opened something once. */
const LINKS = ['longer', 'grafted', 'number-alone', 'voided', 'over'] as const;

type ForgedToken = (typeof TOKENS)[number];
export type Forged = (typeof WORTHLESS)[number] | ForgedToken | (typeof LINKS)[number];
export type ForgedTokens = Readonly<Record<Right, Readonly<Record<ForgedToken, string>>>>;

/** What can be wrong with the credential of an operation, by how its callers prove themselves. */
export function forgedOf({ security }: DescribedOperation): readonly Forged[] {
  return security === 'link' ? [...WORTHLESS, ...LINKS] : [...WORTHLESS, ...TOKENS];
}

const HOUR_SECONDS = 3_600;

/** Of each right token those that say the same but for one thing; made once, as signing takes longer than most requests. */
export async function forgeTokens({ sign, right }: Issuing, nowMillis: number): Promise<ForgedTokens> {
  const { privateKey: strangers } = await generateKeyPair('RS256');
  const now = Math.floor(nowMillis / 1_000);
  const forged = Object.entries(right).map(async ([caller, token]) => {
    const claims = decodeJwt(token);
    const tokens: Record<ForgedToken, string> = {
      'alg-none': new UnsecuredJWT(claims).encode(),
      'other-key': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', ...decodeProtectedHeader(token) })
        .sign(strangers),
      'other-issuer': await sign({ ...claims, iss: 'https://elsewhere.example' }),
      // What the gateway compares: the audience where there is one, and else the client.
      'other-audience': await sign({
        ...claims,
        ...(claims.aud ? { aud: 'another' } : { client_id: 'another' }),
      }),
      expired: await sign({ ...claims, exp: now - HOUR_SECONDS }),
      'of-later': await sign({ ...claims, nbf: now + HOUR_SECONDS }),
      'no-expiry': await sign(withoutExpiry(claims)),
    };
    return [caller, tokens] as const;
  });
  return Object.fromEntries(await Promise.all(forged)) as unknown as ForgedTokens;
}

function withoutExpiry({ exp: _exp, ...claims }: JWTPayload): JWTPayload {
  return claims;
}

/** What the caller of an operation rightly has. */
export function rightCredential(
  { security }: DescribedOperation,
  right: Issuing['right'],
  { parcel, role }: { parcel: KnownParcel; role: ConsoleRole },
): string | undefined {
  if (security === undefined) return undefined;
  if (security === 'link') return parcel.link;
  return security === 'pos' ? right.pos : right[role];
}

/** @param chance which bit, how much of it, or which of several. @returns the whole value of the header */
export function forgedCredential(
  operation: DescribedOperation,
  { right, forged, pool }: { right: Issuing['right']; forged: ForgedTokens; pool: Pool },
  drawn: { credential: Forged; parcel: KnownParcel; role: ConsoleRole; chance: number },
): string {
  const { credential, parcel, role, chance } = drawn;
  const own = rightCredential(operation, right, drawn) ?? '';
  const anyOf = (links: readonly string[]) => links[chance % links.length] ?? '';
  switch (credential) {
    case 'none':
      return '';
    case 'basic':
      return `Basic ${Buffer.from('pos-demo:pos-demo-secret').toString('base64')}`;
    case 'empty':
      return 'Bearer ';
    case 'garbage':
      return 'Bearer x.y.z';
    case 'long':
      return `Bearer ${'a'.repeat(4_000)}`;
    case 'of-another-door':
      return `Bearer ${anyOf(ofOtherDoors(operation, right, parcel))}`;
    case 'flipped':
      return `Bearer ${flipped(own, chance)}`;
    case 'cut':
      return `Bearer ${own.slice(0, -1 - (chance % 30))}`;
    case 'longer':
      return `Bearer ${own}${'A'.repeat(1 + (chance % 8))}`;
    case 'grafted':
      return `Bearer ${grafted(own, anyOf(pool.parcels.map(({ link }) => link).filter((link) => link !== own)))}`;
    case 'number-alone':
      return `Bearer ${Buffer.from(parcel.trackingNumber).toString('base64url')}`;
    case 'voided':
      return `Bearer ${anyOf(pool.linksOfVoided)}`;
    case 'over':
      return `Bearer ${anyOf(pool.linksOfOver)}`;
    default:
      return `Bearer ${forged[operation.security === 'pos' ? 'pos' : role][credential]}`;
  }
}

function ofOtherDoors(
  { security }: DescribedOperation,
  { pos, supervisor }: Issuing['right'],
  { link }: KnownParcel,
): string[] {
  return [
    ...(security === 'pos' ? [] : [pos]),
    ...(security === 'console' ? [] : [supervisor]),
    ...(security === 'link' ? [] : [link]),
  ];
}

/** One bit of a link, or of one part of a token, is another. */
function flipped(credential: string, chance: number): string {
  const parts = credential.split('.');
  const place = chance % parts.length;
  return parts.map((part, index) => (index === place ? withBitFlipped(part, chance) : part)).join('.');
}

const NUMBER_BYTES = 14;

/** The number of one parcel, and what proves another. */
function grafted(number: string, proof: string): string {
  return Buffer.concat([
    Buffer.from(number, 'base64url').subarray(0, NUMBER_BYTES),
    Buffer.from(proof, 'base64url').subarray(NUMBER_BYTES),
  ]).toString('base64url');
}

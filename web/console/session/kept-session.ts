/** Of this tab only: what is kept here ends with it, and is not shared with other pages of the host. */

export interface Tokens {
  accessToken: string;
  refreshToken?: string | undefined;
  /** By this machine's clock. */
  expiresAt: number;
}

export const ROLES = ['supervisor', 'specialist', 'administrator', 'analyst'] as const;
export type Role = (typeof ROLES)[number];

export interface Person {
  id: string;
  name: string;
  role: Role;
}

export interface SignedIn {
  tokens: Tokens;
  person: Person;
}

/** A sign-in that is under way: what its answer has to fit to, and where the person was. */
export interface SignInUnderWay {
  state: string;
  nonce: string;
  verifier: string;
  place: string;
}

export type WhySignedOut = 'by-hand' | 'idle' | 'expired' | 'failed' | 'no-role';

function kept<Value>(name: string) {
  const key = `console-${name}`;
  return {
    read(): Value | undefined {
      try {
        const text = sessionStorage.getItem(key);
        return text === null ? undefined : (JSON.parse(text) as Value);
      } catch {
        return undefined;
      }
    },
    write(value: Value): void {
      try {
        sessionStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A reload then asks to sign in again.
      }
    },
    drop(): void {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // There was none.
      }
    },
  };
}

export const keptSession = kept<SignedIn>('session');
export const keptSignIn = kept<SignInUnderWay>('sign-in');
export const keptFarewell = kept<{ why: WhySignedOut; place: string }>('signed-out');

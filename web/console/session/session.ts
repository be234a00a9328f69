import type { DeskSettings } from '../../../functions/contracts/console.ts';
import { createStore, type Store } from '../../shared/store.ts';
import { comeBackTo } from '../route.ts';
import type { SignInServer } from './authorization-code.ts';
import { keptFarewell, keptSession, type Person, type SignedIn, type WhySignedOut } from './kept-session.ts';

export type SessionState =
  | { kind: 'starting' }
  | { kind: 'unreachable' }
  | { kind: 'signed-in'; person: Person }
  | { kind: 'signed-out'; why: WhySignedOut };

export interface Session {
  state: Store<SessionState>;
  /** Of whoever is signed in, renewed when it is about to end; nothing when it cannot be. */
  accessToken(): Promise<string | undefined>;
  /** After a call was refused with 401: whether there is another token now. */
  renew(refused: string): Promise<boolean>;
  signIn(): Promise<void>;
  /** Also ends the session of the sign-in pages, or the next person would be this one. */
  signOut(why: 'by-hand' | 'idle'): Promise<void>;
  /** Another tab of this browser has signed out. */
  leave(why: WhySignedOut): void;
}

/** Refreshed so long before its end that no call of now meets a token that has ended. */
const REFRESH_BEFORE_MILLIS = 120_000;

export interface SessionPorts {
  settings: DeskSettings;
  server: () => Promise<SignInServer>;
}

/** The sign-in host said no. Anything else is the line or a fault, and no end of the session. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && ['ResponseBodyError', 'NoRole', 'NothingToRefresh'].includes(error.name);

export function createSession({ settings, server }: SessionPorts): Session {
  const state = createStore<SessionState>({ kind: 'starting' });
  let current: SignedIn | undefined;
  let refreshing: Promise<boolean> | undefined;

  const enter = (signedIn: SignedIn) => {
    const { tokens, person } = signedIn;
    // A refreshed session may come without the ID token, which alone knows the name.
    const name = person.name === person.id ? (current?.person.name ?? person.name) : person.name;
    current = { tokens, person: { ...person, name } };
    keptSession.write(current);
    keptFarewell.drop();
    if (state.get().kind !== 'signed-in') state.set({ kind: 'signed-in', person: current.person });
  };
  const leave = (why: WhySignedOut) => {
    current = undefined;
    keptSession.drop();
    keptFarewell.write({ why, place: location.hash });
    state.set({ kind: 'signed-out', why });
  };

  const refresh = (): Promise<boolean> => {
    refreshing ??= (async () => {
      if (!current) return false;
      try {
        enter(await (await server()).refresh(current.tokens));
        return true;
      } catch (error) {
        if (isRefusal(error) && current) leave('expired');
        return false;
      }
    })().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };

  const start = async () => {
    const url = new URL(location.href);
    if (url.searchParams.has('state')) {
      try {
        const { place, ...signedIn } = await (await server()).finish(url);
        comeBackTo(place);
        enter(signedIn);
      } catch (error) {
        // Out of the address: a reload must not offer the same answer again.
        comeBackTo('');
        leave((error as Error).name === 'NoRole' ? 'no-role' : 'failed');
      }
      return;
    }
    const kept = keptSession.read();
    if (kept) {
      current = kept;
      if (kept.tokens.expiresAt - Date.now() > REFRESH_BEFORE_MILLIS) enter(kept);
      else if (!(await refresh()) && current) state.set({ kind: 'unreachable' });
      return;
    }
    const farewell = keptFarewell.read();
    if (farewell) {
      if (location.hash === '' && farewell.place !== '') comeBackTo(farewell.place);
      state.set({ kind: 'signed-out', why: farewell.why });
    } else await (await server()).begin(location.hash);
  };
  void start().catch(() => state.set({ kind: 'unreachable' }));

  return {
    state,
    leave,
    async accessToken() {
      if (current && current.tokens.expiresAt - Date.now() <= REFRESH_BEFORE_MILLIS) await refresh();
      return current?.tokens.accessToken;
    },
    async renew(refused) {
      // Another call may have renewed it meanwhile.
      return current !== undefined && (current.tokens.accessToken !== refused || (await refresh()));
    },
    async signIn() {
      await (await server()).begin(location.hash);
    },
    async signOut(why) {
      const tokens = current?.tokens;
      leave(why);
      if (tokens) await (await server()).revoke(tokens);
      const query = new URLSearchParams({
        client_id: settings.clientId,
        logout_uri: `${location.origin}/console/`,
      });
      location.assign(`${settings.signInHost}/logout?${query}`);
    },
  };
}

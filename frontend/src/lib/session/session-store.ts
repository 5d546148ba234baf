import type { Session, ApiError } from '@media-feed/contract';
import { createStore, type ReadableStore } from '@media-feed/uploader';

export type SessionState =
  | { readonly status: 'restoring' }
  | { readonly status: 'signed-out'; readonly expired: boolean }
  | {
      readonly status: 'signed-in';
      readonly user: Session['user'];
      readonly accessToken: string;
      readonly expiresAtMs: number;
    };

type Broadcast = { readonly kind: 'signed-in'; readonly session: Session } | { readonly kind: 'signed-out' };

/** What the store needs of the browser; tests hand in their own. */
export interface SessionEnvironment {
  /** `POST /authentication/refresh`; rejects with an `ApiError`. */
  refresh(): Promise<Session>;
  /** Runs `task` while no other tab of this browser runs one. */
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  /** Notifies the other tabs. */
  broadcast(message: Broadcast): void;
  onBroadcast(listener: (message: Broadcast) => void): void;
  /** Whether somebody was signed in here when the page was last used; `undefined` if nobody knows. */
  readHint(): boolean | undefined;
  writeHint(signedIn: boolean): void;
  now(): number;
}

/** A token that ends sooner than this is renewed before it is used. */
const renewBeforeMs = 30_000;

export interface SessionStore extends ReadableStore<SessionState> {
  /** Signs in from the refresh cookie, if there is one. Called once when the page loads. */
  readonly restore: () => Promise<void>;
  readonly signIn: (session: Session) => void;
  readonly signOut: () => void;
  readonly rename: (name: string) => void;
  /** Resolves once it is known whether somebody is signed in. */
  readonly whenKnown: () => Promise<SessionState>;
  /** An access token that is good for a while, or `undefined` for somebody signed out. */
  readonly freshToken: () => Promise<string | undefined>;
  /** A token other than `rejected`, which the API did not accept. */
  readonly renew: (rejected: string | undefined) => Promise<string | undefined>;
}

/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie that scripts cannot
 * see. Tabs renew one at a time and hand the result to each other, because every renewal spends the cookie.
 */
export function createSessionStore(environment: SessionEnvironment): SessionStore {
  const store = createStore<SessionState>({ status: 'restoring' });
  let renewal: Promise<string | undefined> | undefined;
  let restored: Promise<void> | undefined;

  const adopt = (session: Session): void => {
    store.set({
      status: 'signed-in',
      user: session.user,
      accessToken: session.accessToken,
      expiresAtMs: environment.now() + session.expiresIn * 1000,
    });
    environment.writeHint(true);
  };

  const forget = (expired: boolean): void => {
    store.set({ status: 'signed-out', expired });
    environment.writeHint(false);
  };

  const currentToken = (): string | undefined => {
    const state = store.get();
    return state.status === 'signed-in' && state.expiresAtMs - environment.now() > renewBeforeMs
      ? state.accessToken
      : undefined;
  };

  const renewNow = async (rejected: string | undefined): Promise<string | undefined> =>
    environment.exclusively(async () => {
      const token = currentToken();
      if (token !== undefined && token !== rejected) return token; // another tab was quicker
      const before = store.get().status;
      try {
        const session = await environment.refresh();
        adopt(session);
        environment.broadcast({ kind: 'signed-in', session });
        return session.accessToken;
      } catch (error) {
        if (!isRejected(error as ApiError)) throw error;
        forget(before === 'signed-in');
        if (before === 'signed-in') environment.broadcast({ kind: 'signed-out' });
        return undefined;
      }
    });

  const renew: SessionStore['renew'] = (rejected) => {
    renewal ??= renewNow(rejected).finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  environment.onBroadcast((message) => {
    if (message.kind === 'signed-in') adopt(message.session);
    else forget(false);
  });

  return {
    ...store,
    restore() {
      if (environment.readHint() === false) {
        store.set({ status: 'signed-out', expired: false });
        return Promise.resolve();
      }
      restored ??= renew(undefined).then(
        () => undefined,
        () => {
          // The API is out of reach: look signed out for now, and keep the hint for the next load.
          if (store.get().status === 'restoring') store.set({ status: 'signed-out', expired: false });
        },
      );
      return restored;
    },
    signIn(session) {
      adopt(session);
      environment.broadcast({ kind: 'signed-in', session });
    },
    signOut() {
      forget(false);
      environment.broadcast({ kind: 'signed-out' });
    },
    rename(name) {
      const state = store.get();
      if (state.status === 'signed-in') store.set({ ...state, user: { ...state.user, name } });
    },
    whenKnown() {
      return new Promise((resolve) => {
        const look = (): void => {
          const state = store.get();
          if (state.status === 'restoring') return;
          stop();
          resolve(state);
        };
        const stop = store.subscribe(look);
        look();
      });
    },
    async freshToken() {
      // Someone who was signed in waits for the cookie to be spent; a newcomer is not kept waiting.
      if (store.get().status === 'restoring' && environment.readHint() === true) await restored;
      if (store.get().status !== 'signed-in') return undefined;
      return currentToken() ?? renew(undefined);
    },
    renew,
  };
}

const isRejected = (error: ApiError): boolean => error.status === 401 || error.status === 403;

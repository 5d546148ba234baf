import type { Session, SignInBody, SignUpBody } from '@media-feed/contract';
import axios from 'axios';
import { readApiUrl } from './api-url.ts';
import { parseApiError } from './api-error.ts';
import { createSessionStore, type SessionEnvironment } from './session-store.ts';

/** Only these calls carry the refresh cookie. */
const client = axios.create({
  baseURL: `${readApiUrl(document)}/authentication`,
  withCredentials: true,
  timeout: 30_000,
});

async function post<T>(path: string, body?: unknown): Promise<T> {
  try {
    const { data } = await client.post<T>(path, body);
    return data;
  } catch (error) {
    throw parseApiError(error);
  }
}

const hintKey = 'media-feed:signed-in';
const channel = new BroadcastChannel('media-feed:session');

const environment: SessionEnvironment = {
  refresh: () => post<Session>('/refresh'),
  // Web Locks are there in secure contexts only; without them tabs rely on the API's grace of 10 s.
  exclusively: (task) =>
    'locks' in navigator ? navigator.locks.request('media-feed:session', task) : task(),
  broadcast: (message) => {
    channel.postMessage(message);
  },
  onBroadcast: (listener) => {
    channel.addEventListener('message', (event: MessageEvent<Parameters<typeof listener>[0]>) => {
      listener(event.data);
    });
  },
  readHint() {
    try {
      const hint = localStorage.getItem(hintKey);
      return hint === null ? undefined : hint === 'yes';
    } catch {
      return undefined;
    }
  },
  writeHint(signedIn) {
    try {
      localStorage.setItem(hintKey, signedIn ? 'yes' : 'no');
    } catch {
      // Storage is blocked: the next load asks the API.
    }
  },
  now: () => Date.now(),
};

export const session = createSessionStore(environment);

/** Rejects with `email-taken` or `validation`. */
export async function signUp(body: SignUpBody): Promise<void> {
  session.signIn(await post<Session>('/sign-up', body));
}

/** Rejects with `invalid-credentials` whether or not the e-mail address is known. */
export async function signIn(body: SignInBody): Promise<void> {
  session.signIn(await post<Session>('/sign-in', body));
}

export async function signOut(): Promise<void> {
  await post('/sign-out');
  session.signOut();
}

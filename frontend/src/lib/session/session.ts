import { createClient, type SignInBody, type SignUpBody, parseApiError } from '@media-feed/contract';
import axios from 'axios';
import { readApiUrl } from '../api-client/api-url.ts';
import { createSessionStore, type SessionEnvironment } from './session-store.ts';

/** Only the calls under /authentication carry the refresh cookie, and no token. */
const http = axios.create({ baseURL: readApiUrl(document), withCredentials: true, timeout: 30_000 });
const api = createClient(
  async ({ method, path, body }) => {
    try {
      const { status, data } = await http.request<unknown>({ method, url: path, data: body });
      return { status, body: data };
    } catch (error) {
      throw parseApiError(error);
    }
  },
  { checkAnswers: false },
);

const hintKey = 'media-feed:signed-in';
const channel = new BroadcastChannel('media-feed:session');

const environment: SessionEnvironment = {
  refresh: () => api('refresh', {}),
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
      return localStorage.getItem(hintKey) === 'yes';
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
  session.signIn(await api('signUp', { body }));
}

/** Rejects with `invalid-credentials` whether or not the e-mail address is known. */
export async function signIn(body: SignInBody): Promise<void> {
  session.signIn(await api('signIn', { body }));
}

export async function signOut(): Promise<void> {
  await api('signOut', {});
  session.signOut();
}

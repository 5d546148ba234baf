import type { Client } from '@media-feed/contract';
import type { SessionEnvironment } from './session-store.ts';

const hintKey = 'media-feed:signed-in';

/** The session store's environment in a browser: its tabs, its locks and its storage. */
export function browserSession(authenticationApi: Client): SessionEnvironment {
  const channel = new BroadcastChannel('media-feed:session');
  return {
    refresh: () => authenticationApi('refresh', {}),
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
}

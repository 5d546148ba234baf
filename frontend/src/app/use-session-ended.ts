import { useEffect, useRef } from 'react';
import { useAskToSignIn } from '../lib/session/use-ask-to-sign-in.ts';
import { useSession } from '../lib/session/use-session.ts';
import { showToast } from '../lib/toasts/toasts.ts';

/** Says that a session has ended, and offers to begin another where one is. */
export function useSessionEnded(): void {
  const session = useSession();
  const hasEnded = session.status === 'signed-out' && session.expired;
  const askToSignIn = useAskToSignIn();
  const ask = useRef(askToSignIn);
  useEffect(() => {
    ask.current = askToSignIn;
  });
  useEffect(() => {
    if (!hasEnded) return;
    return showToast('Your session has ended. Nothing is lost.', {
      durationMs: 30_000,
      action: {
        label: 'Sign in',
        run: () => {
          ask.current('to go on');
        },
      },
    });
  }, [hasEnded]);
}

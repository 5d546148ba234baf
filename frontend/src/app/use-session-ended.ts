import { useEffect, useRef } from 'react';
import { useSession } from '../lib/session/session-context.ts';
import { useAskToSignIn } from '../lib/session/use-ask-to-sign-in.ts';
import { useToasts } from '../lib/toasts.ts';

/** Shows that a session has ended, and offers to begin another where one is. */
export function useSessionEnded(): void {
  const toasts = useToasts();
  const session = useSession();
  const hasEnded = session.status === 'signed-out' && session.expired;
  const askToSignIn = useAskToSignIn();
  const ask = useRef(askToSignIn);
  useEffect(() => {
    ask.current = askToSignIn;
  });
  useEffect(() => {
    if (!hasEnded) return;
    return toasts.show('Your session has ended. Nothing is lost.', {
      durationMs: 30_000,
      action: {
        label: 'Sign in',
        run: () => {
          ask.current('to go on');
        },
      },
    });
  }, [toasts, hasEnded]);
}

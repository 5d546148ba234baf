import { useEffect, useRef } from 'react';
import { useSession } from '../lib/session/session-context.ts';
import { useAskToSignIn } from '../lib/session/use-ask-to-sign-in.ts';
import { useTexts } from '../lib/text/use-texts.ts';
import { useToasts } from '../lib/toasts.ts';

/** Shows that a session has ended, and offers to begin another where one is. */
export function useSessionEnded(): void {
  const toasts = useToasts();
  const t = useTexts();
  const session = useSession();
  const hasEnded = session.status === 'signed-out' && session.expired;
  const askToSignIn = useAskToSignIn();
  const ask = useRef(askToSignIn);
  useEffect(() => {
    ask.current = askToSignIn;
  });
  useEffect(() => {
    if (!hasEnded) return;
    return toasts.show(t.app.sessionEnded, {
      durationMs: 30_000,
      action: {
        label: t.account.signIn,
        run: () => {
          ask.current('continue');
        },
      },
    });
  }, [toasts, hasEnded, t]);
}

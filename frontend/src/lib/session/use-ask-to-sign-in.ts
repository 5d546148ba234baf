import { useCallback } from 'react';
import { useLocation, useNavigate, type Location } from 'react-router';
import { useSignInIntent, type Intent } from './sign-in-intent.ts';

/** What signing in is needed for. */
export type SignInPurpose = 'upload' | 'like' | 'report' | 'page' | 'continue';

/** What the sign-in page is given, to lead back to where its visitor came from. */
export interface SignInState {
  readonly returnTo?: Location;
  readonly purpose?: SignInPurpose;
}

/** Leads to the sign-in page, and remembers what for. */
export function useAskToSignIn(): (purpose: SignInPurpose, wanted?: Intent) => void {
  const intent = useSignInIntent();
  const navigate = useNavigate();
  const location = useLocation();
  return useCallback(
    (purpose, wanted) => {
      intent.set(wanted ?? null);
      const state: SignInState = { returnTo: location, purpose };
      void navigate('/sign-in', { state });
    },
    [intent, navigate, location],
  );
}

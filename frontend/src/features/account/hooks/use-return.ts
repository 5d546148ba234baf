import { useCallback } from 'react';
import { useLocation, useNavigate, type Location } from 'react-router';
import type { SignInState } from '../../../lib/session/use-ask-to-sign-in.ts';

/** Where the visitor of a sign-in page came from, and the way back there. */
export function useReturn(): { state: SignInState; goBack: () => void } {
  const location = useLocation() as Location<SignInState | null>;
  const navigate = useNavigate();
  const state = location.state ?? {};
  const { returnTo } = state;
  const goBack = useCallback(() => {
    const to = returnTo ?? { pathname: '/', search: '', hash: '' };
    void navigate(
      { pathname: to.pathname, search: to.search, hash: to.hash },
      { replace: true, state: returnTo?.state as unknown },
    );
  }, [navigate, returnTo]);
  return { state, goBack };
}

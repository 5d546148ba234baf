import { Navigate, Outlet, useLocation } from 'react-router';
import type { SignInState } from '../lib/session/use-ask-to-sign-in.ts';
import { useSession } from '../lib/session/session-context.ts';

/** Pages of one's own: somebody signed out is asked to sign in, and comes back. */
export function RequireSession() {
  const session = useSession();
  const location = useLocation();
  if (session.status === 'restoring') return null;
  if (session.status === 'signed-in') return <Outlet />;
  const state: SignInState = { returnTo: location, purpose: 'page' };
  return <Navigate to="/sign-in" replace state={state} />;
}

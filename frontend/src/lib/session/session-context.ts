import { useStore } from '../hooks/use-store.ts';
import { createServiceContext } from '../service-context.ts';
import type { SessionStore } from './session-store.ts';

export const [SessionContext, useSessionStore] = createServiceContext<SessionStore>('session');

export const useSession = () => useStore(useSessionStore());

/** The signed-in person, or undefined. */
export function useUser() {
  const state = useSession();
  return state.status === 'signed-in' ? state.user : undefined;
}

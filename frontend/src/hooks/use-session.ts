import { session } from '../lib/api-client/session.ts';
import { useStore } from './use-store.ts';

export const useSession = () => useStore(session);

/** The signed-in person, or undefined. */
export function useUser() {
  const state = useSession();
  return state.status === 'signed-in' ? state.user : undefined;
}

import { session } from './session.ts';
import { useStore } from '../hooks/use-store.ts';

export const useSession = () => useStore(session);

/** The signed-in person, or undefined. */
export function useUser() {
  const state = useSession();
  return state.status === 'signed-in' ? state.user : undefined;
}

import { useMutation } from '@tanstack/react-query';
import { useAuthenticationApi } from '../../../lib/api-client/api-context.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';
import { useToasts } from '../../../lib/toasts.ts';

export function useSignOut() {
  const api = useAuthenticationApi();
  const session = useSessionStore();
  const toasts = useToasts();
  return useMutation({
    mutationFn: () => api('signOut', {}),
    onSuccess: session.signOut,
    onError: () => {
      toasts.show('You are still signed in: the server could not be reached. Try again.', { tone: 'bad' });
    },
    networkMode: 'always',
  });
}

import { useMutation } from '@tanstack/react-query';
import { useAuthenticationApi } from '../../../lib/api-client/api-context.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';

export function useSignOut() {
  const api = useAuthenticationApi();
  const session = useSessionStore();
  const toasts = useToasts();
  const t = useTexts();
  return useMutation({
    mutationFn: () => api('signOut', {}),
    onSuccess: session.signOut,
    onError: () => {
      toasts.show(t.account.signOutFailed, { tone: 'bad' });
    },
    networkMode: 'always',
  });
}

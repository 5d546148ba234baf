import { useMutation } from '@tanstack/react-query';
import type { Client, CompletePasswordResetBody } from '@media-feed/contract';
import { useAuthenticationApi } from '../../../lib/api-client/api-context.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';

/** Rejects with `link-invalid` or `validation`. */
const completePasswordReset = (api: Client, body: CompletePasswordResetBody) =>
  api('completePasswordReset', { body });

/** Every session has ended then, the one of this browser too. */
export function useCompletePasswordReset() {
  const api = useAuthenticationApi();
  const session = useSessionStore();
  return useMutation({
    mutationFn: (body: CompletePasswordResetBody) => completePasswordReset(api, body),
    onSuccess: session.signOut,
    networkMode: 'always',
  });
}

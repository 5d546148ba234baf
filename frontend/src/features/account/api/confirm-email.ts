import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CallInput, Client } from '@media-feed/contract';
import { useAuthenticationApi } from '../../../lib/api-client/api-context.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';
import { ownProfileKey } from './get-own-profile.ts';

type ConfirmEmailBody = CallInput<'confirmEmail'>['body'];

const confirmEmail = (api: Client, body: ConfirmEmailBody) => api('confirmEmail', { body });

/** Whoever is signed in here has another address by then, or no session any more: both are asked for. */
export function useConfirmEmail() {
  const api = useAuthenticationApi();
  const session = useSessionStore();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ConfirmEmailBody) => confirmEmail(api, body),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ownProfileKey });
      const state = session.get();
      if (state.status === 'signed-in') session.renew(state.accessToken).catch(() => undefined);
    },
  });
}

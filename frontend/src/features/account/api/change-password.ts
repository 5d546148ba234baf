import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CallInput, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { sessionsKey } from './list-sessions.ts';

type ChangePasswordBody = CallInput<'changePassword'>['body'];

const changePassword = (api: Client, body: ChangePasswordBody) => api('changePassword', { body });

/** All other devices have to sign in again. */
export function useChangePassword() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangePasswordBody) => changePassword(api, body),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: sessionsKey });
    },
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CallInput, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

type RestoreAccountBody = CallInput<'restoreAccount'>['body'];

const restoreAccount = (api: Client, body: RestoreAccountBody) => api('restoreAccount', { body });

export function useRestoreAccount() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: RestoreAccountBody) => restoreAccount(api, body),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

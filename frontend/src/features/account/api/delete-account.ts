import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CallInput, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

type DeleteAccountBody = CallInput<'deleteAccount'>['body'];

const deleteAccount = (api: Client, body: DeleteAccountBody) => api('deleteAccount', { body });

/** Everything of it is hidden from then on, in every list that was read before. */
export function useDeleteAccount() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: DeleteAccountBody) => deleteAccount(api, body),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { sessionsKey } from './list-sessions.ts';

const revokeSession = (api: Client, sessionId: string) => api('revokeSession', { parameters: { sessionId } });

/** Ends one of the visitor's sessions; the list is read again either way. */
export function useRevokeSession() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string) => revokeSession(api, sessionId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsKey }),
  });
}

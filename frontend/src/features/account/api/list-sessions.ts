import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../lib/api-client/http.ts';

export const ownSessionsOptions = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: ({ signal }) => api('listSessions', { signal }),
});

/** Ends one of the visitor's sessions; the list is read again either way. */
export function useRevokeSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string) => api('revokeSession', { parameters: { sessionId } }),
    onSettled: () => queries.invalidateQueries(ownSessionsOptions),
  });
}

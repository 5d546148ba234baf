import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { CaseState, Client, DecisionBody } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

const casesKey = ['moderation-cases'];
/** Others take cases on and decide them meanwhile. */
const refetchIntervalMs = 30_000;

const listCases = (api: Client, state: CaseState, cursor: string | undefined, signal: AbortSignal) =>
  api('listCases', { query: { state, cursor }, signal });

const listCasesOptions = (api: Client, state: CaseState) =>
  infiniteQueryOptions({
    queryKey: [...casesKey, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => listCases(api, state, pageParam, signal),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: refetchIntervalMs,
  });

export const useCases = (state: CaseState) => useInfiniteQuery(listCasesOptions(useApi(), state));

const listItemsOf = (api: Client, userId: string, signal: AbortSignal) =>
  api('listFeedPage', { query: { uploader: userId, size: 12 }, signal });

const listItemsOfOptions = (api: Client, userId: string) =>
  queryOptions({
    queryKey: [...casesKey, 'items-of', userId],
    queryFn: ({ signal }) => listItemsOf(api, userId, signal),
  });

/** What somebody has published, newest first; a few. */
export const useItemsOf = (userId: string) => useQuery(listItemsOfOptions(useApi(), userId));

const claimCase = (api: Client, caseId: string) => api('claimCase', { parameters: { caseId } });

/** Takes a case on. The queue is read again either way. */
export function useClaimCase() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (caseId: string) => claimCase(api, caseId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: casesKey }),
  });
}

const restoreMedia = (api: Client, mediaId: string) => api('restoreMedia', { parameters: { mediaId } });

/** Brings back what an operator removed. The queue is read again either way. */
export function useRestoreMedia() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (mediaId: string) => restoreMedia(api, mediaId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: casesKey }),
  });
}

interface Decision {
  readonly caseId: string;
  readonly body: DecisionBody;
}

const decideCase = (api: Client, { caseId, body }: Decision) =>
  api('decideCase', { parameters: { caseId }, body });

/** The queue is read again either way. */
export function useDecideCase() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => decideCase(api, decision),
    onSettled: () => queryClient.invalidateQueries({ queryKey: casesKey }),
  });
}

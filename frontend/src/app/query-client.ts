import { QueryClient } from '@tanstack/react-query';
import { isTransient, parseApiError } from '@media-feed/contract';

const retries = 2;

/** Lists stay as they were read until somebody asks for more: a feed that moves by itself loses its reader. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 15 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
        retry: (failures, error) => failures < retries && isTransient(parseApiError(error)),
        retryDelay: (failure) => Math.min(8000, 500 * 2 ** failure) * (0.5 + Math.random() / 2),
      },
    },
  });

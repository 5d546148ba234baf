import { useSearchParams } from 'react-router';

/** Reads `?q=`, without the spaces around it. */
export function useSearchAddress(): string {
  const [search] = useSearchParams();
  return (search.get('q') ?? '').trim();
}

export const searchAddress = (q: string): string => `/search?${new URLSearchParams({ q }).toString()}`;

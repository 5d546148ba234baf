import { useSearchParams } from 'react-router';
import { mediaClasses, type MediaClass } from '@media-feed/contract';

/** Reads `?type=` and `?page=`; what cannot be understood is the first page of everything. */
export function useFeedAddress(): { type: MediaClass | undefined; page: number } {
  const [search] = useSearchParams();
  const type = mediaClasses.find((mediaClass) => mediaClass === search.get('type'));
  return { type, page: readPageNumber(search) };
}

export const readPageNumber = (search: URLSearchParams): number =>
  /^[1-9]\d{0,8}$/.exec(search.get('page') ?? '') ? Number(search.get('page')) : 1;

export function feedAddress(type: MediaClass | undefined, page = 1): string {
  const search = new URLSearchParams();
  if (type) search.set('type', type);
  if (page > 1) search.set('page', String(page));
  const query = search.toString();
  return query ? `/?${query}` : '/';
}

import { useSearchParams } from 'react-router';
import { mediaClasses, type MediaClass } from '@media-feed/contract';

/** Reads `?type=` and `?page=`; what cannot be understood is the first page of everything. */
export function useFeedAddress(): { type: MediaClass | undefined; page: number } {
  const [search] = useSearchParams();
  const type = mediaClasses.find((mediaClass) => mediaClass === search.get('type'));
  const page = /^[1-9]\d{0,8}$/.exec(search.get('page') ?? '') ? Number(search.get('page')) : 1;
  return { type, page };
}

export function feedAddress(type: MediaClass | undefined, page = 1): string {
  const search = new URLSearchParams();
  if (type) search.set('type', type);
  if (page > 1) search.set('page', String(page));
  const query = search.toString();
  return query ? `/?${query}` : '/';
}

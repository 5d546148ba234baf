import { useEffect, useRef } from 'react';
import { NavigationType, useNavigationType, type Location } from 'react-router';

/** A new page begins at its top; going back, and closing the viewer, lands where one was. */
export function useScrollToTop(location: Location, background: Location | undefined): void {
  const navigationType = useNavigationType();
  const { pathname, search } = background ?? location;
  const address = pathname + search;
  const last = useRef(address);
  useEffect(() => {
    if (last.current === address) return;
    last.current = address;
    if (navigationType !== NavigationType.Pop) window.scrollTo(0, 0);
  }, [address, navigationType]);
}

import { useEffect, useState } from 'react';

/** Turns true when something has been going on for long. */
export function useSlow(isGoingOn: boolean, afterMs = 10_000): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    if (!isGoingOn) return;
    const timer = setTimeout(() => {
      setIsSlow(true);
    }, afterMs);
    return () => {
      clearTimeout(timer);
      setIsSlow(false);
    };
  }, [isGoingOn, afterMs]);
  return isSlow;
}

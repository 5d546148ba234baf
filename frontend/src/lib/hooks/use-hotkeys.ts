import { useEffect, useRef } from 'react';

/** What is open above the page, where every key has a meaning of its own. */
const aboveSelector = '[data-own-keys], [role="menu"]';

/** Where arrows and letters have. */
const ownKeysSelector = 'input, textarea, select, video, audio, [contenteditable]';

/** Single keys for the whole page, by `KeyboardEvent.key` in lower case. */
export function useHotkeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (event.target instanceof Element && event.target.closest(aboveSelector)) return;
      const isOwn = event.target instanceof Element && event.target.closest(ownKeysSelector) !== null;
      if (isOwn && key !== 'escape') return;
      const run = latest.current[key];
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

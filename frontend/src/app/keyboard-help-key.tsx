import { lazy, Suspense, useState } from 'react';
import { useHotkeys } from '../lib/hooks/use-hotkeys.ts';

const KeyboardHelp = lazy(() => import('./keyboard-help.tsx'));

/** The key ? shows what all keys do, on every page. */
export function KeyboardHelpKey() {
  const [isOpen, setIsOpen] = useState(false);
  useHotkeys({
    '?': () => {
      setIsOpen(true);
    },
  });
  return (
    isOpen && (
      <Suspense>
        <KeyboardHelp
          onClose={() => {
            setIsOpen(false);
          }}
        />
      </Suspense>
    )
  );
}

import type { ReactNode } from 'react';

/**
 * What somebody has called something: a name, a file's name, a description. Letters that run from right to left in it
 * turn nothing round beside it, and are shown from its own side (UAX #9). In sentences of the catalogue `isolate` does
 * the same. ESLint wants one of the two wherever such text is shown.
 */
export function ChosenText({ children }: { readonly children: ReactNode }) {
  return <bdi>{children}</bdi>;
}

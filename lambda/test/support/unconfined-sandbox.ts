/** The real program where no layer holds, as it would say itself: only the first that it says counts. */
import type { Confined } from '../../src/sandbox/messages.ts';

process.send?.({ kind: 'confined', layers: [] } satisfies Confined);
await import('../../src/sandbox/child.ts');

import { useStore } from '../hooks/use-store.ts';
import { createServiceContext } from '../service-context.ts';
import type { TextStore } from './text-store.ts';
import type { Texts } from './texts.ts';

const [TextsContext, useTextStore] = createServiceContext<TextStore>('text store');
export { TextsContext, useTextStore };

/** The words of the page, by convention called `t`. */
export const useTexts = (): Texts => useStore(useTextStore());

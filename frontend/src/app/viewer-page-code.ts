import { preloadable } from './preloadable.tsx';

/** Apart from the other pages, because lists of media fetch it when somebody seems about to open an item. */
export const viewerPage = preloadable(() => import('./routes/viewer-page.tsx'));

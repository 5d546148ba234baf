import { createContext, use, type RefObject } from 'react';

/**
 * Where dialogs and tooltips are put, so that they keep the theme of what opened them, and are seen while it fills
 * the screen; by default the page's body.
 */
export const PortalContainerContext = createContext<RefObject<HTMLElement | null> | undefined>(undefined);

export const usePortalContainer = () => use(PortalContainerContext);

import { createStore, type Store } from '@media-feed/uploader';
import { createServiceContext } from '../../lib/service-context.ts';

export type Theme = 'system' | 'light' | 'dark';

/** `public/theme.js` reads the same key before the first paint. */
const storageKey = 'media-feed:theme';

function readTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** The chosen look; setting it changes the page and is remembered. */
export function createThemeStore(): Store<Theme> {
  const store = createStore<Theme>(readTheme());
  return {
    ...store,
    set(next) {
      if (next === 'system') delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = next;
      try {
        if (next === 'system') localStorage.removeItem(storageKey);
        else localStorage.setItem(storageKey, next);
      } catch {
        // Storage is blocked: the choice lasts until the page is closed.
      }
      store.set(next);
    },
  };
}

export const [ThemeContext, useTheme] = createServiceContext<Store<Theme>>('theme');

import { lazy, type ComponentType, type ReactNode } from 'react';

/** A page whose code comes when it is needed, or earlier when `preload` is called; then it renders at once. */
export function preloadable(load: () => Promise<{ default: ComponentType }>): {
  readonly Page: () => ReactNode;
  readonly preload: () => void;
} {
  let Loaded: ComponentType | undefined;
  let loading: Promise<{ default: ComponentType }> | undefined;
  const loadOnce = () =>
    (loading ??= load().then(
      (module) => {
        Loaded = module.default;
        return module;
      },
      (error: unknown) => {
        loading = undefined; // offline, or a new version was deployed: the next try may succeed
        throw error;
      },
    ));
  const Lazy = lazy(loadOnce);
  return {
    Page: () => (Loaded ? <Loaded /> : <Lazy />),
    preload: () => {
      loadOnce().catch(() => undefined);
    },
  };
}

/** Set by the app, which knows where the viewer's code is; called when somebody seems about to open it. */
let preload: () => void = () => undefined;

export function onPreloadViewer(load: () => void): void {
  preload = load;
}

export const preloadViewer = (): void => {
  preload();
};

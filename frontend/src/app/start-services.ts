import { startLiveMedia } from './live-media.ts';
import type { Services } from './services.ts';
import { startSessionEffects } from './session-effects.ts';

/** Begins what goes on without anybody's click: signing in from the cookie, live events, what follows from both. */
export function startServices(services: Services): void {
  startSessionEffects(services);
  startLiveMedia(services);
  void services.session.restore();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void services.uploader.persistence.lookAgain();
  });
  window.addEventListener('pagehide', () => {
    services.mediaDeletion.flush();
  });
}

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { heldDeletes } from '../features/owner-actions/delete-with-undo.ts';
import { session } from '../lib/session/session.ts';
import { uploadPersistence } from '../features/uploads/uploads.ts';
import { App, preloadPages } from './app.tsx';
import { startLiveMedia } from './live-media.ts';
import { startSessionEffects } from './session-effects.ts';
import './styles.css';

startSessionEffects();
startLiveMedia();
void session.restore();
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void uploadPersistence.lookAgain();
});
window.addEventListener('pagehide', () => {
  heldDeletes.flush();
});

window.addEventListener('load', () => {
  setTimeout(preloadPages, 1500);
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

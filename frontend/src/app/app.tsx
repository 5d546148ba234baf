import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { BrowserRouter, Route, Routes, useLocation, type Location } from 'react-router';
import type { ViewerState } from '../features/viewer/hooks/use-open-media.ts';
import { session } from '../lib/session/session.ts';
import { intent } from '../lib/session/sign-in-intent.ts';
import { stopSound } from '../features/feed/sound-player.ts';
import { preloadable } from './preloadable.tsx';
import { onPreloadViewer } from '../lib/viewer-code.ts';
import { FeedPage } from './routes/feed-page.tsx';
import { NotFoundPage } from './routes/not-found-page.tsx';
import { DropZone } from '../features/uploads/components/drop-zone.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { queryClient } from './query-client.ts';
import { RequireSession } from './require-session.tsx';
import { Toaster } from './toaster.tsx';
import { TopBar } from './top-bar.tsx';
import { useSessionEnded } from './use-session-ended.ts';
import { UploadTray } from '../features/uploads/components/upload-tray.tsx';
import { useScrollToTop } from './use-scroll-to-top.ts';

const viewer = preloadable(() => import('../features/viewer/components/viewer.tsx'));
const person = preloadable(() => import('./routes/person-page.tsx'));
const ownMedia = preloadable(() => import('./routes/own-media-page.tsx'));
const likedMedia = preloadable(() => import('./routes/liked-page.tsx'));
const settings = preloadable(() => import('./routes/settings-page.tsx'));
const signIn = preloadable(() => import('./routes/sign-in-page.tsx'));
const signUp = preloadable(() => import('./routes/sign-up-page.tsx'));
onPreloadViewer(viewer.preload);

/** Once the first page stands, the code of the others comes, so that a click never waits for it. */
export function preloadPages(): void {
  for (const page of [viewer, signIn, signUp, ownMedia, person, likedMedia, settings]) page.preload();
}

const authPaths: ReadonlySet<string> = new Set(['/sign-in', '/sign-up']);

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <BrowserRouter useTransitions={false}>
        <Shell />
      </BrowserRouter>
    </QueryClientProvider>
  );
}

function Shell() {
  const location = useLocation() as Location<ViewerState | null>;
  const isViewing = location.pathname.startsWith('/m/');
  const background = isViewing ? location.state?.background : undefined;
  const isAuth = authPaths.has(location.pathname);
  const hasTopBar = !isAuth && (!isViewing || background !== undefined);
  useScrollToTop(location, background);

  useEffect(() => {
    // Whoever turns away from signing in has thought better of what they wanted.
    if (!isAuth && session.get().status !== 'signed-in') intent.set(null);
    if (isViewing || isAuth) stopSound();
  }, [isAuth, isViewing]);
  useSessionEnded();

  return (
    <>
      <div inert={background !== undefined} className={isAuth ? '' : 'min-h-dvh'}>
        {hasTopBar && <TopBar />}
        <ErrorBoundary key={(background ?? location).pathname}>
          <Suspense>
            <Routes location={background ?? location}>
              <Route path="/" element={<FeedPage />} />
              <Route path="/m/:mediaId" element={<viewer.Page />} />
              <Route path="/u/:userId" element={<person.Page />} />
              <Route element={<RequireSession />}>
                <Route path="/me" element={<ownMedia.Page />} />
                <Route path="/me/likes" element={<likedMedia.Page />} />
                <Route path="/settings" element={<settings.Page />} />
              </Route>
              <Route path="/sign-in" element={<signIn.Page />} />
              <Route path="/sign-up" element={<signUp.Page />} />
              <Route path="*" element={<NotFoundPage />} />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      </div>
      {background && (
        <ErrorBoundary>
          <Suspense>
            <Routes>
              <Route path="/m/:mediaId" element={<viewer.Page />} />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      )}
      <OfflineBanner />
      <UploadTray isInert={isViewing} />
      <Toaster />
      <DropZone />
    </>
  );
}

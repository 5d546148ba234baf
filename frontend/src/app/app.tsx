import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { BrowserRouter, Route, Routes, useLocation, type Location } from 'react-router';
import type { ViewerState } from '../hooks/use-open-media.ts';
import { session } from '../lib/api-client/session.ts';
import { intent } from '../lib/stores/intent.ts';
import { stopSound } from '../lib/stores/sound-player.ts';
import { preloadable } from '../lib/preloadable.tsx';
import { onPreloadViewer } from '../lib/viewer-code.ts';
import { FeedPage } from '../pages/feed-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { DropZone } from './drop-zone.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { queryClient } from './query-client.ts';
import { RequireSession } from './require-session.tsx';
import { Toaster } from './toaster.tsx';
import { TopBar } from './top-bar.tsx';
import { useSessionEnded } from './use-session-ended.ts';
import { UploadTray } from './upload-tray.tsx';
import { useScrollToTop } from './use-scroll-to-top.ts';

const viewer = preloadable(() => import('../pages/viewer-page.tsx'));
const person = preloadable(() => import('../pages/person-page.tsx'));
const ownMedia = preloadable(() => import('../pages/own-media-page.tsx'));
const likedMedia = preloadable(() => import('../pages/liked-page.tsx'));
const settings = preloadable(() => import('../pages/settings-page.tsx'));
const signIn = preloadable(() => import('../pages/sign-in-page.tsx'));
const signUp = preloadable(() => import('../pages/sign-up-page.tsx'));
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

import { Suspense, useEffect } from 'react';
import { BrowserRouter, Route, Routes, useLocation, type Location } from 'react-router';
import { useSoundPlayer } from '../features/feed/sound-player.ts';
import { DropZone } from '../features/uploads/components/drop-zone.tsx';
import { UploadTray } from '../features/uploads/components/upload-tray.tsx';
import { useSessionStore } from '../lib/session/session-context.ts';
import { useSignInIntent } from '../lib/session/sign-in-intent.ts';
import type { ViewerState } from '../lib/viewer-state.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { useMediaSelection } from '../lib/media/media-selection.ts';
import { useStore } from '../lib/hooks/use-store.ts';
import { KeyboardHelpKey } from './keyboard-help-key.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { preloadable } from './preloadable.tsx';
import { RequireSession } from './require-session.tsx';
import { FeedPage } from './routes/feed-page.tsx';
import { NotFoundPage } from './routes/not-found-page.tsx';
import { Toaster } from './toaster.tsx';
import { TopBar } from './top-bar.tsx';
import { useScrollToTop } from './use-scroll-to-top.ts';
import { useSessionEnded } from './use-session-ended.ts';
import { viewerPage } from './viewer-page-code.ts';

const selectionBar = preloadable(() => import('./selection-dock.tsx'));
const person = preloadable(() => import('./routes/person-page.tsx'));
const ownMedia = preloadable(() => import('./routes/own-media-page.tsx'));
const likedMedia = preloadable(() => import('./routes/liked-page.tsx'));
const ownReports = preloadable(() => import('./routes/own-reports-page.tsx'));
const tag = preloadable(() => import('./routes/tag-page.tsx'));
const search = preloadable(() => import('./routes/search-page.tsx'));
const moderation = preloadable(() => import('./routes/moderation-page.tsx'));
const settings = preloadable(() => import('./routes/settings-page.tsx'));
const signIn = preloadable(() => import('./routes/sign-in-page.tsx'));
const forgotPassword = preloadable(() => import('./routes/forgot-password-page.tsx'));
const resetPassword = preloadable(() => import('./routes/reset-password-page.tsx'));
const verifyEmail = preloadable(() => import('./routes/verify-email-page.tsx'));
const signUp = preloadable(() => import('./routes/sign-up-page.tsx'));

/** Once the first page stands, the code of the others comes, so that a click never waits for it. */
export function preloadPages(): void {
  const pages = [
    viewerPage,
    signIn,
    signUp,
    ownMedia,
    person,
    tag,
    search,
    likedMedia,
    settings,
    forgotPassword,
  ];
  for (const page of pages) page.preload();
}

const authPaths: ReadonlySet<string> = new Set([
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password',
  '/verify-email',
]);

export function App() {
  return (
    <BrowserRouter useTransitions={false}>
      <Shell />
    </BrowserRouter>
  );
}

/** While something is picked, what can be done with it takes the bar's place. */
function TopBars() {
  const isSelecting = useStore(useMediaSelection().items).size > 0;
  return (
    <>
      <TopBar isInert={isSelecting} />
      {isSelecting && (
        <Suspense>
          <selectionBar.Page />
        </Suspense>
      )}
    </>
  );
}

/** `/@handle`: the router knows parameters between slashes alone. */
const isHandle = ({ pathname }: { readonly pathname: string }): boolean => /^\/@[^/]+\/*$/.test(pathname);

function Shell() {
  const location = useLocation() as Location<ViewerState | null>;
  const isViewing = location.pathname.startsWith('/m/');
  const background = isViewing ? location.state?.background : undefined;
  const isAuth = authPaths.has(location.pathname);
  const hasTopBar = !isAuth && (!isViewing || background !== undefined);
  const session = useSessionStore();
  const signInIntent = useSignInIntent();
  const soundPlayer = useSoundPlayer();
  useScrollToTop(location, background);

  useEffect(() => {
    // Whoever turns away from signing in has thought better of what they wanted.
    if (!isAuth && session.get().status !== 'signed-in') signInIntent.set(null);
    if (isViewing || isAuth) soundPlayer.stop();
  }, [isAuth, isViewing, session, signInIntent, soundPlayer]);
  useSessionEnded();

  return (
    <>
      <div inert={background !== undefined} className={isAuth ? '' : 'min-h-dvh'}>
        {hasTopBar && <TopBars />}
        <ErrorBoundary key={(background ?? location).pathname}>
          <Suspense>
            <Routes location={background ?? location}>
              <Route path="/" element={<FeedPage />} />
              <Route path="/m/:mediaId" element={<viewerPage.Page />} />
              <Route path="/u/:userId" element={<person.Page />} />
              <Route path="/t/:tag" element={<tag.Page />} />
              <Route path="/search" element={<search.Page />} />
              <Route element={<RequireSession />}>
                <Route path="/me" element={<ownMedia.Page />} />
                <Route path="/me/likes" element={<likedMedia.Page />} />
                <Route path="/me/reports" element={<ownReports.Page />} />
                <Route path="/admin/moderation" element={<moderation.Page />} />
                <Route path="/settings" element={<settings.Page />} />
              </Route>
              <Route path="/sign-in" element={<signIn.Page />} />
              <Route path="/sign-up" element={<signUp.Page />} />
              <Route path="/forgot-password" element={<forgotPassword.Page />} />
              <Route path="/reset-password" element={<resetPassword.Page />} />
              <Route path="/verify-email" element={<verifyEmail.Page />} />
              <Route
                path="*"
                element={isHandle(background ?? location) ? <person.Page /> : <NotFoundPage />}
              />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      </div>
      {background && (
        <ErrorBoundary>
          <Suspense>
            <Routes>
              <Route path="/m/:mediaId" element={<viewerPage.Page />} />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      )}
      <OfflineBanner />
      <KeyboardHelpKey />
      <UploadTray isInert={isViewing} />
      <Toaster />
      <DropZone />
    </>
  );
}

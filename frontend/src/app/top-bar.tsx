import { Search } from 'lucide-react';
import { useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { buttonClass } from '../components/button.tsx';
import { LogoMark } from '../components/logo.tsx';
import { PortalContainerContext } from '../components/portal-container.ts';
import { useSession } from '../lib/session/session-context.ts';
import { useTexts } from '../lib/text/use-texts.ts';
import { AccountMenu } from '../features/account/components/account-menu.tsx';
import { FilterChips } from '../features/feed/components/filter-chips.tsx';
import { SearchField } from '../features/search/components/search-field.tsx';
import { SkipLink } from './skip-link.tsx';
import { UploadButton } from '../features/uploads/components/upload-button.tsx';

export function TopBar({ isInert }: { readonly isInert: boolean }) {
  const t = useTexts();
  // What it opens is a part of it, for those who move by landmarks.
  const bar = useRef<HTMLElement>(null);
  const session = useSession();
  const location = useLocation();
  return (
    <PortalContainerContext value={bar}>
      <header
        ref={bar}
        inert={isInert}
        className="sticky top-0 z-40 has-[[role=menu]]:z-50 flex h-[var(--bar-height)] items-center gap-4 border-b border-line bg-canvas px-4 not-phone:bg-canvas/88 not-phone:backdrop-blur-md phone:gap-2 phone:px-3"
      >
        <SkipLink />
        <Link
          to="/"
          aria-label={t.app.toStart}
          className="flex items-center gap-2 rounded-card text-16 font-semibold tracking-tight"
        >
          <LogoMark />
          <span className="phone:sr-only">{t.app.name}</span>
        </Link>
        <div className="grow">{location.pathname === '/' && <FilterChips />}</div>
        <SearchField className="w-56 min-w-0 shrink phone:hidden" />
        <Link
          to="/search"
          aria-label={t.search.search}
          className="grid size-9 place-items-center rounded-full hover:bg-hover not-phone:hidden"
        >
          <Search aria-hidden="true" className="size-5" />
        </Link>
        <UploadButton />
        {session.status === 'signed-in' && <AccountMenu user={session.user} />}
        {session.status === 'signed-out' && (
          <Link to="/sign-in" state={{ returnTo: location }} className={buttonClass('quiet')}>
            {t.account.signIn}
          </Link>
        )}
        {session.status === 'restoring' && <span className="size-8 rounded-full bg-surface" />}
      </header>
    </PortalContainerContext>
  );
}

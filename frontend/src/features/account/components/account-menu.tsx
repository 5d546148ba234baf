import { CloudUpload, Heart, LogOut, Settings, User } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Session } from '@media-feed/contract';
import { Avatar } from '../../../components/avatar.tsx';
import { useSignOut } from '../api/sign-out.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { ThemeSwitch } from './theme-switch.tsx';

const itemClass = 'flex w-full items-center gap-3 rounded-card px-3 py-2 text-left hover:bg-hover';

export function AccountMenu({ user }: { readonly user: Session['user'] }) {
  const t = useTexts().account;
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const navigate = useNavigate();
  const signOut = useSignOut();
  const close = (): void => {
    menu.current?.hidePopover();
  };
  const item = (to: string, icon: ReactNode, label: string) => (
    <Link to={to} onClick={close} className={itemClass}>
      {icon}
      {label}
    </Link>
  );
  const leave = (): void => {
    close();
    void navigate('/'); // first, or a page of one's own would ask to sign in again
    signOut.mutate();
  };
  return (
    <>
      <button
        type="button"
        popoverTarget="account-menu"
        aria-label={t.menu}
        aria-expanded={isOpen}
        title={user.name}
        className="rounded-full transition-transform duration-120 hover:scale-105"
      >
        <Avatar user={user} />
      </button>
      <div
        ref={menu}
        id="account-menu"
        popover="auto"
        onToggle={(event) => {
          setIsOpen(event.newState === 'open');
        }}
        className="fixed top-[calc(var(--bar-height)+4px)] right-3 left-auto w-64 animate-fade rounded-float border border-line bg-raised p-2 shadow-float"
      >
        <div className="px-3 pt-1 pb-3">
          <p className="truncate font-semibold">
            <bdi>{user.name}</bdi>
          </p>
          <p className="truncate text-12 text-muted">{user.email}</p>
        </div>
        <nav aria-label={t.account} className="flex flex-col border-t border-line pt-2">
          {item('/me', <CloudUpload aria-hidden="true" className="size-4.5 text-muted" />, t.uploads)}
          {item('/me/likes', <Heart aria-hidden="true" className="size-4.5 text-muted" />, t.likes)}
          {item(`/u/${user.id}`, <User aria-hidden="true" className="size-4.5 text-muted" />, t.page)}
          {item('/settings', <Settings aria-hidden="true" className="size-4.5 text-muted" />, t.settings)}
        </nav>
        <div className="my-2 border-y border-line py-2 pl-3">
          <ThemeSwitch />
        </div>
        <button type="button" onClick={leave} className={itemClass}>
          <LogOut aria-hidden="true" className="size-4.5 text-muted" />
          {t.signOut}
        </button>
      </div>
    </>
  );
}

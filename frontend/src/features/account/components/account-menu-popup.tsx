import { Menu } from '@base-ui/react/menu';
import { CloudUpload, Heart, LogOut, Settings, User, type LucideIcon } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import type { Session } from '@media-feed/contract';
import { usePortalContainer } from '../../../components/portal-container.ts';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { AvatarButton } from './avatar-button.tsx';
import { useSignOut } from '../api/sign-out.ts';
import { useTheme } from '../theme.ts';
import { themeChoices } from './theme-switch.tsx';

const itemClass =
  'flex w-full items-center gap-3 rounded-card px-3 py-2 text-left outline-none data-highlighted:bg-hover';

interface AccountMenuPopupProps {
  readonly user: Session['user'];
  /** Whether it was asked for before its code had come. */
  readonly isOpenAtOnce: boolean;
}

/** The button with the menu that it opens. */
export default function AccountMenuPopup({ user, isOpenAtOnce }: AccountMenuPopupProps) {
  const t = useTexts().account;
  const navigate = useNavigate();
  const signOut = useSignOut();
  const leave = (): void => {
    void navigate('/'); // first, or a page of one's own would ask to sign in again
    signOut.mutate();
  };
  return (
    <Menu.Root modal={false} defaultOpen={isOpenAtOnce}>
      <Menu.Trigger render={<AvatarButton user={user} />} />
      <Menu.Portal container={usePortalContainer()}>
        <Menu.Positioner align="end" sideOffset={16} className="z-50">
          <Menu.Popup className="w-64 animate-fade rounded-float border border-line bg-raised p-2 shadow-float outline-none">
            <Menu.Group>
              <Menu.GroupLabel className="border-b border-line px-3 pt-1 pb-3">
                <span className="block truncate font-semibold">
                  <bdi>{user.name}</bdi>
                </span>
                <span className="block truncate text-12 text-muted">{user.email}</span>
              </Menu.GroupLabel>
              <div role="presentation" className="pt-2">
                <PageItem to="/me" icon={CloudUpload} name={t.uploads} />
                <PageItem to="/me/likes" icon={Heart} name={t.likes} />
                <PageItem to={`/u/${user.id}`} icon={User} name={t.page} />
                <PageItem to="/settings" icon={Settings} name={t.settings} />
              </div>
            </Menu.Group>
            <ThemeItems />
            <Menu.Item onClick={leave} className={itemClass}>
              <LogOut aria-hidden="true" className="size-4.5 text-muted" />
              {t.signOut}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface PageItemProps {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly name: string;
}

function PageItem({ to, icon: Icon, name }: PageItemProps) {
  return (
    <Menu.LinkItem closeOnClick render={<Link to={to} />} className={itemClass}>
      <Icon aria-hidden="true" className="size-4.5 text-muted" />
      {name}
    </Menu.LinkItem>
  );
}

function ThemeItems() {
  const t = useTexts().account.look;
  const theme = useTheme();
  const value = useStore(theme);
  return (
    <Menu.Group className="my-2 flex items-center border-y border-line py-2 pl-3">
      <Menu.GroupLabel className="text-muted">{t.theme}</Menu.GroupLabel>
      <Menu.RadioGroup
        value={value}
        onValueChange={theme.set}
        className="ml-auto flex gap-0.5 rounded-full bg-surface p-0.5"
      >
        {themeChoices.map(({ value: choice, icon: Icon }) => (
          <Menu.RadioItem
            key={choice}
            value={choice}
            closeOnClick={false}
            aria-label={t[choice]}
            title={t[choice]}
            className="grid size-8 place-items-center rounded-full text-muted outline-none data-checked:bg-raised data-checked:text-ink data-checked:ring-1 data-checked:ring-line data-highlighted:text-ink data-highlighted:outline-2 data-highlighted:outline-accent"
          >
            <Icon aria-hidden="true" className="size-4" />
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  );
}

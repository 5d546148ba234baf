import { CloudUpload, Heart, LogOut, Settings, User } from 'lucide-react';
import { useNavigate } from 'react-router';
import type { Session } from '@media-feed/contract';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { Menu, MenuAction, MenuChoices, MenuLink } from '../../../components/menu.tsx';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { AvatarButton } from './avatar-button.tsx';
import { useSignOut } from '../api/sign-out.ts';
import { useTheme } from '../theme.ts';
import { themeChoices } from './theme-switch.tsx';

interface AccountMenuPopupProps {
  readonly user: Session['user'];
  /** Whether it was asked for before its code had come. */
  readonly isOpenAtOnce: boolean;
}

/** The button with the menu that it opens. */
export default function AccountMenuPopup({ user, isOpenAtOnce }: AccountMenuPopupProps) {
  const t = useTexts().account;
  const theme = useTheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const leave = (): void => {
    void navigate('/'); // first, or a page of one's own would ask to sign in again
    signOut.mutate();
  };
  return (
    <Menu
      trigger={<AvatarButton user={user} />}
      isOpenAtOnce={isOpenAtOnce}
      head={
        <>
          <span className="block truncate font-semibold">
            <ChosenText>{user.name}</ChosenText>
          </span>
          <span className="block truncate text-12 text-muted">
            <ChosenText>{user.email}</ChosenText>
          </span>
        </>
      }
      links={
        <>
          <MenuLink to="/me" icon={CloudUpload} name={t.uploads} />
          <MenuLink to="/me/likes" icon={Heart} name={t.likes} />
          <MenuLink to={`/u/${user.id}`} icon={User} name={t.page} />
          <MenuLink to="/settings" icon={Settings} name={t.settings} />
        </>
      }
    >
      <MenuChoices
        label={t.look.theme}
        value={useStore(theme)}
        choices={themeChoices.map((choice) => ({ ...choice, name: t.look[choice.value] }))}
        onChoose={theme.set}
      />
      <MenuAction onClick={leave} icon={LogOut} name={t.signOut} />
    </Menu>
  );
}

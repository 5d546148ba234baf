import { lazy, Suspense, useState } from 'react';
import type { Session } from '@media-feed/contract';
import { AvatarButton } from './avatar-button.tsx';

interface AccountMenuProps {
  readonly user: Session['user'];
}

const ButtonAlone = ({ user }: AccountMenuProps) => <AvatarButton user={user} />;

/** Comes after the page has been seen; should it not come at all, the button stays, and the page with it. */
const AccountMenuPopup = lazy(() =>
  import('./account-menu-popup.tsx').catch(() => ({ default: ButtonAlone })),
);

export function AccountMenu({ user }: AccountMenuProps) {
  const [isWanted, setIsWanted] = useState(false);
  return (
    <Suspense
      fallback={
        <AvatarButton
          user={user}
          onClick={() => {
            setIsWanted(true);
          }}
        />
      }
    >
      <AccountMenuPopup user={user} isOpenAtOnce={isWanted} />
    </Suspense>
  );
}

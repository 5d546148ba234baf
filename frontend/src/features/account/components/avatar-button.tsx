import type { ComponentProps } from 'react';
import type { Session } from '@media-feed/contract';
import { Avatar } from '../../../components/avatar.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface AvatarButtonProps extends ComponentProps<'button'> {
  readonly user: Session['user'];
}

/** What opens the account menu. */
export function AvatarButton({ user, ...rest }: AvatarButtonProps) {
  const t = useTexts().account;
  return (
    <button
      type="button"
      aria-label={t.menu}
      title={user.name}
      className="rounded-full transition-transform duration-120 hover:scale-105"
      {...rest}
    >
      <Avatar user={user} />
    </button>
  );
}

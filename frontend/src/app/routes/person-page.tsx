import { useQuery } from '@tanstack/react-query';
import { ImagePlus, UserRoundX } from 'lucide-react';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { type FeedPage, parseApiError } from '@media-feed/contract';
import { Avatar } from '../../components/avatar.tsx';
import { Notice } from '../../components/notice.tsx';
import { profileOptions, type MediaList } from '../../lib/media/media-queries.ts';
import { useMediaList } from '../../lib/media/use-media-list.ts';
import { useUser } from '../../lib/session/use-session.ts';
import { formatMonth } from '../../lib/format/format.ts';
import { FailedNotice } from '../../features/feed/components/list-states.tsx';
import { MediaListView } from '../../features/feed/components/media-list-view.tsx';
import { PageTitle } from '../../components/page-title.tsx';

export default function PersonPage() {
  const { userId = '' } = useParams();
  const profile = useQuery(profileOptions(userId));
  const user = useUser();
  const isMe = user?.id === userId;
  const list: MediaList = useMemo(() => ({ kind: 'feed', filter: { uploader: userId }, page: 1 }), [userId]);
  const { query } = useMediaList(list);
  const total = (query.data?.pages[0] as FeedPage | undefined)?.total;

  if (profile.isError) {
    const { code } = parseApiError(profile.error);
    return (
      <main>
        <h1 className="sr-only">Person</h1>
        {code === 'not-found' || code === 'validation' ? (
          <Notice icon={UserRoundX} title="There is nobody here">
            The address may be mistyped, or the account is gone.
          </Notice>
        ) : (
          <FailedNotice error={profile.error} onRetry={() => void profile.refetch()} />
        )}
      </main>
    );
  }
  const name = isMe ? user.name : profile.data?.name;
  return (
    <main className="pb-1">
      <PageTitle>{name ?? ''}</PageTitle>
      <header className="flex h-32 items-center gap-5 px-6 phone:px-4">
        {name === undefined ? (
          <span className="size-18 animate-pulse rounded-full bg-surface" />
        ) : (
          <>
            <Avatar user={{ id: userId, name }} size={72} />
            <div className="min-w-0">
              <h1 className="truncate text-28 font-bold tracking-tight">{name}</h1>
              <p className="text-muted">
                {total !== undefined && `${total.toLocaleString()} published · `}
                {profile.data && `here since ${formatMonth(profile.data.createdAt)}`}
              </p>
            </div>
          </>
        )}
      </header>
      <div className="px-1 phone:px-0.5">
        <MediaListView
          list={list}
          label={name ? `Media by ${name}` : 'Media'}
          empty={
            <Notice icon={ImagePlus} title="Nothing published yet">
              {isMe ? 'What you upload appears here.' : 'When there is something, it appears here.'}
            </Notice>
          }
        />
      </div>
    </main>
  );
}

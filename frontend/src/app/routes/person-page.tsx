import { ImagePlus, UserRoundX } from 'lucide-react';
import { useMemo } from 'react';
import { useLocation, useParams } from 'react-router';
import { parseApiError, type FeedPage } from '@media-feed/contract';
import { FailedNotice } from '../../components/failed-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useProfile, useProfileByHandle } from '../../features/people/api/get-profile.ts';
import { PersonHeader } from '../../features/people/components/person-header.tsx';
import { ReportButton } from '../../features/reports/components/report-button.tsx';
import { useMediaList } from '../../lib/media/api/list-media.ts';
import type { MediaList } from '../../lib/media/media-list.ts';
import { useUser } from '../../lib/session/session-context.ts';
import { useTexts } from '../../lib/text/use-texts.ts';
import { MediaGridPage } from '../media-grid-page.tsx';

/** By an id or by a handle: `/u/:userId`, or `/@handle`, of which the router knows no parameter. */
export default function PersonPage() {
  const { userId } = useParams();
  const { pathname } = useLocation();
  return userId === undefined ? <PersonByHandle handle={handleIn(pathname)} /> : <Person userId={userId} />;
}

/** What stands behind the @, to a slash at the end. */
const handleIn = (pathname: string): string => pathname.replace(/^\/@|\/+$/g, '').toLowerCase();

function PersonByHandle({ handle }: { readonly handle: string }) {
  const profile = useProfileByHandle(handle);
  if (profile.isError) return <Nobody query={profile} />;
  return profile.data ? <Person userId={profile.data.id} /> : <main aria-busy="true" className="min-h-dvh" />;
}

interface NobodyProps {
  readonly query: { readonly error: unknown; readonly refetch: () => unknown };
}

function Nobody({ query }: NobodyProps) {
  const t = useTexts().people;
  const { code } = parseApiError(query.error);
  return (
    <main>
      <h1 className="sr-only">{t.person}</h1>
      {code === 'not-found' || code === 'validation' ? (
        <Notice icon={UserRoundX} title={t.nobody.title}>
          {t.nobody.body}
        </Notice>
      ) : (
        <FailedNotice error={query.error} onRetry={() => void query.refetch()} />
      )}
    </main>
  );
}

function Person({ userId }: { readonly userId: string }) {
  const t = useTexts().people;
  const profile = useProfile(userId);
  const user = useUser();
  const isMe = user?.id === userId;
  const list: MediaList = useMemo(() => ({ kind: 'feed', filter: { uploader: userId }, page: 1 }), [userId]);
  const { query } = useMediaList(list);
  const total = (query.data?.pages[0] as FeedPage | undefined)?.total;

  if (profile.isError) return <Nobody query={profile} />;
  const name = isMe ? user.name : profile.data?.name;
  return (
    <main className="pb-1">
      <PageTitle>{name ?? ''}</PageTitle>
      <PersonHeader
        userId={userId}
        name={name}
        handle={profile.data?.handle}
        about={profile.data?.about}
        createdAt={profile.data?.createdAt}
        publishedCount={total}
        actions={
          !isMe && name !== undefined && <ReportButton subject={{ kind: 'USER', id: userId }} name={name} />
        }
      />
      <div className="px-1 phone:px-0.5">
        <MediaGridPage
          list={list}
          label={name ? t.mediaBy({ name }) : t.media}
          empty={
            <Notice icon={ImagePlus} title={t.empty}>
              {isMe ? t.emptyOwn : t.emptyOther}
            </Notice>
          }
        />
      </div>
    </main>
  );
}

import { ImagePlus, UserRoundX } from 'lucide-react';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { parseApiError, type FeedPage } from '@media-feed/contract';
import { FailedNotice } from '../../components/failed-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useProfile } from '../../features/people/api/get-profile.ts';
import { PersonHeader } from '../../features/people/components/person-header.tsx';
import { ReportButton } from '../../features/reports/components/report-button.tsx';
import { useMediaList } from '../../lib/media/api/list-media.ts';
import type { MediaList } from '../../lib/media/media-list.ts';
import { useUser } from '../../lib/session/session-context.ts';
import { useTexts } from '../../lib/text/use-texts.ts';
import { MediaGridPage } from '../media-grid-page.tsx';

export default function PersonPage() {
  const t = useTexts().people;
  const { userId = '' } = useParams();
  const profile = useProfile(userId);
  const user = useUser();
  const isMe = user?.id === userId;
  const list: MediaList = useMemo(() => ({ kind: 'feed', filter: { uploader: userId }, page: 1 }), [userId]);
  const { query } = useMediaList(list);
  const total = (query.data?.pages[0] as FeedPage | undefined)?.total;

  if (profile.isError) {
    const { code } = parseApiError(profile.error);
    return (
      <main>
        <h1 className="sr-only">{t.person}</h1>
        {code === 'not-found' || code === 'validation' ? (
          <Notice icon={UserRoundX} title={t.nobody.title}>
            {t.nobody.body}
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
      <PersonHeader
        userId={userId}
        name={name}
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

import { Images } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { FeedPage as FeedPageBody, MediaClass } from '@media-feed/contract';
import { buttonClass } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { NewItemsPill } from '../../features/feed/components/new-items-pill.tsx';
import { PageLinks } from '../../features/feed/components/page-links.tsx';
import { feedAddress, useFeedAddress } from '../../features/feed/feed-address.ts';
import { useUploadTiles } from '../../features/uploads/hooks/use-upload-tiles.tsx';
import { useMediaList } from '../../lib/media/api/list-media.ts';
import type { MediaList } from '../../lib/media/media-list.ts';
import { useTexts } from '../../lib/text/use-texts.ts';
import { MediaGridPage } from '../media-grid-page.tsx';

export function FeedPage() {
  const t = useTexts();
  const { type, page } = useFeedAddress();
  const list = useMemo(
    () => ({ kind: 'feed', filter: type ? { type } : {}, page }) satisfies MediaList,
    [type, page],
  );
  const title = type ? t.media.kinds[type].many : t.feed.everything;
  const uploadTiles = useUploadTiles(type);
  const { query } = useMediaList(list);
  const first = query.data?.pages[0] as FeedPageBody | undefined;
  return (
    <main className="p-1 pb-[calc(var(--tab-bar-height)+4px)] phone:px-0.5">
      <PageTitle>{page > 1 ? t.feed.titleOfPage({ title, page }) : type ? title : ''}</PageTitle>
      <h1 className="sr-only">{title}</h1>
      {page === 1 && <NewItemsPill list={list} />}
      <MediaGridPage
        list={list}
        label={title}
        leading={page === 1 ? uploadTiles : []}
        empty={<EmptyFeed type={type} page={page} />}
        foot={(shownPages) =>
          first && (
            <PageLinks
              page={page}
              lastShown={Math.min(page + shownPages - 1, first.totalPages)}
              totalPages={first.totalPages}
              linkTo={(number) => feedAddress(type, number)}
            />
          )
        }
      />
    </main>
  );
}

function EmptyFeed({ type, page }: { readonly type: MediaClass | undefined; readonly page: number }) {
  const { feed, media } = useTexts();
  if (page > 1) {
    return (
      <Notice
        icon={Images}
        title={feed.beyond.title}
        action={
          <Link to={feedAddress(type)} className={buttonClass()}>
            {feed.beyond.toFirst}
          </Link>
        }
      >
        {feed.beyond.body({ page })}
      </Notice>
    );
  }
  return (
    <Notice icon={Images} title={type ? media.kinds[type].none : feed.empty}>
      <span className="touch:hidden">{feed.emptyByPointer}</span>
      <span className="not-touch:hidden">{feed.emptyByTouch}</span>
    </Notice>
  );
}

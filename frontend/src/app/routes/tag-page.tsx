import { Hash } from 'lucide-react';
import { useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { isTag, type FeedPage } from '@media-feed/contract';
import { ChosenText } from '../../components/chosen-text.tsx';
import { NoIndex } from '../../components/no-index.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { NewItemsPill } from '../../features/feed/components/new-items-pill.tsx';
import { PageLinks } from '../../features/feed/components/page-links.tsx';
import { readPageNumber } from '../../features/feed/feed-address.ts';
import { PopularTags } from '../../features/search/components/popular-tags.tsx';
import { useMediaList } from '../../lib/media/api/list-media.ts';
import type { MediaList } from '../../lib/media/media-list.ts';
import { tagPath } from '../../lib/media/tag-path.ts';
import { useTexts } from '../../lib/text/use-texts.ts';
import { MediaGridPage } from '../media-grid-page.tsx';

export default function TagPage() {
  const { tag = '' } = useParams();
  const normalized = tag.normalize('NFC');
  return isTag(normalized) ? <TaggedMedia key={normalized} tag={normalized} /> : <NoTag tag={tag} />;
}

function TaggedMedia({ tag }: { readonly tag: string }) {
  const t = useTexts();
  const [search] = useSearchParams();
  const page = readPageNumber(search);
  const list = useMemo(() => ({ kind: 'feed', filter: { tag }, page }) satisfies MediaList, [tag, page]);
  const { query } = useMediaList(list);
  const first = query.data?.pages[0] as FeedPage | undefined;
  const title = t.tags.title({ tag });
  return (
    <main className="px-1 pb-1 phone:px-0.5">
      <PageTitle>{page > 1 ? t.feed.titleOfPage({ title, page }) : title}</PageTitle>
      {(page > 1 || first?.total === 0) && <NoIndex />}
      <header className="px-5 py-6 phone:px-3">
        <h1 className="text-28 font-bold tracking-tight [overflow-wrap:anywhere]">
          #<ChosenText>{tag}</ChosenText>
        </h1>
        <p className="min-h-[1lh] text-muted">{first && t.people.published({ count: first.total })}</p>
      </header>
      {page === 1 && <NewItemsPill list={list} />}
      <MediaGridPage
        list={list}
        label={t.tags.list({ tag })}
        empty={<NothingTagged />}
        foot={(shownPages) =>
          first && (
            <PageLinks
              page={page}
              lastShown={Math.min(page + shownPages - 1, first.totalPages)}
              totalPages={first.totalPages}
              linkTo={(number) => (number > 1 ? `${tagPath(tag)}?page=${String(number)}` : tagPath(tag))}
            />
          )
        }
      />
    </main>
  );
}

function NothingTagged() {
  const t = useTexts().tags;
  return (
    <>
      <Notice icon={Hash} title={t.empty}>
        {t.emptyBody}
      </Notice>
      <PopularTags />
    </>
  );
}

/** What no caption can hold as a tag. */
function NoTag({ tag }: { readonly tag: string }) {
  const t = useTexts().tags;
  return (
    <main>
      <PageTitle>{t.title({ tag })}</PageTitle>
      <NoIndex />
      <h1 className="sr-only">{t.title({ tag })}</h1>
      <Notice icon={Hash} title={t.none}>
        {t.noneBody}
      </Notice>
      <PopularTags />
    </main>
  );
}

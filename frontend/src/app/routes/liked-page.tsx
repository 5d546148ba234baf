import { Heart } from 'lucide-react';
import { Notice } from '../../components/notice.tsx';
import type { MediaList } from '../../lib/media/media-list.ts';
import { useTexts } from '../../lib/text/use-texts.ts';
import { MediaGridPage } from '../media-grid-page.tsx';
import { PageTitle } from '../../components/page-title.tsx';

const list: MediaList = { kind: 'feed', filter: { liked: 'true' }, page: 1 };

export default function LikedPage() {
  const t = useTexts().liked;
  return (
    <main className="px-1 pb-1 phone:px-0.5">
      <PageTitle>{t.title}</PageTitle>
      <h1 className="px-5 py-6 text-28 font-bold tracking-tight phone:px-3">{t.title}</h1>
      <MediaGridPage
        list={list}
        label={t.list}
        empty={
          <Notice icon={Heart} title={t.empty}>
            {t.emptyBody}
          </Notice>
        }
      />
    </main>
  );
}

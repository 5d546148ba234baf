import { Search } from 'lucide-react';
import { NoIndex } from '../../components/no-index.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { PopularTags } from '../../features/search/components/popular-tags.tsx';
import { SearchField } from '../../features/search/components/search-field.tsx';
import { SearchResults } from '../../features/search/components/search-results.tsx';
import { useSearchAddress } from '../../features/search/search-address.ts';
import { useTexts } from '../../lib/text/use-texts.ts';

export default function SearchPage() {
  const t = useTexts().search;
  const q = useSearchAddress();
  return (
    <main className="mx-auto max-w-200 px-6 py-6 phone:px-3">
      <PageTitle>{q === '' ? t.search : t.titleFor({ q })}</PageTitle>
      <NoIndex />
      <h1 className="sr-only">{q === '' ? t.search : t.titleFor({ q })}</h1>
      <SearchField isWanted={q === ''} className="mb-4 not-phone:hidden" />
      {q === '' ? (
        <>
          <Notice icon={Search} title={t.begin}>
            {t.beginHelp}
          </Notice>
          <PopularTags />
        </>
      ) : (
        <SearchResults q={q} help={<PopularTags />} />
      )}
    </main>
  );
}

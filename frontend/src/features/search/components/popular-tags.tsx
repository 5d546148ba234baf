import { Link } from 'react-router';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { tagPath } from '../../../lib/media/tag-path.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useTags } from '../../../lib/media/api/list-tags.ts';

/** Where to begin: the tags that most items carry. */
export function PopularTags() {
  const t = useTexts();
  const { data } = useTags('');
  if (!data || data.tags.length === 0) return null;
  return (
    <nav
      aria-label={t.search.popularTags}
      className="mx-auto flex max-w-140 flex-col items-center gap-3 px-6 pb-12"
    >
      <h2 className="text-12 font-semibold text-muted">{t.search.popularTags}</h2>
      <ul className="flex flex-wrap justify-center gap-2">
        {data.tags.map(({ tag }) => (
          <li key={tag} className="max-w-full">
            <Link
              to={tagPath(tag)}
              className="block truncate rounded-full bg-surface px-3 py-1.5 ring-1 ring-line ring-inset hover:bg-hover"
            >
              #<ChosenText>{tag}</ChosenText>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { AudioLines, Clapperboard, Image, Images } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useTexts } from '../../../lib/text/use-texts.ts';

const filters = [
  { type: null, icon: Images },
  { type: 'IMAGE', icon: Image },
  { type: 'VIDEO', icon: Clapperboard },
  { type: 'AUDIO', icon: AudioLines },
] as const;

/** Beside the logo; on phones a bar at the foot, where the thumb is. */
export function FilterChips() {
  const t = useTexts();
  const [search] = useSearchParams();
  const current = filters.find(({ type }) => type === search.get('type')) ?? filters[0];
  return (
    <nav
      aria-label={t.feed.filter}
      className="flex gap-1 phone:fixed phone:inset-x-0 phone:bottom-0 phone:z-40 phone:h-[var(--tab-bar-height)] phone:gap-0 phone:border-t phone:border-line phone:bg-canvas phone:px-2 phone:pb-[env(safe-area-inset-bottom)]"
    >
      {filters.map(({ type, icon: Icon }) => (
        <Link
          key={type}
          to={type ? `/?type=${type}` : '/'}
          aria-current={current.type === type ? 'page' : undefined}
          className="flex items-center gap-1 rounded-full px-3 py-1.5 text-muted transition-colors duration-120 not-phone:hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink not-phone:aria-[current]:bg-surface not-phone:aria-[current]:ring-1 not-phone:aria-[current]:ring-line not-phone:aria-[current]:ring-inset phone:grow phone:basis-0 phone:flex-col phone:justify-center phone:gap-0 phone:rounded-card phone:px-0 phone:text-12 phone:aria-[current]:text-accent"
        >
          <Icon aria-hidden="true" className="size-5 not-phone:hidden" />
          {type ? t.media.kinds[type].many : t.feed.all}
        </Link>
      ))}
    </nav>
  );
}

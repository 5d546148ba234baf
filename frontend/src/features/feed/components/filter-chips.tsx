import { AudioLines, Clapperboard, Image, Images } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';

const filters = [
  { label: 'All', type: null, icon: Images },
  { label: 'Pictures', type: 'IMAGE', icon: Image },
  { label: 'Videos', type: 'VIDEO', icon: Clapperboard },
  { label: 'Sound', type: 'AUDIO', icon: AudioLines },
] as const;

/** Beside the logo; on phones a bar at the foot, where the thumb is. */
export function FilterChips() {
  const [search] = useSearchParams();
  const current = filters.find(({ type }) => type === search.get('type')) ?? filters[0];
  return (
    <nav
      aria-label="Filter"
      className="flex gap-1 phone:fixed phone:inset-x-0 phone:bottom-0 phone:z-40 phone:h-[var(--tab-bar-height)] phone:gap-0 phone:border-t phone:border-line phone:bg-canvas phone:px-2 phone:pb-[env(safe-area-inset-bottom)]"
    >
      {filters.map(({ label, type, icon: Icon }) => (
        <Link
          key={label}
          to={type ? `/?type=${type}` : '/'}
          aria-current={current.label === label ? 'page' : undefined}
          className="flex items-center gap-1 rounded-full px-3 py-1.5 text-muted transition-colors duration-120 not-phone:hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink not-phone:aria-[current]:bg-surface not-phone:aria-[current]:ring-1 not-phone:aria-[current]:ring-line not-phone:aria-[current]:ring-inset phone:grow phone:basis-0 phone:flex-col phone:justify-center phone:gap-0 phone:rounded-card phone:px-0 phone:text-12 phone:aria-[current]:text-accent"
        >
          <Icon aria-hidden="true" className="size-5 not-phone:hidden" />
          {label}
        </Link>
      ))}
    </nav>
  );
}

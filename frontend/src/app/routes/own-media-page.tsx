import { Link, useSearchParams } from 'react-router';
import { mediaStatuses, type MediaStatus } from '@media-feed/contract';
import { PageTitle } from '../../components/page-title.tsx';
import { OwnerActions } from '../../features/owner-actions/components/owner-actions.tsx';
import { useTexts } from '../../lib/text/use-texts.ts';
import { OwnUploads } from '../../features/uploads/components/own-uploads.tsx';

const filters = ['all', 'READY', 'PENDING', 'REJECTED', 'EXPIRED'] as const satisfies (MediaStatus | 'all')[];

export default function OwnMediaPage() {
  const t = useTexts();
  const [search] = useSearchParams();
  const status = mediaStatuses.find((name) => name === search.get('status'));
  return (
    <main className="mx-auto max-w-200 px-6 py-8 phone:px-4">
      <PageTitle>{t.account.uploads}</PageTitle>
      <h1 className="mb-4 text-28 font-bold tracking-tight">{t.account.uploads}</h1>
      <nav aria-label={t.uploads.own.filter} className="-mx-1 mb-4 flex gap-1 overflow-x-auto p-1">
        {filters.map((filter) => (
          <Link
            key={filter}
            to={filter === 'all' ? '/me' : `/me?status=${filter}`}
            aria-current={filter === (status ?? 'all') ? 'page' : undefined}
            className="rounded-full px-3 py-1.5 whitespace-nowrap text-muted hover:text-ink aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:ring-1 aria-[current]:ring-line aria-[current]:ring-inset"
          >
            {t.uploads.own.filters[filter]}
          </Link>
        ))}
      </nav>
      <OwnUploads
        status={status}
        actionsFor={(item) => (
          <OwnerActions
            item={item}
            canDescribe={item.status === 'READY'}
            className="text-muted"
            iconClass="size-4.5"
          />
        )}
      />
    </main>
  );
}

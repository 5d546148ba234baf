import { Link, useSearchParams } from 'react-router';
import { mediaStatuses, type MediaStatus } from '@media-feed/contract';
import { PageTitle } from '../../components/page-title.tsx';
import { OwnerActions } from '../../features/owner-actions/components/owner-actions.tsx';
import { OwnUploads } from '../../features/uploads/components/own-uploads.tsx';

const filters: readonly { label: string; status: MediaStatus | undefined }[] = [
  { label: 'All', status: undefined },
  { label: 'Published', status: 'READY' },
  { label: 'In progress', status: 'PENDING' },
  { label: 'Rejected', status: 'REJECTED' },
  { label: 'Never arrived', status: 'EXPIRED' },
];

export default function OwnMediaPage() {
  const [search] = useSearchParams();
  const status = mediaStatuses.find((name) => name === search.get('status'));
  return (
    <main className="mx-auto max-w-200 px-6 py-8 phone:px-4">
      <PageTitle>My uploads</PageTitle>
      <h1 className="mb-4 text-28 font-bold tracking-tight">My uploads</h1>
      <nav aria-label="Status" className="-mx-1 mb-4 flex gap-1 overflow-x-auto p-1">
        {filters.map((filter) => (
          <Link
            key={filter.label}
            to={filter.status ? `/me?status=${filter.status}` : '/me'}
            aria-current={filter.status === status ? 'page' : undefined}
            className="rounded-full px-3 py-1.5 whitespace-nowrap text-muted hover:text-ink aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:ring-1 aria-[current]:ring-line aria-[current]:ring-inset"
          >
            {filter.label}
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

import { Flag } from 'lucide-react';
import { Link } from 'react-router';
import type { Report } from '@media-feed/contract';
import { FailedNotice } from '../../../components/failed-notice.tsx';
import { Notice } from '../../../components/notice.tsx';
import { OfflineNotice } from '../../../components/offline-notice.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { ShowMore } from '../../../components/show-more.tsx';
import { useNow } from '../../../lib/clock.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useOwnReports } from '../api/list-own-reports.ts';

/** What the visitor has reported and what came of it, newest first. */
export function OwnReports() {
  const t = useTexts();
  const query = useOwnReports();
  const reports = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) {
    return query.fetchStatus === 'paused' ? <OfflineNotice /> : <p role="status">{t.common.loading}</p>;
  }
  if (query.isError && reports.length === 0) {
    return <FailedNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (reports.length === 0) {
    return (
      <Notice icon={Flag} title={t.reports.empty}>
        {t.reports.emptyBody}
      </Notice>
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-3">
        {reports.map((report) => (
          <ReportRow key={`${report.subject.kind}-${report.subject.id}`} report={report} />
        ))}
      </ul>
      <ShowMore query={query} />
    </>
  );
}

function ReportRow({ report: { subject, reason, outcome, createdAt } }: { readonly report: Report }) {
  const t = useTexts().reports;
  const name = subject.userName ?? t.nobody;
  return (
    <li className="flex items-center justify-between gap-4 rounded-float border border-line p-4">
      <div className="min-w-0">
        <Link
          to={subject.kind === 'MEDIA' ? `/m/${subject.id}` : `/u/${subject.id}`}
          className="block truncate font-semibold hover:underline"
        >
          {subject.kind === 'MEDIA' ? t.itemBy({ name }) : t.person({ name })}
        </Link>
        <p className="text-12 text-muted">
          {t.reasons[reason]} · <RelativeTime at={createdAt} nowMs={useNow()} />
        </p>
      </div>
      <p className={outcome === 'OPEN' ? 'text-muted' : 'font-semibold'}>{t.outcomes[outcome]}</p>
    </li>
  );
}

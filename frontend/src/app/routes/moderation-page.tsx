import { useSearchParams, Link } from 'react-router';
import { caseStates } from '@media-feed/contract';
import { PageTitle } from '../../components/page-title.tsx';
import { ModerationQueue } from '../../features/moderation/components/moderation-queue.tsx';
import { useTexts } from '../../lib/text/use-texts.ts';

export default function ModerationPage() {
  const t = useTexts().moderation;
  const [search] = useSearchParams();
  const state = search.get('state') === 'DECIDED' ? 'DECIDED' : 'OPEN';
  return (
    <main className="flex flex-col gap-6 px-6 py-8 phone:px-4">
      <PageTitle>{t.title}</PageTitle>
      <header className="flex flex-wrap items-baseline gap-6">
        <h1 className="text-28 font-bold tracking-tight">{t.title}</h1>
        <nav aria-label={t.states.label} className="flex gap-4">
          {caseStates.map((one) => (
            <Link
              key={one}
              to={one === 'OPEN' ? '?' : `?state=${one}`}
              aria-current={one === state ? 'page' : undefined}
              className="text-muted hover:underline aria-[current]:font-semibold aria-[current]:text-ink"
            >
              {t.states[one]}
            </Link>
          ))}
        </nav>
      </header>
      <ModerationQueue key={state} state={state} />
    </main>
  );
}

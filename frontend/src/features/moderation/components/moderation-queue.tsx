import { Inbox, ShieldX } from 'lucide-react';
import { useState } from 'react';
import { parseApiError, type CaseState, type ModerationCase } from '@media-feed/contract';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { FailedNotice } from '../../../components/failed-notice.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ShowMore } from '../../../components/show-more.tsx';
import { useHotkeys } from '../../../lib/hooks/use-hotkeys.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useCases } from '../api/cases.ts';
import { CaseView } from './case-view.tsx';

/** What is reported: the list, and the case that is looked at beside it. */
export function ModerationQueue({ state }: { readonly state: CaseState }) {
  const t = useTexts();
  const query = useCases(state);
  const cases = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const [chosen, setChosen] = useState({ id: '', index: 0 });
  // Whoever decides a case goes on with the one that takes its place.
  const found = cases.findIndex(({ id }) => id === chosen.id);
  const index = found >= 0 ? found : Math.min(chosen.index, cases.length - 1);
  const choose = (next: number): void => {
    const one = cases[next];
    if (one) setChosen({ id: one.id, index: next });
  };
  useHotkeys({
    j: () => {
      choose(index + 1);
    },
    k: () => {
      choose(index - 1);
    },
  });
  if (query.isPending) return <p role="status">{t.common.loading}</p>;
  if (query.isError && cases.length === 0) {
    return parseApiError(query.error).code === 'forbidden' ? (
      <Notice icon={ShieldX} title={t.moderation.forbidden}>
        {t.moderation.forbiddenBody}
      </Notice>
    ) : (
      <FailedNotice error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  const open = cases[index];
  if (!open) {
    return (
      <Notice icon={Inbox} title={t.moderation.empty[state]}>
        {t.moderation.emptyBody}
      </Notice>
    );
  }
  return (
    <div className="grid grid-cols-[20rem_minmax(0,1fr)] gap-6 phone:grid-cols-1">
      <div>
        <ul aria-label={t.moderation.cases} className="flex flex-col gap-1">
          {cases.map((one, place) => (
            <CaseRow
              key={one.id}
              of={one}
              isOpen={place === index}
              onOpen={() => {
                choose(place);
              }}
            />
          ))}
        </ul>
        <ShowMore query={query} />
      </div>
      <CaseView key={open.id} of={open} />
    </div>
  );
}

interface CaseRowProps {
  readonly of: ModerationCase;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function CaseRow({
  of: { subject, urgency, reports, reportsCount, claim, appeal },
  isOpen,
  onOpen,
}: CaseRowProps) {
  const { moderation: t, media, reports: words } = useTexts();
  const reasons = [...new Set(reports.map(({ reason }) => words.reasons[reason]))];
  return (
    <li>
      <button
        type="button"
        aria-current={isOpen ? true : undefined}
        onClick={onOpen}
        className="flex w-full flex-col gap-0.5 rounded-card px-3 py-2 text-left hover:bg-hover aria-[current]:bg-surface"
      >
        <span className="flex items-center justify-between gap-2 font-semibold">
          <span className="truncate">
            {subject.item && `${media.kinds[subject.item.type].one} · `}
            <ChosenText>{subject.user.name ?? t.gone}</ChosenText>
          </span>
          <span className={urgency === 3 ? 'text-bad' : 'text-muted'}>{t.urgencies[urgencyOf(urgency)]}</span>
        </span>
        <span className="text-12 text-muted">
          {[
            appeal ? t.appeal : t.reports({ count: reportsCount }),
            ...reasons,
            ...(claim ? [t.taken] : []),
          ].join(' · ')}
        </span>
      </button>
    </li>
  );
}

/** A newer API may have more of them. */
const urgencyOf = (urgency: number): 1 | 2 | 3 => (urgency >= 3 ? 3 : urgency === 2 ? 2 : 1);

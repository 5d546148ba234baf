import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ModerationCase } from '@media-feed/contract';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { useNow } from '../../../lib/clock.ts';
import { textFor } from '../../../lib/text/texts.ts';
import { nameOf } from '../../../lib/media/media-kind.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useItemsOf } from '../api/cases.ts';

/** Who reported it for what, and what operators did about that person before. */
export function CaseFacts({ of: { reports, reportsCount, history } }: { readonly of: ModerationCase }) {
  const { moderation: t, reports: words } = useTexts();
  const nowMs = useNow();
  return (
    <>
      <Part title={t.reports({ count: reportsCount })}>
        <ul className="flex flex-col gap-3">
          {reports.map(({ reason, text, reporter, createdAt }) => (
            <li key={reporter.id} className="rounded-card border border-line p-3">
              <p className="font-semibold">{words.reasons[reason]}</p>
              {text !== null && (
                <p className="whitespace-pre-wrap">
                  <ChosenText>{text}</ChosenText>
                </p>
              )}
              <p className="text-12 text-muted">
                <ChosenText>{reporter.name ?? t.gone}</ChosenText> ·{' '}
                <RelativeTime at={createdAt} nowMs={nowMs} />
              </p>
            </li>
          ))}
        </ul>
      </Part>
      {history.length > 0 && (
        <Part title={t.history}>
          <ul className="flex flex-col gap-1">
            {history.map(({ action, operator, at }) => (
              <li key={`${action}-${at}`} className="text-muted">
                {textFor(t.log, action) ?? action} · <ChosenText>{operator?.name ?? t.byCommand}</ChosenText>{' '}
                · <RelativeTime at={at} nowMs={nowMs} />
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

/** What else that person has published. */
export function OtherItems({ userId, except }: { readonly userId: string; readonly except: string }) {
  const t = useTexts();
  const { data } = useItemsOf(userId);
  const items = data?.items.filter(({ id }) => id !== except) ?? [];
  if (items.length === 0) return null;
  return (
    <Part title={t.moderation.others}>
      <ul className="flex flex-wrap gap-1">
        {items.map((item) => (
          <li key={item.id}>
            <Link
              to={`/m/${item.id}`}
              target="_blank"
              aria-label={t.common.openNamed({ name: nameOf(t, item) })}
              className="grid size-24 place-items-center overflow-hidden rounded-small bg-surface text-12 text-muted"
            >
              {item.thumbnailUrl === null ? (
                t.media.kinds[item.type].one
              ) : (
                <img alt="" src={item.thumbnailUrl} loading="lazy" className="size-full object-cover" />
              )}
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

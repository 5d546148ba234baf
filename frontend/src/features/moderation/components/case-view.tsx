import { useState } from 'react';
import { Link } from 'react-router';
import { parseApiError, type DecisionBody, type ModerationCase } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { useHotkeys } from '../../../lib/hooks/use-hotkeys.ts';
import { useUser } from '../../../lib/session/session-context.ts';
import { textFor } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useClaimCase, useDecideCase, useRestoreMedia } from '../api/cases.ts';
import { CaseFacts, OtherItems } from './case-facts.tsx';
import { CaseItem } from './case-item.tsx';
import { DecisionDialog } from './decision-dialog.tsx';

/** One case: what it is about, and what can be decided. Keys: C takes it on, D dismisses, R removes, S suspends. */
export function CaseView({ of }: { readonly of: ModerationCase }) {
  const t = useTexts();
  const { subject, claim, decision, appeal } = of;
  const user = useUser();
  const toasts = useToasts();
  const claiming = useClaimCase();
  const deciding = useDecideCase();
  const restoring = useRestoreMedia();
  const [asked, setAsked] = useState<'REMOVE' | 'SUSPEND'>();
  const isMine = decision === null && claim?.operator.id === user?.id;
  const tell = (error: unknown): void => {
    toasts.show(textFor(t.moderation.failed, parseApiError(error).code) ?? t.moderation.failedOther, {
      tone: 'bad',
    });
  };
  const take = (): void => {
    if (decision === null && !claiming.isPending) claiming.mutate(of.id, { onError: tell });
  };
  const decide = (body: DecisionBody): void => {
    if (deciding.isPending) return;
    deciding.mutate(
      { caseId: of.id, body },
      {
        onError: tell,
        onSuccess: () => toasts.show(t.moderation.decided[body.action]),
        onSettled: () => {
          setAsked(undefined);
        },
      },
    );
  };
  const ask = (action: 'REMOVE' | 'SUSPEND'): void => {
    if (isMine && !appeal && (action === 'SUSPEND' || subject.kind === 'MEDIA')) setAsked(action);
  };
  useHotkeys({
    c: take,
    d: () => {
      if (isMine && !appeal) decide({ action: 'DISMISS' });
    },
    r: () => {
      ask('REMOVE');
    },
    s: () => {
      ask('SUSPEND');
    },
  });
  return (
    <article aria-label={t.moderation.case} className="flex min-w-0 flex-col gap-6">
      <h2 className="text-20 font-semibold">
        <Link to={`/u/${subject.user.id}`} className="hover:underline">
          <ChosenText>{subject.user.name ?? t.moderation.gone}</ChosenText>
        </Link>
        {subject.isSuspended && <span className="ml-2 text-14 text-bad">{t.moderation.suspended}</span>}
      </h2>
      {subject.kind === 'MEDIA' && <CaseItem item={subject.item} />}
      {decision ? (
        <div className="flex flex-wrap items-center gap-2">
          <p className="font-semibold">{t.moderation.decided[decision.action]}</p>
          {decision.action === 'REMOVE' && subject.item?.status === 'REMOVED' && (
            <Button
              disabled={restoring.isPending}
              onClick={() => {
                restoring.mutate(subject.id, {
                  onError: tell,
                  onSuccess: () => toasts.show(t.moderation.restoring),
                });
              }}
            >
              {t.moderation.restore}
            </Button>
          )}
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          {isMine && appeal && (
            <>
              <Button
                onClick={() => {
                  decide({ action: 'UPHOLD' });
                }}
              >
                {t.moderation.actions.UPHOLD}
              </Button>
              <Button
                variant="primary"
                onClick={() => {
                  decide({ action: 'RESTORE' });
                }}
              >
                {t.moderation.actions.RESTORE}
              </Button>
            </>
          )}
          {isMine && !appeal && (
            <>
              <Button
                onClick={() => {
                  decide({ action: 'DISMISS' });
                }}
              >
                {t.moderation.actions.DISMISS}
              </Button>
              {subject.kind === 'MEDIA' && (
                <Button
                  variant="danger"
                  onClick={() => {
                    ask('REMOVE');
                  }}
                >
                  {t.moderation.actions.REMOVE}
                </Button>
              )}
              <Button
                variant="danger"
                onClick={() => {
                  ask('SUSPEND');
                }}
              >
                {t.moderation.actions.SUSPEND}
              </Button>
            </>
          )}
          {!isMine && (
            <Button variant="primary" onClick={take} disabled={claiming.isPending || claim !== null}>
              {t.moderation.take}
            </Button>
          )}
          {claim && (
            <span className="text-muted">
              {isMine
                ? t.moderation.mineUntil({ time: t.format.dateTime(claim.until) })
                : t.moderation.takenBy({ name: claim.operator.name ?? t.moderation.gone })}
            </span>
          )}
        </div>
      )}
      <p aria-hidden="true" className="text-12 text-muted touch:hidden phone:hidden">
        {t.moderation.keys}
      </p>
      {appeal && (
        <section aria-label={t.moderation.appeal} className="flex flex-col gap-2">
          <h3 className="font-semibold">{t.moderation.appeal}</h3>
          <p className="whitespace-pre-wrap">
            <ChosenText>{appeal.text}</ChosenText>
          </p>
          {appeal.removedFor && (
            <p className="text-muted">
              {t.moderation.removedFor({ why: t.reports.reasons[appeal.removedFor] })}{' '}
              <ChosenText>{appeal.removalText ?? ''}</ChosenText>
            </p>
          )}
        </section>
      )}
      <CaseFacts of={of} />
      <OtherItems userId={subject.user.id} except={subject.id} />
      {asked && (
        <DecisionDialog
          action={asked}
          reason={of.reports[0]?.reason ?? 'OTHER'}
          isSending={deciding.isPending}
          onDecide={decide}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </article>
  );
}

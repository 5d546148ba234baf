import type { ReactNode } from 'react';
import { Avatar } from '../../../components/avatar.tsx';
import { CaptionText } from '../../../components/caption-text.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface PersonHeaderProps {
  readonly userId: string;
  /** Undefined while it is not known. */
  readonly name: string | undefined;
  /** Without @; null for somebody without one. */
  readonly handle?: string | null | undefined;
  readonly about?: string | null | undefined;
  /** ISO 8601. */
  readonly createdAt: string | undefined;
  readonly publishedCount: number | undefined;
  /** What the visitor can do about that person. */
  readonly actions?: ReactNode;
}

export function PersonHeader({
  userId,
  name,
  handle,
  about,
  createdAt,
  publishedCount,
  actions,
}: PersonHeaderProps) {
  const { people, format } = useTexts();
  return (
    <header className="flex min-h-32 items-center gap-5 px-6 py-4 phone:px-4">
      {name === undefined ? (
        <span className="size-18 animate-pulse rounded-full bg-surface" />
      ) : (
        <>
          <Avatar user={{ id: userId, name }} size={72} />
          <div className="min-w-0 grow">
            <h1 className="truncate text-28 font-bold tracking-tight">
              <ChosenText>{name}</ChosenText>
            </h1>
            <p className="text-muted">
              {[
                ...(handle ? [`@${handle}`] : []),
                ...(publishedCount === undefined ? [] : [people.published({ count: publishedCount })]),
                ...(createdAt === undefined ? [] : [people.since({ month: format.month(createdAt) })]),
              ].join(' · ')}
            </p>
            {about && (
              <p className="mt-2 max-w-140">
                <CaptionText>{about}</CaptionText>
              </p>
            )}
          </div>
          {actions}
        </>
      )}
    </header>
  );
}

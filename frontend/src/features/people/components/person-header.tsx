import type { ReactNode } from 'react';
import { Avatar } from '../../../components/avatar.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface PersonHeaderProps {
  readonly userId: string;
  /** Undefined while it is not known. */
  readonly name: string | undefined;
  /** ISO 8601. */
  readonly createdAt: string | undefined;
  readonly publishedCount: number | undefined;
  /** What the visitor can do about that person. */
  readonly actions?: ReactNode;
}

export function PersonHeader({ userId, name, createdAt, publishedCount, actions }: PersonHeaderProps) {
  const { people, format } = useTexts();
  return (
    <header className="flex h-32 items-center gap-5 px-6 phone:px-4">
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
                ...(publishedCount === undefined ? [] : [people.published({ count: publishedCount })]),
                ...(createdAt === undefined ? [] : [people.since({ month: format.month(createdAt) })]),
              ].join(' · ')}
            </p>
          </div>
          {actions}
        </>
      )}
    </header>
  );
}

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly isAlert?: boolean;
}

/** What stands where content would: nothing here yet, or something went wrong. */
export function Notice({ icon: Icon, title, children, action, isAlert = false }: NoticeProps) {
  return (
    <div
      role={isAlert ? 'alert' : undefined}
      className="mx-auto flex max-w-96 animate-fade flex-col items-center gap-3 px-6 py-24 text-center"
    >
      <span className="grid size-16 place-items-center rounded-full bg-surface text-muted">
        <Icon aria-hidden="true" className="size-7" strokeWidth={1.5} />
      </span>
      <h2 className="text-20 font-semibold tracking-tight">{title}</h2>
      {children && <p className="text-14 text-balance text-muted">{children}</p>}
      {action && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}

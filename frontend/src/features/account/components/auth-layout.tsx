import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { LogoMark } from '../../../components/logo.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';

interface AuthLayoutProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly children: ReactNode;
}

export function AuthLayout({ title, lead, children }: AuthLayoutProps) {
  const t = useTexts();
  return (
    <main className="grid min-h-dvh place-items-center px-6 py-12">
      <div className="flex w-full max-w-90 animate-fade flex-col gap-6">
        <Link
          to="/"
          className="flex w-fit items-center gap-2 rounded-card text-16 font-semibold tracking-tight"
        >
          <LogoMark />
          {t.app.name}
        </Link>
        <div className="flex flex-col gap-1">
          <h1 className="text-28 font-bold tracking-tight">{title}</h1>
          {lead && <p className="text-muted">{lead}</p>}
        </div>
        {children}
      </div>
    </main>
  );
}

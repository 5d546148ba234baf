import { CloudOff } from 'lucide-react';
import { useOnline } from '../lib/hooks/use-online.ts';
import { useTexts } from '../lib/text/use-texts.ts';

export function OfflineBanner() {
  const t = useTexts();
  const isOnline = useOnline();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-[calc(var(--bar-height)+12px)] z-50 flex justify-center"
    >
      {!isOnline && (
        <p className="flex animate-rise items-center gap-2 rounded-full border border-line bg-raised px-4 py-2 shadow-float">
          <CloudOff aria-hidden="true" className="size-4 text-muted" />
          {t.app.offline}
        </p>
      )}
    </div>
  );
}

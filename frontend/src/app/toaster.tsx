import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../components/button.tsx';
import { useStore } from '../lib/hooks/use-store.ts';
import { useTexts } from '../lib/text/use-texts.ts';
import { useToasts, type Toast } from '../lib/toasts.ts';

/** Short messages at the foot of the page. They stay while the pointer or the focus rests on them. */
export function Toaster() {
  const t = useTexts();
  const toasts = useToasts();
  const shown = useStore(toasts.shown);
  return (
    <div
      role="status"
      aria-label={t.app.messages}
      className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--tab-bar-height)+16px)] z-60 flex flex-col items-center gap-2 px-4"
    >
      {shown.map((toast) => (
        <ToastCard
          key={toast.id}
          toast={toast}
          onDismiss={() => {
            toasts.dismiss(toast.id);
          }}
        />
      ))}
    </div>
  );
}

interface ToastCardProps {
  readonly toast: Toast;
  readonly onDismiss: () => void;
}

function ToastCard({ toast, onDismiss }: ToastCardProps) {
  const t = useTexts();
  const [isPaused, setIsPaused] = useState(false);
  const dismiss = useRef(onDismiss);
  useEffect(() => {
    dismiss.current = onDismiss;
  });
  useEffect(() => {
    if (isPaused) return;
    const timer = setTimeout(() => {
      dismiss.current();
    }, toast.durationMs);
    return () => {
      clearTimeout(timer);
    };
  }, [toast, isPaused]);
  // An undo has its own time limit: keeping the message would promise too much.
  const pause = (paused: boolean) => () => {
    if (!toast.action) setIsPaused(paused);
  };
  return (
    <div
      onPointerEnter={pause(true)}
      onPointerLeave={pause(false)}
      onFocus={pause(true)}
      onBlur={pause(false)}
      className="pointer-events-auto flex max-w-120 animate-rise items-center gap-3 rounded-float border border-line bg-raised py-1.5 pr-1.5 pl-4 shadow-float"
    >
      <span className={`py-1.5 ${toast.tone === 'bad' ? 'text-bad' : ''}`}>{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          onClick={() => {
            toast.action?.run();
            onDismiss();
          }}
          className="rounded-full px-3 py-1.5 font-semibold text-accent hover:bg-hover"
        >
          {toast.action.label}
        </button>
      )}
      <IconButton
        label={t.app.dismiss}
        className="size-8 text-muted"
        onClick={() => {
          onDismiss();
        }}
      >
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}

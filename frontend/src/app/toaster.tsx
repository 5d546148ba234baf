import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../components/button.tsx';
import { useStore } from '../lib/hooks/use-store.ts';
import { dismissToast, toasts, type Toast } from '../lib/toasts/toasts.ts';

/** Short messages at the foot of the page. They stay while the pointer or the focus rests on them. */
export function Toaster() {
  const shown = useStore(toasts);
  return (
    <div
      role="status"
      aria-label="Messages"
      className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--tab-bar-height)+16px)] z-60 flex flex-col items-center gap-2 px-4"
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => {
      dismissToast(toast.id);
    }, toast.durationMs);
    return () => {
      clearTimeout(timer);
    };
  }, [toast, isHeld]);
  // An undo has its own time limit: holding the message would promise too much.
  const hold = (held: boolean) => () => {
    if (!toast.action) setIsHeld(held);
  };
  return (
    <div
      onPointerEnter={hold(true)}
      onPointerLeave={hold(false)}
      onFocus={hold(true)}
      onBlur={hold(false)}
      className="pointer-events-auto flex max-w-120 animate-rise items-center gap-3 rounded-float border border-line bg-raised py-1.5 pr-1.5 pl-4 shadow-float"
    >
      <span className={`py-1.5 ${toast.tone === 'bad' ? 'text-bad' : ''}`}>{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          onClick={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
          className="rounded-full px-3 py-1.5 font-semibold text-accent hover:bg-hover"
        >
          {toast.action.label}
        </button>
      )}
      <IconButton
        label="Dismiss"
        className="size-8 text-muted"
        onClick={() => {
          dismissToast(toast.id);
        }}
      >
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}

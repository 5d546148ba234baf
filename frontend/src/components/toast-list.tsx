import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { IconButton } from './button.tsx';

const atMost = 3;

interface ToastListProps {
  readonly manager: ReturnType<typeof Toast.createToastManager<object>>;
  /** Names the region for who does not see it. */
  readonly label: string;
  readonly dismissLabel: string;
}

/** Short messages at the foot of the page. They stay while the pointer or the focus rests on them. */
export function ToastList({ manager, ...labels }: ToastListProps) {
  return (
    <Toast.Provider toastManager={manager} limit={atMost}>
      <Toasts {...labels} />
    </Toast.Provider>
  );
}

function Toasts({ label, dismissLabel }: Omit<ToastListProps, 'manager'>) {
  const { toasts, close } = Toast.useToastManager();
  return (
    <Toast.Viewport
      aria-label={label}
      className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--tab-bar-height)+16px)] z-60 flex flex-col-reverse items-center gap-2 px-4"
    >
      {toasts.map((toast) => (
        <Toast.Root
          key={toast.id}
          toast={toast}
          className="pointer-events-auto flex max-w-120 animate-rise items-center gap-3 rounded-float border border-line bg-raised py-1.5 pr-1.5 pl-4 shadow-float transition-opacity duration-120 data-ending-style:opacity-0 data-limited:hidden"
        >
          <Toast.Title render={<p />} className="py-1.5 data-[type=bad]:text-bad" />
          <Toast.Action className="rounded-full px-3 py-1.5 font-semibold text-accent hover:bg-hover" />
          <IconButton
            label={dismissLabel}
            className="size-8 text-muted"
            onClick={() => {
              close(toast.id);
            }}
          >
            <X aria-hidden="true" className="size-4" />
          </IconButton>
        </Toast.Root>
      ))}
    </Toast.Viewport>
  );
}

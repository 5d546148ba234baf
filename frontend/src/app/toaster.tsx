import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { IconButton } from '../components/button.tsx';
import { useTexts } from '../lib/text/use-texts.ts';
import { useToasts } from '../lib/toasts.ts';

const atMost = 3;

/** Short messages at the foot of the page. They stay while the pointer or the focus rests on them. */
export function Toaster() {
  return (
    <Toast.Provider toastManager={useToasts().manager} limit={atMost}>
      <ToastList />
    </Toast.Provider>
  );
}

function ToastList() {
  const t = useTexts().app;
  const { toasts, close } = Toast.useToastManager();
  return (
    <Toast.Viewport
      aria-label={t.messages}
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
            label={t.dismiss}
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

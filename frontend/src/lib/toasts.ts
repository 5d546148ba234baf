import { Toast } from '@base-ui/react/toast';
import { createServiceContext } from './service-context.ts';

type ToastManager = ReturnType<typeof Toast.createToastManager<object>>;
type Tone = 'plain' | 'bad';

interface ToastOptions {
  readonly tone?: Tone;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly durationMs?: number;
}

export interface Toasts {
  /** What the page's `Toaster` shows. */
  readonly manager: ToastManager;
  /** Shows a message at the foot of the page for a while, once however often it is said. Returns what dismisses it. */
  readonly show: (text: string, options?: ToastOptions) => () => void;
}

export function createToasts(): Toasts {
  const manager = Toast.createToastManager<object>();
  return {
    manager,
    show(text, { tone = 'plain', action, durationMs = tone === 'bad' ? 8000 : 5000 } = {}) {
      const dismiss = (): void => {
        manager.close(text);
      };
      manager.add({
        id: text,
        title: text,
        type: tone,
        timeout: durationMs,
        ...(action && {
          actionProps: {
            children: action.label,
            onClick: () => {
              action.run();
              dismiss();
            },
          },
        }),
      });
      return dismiss;
    },
  };
}

export const [ToastsContext, useToasts] = createServiceContext<Toasts>('toasts');

import { createStore, type ReadableStore } from '@media-feed/uploader';
import { createServiceContext } from './service-context.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  readonly action: { readonly label: string; readonly run: () => void } | null;
  readonly durationMs: number;
}

interface ToastOptions {
  readonly tone?: Toast['tone'];
  readonly action?: NonNullable<Toast['action']>;
  readonly durationMs?: number;
}

export interface Toasts {
  readonly shown: ReadableStore<readonly Toast[]>;
  /** Shows a message at the foot of the page for a while. Returns what dismisses it early. */
  readonly show: (text: string, options?: ToastOptions) => () => void;
  readonly dismiss: (id: number) => void;
}

const atMost = 3;

export function createToasts(): Toasts {
  const shown = createStore<readonly Toast[]>([]);
  let nextId = 1;
  const dismiss = (id: number): void => {
    shown.set(shown.get().filter((toast) => toast.id !== id));
  };
  return {
    shown,
    dismiss,
    show(text, options = {}) {
      const toast: Toast = {
        id: nextId++,
        text,
        tone: options.tone ?? 'plain',
        action: options.action ?? null,
        durationMs: options.durationMs ?? (options.tone === 'bad' ? 8000 : 5000),
      };
      shown.set([...shown.get().filter((other) => other.text !== text), toast].slice(-atMost));
      return () => {
        dismiss(toast.id);
      };
    },
  };
}

export const [ToastsContext, useToasts] = createServiceContext<Toasts>('toasts');

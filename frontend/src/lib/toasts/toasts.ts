import { createStore, type ReadableStore } from '@media-feed/uploader';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  readonly action: { readonly label: string; readonly run: () => void } | null;
  readonly durationMs: number;
}

export interface ToastOptions {
  readonly tone?: Toast['tone'];
  readonly action?: NonNullable<Toast['action']>;
  readonly durationMs?: number;
}

const atMost = 3;
const store = createStore<readonly Toast[]>([]);
let nextId = 1;

export const toasts: ReadableStore<readonly Toast[]> = store;

/** Says something at the foot of the page for a while. Returns what takes it away early. */
export function showToast(text: string, options: ToastOptions = {}): () => void {
  const toast: Toast = {
    id: nextId++,
    text,
    tone: options.tone ?? 'plain',
    action: options.action ?? null,
    durationMs: options.durationMs ?? (options.tone === 'bad' ? 8000 : 5000),
  };
  store.set([...store.get().filter((other) => other.text !== text), toast].slice(-atMost));
  return () => {
    dismissToast(toast.id);
  };
}

export function dismissToast(id: number): void {
  store.set(store.get().filter((toast) => toast.id !== id));
}

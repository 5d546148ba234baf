import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { usePortalContainer } from './portal-container.ts';

interface ModalDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Called when it is to be closed, by Escape or by a click beside it. */
  readonly onClose: () => void;
}

/** Takes the focus, keeps it, and gives it back; the page behind rests. Keys that are pressed in it are its own. */
export function ModalDialog({ title, children, onClose }: ModalDialogProps) {
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Dialog.Portal container={usePortalContainer()}>
        <Dialog.Backdrop className="fixed inset-0 z-60 animate-fade bg-black/50" />
        <Dialog.Viewport className="fixed inset-0 z-60 grid place-items-center overflow-y-auto p-4">
          <Dialog.Popup
            data-own-keys
            className="w-full max-w-110 animate-rise rounded-float border border-line bg-raised p-6 text-ink shadow-float"
          >
            <Dialog.Title className="mb-4 text-20 font-semibold tracking-tight">{title}</Dialog.Title>
            {children}
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

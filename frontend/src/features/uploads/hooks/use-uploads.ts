import { useCallback } from 'react';
import type { ChosenFile } from '@media-feed/uploader';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';
import { useAskToSignIn } from '../../../lib/session/use-ask-to-sign-in.ts';
import { useUploader } from '../uploader-context.ts';

export const useUploads = () => useStore(useUploader().engine.uploads);

/** Finds the picture of an item that has just been uploaded, so that it need not come back over the network. */
export function useUploadPreviews(): (mediaId: string) => ImageBitmap | undefined {
  const { engine, previews: store } = useUploader();
  const previews = useStore(store);
  return useCallback(
    (mediaId) => {
      if (previews.size === 0) return undefined;
      const upload = engine.uploads.get().find((each) => each.mediaId === mediaId);
      return upload && previews.get(upload.id);
    },
    [engine, previews],
  );
}

/** Adds chosen files; somebody signed out is asked to sign in, and the files stay chosen. */
export function useAddFiles(): (chosen: readonly ChosenFile[]) => void {
  const { files } = useUploader();
  const session = useSessionStore();
  const askToSignIn = useAskToSignIn();
  return useCallback(
    (chosen) => {
      if (chosen.length === 0) return;
      files.add(chosen);
      void session.whenKnown().then(({ status }) => {
        if (status === 'signed-out') askToSignIn('upload');
      });
    },
    [files, session, askToSignIn],
  );
}

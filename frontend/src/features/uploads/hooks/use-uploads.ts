import { useCallback } from 'react';
import { session } from '../../../lib/session/session.ts';
import type { ChosenFile } from '@media-feed/uploader';
import { uploadEngine, uploadFiles, uploadPreviews } from '../uploads.ts';
import { useAskToSignIn } from '../../../lib/session/use-ask-to-sign-in.ts';
import { useStore } from '../../../lib/hooks/use-store.ts';

export const useUploads = () => useStore(uploadEngine.uploads);

/** Finds the picture of an item that has just been uploaded, so that it need not come back over the network. */
export function useUploadPreviews(): (mediaId: string) => ImageBitmap | undefined {
  const previews = useStore(uploadPreviews);
  return useCallback(
    (mediaId) => {
      if (previews.size === 0) return undefined;
      const upload = uploadEngine.uploads.get().find((each) => each.mediaId === mediaId);
      return upload && previews.get(upload.id);
    },
    [previews],
  );
}

/** Takes chosen files in; somebody signed out is asked to sign in, and the files stay chosen. */
export function useAddFiles(): (chosen: readonly ChosenFile[]) => void {
  const askToSignIn = useAskToSignIn();
  return useCallback(
    (chosen) => {
      if (chosen.length === 0) return;
      uploadFiles.add(chosen);
      void session.whenKnown().then(({ status }) => {
        if (status === 'signed-out') askToSignIn('to upload');
      });
    },
    [askToSignIn],
  );
}

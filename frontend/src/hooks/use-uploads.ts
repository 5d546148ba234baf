import { useCallback } from 'react';
import { session } from '../lib/api-client/session.ts';
import { uploadEngine } from '../lib/upload/uploads.ts';
import { useAskToSignIn } from './use-ask-to-sign-in.ts';
import { useStore } from './use-store.ts';

export const useUploads = () => useStore(uploadEngine.uploads);

/** Takes chosen files in; somebody signed out is asked to sign in, and the files stay chosen. */
export function useAddFiles(): (files: readonly File[]) => void {
  const askToSignIn = useAskToSignIn();
  return useCallback(
    (files) => {
      if (files.length === 0) return;
      uploadEngine.add(files);
      if (session.get().status !== 'signed-in') askToSignIn('to upload');
    },
    [askToSignIn],
  );
}

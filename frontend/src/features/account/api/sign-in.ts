import { useMutation } from '@tanstack/react-query';
import type { Client, SignInBody } from '@media-feed/contract';
import { useAuthenticationApi } from '../../../lib/api-client/api-context.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';

/** Rejects with `invalid-credentials` whether or not the e-mail address is known. */
const signIn = (api: Client, body: SignInBody) => api('signIn', { body });

export function useSignIn() {
  const api = useAuthenticationApi();
  const session = useSessionStore();
  return useMutation({
    mutationFn: (body: SignInBody) => signIn(api, body),
    onSuccess: session.signIn,
    networkMode: 'always',
  });
}

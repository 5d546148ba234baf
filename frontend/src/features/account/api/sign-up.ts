import { useMutation } from '@tanstack/react-query';
import type { Client, SignUpBody } from '@media-feed/contract';
import { useAuthenticationApi } from '../../../lib/api-client/api-context.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';

/** Rejects with `email-taken` or `validation`. */
const signUp = (api: Client, body: SignUpBody) => api('signUp', { body });

export function useSignUp() {
  const api = useAuthenticationApi();
  const session = useSessionStore();
  return useMutation({
    mutationFn: (body: SignUpBody) => signUp(api, body),
    onSuccess: session.signIn,
    networkMode: 'always',
  });
}

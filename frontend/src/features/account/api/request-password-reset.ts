import { useMutation } from '@tanstack/react-query';
import type { Client, RequestPasswordResetBody } from '@media-feed/contract';
import { useAuthenticationApi } from '../../../lib/api-client/api-context.ts';

/** Succeeds whether or not anybody has that address. */
const requestPasswordReset = (api: Client, body: RequestPasswordResetBody) =>
  api('requestPasswordReset', { body });

export function useRequestPasswordReset() {
  const api = useAuthenticationApi();
  return useMutation({
    mutationFn: (body: RequestPasswordResetBody) => requestPasswordReset(api, body),
    networkMode: 'always',
  });
}

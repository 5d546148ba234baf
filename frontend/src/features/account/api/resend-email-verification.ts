import { useMutation } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

const resend = (api: Client) => api('resendEmailVerification', {});

export function useResendEmailVerification() {
  const api = useApi();
  return useMutation({ mutationFn: () => resend(api) });
}

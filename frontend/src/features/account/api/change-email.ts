import { useMutation } from '@tanstack/react-query';
import type { CallInput, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

type ChangeEmailBody = CallInput<'changeEmail'>['body'];

const changeEmail = (api: Client, body: ChangeEmailBody) => api('changeEmail', { body });

/** Has a link sent to the other address. */
export function useChangeEmail() {
  const api = useApi();
  return useMutation({ mutationFn: (body: ChangeEmailBody) => changeEmail(api, body) });
}

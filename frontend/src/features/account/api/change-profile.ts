import { useMutation } from '@tanstack/react-query';
import type { ChangeProfileBody, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';

const changeProfile = (api: Client, body: ChangeProfileBody) => api('changeProfile', { body });

export function useChangeProfile() {
  const api = useApi();
  const session = useSessionStore();
  return useMutation({
    mutationFn: (body: ChangeProfileBody) => changeProfile(api, body),
    onSuccess: ({ name }) => {
      session.rename(name);
    },
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChangeProfileBody, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { useSessionStore } from '../../../lib/session/session-context.ts';
import { ownProfileKey } from './get-own-profile.ts';

const changeProfile = (api: Client, body: ChangeProfileBody) => api('changeProfile', { body });

export function useChangeProfile() {
  const api = useApi();
  const session = useSessionStore();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangeProfileBody) => changeProfile(api, body),
    onSuccess: (profile) => {
      session.rename(profile.name);
      queries.setQueryData(ownProfileKey, profile);
      // What others see of it is read anew.
      void queries.invalidateQueries({ queryKey: ['user', profile.id] });
    },
  });
}

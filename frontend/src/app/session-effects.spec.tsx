import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import type { Session } from '@media-feed/contract';
import { mediaIdOf } from '@media-feed/uploader/fakes';
import { answer, startApi } from '../../test/api.ts';
import { ada, renderPage } from '../../test/render-page.tsx';
import { SessionsList } from '../features/account/components/sessions-list.tsx';
import { startSessionEffects } from './session-effects.ts';

startApi();

const grace: Session = { ...ada, user: { id: mediaIdOf(8), email: 'grace@example.org', name: 'Grace' } };
const at = '2026-11-24T12:00:00.000Z';
const sessionOn = (device: string) => ({
  items: [{ id: mediaIdOf(1), device, createdAt: at, lastUsedAt: at, expiresAt: at, current: true }],
});

describe('what one person has read', () => {
  it('is not shown to the next one on the same page', async () => {
    answer('listSessions', sessionOn("Ada's telephone"));
    const { services, unmount } = renderPage(<SessionsList />, { signedInAs: ada });
    startSessionEffects(services);
    services.session.signIn(ada);
    expect(await screen.findByText("Ada's telephone")).toBeTruthy();
    unmount();

    services.session.signOut();
    services.session.signIn(grace);

    const kept = services.queryClient.getQueryCache().getAll();
    expect(kept.map(({ state }) => state.data)).toEqual([undefined]);
  });

  it('is not shown to anybody once the session has ended', async () => {
    answer('listSessions', sessionOn("Ada's telephone"));
    const { services } = renderPage(<SessionsList />, { signedInAs: ada });
    startSessionEffects(services);
    services.session.signIn(ada);
    await screen.findByText("Ada's telephone");

    answer('listSessions', { items: [] });
    services.session.signOut();

    await waitFor(() => {
      expect(screen.queryByText("Ada's telephone")).toBeNull();
    });
  });
});

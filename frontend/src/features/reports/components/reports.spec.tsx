import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import type { Report } from '@media-feed/contract';
import { mediaIdOf } from '@media-feed/uploader/fakes';
import { answer, Failure, startApi } from '../../../../test/api.ts';
import { ada, renderPage } from '../../../../test/render-page.tsx';
import { OwnReports } from './own-reports.tsx';
import { ReportButton } from './report-button.tsx';

startApi();

const id = mediaIdOf(1);
const button = <ReportButton subject={{ kind: 'MEDIA', id }} name="Picture by Bob" />;
const reportOf = (overrides: Partial<Report> = {}): Report => ({
  subject: { kind: 'MEDIA', id, userName: 'Bob' },
  reason: 'HATE',
  outcome: 'OPEN',
  createdAt: '2026-11-24T10:00:00.000Z',
  ...overrides,
});

describe('reporting', () => {
  it('sends reason and text, and leads to my reports', async () => {
    const bodies = answer('reportMedia', reportOf());
    const { user } = renderPage(button, { signedInAs: ada });

    await user.click(screen.getByRole('button', { name: 'Report' }));
    await screen.findByRole('dialog', { name: /Report .*Picture by Bob/u });
    expect(screen.getByRole('button', { name: 'Send report' })).toHaveProperty('disabled', true);
    await user.click(screen.getByRole('radio', { name: 'Hate against a group of people' }));
    await user.type(screen.getByRole('textbox'), 'Look at the sign');
    await user.click(screen.getByRole('button', { name: 'Send report' }));

    await waitFor(() => {
      expect(screen.queryByRole('dialog', { name: /Picture by Bob/u })).toBeNull();
    });
    expect(bodies).toEqual([{ reason: 'HATE', text: 'Look at the sign' }]);
    await user.click(await screen.findByRole('button', { name: 'My reports' }));
    expect(screen.getByLabelText('address').textContent).toBe('/me/reports');
  });

  it('keeps what was written where it cannot be sent, and says why', async () => {
    answer('reportMedia', new Failure({ status: 429, code: 'too-many-requests' }));
    const { user } = renderPage(button, { signedInAs: ada });

    await user.click(screen.getByRole('button', { name: 'Report' }));
    await user.click(await screen.findByRole('radio', { name: 'Something else' }));
    await user.type(screen.getByRole('textbox'), 'Why');
    await user.click(screen.getByRole('button', { name: 'Send report' }));

    expect((await screen.findByRole('alert')).textContent).toContain('Wait a few minutes');
    expect(screen.getByRole('textbox')).toHaveProperty('value', 'Why');
  });

  it('shows what came of each report', async () => {
    answer('listOwnReports', {
      items: [
        reportOf({ outcome: 'ACTION_TAKEN' }),
        reportOf({ subject: { kind: 'USER', id: mediaIdOf(2), userName: null }, outcome: 'NO_ACTION' }),
      ],
      nextCursor: null,
    });
    renderPage(<OwnReports />, { signedInAs: ada });

    expect(await screen.findByText('We acted on it')).toBeTruthy();
    expect(screen.getByRole('link', { name: /Something by .*Bob/u }).getAttribute('href')).toBe(`/m/${id}`);
    expect(screen.getByText('Found nothing against the rules')).toBeTruthy();
    expect(screen.getByRole('link', { name: /somebody who is gone/u })).toBeTruthy();
  });
});

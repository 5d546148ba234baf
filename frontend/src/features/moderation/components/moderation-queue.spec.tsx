import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import type { ModerationCase } from '@media-feed/contract';
import { itemWith, mediaIdOf } from '@media-feed/uploader/fakes';
import { answer, Failure, startApi } from '../../../../test/api.ts';
import { ada, renderPage } from '../../../../test/render-page.tsx';
import { ModerationQueue } from './moderation-queue.tsx';

startApi();

const bob = { id: mediaIdOf(2), name: 'Bob' };
const mine = { operator: { id: ada.user.id, name: ada.user.name }, until: '2026-11-24T10:15:00.000Z' };

const caseOf = (number: number, overrides: Partial<ModerationCase> = {}): ModerationCase => ({
  id: mediaIdOf(100 + number),
  state: 'OPEN',
  urgency: 2,
  openedAt: '2026-11-24T10:00:00.000Z',
  subject: {
    kind: 'MEDIA',
    id: mediaIdOf(number),
    user: bob,
    isSuspended: false,
    item: itemWith({ id: mediaIdOf(number), altText: `Picture ${String(number)}` }),
  },
  appeal: null,
  reportsCount: 1,
  reports: [
    {
      reason: 'HATE',
      text: `Report ${String(number)}`,
      reporter: bob,
      createdAt: '2026-11-24T10:00:00.000Z',
    },
  ],
  claim: null,
  decision: null,
  history: [],
  ...overrides,
});

function openQueue(cases: ModerationCase[]) {
  answer('listCases', { items: cases, nextCursor: null });
  answer('listFeedPage', { items: [], page: 1, size: 12, total: 0, totalPages: 0, nextCursor: null });
  return renderPage(<ModerationQueue state="OPEN" />, { signedInAs: ada });
}

describe('the moderation queue', () => {
  it('goes from case to case by key', async () => {
    const { user } = openQueue([caseOf(1), caseOf(3)]);
    expect(await screen.findByText('Report 1')).toBeTruthy();
    await user.keyboard('j');
    expect(await screen.findByText('Report 3')).toBeTruthy();
    await user.keyboard('k');
    expect(await screen.findByText('Report 1')).toBeTruthy();
  });

  it('decides only what one has taken on, and asks before something goes', async () => {
    const { user } = openQueue([caseOf(1)]);
    await screen.findByText('Report 1');
    await user.keyboard('dr');
    expect(screen.queryByRole('dialog')).toBeNull();
    answer('listCases', { items: [caseOf(1, { claim: mine })], nextCursor: null });
    answer('claimCase', caseOf(1, { claim: mine }));
    await user.keyboard('c');
    expect(await screen.findByRole('button', { name: 'Dismiss' })).toBeTruthy();

    const bodies = answer('decideCase', caseOf(1));
    await user.keyboard('r');
    await user.type(await screen.findByRole('textbox', { name: /other operators/u }), 'Rule 3');
    await user.type(screen.getByRole('textbox', { name: /to its owner/u }), 'A banned flag');
    await user.click(screen.getAllByRole('button', { name: 'Remove item' }).at(-1) ?? document.body);
    await waitFor(() => {
      expect(bodies).toEqual([{ action: 'REMOVE', note: 'Rule 3', reason: 'HATE', text: 'A banned flag' }]);
    });
  });

  it('says whose a case is, and that somebody else was faster', async () => {
    const { user } = openQueue([caseOf(1)]);
    answer('claimCase', new Failure({ status: 409, code: 'case-conflict' }));
    await user.click(await screen.findByRole('button', { name: 'Take on' }));
    expect((await screen.findAllByText(/Somebody else took this case on/u)).length).toBeGreaterThan(0);
  });

  it('restores what was removed', async () => {
    const item = itemWith({ id: mediaIdOf(1), status: 'REMOVED', url: null });
    const decision = { action: 'REMOVE' as const, operator: mine.operator, at: '2026-11-24T10:10:00.000Z' };
    const subject = { ...caseOf(1).subject, item };
    const { user } = openQueue([caseOf(1, { state: 'DECIDED', decision, subject })]);
    answer('restoreMedia', undefined);
    await user.click(await screen.findByRole('button', { name: 'Restore item' }));
    expect((await screen.findAllByText(/public again as soon as/u)).length).toBeGreaterThan(0);
  });

  it('shows what an owner answers to a removal, and restores it or not', async () => {
    const appeal = { text: 'It is a museum', removedFor: 'HATE' as const, removalText: 'A banned flag' };
    const { user } = openQueue([caseOf(1, { claim: mine, appeal, reports: [], reportsCount: 0 })]);
    expect(await screen.findByText('It is a museum')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull();
    await user.keyboard('drs');
    expect(screen.queryByRole('dialog')).toBeNull();
    const bodies = answer('decideCase', caseOf(1));
    await user.click(screen.getByRole('button', { name: 'Leave it removed' }));
    await waitFor(() => {
      expect(bodies).toEqual([{ action: 'UPHOLD' }]);
    });
    await user.click(await screen.findByRole('button', { name: 'Restore it' }));
    await waitFor(() => {
      expect(bodies).toEqual([{ action: 'UPHOLD' }, { action: 'RESTORE' }]);
    });
  });

  it('is closed to others', async () => {
    answer('listCases', new Failure({ status: 403, code: 'forbidden' }));
    renderPage(<ModerationQueue state="OPEN" />, { signedInAs: ada });
    expect(await screen.findByText('This page is for operators')).toBeTruthy();
  });
});

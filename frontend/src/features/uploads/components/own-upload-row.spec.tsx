import { expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import type { MediaItem } from '@media-feed/contract';
import { itemWith, mediaIdOf } from '@media-feed/uploader/fakes';
import { answer, startApi } from '../../../../test/api.ts';
import { ada, renderPage } from '../../../../test/render-page.tsx';
import { OwnUploadRow } from './own-upload-row.tsx';

startApi();

const at = '2026-11-24T10:00:00.000Z';
const show = (overrides: Partial<MediaItem>) =>
  renderPage(
    <OwnUploadRow
      item={itemWith({ status: 'REMOVED', url: null, timeline: [{ step: 'REMOVED', at }], ...overrides })}
      linkState={null}
      actions={null}
      isSelected={false}
      onSelect={() => undefined}
    />,
    { signedInAs: ada },
  );

it('says why an operator removed an item, and what they wrote', () => {
  show({ removal: { reason: 'HATE', text: 'A banned flag', at, until: at, appeal: null } });
  expect(screen.queryByText(/Answer, once/u)).toBeNull();
  expect(screen.getAllByText('Removed by us')).toHaveLength(2);
  expect(
    screen.getByText('An operator of this site removed it: Hate against a group of people.'),
  ).toBeTruthy();
  expect(screen.getByText('A banned flag')).toBeTruthy();
});

it('does not say that of what is hidden since its owner leaves', () => {
  show({ removal: null });
  expect(screen.queryByText('Removed by us')).toBeNull();
  expect(screen.getAllByText('Hidden, since you leave')).toHaveLength(2);
});

it('takes one answer, and says what came of it', async () => {
  const removal = {
    reason: 'HATE' as const,
    text: null,
    at,
    until: '2999-01-01T00:00:00.000Z',
    appeal: null,
  };
  const id = mediaIdOf(1);
  const { user } = show({ id, removal });
  const bodies = answer('appeal', itemWith({ id }));
  await user.click(screen.getByText(/Answer, once/u));
  await user.type(screen.getByRole('textbox', { name: 'Why it should come back' }), 'It is a museum');
  await user.click(screen.getByRole('button', { name: 'Send answer' }));
  await waitFor(() => {
    expect(bodies).toEqual([{ text: 'It is a museum' }]);
  });
});

it.each([
  ['OPEN', 'You answered. An operator will look again.'],
  ['UPHELD', 'You answered, and an operator looked again: it stays removed.'],
] as const)('says of an answer that is %s: %s', (outcome, sentence) => {
  const appeal = { text: 'It is a museum', at, outcome };
  show({ removal: { reason: 'HATE', text: null, at, until: '2999-01-01T00:00:00.000Z', appeal } });
  expect(screen.getByText(sentence)).toBeTruthy();
});

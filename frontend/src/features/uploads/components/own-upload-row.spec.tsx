import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import type { MediaItem } from '@media-feed/contract';
import { itemWith } from '@media-feed/uploader/fakes';
import { startApi } from '../../../../test/api.ts';
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
  show({ removal: { reason: 'HATE', text: 'A banned flag', at } });
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

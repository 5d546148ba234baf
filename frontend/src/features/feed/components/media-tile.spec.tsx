import { describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import type { MediaItem } from '@media-feed/contract';
import { itemWith, mediaIdOf } from '@media-feed/uploader/fakes';
import { renderPage } from '../../../../test/render-page.tsx';
import { MediaTile, type MediaTileProps } from './media-tile.tsx';

function renderTile(item: MediaItem, overrides: Partial<MediaTileProps> = {}) {
  const calls = {
    onSelect: jest.fn<MediaTileProps['onSelect']>(),
    onToggleLike: jest.fn<MediaTileProps['onToggleLike']>(),
    onTogglePlay: jest.fn<MediaTileProps['onTogglePlay']>(),
    onOpen: jest.fn<MediaTileProps['onOpen']>(),
    onApproach: jest.fn<MediaTileProps['onApproach']>(),
  };
  const page = renderPage(
    <MediaTile
      item={item}
      box={{ left: 0, top: 0, width: 320, height: 240 }}
      position={3}
      isEager={false}
      playback={{ isPlaying: false, progress: 0 }}
      preview={undefined}
      linkState={null}
      isSelected={undefined}
      isSelecting={false}
      {...calls}
      {...overrides}
    />,
  );
  return { ...page, ...calls };
}

const id = mediaIdOf(1);

describe('MediaTile', () => {
  it.each<[Partial<MediaItem>, string]>([
    [{ type: 'IMAGE' }, 'Picture by Ada'],
    [{ type: 'IMAGE', altText: 'A cat asleep' }, 'Picture by Ada: A cat asleep'],
    [{ type: 'VIDEO' }, 'Video by Ada'],
    [{ type: 'AUDIO' }, 'Sound by Ada'],
  ])('%j is called %s, and opens', async (item, name) => {
    const { user, onOpen } = renderTile(itemWith({ id, ...item }));
    expect(screen.getByRole('article', { name }).getAttribute('aria-posinset')).toBe('3');
    await user.click(screen.getByRole('link', { name: `Open ${name}` }));
    expect(onOpen.mock.calls.map(([to]) => to)).toEqual([`/m/${id}`]);
  });

  it('is picked by its corner, and by a click once something is picked', async () => {
    const item = itemWith({ id });
    const { user, onOpen, onSelect, unmount } = renderTile(item, { isSelected: false });
    await user.click(screen.getByRole('checkbox', { name: 'Select Picture by Ada', checked: false }));
    expect(onSelect.mock.calls).toEqual([[item, false]]);
    unmount();

    const picking = renderTile(item, { isSelected: true, isSelecting: true });
    expect(screen.getByRole('checkbox', { checked: true })).toBeTruthy();
    await picking.user.keyboard('{Shift>}');
    await picking.user.click(screen.getByRole('link', { name: /^Open/ }));
    expect(picking.onSelect.mock.calls).toEqual([[item, true]]);
    expect([onOpen.mock.calls, picking.onOpen.mock.calls]).toEqual([[], []]);
  });

  it('cannot be picked by who is signed out', () => {
    renderTile(itemWith({ id }));
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it.each([
    [false, 0, 'Like', '0 likes'],
    [true, 1, 'Unlike', '1 like'],
    [true, 12_400, 'Unlike', '12,400 likes'],
  ])('liked %s by %d: %s, %s', async (liked, likesCount, name, words) => {
    const item = itemWith({ liked, likesCount });
    const { user, onToggleLike } = renderTile(item);
    expect(screen.getByText(words)).toBeTruthy();
    const heart = screen.getByRole('button', { name, pressed: liked });
    await user.click(heart);
    expect(onToggleLike.mock.calls).toEqual([[item]]);
  });

  it.each(['IMAGE', 'VIDEO', 'AUDIO'] as const)('fetches nothing of a sensitive %s', (type) => {
    const { container } = renderTile(itemWith({ type, sensitive: true, thumbnailUrl: 'http://media/2' }));
    expect(screen.getByText('Sensitive')).toBeTruthy();
    expect(container.querySelector('img, video, audio, source')).toBeNull();
  });

  it('plays and pauses sound, and shows how long it is', async () => {
    const item = itemWith({ type: 'AUDIO', durationSeconds: 184 });
    const { user, onTogglePlay, unmount } = renderTile(item);
    expect(screen.getByText('3:04')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Play' }));
    expect(onTogglePlay).toHaveBeenCalledWith(item);
    unmount();
    renderTile(item, { playback: { isPlaying: true, progress: 0.5 } });
    expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
  });

  it('links to whoever made it, but on the narrowest', () => {
    const { unmount } = renderTile(itemWith());
    expect(screen.getByRole('link', { name: 'Ada' }).getAttribute('href')).toBe(`/u/${mediaIdOf(9)}`);
    unmount();
    renderTile(itemWith(), { box: { left: 0, top: 0, width: 100, height: 240 } });
    expect(screen.queryByRole('link', { name: 'Ada' })).toBeNull();
  });
});

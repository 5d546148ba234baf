import { describe, expect, it, jest } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import type { MediaItem } from '@media-feed/contract';
import { itemWith, mediaIdOf } from '@media-feed/uploader/fakes';
import { answer, Failure, startApi } from '../../../../test/api.ts';
import { renderPage } from '../../../../test/render-page.tsx';
import { Viewer } from './viewer.tsx';

startApi();

const id = mediaIdOf(1);

function openViewer() {
  const onToggleLike = jest.fn<(item: MediaItem, liked?: boolean) => void>();
  const page = renderPage(
    <Viewer mediaId={id} state={null} onToggleLike={onToggleLike} actionsFor={() => null} />,
    { at: `/m/${id}` },
  );
  return { ...page, onToggleLike };
}

describe('Viewer', () => {
  it('shows a picture with who made it, how large it is and how often it is liked', async () => {
    answer('getMedia', itemWith({ id, altText: 'A cat asleep', width: 640, height: 480, likesCount: 2 }));
    openViewer();
    expect(await screen.findByRole('img', { name: 'A cat asleep' })).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Picture by Ada: A cat asleep');
    expect(screen.getByRole('link', { name: 'Ada' })).toBeTruthy();
    expect(screen.getByText('A cat asleep').closest('p')?.textContent).toBe('A cat asleep · 640 × 480');
    expect(screen.getByText('2 likes')).toBeTruthy();
  });

  it('shows the caption in its lines, tags and links live, and says that it was edited', async () => {
    const caption = 'At the #sea\nby https://example.org/a. javascript:alert(1) <b>x</b>';
    answer(
      'getMedia',
      itemWith({ id, caption, width: 640, height: 480, editedAt: '2026-11-25T12:00:00.000Z' }),
    );
    openViewer();
    const words = await screen.findByRole('group', { name: 'Caption' });
    expect(words.textContent).toBe(`${caption}640 × 480 · edited`);
    const [tag, link, ...others] = within(words).getAllByRole('link');
    expect([tag?.textContent, tag?.getAttribute('href')]).toEqual(['#sea', '/t/sea']);
    expect([link?.getAttribute('href'), link?.getAttribute('rel')]).toEqual([
      'https://example.org/a',
      'nofollow ugc noopener',
    ]);
    expect(others).toEqual([]);
    expect(screen.getByRole('img', { name: 'Picture by Ada: At the #sea' })).toBeTruthy();
  });

  it('shows what is sensitive only to whoever asks', async () => {
    answer(
      'getMedia',
      itemWith({ id, sensitive: true, width: 640, height: 480, thumbnailUrl: 'http://media/2' }),
    );
    const { container, user } = openViewer();
    const show = await screen.findByRole('button', { name: 'Show it' });
    expect(screen.getByText('The person who sent this marked it as sensitive.')).toBeTruthy();
    expect(container.ownerDocument.querySelector('img, video, audio')).toBeNull();
    await user.click(show);
    expect(screen.getByRole('img', { name: 'Picture by Ada' })).toBeTruthy();
  });

  it.each([
    ['VIDEO', 'Video by Ada', 'video'],
    ['AUDIO', 'Sound by Ada', 'audio'],
  ] as const)('plays %s', async (type, name, element) => {
    answer('getMedia', itemWith({ id, type, durationSeconds: 42 }));
    openViewer();
    const player = await screen.findByLabelText(name, { selector: element });
    expect(player.getAttribute('src')).toBe('http://media/1');
    expect(screen.getByText('0:42')).toBeTruthy();
  });

  it('likes by key and by button', async () => {
    const item = itemWith({ id });
    answer('getMedia', item);
    const { user, onToggleLike } = openViewer();
    await user.click(await screen.findByRole('button', { name: 'Like' }));
    await user.keyboard('l');
    expect(onToggleLike.mock.calls.map(([liked]) => liked.id)).toEqual([id, id]);
  });

  it('closes by Escape, to the feed where it was opened by its own link', async () => {
    answer('getMedia', itemWith({ id }));
    const { user } = openViewer();
    await screen.findByRole('img', { name: 'Picture by Ada' });
    await user.keyboard('{Escape}');
    expect(screen.getByLabelText('address').textContent).toBe('/');
  });

  it('says that something is not there', async () => {
    answer('getMedia', new Failure({ status: 404, code: 'not-found' }));
    openViewer();
    expect(await screen.findByText('This is not here')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'To the feed' }).getAttribute('href')).toBe('/');
  });

  it('tells the owner that it is not published yet', async () => {
    answer('getMedia', itemWith({ id, status: 'PENDING', url: null, publishedAt: null }));
    openViewer();
    expect(await screen.findByText('Not published yet')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'To my uploads' }).getAttribute('href')).toBe('/me');
  });
});

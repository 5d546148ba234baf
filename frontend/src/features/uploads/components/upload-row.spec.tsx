import { describe, expect, it } from '@jest/globals';
import { act, screen } from '@testing-library/react';
import { itemWith, mediaIdOf, uploadWith } from '@media-feed/uploader/fakes';
import type { Upload, UploadStatus } from '@media-feed/uploader';
import { answer, Failure, startApi } from '../../../../test/api.ts';
import { ada, renderPage } from '../../../../test/render-page.tsx';
import { useUploads } from '../hooks/use-uploads.ts';
import { UploadRow } from './upload-row.tsx';

const caption = 'Add a caption';
const multipart = { method: 'multipart', size: 200_000_000 } as const;

/** An upload, what its row says, what can be done with it, and how far its bar is. */
const rows: [Partial<Upload> & Pick<Upload, 'status'>, string, string[], string | null][] = [
  [{ status: 'awaiting-sign-in' }, 'Sign in to upload this. It stays chosen.', [caption, 'Cancel'], null],
  [{ status: 'queued' }, 'Next in line · 1 KB', [caption, 'Cancel'], null],
  [{ status: 'preparing' }, 'Starting…', [caption, 'Cancel'], '0'],
  [{ status: 'uploading', sentBytes: 620 }, '62 % of 1 KB', [caption, 'Cancel'], '62'],
  [
    { status: 'uploading', ...multipart, sentBytes: 100_000_000, bytesPerSecond: 10_000_000 },
    '50 % of 200 MB · 10 MB/s · 10 s left',
    [caption, 'Pause', 'Cancel'],
    '50',
  ],
  [
    { status: 'waiting', failure: 'network', sentBytes: 100 },
    'The connection broke. Going on as soon as it is back.',
    [caption, 'Cancel'],
    '10',
  ],
  [
    { status: 'waiting', failure: 'too-many-unfinished-uploads' },
    'Waiting for your other uploads to finish.',
    [caption, 'Cancel'],
    '0',
  ],
  [
    { status: 'paused', ...multipart, sentBytes: 100_000_000 },
    'Paused at 50 % of 200 MB',
    [caption, 'Resume', 'Cancel'],
    '50',
  ],
  [
    { status: 'interrupted', storedBytes: 500, sentBytes: 500, hasHandle: true },
    'Interrupted at 50 % of 1 KB. What has arrived is kept.',
    ['Resume', caption, 'Cancel'],
    '50',
  ],
  [
    { status: 'interrupted' },
    'Interrupted before anything had arrived · 1 KB',
    ['Pick the file again', caption, 'Cancel'],
    '0',
  ],
  [
    { status: 'interrupted', failure: 'another-file' },
    'That is another file. This upload goes on with “a.jpg” (1 KB) only.',
    ['Pick the file again', caption, 'Cancel'],
    '0',
  ],
  [{ status: 'checking', sentBytes: 1000 }, 'Arrived. Checking what it is…', [caption], null],
  [
    { status: 'published', mediaId: mediaIdOf(1), sentBytes: 1000 },
    'Published · Open',
    [caption, 'Dismiss'],
    null,
  ],
  [
    { status: 'rejected', rejection: { reason: 'EMPTY', detail: null } },
    'This file is empty.',
    ['Dismiss'],
    null,
  ],
  [
    { status: 'failed', failure: 'network' },
    'The server could not be reached. Your file is still chosen; try again.',
    [caption, 'Try again', 'Dismiss'],
    null,
  ],
];

/** Does not compile when one is missing. */
const statuses: Record<UploadStatus, true> = {
  'awaiting-sign-in': true,
  queued: true,
  preparing: true,
  uploading: true,
  waiting: true,
  paused: true,
  interrupted: true,
  checking: true,
  published: true,
  rejected: true,
  failed: true,
};

const nameOf = (button: HTMLElement) => button.getAttribute('aria-label') ?? button.textContent;

startApi();

/** The row of an upload that the page's engine knows. */
function renderRowOf(upload: Upload) {
  const page = renderPage(<FirstRow />, { signedInAs: ada });
  const { engine } = page.services.uploader;
  act(() => {
    engine.adopt(upload);
  });
  return { ...page, engine };
}

function FirstRow() {
  const [upload] = useUploads();
  return upload ? <UploadRow upload={upload} preview={undefined} /> : null;
}

describe('UploadRow', () => {
  it.each(rows)('%j', (upload, sentence, controls, percent) => {
    renderPage(<UploadRow upload={uploadWith(upload)} preview={undefined} />);
    expect(screen.getByRole('listitem', { name: 'a.jpg' })).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe(sentence);
    expect(screen.queryAllByRole('button').map(nameOf)).toEqual(controls);
    const bar = screen.queryByRole('progressbar', { name: 'Uploading a.jpg' });
    expect(bar?.getAttribute('aria-valuenow') ?? null).toBe(percent);
  });

  it('has a row here for each status', () => {
    expect(new Set(rows.map(([{ status }]) => status))).toEqual(new Set(Object.keys(statuses)));
  });

  it('links to what is published, and to signing in', () => {
    const published = uploadWith({ status: 'published', mediaId: mediaIdOf(1) });
    const { unmount } = renderPage(<UploadRow upload={published} preview={undefined} />);
    expect(screen.getByRole('link', { name: 'Open' }).getAttribute('href')).toBe(`/m/${mediaIdOf(1)}`);
    unmount();
    renderPage(<UploadRow upload={uploadWith({ status: 'awaiting-sign-in' })} preview={undefined} />);
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/sign-in');
  });

  it('says what to do about a rejected file', () => {
    const rejection = { reason: 'TOO_LONG', detail: null } as const;
    renderPage(<UploadRow upload={uploadWith({ status: 'rejected', rejection })} preview={undefined} />);
    expect(screen.getByText('Cut it into shorter pieces and upload those.')).toBeTruthy();
  });

  it('tells what happened, to the second', async () => {
    const timeline = [
      { step: 'REQUESTED', at: '2026-11-24T12:00:01.000Z' },
      { step: 'ARRIVED', at: '2026-11-24T12:00:03.000Z' },
    ] as const;
    const sha256 = '0123456789abcdef'.repeat(4);
    const item = itemWith({ timeline: [...timeline], sha256 });
    const upload = uploadWith({ status: 'checking', item });
    const { user } = renderPage(<UploadRow upload={upload} preview={undefined} />);
    await user.click(screen.getByText('Upload details'));
    expect(screen.getByRole('definition').textContent).toBe(sha256);
    const steps = screen.getAllByRole('listitem').slice(1);
    expect(steps.map(({ textContent }) => textContent.replace(/\d.*$/, ''))).toEqual([
      expect.stringContaining('You began the upload'),
      expect.stringContaining('The file arrived'),
    ]);
    expect(new Set(steps.map(({ textContent }) => textContent.slice(-6))).size).toBe(2);
  });

  it.each([
    [{ title: 'Prelude', artist: 'Ada' }, 'Prelude – Ada'],
    [{ title: null, artist: 'Ada' }, 'Ada'],
  ])('offers %j as caption, and sends it only where that is taken', async (soundTags, offered) => {
    const item = itemWith({ id: mediaIdOf(1), type: 'AUDIO', soundTags });
    const { user } = renderRowOf(uploadWith({ status: 'published', mediaId: mediaIdOf(1), item }));
    const bodies = answer('changeMedia', { ...item, caption: offered });
    const offer = screen.getByRole('button', { name: `Use “${offered}” as caption` });
    expect(bodies).toEqual([]);
    await user.click(offer);
    expect(await screen.findByText('Saved')).toBeTruthy();
    expect(bodies).toEqual([expect.objectContaining({ caption: offered })]);
    expect(screen.queryByRole('button', { name: /^Use/ })).toBeNull();
  });

  it.each([null, undefined])('offers nothing of a sound that says nothing: %s', (soundTags) => {
    const item = itemWith({ type: 'AUDIO', ...(soundTags === null && { soundTags }) });
    renderRowOf(uploadWith({ status: 'published', mediaId: mediaIdOf(1), item }));
    expect(screen.queryByRole('button', { name: /^Use/ })).toBeNull();
  });

  it('takes a caption and a description while the bytes travel, and says what cannot be taken', async () => {
    const { engine, user } = renderRowOf(uploadWith({ status: 'uploading', mediaId: mediaIdOf(1) }));
    const bodies = answer('changeMedia', itemWith({ id: mediaIdOf(1), status: 'PENDING' }));
    answer('listTags', { tags: [] });
    await user.click(screen.getByRole('button', { name: caption }));
    await user.type(screen.getByLabelText('Caption'), 'A day\nat the #sea');
    await user.type(screen.getByLabelText('Description'), 'Waves\nand gulls');
    await user.click(screen.getByLabelText('Sensitive'));
    expect(bodies).toEqual([]);
    await user.tab();
    expect(await screen.findByText('Saved')).toBeTruthy();
    expect(bodies).toEqual([{ caption: 'A day\nat the #sea', altText: 'Waves and gulls', sensitive: true }]);

    await user.type(screen.getByLabelText('Caption'), 'x'.repeat(3) + '\u202E');
    expect(screen.getByRole('alert').textContent).toBe(
      'This contains characters that change the direction of text.',
    );
    await user.tab();
    await user.tab();
    await user.tab();
    expect(engine.uploads.get()[0]).toMatchObject({
      textsSaving: 'idle',
      savedTexts: { caption: 'A day\nat the #sea' },
    });
    expect(bodies).toHaveLength(1);
  });

  it('keeps what could not be sent, and sends it again', async () => {
    const { user } = renderRowOf(uploadWith({ status: 'checking', mediaId: mediaIdOf(1) }));
    answer('changeMedia', new Failure({ status: 503, code: 'unavailable' }));
    answer('listTags', { tags: [] });
    await user.click(screen.getByRole('button', { name: caption }));
    await user.type(screen.getByLabelText('Caption'), '#sea');
    await user.tab();
    await user.tab();
    await user.tab();
    const again = await screen.findByRole('button', { name: 'Try again' });
    const bodies = answer('changeMedia', itemWith({ id: mediaIdOf(1) }));
    await user.click(again);
    expect(await screen.findByText('Saved')).toBeTruthy();
    expect(bodies).toEqual([{ caption: '#sea' }]);
  });

  it('can be dismissed once it has ended', async () => {
    const { services, user } = renderPage(
      <UploadRow upload={uploadWith({ status: 'published' })} preview={undefined} />,
    );
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(services.uploader.engine.uploads.get()).toEqual([]);
  });
});

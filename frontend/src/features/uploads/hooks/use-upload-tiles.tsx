import { useMemo } from 'react';
import type { MediaClass } from '@media-feed/contract';
import type { LeadingTile } from '../../../lib/layout/leading-tile.ts';
import { UploadTile } from '../components/upload-tile.tsx';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useUploads } from './use-uploads.ts';
import { aspectOf } from '../../../lib/media/media-kind.ts';
import { useUploader } from '../uploader-context.ts';
import type { UploadStatus } from '@media-feed/uploader';

const shown: ReadonlySet<UploadStatus> = new Set(['preparing', 'uploading', 'waiting', 'checking']);

/** The uploads under way, newest first, as tiles at the head of the feed: there each will appear. */
export function useUploadTiles(type: MediaClass | undefined): LeadingTile[] {
  const uploads = useUploads();
  const previews = useStore(useUploader().previews);
  return useMemo(
    () =>
      uploads
        .filter(({ status, mediaClass }) => shown.has(status) && (type === undefined || type === mediaClass))
        .map((upload): LeadingTile => {
          const preview = previews.get(upload.id);
          return {
            key: upload.id,
            aspect: preview
              ? preview.width / preview.height
              : aspectOf({ type: upload.mediaClass ?? 'IMAGE', width: null, height: null }),
            render: (box) => <UploadTile upload={upload} preview={preview} box={box} />,
          };
        })
        .reverse(),
    [uploads, previews, type],
  );
}

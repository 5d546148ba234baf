import { MediaListView, type MediaListViewProps } from '../features/feed/components/media-list-view.tsx';
import { useToggleLike } from '../features/likes/hooks/use-toggle-like.ts';
import { useUploadPreviews } from '../features/uploads/hooks/use-uploads.ts';
import { useOpenMedia } from '../features/viewer/hooks/use-open-media.ts';
import { viewerPage } from './viewer-page-code.ts';

type MediaGridPageProps = Pick<MediaListViewProps, 'list' | 'label' | 'leading' | 'empty' | 'foot'>;

/** A list of media whose tiles can be liked and opened, and that shows uploads from this visit at once. */
export function MediaGridPage(props: MediaGridPageProps) {
  return (
    <MediaListView
      {...props}
      previewOf={useUploadPreviews()}
      onToggleLike={useToggleLike()}
      onOpen={useOpenMedia()}
      onApproach={viewerPage.preload}
    />
  );
}

import { useLocation, useParams, type Location } from 'react-router';
import { useToggleLike } from '../../features/likes/hooks/use-toggle-like.ts';
import { OwnerActions } from '../../features/owner-actions/components/owner-actions.tsx';
import { ReportButton } from '../../features/reports/components/report-button.tsx';
import { Viewer } from '../../features/viewer/components/viewer.tsx';
import { nameOf } from '../../lib/media/media-kind.ts';
import { useUser } from '../../lib/session/session-context.ts';
import { useTexts } from '../../lib/text/use-texts.ts';
import type { ViewerState } from '../../lib/viewer-state.ts';

export default function ViewerPage() {
  const { mediaId = '' } = useParams();
  const location = useLocation() as Location<ViewerState | null>;
  const user = useUser();
  const t = useTexts();
  return (
    <Viewer
      mediaId={mediaId}
      state={location.state}
      onToggleLike={useToggleLike()}
      actionsFor={(item, onDelete) =>
        item.uploader.id === user?.id ? (
          <OwnerActions item={item} onDelete={onDelete} iconClass="size-5" />
        ) : (
          <ReportButton key={item.id} subject={{ kind: 'MEDIA', id: item.id }} name={nameOf(t, item)} />
        )
      }
    />
  );
}

import { useLocation, useParams, type Location } from 'react-router';
import { useToggleLike } from '../../features/likes/hooks/use-toggle-like.ts';
import { OwnerActions } from '../../features/owner-actions/components/owner-actions.tsx';
import { Viewer } from '../../features/viewer/components/viewer.tsx';
import { useUser } from '../../lib/session/session-context.ts';
import type { ViewerState } from '../../lib/viewer-state.ts';

export default function ViewerPage() {
  const { mediaId = '' } = useParams();
  const location = useLocation() as Location<ViewerState | null>;
  const user = useUser();
  return (
    <Viewer
      mediaId={mediaId}
      state={location.state}
      onToggleLike={useToggleLike()}
      ownerActionsFor={(item, onDelete) =>
        item.uploader.id === user?.id && <OwnerActions item={item} onDelete={onDelete} iconClass="size-5" />
      }
    />
  );
}

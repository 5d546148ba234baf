import { useMediaDeletion } from '../features/owner-actions/media-deletion.ts';
import { SelectionBar } from '../features/selection/components/selection-bar.tsx';

/** What can be done with what is picked. */
export default function SelectionDock() {
  const deletion = useMediaDeletion();
  return <SelectionBar onDelete={deletion.delete} />;
}

import { Download, PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { IconButton } from '../../../components/button.tsx';
import { useChangeTexts } from '../../../lib/media/api/change-media.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useDownloadOriginal } from '../api/get-original.ts';
import { useMediaDeletion } from '../media-deletion.ts';
import { TextsDialog } from './texts-dialog.tsx';

interface OwnerActionsProps {
  readonly item: MediaItem;
  readonly canDescribe?: boolean;
  readonly onDelete?: () => void;
  readonly className?: string;
  readonly iconClass: string;
}

/** What the owner of an item can do with it, as buttons with icons. */
export function OwnerActions({
  item,
  canDescribe = true,
  onDelete,
  className = '',
  iconClass,
}: OwnerActionsProps) {
  const t = useTexts().owner;
  const deletion = useMediaDeletion();
  const [isEditing, setIsEditing] = useState(false);
  const close = (): void => {
    setIsEditing(false);
  };
  const change = useChangeTexts(item.id, close);
  const download = useDownloadOriginal(item.id);
  return (
    <>
      {canDescribe && (
        <IconButton
          label={t.edit}
          className={className}
          onClick={() => {
            setIsEditing(true);
          }}
        >
          <PencilLine aria-hidden="true" className={iconClass} />
        </IconButton>
      )}
      {item.hasOriginal && (
        <IconButton
          label={t.original}
          className={className}
          disabled={download.isPending}
          onClick={() => {
            download.mutate();
          }}
        >
          <Download aria-hidden="true" className={iconClass} />
        </IconButton>
      )}
      <IconButton
        label={t.delete}
        className={className}
        onClick={() => {
          onDelete?.();
          deletion.delete(item);
        }}
      >
        <Trash2 aria-hidden="true" className={iconClass} />
      </IconButton>
      {isEditing && (
        <TextsDialog
          initial={{ caption: item.caption ?? '', altText: item.altText ?? '', sensitive: item.sensitive }}
          isSaving={change.isPending}
          onSave={change.mutate}
          onClose={close}
        />
      )}
    </>
  );
}

import { CloudOff } from 'lucide-react';
import { useTexts } from '../lib/text/use-texts.ts';
import { Notice } from './notice.tsx';

export function OfflineNotice() {
  const { title, body } = useTexts().common.offline;
  return (
    <Notice icon={CloudOff} title={title}>
      {body}
    </Notice>
  );
}

import { CloudOff } from 'lucide-react';
import { Notice } from './notice.tsx';

export function OfflineNotice() {
  return (
    <Notice icon={CloudOff} title="You are offline">
      This page comes by itself as soon as the connection is back.
    </Notice>
  );
}

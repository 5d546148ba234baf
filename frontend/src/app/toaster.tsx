import { ToastList } from '../components/toast-list.tsx';
import { useTexts } from '../lib/text/use-texts.ts';
import { useToasts } from '../lib/toasts.ts';

/** The page's messages. */
export function Toaster() {
  const t = useTexts().app;
  return <ToastList manager={useToasts().manager} label={t.messages} dismissLabel={t.dismiss} />;
}

import { EyeOff } from 'lucide-react';
import { useTexts } from '../lib/text/use-texts.ts';
import { ThumbhashCanvas } from './thumbhash-canvas.tsx';

interface SensitiveVeilProps {
  /** A thumbhash: too blurred to know anything by. */
  readonly placeholder: string | null;
  /** Too little room for words. */
  readonly isSmall?: boolean;
}

/** In the place of what its uploader marked as sensitive: nothing of it is fetched before somebody asks to see it. */
export function SensitiveVeil({ placeholder, isSmall = false }: SensitiveVeilProps) {
  const t = useTexts();
  return (
    <div className="absolute inset-0 bg-surface">
      {placeholder && <ThumbhashCanvas hash={placeholder} />}
      <p className="absolute inset-0 flex flex-col items-center justify-center gap-1.5 bg-black/55 p-2 text-center text-12 font-semibold text-white">
        <EyeOff aria-hidden="true" className="size-5" />
        <span className={isSmall ? 'sr-only' : ''}>{t.media.sensitive}</span>
      </p>
    </div>
  );
}

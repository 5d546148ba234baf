import type { Box } from '../../../lib/layout/justified-layout.ts';
import type { Upload } from '@media-feed/uploader';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { percentOf } from '../upload-messages.ts';
import { BitmapCanvas } from '../../../components/bitmap-canvas.tsx';
import { soundBackground } from '../../../components/sound-cover.tsx';

interface UploadTileProps {
  readonly upload: Upload;
  readonly preview: ImageBitmap | undefined;
  readonly box: Box;
}

const radius = 27;
const circumference = 2 * Math.PI * radius;

/** An upload in the place where it will appear, with how far it is. The tray has the rest. */
export function UploadTile({ upload, preview, box }: UploadTileProps) {
  const t = useTexts();
  const isChecking = upload.status === 'checking';
  const progress = upload.sentBytes / upload.size;
  return (
    <div
      aria-hidden="true"
      className="absolute overflow-hidden rounded-tile"
      style={{ ...box, background: soundBackground(upload.id) }}
    >
      {preview && <BitmapCanvas bitmap={preview} />}
      <div className="absolute inset-0 grid place-items-center bg-night/45">
        <svg viewBox="0 0 64 64" className={`size-16 ${isChecking ? 'animate-spin' : '-rotate-90'}`}>
          <circle cx="32" cy="32" r="32" className="fill-night/80" />
          <circle cx="32" cy="32" r={radius} fill="none" strokeWidth="4" className="stroke-white/25" />
          <circle
            cx="32"
            cy="32"
            r={radius}
            fill="none"
            strokeWidth="4"
            strokeLinecap="round"
            className="stroke-white transition-[stroke-dashoffset] duration-120 ease-linear"
            strokeDasharray={circumference}
            strokeDashoffset={circumference * (isChecking ? 0.7 : 1 - progress)}
          />
        </svg>
        {!isChecking && (
          <span className="absolute text-14 font-semibold text-white tabular-nums">
            {t.uploads.state.percent({ percent: percentOf(upload) })}
          </span>
        )}
      </div>
    </div>
  );
}

import { useRef, useState, type ReactNode } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { aspectOf, largestStillOf, nameOf, srcSetOf } from '../../../lib/media/media-kind.ts';
import { unplayableCodec } from '../../../lib/media/playable.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { Button } from '../../../components/button.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { SoundBars, soundBackground } from '../../../components/sound-cover.tsx';
import { ThumbhashCanvas } from '../../../components/thumbhash-canvas.tsx';

/** The item as large as its room allows. The box has its size before anything has come. */
export function ViewerStage({ item, onLike }: { readonly item: MediaItem; readonly onLike: () => void }) {
  const [revealed, setRevealed] = useState<string>();
  if (item.sensitive && revealed !== item.id) {
    return (
      <StageVeil
        item={item}
        onReveal={() => {
          setRevealed(item.id);
        }}
      />
    );
  }
  switch (item.type) {
    case 'IMAGE':
      return <StageImage item={item} onLike={onLike} />;
    case 'VIDEO':
      return <StageVideo item={item} />;
    case 'AUDIO':
      return <StageSound item={item} />;
  }
}

/** Small ones are not blown up further than this, in pixels. */
const smallestWidth = { IMAGE: 360, VIDEO: 720, AUDIO: 0 };

function StageBox({ item, children }: { readonly item: MediaItem; readonly children: ReactNode }) {
  const aspect = aspectOf(item);
  const ownWidth = Math.max(item.width ?? 1280, smallestWidth[item.type]);
  return (
    <div
      data-viewer-media
      className="relative overflow-hidden rounded-tile bg-white/5"
      style={{
        aspectRatio: aspect,
        width: `min(100cqw, ${String(100 * aspect)}cqh, ${String(ownWidth)}px)`,
      }}
    >
      {item.placeholder && <ThumbhashCanvas hash={item.placeholder} />}
      {children}
    </div>
  );
}

/** Says why nothing is shown, and shows it to whoever asks. */
function StageVeil({ item, onReveal }: { readonly item: MediaItem; readonly onReveal: () => void }) {
  const t = useTexts();
  return (
    <StageBox item={item}>
      <div className="absolute inset-0 flex flex-col items-center justify-center gap-4 bg-black/55 p-4 text-center text-white">
        <p className="max-w-80 font-semibold">{t.media.sensitiveWhy}</p>
        <Button variant="primary" onClick={onReveal}>
          {t.media.showSensitive}
        </Button>
      </div>
    </StageBox>
  );
}

function StageImage({ item, onLike }: { readonly item: MediaItem; readonly onLike: () => void }) {
  const t = useTexts();
  const [isShown, setIsShown] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const largest = item.renditions.at(-1)?.url ?? item.url ?? undefined;
  return (
    <StageBox item={item}>
      {item.thumbnailUrl && (
        <img src={item.thumbnailUrl} alt="" className="absolute inset-0 size-full object-cover" />
      )}
      <div ref={frame} onDoubleClick={onLike} className="absolute inset-0">
        <img
          src={largest}
          srcSet={srcSetOf(item)}
          sizes="100vw"
          alt={item.altText ?? nameOf(t, item)}
          draggable={false}
          ref={(image) => {
            if (image?.complete && image.naturalWidth > 0) setIsShown(true);
          }}
          onLoad={() => {
            setIsShown(true);
          }}
          className={`absolute inset-0 size-full object-cover transition-opacity duration-200 ${isShown ? '' : 'opacity-0'}`}
        />
      </div>
    </StageBox>
  );
}

function StageVideo({ item }: { readonly item: MediaItem }) {
  const t = useTexts();
  const unplayable = unplayableCodec(item);
  const poster = largestStillOf(item);
  if (unplayable !== undefined) return <UnplayableVideo item={item} codec={unplayable} poster={poster} />;
  return (
    <StageBox item={item}>
      <video
        src={item.url ?? undefined}
        {...(poster && { poster })}
        aria-label={nameOf(t, item)}
        controls
        autoPlay
        playsInline
        loop={(item.durationSeconds ?? 60) < 10}
        preload="auto"
        className="absolute inset-0 size-full"
      />
    </StageBox>
  );
}

interface UnplayableVideoProps {
  readonly item: MediaItem;
  readonly codec: string;
  readonly poster: string | undefined;
}

/** What this browser can't decode: its poster, a sentence, and the file for who has another player. */
function UnplayableVideo({ item, codec, poster }: UnplayableVideoProps) {
  const t = useTexts();
  return (
    <StageBox item={item}>
      {poster && (
        <img src={poster} alt={nameOf(t, item)} className="absolute inset-0 size-full object-cover" />
      )}
      <div className="absolute inset-x-0 bottom-0 flex flex-wrap items-center gap-x-4 gap-y-1 bg-black/75 p-4 text-white">
        <p>{t.viewer.unplayable({ codec })}</p>
        {item.url && (
          <a href={item.url} download className="font-semibold underline">
            {t.viewer.download}
          </a>
        )}
      </div>
    </StageBox>
  );
}

function StageSound({ item }: { readonly item: MediaItem }) {
  const t = useTexts();
  const [progress, setProgress] = useState(0);
  return (
    <div
      data-viewer-media
      className="flex w-[min(100cqw,640px)] flex-col gap-6 rounded-float p-6"
      style={{ background: soundBackground(item.id) }}
    >
      {item.thumbnailUrl && (
        // As large as leaves room for the name, the waveform and the player below it.
        <img
          src={item.thumbnailUrl}
          alt=""
          className="aspect-square w-[min(100%,calc(100cqh-22rem))] self-center rounded-card object-cover"
        />
      )}
      <p className="text-20 font-semibold break-words">
        <ChosenText>{item.altText ?? item.fileName ?? t.media.kinds.AUDIO.one}</ChosenText>
      </p>
      <div className="h-32">
        <SoundBars peaks={item.peaks} progress={progress} bars={72} />
      </div>
      <audio
        src={item.url ?? undefined}
        aria-label={nameOf(t, item)}
        controls
        autoPlay
        preload="auto"
        onTimeUpdate={({ currentTarget }) => {
          setProgress(currentTarget.duration > 0 ? currentTarget.currentTime / currentTarget.duration : 0);
        }}
        className="w-full"
      />
    </div>
  );
}

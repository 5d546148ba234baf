import { Check } from 'lucide-react';
import { memo } from 'react';
import { Link, type To } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import type { Box } from '../../../lib/layout/justified-layout.ts';
import { nameOf } from '../../../lib/media/media-kind.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { LikeButton } from '../../../components/like-button.tsx';
import { SensitiveVeil } from '../../../components/sensitive-veil.tsx';
import { TileImage } from './tile-image.tsx';
import { TileSound, type SoundPlayback } from './tile-sound.tsx';
import { TileVideo } from './tile-video.tsx';

export interface MediaTileProps {
  readonly item: MediaItem;
  readonly box: Box;
  readonly position: number;
  readonly isEager: boolean;
  readonly playback: SoundPlayback;
  readonly preview: ImageBitmap | undefined;
  readonly linkState: unknown;
  /** Undefined where the visitor can pick nothing. */
  readonly isSelected: boolean | undefined;
  /** Something is picked: a click picks more. */
  readonly isSelecting: boolean;
  /** `isRange`: with everything from the one before. */
  readonly onSelect: (item: MediaItem, isRange: boolean) => void;
  readonly onToggleLike: (item: MediaItem) => void;
  readonly onTogglePlay: (item: MediaItem) => void;
  /** Called in place of following the link, so that the picture can move into the viewer. */
  readonly onOpen: (to: To, state: unknown, tile: HTMLElement) => void;
  /** Called when somebody seems about to open it. */
  readonly onApproach: () => void;
}

/** Narrower tiles have no room for words. */
const narrowPx = 110;

export const MediaTile = memo(function MediaTile(props: MediaTileProps) {
  const { item, box, position, linkState, isSelected, isSelecting, onSelect } = props;
  const t = useTexts();
  const name = nameOf(t, item);
  const to = `/m/${item.id}`;
  return (
    <article
      aria-label={name}
      aria-posinset={position}
      aria-setsize={-1}
      data-media-id={item.id}
      data-selected={isSelected === true || undefined}
      onPointerEnter={props.onApproach}
      className="group absolute overflow-hidden rounded-tile bg-surface [content-visibility:auto]"
      style={{ width: box.width, height: box.height, left: box.left, top: box.top }}
    >
      <div
        className="absolute inset-0 overflow-hidden transition-transform duration-120 group-data-selected:scale-90 group-data-selected:rounded-card"
        data-tile-media
      >
        {item.sensitive ? (
          <SensitiveVeil placeholder={item.placeholder} isSmall={box.width < narrowPx} />
        ) : (
          <TileMedia {...props} />
        )}
      </div>
      <Link
        to={to}
        state={linkState}
        aria-label={t.common.openNamed({ name })}
        onClick={(event) => {
          if (isSelecting) {
            event.preventDefault();
            onSelect(item, event.shiftKey);
            return;
          }
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          const tile = event.currentTarget.closest('article');
          if (tile) props.onOpen(to, linkState, tile);
        }}
        className="absolute inset-0 z-10 rounded-tile outline-offset-[-3px] focus-visible:shadow-[inset_0_0_0_5px_#fff]"
      />
      {isSelected !== undefined && (
        <SelectButton
          name={name}
          side={item.type === 'AUDIO' ? 'right' : 'left'}
          isSelected={isSelected}
          isSelecting={isSelecting}
          onSelect={(isRange) => {
            onSelect(item, isRange);
          }}
        />
      )}
      <TileFooter {...props} />
    </article>
  );
});

interface SelectButtonProps {
  readonly name: string;
  /** The length of a video stands at the right, the title of a sound at the left. */
  readonly side: 'left' | 'right';
  readonly isSelected: boolean;
  readonly isSelecting: boolean;
  readonly onSelect: (isRange: boolean) => void;
}

/** In the corner; seen with the pointer or the focus on the tile, on touch, and while something is picked. */
function SelectButton({ name, side, isSelected, isSelecting, onSelect }: SelectButtonProps) {
  const t = useTexts();
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isSelected}
      aria-label={t.selection.select({ name })}
      onClick={(event) => {
        onSelect(event.shiftKey);
      }}
      className={`absolute top-0 z-20 grid size-10 place-items-center transition-opacity duration-120 ${side === 'left' ? 'left-0' : 'right-0'} ${
        isSelecting
          ? ''
          : 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100'
      }`}
    >
      <span
        aria-hidden="true"
        className={`grid size-5.5 place-items-center rounded-full border-2 border-white shadow-float ${
          isSelected ? 'bg-accent text-on-accent' : 'bg-black/35'
        }`}
      >
        {isSelected && <Check className="size-3.5" strokeWidth={3} />}
      </span>
    </button>
  );
}

function TileMedia({ item, box, isEager, preview, playback, onTogglePlay }: MediaTileProps) {
  switch (item.type) {
    case 'IMAGE':
      return <TileImage item={item} width={box.width} isEager={isEager} preview={preview} />;
    case 'VIDEO':
      return <TileVideo item={item} width={box.width} isEager={isEager} />;
    case 'AUDIO':
      return <TileSound item={item} width={box.width} playback={playback} onTogglePlay={onTogglePlay} />;
  }
}

function TileFooter({ item, box, onToggleLike }: MediaTileProps) {
  const isNarrow = box.width < narrowPx;
  return (
    <div
      className={`pointer-events-none absolute inset-x-0 bottom-0 z-10 flex items-center gap-2 px-2.5 pt-8 pb-1 text-12 text-white transition-opacity duration-120 group-data-selected:invisible ${
        item.type === 'AUDIO'
          ? 'pb-2.5'
          : 'bg-linear-to-t from-black/70 to-transparent opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100'
      }`}
    >
      {item.type !== 'AUDIO' && !isNarrow && (
        <Link
          to={`/u/${item.uploader.id}`}
          className="pointer-events-auto truncate rounded-small py-1.5 font-semibold hover:underline"
        >
          <ChosenText>{item.uploader.name}</ChosenText>
        </Link>
      )}
      <div data-theme="dark" className="ml-auto">
        <LikeButton
          item={item}
          onToggle={onToggleLike}
          className="pointer-events-auto rounded-full px-1 py-2 text-12 hover:scale-105"
        />
      </div>
    </div>
  );
}

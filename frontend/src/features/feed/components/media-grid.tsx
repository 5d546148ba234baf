import { useMemo, useRef } from 'react';
import type { To } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import { useElementWidth } from '../hooks/use-element-width.ts';
import { layOutJustified } from '../../../lib/layout/justified-layout.ts';
import type { LeadingTile } from '../../../lib/layout/leading-tile.ts';
import { aspectOf } from '../../../lib/media/media-kind.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { MediaTile } from './media-tile.tsx';
import type { SoundPlayback } from './tile-sound.tsx';

export interface MediaGridProps {
  /** Laid out by themselves, page by page, so that what is appended never moves what stands. */
  readonly pages: readonly (readonly MediaItem[])[];
  readonly leading?: readonly LeadingTile[];
  readonly label: string;
  readonly isBusy: boolean;
  readonly linkState: unknown;
  readonly playbackOf: (mediaId: string) => SoundPlayback;
  readonly previewOf: (mediaId: string) => ImageBitmap | undefined;
  /** What is picked of it; undefined where the visitor can pick nothing. */
  readonly selected: ReadonlyMap<string, MediaItem> | undefined;
  readonly onSelect: (item: MediaItem, isRange: boolean) => void;
  readonly onToggleLike: (item: MediaItem) => void;
  readonly onTogglePlay: (item: MediaItem) => void;
  readonly onOpen: (to: To, state: unknown, tile: HTMLElement) => void;
  readonly onApproach: () => void;
}

/** About two rows of a large screen. */
const eagerTiles = 8;

export function MediaGrid(props: MediaGridProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementWidth(frame);
  let before = 0;
  return (
    <div
      ref={frame}
      role="feed"
      aria-label={props.label}
      aria-busy={props.isBusy}
      className="flex flex-col gap-1 phone:gap-0.5"
    >
      {width > 0 &&
        props.pages.map((items, index) => {
          const offset = before;
          before += items.length;
          const leading = index === 0 ? (props.leading ?? []) : [];
          return (
            <GridPage key={index} {...props} items={items} leading={leading} width={width} offset={offset} />
          );
        })}
    </div>
  );
}

interface GridPageProps extends MediaGridProps {
  readonly items: readonly MediaItem[];
  readonly leading: readonly LeadingTile[];
  readonly width: number;
  /** How many items stand before this page. */
  readonly offset: number;
}

function GridPage({ items, leading, width, offset, ...props }: GridPageProps) {
  const aspectsKey = [...leading.map(({ aspect }) => aspect), ...items.map(aspectOf)].join();
  const layout = useMemo(
    () => layOutJustified(aspectsKey ? aspectsKey.split(',').map(Number) : [], gridOptions(width)),
    [aspectsKey, width],
  );
  return (
    <div className="relative" style={{ height: layout.height }}>
      {leading.map((tile, index) => {
        const box = layout.boxes[index];
        return box && <div key={tile.key}>{tile.render(box)}</div>;
      })}
      {items.map((item, index) => {
        const box = layout.boxes[leading.length + index];
        return (
          box && (
            <MediaTile
              key={item.id}
              item={item}
              box={box}
              position={offset + index + 1}
              isEager={offset + index < eagerTiles}
              playback={props.playbackOf(item.id)}
              preview={props.previewOf(item.id)}
              linkState={props.linkState}
              isSelected={props.selected?.has(item.id)}
              isSelecting={(props.selected?.size ?? 0) > 0}
              onSelect={props.onSelect}
              onToggleLike={props.onToggleLike}
              onTogglePlay={props.onTogglePlay}
              onOpen={props.onOpen}
              onApproach={props.onApproach}
            />
          )
        );
      })}
    </div>
  );
}

function gridOptions(width: number) {
  const targetHeight = width < 640 ? 165 : width < 1100 ? 230 : 270;
  return { width, targetHeight, gap: width < 640 ? 2 : 4 };
}

const skeletonAspects = [1.5, 0.75, 1.78, 1.33, 1, 1.5, 0.8, 1.78, 1.33, 1.5, 1, 0.75, 1.6, 1.33, 1.78, 1.5];

/** Shapes of about the right size, while nothing is known yet. */
export function GridSkeleton({ note }: { readonly note: string | null }) {
  const t = useTexts();
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementWidth(frame);
  const layout = useMemo(() => layOutJustified(skeletonAspects, gridOptions(width)), [width]);
  return (
    <div
      ref={frame}
      role="status"
      aria-label={t.common.loading}
      className="relative"
      style={{ height: layout.height }}
    >
      {layout.boxes.map((box, index) => (
        <div
          key={index}
          className="absolute animate-pulse rounded-tile bg-surface"
          style={{ ...box, animationDelay: `${String((index % 5) * 120)}ms` }}
        />
      ))}
      {note && (
        <p className="sticky top-1/2 mx-auto w-fit rounded-full bg-raised px-4 py-2 text-muted shadow-float">
          {note}
        </p>
      )}
    </div>
  );
}

import { Upload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useAddFiles } from '../hooks/use-uploads.ts';
import { readDrop, withoutHandle } from '@media-feed/uploader';

const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;

/** Files may be dropped anywhere on the page, or pasted. */
export function DropZone() {
  const t = useTexts();
  const addFiles = useAddFiles();
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    let depth = 0; // enter and leave come for every element below the pointer
    const on = <K extends 'dragenter' | 'dragover' | 'dragleave' | 'drop'>(
      name: K,
      handle: (event: DragEvent) => void,
    ): void => {
      window.addEventListener(
        name,
        (event) => {
          if (!carriesFiles(event.dataTransfer)) return;
          event.preventDefault();
          handle(event);
          setIsOver(depth > 0);
        },
        { signal },
      );
    };
    on('dragenter', () => {
      depth += 1;
    });
    on('dragleave', () => {
      depth = Math.max(0, depth - 1);
    });
    on('dragover', (event) => {
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      depth = Math.max(1, depth);
    });
    on('drop', (event) => {
      depth = 0;
      if (event.dataTransfer) void readDrop(event.dataTransfer).then(addFiles);
    });
    window.addEventListener(
      'paste',
      (event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        addFiles(files.map(withoutHandle));
      },
      { signal },
    );
    return () => {
      listening.abort();
    };
  }, [addFiles]);

  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-70 grid animate-fade place-items-center bg-canvas/80 p-4 backdrop-blur-sm">
      <div className="grid size-full place-items-center rounded-float border-2 border-dashed border-accent">
        <p className="flex flex-col items-center gap-3 text-20 font-semibold">
          <Upload aria-hidden="true" className="size-10 text-accent" strokeWidth={1.5} />
          {t.uploads.drop}
        </p>
      </div>
    </div>
  );
}

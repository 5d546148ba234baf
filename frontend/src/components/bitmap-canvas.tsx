import { useLayoutEffect, useRef } from 'react';

/** Draws a bitmap to fill its box, cropped like `object-fit: cover`. */
export function BitmapCanvas({ bitmap }: { readonly bitmap: ImageBitmap }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    canvas.current.width = bitmap.width;
    canvas.current.height = bitmap.height;
    canvas.current.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return <canvas ref={canvas} aria-hidden="true" className="absolute inset-0 size-full object-cover" />;
}

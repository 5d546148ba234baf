import { useLayoutEffect, useRef } from 'react';
import { thumbHashToRGBA } from 'thumbhash';

/** The blurred shape of a picture that is still on its way, from the 25 bytes that came with the list. */
export function ThumbhashCanvas({ hash }: { readonly hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    try {
      const bytes = Uint8Array.from(atob(hash), (character) => character.charCodeAt(0));
      const { w, h, rgba } = thumbHashToRGBA(bytes);
      canvas.current.width = w;
      canvas.current.height = h;
      context.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
    } catch {
      // A hash that cannot be read leaves the plain surface.
    }
  }, [hash]);
  return <canvas ref={canvas} aria-hidden="true" className="absolute inset-0 size-full" />;
}

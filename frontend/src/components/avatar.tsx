import { seedOf } from '../lib/media-kind.ts';

interface AvatarProps {
  readonly user: { readonly id: string; readonly name: string };
  readonly size?: number;
}

/** Initials on a colour of one's own; dark enough for white text at AA. */
export function Avatar({ user, size = 32 }: AvatarProps) {
  const hue = seedOf(user.id) % 360;
  return (
    <span
      aria-hidden="true"
      className="grid shrink-0 place-items-center rounded-full font-semibold text-white select-none"
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.38),
        background: `linear-gradient(135deg, oklch(0.52 0.13 ${String(hue)}), oklch(0.42 0.14 ${String(hue + 40)}))`,
      }}
    >
      {initialsOf(user.name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/u).filter(Boolean);
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map((word) => [...(word ?? '')][0]) : [...name].slice(0, 2);
  return letters.join('').toLocaleUpperCase();
}

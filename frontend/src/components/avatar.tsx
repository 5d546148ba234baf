import { seedOf } from '../lib/media/media-kind.ts';

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
      data-initials={initialsOf(user.name)}
      className="grid shrink-0 place-items-center rounded-full font-semibold text-white select-none before:content-[attr(data-initials)]"
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.38),
        background: `linear-gradient(135deg, oklch(0.52 0.13 ${String(hue)}), oklch(0.42 0.14 ${String(hue + 40)}))`,
      }}
    />
  );
}

function initialsOf(name: string): string {
  const [first = '', ...rest] = name.split(/[\s-]+/u).filter(Boolean);
  const last = rest.at(-1);
  const letters =
    last === undefined ? Array.from(first).slice(0, 2) : [firstLetter(first), firstLetter(last)];
  return letters.join('').toLocaleUpperCase();
}

const firstLetter = (word: string): string => Array.from(word)[0] ?? '';

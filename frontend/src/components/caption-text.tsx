import { Link } from 'react-router';
import { parseCaption, type CaptionPart } from '@media-feed/contract';
import { tagPath } from '../lib/media/tag-path.ts';
import { ChosenText } from './chosen-text.tsx';

/**
 * A caption with its line breaks, its tags and links live. Each line is shown from its own side, and no word of any
 * length is wider than its room.
 */
export function CaptionText({ children }: { readonly children: string }) {
  return (
    <span className="[overflow-wrap:anywhere] whitespace-pre-wrap [unicode-bidi:plaintext]">
      {parseCaption(children).map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </span>
  );
}

function Part({ part }: { readonly part: CaptionPart }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'tag':
      return (
        <Link to={tagPath(part.tag)} className="font-semibold text-accent hover:underline">
          <ChosenText>{part.text}</ChosenText>
        </Link>
      );
    case 'link':
      return (
        <a href={part.href} rel="nofollow ugc noopener" target="_blank" className="text-accent underline">
          <ChosenText>{part.text}</ChosenText>
        </a>
      );
  }
}

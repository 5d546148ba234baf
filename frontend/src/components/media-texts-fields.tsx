import { captionCount, inOneLine, objectionTo, type WrittenTexts } from '../lib/media/media-texts.ts';
import { useTexts } from '../lib/text/use-texts.ts';
import { TextAreaField } from './field.tsx';

interface MediaTextsFieldsProps {
  readonly texts: WrittenTexts;
  readonly onChange: (texts: WrittenTexts) => void;
}

/** Caption and description of an item. Both may stay empty; what cannot be taken is said at once. */
export function MediaTextsFields({ texts, onChange }: MediaTextsFieldsProps) {
  const t = useTexts();
  return (
    <>
      <TextAreaField
        label={t.texts.caption}
        hint={captionCount(t, texts.caption) ?? t.texts.captionHint}
        error={objectionTo(t, 'caption', texts.caption)}
        value={texts.caption}
        rows={3}
        onChange={({ target }) => {
          onChange({ ...texts, caption: target.value });
        }}
      />
      <TextAreaField
        label={t.texts.altText}
        hint={t.texts.altTextHint}
        error={objectionTo(t, 'altText', texts.altText)}
        value={texts.altText}
        rows={2}
        onChange={({ target }) => {
          onChange({ ...texts, altText: inOneLine(target.value) });
        }}
      />
    </>
  );
}

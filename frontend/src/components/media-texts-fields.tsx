import { captionCount, inOneLine, objectionTo, type WrittenTexts } from '../lib/media/media-texts.ts';
import type { TagCompletion } from '../lib/media/use-tag-completion.ts';
import { useTexts } from '../lib/text/use-texts.ts';
import { CaptionField } from './caption-field.tsx';
import { CheckboxField, TextAreaField } from './field.tsx';

interface MediaTextsFieldsProps {
  readonly texts: WrittenTexts;
  /** Of the tags in the caption. */
  readonly completion: TagCompletion;
  readonly onChange: (texts: WrittenTexts) => void;
}

/** Caption and description of an item. Both may stay empty; what cannot be taken is said at once. */
export function MediaTextsFields({ texts, completion, onChange }: MediaTextsFieldsProps) {
  const t = useTexts();
  return (
    <>
      <CaptionField
        hint={captionCount(t, texts.caption) ?? t.texts.captionHint}
        error={objectionTo(t, 'caption', texts.caption)}
        value={texts.caption}
        completion={completion}
        onChange={(caption) => {
          onChange({ ...texts, caption });
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
      <CheckboxField
        label={t.texts.sensitive}
        hint={t.texts.sensitiveHint}
        checked={texts.sensitive}
        onChange={({ target }) => {
          onChange({ ...texts, sensitive: target.checked });
        }}
      />
    </>
  );
}

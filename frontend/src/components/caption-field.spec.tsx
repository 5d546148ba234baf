import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { useState } from 'react';
import { answer, startApi } from '../../test/api.ts';
import { renderPage } from '../../test/render-page.tsx';
import { useTagCompletion } from '../lib/media/use-tag-completion.ts';
import { ModalDialog } from './modal-dialog.tsx';
import { CaptionField } from './caption-field.tsx';

startApi();

function Page({ onClose }: { readonly onClose: () => void }) {
  const [value, setValue] = useState('');
  const completion = useTagCompletion();
  return (
    <ModalDialog title="Words" onClose={onClose}>
      <CaptionField hint="" error={undefined} value={value} completion={completion} onChange={setValue} />
    </ModalDialog>
  );
}

function open() {
  const closed: true[] = [];
  answer('listTags', {
    tags: [
      { tag: 'sea', itemsCount: 9 },
      { tag: 'Seaside', itemsCount: 1200 },
    ],
  });
  const { user } = renderPage(<Page onClose={() => closed.push(true)} />);
  const field = screen.getByRole('textbox', { name: 'Caption' });
  return { user, field, closed };
}

describe('the field of a caption', () => {
  it('completes the tag that is being written by keys, and says which', async () => {
    const { user, field } = open();
    await user.type(field, 'By the #se');
    const options = await screen.findAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual(['#sea9', '#Seaside1.2k']);
    expect(screen.getByText('2 tags to choose from by arrow keys').getAttribute('role')).toBe('status');
    expect(field.getAttribute('aria-controls')).toBe(screen.getByRole('listbox').id);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(field.getAttribute('aria-activedescendant')).toBe(options[1]?.id);
    expect(options[1]?.getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{Enter}in May');
    expect(field).toHaveProperty('value', 'By the #Seaside in May');
    expect(screen.queryByRole('option')).toBeNull();
  });

  it('completes it by a click, within the text, and goes on there', async () => {
    const { user, field } = open();
    await user.type(field, '#se and more', { initialSelectionStart: 0 });
    await user.type(field, 'a', { initialSelectionStart: 3, initialSelectionEnd: 3 });
    await user.click(await screen.findByRole('option', { name: /Seaside/ }));
    expect(document.activeElement).toBe(field);
    await user.keyboard('too');
    expect(field).toHaveProperty('value', '#Seaside tooand more');
  });

  it('begins a new line by Enter where nothing was chosen, and closes the list alone by Escape', async () => {
    const { user, field, closed } = open();
    await user.type(field, '#se');
    await screen.findAllByRole('option');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('option')).toBeNull();
    expect(closed).toEqual([]);
    await user.keyboard('a');
    await screen.findAllByRole('option');
    await user.keyboard('{Enter}');
    expect(field).toHaveProperty('value', '#sea\n');
    await user.keyboard('{Escape}');
    expect(closed).toEqual([true]);
  });
});

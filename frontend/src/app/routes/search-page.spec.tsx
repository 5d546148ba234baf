import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { itemWith, mediaIdOf } from '@media-feed/uploader/fakes';
import { answer, Failure, startApi } from '../../../test/api.ts';
import { renderPage } from '../../../test/render-page.tsx';
import SearchPage from './search-page.tsx';
import TagPage from './tag-page.tsx';

startApi();

const found = { size: 30, nextCursor: null, truncated: false };

const open = (at: string) =>
  renderPage(
    <Routes>
      <Route path="/search" element={<SearchPage />} />
      <Route path="/t/:tag" element={<TagPage />} />
    </Routes>,
    { at },
  );

const field = () => screen.getByRole('combobox', { name: 'Search' });

describe('the search page', () => {
  it('finds what is typed, marks it, and tells robots to stay out', async () => {
    const item = itemWith({ id: mediaIdOf(1), caption: 'By the Sea <b>', altText: 'Waves' });
    answer('listTags', { tags: [] });
    answer('searchMedia', { ...found, items: [item] });
    const { user } = open('/search');
    await user.type(field(), ' sea {Enter}');
    const results = await screen.findByRole('list', { name: 'Found for “sea”' });
    expect(within(results).getByText('Sea').tagName).toBe('MARK');
    expect(within(results).getByText(/<b>/).textContent).toBe('By the Sea <b>');
    expect(within(results).queryByText('Waves')).toBeNull();
    const link = within(results).getByRole('link', { name: 'Open Picture by Ada: Waves' });
    expect(link.getAttribute('href')).toBe(`/m/${mediaIdOf(1)}`);
    expect(document.title).toBe('Search for “sea” · Media Feed');
    expect(document.querySelector('meta[name="robots"]')?.getAttribute('content')).toBe('noindex');
  });

  it('is reached by the key /', async () => {
    answer('listTags', { tags: [] });
    const { user } = open('/search');
    field().blur();
    await user.keyboard('/');
    expect(document.activeElement).toBe(field());
    expect(field()).toHaveProperty('value', '');
  });

  it('completes a tag, and goes to its page', async () => {
    answer('listTags', { tags: [{ tag: 'Seaside', itemsCount: 1200 }] });
    answer('listFeedPage', { items: [], page: 1, size: 30, total: 0, totalPages: 0, nextCursor: null });
    const { user } = open('/search');
    await user.type(field(), '#sea');
    const option = await screen.findByRole('option', { name: /Seaside/ });
    expect(option.textContent).toBe('#Seaside1.2k');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(screen.getByLabelText('address').textContent).toBe('/t/Seaside');
  });

  it('helps where nothing was found, and where it cannot be searched for', async () => {
    answer('listTags', { tags: [{ tag: '\u05D9\u05DD', itemsCount: 1 }] });
    answer('searchMedia', { ...found, items: [] });
    const { unmount } = open('/search?q=xyzzy');
    expect(await screen.findByText('Nothing found for “xyzzy”')).toBeTruthy();
    const popular = await screen.findByRole('navigation', { name: 'Tags to begin with' });
    expect(within(popular).getByRole('link').getAttribute('href')).toBe('/t/%D7%99%D7%9D');
    unmount();
    answer('searchMedia', new Failure({ status: 400, code: 'validation' }));
    open(`/search?q=${'x'.repeat(300)}`);
    expect(await screen.findByText(/^Nothing found/)).toBeTruthy();
  });

  it('says that it was stopped, and goes on', async () => {
    answer('searchMedia', { ...found, items: [], nextCursor: 'next', truncated: true });
    const { user } = open('/search?q=sea');
    expect((await screen.findByText(/stopped before the end/)).getAttribute('role')).toBe('status');
    answer('searchMedia', { ...found, items: [itemWith({ caption: 'sea' })] });
    await user.click(screen.getByRole('button', { name: 'Search on' }));
    expect(await screen.findByRole('article')).toBeTruthy();
    expect(screen.queryByText(/stopped before the end/)).toBeNull();
  });
});

describe('the page of a tag', () => {
  it('shows how much carries it', async () => {
    const page = { page: 1, size: 30, total: 1, totalPages: 1, nextCursor: null };
    answer('listFeedPage', { ...page, items: [itemWith({ caption: '#Sea', tags: ['Sea'] })] });
    open('/t/sea');
    expect(await screen.findByText('1 published')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('#sea');
    expect(document.title).toBe('#sea · Media Feed');
    expect(document.querySelector('meta[name="robots"]')).toBeNull();
  });

  it('says that something cannot be one', async () => {
    answer('listTags', { tags: [] });
    open(`/t/${encodeURIComponent('<b>2026')}`);
    expect(await screen.findByText('This cannot be a tag')).toBeTruthy();
    expect(document.querySelector('meta[name="robots"]')).toBeTruthy();
  });
});

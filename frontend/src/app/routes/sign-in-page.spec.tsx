import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, Failure, startApi } from '../../../test/api.ts';
import { ada, renderPage } from '../../../test/render-page.tsx';
import SignInPage from './sign-in-page.tsx';

startApi();

async function fillIn({ user }: ReturnType<typeof renderPage>, email: string, password: string) {
  await user.type(screen.getByLabelText('E-mail'), email);
  if (password) await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('SignInPage', () => {
  it('signs in and leads back to where one came from', async () => {
    const bodies = answer('signIn', ada);
    const page = renderPage(<SignInPage />, { at: '/sign-in' });
    await fillIn(page, 'ada@example.org', 'correct horse');
    await waitFor(() => {
      expect(screen.getByLabelText('address').textContent).toBe('/');
    });
    expect(bodies).toEqual([{ email: 'ada@example.org', password: 'correct horse' }]);
    expect(page.services.session.get()).toMatchObject({ status: 'signed-in', user: { name: 'Ada' } });
  });

  it('asks for a password before anything is sent', async () => {
    await fillIn(renderPage(<SignInPage />), 'ada@example.org', '');
    expect(screen.getByRole('alert').textContent).toBe('Enter your password.');
    expect(document.activeElement).toBe(screen.getByLabelText('Password'));
  });

  it('refuses half an address in a sentence at its field', async () => {
    await fillIn(renderPage(<SignInPage />), 'ada', 'correct horse');
    const field = screen.getByLabelText('E-mail');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('alert').textContent).toBe('This is not a complete e-mail address.');
  });

  it.each([
    [{ status: 401, code: 'invalid-credentials' }, 'That e-mail and password don’t match.'],
    [{ status: 403, code: 'account-suspended' }, 'This account is suspended.'],
    [{ status: 429, code: 'too-many-requests' }, 'Too many tries. Wait a minute, then try again.'],
    [{ status: 500, code: 'internal' }, 'The server had a problem. Nothing was lost; try again.'],
  ] as const)('says what %j means', async (problem, sentence) => {
    answer('signIn', new Failure(problem));
    await fillIn(renderPage(<SignInPage />), 'ada@example.org', 'not this one');
    expect((await screen.findByRole('alert')).textContent).toBe(sentence);
  });

  it('shows and hides what is typed', async () => {
    const { user } = renderPage(<SignInPage />);
    const field = screen.getByLabelText<HTMLInputElement>('Password');
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(field.type).toBe('text');
    await user.click(screen.getByRole('button', { name: 'Show password', pressed: true }));
    expect(field.type).toBe('password');
  });
});

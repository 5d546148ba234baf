import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, Failure, startApi } from '../../../test/api.ts';
import { ada, renderPage } from '../../../test/render-page.tsx';
import SignUpPage from './sign-up-page.tsx';

startApi();

async function fillIn({ user }: ReturnType<typeof renderPage>, password: string, again: string) {
  await user.type(screen.getByLabelText('E-mail'), 'ada@example.org');
  await user.type(screen.getByLabelText('Password'), password);
  await user.type(screen.getByLabelText('Confirm password'), again);
  await user.click(screen.getByRole('button', { name: 'Create account' }));
}

const alerts = () => screen.getAllByRole('alert').map(({ textContent }) => textContent);

describe('SignUpPage', () => {
  it('makes an account and signs in', async () => {
    const bodies = answer('signUp', ada);
    const page = renderPage(<SignUpPage />, { at: '/sign-up' });
    await fillIn(page, 'correct horse', 'correct horse');
    await waitFor(() => {
      expect(page.services.session.get()).toMatchObject({ status: 'signed-in' });
    });
    expect(bodies).toHaveLength(1);
  });

  it('says all that is wrong at the fields, in sentences', async () => {
    await fillIn(renderPage(<SignUpPage />), 'short', 'shorter');
    expect(alerts()).toEqual([
      'This password is too short. It needs at least 8 characters.',
      'The two passwords are not the same.',
    ]);
  });

  it('says that the address has an account', async () => {
    answer('signUp', new Failure({ status: 409, code: 'email-taken' }));
    await fillIn(renderPage(<SignUpPage />), 'correct horse', 'correct horse');
    await screen.findByRole('alert');
    expect(alerts()).toEqual([
      'Somebody has an account with this e-mail already. Is it you? Sign in instead.',
    ]);
  });

  it('shows the words of an API that knows more rules than this page', async () => {
    const errors = [{ path: 'password', message: 'Must not be a palindrome' }];
    answer('signUp', new Failure({ status: 400, code: 'validation', errors }));
    await fillIn(renderPage(<SignUpPage />), 'correct horse', 'correct horse');
    await screen.findByRole('alert');
    expect(alerts()).toEqual(['Must not be a palindrome']);
  });
});

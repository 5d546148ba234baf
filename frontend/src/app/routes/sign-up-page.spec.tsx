import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, Failure, startApi } from '../../../test/api.ts';
import { ada, renderPage } from '../../../test/render-page.tsx';
import SignUpPage from './sign-up-page.tsx';

startApi();

const options = { providers: [], passwords: true };
beforeEach(() => {
  answer('getSignInOptions', { ...options, signUp: 'open' });
});

async function fillIn({ user }: ReturnType<typeof renderPage>, password: string, again: string) {
  await user.type(await screen.findByLabelText('E-mail'), 'ada@example.org');
  await user.type(screen.getByLabelText('Password'), password);
  await user.type(screen.getByLabelText('Confirm password'), again);
  await user.click(screen.getByRole('button', { name: 'Create account' }));
}

const alerts = () => screen.getAllByRole('alert').map(({ textContent }) => textContent);

describe('SignUpPage', () => {
  it('makes an account and signs in', async () => {
    const bodies = answer('signUp', ada);
    const password = 'correct horse';
    const page = renderPage(<SignUpPage />, { at: '/sign-up' });
    await fillIn(page, password, password);
    await waitFor(() => {
      expect(page.services.session.get()).toMatchObject({ status: 'signed-in' });
    });
    expect(bodies).toEqual([{ email: 'ada@example.org', password, confirmPassword: password }]);
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

  it('sends the invitation of its link, and says when that is over', async () => {
    answer('getSignInOptions', { ...options, signUp: 'invitation' });
    const bodies = answer('signUp', new Failure({ status: 400, code: 'link-invalid' }));
    const page = renderPage(<SignUpPage />, { at: '/sign-up#invitation=the-token' });
    await fillIn(page, 'correct horse', 'correct horse');
    await screen.findByRole('alert');
    expect(alerts()).toEqual([
      'This invitation was used up, has expired, or is not complete. Ask for another one.',
    ]);
    expect(bodies).toMatchObject([{ invitation: 'the-token' }]);
  });

  it.each([
    ['invitation', '/sign-up', /needs an invitation/],
    ['invitation', '/sign-up#invitation=', /needs an invitation/],
    ['closed', '/sign-up#invitation=the-token', /takes no new accounts/],
  ] as const)('asks for nothing where sign-up is by %s and the address %s', async (signUp, at, why) => {
    answer('getSignInOptions', { ...options, signUp });
    renderPage(<SignUpPage />, { at });
    expect(await screen.findByText(why)).toBeTruthy();
    expect(screen.queryByLabelText('E-mail')).toBeNull();
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
  });

  it('shows the form where nobody can say who may sign up', async () => {
    answer('getSignInOptions', new Failure({ status: 503, code: 'unavailable' }));
    renderPage(<SignUpPage />);
    expect(await screen.findByLabelText('E-mail')).toBeTruthy();
  });
});

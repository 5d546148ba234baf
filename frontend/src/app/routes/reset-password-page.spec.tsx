import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, Failure, startApi } from '../../../test/api.ts';
import { ada, renderPage } from '../../../test/render-page.tsx';
import ResetPasswordPage from './reset-password-page.tsx';

startApi();

const at = '/reset-password#token=secret';

async function choose(password: string, signedInAs?: typeof ada) {
  const page = renderPage(<ResetPasswordPage />, { at, ...(signedInAs && { signedInAs }) });
  await page.user.type(screen.getByLabelText('New password'), password);
  await page.user.click(screen.getByRole('button', { name: 'Change password' }));
  return page;
}

describe('ResetPasswordPage', () => {
  it('sends the token of the link, signs out here too, and leads to sign in', async () => {
    const bodies = answer('completePasswordReset', undefined);
    const { services } = await choose('correct horse', ada);
    await waitFor(() => {
      expect(screen.getByLabelText('address').textContent).toBe('/sign-in');
    });
    expect(bodies).toEqual([{ token: 'secret', password: 'correct horse' }]);
    expect(services.session.get().status).toBe('signed-out');
    expect(screen.getByText('Password changed. Sign in with the new one.')).toBeTruthy();
  });

  it('says that the link is used up or old', async () => {
    answer('completePasswordReset', new Failure({ status: 400, code: 'link-invalid' }));
    await choose('correct horse');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toBe('This link was used already, or is older than 30 minutes.');
  });

  it('says what is wrong with the password, at its field', async () => {
    const errors = [{ path: 'password', message: 'Must not be your e-mail address' }];
    answer('completePasswordReset', new Failure({ status: 400, code: 'validation', errors }));
    await choose('ada@example.org');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'This password is your e-mail address. Choose another.',
    );
  });

  it('asks for nothing where the link is not complete', () => {
    renderPage(<ResetPasswordPage />, { at: '/reset-password' });
    expect(screen.getByRole('alert').textContent).toMatch(/^This link is not complete/);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Change password' }).disabled).toBe(true);
  });
});

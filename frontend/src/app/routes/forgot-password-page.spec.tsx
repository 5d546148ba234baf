import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer, Failure, startApi } from '../../../test/api.ts';
import { renderPage } from '../../../test/render-page.tsx';
import ForgotPasswordPage from './forgot-password-page.tsx';

startApi();

async function ask(email: string) {
  const page = renderPage(<ForgotPasswordPage />, { at: '/forgot-password' });
  await page.user.type(screen.getByLabelText('E-mail'), email);
  await page.user.click(screen.getByRole('button', { name: 'Send the link' }));
  return page;
}

describe('ForgotPasswordPage', () => {
  it('says where a link has gone, and lets one try again', async () => {
    const bodies = answer('requestPasswordReset', undefined);
    const { user } = await ask('ada@example.org');
    expect(await screen.findByText(/^If ada@example\.org has an account here/)).toBeTruthy();
    expect(bodies).toEqual([{ email: 'ada@example.org' }]);
    await user.click(screen.getByRole('button', { name: 'Send it again' }));
    expect(screen.getByLabelText('E-mail')).toBeTruthy();
  });

  it('refuses half an address before anything is sent', async () => {
    await ask('ada');
    expect(screen.getByRole('alert').textContent).toBe('This is not a complete e-mail address.');
  });

  it('says that it was too often', async () => {
    answer('requestPasswordReset', new Failure({ status: 429, code: 'too-many-requests' }));
    await ask('ada@example.org');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toBe('Too many tries. Wait a minute, then try again.');
  });
});

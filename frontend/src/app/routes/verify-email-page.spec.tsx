import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer, Failure, startApi } from '../../../test/api.ts';
import { ada, renderPage } from '../../../test/render-page.tsx';
import VerifyEmailPage from './verify-email-page.tsx';

startApi();

const at = '/verify-email#token=secret';

describe('VerifyEmailPage', () => {
  it('does nothing by itself, and sends the token of the link at a press', async () => {
    const bodies = answer('confirmEmail', undefined);
    const { user } = renderPage(<VerifyEmailPage />, { at });
    expect(bodies).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    expect(await screen.findByText('Thank you. Your address is confirmed.')).toBeTruthy();
    expect(bodies).toEqual([{ token: 'secret' }]);
  });

  it('shows the address that the account has from then on', async () => {
    answer('confirmEmail', undefined);
    answer('refresh', { ...ada, accessToken: 'other', user: { ...ada.user, email: 'new@example.org' } });
    const { user, services } = renderPage(<VerifyEmailPage />, { at, signedInAs: ada });
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    await screen.findByText('Thank you. Your address is confirmed.');
    expect(services.session.get()).toMatchObject({ user: { email: 'new@example.org' } });
  });

  it('says that an address comes back, and what to do then', async () => {
    answer('confirmEmail', undefined);
    const { user } = renderPage(<VerifyEmailPage />, { at: '/verify-email?undo#token=secret' });
    await user.click(screen.getByRole('button', { name: 'Have it back' }));
    expect(await screen.findByText(/^This address is yours again/)).toBeTruthy();
  });

  it.each([
    [{ status: 400, code: 'link-invalid' }, /^This link was used already/],
    [{ status: 409, code: 'email-taken' }, /^Another account has this address/],
  ] as const)('says why not: %j', async (problem, sentence) => {
    answer('confirmEmail', new Failure(problem));
    const { user } = renderPage(<VerifyEmailPage />, { at });
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(sentence);
  });

  it('asks for nothing where the link is not complete', () => {
    renderPage(<VerifyEmailPage />, { at: '/verify-email' });
    expect(screen.getByRole('alert').textContent).toMatch(/^This link is not complete/);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Confirm' }).disabled).toBe(true);
  });
});

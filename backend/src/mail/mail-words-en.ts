import type { MailCatalogue } from './mail-words.ts';

export const english: MailCatalogue = {
  greeting: 'Hello,',
  footer:
    'You get this because you have an account at Media Feed. We only write when something about it happens.',
  unknownDevice: 'a program that does not say what it is',
  words: {
    'password-reset': {
      subject: 'Choose a new password',
      before: ['Somebody, hopefully you, asked for a new password for your account at Media Feed.'],
      action: 'Choose a new password',
      after: [
        'The link works once, for 30 minutes. When you use it, you are signed out everywhere.',
        'If it was not you, you need not do anything: your password stays as it is.',
      ],
    },
    'password-changed': {
      subject: 'Your password was changed',
      before: ['The password of your account at Media Feed was changed just now.'],
      after: ['If it was not you, choose a new one at once: «Forgot your password?» on the sign-in page.'],
    },
    'email-verification': {
      subject: 'Confirm your e-mail address',
      before: ['Somebody, hopefully you, uses this address for an account at Media Feed.'],
      action: 'Confirm the address',
      after: ['The link works once, for 24 hours. If it was not you, you need not do anything.'],
    },
    'email-change': {
      subject: 'Confirm your new e-mail address',
      before: [
        'Somebody, hopefully you, wants to use this address for their account at Media Feed from now on.',
      ],
      action: 'Use this address',
      after: [
        'The link works once, for 24 hours. Until then the account keeps its former address.',
        'If it was not you, you need not do anything.',
      ],
    },
    'email-changed': {
      subject: 'Your e-mail address was changed',
      before: [
        'Your account at Media Feed has another e-mail address now. We write to this one for the last time.',
        'If it was not you, take the account back. This link does so for 7 days; it signs out all devices and ends the password.',
      ],
      action: 'Have this address back',
      after: [
        'Then choose a new password by the link that we send you. If it was you, you need not do anything.',
      ],
    },
    'new-device': {
      subject: 'Somebody signed in to your account',
      before: [
        'Somebody, hopefully you, signed in to your account at Media Feed where nobody had signed in before: {device}.',
      ],
      after: [
        'If it was not you, choose a new password at once: «Forgot your password?» on the sign-in page. All devices are signed out then.',
      ],
    },
    'account-leaving': {
      subject: 'Your account is being deleted',
      before: [
        'Your account at Media Feed is being deleted, as you asked. Nobody sees it or anything of it any more. The settings say until when you can change your mind: sign in and restore it.',
      ],
      after: [
        'If it was not you, sign in, restore the account and choose a new password at once. If you do not know the password any more: «Forgot your password?» on the sign-in page.',
      ],
    },
    'account-restored': {
      subject: 'Your account is back',
      before: [
        'Your account at Media Feed was restored just now. It is not deleted, and everything that was public is public again.',
      ],
      after: [
        'If it was not you, choose a new password at once: «Forgot your password?» on the sign-in page.',
      ],
    },
  },
};

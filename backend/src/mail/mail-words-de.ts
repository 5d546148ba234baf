import type { MailCatalogue } from './mail-words.ts';

export const german: MailCatalogue = {
  greeting: 'Hallo,',
  footer:
    'Du bekommst diese Mail, weil du ein Konto bei Media Feed hast. Wir schreiben nur, wenn etwas damit geschieht.',
  unknownDevice: 'ein Programm, das nicht sagt, was es ist',
  words: {
    'password-reset': {
      subject: 'Neues Passwort wählen',
      before: ['Jemand, hoffentlich du, möchte ein neues Passwort für dein Konto bei Media Feed.'],
      action: 'Neues Passwort wählen',
      after: [
        'Der Link gilt einmal und 30 Minuten lang. Wenn du ihn benutzt, wirst du überall abgemeldet.',
        'Warst du es nicht, dann brauchst du nichts zu tun: dein Passwort bleibt, wie es ist.',
      ],
    },
    'password-changed': {
      subject: 'Dein Passwort wurde geändert',
      before: ['Das Passwort deines Kontos bei Media Feed wurde gerade geändert.'],
      after: ['Warst du es nicht, dann wähle sofort ein neues: «Passwort vergessen?» auf der Anmeldeseite.'],
    },
    'email-verification': {
      subject: 'Bestätige deine E-Mail-Adresse',
      before: ['Jemand, hoffentlich du, benutzt diese Adresse für ein Konto bei Media Feed.'],
      action: 'Adresse bestätigen',
      after: ['Der Link gilt einmal und 24 Stunden lang. Warst du es nicht, dann brauchst du nichts zu tun.'],
    },
    'email-change': {
      subject: 'Bestätige deine neue E-Mail-Adresse',
      before: [
        'Jemand, hoffentlich du, möchte diese Adresse von jetzt an für das eigene Konto bei Media Feed benutzen.',
      ],
      action: 'Diese Adresse benutzen',
      after: [
        'Der Link gilt einmal und 24 Stunden lang. Bis dahin behält das Konto seine bisherige Adresse.',
        'Warst du es nicht, dann brauchst du nichts zu tun.',
      ],
    },
    'email-changed': {
      subject: 'Deine E-Mail-Adresse wurde geändert',
      before: [
        'Dein Konto bei Media Feed hat jetzt eine andere E-Mail-Adresse. An diese schreiben wir zum letzten Mal.',
        'Warst du es nicht, dann hole dir das Konto zurück. Dieser Link tut das 7 Tage lang; er meldet alle Geräte ab und beendet das Passwort.',
      ],
      action: 'Diese Adresse wieder benutzen',
      after: [
        'Wähle dann ein neues Passwort mit dem Link, den wir dir schicken. Warst du es, dann brauchst du nichts zu tun.',
      ],
    },
    'new-device': {
      subject: 'Jemand hat sich bei deinem Konto angemeldet',
      before: [
        'Jemand, hoffentlich du, hat sich bei deinem Konto bei Media Feed angemeldet, wo das noch niemand getan hatte: {device}.',
      ],
      after: [
        'Warst du es nicht, dann wähle sofort ein neues Passwort: «Passwort vergessen?» auf der Anmeldeseite. Dann sind alle Geräte abgemeldet.',
      ],
    },
    'account-leaving': {
      subject: 'Dein Konto wird gelöscht',
      before: [
        'Dein Konto bei Media Feed wird gelöscht, wie du es wolltest. Niemand sieht mehr etwas davon. Bis wann du es dir anders überlegen kannst, steht in den Einstellungen: melde dich an und stelle es wieder her.',
      ],
      after: [
        'Warst du es nicht, dann melde dich an, stelle das Konto wieder her und wähle sofort ein neues Passwort. Kennst du das Passwort nicht mehr: «Passwort vergessen?» auf der Anmeldeseite.',
      ],
    },
    'account-restored': {
      subject: 'Dein Konto ist wieder da',
      before: [
        'Dein Konto bei Media Feed wurde gerade wiederhergestellt. Es wird nicht gelöscht, und was öffentlich war, ist es wieder.',
      ],
      after: [
        'Warst du es nicht, dann wähle sofort ein neues Passwort: «Passwort vergessen?» auf der Anmeldeseite.',
      ],
    },
  },
};

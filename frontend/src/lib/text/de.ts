/** Every word of the web app in German. */
import { limits, noticeSeconds } from '@media-feed/contract';
import type { Formats, Units } from '../format/formats.ts';
import { generalSentences, rejectionSentence } from './de-rejections.ts';
import type { texts as english } from './en.ts';

export const units: Units = {
  now: 'jetzt',
  bytes: ['B', 'KB', 'MB', 'GB', 'TB'],
  second: 'Sek.',
  minute: 'Min.',
  hour: 'Std.',
  day: { one: '# Tag', other: '# Tage' },
};

const unreachable = 'Der Server ist nicht erreichbar. Von dir ist nichts verloren.';
const unreachableForm =
  'Der Server ist nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.';
const unreachableUpload =
  'Der Server ist nicht erreichbar. Deine Datei ist noch ausgewählt; versuche es noch einmal.';
const lostConnection = 'Die Verbindung ist abgebrochen. Es geht weiter, sobald sie wieder da ist.';
const noConnection = 'keine Verbindung. Versuche es noch einmal, wenn du online bist.';

export const texts: typeof english = ({ number, plural, list }: Formats) => ({
  app: {
    name: 'Media Feed',
    toStart: 'Media Feed, zur Startseite',
    skipToContent: 'Zum Inhalt springen',
    pageTitle: ({ page }) => `${page} · Media Feed`,
    messages: 'Meldungen',
    dismiss: 'Schließen',
    offline: 'Du bist offline. Was du siehst, kann veraltet sein.',
    sessionEnded: 'Deine Sitzung ist abgelaufen. Es ist nichts verloren.',
    broken: {
      title: 'Diese Seite ist kaputt',
      body: 'Das ist unser Fehler, oder es ist gerade eine neue Version erschienen. Von dir ist nichts verloren.',
      again: 'Neu laden',
    },
    notFound: {
      page: 'Nicht gefunden',
      title: 'Hier ist nichts',
      body: 'Vielleicht ist die Adresse falsch geschrieben, oder was hier war, gibt es nicht mehr.',
    },
  },
  common: {
    tryAgain: 'Noch einmal versuchen',
    showMore: 'Mehr zeigen',
    loading: 'Wird geladen',
    loadingMore: 'Mehr wird geladen …',
    moreFailed: 'Mehr konnte nicht geladen werden.',
    stillWaiting: 'Der Server hat noch nicht geantwortet …',
    save: 'Speichern',
    saving: 'Wird gespeichert …',
    saved: 'Gespeichert.',
    cancel: 'Abbrechen',
    close: 'Schließen',
    undo: 'Rückgängig',
    toFeed: 'Zum Feed',
    open: 'Öffnen',
    openNamed: ({ name }) => `${name} öffnen`,
    failed: {
      title: 'Das wurde nicht geladen',
      other: 'Der Server hatte ein Problem. Von dir ist nichts verloren.',
      request: ({ id }) => `Anfrage ${id}`,
      codes: {
        network: unreachable,
        timeout: unreachable,
        unavailable: unreachable,
        'too-many-requests': 'Das war viel auf einmal. Warte einen Moment und versuche es noch einmal.',
      },
    },
    offline: {
      title: 'Du bist offline',
      body: 'Diese Seite erscheint von selbst, sobald die Verbindung wieder da ist.',
    },
  },
  media: {
    kinds: {
      IMAGE: { one: 'Bild', many: 'Bilder', none: 'Noch keine Bilder' },
      VIDEO: { one: 'Video', many: 'Videos', none: 'Noch keine Videos' },
      AUDIO: { one: 'Ton', many: 'Ton', none: 'Noch kein Ton' },
    },
    nameBy: ({ kind, person }) => `${kind} von ${person}`,
    nameWithDescription: ({ name, description }) => `${name}: ${description}`,
    like: 'Gefällt mir',
    unlike: 'Gefällt mir nicht mehr',
    likes: ({ count }) => plural(count, { one: '# Like', other: '# Likes' }),
    play: 'Abspielen',
    pause: 'Anhalten',
    soundFailed:
      'Dieser Ton konnte nicht abgespielt werden. Prüfe deine Verbindung und versuche es noch einmal.',
  },
  likes: {
    notSaved: ({ why }) => `Dein Like wurde nicht gespeichert: ${why}`,
    notTakenBack: ({ why }) => `Dein Like wurde nicht zurückgenommen: ${why}`,
    gone: 'Das gibt es nicht mehr.',
    whyOther: 'Der Server hatte ein Problem. Versuche es noch einmal.',
    why: {
      network: noConnection,
      timeout: noConnection,
      'too-many-requests': 'zu viele auf einmal. Warte einen Moment.',
    },
  },
  feed: {
    filter: 'Filter',
    all: 'Alle',
    everything: 'Alles',
    titleOfPage: ({ title, page }) => `${title}, Seite ${String(page)}`,
    newItems: ({ count, isMore }) => `${number(count)}${isMore ? '+' : ''} neu`,
    pages: 'Seiten',
    page: ({ page }) => `Seite ${number(page)}`,
    previousPage: 'Vorige Seite',
    nextPage: 'Nächste Seite',
    empty: 'Noch nichts hier',
    emptyByPointer:
      'Zieh eine Datei irgendwohin auf diese Seite, oder wähle Hochladen, und sie ist die erste.',
    emptyByTouch: 'Tippe auf Hochladen, und was du auswählst, ist das erste.',
    beyond: {
      title: 'Auf dieser Seite ist nichts',
      body: ({ page }) => `Der Feed endet vor Seite ${number(page)}.`,
      toFirst: 'Zur ersten Seite',
    },
  },
  people: {
    person: 'Person',
    nobody: {
      title: 'Hier ist niemand',
      body: 'Vielleicht ist die Adresse falsch geschrieben, oder das Konto gibt es nicht mehr.',
    },
    mediaBy: ({ name }) => `Medien von ${name}`,
    media: 'Medien',
    published: ({ count }) => `${number(count)} veröffentlicht`,
    since: ({ month }) => `hier seit ${month}`,
    empty: 'Noch nichts veröffentlicht',
    emptyOwn: 'Was du hochlädst, erscheint hier.',
    emptyOther: 'Wenn es etwas gibt, erscheint es hier.',
  },
  liked: {
    title: 'Meine Likes',
    list: 'Was mir gefällt',
    empty: 'Noch keine Likes',
    emptyBody: 'Drücke bei irgendetwas auf das Herz, und du findest es hier wieder.',
  },
  viewer: {
    viewer: 'Ansicht',
    share: 'Teilen',
    fullScreen: 'Vollbild',
    previous: 'Zurück',
    next: 'Weiter',
    linkCopied: 'Link kopiert.',
    linkNotCopied: ({ url }) => `Der Link konnte nicht kopiert werden. Er lautet ${url}`,
    keys: 'L Like · F Vollbild',
    keysInList: '← → blättern · L Like · F Vollbild · Esc schließen',
    notYet: 'Noch nicht veröffentlicht',
    gone: 'Das ist nicht hier',
    goneBody: 'Es wurde gelöscht, oder der Link ist nicht vollständig.',
    ownGoneBody: 'Unter „Meine Uploads“ steht, wie weit es ist.',
    toUploads: 'Zu meinen Uploads',
  },
  owner: {
    edit: 'Beschreibung bearbeiten',
    delete: 'Löschen',
    deleted: 'Gelöscht.',
    notDeletedOffline:
      'Es wurde nicht gelöscht: keine Verbindung. Nichts ist verloren; versuche es noch einmal, wenn du online bist.',
    notDeleted: 'Es wurde nicht gelöscht: Der Server hatte ein Problem. Versuche es noch einmal.',
    description: 'Beschreibung',
    descriptionHint:
      'Was ist zu sehen oder zu hören? Es wird denen vorgelesen, die es nicht wahrnehmen können, und darunter gezeigt.',
    descriptionNotSaved:
      'Die Beschreibung wurde nicht gespeichert. Sie ist noch da; versuche es noch einmal.',
  },
  account: {
    menu: 'Kontomenü',
    account: 'Konto',
    uploads: 'Meine Uploads',
    likes: 'Meine Likes',
    page: 'Meine Seite',
    settings: 'Einstellungen',
    signIn: 'Anmelden',
    signOut: 'Abmelden',
    signOutFailed: 'Du bist noch angemeldet: Der Server ist nicht erreichbar. Versuche es noch einmal.',
    email: 'E-Mail',
    password: 'Passwort',
    confirmPassword: 'Passwort bestätigen',
    passwordHint: `Mindestens ${String(limits.minPasswordCodePoints)} Zeichen.`,
    show: 'Zeigen',
    hide: 'Verbergen',
    showField: ({ label }) => `${label} zeigen`,
    signInPage: {
      title: 'Willkommen zurück',
      sending: 'Du wirst angemeldet …',
      question: 'Neu hier?',
      purposes: {
        upload: 'Melde dich an, um hochzuladen.',
        like: 'Melde dich an, um zu zeigen, dass dir das gefällt.',
        page: 'Melde dich an, um diese Seite zu sehen.',
        continue: 'Melde dich an, um weiterzumachen.',
      },
    },
    signUpPage: {
      title: 'Konto erstellen',
      submit: 'Konto erstellen',
      sending: 'Dein Konto wird erstellt …',
      question: 'Hast du ein Konto?',
      emailHint: 'Wird niemandem gezeigt.',
      lead: 'Um hochzuladen und zu zeigen, was dir gefällt.',
      purposes: {
        upload: 'Du brauchst eines, um hochzuladen.',
        like: 'Du brauchst eines, um zu zeigen, dass dir das gefällt.',
        page: 'Du brauchst eines, um diese Seite zu sehen.',
        continue: 'Du brauchst eines, um weiterzumachen.',
      },
    },
    errors: {
      noPassword: 'Gib dein Passwort ein.',
      credentials: 'E-Mail und Passwort passen nicht zusammen.',
      emailTaken: 'Mit dieser E-Mail gibt es schon ein Konto. Ist es deins? Dann melde dich an.',
      other: 'Der Server hatte ein Problem. Es ist nichts verloren; versuche es noch einmal.',
      codes: {
        'account-suspended': 'Dieses Konto ist gesperrt.',
        'too-many-requests': 'Zu viele Versuche. Warte eine Minute und versuche es noch einmal.',
        network: unreachableForm,
        timeout: unreachableForm,
        unavailable: unreachableForm,
      },
      fields: {
        emailInvalid: 'Das ist keine vollständige E-Mail-Adresse.',
        passwordTooShort: `Dieses Passwort ist zu kurz. Es braucht mindestens ${String(limits.minPasswordCodePoints)} Zeichen.`,
        passwordTooLong: `Dieses Passwort ist zu lang. Es darf ${String(limits.maxPasswordBytes)} Bytes haben, das sind ebenso viele einfache Buchstaben.`,
        passwordBroken: 'Dieses Passwort enthält Zeichen, die nicht verwendet werden können.',
        passwordsDiffer: 'Die beiden Passwörter sind nicht gleich.',
        passwordBreached:
          'Dieses Passwort gehört zu denen, die Angreifer zuerst versuchen. Wähle ein anderes.',
        newPasswordsDiffer: 'Die beiden neuen Passwörter sind nicht gleich.',
        currentPasswordWrong: 'Das ist nicht dein jetziges Passwort.',
        nameLength: `Ein Name hat 1 bis ${String(limits.maxNameCodePoints)} Zeichen.`,
        passwordIsAddress: 'Dieses Passwort ist deine E-Mail-Adresse. Wähle ein anderes.',
        nameInvisible: 'Dieser Name enthält unsichtbare Zeichen.',
        nameReserved: 'Diesen Namen hielte man für den der Website. Wähle einen anderen.',
        controlCharacters: 'Das enthält Zeichen, die nicht angezeigt werden können.',
        reordersText: 'Das enthält Zeichen, die die Richtung des Textes ändern.',
        stacksAccents: 'Das stapelt mehr Akzente, als gezeigt werden können.',
        nothingVisible: 'Das enthält nichts, was man sehen kann.',
      },
    },
    name: {
      title: 'Name',
      label: 'Anzeigename',
      hint: 'Steht bei allem, was du veröffentlichst.',
      failed: 'Dein Name wurde nicht gespeichert. Versuche es noch einmal.',
    },
    look: { title: 'Aussehen', theme: 'Farbschema', system: 'System', light: 'Hell', dark: 'Dunkel' },
    language: {
      title: 'Sprache',
      system: 'Wie im Browser',
      failed:
        'Diese Sprache konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal.',
    },
    emailHint: 'Nur du siehst sie.',
    newPassword: {
      current: 'Jetziges Passwort',
      new: 'Neues Passwort',
      confirm: 'Neues Passwort bestätigen',
      submit: 'Passwort ändern',
      sending: 'Wird geändert …',
      changed: 'Passwort geändert. Andere Geräte müssen sich neu anmelden.',
      tooManyTries: 'Zu viele Versuche. Warte ein paar Minuten und versuche es noch einmal.',
      failed: 'Dein Passwort wurde nicht geändert. Versuche es noch einmal.',
    },
    devices: {
      title: 'Angemeldete Geräte',
      failed: 'Deine Geräte konnten nicht gelesen werden.',
      unknown: 'Unbekanntes Gerät',
      current: 'Dieses Gerät',
      signedInAt: ({ time }) => `angemeldet ${time}`,
      lastUsedAt: ({ time }) => `zuletzt benutzt ${time}`,
      signOut: ({ device }) => `${device} abmelden`,
      signedOut: ({ device }) => `${device} ist abgemeldet.`,
      signOutFailed: 'Dieses Gerät wurde nicht abgemeldet. Versuche es noch einmal.',
    },
  },
  uploads: {
    title: 'Uploads',
    upload: 'Hochladen',
    choose: 'Dateien zum Hochladen auswählen',
    drop: 'Loslassen zum Hochladen',
    unfold: 'Uploads zeigen',
    fold: 'Uploads einklappen',
    closeAll: 'Uploads schließen',
    all: 'Alle Uploads',
    progressOf: ({ file }) => `${file} wird hochgeladen`,
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    cancel: 'Abbrechen',
    dismiss: 'Schließen',
    pickAgain: 'Datei noch einmal auswählen',
    pickNamedAgain: ({ file }) => `${file} noch einmal auswählen`,
    details: 'Verlauf des Uploads',
    steps: {
      REQUESTED: 'Du hast den Upload begonnen',
      ARRIVED: 'Die Datei ist angekommen',
      INSPECTED: 'Wir haben geprüft, was sie ist',
      PUBLISHED: 'Veröffentlicht',
      REJECTED: 'Abgelehnt',
      EXPIRED: 'Aufgegeben: Die Datei kam nie an',
      REMOVED: 'Von uns entfernt',
    },
    state: {
      signInRest: ', um das hochzuladen. Es bleibt ausgewählt.',
      queued: ({ size }) => `Als Nächstes dran · ${size}`,
      preparing: 'Beginnt …',
      percentOf: ({ percent, size }) => `${String(percent)} % von ${size}`,
      percent: ({ percent }) => `${String(percent)} %`,
      perSecond: ({ size }) => `${size}/s`,
      timeLeft: ({ time }) => `noch ${time}`,
      paused: ({ percent, size }) => `Angehalten bei ${String(percent)} % von ${size}`,
      checking: 'Angekommen. Wird geprüft …',
      checkingLong: 'Angekommen. Wird noch geprüft; du kannst diese Seite schließen.',
      published: 'Veröffentlicht',
      rejected: 'Nicht veröffentlicht.',
      waiting: 'Der Server ist beschäftigt. Gleich folgt der nächste Versuch.',
      waitingFor: {
        network: lostConnection,
        timeout: lostConnection,
        'too-many-unfinished-uploads': 'Wartet, bis deine anderen Uploads fertig sind.',
        'too-many-requests': 'Zu viele Anfragen auf einmal. Es geht gleich weiter.',
      },
      failed: 'Das hat nicht geklappt. Deine Datei ist noch ausgewählt; versuche es noch einmal.',
      failedBy: {
        network: unreachableUpload,
        timeout: unreachableUpload,
        unavailable: unreachableUpload,
        'storage-unavailable': unreachableUpload,
        'too-many-requests': 'Zu viele Anfragen. Warte eine Minute und versuche es noch einmal.',
        'upload-quota': 'Du hast so viel hochgeladen, wie an einem Tag geht. Versuche es später wieder.',
        'processing-quota':
          'Deine letzten Uploads zu prüfen hat lange gedauert. Versuche es in einer Stunde wieder.',
        'file-changed':
          'Die Datei wurde geändert oder verschoben, seit du sie ausgewählt hast. Wähle sie noch einmal aus.',
        expired: 'Dieser Upload hat zu lange gedauert und wurde aufgegeben. Versuche es noch einmal.',
      },
      anotherFile: ({ file, size }) =>
        `Das ist eine andere Datei. Dieser Upload geht nur mit „${file}“ (${size}) weiter.`,
      changedFile:
        'Die Datei hat sich geändert, seit dieser Upload begann. Wähle die von vorher aus, oder brich ab.',
      unreachableFile: 'Der Browser konnte die Datei nicht noch einmal öffnen.',
      interrupted: ({ percent, size }) =>
        `Unterbrochen bei ${String(percent)} % von ${size}. Was angekommen ist, bleibt erhalten.`,
      interruptedAtOnce: ({ size }) => `Unterbrochen, bevor etwas angekommen war · ${size}`,
    },
    summary: {
      all: ({ count }) => plural(count, { one: '# Upload', other: '# Uploads' }),
      allDone: ({ count }) => plural(count, { one: '# Upload fertig', other: '# Uploads fertig' }),
      someDone: ({ done, count }) =>
        plural(count, {
          one: `${number(done)} von # Upload fertig`,
          other: `${number(done)} von # Uploads fertig`,
        }),
      notes: ({ interrupted, rejected, failed }) =>
        list([
          ...(interrupted > 0 ? [`${number(interrupted)} unterbrochen`] : []),
          ...(rejected > 0 ? [`${number(rejected)} abgelehnt`] : []),
          ...(failed > 0 ? [`${number(failed)} fehlgeschlagen`] : []),
        ]),
    },
    own: {
      filter: 'Status',
      filters: {
        all: 'Alle',
        READY: 'Veröffentlicht',
        PENDING: 'In Arbeit',
        REJECTED: 'Abgelehnt',
        EXPIRED: 'Nie angekommen',
      },
      untitled: 'Ohne Titel',
      openUntitled: 'Das öffnen',
      neverArrived:
        'Die Datei ist nie angekommen. Von ihr ist nichts gespeichert; lade sie noch einmal hoch.',
      empty: 'Noch keine Uploads',
      emptyBody: 'Alles, was du hochlädst, steht hier mit seinem Verlauf, auch was abgelehnt wurde.',
      emptyStatus: 'Hier ist nichts',
      emptyStatusBody: 'Von deinen Uploads steht gerade keiner hier.',
    },
    status: {
      READY: 'Veröffentlicht',
      REJECTED: 'Abgelehnt',
      EXPIRED: 'Nie angekommen',
      REMOVED: 'Von uns entfernt',
      checking: 'Wird geprüft',
      waiting: 'Wartet auf die Datei',
    },
  },
  notices: {
    sentence: ({ code, parameters }) => {
      const seconds = `${String(noticeSeconds(parameters.seconds)).replace('.', ',')} Sek.`;
      return code === 'STARTS_LATER'
        ? `Der Film beginnt ${seconds} später als dein Schnitt, beim nächsten Bild, das für sich allein gezeigt werden kann.`
        : `Wo Teile zusammengefügt sind, fehlen ${seconds} bis zum nächsten Bild, das für sich allein gezeigt werden kann.`;
    },
  },
  rejections: {
    sentence: rejectionSentence,
    general: ({ reason }) => generalSentences[reason],
    nextSteps: {
      EMPTY: 'Prüfe das Original, und lade es noch einmal hoch, sobald etwas darin ist.',
      UNSUPPORTED_TYPE: 'Exportiere es in einem dieser Formate und lade es noch einmal hoch.',
      UNSUPPORTED_FEATURE:
        'Exportiere es als neue Datei, statt die alte zu überschreiben, und lade die neue hoch.',
      ACTIVE_CONTENT:
        'Nur Bilder, Videos und Ton werden veröffentlicht. Wenn es so etwas ist, exportiere es noch einmal und lade die neue Datei hoch.',
      TYPE_MISMATCH: 'Gib ihr die richtige Endung, oder exportiere sie in dem Format, das ihr Name angibt.',
      TOO_LARGE: 'Exportiere es kleiner oder in geringerer Qualität und lade es noch einmal hoch.',
      TOO_MANY_PIXELS: 'Verkleinere es und lade es noch einmal hoch.',
      TOO_LONG: 'Schneide es in kürzere Stücke und lade diese hoch.',
      CORRUPT:
        'Kopiere oder exportiere das Original noch einmal; meist liegt es an einem abgebrochenen Download oder einer defekten Karte.',
      INTERNAL: 'Lade es noch einmal hoch. Wenn es wieder passiert, sag uns, wann es war.',
    },
    exportAsJpeg:
      'Exportiere es als JPEG und lade das hoch. iPhones fotografieren in JPEG mit Einstellungen › Kamera › Formate › Maximale Kompatibilität.',
  },
});

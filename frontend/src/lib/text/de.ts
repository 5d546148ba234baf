/** Every word of the web app in German. */
import { isolate, limits, noticeSeconds } from '@media-feed/contract';
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
const leaving = 'Dein Konto wird gelöscht. Stelle es erst in den Einstellungen wieder her.';
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
    pageTitle: ({ page }) => `${isolate(page)} · Media Feed`,
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
    openNamed: ({ name }) => `${isolate(name)} öffnen`,
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
    sensitive: 'Heikel',
    sensitiveWhy: 'Wer das geschickt hat, hat es als heikel gekennzeichnet.',
    showSensitive: 'Anzeigen',
    kinds: {
      IMAGE: { one: 'Bild', many: 'Bilder', none: 'Noch keine Bilder' },
      VIDEO: { one: 'Video', many: 'Videos', none: 'Noch keine Videos' },
      AUDIO: { one: 'Ton', many: 'Ton', none: 'Noch kein Ton' },
    },
    nameBy: ({ kind, person }) => `${kind} von ${isolate(person)}`,
    nameWithDescription: ({ name, description }) => `${isolate(name)}: ${isolate(description)}`,
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
    mediaBy: ({ name }) => `Medien von ${isolate(name)}`,
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
  tags: {
    title: ({ tag }) => `#${isolate(tag)}`,
    list: ({ tag }) => `Was #${isolate(tag)} trägt`,
    empty: 'Dieses Schlagwort trägt noch nichts',
    emptyBody: 'Schreib es in die Bildunterschrift von etwas Eigenem, und es erscheint hier.',
    none: 'Das kann kein Schlagwort sein',
    noneBody:
      'Ein Schlagwort besteht aus Buchstaben und Ziffern, mit mindestens einem Buchstaben, ohne Leerzeichen.',
  },
  search: {
    search: 'Suchen',
    find: 'Finden',
    placeholder: 'Suchen, oder #wort',
    titleFor: ({ q }) => `Suche nach „${isolate(q)}“`,
    resultsFor: ({ q }) => `Gefunden zu „${isolate(q)}“`,
    begin: 'Wonach suchst du?',
    beginHelp:
      'Nach Wörtern aus Bildunterschriften, Beschreibungen und Namen, oder nach einem #Schlagwort. „In Anführungszeichen“ für Wörter nebeneinander, -wort schließt eines aus.',
    nothing: ({ q }) => `Nichts gefunden zu „${isolate(q)}“`,
    nothingHelp:
      'Versuche es mit weniger Wörtern, oder nur mit einem Wortanfang. Kleine Tippfehler sind schon verziehen.',
    popularTags: 'Schlagwörter für den Anfang',
    truncated: 'Diese Suche wurde vor dem Ende angehalten, weil sie lange dauert. Vielleicht gibt es mehr.',
    goOn: 'Weitersuchen',
  },
  viewer: {
    viewer: 'Ansicht',
    share: 'Teilen',
    fullScreen: 'Vollbild',
    previous: 'Zurück',
    next: 'Weiter',
    linkCopied: 'Link kopiert.',
    linkNotCopied: ({ url }) => `Der Link konnte nicht kopiert werden. Er lautet ${url}`,
    unplayable: ({ codec }) => `Dein Browser kann kein ${codec}-Video abspielen.`,
    download: 'Herunterladen',
    keys: 'L Like · F Vollbild · ? alle Tasten',
    keysInList: '← → blättern · L Like · F Vollbild · Esc schließen · ? alle Tasten',
    edited: 'bearbeitet',
    notYet: 'Noch nicht veröffentlicht',
    gone: 'Das ist nicht hier',
    goneBody: 'Es wurde gelöscht, oder der Link ist nicht vollständig.',
    ownGoneBody: 'Unter „Meine Uploads“ steht, wie weit es ist.',
    toUploads: 'Zu meinen Uploads',
  },
  reports: {
    report: 'Melden',
    reportNamed: ({ name }: { name: string }) => `${isolate(name)} melden`,
    question: 'Was stimmt damit nicht?',
    reasons: {
      SPAM: 'Werbung oder Betrug',
      NUDITY: 'Nacktheit oder Sex',
      VIOLENCE: 'Gewalt oder Grausamkeit',
      HATE: 'Hass gegen eine Gruppe von Menschen',
      HARASSMENT: 'Belästigung oder Drohungen',
      CHILD_SAFETY: 'Ein Kind ist in Gefahr oder wird missbraucht',
      SELF_HARM: 'Suizid oder Selbstverletzung',
      PRIVACY: 'Zeigt jemanden gegen seinen Willen',
      COPYRIGHT: 'Das Werk von jemand anderem',
      ILLEGAL: 'Verstößt auf andere Weise gegen das Gesetz',
      OTHER: 'Etwas anderes',
    },
    details: 'Was uns hilft, es zu beurteilen (nicht nötig)',
    send: 'Meldung senden',
    sending: 'Wird gesendet …',
    sent: 'Danke. Jemand sieht sich das an. Niemand erfährt, wer es gemeldet hat.',
    failed: {
      network:
        'Deine Meldung wurde nicht gesendet: keine Verbindung. Sie steht noch hier; versuche es wieder, sobald du online bist.',
      timeout:
        'Deine Meldung wurde nicht gesendet: keine Verbindung. Sie steht noch hier; versuche es wieder, sobald du online bist.',
      'too-many-requests': 'Du hast viel auf einmal gemeldet. Warte ein paar Minuten und sende sie dann.',
      'not-found': 'Das ist nicht mehr da. Es wurde inzwischen gelöscht oder entfernt.',
      'account-suspended': 'Deine Meldung wurde nicht gesendet: Dieses Konto ist gesperrt.',
      validation:
        'Deine Meldung wurde nicht gesendet: Sie enthält Zeichen, die nicht dargestellt werden können.',
    },
    failedOther:
      'Deine Meldung wurde nicht gesendet: Der Server hatte ein Problem. Sie steht noch hier; versuche es noch einmal.',
    mine: 'Meine Meldungen',
    mineHint: 'Was du gemeldet hast und was daraus wurde.',
    toMine: 'Meine Meldungen ansehen',
    itemBy: ({ name }: { name: string }) => `Etwas von ${isolate(name)}`,
    person: ({ name }: { name: string }) => isolate(name),
    nobody: 'jemandem, den es nicht mehr gibt',
    outcomes: {
      OPEN: 'Noch nicht entschieden',
      ACTION_TAKEN: 'Wir haben gehandelt',
      NO_ACTION: 'Kein Verstoß gegen die Regeln',
    },
    empty: 'Noch nichts gemeldet',
    emptyBody:
      'Jedes Bild, Video, jeder Ton und jede Person hat eine Fahne: Drücke darauf, wo etwas nicht stimmt.',
  },
  moderation: {
    title: 'Gemeldetes',
    states: { label: 'Fälle', OPEN: 'Offen', DECIDED: 'Entschieden' },
    cases: 'Fälle',
    case: 'Fall',
    forbidden: 'Diese Seite ist für Moderatoren',
    forbiddenBody: 'Wer diese Website betreibt, kann dich dazu machen.',
    empty: { OPEN: 'Nichts wartet', DECIDED: 'Noch nichts entschieden' },
    emptyBody: 'Was gemeldet wird, erscheint hier.',
    urgencies: { 1: 'Niedrig', 2: 'Hoch', 3: 'Sofort' },
    gone: 'jemand, den es nicht mehr gibt',
    suspended: 'Gesperrt',
    reports: ({ count }: { count: number }) => plural(count, { one: '# Meldung', other: '# Meldungen' }),
    taken: 'übernommen',
    take: 'Übernehmen',
    mineUntil: ({ time }: { time: string }) => `Deiner bis ${time}`,
    takenBy: ({ name }: { name: string }) => `${isolate(name)} ist dabei`,
    actions: {
      DISMISS: 'Abweisen',
      REMOVE: 'Entfernen',
      SUSPEND: 'Konto sperren',
      UPHOLD: 'Entfernt lassen',
      RESTORE: 'Wiederherstellen',
    },
    decided: {
      DISMISS: 'Abgewiesen.',
      REMOVE: 'Entfernt.',
      SUSPEND: 'Konto gesperrt.',
      UPHOLD: 'Es bleibt entfernt.',
      RESTORE: 'Es wird wiederhergestellt.',
    },
    consequences: {
      REMOVE: 'Es verlässt sofort jede Seite. Wem es gehört, sieht, dass wir es entfernt haben, und warum.',
      SUSPEND:
        'Jede Sitzung endet, alles, was diese Person veröffentlicht hat, wird entfernt, und sie kann sich nicht mehr anmelden.',
    },
    restore: 'Wiederherstellen',
    restoring: 'Es ist wieder öffentlich, sobald seine Dateien zurück sind.',
    appeal: 'Antwort auf die Entfernung',
    removedFor: ({ why }: { why: string }) => `Entfernt wegen: ${why}.`,
    removalReason: 'Warum (das liest, wem es gehört)',
    removalText: 'Was es dazu noch zu sagen gibt (nicht nötig)',
    note: 'Notiz für andere Moderatoren (nicht nötig)',
    keys: 'J K weiter, zurück · C übernehmen · D abweisen · R entfernen · S sperren',
    failed: {
      'case-conflict':
        'Jemand anderes hat den Fall übernommen oder entschieden, oder deine Zeit dafür war um.',
      'not-restorable': 'Kein Moderator hat es entfernt, oder es ist mehr als 30 Tage her.',
      forbidden: 'Das darfst du nicht: Es ist dein eigenes, oder du bist kein Moderator mehr.',
    },
    failedOther: 'Das wurde nicht getan: Der Server hatte ein Problem. Versuche es noch einmal.',
    itemGone: 'Wem es gehörte, hat es gelöscht.',
    notPublic: 'Es ist nicht mehr öffentlich.',
    history: 'Was bisher getan wurde',
    byCommand: 'per Befehl',
    log: {
      DISMISS: 'Meldung abgewiesen',
      REMOVE: 'Entfernt',
      RESTORE: 'Wiederhergestellt',
      SUSPEND: 'Konto gesperrt',
      UPHOLD: 'Nach der Antwort entfernt gelassen',
      APPOINT: 'Zum Moderator gemacht',
      DISCHARGE: 'Kein Moderator mehr',
    },
    others: 'Mehr von dieser Person',
  },
  owner: {
    edit: 'Bildunterschrift bearbeiten',
    delete: 'Löschen',
    deleted: ({ count }) =>
      count === 1
        ? 'Gelöscht.'
        : plural(count, { one: '# Eintrag gelöscht.', other: '# Einträge gelöscht.' }),
    notDeletedOffline:
      'Es wurde nicht gelöscht: keine Verbindung. Nichts ist verloren; versuche es noch einmal, wenn du online bist.',
    notDeleted: 'Es wurde nicht gelöscht: Der Server hatte ein Problem. Versuche es noch einmal.',
    original:
      'Das Original herunterladen, mit allem, was deine Kamera hineingeschrieben hat; das kannst nur du',
    originalFailed: 'Das Original konnte nicht geholt werden. Versuche es noch einmal.',
    textsNotSaved: 'Deine Worte wurden nicht gespeichert. Sie sind noch da; versuche es noch einmal.',
  },
  keyboard: {
    title: 'Tasten',
    everywhere: {
      title: 'Überall',
      keys: [
        { caps: ['/'], does: 'Suchen' },
        { caps: ['?'], does: 'Das hier zeigen' },
        { caps: ['Esc'], does: 'Schließen, was offen ist' },
        { caps: ['Tab'], does: 'Zum nächsten Teil der Seite' },
      ],
    },
    inList: {
      title: 'In einer Liste',
      keys: [{ caps: ['Enter'], does: 'Öffnen' }],
    },
    inViewer: {
      title: 'In der Ansicht',
      keys: [
        { caps: ['←', '→'], does: 'Voriges und nächstes' },
        { caps: ['L'], does: 'Liken oder zurücknehmen' },
        { caps: ['F'], does: 'Vollbild' },
        { caps: ['Esc'], does: 'Zurück zur Liste' },
      ],
    },
    picking: {
      title: 'Viele auswählen',
      keys: [
        { caps: ['Leertaste'], does: 'Auswählen, mit dem Fokus auf Ring oder Kästchen' },
        { caps: ['Umschalt', 'Klick'], does: 'Alle dazwischen auswählen' },
        { caps: ['Esc'], does: 'Nichts auswählen' },
      ],
    },
  },
  selection: {
    selection: 'Auswahl',
    select: ({ name }) => `${isolate(name)} auswählen`,
    selected: ({ count }) => plural(count, { one: '# ausgewählt', other: '# ausgewählt' }),
    clear: 'Nichts auswählen',
    like: 'Alle liken',
    unlike: 'Alle Likes zurücknehmen',
    tag: 'Schlagwort hinzufügen',
    delete: 'Alle löschen',
    zip: ({ count }) =>
      plural(count, {
        one: 'Das Original als ZIP herunterladen',
        other: '# Originale als ZIP herunterladen',
      }),
    packing: ({ packed, count }) => `${number(packed + 1)} von ${number(count)} wird gepackt …`,
    zipped: ({ count }) =>
      plural(count, { one: 'Ein Original ist gepackt.', other: '# Originale sind gepackt.' }),
    zipFailed: 'Das ZIP wurde nicht gemacht: Eine Datei kam nicht an. Versuche es noch einmal.',
    tagTitle: ({ count }) =>
      plural(count, { one: 'Schlagwort für einen Eintrag', other: 'Schlagwort für # Einträge' }),
    tagLabel: 'Schlagwort',
    tagHint: 'Es kommt hinter jede Bildunterschrift.',
    tagWrong: 'Ein Wort aus Buchstaben, Ziffern und Unterstrichen.',
    tagSubmit: 'Hinzufügen',
    tagged: ({ count, tag }) =>
      plural(count, {
        one: `Ein Eintrag hat #${isolate(tag)}.`,
        other: `# Einträge haben #${isolate(tag)}.`,
      }),
    noRoom: ({ count }) =>
      plural(count, {
        one: 'Ein Eintrag hat keinen Platz für ein weiteres Schlagwort.',
        other: '# Einträge haben keinen Platz für ein weiteres Schlagwort.',
      }),
    notDone: ({ count }) =>
      plural(count, { one: 'Bei einem Eintrag ging es nicht.', other: 'Bei # Einträgen ging es nicht.' }),
    failed: 'Das ging nicht. Prüfe die Verbindung und versuche es noch einmal.',
  },
  texts: {
    caption: 'Bildunterschrift',
    captionHint: 'Wörter mit # davor werden Schlagwörter, unter denen andere es finden.',
    tagsToGoOn: 'Schlagwörter, die so beginnen',
    tagsFound: ({ count }: { count: number }) =>
      plural(count, {
        one: '# Schlagwort, mit den Pfeiltasten zu wählen',
        other: '# Schlagwörter, mit den Pfeiltasten zu wählen',
      }),
    captionCount: ({ count, most }) => `${number(count)} von ${number(most)} Zeichen`,
    altText: 'Beschreibung',
    altTextHint: 'Wenn du magst: was zu sehen oder zu hören ist, für alle, die es nicht wahrnehmen können.',
    sensitive: 'Heikel',
    sensitiveHint: 'Andere sehen es erst, wenn sie es wollen.',
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
        report: 'Melde dich an, um das zu melden.',
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
      closedTitle: 'Keine neuen Konten',
      invitationTitle: 'Nur mit Einladung',
      invitationOver:
        'Diese Einladung ist aufgebraucht, abgelaufen oder nicht vollständig. Bitte um eine neue.',
      purposes: {
        upload: 'Du brauchst eines, um hochzuladen.',
        like: 'Du brauchst eines, um zu zeigen, dass dir das gefällt.',
        report: 'Du brauchst eines, um das zu melden.',
        page: 'Du brauchst eines, um diese Seite zu sehen.',
        continue: 'Du brauchst eines, um weiterzumachen.',
      },
    },
    forgotPage: {
      link: 'Passwort vergessen?',
      title: 'Passwort vergessen?',
      lead: 'Sag uns deine E-Mail-Adresse, und wir schicken dir einen Link, mit dem du ein neues wählst.',
      submit: 'Link schicken',
      sending: 'Wird geschickt …',
      sentTitle: 'Sieh in dein Postfach',
      sent: ({ email }) =>
        `Wenn es hier ein Konto mit ${isolate(email)} gibt, ist ein Link unterwegs. Er gilt einmal und 30 Minuten lang.`,
      nothingThere: 'Nach ein paar Minuten noch nichts da? Sieh im Spam nach und prüfe die Adresse.',
      again: 'Noch einmal schicken',
      back: 'Zurück zur Anmeldung',
    },
    resetPage: {
      title: 'Neues Passwort wählen',
      lead: 'Danach bist du überall abgemeldet und meldest dich mit dem neuen an.',
      changed: 'Passwort geändert. Melde dich mit dem neuen an.',
      invalid: 'Dieser Link wurde schon benutzt oder ist älter als 30 Minuten.',
      incomplete:
        'Dieser Link ist nicht vollständig. Kopiere ihn ganz aus der Mail oder fordere einen neuen an.',
      newLink: 'Neuen Link schicken',
    },
    errors: {
      noPassword: 'Gib dein Passwort ein.',
      credentials: 'E-Mail und Passwort passen nicht zusammen.',
      emailTaken: 'Mit dieser E-Mail gibt es schon ein Konto. Ist es deins? Dann melde dich an.',
      other: 'Der Server hatte ein Problem. Es ist nichts verloren; versuche es noch einmal.',
      codes: {
        'sign-up-closed':
          'Diese Website nimmt zurzeit keine neuen Konten auf. Ansehen kann man weiterhin alles.',
        'invitation-needed':
          'Für ein Konto braucht man hier eine Einladung. Wenn du eine hast, öffne ihren ganzen Link noch einmal.',
        'account-suspended': 'Dieses Konto ist gesperrt.',
        'account-leaving': leaving,
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
        handleInvalid:
          'Ein Kurzname besteht aus 3 bis 30 der Buchstaben a bis z, Ziffern und _, mit mindestens einem Buchstaben oder einer Ziffer.',
        handleReserved: 'Man würde diesen Kurznamen für den der Website halten. Wähle einen anderen.',
        aboutLength: `Das hat höchstens ${number(limits.maxAboutCodePoints)} Zeichen.`,
        captionLength: `Eine Bildunterschrift hat höchstens ${number(limits.maxCaptionCodePoints)} Zeichen.`,
        altTextLength: `Eine Beschreibung hat höchstens ${number(limits.maxAltTextCodePoints)} Zeichen.`,
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
    profile: {
      title: 'Profil',
      handle: 'Kurzname',
      handleHint: 'Ein kurzer Name für deine Seite: 3 bis 30 Zeichen aus a bis z, 0 bis 9 und _.',
      about: 'Über dich',
      aboutHint: 'Ein paar Worte für alle, die auf deine Seite kommen.',
      taken: 'Jemand hat diesen Kurznamen, oder einen, der gleich aussieht. Wähle einen anderen.',
      failed: 'Dein Profil wurde nicht gespeichert. Versuche es noch einmal.',
      unread: 'Dein Profil konnte nicht gelesen werden.',
    },
    look: { title: 'Aussehen', theme: 'Farbschema', system: 'System', light: 'Hell', dark: 'Dunkel' },
    language: {
      title: 'Sprache',
      system: 'Wie im Browser',
      failed:
        'Diese Sprache konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal.',
    },
    emailHint: 'Nur du siehst sie.',
    newEmail: {
      unconfirmed: 'Diese Adresse ist noch nicht bestätigt. Das tut ein Link in einer Mail an sie.',
      resend: 'Link schicken',
      resent: 'Ein Link ist unterwegs. Er gilt einmal und 24 Stunden lang.',
      start: 'Adresse ändern …',
      label: 'Neue E-Mail',
      submit: 'Einen Link dorthin schicken',
      sending: 'Wird geschickt …',
      sent: ({ email }) =>
        `Ein Link ist unterwegs an ${isolate(email)}. Das wird deine Adresse, sobald du ihn benutzt.`,
      failed: 'Es wurde kein Link geschickt. Versuche es noch einmal.',
      cancel: 'Diese behalten',
    },
    verifyPage: {
      title: 'Bestätige deine E-Mail-Adresse',
      lead: 'Damit wir wissen, dass ihre Mails dir gehören.',
      submit: 'Bestätigen',
      sending: 'Wird bestätigt …',
      done: 'Danke. Deine Adresse ist bestätigt.',
      undo: {
        title: 'Diese Adresse zurückholen',
        lead: 'Dein Konto bekommt diese E-Mail-Adresse zurück, alle Geräte werden abgemeldet, und das Passwort gilt nicht mehr.',
        submit: 'Zurückholen',
        done: 'Die Adresse gehört wieder dir. Wir haben dir einen Link für ein neues Passwort geschickt.',
      },
      invalid:
        'Dieser Link wurde schon benutzt oder ist zu alt. In den Einstellungen bekommst du einen neuen.',
      incomplete: 'Dieser Link ist nicht vollständig. Kopiere ihn ganz aus der Mail.',
      taken: 'Diese Adresse hat inzwischen ein anderes Konto.',
      toSettings: 'Zu den Einstellungen',
      toStart: 'Zum Feed',
    },
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
      signOut: ({ device }) => `${isolate(device)} abmelden`,
      signedOut: ({ device }) => `${isolate(device)} ist abgemeldet.`,
      signOutFailed: 'Dieses Gerät wurde nicht abgemeldet. Versuche es noch einmal.',
    },
    export: {
      title: 'Deine Daten herunterladen',
      lead: 'Alles, was diese Website von dir hat: was du hochgeladen hast, mit deinen Worten dazu, deine Likes und Meldungen, und was zur Sicherheit vermerkt wurde.',
      gather: 'Zusammenstellen',
      reading: ({ count }) => plural(count, { one: 'Bisher # Eintrag …', other: 'Bisher # Einträge …' }),
      failed: 'Das konnte nicht gelesen werden: Der Server hatte ein Problem. Versuche es noch einmal.',
      codes: {
        network: unreachableForm,
        timeout: unreachableForm,
        'too-many-requests': 'Das war viel auf einmal. Warte ein paar Minuten und versuche es noch einmal.',
      },
      found: ({ files, size }) =>
        plural(files, {
          one: `Hier ist es, mit # Datei (${size}).`,
          other: `Hier ist es, mit # Dateien (${size}).`,
        }),
      saveManifest: 'Liste speichern (JSON)',
      saveFiles: 'Dateien speichern (ZIP)',
      savePart: ({ number: part, of }) => `Dateien speichern, Teil ${number(part)} von ${number(of)} (ZIP)`,
      stop: 'Anhalten',
      saved: ({ count }) => plural(count, { one: '# Datei gespeichert.', other: '# Dateien gespeichert.' }),
      saveFailed:
        'Es kamen nicht alle Dateien, dieses ZIP ist nicht vollständig. Hier ist nichts verloren; speichere es noch einmal.',
    },
    leaving: {
      title: 'Konto löschen',
      lead: 'Von da an sieht niemand mehr dich oder etwas von dir. Zwei Wochen lang kannst du zurückkommen; dann wird alles endgültig entfernt: was du hochgeladen hast, deine Likes, deine Anmeldungen.',
      keptTitle: 'Was wie lange bleibt',
      kept: {
        events:
          '90 Tage lang: was zur Sicherheit festgehalten wurde, etwa eine Anmeldung, unter einem Namen, der zu niemandem führt.',
        logs: 'Bis sie ersetzt werden: Protokolle der Server, in denen Nummern stehen und keine Namen.',
        backups: 'So lange es sie gibt: Sicherungskopien, und frühere Fassungen von Dateien eine Woche lang.',
        barred: 'Ein Jahr lang, und nur von gesperrten Konten: ein Hash der E-Mail-Adresse.',
        acts: 'Für immer: was Moderatoren taten, etwa etwas entfernen, mit Nummern, die zu nichts mehr führen.',
        words: 'Tags, die auch andere benutzen.',
        unreachable:
          'Für immer, und nur von Adressen, die keine Mail annahmen oder eine unerwünscht nannten: die Adresse, dort, wo Mails verschickt werden, damit ihr niemand mehr schreibt.',
      },
      start: 'Mein Konto löschen …',
      password: 'Dein Passwort',
      submit: 'Mein Konto löschen',
      sending: 'Wird gelöscht …',
      cancel: 'Behalten',
      failed: 'Dein Konto wurde nicht gelöscht. Versuche es noch einmal.',
      deleted: 'Dein Konto ist verborgen und wird gelöscht.',
      until: ({ time }) =>
        `Dein Konto wird ${time} gelöscht. Bis dahin sieht niemand etwas davon, und du kannst es nur wiederherstellen.`,
      restore: 'Mein Konto wiederherstellen',
      restoring: 'Wird wiederhergestellt …',
      restoreFailed: 'Dein Konto wurde nicht wiederhergestellt. Versuche es noch einmal.',
      restored: 'Willkommen zurück. Alles ist, wie es war.',
      unread: 'Ob dein Konto gelöscht wird, konnte nicht gelesen werden.',
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
    progressOf: ({ file }) => `${isolate(file)} wird hochgeladen`,
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    cancel: 'Abbrechen',
    dismiss: 'Schließen',
    pickAgain: 'Datei noch einmal auswählen',
    pickNamedAgain: ({ file }) => `${isolate(file)} noch einmal auswählen`,
    details: 'Verlauf des Uploads',
    sha256: 'SHA-256 deiner Datei',
    useAsCaption: ({ caption }) => `„${isolate(caption)}“ als Bildunterschrift verwenden`,
    addTexts: 'Bildunterschrift hinzufügen',
    editTexts: 'Bildunterschrift bearbeiten',
    hideTexts: 'Bildunterschrift einklappen',
    textsSending: 'Wird gespeichert …',
    textsSaved: 'Gespeichert',
    textsGoAlong: 'Geht mit der Datei mit',
    textsFailed: 'Nicht gespeichert.',
    steps: {
      REQUESTED: 'Du hast den Upload begonnen',
      ARRIVED: 'Die Datei ist angekommen',
      INSPECTED: 'Wir haben geprüft, was sie ist',
      PUBLISHED: 'Veröffentlicht',
      ADDED: 'Vorschaubild oder Wellenform gemacht',
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
        'account-leaving': leaving,
        'email-unverified': 'Bestätige erst deine E-Mail-Adresse: in den Einstellungen steht, wie.',
        network: unreachableUpload,
        timeout: unreachableUpload,
        unavailable: unreachableUpload,
        'storage-unavailable': unreachableUpload,
        'too-many-requests': 'Zu viele Anfragen. Warte eine Minute und versuche es noch einmal.',
        'uploads-off':
          'Gerade werden keine Uploads angenommen. Deine Datei ist noch ausgewählt; versuche es später noch einmal.',
        'uploads-quota':
          'Du hast so viele Dateien hochgeladen, wie an einem Tag gehen. Versuche es später wieder.',
        'bytes-quota': 'Mit dieser Datei wäre es mehr, als an einem Tag geht. Versuche es später wieder.',
        'processing-quota':
          'Deine letzten Uploads zu prüfen hat lange gedauert. Versuche es in einer Stunde wieder.',
        'file-changed':
          'Die Datei wurde geändert oder verschoben, seit du sie ausgewählt hast. Wähle sie noch einmal aus.',
        expired: 'Dieser Upload hat zu lange gedauert und wurde aufgegeben. Versuche es noch einmal.',
      },
      anotherFile: ({ file, size }) =>
        `Das ist eine andere Datei. Dieser Upload geht nur mit „${isolate(file)}“ (${size}) weiter.`,
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
      rarelyPlayed:
        'Dieses Video ist HEVC, das viele Browser nicht abspielen: Sie zeigen sein Vorschaubild und bieten die Datei an.',
      removedFor: ({ why }: { why: string }) => `Ein Moderator dieser Website hat es entfernt: ${why}.`,
      appeal: {
        open: ({ time }: { time: string }) => `Antworten, einmal, bis ${time}`,
        label: 'Warum es zurückkommen soll',
        send: 'Antwort senden',
        sending: 'Wird gesendet …',
        failed: {
          'not-appealable': 'Darauf kann nicht mehr geantwortet werden.',
          network:
            'Deine Antwort wurde nicht gesendet: keine Verbindung. Sie steht noch hier; versuche es noch einmal.',
        },
        failedOther: 'Deine Antwort wurde nicht gesendet. Sie steht noch hier; versuche es noch einmal.',
        OPEN: 'Du hast geantwortet. Ein Moderator sieht es sich noch einmal an.',
        UPHELD:
          'Du hast geantwortet, und ein Moderator hat es sich noch einmal angesehen: Es bleibt entfernt.',
      },
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
      hidden: 'Verborgen, da du gehst',
      checking: 'Wird geprüft',
      waiting: 'Wartet auf die Datei',
    },
  },
  notices: {
    sentence: ({ code, parameters }) => {
      if (code === 'STILL_ONLY')
        return 'Das Bild bewegt sich, oder ein Film gehört dazu: Veröffentlicht wird das Standbild.';
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
  },
});

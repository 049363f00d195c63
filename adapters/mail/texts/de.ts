import type { Catalogue } from '../catalogue.ts'

export const de: Catalogue = {
  greeting: 'Guten Tag {{name}},',
  closing: 'Freundliche Grüße',
  signature: 'Ihr {{brand}}-Team',
  subjectWhen: '{{subject}}: {{when}}',
  when: '{{date}}, {{time}} Uhr ({{zone}})',
  languageName: '{{language}}',
  minutes_one: 'etwa {{count}} Minute',
  minutes_other: 'etwa {{count}} Minuten',
  labels: {
    when: 'Wann',
    caller: 'Es ruft Sie an',
    contact: 'Ihr Kontakt',
    language: 'Sprache',
    duration: 'Dauer',
    about: 'Thema',
    trialEnd: 'Ende der Testphase',
    firstFree: 'Erste freie Zeit',
  },
  purposes: {
    call: 'Telefongespräch',
    welcome: 'Willkommensgespräch',
    call_me_now: 'Rückruf',
    onboarding: 'Einführungsgespräch',
    trial_end: 'Gespräch zum Ende der Testphase',
    survey: 'Gespräch zu Ihrer Zufriedenheit',
    consultation: 'Beratungsgespräch',
    anomaly: 'Gespräch zu einer Auffälligkeit in Ihrem Konto',
    setup_help: 'Hilfe bei der Einrichtung',
  },
  invitation: {
    summary: '{{purpose}} ({{brand}})',
    description:
      '{{agentName}} ruft Sie unter der Nummer an, die Sie uns genannt haben. Um den Termin zu ändern, antworten Sie bitte auf die E-Mail, mit der diese Einladung kam.',
    location: 'Am Telefon',
    attached: 'Eine Einladung für Ihren Kalender liegt bei.',
    withdrawn: 'Die beigefügte Absage entfernt den Eintrag aus Ihrem Kalender.',
  },
  templates: {
    welcome_call_planned: {
      subject: 'Ihr Willkommensgespräch mit {{brand}}',
      before: [
        'vielen Dank, dass Sie {{company}} bei {{brand}} angemeldet haben.',
        'Als Nächstes rufen wir Sie kurz an: Wir möchten Sie kennenlernen, Ihre ersten Fragen beantworten und hören, ob Sie sich unsere Unterstützung wünschen. Vorbereiten müssen Sie nichts.',
      ],
      after: [
        'Passt Ihnen diese Zeit nicht? Dann antworten Sie einfach auf diese E-Mail und nennen Sie uns eine bessere. Wir verlegen den Anruf gern.',
      ],
    },
    welcome_call_late: {
      subject: 'Ihr Willkommensgespräch mit {{brand}}: später, als wir es uns wünschen',
      before: [
        'vielen Dank, dass Sie {{company}} bei {{brand}} angemeldet haben.',
        'Wir möchten in Ihrer Sprache mit Ihnen sprechen ({{language}}), und wer sie bei uns gut spricht, kann Sie leider nicht früher anrufen. Das ist später, als wir es uns vorgenommen haben. Bitte entschuldigen Sie die Wartezeit.',
        'Vorbereiten müssen Sie nichts, und {{brand}} können Sie bis dahin schon nutzen.',
      ],
      after: [
        'Wäre Ihnen ein früheres Gespräch in einer anderen Sprache recht? Dann antworten Sie einfach auf diese E-Mail und sagen Sie uns, in welcher. Ebenso, wenn Ihnen diese Zeit nicht passt.',
      ],
    },
    welcome_no_speaker: {
      subject: 'Willkommen bei {{brand}}: Wir suchen jemanden, der Ihre Sprache spricht',
      before: [
        'vielen Dank, dass Sie {{company}} bei {{brand}} angemeldet haben.',
        'Wir möchten in einer Sprache mit Ihnen sprechen, in der Sie sich zu Hause fühlen. Im Augenblick spricht in unserem Team niemand gut genug {{language}}. Deshalb suchen wir nach Verstärkung und rufen Sie vorher nicht an.',
        'Sobald wir jemanden gefunden haben, schreiben wir Ihnen, wer Sie wann anruft. {{brand}} können Sie bis dahin schon nutzen.',
      ],
      after: ['Wäre Ihnen ein Gespräch in einer anderen Sprache recht? Dann antworten Sie auf diese E-Mail und sagen Sie uns, in welcher.'],
    },
    agent_no_show: {
      subject: 'Bitte entschuldigen Sie: Wir haben unseren Termin versäumt',
      before: [
        'wir hatten einen Termin mit Ihnen, und zur vereinbarten Zeit hat Sie niemand von uns angerufen. Das war unser Fehler, und es tut uns leid.',
        'Ist gerade jemand aus unserem Team frei, hören Sie in wenigen Minuten von uns. Andernfalls bieten wir Ihnen unsere erste freie Zeit an.',
      ],
      after: [
        'Passt sie Ihnen, genügt eine kurze Antwort auf diese E-Mail. Wäre Ihnen eine andere lieber, nennen Sie uns diese einfach in Ihrer Antwort.',
      ],
    },
    welcome_no_call: {
      subject: 'Willkommen bei {{brand}}: Sie müssen nichts weiter tun',
      before: [
        'vielen Dank, dass Sie {{company}} bei {{brand}} angemeldet haben.',
        'Sie haben sich für Lost & Found entschieden: Wir suchen nach Ware, die in Amazons Lagern verloren ging oder beschädigt wurde, und nach den Erstattungen, die Ihnen dafür zustehen. Das läuft im Hintergrund, Sie müssen nichts weiter tun.',
      ],
      after: [
        'Wir rufen Sie nur an, wenn uns etwas Ungewöhnliches auffällt oder wenn Sie es wünschen. Für einen Anruf antworten Sie einfach auf diese E-Mail.',
      ],
    },
    booking_confirmed: {
      subject: 'Termin bestätigt',
      before: ['Ihr Termin ist bestätigt. Wir rufen Sie unter der Nummer an, die Sie uns genannt haben.'],
      after: ['Kommt Ihnen etwas dazwischen? Dann antworten Sie einfach auf diese E-Mail, und wir finden eine andere Zeit.'],
    },
    booking_moved: {
      subject: 'Termin verlegt',
      before: [
        'Ihr Termin hat eine neue Zeit, die bisherige gilt nicht mehr. Wir rufen Sie unter der Nummer an, die Sie uns genannt haben.',
      ],
      after: ['Passt Ihnen die neue Zeit nicht? Dann antworten Sie einfach auf diese E-Mail, und wir finden eine andere.'],
    },
    booking_cancelled: {
      subject: 'Termin abgesagt',
      before: ['dieser Termin ist abgesagt. Wir rufen Sie zu dieser Zeit nicht an.'],
      after: ['Möchten Sie einen neuen Termin? Dann antworten Sie auf diese E-Mail und sagen Sie uns, wann es Ihnen passt.'],
    },
    booking_reminder: {
      subject: 'Erinnerung an Ihren Termin',
      before: ['wir möchten Sie kurz an Ihren Termin erinnern. Wir rufen Sie unter der Nummer an, die Sie uns genannt haben.'],
      after: ['Ist etwas dazwischengekommen? Dann antworten Sie einfach auf diese E-Mail, und wir finden eine andere Zeit.'],
    },
    running_late: {
      subject: 'Ihr Termin beginnt später',
      before: [
        'es tut uns leid: Ein Gespräch vor Ihrem dauert länger als geplant, deshalb rufen wir Sie etwas später an. Das ist die neue Zeit; die bisherige gilt nicht mehr.',
      ],
      after: ['Passt Ihnen die neue Zeit nicht? Dann antworten Sie einfach auf diese E-Mail, und wir finden eine andere.'],
    },
    slot_freed: {
      subject: 'Ein Termin ist frei geworden',
      before: [
        'Sie haben uns gebeten, Ihnen zu sagen, wenn ein Termin frei wird. Dieser ist jetzt frei, aber nicht für Sie reserviert: Wer zuerst bucht, bekommt ihn.',
      ],
      after: ['Möchten Sie ihn? Dann antworten Sie möglichst bald auf diese E-Mail, und wir buchen ihn für Sie.'],
    },
    not_reached: {
      subject: 'Wir wollten Sie anrufen',
      before: ['wir wollten Sie wegen {{company}} anrufen, haben Sie aber leider nicht erreicht.'],
      after: ['Wann erreichen wir Sie am besten? Antworten Sie auf diese E-Mail mit einer Zeit, die Ihnen passt, dann rufen wir Sie an.'],
    },
    call_me_later: {
      subject: 'Ihr Rückruf: leider nicht sofort',
      before: [
        'Sie haben um einen sofortigen Rückruf gebeten. Im Augenblick ist niemand frei, der Ihre Sprache spricht, und wir möchten nichts versprechen, was wir nicht halten können. Wir rufen Sie an, sobald es geht.',
      ],
      after: [
        'Passt Ihnen eine andere Zeit besser? Dann antworten Sie auf diese E-Mail und nennen Sie sie uns, wir richten uns gern danach.',
      ],
    },
    no_show: {
      subject: 'Wir haben Sie zu unserem Termin nicht erreicht',
      before: ['wir haben Sie zu unserem Termin angerufen, aber leider nicht erreicht. Das kann vorkommen.'],
      after: ['Antworten Sie auf diese E-Mail mit einer Zeit, die Ihnen passt, und wir vereinbaren einen neuen Termin.'],
    },
    support_declined: {
      subject: 'So erreichen Sie uns, wenn Sie uns brauchen',
      before: [
        'vielen Dank für Ihre Zeit. Sie haben uns gesagt, dass Sie unsere Unterstützung zurzeit nicht brauchen, und das ist völlig in Ordnung.',
        'Sollte später eine Frage auftauchen oder sollten Sie es sich anders überlegen, antworten Sie einfach auf diese E-Mail. Wir helfen Ihnen und {{company}} gern, schriftlich oder am Telefon.',
      ],
      after: [],
    },
    trial_questionnaire: {
      subject: 'Drei kurze Fragen zum Ende Ihrer Testphase',
      before: ['wir hätten gern vor dem Ende der Testphase von {{company}} mit Ihnen gesprochen, leider ist es nicht dazu gekommen.'],
      after: [
        'Deshalb stellen wir Ihnen unsere drei Fragen auf diesem Weg. Antworten Sie einfach auf diese E-Mail, ein Satz je Frage genügt.',
        '1. Was ist gut gelaufen?',
        '2. Was sollten wir besser machen?',
        '3. Welche Strategie soll weiterlaufen?',
        'Die Testphase endet, ob Sie antworten oder nicht. Wenn wir nichts von Ihnen hören, entscheiden wir nichts zu Ihrem Nachteil.',
      ],
    },
  },
}

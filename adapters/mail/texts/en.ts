import type { Catalogue } from '../catalogue.ts'

export const en: Catalogue = {
  greeting: 'Hello {{name}},',
  closing: 'Kind regards',
  signature: 'Your {{brand}} team',
  subjectWhen: '{{subject}}: {{when}}',
  when: '{{date}}, {{time}} ({{zone}})',
  languageName: '{{language}}',
  minutes_one: 'about {{count}} minute',
  minutes_other: 'about {{count}} minutes',
  labels: {
    when: 'When',
    caller: 'Calling you',
    contact: 'Your contact',
    language: 'Language',
    duration: 'Length',
    about: 'About',
    trialEnd: 'End of your trial',
    firstFree: 'First free time',
  },
  purposes: {
    call: 'Call',
    welcome: 'Welcome call',
    call_me_now: 'Call back',
    onboarding: 'Onboarding call',
    trial_end: 'Call at the end of your trial',
    survey: 'Feedback call',
    consultation: 'Consultation',
    anomaly: 'Call about something unusual in your account',
    setup_help: 'Help with the set-up',
  },
  invitation: {
    summary: '{{purpose}} ({{brand}})',
    description:
      '{{agentName}} will call you on the number you gave us. To change the appointment, reply to the e-mail this invitation came with.',
    location: 'By telephone',
    attached: 'An invitation for your calendar is attached.',
    withdrawn: 'The attached cancellation removes the entry from your calendar.',
  },
  templates: {
    welcome_call_planned: {
      subject: 'Your welcome call with {{brand}}',
      before: [
        'Thank you for registering {{company}} with {{brand}}.',
        'The next step is a short telephone call: we would like to get to know you, answer your first questions and hear whether you would like our support. There is nothing to prepare.',
      ],
      after: ['If this time does not suit you, simply reply to this e-mail and suggest a better one. We will move the call.'],
    },
    welcome_call_late: {
      subject: 'Your welcome call with {{brand}}: later than we would like',
      before: [
        'Thank you for registering {{company}} with {{brand}}.',
        'We would like to talk with you in {{language}}, and the colleague who speaks it well cannot call you any sooner. That is later than we promise ourselves, and we are sorry for the wait.',
        'There is nothing to prepare, and you can already use {{brand}} in the meantime.',
      ],
      after: [
        'If a call in another language would be fine with you and you would rather have it sooner, simply reply to this e-mail and tell us which one. The same goes if this time does not suit you.',
      ],
    },
    welcome_no_speaker: {
      subject: 'Welcome to {{brand}}: we are looking for someone who speaks your language',
      before: [
        'Thank you for registering {{company}} with {{brand}}.',
        'We would like to talk with you in a language you feel at home in. At the moment nobody on our team speaks {{language}} well enough, so we are looking for a colleague who does. We will not call you before we have found one.',
        'As soon as we have, you will receive an e-mail with the name and the time. You can already use {{brand}} in the meantime.',
      ],
      after: ['If a call in another language would be fine with you, reply to this e-mail and tell us which one.'],
    },
    agent_no_show: {
      subject: 'We are sorry: we missed our appointment with you',
      before: [
        'We had an appointment with you, and nobody from our team called you at the agreed time. That was our mistake, and we are sorry.',
        'If a colleague is free, you will hear from us within a few minutes. Otherwise we offer you our first free time.',
      ],
      after: [
        'If it suits you, a short reply to this e-mail is enough. If you would rather have another time, reply with one that suits you better.',
      ],
    },
    welcome_no_call: {
      subject: 'Welcome to {{brand}}: there is nothing you need to do',
      before: [
        'Thank you for registering {{company}} with {{brand}}.',
        'You chose Lost & Found: we look for stock that was lost or damaged in Amazon’s warehouses and for the reimbursements you are owed for it. This runs in the background; there is nothing you need to do.',
      ],
      after: ['We will only call you if we notice something unusual, or if you ask us to. To ask for a call, simply reply to this e-mail.'],
    },
    booking_confirmed: {
      subject: 'Appointment confirmed',
      before: ['Your appointment is confirmed. We will call you on the number you gave us.'],
      after: ['If something comes up, simply reply to this e-mail and we will find another time.'],
    },
    booking_moved: {
      subject: 'Appointment moved',
      before: ['Your appointment has a new time; the previous one no longer applies. We will call you on the number you gave us.'],
      after: ['If the new time does not suit you, simply reply to this e-mail and we will find another one.'],
    },
    booking_cancelled: {
      subject: 'Appointment cancelled',
      before: ['This appointment has been cancelled. We will not call you at that time.'],
      after: ['If you would like a new appointment, reply to this e-mail and tell us when it suits you.'],
    },
    booking_reminder: {
      subject: 'Reminder of your appointment',
      before: ['This is a short reminder of your appointment. We will call you on the number you gave us.'],
      after: ['If something has come up, simply reply to this e-mail and we will find another time.'],
    },
    running_late: {
      subject: 'Your appointment begins later',
      before: [
        'We are sorry: a talk before yours takes longer than planned, so we will call you a little later. This is the new time; the previous one no longer applies.',
      ],
      after: ['If the new time does not suit you, simply reply to this e-mail and we will find another one.'],
    },
    slot_freed: {
      subject: 'A time has become free',
      before: [
        'You asked us to tell you when a time becomes free. This one is free now, but it is not held for you: whoever books first has it.',
      ],
      after: ['If you would like it, reply to this e-mail as soon as you can and we will book it for you.'],
    },
    not_reached: {
      subject: 'We tried to call you',
      before: ['We tried to call you about {{company}}, but unfortunately could not reach you.'],
      after: ['When are you easiest to reach? Reply to this e-mail with a time that suits you, and we will call you then.'],
    },
    call_me_later: {
      subject: 'Your call: not right now, unfortunately',
      before: [
        'You asked us to call you right away. At the moment nobody who speaks your language is free, and we do not want to promise what we cannot keep. We will call you as soon as we can.',
      ],
      after: ['Would another time suit you better? Reply to this e-mail and tell us when; we will gladly arrange it.'],
    },
    no_show: {
      subject: 'We missed you at our appointment',
      before: ['We called you for our appointment, but unfortunately could not reach you. These things happen.'],
      after: ['Reply to this e-mail with a time that suits you, and we will arrange a new appointment.'],
    },
    support_declined: {
      subject: 'How to reach us if you need us',
      before: [
        'Thank you for your time. You told us that you do not need our support for now, and that is perfectly fine.',
        'Should a question come up later, or should you change your mind, simply reply to this e-mail. We will be glad to help you and {{company}}, in writing or by telephone.',
      ],
      after: [],
    },
    trial_questionnaire: {
      subject: 'Three short questions as your trial ends',
      before: ['We would have liked to talk with you before the end of the trial of {{company}}, but it did not come to that.'],
      after: [
        'So we are asking you our three questions this way. Simply reply to this e-mail; a sentence for each is enough.',
        '1. What went well?',
        '2. What should we improve?',
        '3. Which strategy should go on?',
        'The trial ends whether or not you answer. If we do not hear from you, nothing is decided against you.',
      ],
    },
  },
}

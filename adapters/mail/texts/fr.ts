import type { Catalogue } from '../catalogue.ts'

export const fr: Catalogue = {
  greeting: 'Bonjour {{name}},',
  closing: 'Cordialement',
  signature: 'L’équipe {{brand}}',
  subjectWhen: '{{subject}} : {{when}}',
  when: '{{date}} à {{time}} ({{zone}})',
  languageName: '{{language}}',
  minutes_one: 'environ {{count}} minute',
  minutes_many: 'environ {{count}} de minutes',
  minutes_other: 'environ {{count}} minutes',
  labels: {
    when: 'Quand',
    caller: 'Qui vous appelle',
    contact: 'Votre contact',
    language: 'Langue',
    duration: 'Durée',
    about: 'Objet',
    trialEnd: 'Fin de la période d’essai',
    firstFree: 'Premier horaire libre',
  },
  purposes: {
    call: 'Entretien téléphonique',
    welcome: 'Appel de bienvenue',
    call_me_now: 'Rappel',
    onboarding: 'Entretien de prise en main',
    trial_end: 'Entretien de fin de période d’essai',
    survey: 'Entretien sur votre satisfaction',
    consultation: 'Entretien de conseil',
    anomaly: 'Entretien au sujet d’une anomalie sur votre compte',
    setup_help: 'Aide à la configuration',
  },
  invitation: {
    summary: '{{purpose}} ({{brand}})',
    description:
      '{{agentName}} vous appellera au numéro que vous nous avez indiqué. Pour modifier le rendez-vous, répondez à l’e-mail qui accompagne cette invitation.',
    location: 'Par téléphone',
    attached: 'Vous trouverez ci-joint une invitation pour votre agenda.',
    withdrawn: 'L’annulation ci-jointe retire le rendez-vous de votre agenda.',
  },
  templates: {
    welcome_call_planned: {
      subject: 'Votre appel de bienvenue avec {{brand}}',
      before: [
        'Merci d’avoir inscrit {{company}} chez {{brand}}.',
        'La prochaine étape est un court appel : nous souhaitons faire connaissance, répondre à vos premières questions et savoir si vous souhaitez l’accompagnement de notre équipe. Vous n’avez rien à préparer.',
      ],
      after: [
        'Si cet horaire ne vous convient pas, répondez simplement à cet e-mail en nous en proposant un autre. Nous déplacerons l’appel.',
      ],
    },
    welcome_call_late: {
      subject: 'Votre appel de bienvenue avec {{brand}} : plus tard que nous le souhaiterions',
      before: [
        'Merci d’avoir inscrit {{company}} chez {{brand}}.',
        'Nous tenons à échanger avec vous dans votre langue ({{language}}), et la personne qui la maîtrise dans notre équipe ne peut malheureusement pas vous appeler plus tôt. C’est plus tard que ce que nous nous sommes promis : veuillez nous excuser pour cette attente.',
        'Vous n’avez rien à préparer et pouvez déjà utiliser {{brand}} d’ici là.',
      ],
      after: [
        'Si vous préférez un appel plus rapide dans une autre langue, répondez simplement à cet e-mail en nous indiquant laquelle. De même si cet horaire ne vous convient pas.',
      ],
    },
    welcome_no_speaker: {
      subject: 'Bienvenue chez {{brand}} : nous cherchons quelqu’un qui parle votre langue',
      before: [
        'Merci d’avoir inscrit {{company}} chez {{brand}}.',
        'Nous tenons à échanger avec vous dans une langue dans laquelle vous êtes à l’aise. Pour le moment, personne dans notre équipe ne parle suffisamment bien cette langue ({{language}}). Nous cherchons donc une personne qui la maîtrise et ne vous appellerons pas avant de l’avoir trouvée.',
        'Dès que ce sera le cas, vous recevrez un e-mail avec son nom et l’heure de l’appel. D’ici là, vous pouvez déjà utiliser {{brand}}.',
      ],
      after: ['Si un entretien dans une autre langue vous convient, répondez à cet e-mail en nous indiquant laquelle.'],
    },
    agent_no_show: {
      subject: 'Toutes nos excuses : nous avons manqué notre rendez-vous',
      before: [
        'Nous avions rendez-vous, et personne de notre équipe ne vous a appelé à l’heure convenue. C’est notre erreur et nous vous prions de nous en excuser.',
        'Si quelqu’un de notre équipe est disponible, nous vous appellerons dans quelques minutes. Sinon, nous vous proposons notre premier horaire libre.',
      ],
      after: [
        'S’il vous convient, une courte réponse à cet e-mail suffit. Si vous en préférez un autre, indiquez-le-nous simplement dans votre réponse.',
      ],
    },
    welcome_no_call: {
      subject: 'Bienvenue chez {{brand}} : vous n’avez rien à faire',
      before: [
        'Merci d’avoir inscrit {{company}} chez {{brand}}.',
        'Vous avez choisi Lost & Found : nous recherchons les articles perdus ou endommagés dans les entrepôts d’Amazon et les remboursements qui vous sont dus. Tout se passe en arrière-plan, vous n’avez rien à faire.',
      ],
      after: [
        'Nous ne vous appellerons que si nous remarquons quelque chose d’inhabituel ou si vous nous le demandez. Pour demander un appel, répondez simplement à cet e-mail.',
      ],
    },
    booking_confirmed: {
      subject: 'Rendez-vous confirmé',
      before: ['Votre rendez-vous est confirmé. Nous vous appellerons au numéro que vous nous avez indiqué.'],
      after: ['En cas d’empêchement, répondez simplement à cet e-mail et nous trouverons un autre horaire.'],
    },
    booking_moved: {
      subject: 'Rendez-vous déplacé',
      before: [
        'Votre rendez-vous a un nouvel horaire, qui remplace le précédent. Nous vous appellerons au numéro que vous nous avez indiqué.',
      ],
      after: ['Si le nouvel horaire ne vous convient pas, répondez simplement à cet e-mail et nous en trouverons un autre.'],
    },
    booking_cancelled: {
      subject: 'Rendez-vous annulé',
      before: ['Ce rendez-vous est annulé. Nous ne vous appellerons pas à ce moment-là.'],
      after: ['Si vous souhaitez un nouveau rendez-vous, répondez à cet e-mail en nous indiquant ce qui vous convient.'],
    },
    booking_reminder: {
      subject: 'Rappel de votre rendez-vous',
      before: ['Nous vous rappelons votre rendez-vous. Nous vous appellerons au numéro que vous nous avez indiqué.'],
      after: ['En cas d’empêchement, répondez simplement à cet e-mail : nous trouverons un autre moment.'],
    },
    running_late: {
      subject: 'Votre rendez-vous commencera plus tard',
      before: [
        'Nous sommes désolés : un entretien avant le vôtre dure plus longtemps que prévu, nous vous appellerons donc un peu plus tard. Voici le nouvel horaire ; le précédent n’est plus valable.',
      ],
      after: ['Si ce nouvel horaire ne vous convient pas, répondez simplement à cet e-mail : nous en trouverons un autre.'],
    },
    slot_freed: {
      subject: 'Un créneau s’est libéré',
      before: [
        'Vous nous avez demandé de vous prévenir si un créneau se libérait. Celui-ci est libre maintenant, mais il ne vous est pas réservé : il revient à la première personne qui le réserve.',
      ],
      after: ['S’il vous convient, répondez à cet e-mail dès que possible et nous le réserverons pour vous.'],
    },
    not_reached: {
      subject: 'Nous avons essayé de vous appeler',
      before: ['Nous avons essayé de vous appeler au sujet de {{company}}, malheureusement sans succès.'],
      after: [
        'Quand êtes-vous le plus facile à joindre ? Répondez à cet e-mail avec un horaire qui vous convient et nous vous appellerons à ce moment-là.',
      ],
    },
    call_me_later: {
      subject: 'Votre appel : malheureusement pas tout de suite',
      before: [
        'Vous avez demandé à être appelé tout de suite. En ce moment, personne parlant votre langue n’est disponible, et nous ne voulons pas promettre ce que nous ne pouvons pas tenir. Nous vous appellerons dès que possible.',
      ],
      after: ['Un autre moment vous conviendrait-il mieux ? Répondez à cet e-mail en nous disant lequel, nous nous adapterons volontiers.'],
    },
    no_show: {
      subject: 'Nous n’avons pas pu vous joindre pour notre rendez-vous',
      before: ['Nous vous avons appelé pour notre rendez-vous, malheureusement sans succès. Cela peut arriver.'],
      after: ['Répondez à cet e-mail avec un horaire qui vous convient et nous fixerons un nouveau rendez-vous.'],
    },
    support_declined: {
      subject: 'Comment nous joindre si vous avez besoin de nous',
      before: [
        'Merci pour le temps que vous nous avez accordé. Vous nous avez dit ne pas avoir besoin de notre accompagnement pour le moment, et nous le comprenons très bien.',
        'Si une question se présente plus tard ou si vous changez d’avis, répondez simplement à cet e-mail. Nous vous aiderons volontiers, vous et {{company}}, par écrit ou par téléphone.',
      ],
      after: [],
    },
    trial_questionnaire: {
      subject: 'Trois petites questions pour la fin de votre période d’essai',
      before: [
        'Nous aurions aimé vous parler avant la fin de la période d’essai de {{company}}, mais cela n’a malheureusement pas été possible.',
      ],
      after: [
        'Nous vous posons donc nos trois questions par écrit. Répondez simplement à cet e-mail, une phrase par question suffit.',
        '1. Qu’est-ce qui s’est bien passé ?',
        '2. Que devrions-nous améliorer ?',
        '3. Quelle stratégie souhaitez-vous poursuivre ?',
        'La période d’essai se termine, que vous répondiez ou non. Sans réponse de votre part, rien ne sera décidé à votre désavantage.',
      ],
    },
  },
}

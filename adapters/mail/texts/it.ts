import type { Catalogue } from '../catalogue.ts'

export const it: Catalogue = {
  greeting: 'Buongiorno {{name}},',
  closing: 'Cordiali saluti',
  signature: 'Il team di {{brand}}',
  subjectWhen: '{{subject}}: {{when}}',
  when: '{{date}}, ore {{time}} ({{zone}})',
  languageName: '{{language}}',
  minutes_one: 'circa {{count}} minuto',
  minutes_many: 'circa {{count}} di minuti',
  minutes_other: 'circa {{count}} minuti',
  labels: {
    when: 'Quando',
    caller: 'Chi La chiama',
    contact: 'Il Suo contatto',
    language: 'Lingua',
    duration: 'Durata',
    about: 'Oggetto',
    trialEnd: 'Fine del periodo di prova',
    firstFree: 'Primo orario libero',
  },
  purposes: {
    call: 'Telefonata',
    welcome: 'Telefonata di benvenuto',
    call_me_now: 'Richiamata',
    onboarding: 'Telefonata introduttiva',
    trial_end: 'Telefonata sulla fine del periodo di prova',
    survey: 'Telefonata sulla Sua soddisfazione',
    consultation: 'Consulenza telefonica',
    anomaly: 'Telefonata su un’anomalia nel Suo account',
    setup_help: 'Aiuto con la configurazione',
  },
  invitation: {
    summary: '{{purpose}} ({{brand}})',
    description:
      '{{agentName}} La chiamerà al numero che ci ha indicato. Per modificare l’appuntamento, risponda all’e-mail che accompagna questo invito.',
    location: 'Al telefono',
    attached: 'In allegato trova un invito per il Suo calendario.',
    withdrawn: 'L’annullamento in allegato rimuove l’appuntamento dal Suo calendario.',
  },
  templates: {
    welcome_call_planned: {
      subject: 'La Sua telefonata di benvenuto con {{brand}}',
      before: [
        'grazie per aver registrato {{company}} su {{brand}}.',
        'Il prossimo passo è una breve telefonata: vorremmo conoscerLa, rispondere alle Sue prime domande e sapere se desidera il nostro supporto. Non deve preparare nulla.',
      ],
      after: [
        'Se l’orario non Le va bene, risponda semplicemente a questa e-mail proponendone un altro: sposteremo volentieri la telefonata.',
      ],
    },
    welcome_call_late: {
      subject: 'La Sua telefonata di benvenuto con {{brand}}: più tardi di quanto vorremmo',
      before: [
        'grazie per aver registrato {{company}} su {{brand}}.',
        'Desideriamo parlare con Lei nella Sua lingua ({{language}}) e chi nel nostro team la parla bene purtroppo non può chiamarLa prima. È più tardi di quanto ci siamo proposti: ci scusiamo per l’attesa.',
        'Non deve preparare nulla e nel frattempo può già utilizzare {{brand}}.',
      ],
      after: [
        'Se preferisce parlare prima in un’altra lingua, risponda semplicemente a questa e-mail indicandoci quale. Lo stesso vale se l’orario non Le va bene.',
      ],
    },
    welcome_no_speaker: {
      subject: 'Benvenuti in {{brand}}: cerchiamo qualcuno che parli la Sua lingua',
      before: [
        'grazie per aver registrato {{company}} su {{brand}}.',
        'Desideriamo parlare con Lei in una lingua in cui si senta a Suo agio. Al momento nessuno nel nostro team parla {{language}} abbastanza bene, perciò stiamo cercando una persona che lo parli e non La chiameremo prima di averla trovata.',
        'Appena l’avremo trovata, riceverà un’e-mail con il nome e l’orario della telefonata. Nel frattempo può già utilizzare {{brand}}.',
      ],
      after: ['Se per Lei va bene parlare in un’altra lingua, risponda a questa e-mail indicandoci quale.'],
    },
    agent_no_show: {
      subject: 'Ci scusiamo: abbiamo mancato il nostro appuntamento',
      before: [
        'avevamo un appuntamento con Lei e nessuno del nostro team L’ha chiamata all’ora concordata. È stato un nostro errore e ce ne scusiamo.',
        'Se una persona del nostro team è libera, La chiameremo entro pochi minuti. Altrimenti Le proponiamo il nostro primo orario libero.',
      ],
      after: ['Se Le va bene, basta una breve risposta a questa e-mail. Se ne preferisce un altro, ce lo indichi nella risposta.'],
    },
    welcome_no_call: {
      subject: 'Benvenuti in {{brand}}: non deve fare nulla',
      before: [
        'grazie per aver registrato {{company}} su {{brand}}.',
        'Ha scelto Lost & Found: cerchiamo gli articoli persi o danneggiati nei magazzini di Amazon e i rimborsi che Le spettano. Tutto avviene in background, Lei non deve fare nulla.',
      ],
      after: [
        'La chiameremo solo se notiamo qualcosa di insolito o se ce lo chiede. Per richiedere una telefonata, risponda a questa e-mail.',
      ],
    },
    booking_confirmed: {
      subject: 'Appuntamento confermato',
      before: ['il Suo appuntamento è confermato. La chiameremo al numero che ci ha indicato.'],
      after: ['In caso di imprevisti, risponda semplicemente a questa e-mail e troveremo un altro orario.'],
    },
    booking_moved: {
      subject: 'Appuntamento spostato',
      before: ['il Suo appuntamento ha un nuovo orario, che sostituisce il precedente. La chiameremo al numero che ci ha indicato.'],
      after: ['Se il nuovo orario non Le va bene, risponda semplicemente a questa e-mail e ne troveremo un altro.'],
    },
    booking_cancelled: {
      subject: 'Appuntamento annullato',
      before: ['questo appuntamento è stato annullato. Non La chiameremo a quell’ora.'],
      after: ['Se desidera un nuovo appuntamento, risponda a questa e-mail indicandoci quando Le va bene.'],
    },
    booking_reminder: {
      subject: 'Promemoria del Suo appuntamento',
      before: ['le ricordiamo brevemente il Suo appuntamento. La chiameremo al numero che ci ha indicato.'],
      after: ['Se è sopraggiunto un imprevisto, risponda semplicemente a questa e-mail e troveremo un altro orario.'],
    },
    running_late: {
      subject: 'Il Suo appuntamento inizierà più tardi',
      before: [
        'ci dispiace: un colloquio prima del Suo sta durando più del previsto, quindi La chiameremo un po’ più tardi. Questo è il nuovo orario; quello precedente non è più valido.',
      ],
      after: ['Se il nuovo orario non Le va bene, risponda semplicemente a questa e-mail e ne troveremo un altro.'],
    },
    slot_freed: {
      subject: 'Si è liberato un orario',
      before: [
        'ci ha chiesto di avvisarLa quando si libera un orario. Questo è libero adesso, ma non è riservato per Lei: va a chi lo prenota per primo.',
      ],
      after: ['Se lo desidera, risponda al più presto a questa e-mail e lo prenoteremo per Lei.'],
    },
    not_reached: {
      subject: 'Abbiamo provato a chiamarLa',
      before: ['abbiamo provato a chiamarLa a proposito di {{company}}, ma purtroppo non siamo riusciti a parlare con Lei.'],
      after: ['Quando è più facile trovarLa? Risponda a questa e-mail con un orario che Le va bene e La chiameremo in quel momento.'],
    },
    call_me_later: {
      subject: 'La Sua chiamata: purtroppo non subito',
      before: [
        'ci ha chiesto di chiamarLa subito. In questo momento non è libero nessuno che parli la Sua lingua e non vogliamo promettere ciò che non possiamo mantenere. La chiameremo appena possibile.',
      ],
      after: ['Preferisce un altro momento? Risponda a questa e-mail e ci dica quando: ci organizzeremo volentieri.'],
    },
    no_show: {
      subject: 'Non siamo riusciti a parlare con Lei all’ora dell’appuntamento',
      before: ['L’abbiamo chiamata all’ora del nostro appuntamento, ma purtroppo non siamo riusciti a parlare con Lei. Può succedere.'],
      after: ['Risponda a questa e-mail con un orario che Le va bene e fisseremo un nuovo appuntamento.'],
    },
    support_declined: {
      subject: 'Come contattarci se ha bisogno di noi',
      before: [
        'grazie per il tempo che ci ha dedicato. Ci ha detto che per ora non ha bisogno del nostro supporto, e va benissimo così.',
        'Se in seguito avesse una domanda o cambiasse idea, risponda semplicemente a questa e-mail. Aiuteremo volentieri Lei e {{company}}, per iscritto o al telefono.',
      ],
      after: [],
    },
    trial_questionnaire: {
      subject: 'Tre brevi domande sulla fine del Suo periodo di prova',
      before: ['avremmo voluto parlare con Lei prima della fine del periodo di prova di {{company}}, ma purtroppo non è stato possibile.'],
      after: [
        'Le poniamo quindi le nostre tre domande per iscritto. Risponda semplicemente a questa e-mail: basta una frase per domanda.',
        '1. Che cosa è andato bene?',
        '2. Che cosa dovremmo migliorare?',
        '3. Quale strategia desidera proseguire?',
        'Il periodo di prova termina, che Lei risponda o no. Se non riceviamo risposta, nulla sarà deciso a Suo svantaggio.',
      ],
    },
  },
}

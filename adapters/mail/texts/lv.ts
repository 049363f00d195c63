import type { Catalogue } from '../catalogue.ts'

export const lv: Catalogue = {
  greeting: 'Labdien, {{name}}!',
  closing: 'Ar cieņu',
  signature: 'Jūsu {{brand}} komanda',
  subjectWhen: '{{subject}}: {{when}}',
  when: '{{date}}, plkst. {{time}} ({{zone}})',
  // A date and a language stand in the nominative as Intl gives them: never put them where the sentence wants another case.
  languageName: '{{language}} valoda',
  minutes_zero: 'aptuveni {{count}} minūšu',
  minutes_one: 'aptuveni {{count}} minūte',
  minutes_other: 'aptuveni {{count}} minūtes',
  labels: {
    when: 'Kad',
    caller: 'Jums zvanīs',
    contact: 'Jūsu kontaktpersona',
    language: 'Valoda',
    duration: 'Ilgums',
    about: 'Temats',
    trialEnd: 'Izmēģinājuma perioda beigas',
    firstFree: 'Pirmais brīvais laiks',
  },
  purposes: {
    call: 'Telefonsaruna',
    welcome: 'Iepazīšanās saruna',
    call_me_now: 'Atzvanīšana',
    onboarding: 'Ievadsaruna',
    trial_end: 'Saruna par izmēģinājuma perioda beigām',
    survey: 'Saruna par Jūsu apmierinātību',
    consultation: 'Konsultācija',
    anomaly: 'Saruna par neparastu notikumu Jūsu kontā',
    setup_help: 'Palīdzība iestatīšanā',
  },
  invitation: {
    summary: '{{purpose}} ({{brand}})',
    description:
      'Uz Jūsu norādīto tālruņa numuru zvanīs {{agentName}}. Lai mainītu tikšanās laiku, atbildiet uz e-pastu, ar kuru saņēmāt šo uzaicinājumu.',
    location: 'Pa tālruni',
    attached: 'Pielikumā ir uzaicinājums Jūsu kalendāram.',
    withdrawn: 'Pielikumā esošais atcēlums izņems šo ierakstu no Jūsu kalendāra.',
  },
  templates: {
    welcome_call_planned: {
      subject: 'Iepazīšanās saruna ar {{brand}}',
      before: [
        'Paldies, ka reģistrējāt uzņēmumu {{company}} pakalpojumam {{brand}}.',
        'Nākamais solis ir īsa telefonsaruna: vēlamies ar Jums iepazīties, atbildēt uz pirmajiem jautājumiem un uzzināt, vai vēlaties mūsu atbalstu. Iepriekš gatavoties nav nepieciešams.',
      ],
      after: ['Ja šis laiks Jums neder, vienkārši atbildiet uz šo e-pastu un iesakiet citu. Mēs sarunu labprāt pārcelsim.'],
    },
    welcome_call_late: {
      subject: 'Iepazīšanās saruna ar {{brand}}: vēlāk, nekā mēs vēlētos',
      before: [
        'Paldies, ka reģistrējāt uzņēmumu {{company}} pakalpojumam {{brand}}.',
        'Vēlamies ar Jums sarunāties Jūsu valodā ({{language}}), bet kolēģis, kas to labi prot, diemžēl nevar Jums piezvanīt agrāk. Tas ir vēlāk, nekā esam apņēmušies, un mēs atvainojamies par gaidīšanu.',
        'Iepriekš gatavoties nav nepieciešams, un pakalpojumu {{brand}} varat lietot jau tagad.',
      ],
      after: [
        'Ja Jums derētu agrāka saruna citā valodā, vienkārši atbildiet uz šo e-pastu un norādiet, kurā. Tāpat rīkojieties, ja šis laiks Jums neder.',
      ],
    },
    welcome_no_speaker: {
      subject: 'Laipni lūdzam pakalpojumā {{brand}}: meklējam kolēģi, kas runā Jūsu valodā',
      before: [
        'Paldies, ka reģistrējāt uzņēmumu {{company}} pakalpojumam {{brand}}.',
        'Vēlamies ar Jums sarunāties valodā, kurā jūtaties ērti. Pašlaik mūsu komandā neviens pietiekami labi nerunā {{language}} valodā, tāpēc meklējam kolēģi, kas to prot. Kamēr tādu nebūsim atraduši, mēs Jums nezvanīsim.',
        'Tiklīdz būsim atraduši, Jūs saņemsiet e-pastu ar kolēģa vārdu un sarunas laiku. Pakalpojumu {{brand}} varat lietot jau tagad.',
      ],
      after: ['Ja Jums derētu saruna citā valodā, atbildiet uz šo e-pastu un norādiet, kurā.'],
    },
    agent_no_show: {
      subject: 'Atvainojamies: mēs nokavējām mūsu norunāto sarunu',
      before: [
        'Mums ar Jums bija norunāta saruna, bet neviens no mūsu komandas norunātajā laikā Jums nepiezvanīja. Tā bija mūsu kļūda, un mēs atvainojamies.',
        'Ja kāds no mūsu komandas ir brīvs, mēs Jums piezvanīsim dažu minūšu laikā. Citādi piedāvājam mūsu pirmo brīvo laiku.',
      ],
      after: ['Ja tas Jums der, pietiek ar īsu atbildi uz šo e-pastu. Ja vēlaties citu laiku, norādiet to savā atbildē.'],
    },
    welcome_no_call: {
      subject: 'Laipni lūdzam pakalpojumā {{brand}}: Jums nekas nav jādara',
      before: [
        'Paldies, ka reģistrējāt uzņēmumu {{company}} pakalpojumam {{brand}}.',
        'Jūs izvēlējāties Lost & Found: mēs meklējam Amazon noliktavās pazudušas vai bojātas preces un kompensācijas, kas Jums par tām pienākas. Tas notiek fonā, un Jums nekas nav jādara.',
      ],
      after: [
        'Mēs zvanīsim tikai tad, ja pamanīsim ko neparastu vai ja Jūs to lūgsiet. Lai pieteiktu zvanu, vienkārši atbildiet uz šo e-pastu.',
      ],
    },
    booking_confirmed: {
      subject: 'Sarunas laiks apstiprināts',
      before: ['Sarunas laiks ir apstiprināts. Mēs zvanīsim uz Jūsu norādīto tālruņa numuru.'],
      after: ['Ja Jūsu plāni mainās, vienkārši atbildiet uz šo e-pastu, un mēs atradīsim citu laiku.'],
    },
    booking_moved: {
      subject: 'Sarunas laiks mainīts',
      before: ['Sarunai ir jauns laiks; iepriekšējais vairs nav spēkā. Mēs zvanīsim uz Jūsu norādīto tālruņa numuru.'],
      after: ['Ja jaunais laiks Jums neder, vienkārši atbildiet uz šo e-pastu, un mēs atradīsim citu.'],
    },
    booking_cancelled: {
      subject: 'Saruna atcelta',
      before: ['Šī saruna ir atcelta. Norādītajā laikā mēs Jums nezvanīsim.'],
      after: ['Ja vēlaties vienoties par jaunu laiku, atbildiet uz šo e-pastu un norādiet, kad Jums būtu ērti.'],
    },
    booking_reminder: {
      subject: 'Atgādinājums par Jūsu sarunu',
      before: ['Īss atgādinājums par Jūsu sarunu. Mēs Jums zvanīsim uz Jūsu norādīto numuru.'],
      after: ['Ja kaut kas ir mainījies, vienkārši atbildiet uz šo e-pastu, un mēs atradīsim citu laiku.'],
    },
    running_late: {
      subject: 'Jūsu saruna sāksies vēlāk',
      before: [
        'Atvainojiet: saruna pirms Jūsējās ieilgst, tāpēc mēs Jums zvanīsim nedaudz vēlāk. Šis ir jaunais laiks; iepriekšējais vairs nav spēkā.',
      ],
      after: ['Ja jaunais laiks Jums neder, vienkārši atbildiet uz šo e-pastu, un mēs atradīsim citu.'],
    },
    slot_freed: {
      subject: 'Ir atbrīvojies laiks',
      before: [
        'Jūs lūdzāt paziņot, ja atbrīvojas kāds laiks. Šis laiks tagad ir brīvs, taču Jums tas nav rezervēts: to iegūst tas, kurš piesakās pirmais.',
      ],
      after: ['Ja vēlaties šo laiku, pēc iespējas drīz atbildiet uz šo e-pastu, un mēs to Jums rezervēsim.'],
    },
    not_reached: {
      subject: 'Mēģinājām Jums piezvanīt',
      before: ['Mēģinājām Jums piezvanīt saistībā ar uzņēmumu {{company}}, bet diemžēl neizdevās ar Jums sazināties.'],
      after: ['Kad Jūs visvieglāk sazvanīt? Atbildiet uz šo e-pastu un norādiet Jums ērtu laiku, un mēs tad piezvanīsim.'],
    },
    call_me_later: {
      subject: 'Jūsu zvans: diemžēl ne uzreiz',
      before: [
        'Jūs lūdzāt Jums tūlīt piezvanīt. Šobrīd nav brīvs neviens, kas runā Jūsu valodā, un mēs nevēlamies solīt to, ko nevaram izpildīt. Piezvanīsim Jums, tiklīdz tas būs iespējams.',
      ],
      after: ['Vai Jums būtu ērtāks cits laiks? Atbildiet uz šo e-pastu un norādiet to, mēs labprāt pielāgosimies.'],
    },
    no_show: {
      subject: 'Norunātajā laikā neizdevās Jūs sazvanīt',
      before: ['Zvanījām Jums norunātajā laikā, bet diemžēl neizdevās Jūs sazvanīt. Tā gadās.'],
      after: ['Atbildiet uz šo e-pastu un norādiet Jums ērtu laiku, un mēs vienosimies par jaunu sarunu.'],
    },
    support_declined: {
      subject: 'Kā ar mums sazināties, ja būs nepieciešams',
      before: [
        'Paldies par veltīto laiku. Jūs teicāt, ka pašlaik mūsu atbalsts Jums nav vajadzīgs, un tas ir pilnīgi saprotami.',
        'Ja vēlāk radīsies kāds jautājums vai pārdomāsiet, vienkārši atbildiet uz šo e-pastu. Mēs labprāt palīdzēsim Jums un uzņēmumam {{company}} – rakstiski vai pa tālruni.',
      ],
      after: [],
    },
    trial_questionnaire: {
      subject: 'Trīs īsi jautājumi par izmēģinājuma perioda beigām',
      before: ['Vēlējāmies ar Jums parunāt pirms uzņēmuma {{company}} izmēģinājuma perioda beigām, bet diemžēl tas neizdevās.'],
      after: [
        'Tāpēc trīs jautājumus uzdodam rakstiski. Vienkārši atbildiet uz šo e-pastu; pietiks ar vienu teikumu katrai atbildei.',
        '1. Kas izdevās labi?',
        '2. Kas mums būtu jāuzlabo?',
        '3. Kuru stratēģiju turpināt?',
        'Izmēģinājuma periods beigsies neatkarīgi no tā, vai atbildēsiet. Ja atbildi nesaņemsim, nekas netiks izlemts Jums par sliktu.',
      ],
    },
  },
}

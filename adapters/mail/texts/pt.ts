import type { Catalogue } from '../catalogue.ts'

export const pt: Catalogue = {
  greeting: 'Olá, {{name}}!',
  closing: 'Com os melhores cumprimentos',
  signature: 'A equipa {{brand}}',
  subjectWhen: '{{subject}}: {{when}}',
  when: '{{date}}, {{time}} ({{zone}})',
  languageName: '{{language}}',
  minutes_one: 'cerca de {{count}} minuto',
  minutes_many: 'cerca de {{count}} de minutos',
  minutes_other: 'cerca de {{count}} minutos',
  labels: {
    when: 'Quando',
    caller: 'Quem lhe liga',
    contact: 'O seu contacto',
    language: 'Língua',
    duration: 'Duração',
    about: 'Assunto',
    trialEnd: 'Fim do período experimental',
    firstFree: 'Primeira hora livre',
  },
  purposes: {
    call: 'Chamada',
    welcome: 'Chamada de boas-vindas',
    call_me_now: 'Chamada de retorno',
    onboarding: 'Chamada de introdução',
    trial_end: 'Chamada sobre o fim do período experimental',
    survey: 'Chamada sobre a sua satisfação',
    consultation: 'Chamada de aconselhamento',
    anomaly: 'Chamada sobre algo invulgar na sua conta',
    setup_help: 'Ajuda com a configuração',
  },
  invitation: {
    summary: '{{purpose}} ({{brand}})',
    description:
      '{{agentName}} vai ligar-lhe para o número que nos indicou. Para alterar a marcação, responda ao e-mail que acompanha este convite.',
    location: 'Por telefone',
    attached: 'Em anexo segue um convite para a sua agenda.',
    withdrawn: 'O cancelamento em anexo retira a marcação da sua agenda.',
  },
  templates: {
    welcome_call_planned: {
      subject: 'A sua chamada de boas-vindas com {{brand}}',
      before: [
        'Agradecemos ter inscrito {{company}} em {{brand}}.',
        'O próximo passo é uma breve chamada: gostaríamos de nos conhecer, de responder às suas primeiras perguntas e de saber se pretende o nosso apoio. Não precisa de preparar nada.',
      ],
      after: ['Se esta hora não lhe convém, basta responder a este e-mail e sugerir outra. Teremos todo o gosto em alterar a chamada.'],
    },
    welcome_call_late: {
      subject: 'A sua chamada de boas-vindas com {{brand}}: mais tarde do que gostaríamos',
      before: [
        'Agradecemos ter inscrito {{company}} em {{brand}}.',
        'Gostaríamos de falar consigo na sua língua ({{language}}), e quem a fala bem na nossa equipa não lhe pode ligar mais cedo. É mais tarde do que nos propusemos; pedimos desculpa pela espera.',
        'Não precisa de preparar nada e, entretanto, já pode utilizar {{brand}}.',
      ],
      after: [
        'Se preferir falar mais cedo noutra língua, basta responder a este e-mail e dizer-nos em qual. Faça o mesmo se esta hora não lhe convier.',
      ],
    },
    welcome_no_speaker: {
      subject: 'Damos-lhe as boas-vindas a {{brand}}: procuramos alguém que fale a sua língua',
      before: [
        'Agradecemos ter inscrito {{company}} em {{brand}}.',
        'Gostaríamos de falar consigo numa língua em que se sinta à vontade. De momento, ninguém na nossa equipa fala {{language}} suficientemente bem, por isso procuramos alguém que o faça. Não lhe ligaremos antes de encontrarmos essa pessoa.',
        'Assim que a encontrarmos, receberá um e-mail com o nome e a hora da chamada. Entretanto, já pode utilizar {{brand}}.',
      ],
      after: ['Se não se importar de falar noutra língua, responda a este e-mail e diga-nos em qual.'],
    },
    agent_no_show: {
      subject: 'Pedimos desculpa: faltámos à nossa marcação',
      before: [
        'Tínhamos uma chamada marcada consigo e ninguém da nossa equipa lhe ligou à hora combinada. O erro foi nosso e lamentamos.',
        'Se alguém da nossa equipa estiver livre, ligamos-lhe dentro de poucos minutos. Caso contrário, propomos-lhe a nossa primeira hora livre.',
      ],
      after: ['Se lhe convier, basta uma breve resposta a este e-mail. Se preferir outra hora, indique-a na sua resposta.'],
    },
    welcome_no_call: {
      subject: 'Damos-lhe as boas-vindas a {{brand}}: não precisa de fazer nada',
      before: [
        'Agradecemos ter inscrito {{company}} em {{brand}}.',
        'Escolheu o Lost & Found: procuramos artigos perdidos ou danificados nos armazéns da Amazon e os reembolsos a que tem direito. Tudo decorre em segundo plano; não precisa de fazer nada.',
      ],
      after: ['Só lhe ligaremos se notarmos algo invulgar ou se nos pedir. Para pedir uma chamada, basta responder a este e-mail.'],
    },
    booking_confirmed: {
      subject: 'Marcação confirmada',
      before: ['A sua marcação está confirmada. Vamos ligar-lhe para o número que nos indicou.'],
      after: ['Se surgir algum imprevisto, basta responder a este e-mail e encontraremos outra hora.'],
    },
    booking_moved: {
      subject: 'Marcação alterada',
      before: ['A sua marcação tem uma nova hora, que substitui a anterior. Vamos ligar-lhe para o número que nos indicou.'],
      after: ['Se a nova hora não lhe convém, basta responder a este e-mail e encontraremos outra.'],
    },
    booking_cancelled: {
      subject: 'Marcação cancelada',
      before: ['Esta marcação foi cancelada. Não lhe ligaremos a essa hora.'],
      after: ['Se pretende uma nova marcação, responda a este e-mail e diga-nos quando lhe convém.'],
    },
    booking_reminder: {
      subject: 'Lembrete da sua marcação',
      before: ['Este é um breve lembrete da sua marcação. Ligaremos para o número que nos indicou.'],
      after: ['Se surgiu algum imprevisto, responda a este e-mail e encontraremos outra hora.'],
    },
    running_late: {
      subject: 'A sua marcação começa mais tarde',
      before: [
        'Lamentamos: uma conversa antes da sua está a demorar mais do que o previsto, pelo que lhe ligaremos um pouco mais tarde. Esta é a nova hora; a anterior deixa de ser válida.',
      ],
      after: ['Se a nova hora não lhe convém, responda a este e-mail e encontraremos outra.'],
    },
    slot_freed: {
      subject: 'Ficou livre um horário',
      before: [
        'Pediu-nos que o avisássemos quando ficasse livre um horário. Este está livre agora, mas não está reservado para si: fica com ele quem o marcar primeiro.',
      ],
      after: ['Se o pretende, responda a este e-mail logo que possível e faremos a marcação por si.'],
    },
    not_reached: {
      subject: 'Tentámos ligar-lhe',
      before: ['Tentámos ligar-lhe a propósito de {{company}}, mas infelizmente não conseguimos falar consigo.'],
      after: ['Quando é mais fácil falarmos? Responda a este e-mail com uma hora que lhe convenha e ligar-lhe-emos nessa altura.'],
    },
    call_me_later: {
      subject: 'A sua chamada: infelizmente não de imediato',
      before: [
        'Pediu-nos que lhe ligássemos de imediato. Neste momento não está livre ninguém que fale a sua língua, e não queremos prometer o que não podemos cumprir. Ligar-lhe-emos assim que for possível.',
      ],
      after: ['Prefere outra altura? Responda a este e-mail e diga-nos quando; teremos todo o gosto em combinar.'],
    },
    no_show: {
      subject: 'Não conseguimos falar consigo à hora marcada',
      before: ['Ligámos-lhe à hora marcada, mas infelizmente não conseguimos falar consigo. São coisas que acontecem.'],
      after: ['Responda a este e-mail com uma hora que lhe convenha e faremos uma nova marcação.'],
    },
    support_declined: {
      subject: 'Como falar connosco se precisar de nós',
      before: [
        'Agradecemos o seu tempo. Disse-nos que, por agora, não precisa do nosso apoio, e está tudo bem.',
        'Se mais tarde surgir alguma pergunta ou mudar de ideias, basta responder a este e-mail. Teremos todo o gosto em ajudar, a si e a {{company}}, por escrito ou por telefone.',
      ],
      after: [],
    },
    trial_questionnaire: {
      subject: 'Três perguntas breves sobre o fim do seu período experimental',
      before: ['Gostaríamos de ter falado consigo antes do fim do período experimental de {{company}}, mas infelizmente não foi possível.'],
      after: [
        'Por isso, fazemos-lhe as nossas três perguntas por escrito. Basta responder a este e-mail; uma frase por pergunta é suficiente.',
        '1. O que correu bem?',
        '2. O que devemos melhorar?',
        '3. Que estratégia pretende manter?',
        'O período experimental termina, quer responda, quer não. Se não recebermos resposta, nada será decidido em seu prejuízo.',
      ],
    },
  },
}

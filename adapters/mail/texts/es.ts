import type { Catalogue } from '../catalogue.ts'

export const es: Catalogue = {
  greeting: 'Hola, {{name}}:',
  closing: 'Un cordial saludo',
  signature: 'El equipo de {{brand}}',
  subjectWhen: '{{subject}}: {{when}}',
  when: '{{date}}, {{time}} ({{zone}})',
  languageName: '{{language}}',
  minutes_one: '{{count}} minuto aproximadamente',
  minutes_many: '{{count}} de minutos aproximadamente',
  minutes_other: '{{count}} minutos aproximadamente',
  labels: {
    when: 'Cuándo',
    caller: 'Quién le llama',
    contact: 'Su contacto',
    language: 'Idioma',
    duration: 'Duración',
    about: 'Asunto',
    trialEnd: 'Fin del periodo de prueba',
    firstFree: 'Primera hora libre',
  },
  purposes: {
    call: 'Llamada',
    welcome: 'Llamada de bienvenida',
    call_me_now: 'Devolución de llamada',
    onboarding: 'Llamada de introducción',
    trial_end: 'Llamada sobre el final de su periodo de prueba',
    survey: 'Llamada sobre su satisfacción',
    consultation: 'Llamada de asesoramiento',
    anomaly: 'Llamada sobre algo inusual en su cuenta',
    setup_help: 'Ayuda con la configuración',
  },
  invitation: {
    summary: '{{purpose}} ({{brand}})',
    description:
      '{{agentName}} le llamará al número que nos indicó. Para cambiar la cita, responda al correo con el que recibió esta invitación.',
    location: 'Por teléfono',
    attached: 'Adjuntamos una invitación para su calendario.',
    withdrawn: 'La cancelación adjunta retira la cita de su calendario.',
  },
  templates: {
    welcome_call_planned: {
      subject: 'Su llamada de bienvenida con {{brand}}',
      before: [
        'Gracias por registrar {{company}} en {{brand}}.',
        'El siguiente paso es una breve llamada: queremos conocerle, responder a sus primeras preguntas y saber si desea contar con nuestro apoyo. No tiene que preparar nada.',
      ],
      after: ['Si esta hora no le viene bien, responda a este correo y propónganos otra. Cambiaremos la llamada con mucho gusto.'],
    },
    welcome_call_late: {
      subject: 'Su llamada de bienvenida con {{brand}}: más tarde de lo que quisiéramos',
      before: [
        'Gracias por registrar {{company}} en {{brand}}.',
        'Queremos hablar con usted en su idioma ({{language}}), y la persona de nuestro equipo que lo domina no puede llamarle antes. Es más tarde de lo que nos hemos propuesto; le pedimos disculpas por la espera.',
        'No tiene que preparar nada y, mientras tanto, ya puede utilizar {{brand}}.',
      ],
      after: [
        'Si prefiere hablar antes en otro idioma, responda a este correo y díganos en cuál. Haga lo mismo si esta hora no le viene bien.',
      ],
    },
    welcome_no_speaker: {
      subject: 'Le damos la bienvenida a {{brand}}: buscamos a alguien que hable su idioma',
      before: [
        'Gracias por registrar {{company}} en {{brand}}.',
        'Queremos hablar con usted en un idioma en el que se sienta a gusto. En este momento nadie de nuestro equipo habla {{language}} con suficiente soltura, así que buscamos a alguien que lo domine y no le llamaremos antes de haberlo encontrado.',
        'En cuanto lo tengamos, recibirá un correo con el nombre y la hora de la llamada. Mientras tanto, ya puede utilizar {{brand}}.',
      ],
      after: ['Si le parece bien hablar en otro idioma, responda a este correo y díganos en cuál.'],
    },
    agent_no_show: {
      subject: 'Le pedimos disculpas: hemos faltado a nuestra cita',
      before: [
        'Teníamos una cita con usted y nadie de nuestro equipo le llamó a la hora acordada. Ha sido un error nuestro y lo sentimos.',
        'Si alguien de nuestro equipo está libre, le llamaremos en unos minutos. Si no, le ofrecemos nuestra primera hora libre.',
      ],
      after: ['Si le viene bien, basta con una breve respuesta a este correo. Si prefiere otra hora, propóngala en su respuesta.'],
    },
    welcome_no_call: {
      subject: 'Le damos la bienvenida a {{brand}}: no tiene que hacer nada',
      before: [
        'Gracias por registrar {{company}} en {{brand}}.',
        'Ha elegido Lost & Found: buscamos los artículos perdidos o dañados en los almacenes de Amazon y los reembolsos que le corresponden por ellos. Todo ocurre en segundo plano; no tiene que hacer nada.',
      ],
      after: ['Solo le llamaremos si observamos algo inusual o si usted nos lo pide. Para solicitar una llamada, responda a este correo.'],
    },
    booking_confirmed: {
      subject: 'Cita confirmada',
      before: ['Su cita está confirmada. Le llamaremos al número que nos indicó.'],
      after: ['Si le surge algún imprevisto, responda a este correo y buscaremos otra hora.'],
    },
    booking_moved: {
      subject: 'Cita cambiada',
      before: ['Su cita tiene una nueva hora, que sustituye a la anterior. Le llamaremos al número que nos indicó.'],
      after: ['Si la nueva hora no le viene bien, responda a este correo y buscaremos otra.'],
    },
    booking_cancelled: {
      subject: 'Cita cancelada',
      before: ['Esta cita se ha cancelado. No le llamaremos a esa hora.'],
      after: ['Si desea una nueva cita, responda a este correo y díganos cuándo le viene bien.'],
    },
    booking_reminder: {
      subject: 'Recordatorio de su cita',
      before: ['Le recordamos brevemente su cita. Le llamaremos al número que nos indicó.'],
      after: ['Si le ha surgido algún imprevisto, responda a este correo y buscaremos otra hora.'],
    },
    running_late: {
      subject: 'Su cita empezará más tarde',
      before: [
        'Lo sentimos: una conversación anterior a la suya está durando más de lo previsto, por lo que le llamaremos un poco más tarde. Esta es la nueva hora; la anterior ya no es válida.',
      ],
      after: ['Si la nueva hora no le viene bien, responda a este correo y buscaremos otra.'],
    },
    slot_freed: {
      subject: 'Ha quedado libre una hora',
      before: [
        'Nos pidió que le avisáramos cuando quedara libre una hora. Esta está libre ahora, pero no la tenemos reservada para usted: será de quien la reserve primero.',
      ],
      after: ['Si la quiere, responda a este correo cuanto antes y se la reservaremos.'],
    },
    not_reached: {
      subject: 'Hemos intentado llamarle',
      before: ['Hemos intentado llamarle en relación con {{company}}, pero por desgracia no hemos podido hablar con usted.'],
      after: ['¿Cuándo es más fácil localizarle? Responda a este correo con una hora que le venga bien y le llamaremos entonces.'],
    },
    call_me_later: {
      subject: 'Su llamada: por desgracia, no de inmediato',
      before: [
        'Nos ha pedido que le llamemos de inmediato. En este momento no está libre nadie que hable su idioma, y no queremos prometer lo que no podemos cumplir. Le llamaremos en cuanto nos sea posible.',
      ],
      after: ['¿Le viene mejor otro momento? Responda a este correo e indíquenos cuándo; nos adaptaremos con mucho gusto.'],
    },
    no_show: {
      subject: 'No hemos podido hablar con usted a la hora acordada',
      before: ['Le hemos llamado a la hora de nuestra cita, pero por desgracia no hemos podido hablar con usted. Son cosas que pasan.'],
      after: ['Responda a este correo con una hora que le venga bien y concertaremos una nueva cita.'],
    },
    support_declined: {
      subject: 'Cómo contactar con nosotros si nos necesita',
      before: [
        'Gracias por su tiempo. Nos ha dicho que por ahora no necesita nuestro apoyo, y nos parece perfectamente bien.',
        'Si más adelante le surge alguna pregunta o cambia de opinión, responda a este correo. Estaremos encantados de ayudarle a usted y a {{company}}, por escrito o por teléfono.',
      ],
      after: [],
    },
    trial_questionnaire: {
      subject: 'Tres preguntas breves sobre el final de su periodo de prueba',
      before: [
        'Nos habría gustado hablar con usted antes de que termine el periodo de prueba de {{company}}, pero por desgracia no ha sido posible.',
      ],
      after: [
        'Por eso le hacemos nuestras tres preguntas por escrito. Responda a este correo; basta con una frase por pregunta.',
        '1. ¿Qué ha ido bien?',
        '2. ¿Qué deberíamos mejorar?',
        '3. ¿Qué estrategia desea mantener?',
        'El periodo de prueba termina tanto si responde como si no. Si no recibimos respuesta, no se decidirá nada en su contra.',
      ],
    },
  },
}

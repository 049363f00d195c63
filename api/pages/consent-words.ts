import { MAIL_LANGUAGES, type MailLanguage } from '../../domain/mail.ts'

export type ConsentPageKind = 'connected' | 'refused' | 'not_open' | 'mismatch' | 'later'

type Words = readonly [heading: string, text: string]

const WORDS: Readonly<Record<MailLanguage, Readonly<Record<ConsentPageKind, Words>>>> = {
  en: {
    connected: ['Your Amazon account is connected', 'Thank you. You may close this window; your contact with us sees it already.'],
    refused: ['You have not given your consent', 'Nothing was connected. If you change your mind, ask us for a new link.'],
    not_open: ['This link no longer works', 'It was used, or is too old. Please ask us for a new one.'],
    mismatch: [
      'This is another Amazon account',
      'Amazon does not confirm that the consent is of the account named with it. Nothing was connected. Please ask us for a new link.',
    ],
    later: ['That did not work yet', 'Nothing was lost. Please load this page again in a moment.'],
  },
  de: {
    connected: [
      'Ihr Amazon-Konto ist verbunden',
      'Danke. Sie können dieses Fenster schließen; Ihre Ansprechperson bei uns sieht es schon.',
    ],
    refused: [
      'Sie haben nicht zugestimmt',
      'Es wurde nichts verbunden. Wenn Sie es sich anders überlegen, bitten Sie uns um einen neuen Link.',
    ],
    not_open: ['Dieser Link gilt nicht mehr', 'Er wurde benutzt oder ist zu alt. Bitte fragen Sie uns nach einem neuen.'],
    mismatch: [
      'Das ist ein anderes Amazon-Konto',
      'Amazon bestätigt nicht, dass die Zustimmung von dem genannten Konto ist. Es wurde nichts verbunden. Bitte fragen Sie uns nach einem neuen Link.',
    ],
    later: ['Das hat noch nicht geklappt', 'Es ging nichts verloren. Bitte laden Sie diese Seite gleich noch einmal.'],
  },
  fr: {
    connected: ['Votre compte Amazon est relié', 'Merci. Vous pouvez fermer cette fenêtre ; votre interlocuteur chez nous le voit déjà.'],
    refused: ['Vous n’avez pas donné votre accord', 'Rien n’a été relié. Si vous changez d’avis, demandez-nous un nouveau lien.'],
    not_open: ['Ce lien n’est plus valable', 'Il a été utilisé ou il est trop ancien. Demandez-nous-en un nouveau.'],
    mismatch: [
      'C’est un autre compte Amazon',
      'Amazon ne confirme pas que l’accord vient du compte indiqué. Rien n’a été relié. Demandez-nous un nouveau lien.',
    ],
    later: ['Cela n’a pas encore fonctionné', 'Rien n’est perdu. Rechargez cette page dans un instant.'],
  },
  es: {
    connected: ['Su cuenta de Amazon está conectada', 'Gracias. Puede cerrar esta ventana; su persona de contacto ya lo ve.'],
    refused: ['No ha dado su consentimiento', 'No se ha conectado nada. Si cambia de opinión, pídanos un enlace nuevo.'],
    not_open: ['Este enlace ya no sirve', 'Se ha usado o es demasiado antiguo. Pídanos uno nuevo.'],
    mismatch: [
      'Es otra cuenta de Amazon',
      'Amazon no confirma que el consentimiento sea de la cuenta indicada. No se ha conectado nada. Pídanos un enlace nuevo.',
    ],
    later: ['Todavía no ha funcionado', 'No se ha perdido nada. Vuelva a cargar esta página en un momento.'],
  },
  pt: {
    connected: ['A sua conta Amazon está ligada', 'Obrigado. Pode fechar esta janela; o seu contacto já o vê.'],
    refused: ['Não deu o seu consentimento', 'Nada foi ligado. Se mudar de ideias, peça-nos uma nova ligação.'],
    not_open: ['Esta ligação já não é válida', 'Foi usada ou é demasiado antiga. Peça-nos uma nova.'],
    mismatch: [
      'É outra conta Amazon',
      'A Amazon não confirma que o consentimento seja da conta indicada. Nada foi ligado. Peça-nos uma nova ligação.',
    ],
    later: ['Ainda não funcionou', 'Nada se perdeu. Volte a carregar esta página dentro de momentos.'],
  },
  lv: {
    connected: ['Jūsu Amazon konts ir savienots', 'Paldies. Šo logu varat aizvērt; jūsu kontaktpersona to jau redz.'],
    refused: ['Jūs nedevāt piekrišanu', 'Nekas netika savienots. Ja pārdomājat, lūdziet mums jaunu saiti.'],
    not_open: ['Šī saite vairs nav derīga', 'Tā jau izmantota vai ir pārāk veca. Lūdziet mums jaunu.'],
    mismatch: [
      'Tas ir cits Amazon konts',
      'Amazon neapstiprina, ka piekrišana ir no norādītā konta. Nekas netika savienots. Lūdziet mums jaunu saiti.',
    ],
    later: ['Tas vēl neizdevās', 'Nekas nav zaudēts. Pēc brīža ielādējiet šo lapu vēlreiz.'],
  },
  it: {
    connected: ['Il suo account Amazon è collegato', 'Grazie. Può chiudere questa finestra; il suo contatto lo vede già.'],
    refused: ['Non ha dato il suo consenso', 'Non è stato collegato nulla. Se cambia idea, ci chieda un nuovo link.'],
    not_open: ['Questo link non è più valido', 'È stato usato o è troppo vecchio. Ce ne chieda uno nuovo.'],
    mismatch: [
      'È un altro account Amazon',
      'Amazon non conferma che il consenso sia dell’account indicato. Non è stato collegato nulla. Ci chieda un nuovo link.',
    ],
    later: ['Non ha ancora funzionato', 'Nulla è andato perso. Ricarichi questa pagina tra un momento.'],
  },
}

const isOurs = (language: string): language is MailLanguage => (MAIL_LANGUAGES as readonly string[]).includes(language)

/** In the first of these languages (base tags) that we write. */
export function consentWords(
  kind: ConsentPageKind,
  languages: readonly string[],
): { language: MailLanguage; heading: string; text: string } {
  const language = languages.find(isOurs) ?? 'en'
  const [heading, text] = WORDS[language][kind]
  return { language, heading, text }
}

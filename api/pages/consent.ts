import { baseLanguage } from '../../domain/languages.ts'
import { type ConsentPageKind, consentWords } from './consent-words.ts'

/** What a seller reads after he was at Amazon. `languages`: BCP 47, best first. */
export function consentPage(kind: ConsentPageKind, languages: readonly string[]): string {
  const { language, heading, text } = consentWords(kind, languages.map(baseLanguage))
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;color:#1d2733;background:#f5f7fa;margin:0}main{max-width:32rem;margin:15vh auto;padding:2rem;background:#fff;border-radius:.5rem}</style></head>
<body><main><h1>${heading}</h1><p>${text}</p></main></body>
</html>
`
}

/** The languages of a browser, as its `Accept-Language` has them: browsers name the best first. */
export const acceptedLanguages = (header = ''): string[] => header.split(',').map((part) => (part.split(';')[0] ?? '').trim())

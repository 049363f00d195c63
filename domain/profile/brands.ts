// Brands as Amazon's catalogue names them are typed by sellers: "ACME", "Acme®", "acme home GmbH". One brand must have one key, in every run.

/** Forms that are nothing else in any brand. */
const LEGAL_FORMS = new Set(
  'gmbh mbh ug kg ohg ag llc ltd limited inc incorporated corp corporation plc pty srl sarl sas eurl sia kft oy aps bv nv sa sl slu lda doo sro'.split(
    ' ',
  ),
)
/** Forms that are words, too ("Home Spa", "Bread & Co"): legal forms only where they are abbreviated ("S.p.A.") or stand before another one. */
const AMBIGUOUS_FORMS = new Set(['spa', 'co', 'ab', 'as', 'se', 'ek', 'oo', 'z', 'sp'])
const ABBREVIATED = /(?<=^|[\s,])(?:\p{L}\.\s?){2,4}(?:\p{L}(?=[\s,]|$))?|(?<=^|[\s,])\p{L}\.\p{L}(?=[\s,]|$)/gu

/** What stands in the brand field of products that have no brand. */
const NO_BRAND = new Set(
  (
    'generic generico generica generique generisch genericbrand nobrand noname unbranded unbrandedgeneric genericunbranded ' +
    'ohnemarke keinemarke markenlos sinmarca sansmarque senzamarca semmarca merkloos bezmarki na notavailable none null nil undefined ' +
    'unknown unbekannt unknownbrand desconocido inconnu notapplicable doesnotapply nichtzutreffend noaplica nonapplicabile brand ' +
    'brandname marke marca marque other others sonstige notspecified keine ninguna nessuna aucune'
  ).split(' '),
)

const LONGEST = 64

/** Words without case, marks and punctuation; legal forms at the end dropped. */
function wordsOf(name: string): string[] {
  const abbreviated: string[] = []
  const plain = fold(name).replace(ABBREVIATED, (form) => {
    const letters = form.replace(/[.\s]/g, '')
    abbreviated.push(letters)
    return ` ${letters} `
  })
  const words = plain.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
  const isForm = (word: string, certain: boolean): boolean =>
    LEGAL_FORMS.has(word) || (AMBIGUOUS_FORMS.has(word) && (certain || abbreviated.includes(word)))
  let end = words.length
  while (end > 1 && isForm(words[end - 1] ?? '', end < words.length)) end -= 1
  return words.slice(0, end)
}

/** Case, width, apostrophes, trade marks and the accents of Latin letters do not tell brands apart; marks of other scripts do. */
const fold = (text: string): string =>
  text
    .replace(/[®™©'’`´]/gu, '')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ß/gu, 'ss')

/** The brand in a form that all its spellings share ("Amazon Basics", "AmazonBasics"); null where there is no brand. */
export function normalizeBrand(brand: string | null | undefined): string | null {
  const compact = wordsOf(brand ?? '').join('')
  if (compact === '' || NO_BRAND.has(compact)) return null
  return [...compact].slice(0, LONGEST).join('')
}

/** Shorter brands are found in too many company names by chance. */
const TELLING = 4

/** Whether a brand and a company's name look like the same house: one contains the other, legal forms apart. */
export function resemblesCompany(brand: string | null, company: string | null): boolean {
  const a = normalizeBrand(brand)
  const b = normalizeBrand(company)
  if (a === null || b === null || [...a].length < TELLING || [...b].length < TELLING) return false
  return a.includes(b) || b.includes(a)
}

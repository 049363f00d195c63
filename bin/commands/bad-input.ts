/** What was asked makes no sense: the text says what to do. Exit code 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
}

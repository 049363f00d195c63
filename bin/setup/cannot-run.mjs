/** A needed part is missing; the message says which and how to get it. Exit code 3. */
export class CannotRun extends Error {
  name = 'CannotRun'
}

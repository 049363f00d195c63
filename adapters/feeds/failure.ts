import type { Coded } from '../../domain/codes.ts'

/** Why a feed cannot be read, as a code; neither its address nor anything of its text is in it. */
export class FeedFailure extends Error {
  override readonly name = 'FeedFailure'
  readonly reason: Coded

  constructor(code: string, params: Coded['params'] = {}) {
    super(code)
    this.reason = { code, params }
  }
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorkflowBundleOption } from '@temporalio/worker'

/** The bundle that workers run, with a mistake made in it. Fails where the mistake changes nothing. */
export async function bundleWith(mistake: (code: string) => string): Promise<WorkflowBundleOption> {
  const right = await readFile(join('dist', 'workflows.js'), 'utf8')
  const wrong = mistake(right)
  if (wrong === right) throw new Error('the workflows no longer contain what the mistake is about: find another one')
  return { code: wrong }
}

/** Exchanges two texts wherever they stand; both must. */
export function exchange(code: string, one: string, other: string): string {
  if (!code.includes(one) || !code.includes(other)) throw new Error(`the workflows do not contain both ${one} and ${other}`)
  return code.replaceAll(one, '\0').replaceAll(other, one).replaceAll('\0', other)
}

/** The bundle as if whatever it runs had begun with the patch (true), or before it (false). */
export const bundlePatched = (patch: string, since: boolean): Promise<WorkflowBundleOption> =>
  bundleWith((code) => code.replace(new RegExp(`\\(0,\\w+\\.patched\\)\\('${patch}'\\)`), `${since}`))

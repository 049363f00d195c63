import { SETTINGS } from '../../config.ts'

interface Described {
  readonly default?: string
  readonly says: string
}

/** The settings as a Markdown table, for README.md. */
export const settingsTable = (): string =>
  ['| setting | default | what it is |', '| --- | --- | --- |']
    .concat(
      Object.entries<Described>(SETTINGS).map(
        ([name, { default: value, says }]) => `| \`${name}\` | ${value === undefined ? '' : `\`${value}\``} | ${says} |`,
      ),
    )
    .join('\n')

/** Prints the table that README.md has to contain word for word. */
export function settingsCommand({ json }: { json: boolean }): void {
  process.stdout.write(`${json ? JSON.stringify(SETTINGS) : settingsTable()}\n`)
}

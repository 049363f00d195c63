import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { sharedPath } from '../../support/shared.ts'

const folder = sharedPath('data/sp-api/models')

export const modelsAreHere = folder !== undefined

interface Definition {
  readonly properties?: object
  readonly additionalProperties?: unknown
}

interface Example {
  readonly request: { readonly parameters: Readonly<Record<string, { readonly value: unknown }>> }
  readonly response: unknown
}

/** One of Amazon's models: its definitions as a validator, and the static examples of its sandbox. */
export function openModel(file: string) {
  const model = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8'))
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  for (const format of ['int32', 'int64', 'double']) ajv.addFormat(format, true)
  ajv.addSchema({ $id: 'model', definitions: closed(model.definitions) })
  return {
    /** What is wrong with it; nothing where it is as Amazon says, with no property that Amazon does not know. */
    wrongWith(definition: string, value: unknown): string[] {
      const validate = ajv.getSchema(`model#/definitions/${definition}`)
      if (!validate) throw new Error(`no definition ${definition}`)
      return validate(value)
        ? []
        : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    },
    examples(path: string, method: string, status: string): readonly Example[] {
      return model.paths[path][method].responses[status]['x-amzn-api-sandbox']?.static ?? []
    },
  }
}

/** Definitions that know no further properties, save those that others are put together from. */
function closed(definitions: Readonly<Record<string, Definition>>): Record<string, unknown> {
  const parts = new Set<string>(
    [...JSON.stringify(definitions).matchAll(/"allOf":\[(.*?)\]/g)].flatMap(([, all = '']) =>
      [...all.matchAll(/#\/definitions\/(\w+)/g)].map(([, name = '']) => name),
    ),
  )
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      definition.properties && definition.additionalProperties === undefined && !parts.has(name)
        ? { ...definition, additionalProperties: false }
        : definition,
    ]),
  )
}

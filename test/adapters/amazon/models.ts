import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { sharedPath } from '../../support/shared.ts'
import type { Asked } from './scripted-amazon.ts'

interface Parameter {
  readonly name?: string
  readonly in?: string
  readonly required?: boolean
  readonly collectionFormat?: string
  readonly maxItems?: number
  readonly items?: { readonly enum?: readonly string[] }
  readonly enum?: readonly string[]
  readonly schema?: object
  readonly $ref?: string
}

export interface Example {
  readonly request: { readonly parameters: Readonly<Record<string, { readonly value: unknown }>> }
  readonly response?: unknown
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly responses: Readonly<Record<string, { readonly 'x-amzn-api-sandbox'?: { readonly static?: readonly Example[] } }>>
}

interface Model {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly parameters?: Readonly<Record<string, Parameter>>
  readonly definitions: object
}

/** Amazon's published models, where this machine has them. */
export const MODELS = sharedPath('data/sp-api/models')

export const readModel = (name: string): Model => JSON.parse(readFileSync(join(MODELS ?? '', `${name}.json`), 'utf8'))

/** Every static example of an operation's answers of a status. */
export const examplesOf = (model: Model, operationId: string, status: string): readonly Example[] =>
  found(model, operationId).operation.responses[status]?.['x-amzn-api-sandbox']?.static ?? []

function found(model: Model, operationId: string) {
  for (const [path, methods] of Object.entries(model.paths))
    for (const [method, operation] of Object.entries(methods)) if (operation.operationId === operationId) return { path, method, operation }
  throw new Error(`no ${operationId} in the model`)
}

/** What is wrong with a request, by the model; nothing where all is well. */
export function requestFaults(model: Model, operationId: string, { method, path, query, body }: Asked): string[] {
  const { path: template, method: expected, operation } = found(model, operationId)
  const parameters = (operation.parameters ?? []).map((one) =>
    one.$ref ? { ...model.parameters?.[one.$ref.split('/').at(-1) ?? ''] } : one,
  )
  const inQuery = parameters.filter((one) => one.in === 'query')
  const pattern = new RegExp(`/amazon/(eu|na|fe)${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
  return [
    ...(method.toLowerCase() === expected && pattern.test(path) ? [] : [`${method} ${path} is not ${expected} ${template}`]),
    ...[...query.keys()].filter((name) => !inQuery.some((one) => one.name === name)).map((name) => `${name} is unknown`),
    ...inQuery.flatMap((one) => queryFaults(one, query)),
    ...bodyFaults(
      model,
      parameters.find((one) => one.in === 'body'),
      body,
    ),
  ]
}

function queryFaults(
  { name = '', required = false, collectionFormat, maxItems = Infinity, items, enum: values }: Parameter,
  query: URLSearchParams,
) {
  const given = query.getAll(name)
  if (given.length === 0) return required ? [`${name} is missing`] : []
  if (given.length > 1 && collectionFormat !== 'multi') return [`${name} is repeated`]
  const all = collectionFormat === 'csv' ? (given[0] ?? '').split(',') : given
  const allowed = items?.enum ?? values
  return [
    ...(all.length > maxItems ? [`${name} has ${all.length} values`] : []),
    ...all.filter((value) => allowed && !allowed.includes(value)).map((value) => `${name} is ${value}`),
  ]
}

function bodyFaults({ definitions }: Model, parameter: Parameter | undefined, body: string): string[] {
  if (!parameter) return body === '' ? [] : ['a body']
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  const valid = ajv.compile({ ...parameter.schema, definitions })
  return valid(JSON.parse(body)) ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

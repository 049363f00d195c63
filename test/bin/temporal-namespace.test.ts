import { Connection } from '@temporalio/client'
import { expect, inject, test } from 'vitest'
import { connectTemporal } from '../../adapters/temporal.ts'
import { SEARCH_ATTRIBUTES } from '../../bin/search-attributes.ts'
import { prepareNamespace } from '../../bin/temporal-namespace.ts'
import { loadConfig } from '../../config.ts'

const config = loadConfig({ TEMPORAL_ADDRESS: inject('temporalAddress') })

test('preparing a namespace twice leaves usable search attributes and a retention of 30 days', async () => {
  expect(await prepareNamespace(config)).toEqual({ warnings: [] })
  expect(await prepareNamespace(config)).toEqual({ warnings: [] })
  const connection = await Connection.connect(connectTemporal(config).connectionOptions)
  try {
    const { config: kept } = await connection.workflowService.describeNamespace({ namespace: 'default' })
    expect(Number(kept?.workflowExecutionRetentionTtl?.seconds)).toBeGreaterThanOrEqual(30 * 24 * 3600)
    const query = SEARCH_ATTRIBUTES.map((name) => `${name} = 'x'`).join(' AND ')
    expect(Number((await connection.workflowService.countWorkflowExecutions({ namespace: 'default', query })).count)).toBe(0)
  } finally {
    await connection.close()
  }
})

test('where nothing listens the text says which setting to correct', async () => {
  await expect(prepareNamespace(loadConfig({ TEMPORAL_ADDRESS: '127.0.0.1:1' }))).rejects.toThrow(/127\.0\.0\.1:1.*TEMPORAL_ADDRESS/)
})

test('an API key switches TLS on, and only our settings count', () => {
  const plain = connectTemporal(loadConfig({}))
  expect(plain).toMatchObject({ namespace: 'default', connectionOptions: { address: '127.0.0.1:7233' } })
  expect(plain.connectionOptions.tls ?? false).toBe(false)
  const cloud = connectTemporal(
    loadConfig({ TEMPORAL_ADDRESS: 'a.example:7233', TEMPORAL_NAMESPACE: 'n.acct', TEMPORAL_API_KEY: 'secret' }),
  )
  expect(cloud.namespace).toBe('n.acct')
  expect(cloud.connectionOptions).toMatchObject({ address: 'a.example:7233', apiKey: 'secret', tls: expect.anything() })
})

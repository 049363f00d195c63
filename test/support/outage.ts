import { openDatabase } from '../../adapters/postgres/database.ts'
import type { TestStack } from './api.ts'

/**
 * The worker is down while time goes on: what was due meanwhile is late, all at once, when it is started again. The clock is turned
 * behind its API's back, as by a walk that died; the API of the end tells everybody.
 */
export async function sleepOver(stack: TestStack, milliseconds: number, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  await stack.stopWorker()
  const db = openDatabase(stack.databaseUrl)
  try {
    await db.client.$executeRaw`INSERT INTO demo_clock (id, offset_ms) VALUES (1, ${milliseconds})
      ON CONFLICT (id) DO UPDATE SET offset_ms = demo_clock.offset_ms + ${milliseconds}`
  } finally {
    await db.close()
  }
  await meanwhile()
  const api = await stack.anotherApi()
  await stack.startWorker()
  await api.close()
}

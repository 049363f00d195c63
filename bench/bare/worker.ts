import { join } from 'node:path'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { exitWithParent } from '../../bin/embedded/parent-watch.ts'
import { answer } from './activity.ts'

/** A worker for the peer, with the settings that ours has (bin/worker.ts). Arguments: address, task queue. */
const [, , address = '', taskQueue = ''] = process.argv

Runtime.install({ logger: new DefaultLogger('ERROR') })
exitWithParent()
const connection = await NativeConnection.connect({ address })
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: join(import.meta.dirname, 'workflow.ts'),
  activities: { answer },
  shutdownGraceTime: '8 seconds',
})
await worker.run()
process.exit(0)

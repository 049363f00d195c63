import { createApi } from '../api/app.ts'
import { type Config, loadConfig } from '../config.ts'
import { exitWithParent } from './embedded/parent-watch.ts'
import { cannotStart, logger, stopOnSignal } from './process.ts'
import { apiDeps } from './wiring.ts'

async function main(config: Config, log: ReturnType<typeof logger>): Promise<void> {
  const { deps, close } = await apiDeps(config)
  const app = await createApi(deps, { loggerInstance: log, forceCloseConnections: true })
  await app.listen({ host: config.required('LOTSE_HOST'), port: config.port('LOTSE_PORT') })
  stopOnSignal(log, async () => {
    await app.close()
    await close()
  })
}

const config = loadConfig()
const log = logger('api', config)
exitWithParent()
await main(config, log).catch(cannotStart(log))

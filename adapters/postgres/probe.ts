import type { DatabaseProbe } from '../../api/routes/health.ts'
import { pendingMigrations } from './migrate.ts'

export const createDatabaseProbe = (databaseUrl: string): DatabaseProbe => ({ pendingMigrations: () => pendingMigrations(databaseUrl) })

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg')

let bindings: Promise<Bindings> | undefined

/** Prisma's schema engine as WebAssembly. Its own entry imports the `.wasm` like a module, which Node cannot; so it is instantiated here, once and only when asked for. */
export function loadBindings(): Promise<Bindings> {
  bindings ??= instantiate()
  return bindings
}

async function instantiate(): Promise<Bindings> {
  const module: Bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const code = await readFile(script.replace(/\.js$/, '.wasm'))
  tellPanics()
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': withIdleTimers(module) })
  module.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
  return module
}

/** The engine never clears the timer (10 s) behind its own lock: it must not keep a process alive that is done. */
function withIdleTimers(module: Bindings): Record<string, unknown> {
  const imports: Record<string, unknown> = { ...module }
  for (const name of Object.keys(imports).filter((one) => one.startsWith('__wbg_setTimeout_'))) {
    imports[name] = (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref()
  }
  return imports
}

/** A panic would otherwise read `unreachable` and nothing else. */
function tellPanics(): void {
  const set_message = (message: string) => {
    throw new Error(`Prisma's schema engine panicked: ${message}`)
  }
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message } })
}

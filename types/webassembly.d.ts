/** Node has it, but TypeScript declares it in the DOM library only. What adapters/postgres/engine-bindings.ts uses. */
declare namespace WebAssembly {
  function instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ readonly instance: { readonly exports: object } }>
}

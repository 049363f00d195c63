export declare function lockHolder(path: string): number | undefined
export declare function takeLock(path: string): boolean
export declare function noteChild(path: string, pid: number): void
export declare function releaseLock(path: string): void

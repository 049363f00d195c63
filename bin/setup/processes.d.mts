export declare function identify(pid: number): string | undefined
export declare function commandLine(pid: number): string | undefined
export declare function listenerOn(port: number): { pid: number; command: string } | undefined
export declare function parentOf(pid: number): number | undefined

export declare function doctor(args: readonly string[], root: string): Promise<number>

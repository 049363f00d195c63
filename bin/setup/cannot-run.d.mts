export declare class CannotRun extends Error {}

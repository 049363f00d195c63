/** The task queue of what waits for Amazon, beside the one of everything else. */
export const amazonQueue = (taskQueue: string): string => `${taskQueue}-amazon`

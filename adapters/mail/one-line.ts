// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get through
const BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

/** A name or company as it may stand in a header or a calendar line: no line break can begin a header of its own. */
export const oneLine = (value: string): string => value.replace(BREAKS, ' ').trim()

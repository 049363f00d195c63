/** What a file says, or is called, must not command a terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd')

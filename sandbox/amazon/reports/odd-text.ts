/** What sellers paste into titles and Amazon writes into its files as it is: quotes that nobody closes, tabs, characters that some readers take for the end of a line. */
export function oddTitle(title: string, row: number): string {
  switch (row % 8) {
    case 0:
      return `27" ${title}`
    case 1:
      return `"${title}" - "new"`
    case 2:
      return title.replace(' ', '\t')
    case 3:
      return `"${title}`
    case 4:
      return `${title}\u2028second line`
    case 5:
      return `${title}\u0085\u000bsecond line`
    case 6:
      return title.replace(' ', ' \r')
    default:
      return title
  }
}

/** Windows and Unix line ends in one file. */
export const oddLineEnd = (row: number): string => (row % 3 === 0 ? '\n' : '\r\n')

// `ms` ships no types under NodeNext, so a mistyped duration would compile. This says what a duration string is.
declare module 'ms' {
  type Unit =
    | 'ms'
    | 'millisecond'
    | 'milliseconds'
    | 's'
    | 'second'
    | 'seconds'
    | 'm'
    | 'minute'
    | 'minutes'
    | 'h'
    | 'hour'
    | 'hours'
    | 'd'
    | 'day'
    | 'days'
    | 'w'
    | 'week'
    | 'weeks'
  export type StringValue = `${number}` | `${number}${Unit}` | `${number} ${Unit}`
  function ms(value: StringValue): number
  export default ms
}

import fc from 'fast-check'

// A mutant is caught or not, whoever asks; how small a case can be shown is of no interest.
fc.configureGlobal({ seed: 20_261_123, endOnFailure: true })

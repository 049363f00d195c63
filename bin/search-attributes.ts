/** Kept in step with the typed search attributes of the workflows; all are keywords. */
export const SEARCH_ATTRIBUTES = ['LotseStage', 'LotseLanguage', 'LotseCountry', 'LotseAgent'] as const

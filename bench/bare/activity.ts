export const answer = async (question: string): Promise<string> => question

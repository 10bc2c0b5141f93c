/** The tiers that are models, from the smallest. */
export const modelTiers = ['nano', 'mini', 'planner'] as const;
export type ModelTier = (typeof modelTiers)[number];

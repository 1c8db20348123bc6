/** What bounds the memory of a search (../memory.ts). */

/** Of more interactions a sample of users is searched on. */
export const mostSearched = 300_000;
/** The most factors and neighbours that are tried. */
export const mostFactors = 128;
export const mostNeighbours = 200;
/** Products beyond which EASE is not fitted are those of ../ease.ts. Matrices of strengths that are kept, one per rung and decay. */
export const mostMatrices = 4;
/** Interactions beyond which members that look at every pair of products of every user are not tried: item-knn and rp3beta. */
export const mostWalked = 2_000_000;
/** A rung with all that is below it, in units of its own size. */
export const rungsShare = 1.5;

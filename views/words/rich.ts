/** Sentences in which a part is a link, a name or a price: the language says where it stands. */

/** Anything that JSX can show. */
export type Part = unknown;

/** A sentence in pieces, in the order of the language. */
export type Rich = readonly Part[];

/** Turns the words of a link or an emphasis into the element. */
export type Wrap = (words: string) => Part;

// What the build writes for the tag, out of the site's declaration: consent/build/tag.py.
declare module 'declaration' {
  /** The folder of the runtime, relative to embed.js, with a slash at its end. */
  export const assets: string;
  export const askEveryVisit: boolean;
  /** Whether the policy tells what has changed. */
  export const changed: boolean;
  export const blockUndeclared: boolean;
  /**
   * Days only where the cookie needs consent. Of a key of a storage the name is that of no cookie; where it needs consent its days
   * are 0, its area and the key follow.
   */
  export const cookies: readonly (readonly [id: string, name: string, days?: number, area?: string, key?: string])[];
  /** With a dot in front; empty where cookies are for the host alone. */
  export const domain: string;
  export const hasDomain: boolean;
  /** Whether keys of a storage are declared that need consent. */
  export const hasStorage: boolean;
  /** Whether there are languages whose words are not in hand. */
  export const hasMore: boolean;
  /** Whether those words are fetched before there is something to say; else Python brings them. */
  export const learns: boolean;
  export const fingerprint: string;
  /** How long a record stands, in seconds. */
  export const recordSeconds: number;
  export const styles: string;
  /** The question, made of the words of a language. */
  export const template: (words: readonly Tree[]) => Tree;
  /**
   * By language, the fallback first: which tags mean it, as a regular expression, or 0 where that is the language's own tag. These
   * are the languages whose words are in hand, and their families.
   */
  export const tongues: Record<string, string | 0>;
  /** What tags of all other languages begin with, as a regular expression: there is a file of words for each. */
  export const others: string;
  /** By language: its direction, and what the template takes. One is in hand; others come with static/embed/prompt.js. */
  export const words: Record<string, readonly [direction: string, ...words: Tree[]]>;
}

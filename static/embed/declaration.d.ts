// What the build writes for the tag, out of the site's declaration: `embedded` in consent/build/product.py.
declare module 'declaration' {
  /** The folder of the runtime, relative to embed.js, with a slash at its end. */
  export const assets: string;
  export const askEveryVisit: boolean;
  /** Whether the policy tells what has changed. */
  export const changed: boolean;
  export const blockUndeclared: boolean;
  /** Days only where the cookie needs consent. */
  export const cookies: readonly (readonly [id: string, name: string, days?: number])[];
  export const fingerprint: string;
  /** The first is the fallback. */
  export const languages: readonly string[];
  /** By language: that an answer is saved, that the browser blocks cookies, and the button to hide either. */
  export const notices: Readonly<Record<string, readonly [saved: string, blocked: string, hide: string]>>;
  /** By language: the prompt, as markup. */
  export const prompts: Readonly<Record<string, string>>;
  /** How long a record stands. */
  export const recordMinutes: number;
  export const rightToLeft: readonly string[];
  export const styles: string;
}

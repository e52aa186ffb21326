// Types that the tag's scripts share.

type Tree = import('../frame/port.d.ts').Tree;
type Call = import('../frame/port.d.ts').Deliver;

declare namespace Embed {
  type Pair = [name: string, value: string];
  /** The ids of the granted cookies; nothing while the visitor is unasked. */
  type Grants = readonly string[] | null;
  type Verdict = 'pass' | 'hold' | 'keep' | 'tell' | 'block';
  type Undeclared = { name: string; id: string | null; action: 'reported' | 'blocked' | 'swept' };
  type Decision = { granted: string[]; minutes: number; text: string };
  /** What a click asks Python for, and the record that it makes. */
  type Answer = { args: [action: string, scope: null, minutes: number]; text: string };
  /** One of them for a page and its frames of the same origin: see jar.js. */
  type Common = {
    native: PropertyDescriptor;
    remove: CookieStore['delete'] | null;
    memory: Map<string, [value: string, later: () => unknown]>;
    gated: WeakSet<object>;
    granted?: Grants;
  };
  type Accessor = { get?: (this: Document) => string; set?: (this: Document, text: string) => void };
  type Store = CookieStore & Record<'get' | 'getAll' | 'set' | 'delete', (...asked: unknown[]) => Promise<unknown>>;

  type Verdicts = (name: string, deleting?: boolean, grants?: Grants, block?: boolean) => Verdict;
  type Carry = (pair: Pair, deleting: boolean, erase: () => unknown, pass: () => unknown, later?: () => unknown) => unknown;
  type PageWrite = (of: Document, value: unknown, inner?: PropertyDescriptor) => void;
  type Install = (grants: Grants | undefined, onUndeclared: (told: Undeclared) => void, onHeld: () => void) => void;
  type Announce = () => void;
}

interface Window {
  readonly trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(text: string): string } };
  smarteeRealm?: import('../frame/port.d.ts').Tag;
}

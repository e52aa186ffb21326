// Types that the tag's scripts share.

type Tree = import('../frame/port.d.ts').Tree;
type Call = import('../frame/port.d.ts').Deliver;

declare namespace Embed {
  type Pair = [name: string, value: string];
  type Named = [name: string, value?: string];
  /** The ids of the granted cookies; null while the visitor is unasked. */
  type Grants = readonly string[] | null;
  type Verdict = 'pass' | 'hold' | 'keep' | 'tell' | 'block';
  type Undeclared = { name: string; id: string | null; action: 'reported' | 'blocked' | 'swept' };
  type Decision = { granted: string[]; minutes: number; text: string };
  /** One for a page and its frames of the same origin. */
  type Common = {
    /** The accessor of `document.cookie` that was there before any script of the page. */
    native: { get: Function; set: Function };
    /** A deletion that says when the browser refuses. */
    remove: ((name: string) => Promise<unknown>) | null;
    /** What is held. */
    memory: Map<string, [value: string, later: () => unknown]>;
    gated: WeakSet<object>;
    granted?: Grants;
  };
  /** A browser's CookieStore, to which a page may give anything. */
  type Store = { get: Function; set: Function; delete: Function; getAll: (...asked: any[]) => Promise<{ name: string }[]> };
  type Control = HTMLElement & { dataset: { consentAction: string } };
  /** A frame of this origin in the page. */
  type Frame = HTMLIFrameElement & { contentDocument: Document; contentWindow: Window };

  type Verdicts = (name: string, deleting?: boolean, grants?: Grants, block?: boolean) => Verdict;
  type Report = (name: string, action: Undeclared['action']) => void;
  type Carry = (pair: Pair, deleting: boolean, erase: () => any, pass: () => unknown, later?: () => unknown) => unknown;
  type PageWrite = (of: Document, value: unknown, inner?: Common['native']) => void;
  type Own = (target: object, key: string) => any;
  type Overlay = (target: object, source: ThisType<any> & (Record<string, (...asked: any[]) => any> | object)) => void;
  type Install = (grants: Grants | undefined, onUndeclared: (told: Undeclared) => void, onHeld: () => void) => void;
  type Find<Found> = (header: string | null, name: string) => Found[];
  type Keep = (name: string, value: string, seconds?: number) => void | null;
  /** Without a tree nothing is shown. What is topmost then. */
  type Show = (tree?: Tree, beside?: boolean) => HTMLElement | undefined;
  /** Python's frame in `holder`, and what is handed to it. */
  type Open = (holder: HTMLElement, base: string, given: import('../frame/port.d.ts').Tag) => void;
  type Match = (tag: unknown) => string | undefined;
  type TextOf = (granted: readonly string[], minutes: number) => string;
  type Parse = (text: string, now?: number) => Decision | false;
  type Ask = (name: string, args?: readonly unknown[], click?: string) => Promise<unknown>;
}

interface Window {
  readonly trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(text: string): string } };
  /** What realm.js hands to the frame; then what boot.js hands to PyScript's interpreter. */
  smarteeRealm?: unknown;
}

// Types that the tag's scripts share.

type Tree = import('../frame/port.d.ts').Tree;
type Call = import('../frame/port.d.ts').Deliver;

declare namespace Embed {
  type Pair = [name: string, value: string];
  /** The ids of the granted cookies; null while the visitor is unasked. */
  type Grants = readonly string[] | null;
  type Verdict = 'pass' | 'hold' | 'tell' | 'block';
  type Undeclared = { name: string; id: string | null; action: 'reported' | 'blocked' | 'swept' };
  type Decision = { granted: string[]; minutes: number; text: string };
  /** Of `document.cookie`. */
  type Accessor = { get: Function; set: Function };
  /** What is held, as CookieStore lists it, and the text that stores it. */
  type Cookie = {
    name: string;
    value: string;
    domain: string | null;
    path: string;
    expires: number | null;
    secure: boolean;
    sameSite: string;
    partitioned: boolean;
    pair: string;
    text: string;
  };
  /** A browser's CookieStore, to which a page may give anything. */
  type Store = { get: Function; set: Function; delete: Function; getAll: (...asked: any[]) => Promise<{ name: string }[]> };
  type Control = HTMLElement & { dataset: { consentAction: string } };
  /** A frame of this origin in the page. */
  type Frame = HTMLIFrameElement & { contentDocument: Document; contentWindow: Window };

  type Verdicts = (name: string, deleting?: boolean, grants?: Grants, block?: boolean) => Verdict;
  type Report = (name: string, action: Undeclared['action']) => void;
  type Carry = (text: string, pathname: string, pass: () => unknown, erase: () => any) => unknown;
  type Seen = { path: string; pair: string; name?: string };
  type SeenAt = {
    (pathname: string): Cookie[];
    (pathname: string, ...first: Seen[]): Seen[];
  };
  type CookieOf = (text: string, pathname: string) => Cookie | null;
  /** Works by the record in the jar; the names that the browser would not give up. */
  type Follow = (decided?: boolean) => string[];
  type PageRead = (of: Document, inner: Accessor) => string;
  type PageWrite = (of: Document, value: unknown, inner?: Accessor) => void;
  type Own = (target: object, key: string) => any;
  type Overlay = (target: object, source: ThisType<any> & (Record<string, (...asked: any[]) => any> | object)) => void;
  type Install = (grants: Grants | undefined, onUndeclared: (told: Undeclared) => void, onHeld: () => void, onSign: () => void) => void;
  type Find<Found> = (header: string | null, name: string) => Found[];
  type TextFor = (name: string, value: string, seconds?: number) => string;
  type Keep = (name: string, value: string, seconds?: number) => void | null;
  /** Without a tree nothing is shown. What is topmost then. */
  type Show = (tree?: Tree, beside?: boolean) => HTMLElement | undefined;
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

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
    /** The turn in which it came to be held. */
    made: number;
  };
  /** A browser's CookieStore, to which a page may give anything. */
  type Cookies = Record<string, (...asked: any[]) => any>;
  type Answer = (inner: (...asked: any[]) => any, asked: any[], held: Store, carry: Carry) => any;
  type Control = HTMLElement & { dataset: { consentAction: string } };
  /** A frame of this origin in the page. */
  type Frame = HTMLIFrameElement & { contentDocument: Document; contentWindow: Window & { trustedTypes: NonNullable<Window['trustedTypes']> } };

  type Verdicts = (name: string, deleting?: boolean, grants?: Grants, block?: boolean) => Verdict;
  type Report = (name: string, action: Undeclared['action']) => void;
  type Carry = (text: string, pathname: string, pass: () => unknown, erase: () => any) => unknown;
  /** What a page wrote that is held. */
  type Write = { name: string; pair: string; text: string; from: string; told?: boolean; at: number };
  type Held = {
    /** Whether what this text sets from `pathname` is over at once. */
    over: (text: string, pathname: string) => boolean;
    /** Takes what a page at `pathname` wrote, at a time in milliseconds since 1970; the page hears of it where it is to be `told`. */
    hold: (text: string, pathname: string, told?: boolean, at?: number) => void;
    /** What a page at `pathname` reads where the jar gives it `header`. */
    seenAt: (pathname: string, header: string) => string;
    /** Gives up the `wanted` ones: their names, and the texts that store them now. */
    take: (wanted: (name: string) => boolean) => { name: string; text: string }[];
  };
  type Store = Held & {
    /** What of it a page at `pathname` sees, and one of these as CookieStore lists it. */
    listAt: (pathname: string) => Cookie[];
    /** The value of `name` that came to be held by itself last. */
    lastFound: (name: string) => string | undefined;
    itemOf: (cookie: Omit<Cookie, 'made'> & { made?: number }) => object;
  };
  type Adopt = (name: string, value: string, entry?: readonly any[]) => void;
  type Probe = (lacking: () => string[], expire: Expire, remove: ((name: string) => Promise<void>) | null,
    tell: (name: string) => void, sign: () => void, adopt: Adopt) => void;
  type Join = (writes: Map<string, Write>, clock: () => number, ...given: Parameters<Probe>) => Store;
  type CookieOf = (text: string, pathname: string, at?: number) => Omit<Cookie, 'made'> | null;
  /** Works by the record in the jar; the names that the browser would not give up. */
  type Follow = (decided?: boolean) => string[];
  type PageRead = (of: Document, inner: Accessor) => string;
  type PageWrite = (of: Document, value: unknown, inner?: Accessor) => void;
  type Own = (target: object, key: string) => any;
  type Overlay = (target: object, source: ThisType<any> & (Record<string, (...asked: any[]) => any> | object)) => void;
  type Install = (grants: Grants | undefined, onUndeclared: (told: Undeclared) => void, onHeld: () => void, onSign: () => void) => void;
  type Find<Found> = (header: string | null, name: string) => Found[];
  /** At the folders of these addresses. */
  type Expire = (name: string, at?: Iterable<string>) => void;
  type TextFor = (name: string, value: string, seconds?: number) => string;
  type Keep = (name: string, value: string, seconds?: number) => void | null;
  /** Without a tree nothing is shown. What is topmost then. */
  type Show = (tree?: Tree, beside?: boolean) => HTMLElement | undefined;
  type Answerer = (name: string | undefined, args: readonly unknown[], click: string) => Promise<unknown>;
  /** What answers the calls, by what the tag gives for it; the rest is for the frame. */
  type Serve = (
    /** What has been asked for already: Python's memory, and last its code. */
    early: Promise<Response | void>[] | undefined,
    turn: (there: boolean, message?: string) => void,
    /** Gives the names that the browser would not give up, null where nothing can be recorded; nothing where it does not count. */
    alone: (click: string) => string[] | null | void,
    standing: (click: string) => false | undefined | { args: unknown[] },
    nonce: string | undefined,
    base: string,
    ...given: import('../frame/port.d.ts').Given
  ) => Answerer;
  /** Starts what waits for cookies that are `allowed` by now. */
  type Start = (allowed: (id: string) => boolean, nonce?: string) => void;
  /** Starts what is granted. Tells Python where the page has something for it, or wakes it; without that the page is settled. */
  type Look = (names: Record<string, string>, nonce: string | undefined, announce: () => void, wake: () => void, call: Ask | false) => void;
  /** What a debugging page sees: `names` by id, and what is held. */
  type Panel = (names: Record<string, string>, decode: (text: string) => string | null, listHeld: () => Cookie[]) => void;
  type Match = (tag: unknown) => string | undefined;
  type TextOf = (granted: readonly string[], minutes: number) => string;
  type Parse = (text: string, now?: number) => Decision | false;
  type Ask = (name?: string, args?: readonly unknown[], click?: string) => Promise<unknown>;
}

interface Window {
  readonly trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(text: string): string } };
  /** What static/later/realm.js hands to the frame; then what boot.js hands to PyScript's interpreter. */
  smarteeRealm?: unknown;
}

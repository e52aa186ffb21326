// Types of the one object between the tag and Python, and of what it is made from. consent/browser/port.pyi is its twin for Python.

/** Markup as consent/render/markup.py makes it: a text, or an element's name, attributes and children. */
export type Tree =
  | string
  | readonly [name: string, attributes: readonly (readonly [name: string, value: string])[], ...children: Tree[]];

export type Host = HTMLElement & {
  readonly shadowRoot: ShadowRoot;
  readonly ownerDocument: Document & { readonly defaultView: Window & typeof globalThis };
};

/** One call of the page that only Python can carry out; `settle(answer)` or `settle(undefined, message)` ends it. */
export type Deliver = (name: string, args: readonly unknown[], settle: (answer?: unknown, message?: string) => void) => void;

/** What static/later/realm.js hands to the frame as `smarteeRealm`, in this order. */
export type Tag = [
  /** Ends a start that has not come to its end. */
  fault: (message: string) => void,
  /** From now on `deliver` hears every call. */
  take: (deliver: Deliver) => void,
  wasm: Promise<Response | void>,
  pack: Promise<Response | void>,
  /** The language that the banner speaks, and the words of it. */
  language: string,
  words: Promise<Response | void>,
  /** The page's, by its own members alone. */
  document: Document,
  ...given: Given,
];

export type Given = [
  host: Host,
  emit: (name: string, detail: object) => void,
  /** The address of the folder that embed.js lies in, with a slash at its end. */
  folder: string,
  /** Whether this page shows no prompt by itself. */
  quiet: boolean,
  /** The language that the tag asks for. */
  wanted: string | undefined,
  /** The language that the page started in, and the one that was kept on an earlier visit. */
  pageLanguage: string,
  kept: string | false | undefined,
  /** The value of a declared cookie as the page reads it, by the cookie's id. */
  declared: (id: string) => string | undefined,
  /** The jar: its header, or null where it is forbidden; and a text that sets a cookie. */
  read: () => string | null,
  write: (text: string) => void,
  /** Deletes every copy of a cookie that a script can reach, held ones too. */
  expire: (name: string) => void,
  /** The jar as a script of the page sees it. */
  pageHeader: () => string | null,
  pageWrite: (of: Document, text: string) => void,
  /** Decides as the record says; the names of the cookies that stayed, or null where the browser keeps no record. */
  enact: (record: string) => string[] | null,
  /** Works by what is in the jar now; the names of the cookies that stayed. */
  follow: () => string[],
  build: (tree: Tree) => Node | string,
  /** Shows a tree in place of what was shown, or beside it; without one nothing. What is topmost then. */
  show: (tree?: Tree, beside?: boolean) => HTMLElement | undefined,
];

/** What Python works through. Nothing in it throws. What crosses is text; `trees` are a JSON array of `Tree`s. */
export interface Port {
  /** The page's own window. */
  readonly page: Window & typeof globalThis;
  /** By its own members alone: an element of such a name hides none. */
  readonly document: Document;
  readonly host: Host;
  readonly folder: string;
  readonly quiet: boolean;
  /** Declared by the site, as JSON; comes with the memory of Python. */
  site: string;
  /** The language that the tag asks for, or "". */
  readonly language: string;
  /** The words of a language as JSON, "" where they are not here. */
  words(language: string): string;
  /** Has them come. Why they do not, in a sentence; else "". */
  bring(language: string): Promise<string>;
  /** The language that was kept on an earlier visit and is to be switched to, or a false value. */
  earlierLanguage(): string;
  readJar(): string | null;
  writeJar(text: string): void;
  readPage(): string | null;
  writePage(text: string): void;
  /** Held ones too; also at `paths`, addresses joined by spaces, and in the folders above them. */
  expire(name: string, paths?: string): void;
  /** The names of the cookies that stayed, joined by spaces; null where no record is kept. */
  enact(text: string): string | null;
  follow(): string[];
  /** What is shown in the banner, topmost last. */
  views(): NodeListOf<HTMLElement>;
  show(trees: string, beside?: boolean): HTMLElement | undefined;
  /** Adds to the banner the styles of everything but the prompt, and keeps them for what is filled. */
  addStyles(text: string): void;
  /** Fills a shadow root of the page; whether there is anything new in it. */
  fill(root: ShadowRoot, trees: string): boolean;
  /** A member of `target`, or what its method gives; null where that throws. */
  member(target: object, name: string): unknown;
  invoke(target: object, name: string, ...args: readonly unknown[]): unknown;
  emit(name: string, json: string): void;
  /** Before `receive` it ends the start; afterwards the page's `:error` event tells it. */
  warn(message: string): void;
  /** From now on `handler` hears every call of the page, those that waited first. */
  receive(handler: (name: string, args: string, resolve: (json: string) => void, reject: (message: string) => void) => void): void;
}

export const makePort: (fault: Tag[0], take: Tag[1], words: Port['words'], bring: Port['bring'], document: Document, ...given: Given) => Port;
/** All of the octets of what was asked for at `url` for a tag that lies in `folder`, and the answer, where that can be streamed. */
export type Arrive = (
  asked: Tag[2],
  folder: string,
  url: string,
  alive: () => void,
) => Promise<[response: Response | false, octets: Promise<Uint8Array<ArrayBuffer>>]>;

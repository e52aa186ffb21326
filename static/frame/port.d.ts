// Types of the one object between the tag and Python; consent/browser/port.pyi says the same in Python.

/** What static/embed/embed.js and realm.js hand to the frame. */
export interface Tag {
  /** The page's own window. */
  page: Window & typeof globalThis;
  /** `<smartee-consent>`. */
  host: HTMLElement & { shadowRoot: ShadowRoot };
  /** The address of the folder that embed.js lies in. */
  folder: string;
  /** Whether this page shows no prompt by itself. */
  quiet: boolean;
  /** The language that the tag asks for, or "". */
  language: string;
  /** The language that was kept on an earlier visit and is to be switched to, or "". */
  earlierLanguage(): string;
  /** The jar: its header, or null where it is forbidden; and a text that sets a cookie. */
  read(): string | null;
  write(text: string): void;
  /** Expires every copy of a cookie that a script can reach. */
  expire(name: string): void;
  /** What the gate holds: the raw value by the raw name, with what writes it. */
  memory: Map<string, [string, () => void]>;
  /** The jar as a script of the page sees it. */
  pageHeader(): string;
  pageWrite(of: Document, text: string): void;
  /** Decides as the record says; the names of the cookies that stayed, or null where the browser keeps no record. */
  enact(record: string): string[] | null;
  /** Works by what is in the jar now. */
  follow(): string[];
  /** Markup to elements, addresses resolved against `base`. */
  build(html: string, base: string): DocumentFragment;
  /** What is shown, topmost last. */
  views(): HTMLElement[];
  show(html: string, base: string, beside?: boolean): HTMLElement | undefined;
  emit(name: string, detail: object): void;
  /** From now on `deliver` hears every call. */
  take(deliver: (call: Call) => void): void;
}

/** One call of the page that only Python can carry out. */
export interface Call {
  name: string;
  args: unknown[];
  resolve(answer?: unknown): void;
  reject(error: Error): void;
}

/** What Python works through. Nothing in it throws. */
export interface Port extends Pick<Tag, 'page' | 'host' | 'folder' | 'quiet' | 'language' | 'earlierLanguage' | 'expire' | 'views'> {
  /** Whether the page was reached because it switched the language by itself. */
  arrived: boolean;
  readJar(): string | null;
  writeJar(text: string): void;
  /** Forgets what the gate holds of a cookie. */
  release(name: string): boolean;
  readPage(): string;
  /** Whether it could be written. */
  writePage(text: string): boolean;
  enact(record: string): string | null;
  follow(): void;
  /** The visitor's answers before the present one in this visit, as records joined by spaces. */
  earlierRecords(): string;
  keepEarlierRecords(texts: string): void;
  show(html: string, beside?: boolean): HTMLElement | undefined;
  open(dialog: HTMLDialogElement): void;
  addStyles(text: string): void;
  dress(place: Element, html: string): ShadowRoot | null;
  depart(address: string, byItself: boolean): void;
  emit(name: string, json: string): void;
  warn(message: string): void;
  receive(handler: (name: string, args: string, resolve: (json: string) => void, reject: (message: string) => void) => void): void;
  started(): void;
  failed(message: string): void;
}

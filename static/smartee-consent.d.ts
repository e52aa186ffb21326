// Types of `window.SmarteeConsent` and of the events on `document`. Copy this file into your project, or refer to it.

export {};

/** The id of a cookie in the declaration, such as `"language"`. */
type CookieId = string;

interface Summary {
  readonly state: SmarteeConsent['state'];
  /** The ids that are granted. */
  readonly granted: readonly CookieId[];
}

interface BusinessModel {
  readonly key: string;
  /** In the language in use. */
  readonly label: string;
  /** Whether partner logos are shown in this model. */
  readonly logo: boolean;
}

interface Region {
  /** Six digits (GB/T 2260). */
  readonly code: string;
  readonly name: string;
}

/** What is called before Python is there is kept and carried out in order. Promises are rejected with an Error that says why. */
interface SmarteeConsent {
  /** The state is settled and, where it is needed, Python is there. Never rejected. */
  readonly ready: Promise<void>;
  readonly state: 'unasked' | 'refused' | 'partial' | 'accepted';
  /** Whether this cookie may be stored; false for an optional one until it was granted, and for an unknown id. */
  allows(id: CookieId): boolean;
  accept(): Promise<void>;
  refuse(): Promise<void>;
  withdraw(): Promise<void>;
  /** Opens the settings. */
  settings(): Promise<void>;
  readonly language: {
    /** The chosen language where there is one, else the page's. */
    get(): string;
    /** Any common spelling: `zh-CN`, `zh_CN`, `zh-Hans`. Rejected where the site does not speak it. */
    set(tag: string): Promise<void>;
  };
  readonly businessModel: {
    get(): string | null;
    set(key: string): Promise<void>;
    list(): Promise<BusinessModel[]>;
  };
  readonly session: {
    /** `token` is left out where the server sets it HttpOnly; `partner` is the key of a declared partner. */
    start(details: { account: string | object; token?: string; uid?: string | number; partner?: string | null }): Promise<void>;
    end(): Promise<void>;
    /** An account that was stored as an object is its JSON. */
    readonly current: { readonly account: string; readonly uid?: string } | null;
  };
  readonly regions: {
    /** The provinces without a code. */
    children(code?: string): Promise<Region[]>;
  };
}

declare global {
  interface Window {
    readonly SmarteeConsent: SmarteeConsent;
  }
  interface DocumentEventMap {
    'smartee-consent:ready': CustomEvent<Summary>;
    /** The first choice, once. */
    'smartee-consent:decision': CustomEvent<Summary>;
    'smartee-consent:change': CustomEvent<Summary>;
    'smartee-consent:language': CustomEvent<{ readonly language: string; readonly kept: boolean }>;
    /** `dropped` is a key that was stored and is offered no more. */
    'smartee-consent:business-model': CustomEvent<{
      readonly key: string | null;
      readonly kept: boolean;
      readonly dropped: string | null;
    }>;
    /** A cookie that the policy (`id` null) or the visitor's answer does not cover. */
    'smartee-consent:undeclared': CustomEvent<{
      readonly name: string;
      readonly id: CookieId | null;
      readonly action: 'reported' | 'blocked' | 'swept';
    }>;
    'smartee-consent:error': CustomEvent<{ readonly message: string }>;
  }
}

/** The page is served by the service it talks to. */
export const SERVER = "";

/** In a browser tokens stay in cookies that no script reads, one pair a profile, named by this header. */
export const KEEPS_TOKENS = false;

//! What stands between the code and the server.

use super::Concept;

/// How to limit what is in flight.
pub const LIMIT: Concept = Concept {
    name: "limit",
    title: "How is it limited?",
    rust: "A `Semaphore`: hold a permit while the request runs; dropped, it goes back. Or \
           `buffer_unordered(n)` over a stream of calls.",
    typescript: "Nothing in the language: a queue of those who wait, as in the code of “Album photos”, or \
                 a package such as p-limit.",
    python: "`async with semaphore:` around the request, with `asyncio.Semaphore(n)`. aiohttp has a limit \
             of its own besides: 100 connections a session.",
};

/// What the session object is for.
pub const SESSION: Concept = Concept {
    name: "session",
    title: "What is the session object for?",
    rust: "A client holds the open connections: `reqwest::Client` is made once and cloned. In a browser \
           the pool is the browser’s own, whatever the code holds.",
    typescript: "In a browser there is none: the browser pools. In Node, `fetch` shares one pool, and \
                 `node:http` keeps connections in an `Agent`.",
    python: "`aiohttp.ClientSession` holds the open connections and the cookies: one for all requests, \
             closed by `async with`.",
};

/// Where fetching ends and parsing begins.
pub const PARSING: Concept = Concept {
    name: "parsing",
    title: "Where do fetching and parsing part?",
    rust: "`send().await` ends with the headers; `json().await` reads the body and decodes it. A call \
           here is both, so a join joins both.",
    typescript: "`fetch` resolves with the headers; `response.json()` reads the rest. `Promise.all` over \
                 `fetch` alone joins only the headers.",
    python: "`session.get` ends with the headers; `await response.json()` reads the rest. A `gather` over \
             `session.get` joins only the headers: the bodies still come in turn.",
};

/// What counts as a failure.
pub const ERRORS: Concept = Concept {
    name: "errors",
    title: "What counts as a failure?",
    rust: "An `Err`, handed on by `?`. A 404 is an answer: an error only if the code makes one of the \
           status.",
    typescript: "A rejected promise, caught by `try`. `fetch` resolves for a 404 as well: look at \
                 `response.ok`.",
    python: "An exception. aiohttp raises none for a 404, unless told to by `raise_for_status`.",
};

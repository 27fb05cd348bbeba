//! The faults, and all that is said of each.

use tandem::trace::Outcome;

use super::fault::{Fault, How};

/// A reset connection, or none: a page is not told which.
pub(super) const RESET: Fault = network("reset", How::Reset);

pub(super) const FAULTS: &[Fault] = &[
    status(
        404,
        "Status code: 404",
        "PATH was answered with status 404. There is nothing of that name.",
    ),
    status(
        401,
        "Status code: 401",
        "PATH was answered with status 401. The server wants to know who asks, and this page tells nobody.",
    ),
    status(
        403,
        "Status code: 403",
        "PATH was answered with status 403. The server wants to know who asks, and this page tells nobody.",
    ),
    status(
        408,
        "Status code: 408",
        "PATH was answered with status 408. The server waited too long for the request. Try again.",
    ),
    status(
        418,
        "Status code: 418",
        "PATH was answered with status 418. Try again, or run on the replica.",
    ),
    status(
        409,
        "Status code: 409",
        "PATH was answered with status 409. Try again, or run on the replica.",
    ),
    status(
        429,
        "Status code: 429",
        "PATH was answered with status 429. That was more than the server takes. Wait a little, or ask for \
         less at once.",
    ),
    status(
        500,
        "Status code: 500",
        "PATH was answered with status 500. The server failed. Try again, or run on the replica.",
    ),
    status(
        503,
        "Status code: 503",
        "PATH was answered with status 503. The server failed. Try again, or run on the replica.",
    ),
    timed_out("slow headers", How::SlowHead),
    timed_out("no headers", How::NoHead),
    timed_out("stalled body", How::StalledBody),
    timed_out("a body without end", How::EndlessBody),
    RESET,
    network("a redirect in a loop", How::Loop),
    network("truncated body", How::TruncatedBody),
    decode(
        "truncated JSON",
        How::RowOrList(r#"{"id": 1, "na"#, r#"[{"id": 1, "na"#),
        [
            "EOF while parsing a string at line 1 column 13",
            "EOF while parsing a string at line 1 column 13",
            "EOF while parsing a string at line 1 column 14",
        ],
    ),
    decode(
        "HTML",
        How::Body("<!doctype html><title>Sign in</title>"),
        ["it looks like a web page"; 3],
    ),
    decode(
        "the shape of something else",
        How::Body(r#"{"data": []}"#),
        [
            "missing field `id` at line 1 column 12",
            "missing field `userId` at line 1 column 12",
            "invalid type: map, expected a sequence at line 1 column 0",
        ],
    ),
    decode(
        "a field of another type",
        How::RowOrList(r#"{"id": "one"}"#, r#"[{"id": "one"}]"#),
        [
            "invalid type: string \"one\", expected u32 at line 1 column 12",
            "invalid type: string \"one\", expected u32 at line 1 column 12",
            "invalid type: string \"one\", expected u32 at line 1 column 13",
        ],
    ),
    decode(
        "a number past 2^53",
        How::RowOrList(
            r#"{"userId": 1, "id": 9007199254740993}"#,
            r#"[{"userId": 1, "id": 9007199254740993}]"#,
        ),
        [
            "invalid value: integer `9007199254740993`, expected u32 at line 1 column 36",
            "invalid value: integer `9007199254740993`, expected u32 at line 1 column 36",
            "invalid value: integer `9007199254740993`, expected u32 at line 1 column 37",
        ],
    ),
    decode(
        "204",
        How::Empty(204),
        ["there is nothing in it"; 3],
    ),
    decode(
        "an empty body",
        How::Empty(200),
        ["there is nothing in it"; 3],
    ),
    Fault {
        name: "30 MiB",
        how: How::Huge,
        outcome: Outcome::TooLarge,
        kind: "too-large",
        message: "The answer to PATH is over 16 MiB and was not read to its end.",
        advice: "The answer to PATH is over 16 MiB and was not read to its end. Ask for less in one request.",
        line: "The answer to PATH is over 16 MiB and was not read to its end.",
        reasons: [""; 3],
    },
];

const fn status(status: u16, message: &'static str, advice: &'static str) -> Fault {
    Fault {
        name: message,
        how: How::Status(status),
        outcome: Outcome::Status,
        kind: "status",
        message,
        advice,
        line: message,
        reasons: [""; 3],
    }
}

const fn timed_out(name: &'static str, how: How) -> Fault {
    Fault {
        name,
        how,
        outcome: Outcome::TimedOut,
        kind: "timed-out",
        message: "PATH took longer than LIMIT ms and was ended.",
        advice: "PATH took longer than LIMIT ms and was ended. Give it more time, or ask for less at once.",
        line: "Request for post ID timed out",
        reasons: [""; 3],
    }
}

const fn network(name: &'static str, how: How) -> Fault {
    let message = "PATH could not be loaded. A page is not told whether the host is down, the network is, a \
                   blocker stepped in or CORS forbids it. Try again, or run on the replica.";
    Fault {
        name,
        how,
        outcome: Outcome::Network,
        kind: "network",
        message,
        advice: message,
        line: "Network error",
        reasons: [""; 3],
    }
}

const fn decode(name: &'static str, how: How, reasons: [&'static str; 3]) -> Fault {
    Fault {
        name,
        how,
        outcome: Outcome::Decode,
        kind: "decode",
        message: "The answer to PATH is not the JSON that was expected: REASON.",
        advice: "The answer to PATH is not the JSON that was expected: REASON. Is this an API of \
                 JSONPlaceholder’s shape?",
        line: "The answer to PATH is not the JSON that was expected: REASON.",
        reasons,
    }
}

//! A source whose answers take the time that a test says, to the nanosecond.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use futures::future::{LocalBoxFuture, pending};
use futures::stream::LocalBoxStream;
use futures::{FutureExt, StreamExt, stream};
use serde_json::Value;
use tandem::engine::ports::{Attention, Clock, Request, Response, Timing, Transport, Unreachable};
use tandem::engine::runner::Environment;
use tandem::engine::virtual_time::VirtualClock;
use tandem::replica::Replica;
use tandem::time::Nanos;

/// How one path is answered.
#[derive(Clone, Debug)]
pub(crate) enum Script {
    /// The head after so many microseconds, the body after as many more, from the replica.
    Answer(u64, u64),
    /// The first so many rows of the replica's answer, as if there were no more, after so many
    /// microseconds.
    Few(usize, u64),
    /// This status after so many microseconds.
    Status(u16, u64),
    /// This status and no body at all after so many microseconds.
    Empty(u16, u64),
    /// This body after so many microseconds.
    Body(&'static str, u64),
    /// A head and a first piece after so many microseconds, then the connection breaks.
    Broken(u64),
    /// A head and a first piece after so many microseconds, then nothing more.
    Stalled(u64),
    /// A head after so many microseconds, then a byte of white space each 10 ms, without end.
    Endless(u64),
    /// More than a call reads, after so many microseconds.
    Huge(u64),
    /// As the other script, under a head of this status.
    Under(u16, &'static Script),
    /// No connection, or one that is reset, after so many microseconds.
    Refused(u64),
    /// Never.
    Silent,
}

/// A virtual clock and the paths that are answered by it.
#[derive(Clone)]
pub(crate) struct Scripted {
    pub(crate) clock: VirtualClock,
    scripts: Rc<HashMap<String, Script>>,
    /// How a path is answered that has no script.
    otherwise: Option<Script>,
    pools: Rc<RefCell<Vec<u32>>>,
    /// The request, counted from 0, that is answered otherwise, and how.
    struck: Rc<RefCell<Option<(usize, Script)>>>,
}

impl Scripted {
    /// Answers `scripts`; a path that is not among them is a mistake of the test.
    pub(crate) fn new(scripts: &[(&str, Script)]) -> Self {
        let scripts = scripts
            .iter()
            .map(|(path, script)| ((*path).into(), script.clone()));
        Self {
            clock: VirtualClock::new(),
            scripts: Rc::new(scripts.collect()),
            otherwise: None,
            pools: Rc::default(),
            struck: Rc::default(),
        }
    }

    /// Answers every path in the same way.
    pub(crate) fn all(script: Script) -> Self {
        Self::all_but(script, &[])
    }

    /// Answers every path in the same way but for those of `scripts`.
    pub(crate) fn all_but(otherwise: Script, scripts: &[(&str, Script)]) -> Self {
        Self {
            otherwise: Some(otherwise),
            ..Self::new(scripts)
        }
    }

    /// Answers every path as the replica does.
    pub(crate) fn anything() -> Self {
        Self::all(Script::Answer(10, 3))
    }

    /// The pools of all requests so far, in order.
    pub(crate) fn pools(&self) -> Vec<u32> {
        self.pools.borrow().clone()
    }

    /// From now on, answers request number `number`, counted from 0, in this way instead.
    pub(crate) fn strike(&self, number: usize, script: Script) {
        self.struck.replace(Some((number, script)));
    }

    fn script(&self, path: &str) -> Script {
        let script = self.scripts.get(path).or(self.otherwise.as_ref());
        script
            .unwrap_or_else(|| panic!("no script for {path}"))
            .clone()
    }

    pub(crate) fn environment(&self) -> Environment {
        Environment {
            transport: Rc::new(self.clone()),
            base: "http://scripted".into(),
            clock: Rc::new(self.clock.clone()),
            spawn: Rc::new(self.clock.clone()),
            last_pool: Rc::default(),
            attention: Rc::new(Seen),
            timeline: None,
        }
    }

    async fn wait(&self, micros: u64) {
        let deadline = self.clock.now() + Nanos(micros * 1_000);
        self.clock.sleep_until(deadline).await;
    }

    async fn play(self, script: Script, path: String) -> Result<Response, Unreachable> {
        let (head, status, body) = match script {
            Script::Silent => return pending().await,
            Script::Under(status, script) => {
                let answer = Box::pin(self.play(script.clone(), path)).await?;
                return Ok(Response { status, ..answer });
            }
            Script::Refused(micros) => {
                self.wait(micros).await;
                return Err(Unreachable::Unexplained);
            }
            Script::Answer(head, after) => {
                let answer = Replica::new().get(&path);
                (
                    head,
                    answer.status,
                    self.clone().later(after, answer.body),
                )
            }
            Script::Few(rows, micros) => (
                micros,
                200,
                pieces([first_rows(rows, &path)]),
            ),
            Script::Status(status, micros) => (micros, status, pieces(["{}"])),
            Script::Empty(status, micros) => (micros, status, pieces([""; 0])),
            Script::Body(text, micros) => (micros, 200, pieces([text])),
            Script::Broken(micros) => {
                let broken = stream::iter([Err(Unreachable::Unexplained)]);
                (
                    micros,
                    200,
                    pieces(["[{"]).chain(broken).boxed_local(),
                )
            }
            Script::Stalled(micros) => {
                let stalled = stream::pending();
                (
                    micros,
                    200,
                    pieces(["[{"]).chain(stalled).boxed_local(),
                )
            }
            Script::Endless(micros) => (micros, 200, self.clone().drips()),
            Script::Huge(micros) => (
                micros,
                200,
                pieces(vec![vec![b' '; 1 << 20]; 30]),
            ),
        };
        self.wait(head).await;
        Ok(Response {
            status,
            retry_after: None,
            timing: Timing::Unknown,
            body,
        })
    }

    /// A body without end.
    fn drips(self) -> Body {
        let drip = |source: Self| async move {
            source.wait(10_000).await;
            Some((Ok(b" ".to_vec()), source))
        };
        stream::unfold(self, drip).boxed_local()
    }

    /// A body that is there in one piece, so many microseconds after its head.
    fn later(self, micros: u64, body: Vec<u8>) -> Body {
        let piece = async move {
            self.wait(micros).await;
            Ok(body)
        };
        stream::once(piece).boxed_local()
    }
}

type Body = LocalBoxStream<'static, Result<Vec<u8>, Unreachable>>;

/// A body that is there as soon as its head.
fn pieces<T: Into<Vec<u8>>>(pieces: impl IntoIterator<Item = T>) -> Body {
    let pieces: Vec<_> = pieces.into_iter().map(|piece| Ok(piece.into())).collect();
    stream::iter(pieces).boxed_local()
}

fn first_rows(rows: usize, path: &str) -> Vec<u8> {
    let all: Vec<Value> = serde_json::from_slice(&Replica::new().get(path).body).expect("a list");
    serde_json::to_vec(&all[..rows]).expect("JSON")
}

/// A page that is never hidden.
struct Seen;

impl Attention for Seen {
    fn is_hidden(&self) -> bool {
        false
    }

    fn times_hidden(&self) -> u32 {
        0
    }
}

impl Transport for Scripted {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        self.pools.borrow_mut().push(request.pool.0);
        let path = request.url.strip_prefix("http://scripted");
        let path = path.expect("the base").to_owned();
        let struck = self.struck.borrow().clone();
        let number = self.pools.borrow().len() - 1;
        let script = match struck {
            Some((struck, script)) if struck == number => script,
            _ => self.script(&path),
        };
        self.clone().play(script, path).boxed_local()
    }
}

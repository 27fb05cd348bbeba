//! A source whose answers take the time that a test says, to the nanosecond.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use futures::{StreamExt, stream};
use tandem::engine::ports::{Attention, Clock, Request, Response, Transport, Unreachable};
use tandem::engine::runner::Environment;
use tandem::engine::virtual_time::VirtualClock;
use tandem::replica::Replica;
use tandem::time::Nanos;

/// How one path is answered.
#[derive(Clone, Debug)]
pub(crate) enum Script {
    /// The head after so many microseconds, the body after as many more, from the replica.
    Answer(u64, u64),
    /// This status after so many microseconds.
    Status(u16, u64),
    /// This body after so many microseconds.
    Body(&'static str, u64),
    /// A head and a first piece after so many microseconds, then the connection breaks.
    Broken(u64),
    /// More than a call reads, after so many microseconds.
    Huge(u64),
    /// No connection, after so many microseconds.
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
        }
    }

    /// Answers every path in the same way.
    pub(crate) fn all(script: Script) -> Self {
        Self {
            otherwise: Some(script),
            ..Self::new(&[])
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
        let this = self.clone();
        self.pools.borrow_mut().push(request.pool.0);
        let path = request
            .url
            .strip_prefix("http://scripted")
            .expect("the base")
            .to_owned();
        let script = this.script(&path);
        Box::pin(async move {
            match script {
                Script::Answer(head, body) => {
                    this.wait(head).await;
                    let answer = Replica::new().get(&path);
                    Ok(after(
                        this,
                        answer.status,
                        body,
                        vec![Ok(answer.body)],
                    ))
                }
                Script::Status(status, micros) => {
                    this.wait(micros).await;
                    Ok(after(
                        this,
                        status,
                        0,
                        vec![Ok(b"{}".to_vec())],
                    ))
                }
                Script::Body(text, micros) => {
                    this.wait(micros).await;
                    Ok(after(
                        this,
                        200,
                        0,
                        vec![Ok(text.as_bytes().to_vec())],
                    ))
                }
                Script::Broken(micros) => {
                    this.wait(micros).await;
                    Ok(after(
                        this,
                        200,
                        0,
                        vec![Ok(b"[{".to_vec()), Err(Unreachable)],
                    ))
                }
                Script::Huge(micros) => {
                    this.wait(micros).await;
                    let chunk = || Ok(vec![b' '; 1024 * 1024]);
                    Ok(after(
                        this,
                        200,
                        0,
                        std::iter::repeat_with(chunk).take(30).collect(),
                    ))
                }
                Script::Refused(micros) => {
                    this.wait(micros).await;
                    Err(Unreachable)
                }
                Script::Silent => futures::future::pending().await,
            }
        })
    }
}

/// A response whose body begins after so many microseconds.
fn after(
    source: Scripted,
    status: u16,
    micros: u64,
    chunks: Vec<Result<Vec<u8>, Unreachable>>,
) -> Response {
    let first = stream::once(async move { source.wait(micros).await });
    let body = first.flat_map(move |()| stream::iter(chunks.clone()));
    Response {
        status,
        connecting: None,
        body: body.boxed_local(),
    }
}
